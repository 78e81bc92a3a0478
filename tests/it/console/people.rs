//! The pages of users, of one's own access, and of the audit.

use axum::http::StatusCode;
use fba_nfe::ports::{Access, Audit, AuditFilter, DeedKind, Role};
use fba_nfe::words::Lang;
use fba_nfe::words::desk::audit as words;

use super::security::{Desk, PASSWORD};
use super::{Person, Room, later};

const OTHER: &str = "another horse battery";

async fn signs_in(desk: &Desk, name: &str, password: &str) -> bool {
    let form = [("user", name), ("password", password)];
    desk.stranger.post("/entrar", &form).await.status == 303
}

#[tokio::test]
async fn an_administrator_makes_and_changes_users() {
    let desk = Desk::new(false);
    desk.user("ana", Role::Administrador).await;
    let ana = desk.sign_in("ana").await;
    let form = [
        ("name", "rui.b@x-y_z"),
        ("full_name", "Rui <b>"),
        ("role", "analista"),
        ("lang", "en"),
        ("password", OTHER),
    ];
    let made = ana.post("/usuarios", &form).await;
    assert!(made.location().starts_with("/usuarios?feito="));
    let page = ana.page("/usuarios").await;
    assert!(
        page.contains("href=\"/usuarios/rui.b@x-y_z\"") && page.contains("Rui &lt;b&gt;"),
        "{page}"
    );
    // The same once more; a name, a password, a role, a language that cannot be.
    let with = |name: &'static str, value: &'static str| {
        form.map(|it| if it.0 == name { (name, value) } else { it })
    };
    for (wrong, says) in [
        (form, "Já existe"),
        (with("name", "Rui"), "não serve"),
        (with("name", "../rui"), "não serve"),
        (with("password", "short"), "12 a 200"),
        (with("role", "root"), "Formulário recusado"),
        (with("lang", "fr"), "Formulário recusado"),
        (with("full_name", " "), "Formulário recusado"),
    ] {
        let answered = ana.post("/usuarios", &wrong).await;
        assert_eq!(answered.status, StatusCode::BAD_REQUEST, "{wrong:?}");
        let text = answered.text();
        assert!(text.contains(says) && !text.contains(OTHER), "{wrong:?}: {text}");
    }
    assert_eq!(desk.store.users().await.unwrap().len(), 2);

    assert!(signs_in(&desk, "rui.b@x-y_z", OTHER).await);
    let path = |what: &str| format!("/usuarios/rui.b@x-y_z/{what}");
    let why = ("why", "mudou de equipe");
    let role = ana.post(&path("papel"), &[("role", "aprovador"), why]).await;
    assert!(role.location().starts_with("/usuarios/rui.b@x-y_z?feito="));
    let without = ana.post(&path("papel"), &[("role", "leitor"), ("why", " ")]).await;
    assert_eq!(without.status, StatusCode::BAD_REQUEST, "without a reason");
    ana.post(&path("acesso"), &[("active", "no"), why]).await;
    assert!(!signs_in(&desk, "rui.b@x-y_z", OTHER).await);
    ana.post(&path("acesso"), &[("active", "yes"), why]).await;
    ana.post(&path("senha"), &[("password", PASSWORD), why]).await;
    assert!(!signs_in(&desk, "rui.b@x-y_z", OTHER).await);
    assert!(signs_in(&desk, "rui.b@x-y_z", PASSWORD).await);
    let rui = desk.store.user("rui.b@x-y_z").await.unwrap().unwrap();
    assert_eq!((rui.role, rui.active, rui.lang.as_str()), (Role::Aprovador, true, "en"));
    assert_eq!(ana.get("/usuarios/nobody").await.status, StatusCode::NOT_FOUND);

    // Oneself: said on the page, and refused where it is written.
    let page = ana.page("/usuarios/ana").await;
    assert!(page.contains("Ninguém baixa o próprio papel") && page.contains(" disabled"), "{page}");
    let lower = ana.post("/usuarios/ana/papel", &[("role", "leitor"), why]).await;
    assert_eq!(lower.status, StatusCode::CONFLICT);
    let off = ana.post("/usuarios/ana/acesso", &[("active", "no"), why]).await;
    assert_eq!(off.status, StatusCode::CONFLICT);
    let password = ana.post("/usuarios/ana/senha", &[("password", OTHER), why]).await;
    assert_eq!(password.location(), "/meu-acesso", "one's own takes the old one");
    assert!(desk.store.verify_audit().await.unwrap().is_ok());
}

