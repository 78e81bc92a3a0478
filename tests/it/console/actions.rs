//! What a person does with a case, and what a second person decides.

use axum::http::StatusCode;
use fba_nfe::lifecycle::State;
use fba_nfe::ports::{Audit, AuditFilter, Cases, Kept, Role};

use super::{Person, Room};

const CASE: &str = "/caso/A1SIMPLES0001/FBA15K0024";

/// The version that a page's forms carry.
fn version(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"version\" value=\"").expect("a form with a version");
    rest.chars().take_while(char::is_ascii_digit).collect()
}

async fn post(person: &Person, path: &str, form: &[(&str, &str)]) -> StatusCode {
    person.post(path, form).await.status
}

#[tokio::test]
async fn the_causes_are_there_for_whoever_is_signed_in_and_for_nobody_else() {
    let room = Room::of(&["unknown-sku"], "").await;
    assert_eq!(room.life("FBA15K0024").await.state.name(), "held");
    let page = room.person("ana", Role::Leitor).await.page("/").await;
    assert!(page.contains("product.unknown"), "{page}");
    let stranger = room.stranger().get("/").await;
    assert_eq!(stranger.status, StatusCode::SEE_OTHER);
    assert_eq!(stranger.location(), "/entrar?next=%2F");
}

#[tokio::test]
async fn a_corrected_case_is_weighed_sent_on_and_accepted() {
    let room = Room::of(&["unknown-sku"], "").await;
    let ana = room.person("ana", Role::Analista).await;
    let path = format!("{CASE}/corrigir");
    let form = ana.page(&path).await;
    let version = version(&form);
    let sku = "f:ShipmentItems[0].SellerSKU";
    let wanted = [("version", version.as_str()), ("why", "SKU trocado no cadastro")];

    let nothing = ana.post(&path, &wanted).await.text();
    assert!(nothing.contains("role=\"alert\""), "{nothing}");
    let still = ana.post(&path, &[&wanted[..], &[(sku, "NO-SUCH-SKU")]].concat()).await.text();
    assert!(still.contains("sem nota") && still.contains("Continua errado"), "{still}");
    let weighed = ana.post(&path, &[&wanted[..], &[(sku, "SKU-001")]].concat()).await.text();
    assert!(weighed.contains("pode ser montada"), "{weighed}");
    assert_eq!(room.life("FBA15K0024").await.corrections.len(), 0);

    let save = [&wanted[..], &[(sku, "SKU-001"), ("step", "save")]].concat();
    assert_eq!(post(&ana, &path, &save).await, StatusCode::SEE_OTHER);
    // The same form once more, in another tab: nothing happens twice.
    assert_eq!(post(&ana, &path, &save).await, StatusCode::CONFLICT);
    room.settle().await;
    assert_eq!(room.life("FBA15K0024").await.state.name(), "accepted");
    let deeds = room.store.audit(AuditFilter { limit: 10, ..AuditFilter::default() }).await;
    let deeds: Vec<String> = deeds.unwrap().into_iter().map(|it| it.action).collect();
    assert_eq!(deeds[..2], ["resume", "correct"]);
    assert!(room.store.verify_audit().await.unwrap().is_ok());
}

