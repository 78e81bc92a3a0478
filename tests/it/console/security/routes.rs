//! Every route and every role. A route that is not in the table fails the first test here.

use std::collections::BTreeSet;

use fba_nfe::ports::{Audit, AuditFilter, Role};

use super::super::{Answered, Person, Room};
use crate::tools::root;

/// Who may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Everybody,
    From(Role),
}

/// A route: method, path, who may, and for a POST a form that can be read, with text that passes.
type Known = (&'static str, &'static str, Who, &'static [(&'static str, &'static str)]);

const LOOKS: Who = Who::From(Role::Leitor);
const MENDS: Who = Who::From(Role::Analista);
const DECIDES: Who = Who::From(Role::Aprovador);

const RULES: Who = Who::From(Role::Administrador);

const USER: &[(&str, &str)] = &[
    ("name", "eva"),
    ("full_name", "Eva"),
    ("role", "leitor"),
    ("lang", "en"),
    ("password", "too short"),
];

const BULK: &[(&str, &str)] =
    &[("filter", "state=held"), ("action", "resume"), ("why", "so"), ("per_minute", "30")];

/// All of them.
const ROUTES: &[Known] = &[
    ("GET", "/", LOOKS, &[]),
    ("GET", "/entrar", Who::Everybody, &[]),
    ("POST", "/entrar", Who::Everybody, &[("user", "nobody"), ("password", "none of it")]),
    ("POST", "/sair", LOOKS, &[]),
    ("POST", "/idioma", Who::Everybody, &[("lang", "en")]),
    ("GET", "/assets/{name}", Who::Everybody, &[]),
    ("GET", "/auditoria", LOOKS, &[]),
    ("GET", "/auditoria/exportar", LOOKS, &[]),
    ("GET", "/usuarios", RULES, &[]),
    ("POST", "/usuarios", RULES, USER),
    ("GET", "/usuarios/{user}", RULES, &[]),
    ("POST", "/usuarios/{user}/papel", RULES, &[("role", "leitor"), ("why", "so")]),
    ("POST", "/usuarios/{user}/acesso", RULES, &[("active", "yes"), ("why", "so")]),
    ("POST", "/usuarios/{user}/senha", RULES, &[("password", "too short"), ("why", "so")]),
    ("GET", "/meu-acesso", LOOKS, &[]),
    ("POST", "/meu-acesso/senha", LOOKS, &[("old", "a"), ("new", "b"), ("again", "c")]),
    ("POST", "/meu-acesso/sair", LOOKS, &[]),
    ("GET", "/caso/{seller}/{shipment}", LOOKS, &[]),
    ("GET", "/caso/{seller}/{shipment}/corrigir", MENDS, &[]),
    ("POST", "/caso/{seller}/{shipment}/corrigir", MENDS, &[("version", "1"), ("why", "so")]),
    ("POST", "/caso/{seller}/{shipment}/marcar", MENDS, &[("mark_version", "0")]),
    ("POST", "/caso/{seller}/{shipment}/comentar", MENDS, &[("text", "so")]),
    ("POST", "/caso/{seller}/{shipment}/{action}", MENDS, &[("version", "1"), ("why", "so")]),
    ("POST", "/caso/{seller}/{shipment}/revelar", MENDS, &[("why", "so")]),
    ("GET", "/caso/{seller}/{shipment}/xml", MENDS, &[]),
    ("GET", "/caso/{seller}/{shipment}/danfe.pdf", MENDS, &[]),
    ("GET", "/causa", LOOKS, &[]),
    ("GET", "/casos", LOOKS, &[]),
    ("POST", "/casos", LOOKS, &[("q", "FBA15K0024")]),
    ("GET", "/casos.csv", MENDS, &[]),
    ("GET", "/casos.xlsx", MENDS, &[]),
    ("GET", "/eventos", LOOKS, &[]),
    ("GET", "/evento/{digest}", LOOKS, &[]),
    ("POST", "/evento/{digest}/resolver", MENDS, &[("action", "reler"), ("why", "so")]),
    ("POST", "/evento/{digest}/revelar", MENDS, &[("why", "so")]),
    ("GET", "/lotes", LOOKS, &[]),
    ("POST", "/lotes", MENDS, BULK),
    ("GET", "/lotes/{id}", LOOKS, &[]),
    ("POST", "/lotes/{id}", MENDS, &[("verb", "stop"), ("why", "so")]),
    ("GET", "/regras", LOOKS, &[]),
    ("POST", "/regras/{id}", MENDS, &[("why", "so")]),
    ("GET", "/aprovacoes", LOOKS, &[]),
    ("POST", "/aprovacoes/{id}", DECIDES, &[("decision", "refuse"), ("why", "so")]),
];

/// What stands for the parts of a path.
const PLACES: &[(&str, &str)] = &[
    ("{name}", "desk.css"),
    ("{seller}", "A1SIMPLES0001"),
    ("{shipment}", "FBA15K0024"),
    ("{id}", "1"),
    ("{action}", "enviar"),
    ("{user}", "asks"),
    // Of an event that cannot be read.
    ("{digest}", "7ccfa1fbf3940e6f0c0375d87c0f9235a50514e14cb427bdfaf5077987b26ccf"),
];

fn path_of(template: &str) -> String {
    let path = PLACES.iter().fold(template.to_owned(), |path, (name, it)| path.replace(name, it));
    assert!(!path.contains('{'), "{template}: say in PLACES what stands for its parts");
    path
}

/// Every `.route(` of the console's sources: method and path.
fn written() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    let mut folders = vec![root("src/console")];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|it| it != "rs") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let shown = path.display();
            for other in
                ["route_service(", ".nest(", ".merge(", "nest_service(", ".fallback_service("]
            {
                assert!(!text.contains(other), "{shown}: `{other}` hides routes from this test");
            }
            for (at, _) in text.match_indices(".route(") {
                found.extend(routes_of(&call(&text[at + ".route".len()..])));
            }
        }
    }
    found
}