#[tokio::test]
async fn one_sees_what_one_may_and_why_not_the_rest() {
    let room = Room::empty(&[], "");
    for (role, no) in
        [(Role::Leitor, 5), (Role::Analista, 3), (Role::Aprovador, 1), (Role::Administrador, 0)]
    {
        let page = room.person(role.as_str(), role).await.page("/meu-acesso").await;
        assert_eq!(page.matches("não: é do papel").count(), no, "{}: {page}", role.as_str());
        assert!(page.contains("a senha se troca lá"), "no password here: {page}");
    }
    let page = room.person_in("joe", Role::Leitor, "en").await.page("/meu-acesso").await;
    assert!(page.contains("no: it is for the role <strong>approver</strong>"), "{page}");
}

#[tokio::test]
async fn ones_password_is_changed_with_the_old_one() {
    let desk = Desk::new(false);
    desk.user("ana", Role::Leitor).await;
    let (ana, elsewhere) = (desk.sign_in("ana").await, desk.sign_in("ana").await);
    let form = |old, new, again| [("old", old), ("new", new), ("again", again)];
    for (form, says) in [
        (form("wrong", OTHER, OTHER), "A senha atual não está certa"),
        (form(PASSWORD, OTHER, PASSWORD), "não são iguais"),
        (form(PASSWORD, "short", "short"), "de 12 a 200 caracteres."),
    ] {
        let answered = ana.post("/meu-acesso/senha", &form).await;
        assert_eq!(answered.status, StatusCode::BAD_REQUEST);
        assert!(answered.text().contains(says), "{}", answered.text());
    }
    assert!(signs_in(&desk, "ana", PASSWORD).await);
    let answered = ana.post("/meu-acesso/senha", &form(PASSWORD, OTHER, OTHER)).await;
    assert_eq!(answered.location(), "/entrar");
    for person in [&ana, &elsewhere] {
        assert_eq!(person.get("/").await.status, 303, "all sessions ended");
    }
    assert!(!signs_in(&desk, "ana", PASSWORD).await && signs_in(&desk, "ana", OTHER).await);
}

#[tokio::test]
async fn a_session_left_open_is_not_enough_to_guess_the_password() {
    let desk = Desk::new(false);
    desk.user("ana", Role::Leitor).await;
    let ana = desk.sign_in("ana").await;
    let wrong = [("old", "wrong"), ("new", OTHER), ("again", OTHER)];
    for _ in 0..5 {
        assert_eq!(ana.post("/meu-acesso/senha", &wrong).await.status, 400);
    }
    let right = [("old", PASSWORD), ("new", OTHER), ("again", OTHER)];
    assert_eq!(ana.post("/meu-acesso/senha", &right).await.status, 429);
    assert!(!signs_in(&desk, "ana", PASSWORD).await, "it counts with the door's own tries");
    later(&desk.clock, 901);
    assert_eq!(ana.post("/meu-acesso/senha", &right).await.status, 303);
    let denied = desk.audit().await.into_iter().filter(|it| it.outcome == "denied").count();
    assert_eq!(denied, 5);
}

#[tokio::test]
async fn one_signs_out_everywhere() {
    let desk = Desk::new(false);
    desk.user("ana", Role::Leitor).await;
    desk.user("rui", Role::Leitor).await;
    let (ana, elsewhere, rui) =
        (desk.sign_in("ana").await, desk.sign_in("ana").await, desk.sign_in("rui").await);
    assert_eq!(ana.post("/meu-acesso/sair", &[]).await.location(), "/entrar");
    let statuses = [ana.get("/").await, elsewhere.get("/").await, rui.get("/").await];
    assert_eq!(statuses.map(|it| it.status.as_u16()), [303, 303, 200]);
}

/// Rows that a page shows.
fn rows(page: &str) -> usize {
    page.matches("<tr data-row").count()
}

/// Four of ana's (she asked for a discard, looked about, was made and signed in), and others'.
async fn told() -> (Room, Person, Person) {
    let room = Room::of(&["unknown-sku"], "").await;
    let ana = room.person("ana", Role::Analista).await;
    let rui = room.person("rui", Role::Aprovador).await;
    let version = room.life("FBA15K0024").await.version.to_string();
    let form = [("version", version.as_str()), ("why", "=1+1"), ("reason", "emitida_fora")];
    let asked = ana.post("/caso/A1SIMPLES0001/FBA15K0024/descartar", &form).await;
    assert_eq!(asked.status, 303);
    assert_eq!(ana.get("/usuarios").await.status, 403);
    (room, ana, rui)
}

