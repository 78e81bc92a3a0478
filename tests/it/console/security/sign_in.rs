//! Signing in: who fails learns nothing, and who fails often waits.

use fba_nfe::ports::{Role, User};

use super::super::{Answered, later};
use super::{Desk, PASSWORD, between};
use fba_nfe::ports::Access;

async fn tried(desk: &Desk, name: &str, password: &str) -> Answered {
    desk.stranger.post("/entrar", &[("user", name), ("password", password)]).await
}

#[tokio::test]
async fn wrong_user_and_wrong_password_are_answered_alike() {
    let desk = Desk::new(false);
    desk.user("ana", Role::Leitor).await;
    desk.user("off", Role::Leitor).await;
    let off = fba_nfe::ports::UserChange::Active(false);
    desk.store.change_user("off", off, desk.deed()).await.unwrap().unwrap();
    let guest = User {
        name: "guest".to_owned(),
        full_name: "Guest".to_owned(),
        role: Role::Leitor,
        password: None,
        lang: "en".to_owned(),
        active: true,
    };
    desk.store.put_user(guest, desk.deed()).await.unwrap();
    let wrong = tried(&desk, "ana", "not the password").await;
    assert_eq!(wrong.status, 401);
    for (name, password) in [("nobody", PASSWORD), ("off", PASSWORD), ("guest", ""), ("", "")] {
        let answered = tried(&desk, name, password).await;
        assert_eq!((answered.status, answered.text()), (wrong.status, wrong.text()), "{name}");
        assert!(!answered.headers.contains_key("set-cookie"), "{name}");
    }
    // What was typed as a name is not kept: it may be a password.
    let audit = desk.audit().await;
    let denied: Vec<_> = audit.iter().filter(|it| it.outcome == "denied").collect();
    assert_eq!(denied.len(), 5);
    assert!(denied.iter().all(|it| ["?", "ana", "off", "guest"].contains(&it.by.as_str())));
}

#[tokio::test]
async fn a_name_that_failed_five_times_waits_a_quarter_of_an_hour() {
    let desk = Desk::new(false);
    desk.user("ana", Role::Leitor).await;
    desk.user("rui", Role::Leitor).await;
    for _ in 0..5 {
        assert_eq!(tried(&desk, " ANA ", "wrong").await.status, 401);
    }
    let closed = tried(&desk, "ana", PASSWORD).await;
    assert_eq!(closed.status, 429, "even the right one");
    assert_eq!(tried(&desk, "rui", PASSWORD).await.status, 303, "somebody else gets in");
    later(&desk.clock, 899);
    assert_eq!(tried(&desk, "ana", PASSWORD).await.status, 429);
    later(&desk.clock, 2);
    assert_eq!(tried(&desk, "ana", PASSWORD).await.status, 303);
    // Getting in forgets the failures.
    assert_eq!(tried(&desk, "ana", "wrong").await.status, 401);
    assert_eq!(tried(&desk, "ana", PASSWORD).await.status, 303);
    // A name that nobody has waits too: else it could be told from one that somebody has.
    for _ in 0..5 {
        assert_eq!(tried(&desk, "nobody", "wrong").await.status, 401);
    }
    let nobody = tried(&desk, "nobody", "wrong").await;
    assert_eq!((nobody.status, nobody.text()), (closed.status, closed.text()));
}

#[tokio::test]
async fn an_address_that_failed_thirty_times_waits_whatever_the_name() {
    let desk = Desk::new(false);
    desk.user("ana", Role::Leitor).await;
    for count in 0..30 {
        assert_eq!(tried(&desk, &format!("guess{count}"), "wrong").await.status, 401);
    }
    assert_eq!(tried(&desk, "ana", PASSWORD).await.status, 429);
    later(&desk.clock, 901);
    assert_eq!(tried(&desk, "ana", PASSWORD).await.status, 303);
}

#[tokio::test]
async fn tries_that_come_all_at_once_are_counted_one_by_one() {
    let desk = Desk::new(false);
    desk.user("ana", Role::Leitor).await;
    let tries = (0..40).map(|_| tried(&desk, "ana", "wrong"));
    let answered = futures_util::future::join_all(tries).await;
    let looked_at = answered.iter().filter(|it| it.status == 401).count();
    // Two are tried at one time: the second may pass beside the fifth.
    assert!((5..=6).contains(&looked_at), "{looked_at} passwords were tried");
    assert!(answered.iter().all(|it| [401, 429].contains(&it.status.as_u16())));
}

#[tokio::test]
async fn no_redirect_leaves_the_desk() {
    let desk = Desk::new(false);
    desk.user("ana", Role::Leitor).await;
    for (next, to) in [
        ("/casos?q=1", "/casos?q=1"),
        ("//evil.example", "/"),
        ("https://evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/\r\nlocation: https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ] {
        let form = [("user", "ana"), ("password", PASSWORD), ("next", next)];
        let answered = desk.stranger.post("/entrar", &form).await;
        assert_eq!((answered.status.as_u16(), answered.location()), (303, to), "{next:?}");
        let form = [("lang", "en"), ("next", next)];
        assert_eq!(desk.stranger.post("/idioma", &form).await.location(), to, "{next:?}");
        let query = serde_urlencoded::to_string([("next", next)]).unwrap();
        let page = desk.stranger.page(&format!("/entrar?{query}")).await;
        // The form that signs in is the last one.
        let (_, form) = page.split_once("action=\"/entrar\"").unwrap();
        assert_eq!(between(form, "name=\"next\" value=\"", "\""), to, "{next:?}");
    }
    // What is written into the page is text.
    let page = desk.stranger.page("/entrar?next=/%22%3E%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert!(!page.contains("<script>"), "{page}");
}