#[tokio::test]
async fn a_product_that_nobody_knew_is_written_and_kept_for_the_next_sale() {
    let room = Room::of(&["unknown-sku"], "").await;
    let ana = room.person("ana", Role::Analista).await;
    let path = format!("{CASE}/corrigir");
    let form = ana.page(&path).await;
    let (_, rest) = form.split_once("name=\"f:Product[").expect("the columns of the product");
    let sku: String = rest.chars().take_while(|it| *it != ']').collect();
    assert!(form.contains("<option value=\"revenda\"") || form.contains("].perfil\""), "{form}");
    let profile = form.split_once("].perfil\"><option value=\"\"></option><option value=\"");
    let profile = profile.unwrap().1.split_once('"').unwrap().0;
    let field = |column: &str| format!("f:Product[{sku}].{column}");
    let (ncm, origem, unidade, perfil) =
        (field("ncm"), field("origem"), field("unidade"), field("perfil"));
    let version = version(&form);
    let all = [
        ("version", version.as_str()),
        ("why", "produto novo"),
        (ncm.as_str(), "85171300"),
        (origem.as_str(), "0"),
        (unidade.as_str(), "UN"),
        (perfil.as_str(), profile),
        ("keep", "1"),
    ];
    let some = ana.post(&path, &all[..3]).await.text();
    assert!(some.contains("Continua errado"), "{some}");
    let weighed = ana.post(&path, &all).await.text();
    assert!(weighed.contains("pode ser montada"), "{weighed}");
    let save = [&all[..], &[("step", "save")]].concat();
    assert_eq!(post(&ana, &path, &save).await, StatusCode::SEE_OTHER);
    room.settle().await;
    assert_eq!(room.life("FBA15K0024").await.state.name(), "accepted");
    let kept = room.store.all_kept(None, None, 10).await.unwrap();
    assert_eq!(kept.len(), 4);
    assert!(kept.iter().all(|it| it.by == "ana" && it.why == "produto novo"));
}

#[tokio::test]
async fn what_ends_a_case_needs_a_second_person() {
    let room = Room::of(&["unknown-sku"], "").await;
    let (ana, rui) =
        (room.person("ana", Role::Aprovador).await, room.person("rui", Role::Aprovador).await);
    let lia = room.person("lia", Role::Analista).await;
    let version = version(&ana.page(CASE).await);
    let form = [("version", version.as_str()), ("why", "NF 4711"), ("reason", "emitida_fora")];
    assert_eq!(post(&ana, &format!("{CASE}/descartar"), &form[..2]).await, StatusCode::BAD_REQUEST);
    assert_eq!(post(&ana, &format!("{CASE}/descartar"), &form).await, StatusCode::SEE_OTHER);
    assert_eq!(room.life("FBA15K0024").await.state.name(), "held");
    let page = rui.page("/aprovacoes").await;
    assert!(page.contains("FBA15K0024") && page.contains("/aprovacoes/1"), "{page}");

    let approve = [("decision", "approve"), ("why", "conferido")];
    assert_eq!(post(&ana, "/aprovacoes/1", &approve).await, StatusCode::CONFLICT);
    assert_eq!(post(&lia, "/aprovacoes/1", &approve).await, StatusCode::FORBIDDEN);
    assert_eq!(room.life("FBA15K0024").await.state.name(), "held");
    assert_eq!(post(&rui, "/aprovacoes/1", &approve).await, StatusCode::SEE_OTHER);
    assert_eq!(room.life("FBA15K0024").await.state.name(), "discarded");
    assert_eq!(post(&rui, "/aprovacoes/1", &approve).await, StatusCode::CONFLICT);

    let rows = room.store.audit(AuditFilter { limit: 3, ..AuditFilter::default() }).await.unwrap();
    assert_eq!((rows[0].action.as_str(), rows[0].by.as_str()), ("discard", "rui"));
    assert_eq!((rows[0].approval, rows[0].outcome.as_str()), (Some(1), "done"));
    assert!(rows[1..].iter().all(|it| it.outcome == "denied"));
}

#[tokio::test]
async fn a_case_that_moved_makes_its_request_void() {
    let room = Room::of(&["unknown-sku"], "").await;
    let ana = room.person("ana", Role::Analista).await;
    let rui = room.person("rui", Role::Aprovador).await;
    let version = version(&ana.page(CASE).await);
    let form = [("version", version.as_str()), ("why", "NF 4711"), ("reason", "emitida_fora")];
    assert_eq!(post(&ana, &format!("{CASE}/descartar"), &form).await, StatusCode::SEE_OTHER);
    assert_eq!(post(&ana, &format!("{CASE}/descartar"), &form).await, StatusCode::CONFLICT);
    let resume = [("version", version.as_str()), ("why", "cadastro mudou")];
    assert_eq!(post(&rui, &format!("{CASE}/enviar"), &resume).await, StatusCode::SEE_OTHER);
    room.settle().await;
    let approve = [("decision", "approve"), ("why", "conferido")];
    assert_eq!(post(&rui, "/aprovacoes/1", &approve).await, StatusCode::CONFLICT);
    assert_eq!(room.life("FBA15K0024").await.state.name(), "held");
}