/// From `(` to its own `)`.
fn call(text: &str) -> String {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return text[..=at].to_owned();
        }
    }
    panic!("a call without an end: {text}")
}

fn routes_of(call: &str) -> Vec<(String, String)> {
    let path = super::between(call, "\"", "\"");
    let mut verbs = Vec::new();
    for (verb, ours) in [
        ("get(", true),
        ("post(", true),
        ("put(", false),
        ("delete(", false),
        ("patch(", false),
        ("any(", false),
        ("on(", false),
    ] {
        let names = |before: char| !(before.is_alphanumeric() || before == '_');
        let there = call
            .match_indices(verb)
            .any(|(at, _)| call[..at].chars().next_back().is_none_or(names));
        assert!(ours || !there, "{call}: the desk has GET and POST alone");
        if there {
            verbs.push((verb.trim_end_matches('(').to_uppercase(), path.to_owned()));
        }
    }
    assert!(!verbs.is_empty(), "{call}: no method");
    verbs
}

#[test]
fn every_route_is_in_the_table() {
    let table: BTreeSet<_> = ROUTES.iter().map(|it| (it.0.to_owned(), it.1.to_owned())).collect();
    assert_eq!(table.len(), ROUTES.len(), "a route stands here twice");
    let written = written();
    let unlisted: Vec<_> = written.difference(&table).collect();
    assert!(unlisted.is_empty(), "routes that nobody listed in ROUTES, with who may: {unlisted:?}");
    let gone: Vec<_> = table.difference(&written).collect();
    assert!(gone.is_empty(), "listed routes that are no more: {gone:?}");
}

/// A case, and a request that waits for a second person.
async fn room() -> Room {
    let room = Room::of(&["unknown-sku"], "").await;
    let version = room.life("FBA15K0024").await.version.to_string();
    room.worker.receive(b"not json".to_vec(), None).await.unwrap();
    let asks = room.person("asks", Role::Analista).await;
    let form = [("version", version.as_str()), ("why", "NF 4711"), ("reason", "emitida_fora")];
    let asked = asks.post("/caso/A1SIMPLES0001/FBA15K0024/descartar", &form).await;
    assert_eq!(asked.status, 303, "{}", asked.text());
    room
}

async fn ask(person: &Person, route: &Known) -> Answered {
    let (method, template, _, form) = route;
    let path = path_of(template);
    match *method {
        "GET" => person.get(&path).await,
        _ => person.post(&path, form).await,
    }
}

