//! Forms: only of the session whose page they stood on, and only from our own pages.

use axum::body::Body;
use axum::http::header;
use fba_nfe::ports::Role;

use super::super::{Answered, Person};
use super::{Desk, PASSWORD};

const FORM: &str = "application/x-www-form-urlencoded";

/// A POST as somebody else's page would send it.
async fn sent(person: &Person, path: &str, headers: &[(&str, &str)], body: &str) -> Answered {
    let mut request = person.request("POST", path).header(header::CONTENT_TYPE, FORM);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    person.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

#[tokio::test]
async fn a_form_carries_the_token_of_its_own_session() {
    let desk = Desk::new(false);
    desk.user("ana", Role::Leitor).await;
    desk.user("rui", Role::Leitor).await;
    let (ana, rui) = (desk.sign_in("ana").await, desk.sign_in("rui").await);
    let again = desk.sign_in("ana").await;
    let right = ana.csrf.clone();
    for wrong in [
        String::new(),
        rui.csrf.clone(),
        again.csrf.clone(),
        right.to_uppercase(),
        right[1..].to_owned(),
        format!("{right} "),
    ] {
        let body = serde_urlencoded::to_string([("csrf", wrong.as_str())]).unwrap();
        assert_eq!(sent(&ana, "/sair", &[], &body).await.status, 400, "{wrong}");
    }
    for body in ["", "csrf", "csrf=&csrf=", &format!("csrf={right}&csrf={right}"), "\u{0}", "%zz=%"]
    {
        assert_eq!(sent(&ana, "/sair", &[], body).await.status, 400, "{body:?}");
    }
    // In the address it is no token: addresses are written down everywhere.
    assert_eq!(sent(&ana, &format!("/sair?csrf={right}"), &[], "").await.status, 400);
    assert_eq!(ana.get("/").await.status, 200, "nothing was done");
    assert_eq!(sent(&ana, "/sair", &[], &format!("csrf={right}")).await.status, 303);
    // The same form once more, after the session is over.
    let replayed = sent(&ana, "/sair", &[], &format!("csrf={right}")).await;
    assert!(replayed.location().starts_with("/entrar"));
}

#[tokio::test]
async fn another_sites_form_is_refused() {
    let desk = Desk::new(false);
    desk.user("ana", Role::Leitor).await;
    let ana = desk.sign_in("ana").await;
    let right = format!("csrf={}", ana.csrf);
    let host = ("host", "mesa.example:8640");
    let paths = [
        ("/sair", right.clone()),
        ("/idioma", "lang=en".to_owned()),
        ("/entrar", format!("user=ana&password={}", PASSWORD.replace(' ', "+"))),
    ];
    for (path, body) in &paths {
        for foreign in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("sec-fetch-site", "anything"),
            ("origin", "https://evil.example"),
            ("origin", "http://mesa.example:8641"),
            ("origin", "http://mesa.example"),
            ("origin", "http://mesa.example:8640.evil.example"),
            ("origin", "http://evil.example@mesa.example:8640"),
            ("origin", "null"),
            ("origin", ""),
        ] {
            let answered = sent(&ana, path, &[host, foreign], body).await;
            assert_eq!(answered.status, 400, "{path} {foreign:?}");
        }
    }
    assert_eq!(ana.get("/").await.status, 200, "nothing was done");
    let ours = [host, ("origin", "http://mesa.example:8640"), ("sec-fetch-site", "same-origin")];
    assert_eq!(sent(&ana, "/sair", &ours, &right).await.status, 303);
}

#[tokio::test]
async fn a_form_that_is_too_large_is_refused() {
    let desk = Desk::new(false);
    desk.user("ana", Role::Leitor).await;
    let ana = desk.sign_in("ana").await;
    for path in ["/sair", "/idioma", "/entrar"] {
        let body = format!("csrf={}&lang=en&user=ana&password={}", ana.csrf, "x".repeat(70_000));
        let answered = sent(&ana, path, &[], &body).await;
        assert!([400, 413].contains(&answered.status.as_u16()), "{path}: {}", answered.status);
    }
    assert_eq!(ana.get("/").await.status, 200, "nothing was done");
}

#[tokio::test]
async fn after_a_form_of_an_ended_session_one_comes_back_to_its_page() {
    let desk = Desk::new(false);
    let host = ("host", "mesa:1");
    for (page, next) in [
        ("http://mesa:1/caso/A/B?x=1", "%2Fcaso%2FA%2FB%3Fx%3D1"),
        ("http://mesa:1.evil.example/", "%2F"),
        ("http://mesa:1//evil.example/", "%2F"),
        ("https://evil.example/caso", "%2F"),
        ("", "%2F"),
    ] {
        let answered = sent(&desk.stranger, "/sair", &[host, ("referer", page)], "").await;
        assert_eq!(answered.location(), format!("/entrar?next={next}"), "{page}");
    }
}