#[tokio::test]
async fn the_audit_is_for_those_who_answer_for_others() {
    let (room, ana, rui) = told().await;
    let all = room.store.audit(AuditFilter { limit: 99, ..AuditFilter::default() }).await.unwrap();
    let own = all.iter().filter(|it| it.by == "ana").count();
    assert_eq!(rows(&rui.page("/auditoria").await), all.len());
    let page = ana.page("/auditoria").await;
    assert_eq!((rows(&page), own), (own, 4), "{page}");
    assert!(!page.contains("Conferir a cadeia"), "{page}");
    assert_eq!(rows(&ana.page("/auditoria?pessoa=ana&conferir=1").await), own);
    for path in ["/auditoria?pessoa=rui", "/auditoria/exportar?pessoa=rui"] {
        assert_eq!(ana.get(path).await.status, 403, "{path}");
    }
    let page = rui.page("/auditoria?pessoa=ana").await;
    // The two that were denied since.
    assert_eq!(rows(&page), own + 2, "{page}");
    assert!(page.contains("<strong>negado</strong>"), "{page}");
    assert!(page.contains("href=\"/caso/A1SIMPLES0001/FBA15K0024\""), "{page}");
}

#[tokio::test]
async fn the_audit_is_found_by_case_action_and_day() {
    let (room, _, rui) = told().await;
    for (query, found) in [
        ("caso=FBA15K0024", 1),
        ("caso=FBA15K0024&acao=request&pessoa=ana", 1),
        ("caso=FBA15K0024&acao=discard", 0),
        ("acao=sign_in", 2),
        ("acao=nothing", 0),
        ("caso=%25", 0),
        ("desde=2026-11-21", 0),
        ("ate=2026-11-19", 0),
        ("desde=2026-11-20&ate=2026-11-20&acao=sign_in", 2),
    ] {
        assert_eq!(rows(&rui.page(&format!("/auditoria?{query}")).await), found, "{query}");
    }
    for query in ["desde=yesterday", "antes=x", &format!("caso={}", "x".repeat(99))] {
        assert_eq!(rui.get(&format!("/auditoria?{query}")).await.status, 400, "{query}");
    }
    // Page by page, none twice, none left out.
    for count in 0..230 {
        let deed = fba_nfe::ports::Deed::new(
            super::STARTS.parse().unwrap(),
            "bot",
            fba_nfe::ports::Origin::command_line(),
            DeedKind::Comment,
        );
        room.store.note(deed.because(format!("n{count}"))).await.unwrap();
    }
    let (mut path, mut seen) = (Some("/auditoria?pessoa=bot".to_owned()), Vec::new());
    while let Some(now) = path {
        let page = rui.page(&now).await;
        seen.push(rows(&page));
        let next = page.split_once("\" rel=\"next\"").map(|(before, _)| before);
        path = next.and_then(|it| it.rsplit_once("href=\"")).map(|it| it.1.replace("&amp;", "&"));
    }
    assert_eq!(seen, [100, 100, 30]);
}

#[tokio::test]
async fn whether_the_chain_holds_is_said_now() {
    let (room, _, rui) = told().await;
    let page = rui.page("/auditoria?conferir=1").await;
    assert!(page.contains("A cadeia está íntegra"), "{page}");
    let newest = room.store.audit(AuditFilter { limit: 1, ..AuditFilter::default() }).await;
    assert!(page.contains(&newest.unwrap()[0].hash), "{page}");
}

#[tokio::test]
async fn the_export_is_what_the_filter_shows_and_runs_nothing() {
    let (room, ana, rui) = told().await;
    let answered = rui.get("/auditoria/exportar?caso=FBA15K0024").await;
    assert_eq!(answered.headers["content-type"], "text/csv; charset=utf-8");
    assert!(answered.headers["content-disposition"].to_str().unwrap().contains("attachment"));
    let text = answered.text();
    assert!(text.starts_with('\u{feff}'), "{text}");
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(text.contains("\"'=1+1\"") || text.contains("emitida_fora: =1+1"), "{text}");
    let own = ana.get("/auditoria/exportar").await.text();
    assert!(own.contains("\"ana\"") && !own.contains("\"rui\""), "{own}");
    let exports = AuditFilter { action: Some("export".to_owned()), limit: 9, ..Default::default() };
    let exports = room.store.audit(exports).await.unwrap();
    let by: Vec<_> = exports.iter().map(|it| (it.by.as_str(), it.why.as_str())).collect();
    assert_eq!(by, [("ana", ""), ("rui", "caso=FBA15K0024")], "each export is on record");
}

#[test]
fn every_deed_is_a_sentence_in_both_languages() {
    let unknown = words::deed("no such deed");
    for kind in DeedKind::ALL {
        let label = words::deed(kind.as_str());
        assert_ne!(label, unknown, "{}", kind.as_str());
        assert_ne!(label.say(Lang::PtBr), label.say(Lang::En), "{}", kind.as_str());
    }
    for outcome in ["done", "denied", "failed"] {
        assert_ne!(words::outcome(outcome), words::outcome("no such outcome"));
    }
}