#[tokio::test]
async fn a_note_that_amazon_refused_is_issued_anew_with_a_second_person() {
    let world = "[[world.answer]]\nto = \"getInvoiceStatus\"\nsay = [\"errored\"]\n";
    let room = Room::of(&["cpf-in-state"], world).await;
    let life = room.life("FBA15K0001").await;
    assert_eq!(life.state.name(), "held", "{:?}", life.state);
    let case = "/caso/A1SIMPLES0001/FBA15K0001";
    let ana = room.person("ana", Role::Analista).await;
    let rui = room.person("rui", Role::Aprovador).await;
    let page = ana.page(case).await;
    let version = version(&page);
    let why = "Nota recusada pela Amazon: emitir de novo";
    let form = [("version", version.as_str()), ("why", why)];
    assert_eq!(post(&ana, &format!("{case}/reemitir"), &form).await, StatusCode::SEE_OTHER);
    let approve = [("decision", "approve"), ("why", "conferido")];
    assert_eq!(post(&rui, "/aprovacoes/1", &approve).await, StatusCode::SEE_OTHER);
    room.settle().await;
    let life = room.life("FBA15K0001").await;
    assert!(matches!(life.state, State::Accepted(_)), "{:?}", life.state.name());
    let books = room.worker.world().simulated.simulator().sefaz_books();
    assert_eq!((books.authorized, books.cancelled), (2, 1));
}

#[tokio::test]
async fn a_reader_reads_and_is_told_what_is_not_theirs() {
    let room = Room::of(&["unknown-sku"], "").await;
    let leitor = room.person("leo", Role::Leitor).await;
    let page = leitor.page(CASE).await;
    assert!(page.contains("disabled") && !page.contains("/enviar\""), "{page}");
    let version = room.life("FBA15K0024").await.version.to_string();
    let form = [("version", version.as_str()), ("why", "porque sim"), ("text", "oi")];
    for action in ["enviar", "descartar", "corrigir", "marcar", "comentar"] {
        let mark = [("mark_version", "0"), ("reason", "outro")];
        let all = [&form[..], &mark[..]].concat();
        let status = post(&leitor, &format!("{CASE}/{action}"), &all).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{action}");
    }
    let rows = room.store.audit(AuditFilter { limit: 9, ..AuditFilter::default() }).await.unwrap();
    assert_eq!(rows.iter().filter(|it| it.outcome == "denied").count(), 5);
    assert_eq!(room.life("FBA15K0024").await.version.to_string(), version);
}

#[tokio::test]
async fn a_case_is_given_to_somebody_and_talked_about() {
    let room = Room::of(&["unknown-sku"], "").await;
    let ana = room.person("ana", Role::Analista).await;
    let mark = [("mark_version", "0"), ("assignee", "ana"), ("follow_up", "2026-11-30")];
    assert_eq!(post(&ana, &format!("{CASE}/marcar"), &mark).await, StatusCode::SEE_OTHER);
    assert_eq!(post(&ana, &format!("{CASE}/marcar"), &mark).await, StatusCode::CONFLICT);
    let nobody = [("mark_version", "1"), ("assignee", "nobody-of-that-name")];
    assert_eq!(post(&ana, &format!("{CASE}/marcar"), &nobody).await, StatusCode::BAD_REQUEST);
    let found = room.store.mark(&super::id("FBA15K0024")).await.unwrap();
    assert_eq!(found.assignee.as_deref(), Some("ana"));
    let said = [("text", "liguei para o <b>cadastro</b>")];
    assert_eq!(post(&ana, &format!("{CASE}/comentar"), &said).await, StatusCode::SEE_OTHER);
    assert_eq!(room.store.comments(&super::id("FBA15K0024")).await.unwrap().len(), 1);
}
