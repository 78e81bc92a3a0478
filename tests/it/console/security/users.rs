//! Users in the store: what is enforced where it is written.

use fba_nfe::ports::{
    Access, Audit, Barred, Clock, Deed, DeedKind, Origin, Role, StoreError, User, UserChange,
};

use super::Desk;

/// A deed of this administrator, at the desk.
fn of(desk: &Desk, name: &str) -> Deed {
    let (place, role) = ("127.0.0.1".to_owned(), "administrador".to_owned());
    let origin = Origin { place, role, ..Origin::command_line() };
    Deed::new(desk.clock.now(), name, origin, DeedKind::User)
}

#[tokio::test]
async fn nobody_lowers_themselves_and_somebody_rules() {
    let desk = Desk::new(false);
    desk.user("ana", Role::Administrador).await;
    let lower = UserChange::Role(Role::Aprovador);
    let off = UserChange::Active(false);
    let change = |name: &'static str, change: &UserChange, deed: Deed| {
        let (change, store) = (change.clone(), &desk.store);
        async move { store.change_user(name, change, deed).await.unwrap() }
    };
    // Not even by the command line.
    assert_eq!(change("ana", &lower, desk.deed()).await, Err(Barred::LastAdministrator));
    assert_eq!(change("ana", &off, desk.deed()).await, Err(Barred::LastAdministrator));
    assert_eq!(change("eva", &off, desk.deed()).await, Err(Barred::Unknown));
    desk.user("rui", Role::Administrador).await;
    assert_eq!(change("ana", &lower, of(&desk, "ana")).await, Err(Barred::Oneself));
    assert_eq!(change("ana", &off, of(&desk, "ana")).await, Err(Barred::Oneself));
    let denied = desk.audit().await.into_iter().filter(|it| it.outcome == "denied").count();
    assert_eq!(denied, 4, "what is barred is on record");
    assert_eq!(change("rui", &off, of(&desk, "ana")).await, Ok(()));
    // One who is switched off does not count.
    assert_eq!(change("ana", &lower, desk.deed()).await, Err(Barred::LastAdministrator));
    assert_eq!(change("rui", &UserChange::Active(true), of(&desk, "ana")).await, Ok(()));
    assert_eq!(change("ana", &lower, of(&desk, "rui")).await, Ok(()));
    assert!(desk.store.verify_audit().await.unwrap().is_ok());
}

#[tokio::test]
async fn two_who_lower_each_other_leave_one() {
    let desk = Desk::new(false);
    desk.user("ana", Role::Administrador).await;
    desk.user("rui", Role::Administrador).await;
    let lower = || UserChange::Role(Role::Leitor);
    let (one, two) = tokio::join!(
        desk.store.change_user("rui", lower(), of(&desk, "ana")),
        desk.store.change_user("ana", lower(), of(&desk, "rui")),
    );
    let barred = [one.unwrap(), two.unwrap()];
    assert_eq!(barred.iter().filter(|it| it.is_ok()).count(), 1, "{barred:?}");
    let users = desk.store.users().await.unwrap();
    assert_eq!(users.iter().filter(|it| it.role == Role::Administrador).count(), 1);
}

#[tokio::test]
async fn a_change_touches_nothing_else_and_the_audit_tells_no_secret() {
    let desk = Desk::new(false);
    desk.user("ana", Role::Administrador).await;
    desk.user("rui", Role::Analista).await;
    let before = desk.store.user("rui").await.unwrap().unwrap();
    let off = UserChange::Active(false);
    desk.store.change_user("rui", off, of(&desk, "ana")).await.unwrap().unwrap();
    // A change that was begun before does not let them in again.
    let lang = UserChange::Lang("en".to_owned());
    desk.store.change_user("rui", lang, of(&desk, "rui")).await.unwrap().unwrap();
    let after = desk.store.user("rui").await.unwrap().unwrap();
    let expected = User { active: false, lang: "en".to_owned(), ..before };
    assert!(after == expected);
    let hashed = UserChange::Password("$argon2id$a-new-one".to_owned());
    desk.store.change_user("rui", hashed, of(&desk, "ana")).await.unwrap().unwrap();
    let audit = desk.audit().await;
    assert_eq!(
        audit[0].after.as_deref(),
        Some("{\"active\":false,\"lang\":\"en\",\"new_password\":true,\"role\":\"analista\"}")
    );
    assert_eq!(audit[0].subject.as_deref(), Some("rui"));
    for row in audit {
        let text = format!("{row:?}");
        assert!(!text.contains("argon2id") && !text.contains("da Silva"), "{text}");
    }
    let twice = desk.store.put_user(after, desk.deed()).await;
    assert!(matches!(twice, Err(StoreError::Conflict)), "making is not changing");
}

#[tokio::test]
async fn a_name_is_plain() {
    let desk = Desk::new(false);
    for name in [
        "",
        "Ana",
        "ana souza",
        "ana\u{0}",
        "ana<b>",
        "../ana",
        "..",
        ".ana",
        "-",
        "ána",
        &"a".repeat(81),
    ] {
        let user = User {
            name: name.to_owned(),
            full_name: "Ana".to_owned(),
            role: Role::Leitor,
            password: None,
            lang: "en".to_owned(),
            active: true,
        };
        let made = desk.store.put_user(user, desk.deed()).await;
        assert!(matches!(made, Err(StoreError::Refused(_))), "{name:?}: {made:?}");
    }
    assert!(desk.store.users().await.unwrap().is_empty());
}
