//! Sessions: what the browser holds, and when they end.

use fba_nfe::adapters::store::SqliteStore;
use fba_nfe::ports::{Access, Clock, Role, UserChange};
use fba_nfe::simulator::world::VirtualClock;

use super::super::{Person, later};
use super::{Desk, PASSWORD};

async fn is_in(person: &Person) -> bool {
    person.get("/").await.status == 200
}

fn cookies(headers: &axum::http::HeaderMap) -> Vec<String> {
    headers.get_all("set-cookie").iter().map(|it| it.to_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn the_cookie_is_for_this_desk_alone() {
    for (secure, begins) in [(false, "mesa="), (true, "__Host-mesa=")] {
        let desk = Desk::new(secure);
        desk.user("ana", Role::Leitor).await;
        let form = [("user", "ana"), ("password", PASSWORD)];
        let answered = desk.stranger.post("/entrar", &form).await;
        let all = cookies(&answered.headers);
        let session = all.iter().find(|it| it.starts_with(begins)).expect("no session");
        for part in ["; Path=/", "; HttpOnly", "; SameSite=Strict", "; Max-Age=36000"] {
            assert!(session.contains(part), "{session}");
        }
        assert!(!session.contains("Domain"), "{session}");
        for cookie in &all {
            assert_eq!(cookie.contains("; Secure"), secure, "{cookie}");
            assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
        }
        // 256 bits, and never the same again.
        let secret = |cookie: &str| cookie.split(['=', ';']).nth(1).unwrap().to_owned();
        assert_eq!(secret(session).len(), 64);
        let again = desk.stranger.post("/entrar", &form).await;
        assert_ne!(cookies(&again.headers)[0], *session);
        // Under TLS, the plain cookie that anybody on the machine could set counts for nothing.
        let plain =
            Person { cookie: Some(format!("mesa={}", secret(session))), ..desk.stranger.clone() };
        assert_eq!(is_in(&plain).await, !secure);
    }
}

#[tokio::test]
async fn a_session_ends_unused_and_it_ends_used() {
    let desk = Desk::new(false);
    desk.user("ana", Role::Leitor).await;
    let ana = desk.sign_in("ana").await;
    later(&desk.clock, 1799);
    assert!(is_in(&ana).await, "used within half an hour");
    later(&desk.clock, 1801);
    assert!(!is_in(&ana).await, "not used for half an hour");

    let ana = desk.sign_in("ana").await;
    let used: &VirtualClock = &desk.clock;
    for _ in 0..(36_000 / 1200) {
        assert!(is_in(&ana).await);
        later(used, 1200);
    }
    later(used, 1);
    assert!(!is_in(&ana).await, "ten hours are over, used or not");
}

#[tokio::test]
async fn a_session_ends_with_what_it_was_given_for() {
    let changes = [
        ("role", UserChange::Role(Role::Analista), true),
        ("lowered", UserChange::Role(Role::Leitor), true),
        ("password", UserChange::Password("$argon2id$another".to_owned()), true),
        ("off", UserChange::Active(false), true),
        ("language", UserChange::Lang("en".to_owned()), false),
        ("name", UserChange::FullName("Ana".to_owned()), false),
    ];
    for (name, change, ends) in changes {
        let desk = Desk::new(false);
        desk.user("root", Role::Administrador).await;
        desk.user("ana", Role::Aprovador).await;
        let (one, two) = (desk.sign_in("ana").await, desk.sign_in("ana").await);
        let root = desk.sign_in("root").await;
        desk.store.change_user("ana", change, desk.deed()).await.unwrap().unwrap();
        assert_eq!((is_in(&one).await, is_in(&two).await), (!ends, !ends), "{name}");
        assert!(is_in(&root).await, "{name}: somebody else's");
        // Nor does being let in again bring it back.
        desk.store
            .change_user("ana", UserChange::Active(true), desk.deed())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(is_in(&one).await, !ends, "{name}");
    }
}

#[tokio::test]
async fn signing_out_ends_it_on_the_server() {
    let desk = Desk::new(false);
    desk.user("ana", Role::Leitor).await;
    let (ana, elsewhere) = (desk.sign_in("ana").await, desk.sign_in("ana").await);
    let answered = ana.post("/sair", &[]).await;
    assert_eq!(answered.location(), "/entrar");
    assert!(cookies(&answered.headers)[0].starts_with("mesa=; "), "taken from the browser");
    assert!(!is_in(&ana).await, "a kept cookie is worth nothing");
    assert!(is_in(&elsewhere).await, "another browser's goes on");
    let kinds: Vec<_> = desk.audit().await.into_iter().map(|it| it.action).collect();
    assert_eq!(&kinds[..3], ["sign_out", "sign_in", "sign_in"]);
}

#[tokio::test]
async fn forged_sessions_open_nothing() {
    let desk = Desk::new(false);
    desk.user("ana", Role::Leitor).await;
    let ana = desk.sign_in("ana").await;
    let secret = ana.cookie.clone().unwrap().replace("mesa=", "");
    let id = fba_nfe::domain::Digest::of(secret.as_bytes()).to_string();
    let long = "a".repeat(60_000);
    for forged in
        ["", "0", "ana", "' OR 1=1 --", "%00", &id, &secret[..63], &secret.to_uppercase(), &long]
    {
        let cookie = Some(format!("mesa={forged}"));
        let person = Person { cookie, ..ana.clone() };
        assert!(!is_in(&person).await, "{forged}");
    }
    // Other cookies beside it do no harm.
    let cookie = Some(format!("a=b; {}; mesa2=x", ana.cookie.clone().unwrap()));
    assert!(is_in(&Person { cookie, ..ana.clone() }).await);
}

#[tokio::test]
async fn whoever_reads_the_store_cannot_sign_in_with_it() {
    let desk = Desk::new(false);
    desk.user("ana", Role::Leitor).await;
    let ana = desk.sign_in("ana").await;
    let secret = ana.cookie.clone().unwrap().replace("mesa=", "");
    let store: &SqliteStore = &desk.store;
    let now = desk.clock.now();
    assert!(store.session(&secret, now, now, now).await.unwrap().is_none());
    let id = fba_nfe::domain::Digest::of(secret.as_bytes()).to_string();
    assert!(store.session(&id, now, now, now).await.unwrap().is_some());
}