#[tokio::test]
async fn without_a_session_every_path_leads_to_the_door() {
    let room = room().await;
    for route in ROUTES {
        let (method, template, who, _) = route;
        let answered = ask(&room.stranger(), route).await;
        if *who == Who::Everybody {
            let away = answered
                .headers
                .get("location")
                .is_some_and(|it| it.as_bytes().starts_with(b"/entrar"));
            assert!(!away && answered.status.as_u16() < 500, "{method} {template}: {answered:?}");
            continue;
        }
        assert_eq!(answered.status, 303, "{method} {template}: {}", answered.text());
        let next = match *method {
            "GET" => serde_urlencoded::to_string([("next", path_of(template))]).unwrap(),
            // What was typed is lost: nobody is sent to where only a form goes.
            _ => "next=%2F".to_owned(),
        };
        assert_eq!(answered.location(), format!("/entrar?{next}"), "{method} {template}");
    }
    for path in ["/nowhere", "/sair", "/caso", "/%2e%2e/etc/passwd", "/a//b", "/entrar/x"] {
        let answered = room.stranger().get(path).await;
        assert!(answered.location().starts_with("/entrar?next="), "{path}");
    }
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "NONSENSE"] {
        let request = room.stranger().request(method, "/").body(axum::body::Body::empty()).unwrap();
        let answered = room.stranger().send(request).await;
        assert_eq!((answered.status.as_u16(), answered.location()), (303, "/entrar?next=%2F"));
    }
}

#[tokio::test]
async fn every_role_may_what_the_table_says_and_a_denial_is_on_record() {
    let room = room().await;
    for (at, route) in ROUTES.iter().enumerate() {
        for role in Role::ALL {
            let (method, template, who, _) = route;
            let person = room.person(&format!("p{at}.{}", role.as_str()), role).await;
            let before = denials(&room).await;
            let answered = ask(&person, route).await;
            let what = format!("{method} {template} as {}", role.as_str());
            let may = match who {
                Who::Everybody => true,
                Who::From(least) => role >= *least,
            };
            if may {
                let status = answered.status.as_u16();
                assert!(status != 403 && status < 500, "{what}: {status} {}", answered.text());
                let door = answered
                    .headers
                    .get("location")
                    .is_some_and(|it| it.as_bytes().starts_with(b"/entrar?"));
                assert!(!door, "{what}: sent to the door");
            } else {
                assert_eq!(answered.status, 403, "{what}: {}", answered.text());
                assert_eq!(denials(&room).await, before + 1, "{what}: not in the audit");
            }
        }
    }
    assert!(room.store.verify_audit().await.unwrap().is_ok());
}

/// Denials that are not of a sign-in.
async fn denials(room: &Room) -> usize {
    let filter = AuditFilter { limit: 100_000, ..AuditFilter::default() };
    let rows = room.store.audit(filter).await.unwrap();
    rows.iter().filter(|it| it.outcome == "denied" && it.action != "sign_in").count()
}

#[tokio::test]
async fn no_page_has_a_script_or_a_style_of_its_own() {
    let room = room().await;
    for (at, route) in ROUTES.iter().enumerate().filter(|(_, it)| it.0 == "GET") {
        let person = room.person(&format!("p{at}"), Role::Administrador).await;
        let answered = ask(&person, route).await;
        let csp = answered.headers["content-security-policy"].to_str().unwrap();
        assert!(csp.starts_with("default-src 'none'; "), "{csp}");
        assert!(!csp.contains("unsafe") && !csp.contains("http") && !csp.contains('*'), "{csp}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(answered.headers[name], value, "{}", route.1);
        }
        let kind = answered.headers.get("content-type").map(|it| it.to_str().unwrap().to_owned());
        if !kind.as_deref().is_some_and(|it| it.starts_with("text/html")) {
            continue;
        }
        assert_eq!(answered.headers["cache-control"], "no-store", "{}", route.1);
        let page = answered.text();
        assert!(!page.contains(" style=") && !page.contains("<style"), "{}: {page}", route.1);
        assert!(!page.contains("javascript:"), "{}: {page}", route.1);
        for (at, _) in page.match_indices("<script") {
            let script = super::between(&page[at..], "<script", "</script>");
            assert!(script.starts_with(" src=\"/assets/") && script.ends_with('>'), "{script}");
        }
        let handlers = page.match_indices(" on").filter(|(at, _)| {
            let word: String =
                page[at + 3..].chars().take_while(char::is_ascii_lowercase).collect();
            page[at + 3 + word.len()..].starts_with("=\"") && !word.is_empty()
        });
        assert_eq!(handlers.count(), 0, "{}: {page}", route.1);
    }
}
