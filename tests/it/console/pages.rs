//! What the desk shows, and what it keeps to itself.

use axum::http::StatusCode;
use calamine::{DataType, Reader};
use fba_nfe::ports::{Audit, AuditFilter, Cases, Role};
use serde_json::Value;

use super::{Person, Room};
use crate::tools::root;

const ERRORED: &str = "[[world.answer]]\nto = \"submitInvoice\"\nsay = [\"errored\"]\n";
const REJECTED: &str = "[[world.answer]]\nto = \"NFeAutorizacao4\"\n\
                        say = [\"cstat 778 Rejeicao: Informado NCM inexistente [nItem:1]\"]\n";

/// Stories, the world's script, and the cases that come of them.
const ROOMS: &[(&[&str], &str, &[&str])] = &[
    (
        &["unknown-sku", "bad-municipality", "cpf-interstate", "names-with-quotes"],
        "",
        &["A1SIMPLES0001/FBA15K0024", "A1SIMPLES0001/FBA15K0029", "A2NORMAL0001/FBA15K0002"],
    ),
    (&["sefaz-rejected"], REJECTED, &["A2NORMAL0001/FBA15K0068"]),
    (&["errored-then-resumed"], ERRORED, &["A1SIMPLES0001/FBA15K0014"]),
];

/// Who bought, in all the words of a story's shipments.
fn personal(story: &str) -> Vec<String> {
    let folder = root(&format!("samples/{story}/shipments"));
    let mut found = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let read = std::fs::read(file.unwrap().path()).unwrap();
        let shipment: Value = serde_json::from_slice(&read).unwrap();
        let payload = &shipment["payload"];
        let address = &payload["ShippingAddress"];
        let fields = ["Name", "AddressLine1", "AddressLine2", "PostalCode", "Phone"];
        let mut texts: Vec<&Value> = fields.iter().map(|it| &address[it]).collect();
        texts.push(&payload["BuyerName"]);
        let documents = payload["BuyerTaxInfo"]["TaxClassifications"].as_array();
        texts.extend(documents.into_iter().flatten().map(|it| &it["Value"]));
        found.extend(texts.into_iter().filter_map(Value::as_str).map(str::to_owned));
    }
    assert!(found.len() >= 4, "{story}: {found:?}");
    found
}

/// A page as a reader sees it: letters that HTML writes otherwise, written plainly.
fn plainly(page: &str) -> String {
    page.replace("&quot;", "\"").replace("&#39;", "'").replace("&lt;", "<").replace("&amp;", "&")
}

async fn deeds(room: &Room, action: &str) -> Vec<(String, String)> {
    let filter = AuditFilter { action: Some(action.to_owned()), limit: 20, ..Default::default() };
    let rows = room.store.audit(filter).await.unwrap();
    rows.into_iter().map(|it| (it.by, it.outcome)).collect()
}

fn causes_of(home: &str) -> Vec<String> {
    let links = home.split("href=\"").skip(1).filter_map(|it| it.split('"').next());
    links.filter(|it| it.starts_with("/causa?")).map(plainly).collect()
}

#[tokio::test]
async fn every_page_is_there_for_a_reader_and_tells_nobody_who_bought() {
    for (stories, world, cases) in ROOMS {
        let room = Room::of(stories, world).await;
        let hidden: Vec<String> = stories.iter().flat_map(|it| personal(it)).collect();
        for (name, lang) in [("leo", "pt-BR"), ("eva", "en")] {
            let reader = room.person_in(name, Role::Leitor, lang).await;
            let mut paths: Vec<String> =
                ["/", "/?mender=fiscal", "/casos", "/casos?state=held", "/eventos"]
                    .map(str::to_owned)
                    .to_vec();
            paths.extend(causes_of(&reader.page("/").await));
            paths.extend(cases.iter().map(|it| format!("/caso/{it}")));
            assert!(paths.len() > 6, "{paths:?}");
            for path in &paths {
                let page = plainly(&reader.page(path).await);
                assert!(page.contains(&format!("<html lang=\"{lang}\"")), "{path}");
                for text in &hidden {
                    assert!(!page.contains(text.as_str()), "{path} in {lang} tells {text}");
                }
            }
        }
    }
}

#[tokio::test]
async fn who_bought_is_shown_once_for_a_reason_that_is_on_record() {
    let room = Room::of(&["cpf-interstate"], "").await;
    let texts = personal("cpf-interstate");
    let path = "/caso/A2NORMAL0001/FBA15K0002";
    let reveal = format!("{path}/revelar");
    let (leo, ana) =
        (room.person("leo", Role::Leitor).await, room.person("ana", Role::Analista).await);
    let why = [("why", "conferir o destinatario")];
    assert_eq!(leo.post(&reveal, &why).await.status, StatusCode::FORBIDDEN);
    assert_eq!(ana.post(&reveal, &[("why", "  ")]).await.status, StatusCode::BAD_REQUEST);
    let shown = ana.post(&reveal, &why).await;
    assert_eq!(shown.status, StatusCode::OK);
    let shown = plainly(&shown.text());
    for text in &texts {
        assert!(shown.contains(text.as_str()), "{text}");
    }
    let again = ana.page(path).await;
    assert!(texts.iter().all(|it| !again.contains(it.as_str())));

    for file in ["xml", "danfe.pdf"] {
        let path = format!("{path}/{file}");
        assert_eq!(leo.get(&path).await.status, StatusCode::FORBIDDEN);
        let got = ana.get(&path).await;
        assert_eq!(got.status, StatusCode::OK, "{file}");
        let head: &[u8] = if file == "xml" { b"<nfeProc" } else { b"%PDF" };
        let at = got.bytes.windows(head.len()).position(|it| it == head);
        assert!(at.is_some_and(|it| it < 200), "{file}");
    }
    let done = |it: &(String, String)| (it.0.as_str(), it.1.as_str()) == ("ana", "done");
    let found = deeds(&room, "reveal").await;
    assert_eq!(found.iter().filter(|it| done(it)).count(), 3, "{found:?}");
    assert_eq!(found.iter().filter(|it| it.1 == "denied").count(), 3, "{found:?}");
    assert!(room.store.verify_audit().await.unwrap().is_ok());
    assert!(again.contains("viu um dado pessoal"), "the case shows its audit");
}

#[tokio::test]
async fn an_event_that_cannot_be_read_shows_its_problem_and_its_bytes_for_a_reason() {
    let room = Room::of(&["unreadable-event"], "").await;
    let ana = room.person("ana", Role::Analista).await;
    assert!(ana.page("/").await.contains("/eventos"));
    let open = room.store.open_unreadable(10).await.unwrap();
    assert_eq!(open.len(), 2);
    for row in open {
        let path = format!("/evento/{}", row.digest);
        let page = ana.page(&path).await;
        assert!(plainly(&page).contains(&row.problem), "{page}");
        assert!(!page.contains("NotificationType"));
        let shown = ana.post(&format!("{path}/revelar"), &[("why", "ler")]).await.text();
        assert!(shown.contains("NotificationType"));
    }
    assert_eq!(deeds(&room, "reveal").await.len(), 2);
}

#[tokio::test]
async fn a_case_tells_its_story() {
    let room = Room::of(&["sefaz-rejected"], REJECTED).await;
    let page = room.person("leo", Role::Leitor).await.page("/caso/A2NORMAL0001/FBA15K0068").await;
    for text in [
        "NCM inexistente",
        "778",
        "Informado NCM inexistente [nItem:1]",
        "A SEFAZ rejeitou a nota",
        "A nota foi montada e numerada",
        "Mem\u{f3}ria de c\u{e1}lculo",
        "O que fazer",
        "esperando uma pessoa",
    ] {
        assert!(plainly(&page).contains(text), "{text}: {page}");
    }
    assert!(!page.contains("{\"") && !page.contains("authorizing"), "nothing raw");
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let room = Room::of(&["unknown-sku"], "").await;
    let ana = room.person("ana", Role::Administrador).await;
    for path in [
        "/caso/A1SIMPLES0001/NOPE",
        "/caso/A1SIMPLES0001/..",
        "/caso/A1SIMPLES0001/..%2F..%2Fetc",
        "/caso/..%2F/FBA15K0024",
        "/caso/A1SIMPLES0001/FBA15K0024%00",
        "/caso/A1SIMPLES0001/FBA15K0024/xml",
        "/caso/A1SIMPLES0001/FBA15K0024/danfe.pdf",
        "/caso/%3Cscript%3E/FBA15K0024",
        "/evento/abc",
        "/evento/..%2Fx",
        &format!("/evento/{}", "0".repeat(64)),
        "/causa",
        "/causa?stage=draft&code=%3Cscript%3E&field=x",
    ] {
        let got = ana.get(path).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{path}: {}", got.text());
    }
    for query in ["state=x'--", "after=1~A~..%2F", "n_nf=abc", "from=1", "seller=%00"] {
        let got = ana.get(&format!("/casos?{query}")).await;
        assert_eq!(got.status, StatusCode::BAD_REQUEST, "{query}");
    }
}

#[tokio::test]
async fn what_people_and_buyers_write_is_text_and_never_a_tag() {
    let room = Room::of(&["unknown-sku"], "").await;
    let ana = room.person("ana", Role::Analista).await;
    let case = "/caso/A1SIMPLES0001/FBA15K0024";
    let hostile = "<script>alert('1')</script>\"><img src=x onerror=alert(1)>";
    ana.post(&format!("{case}/comentar"), &[("text", hostile)]).await;
    ana.post(&format!("{case}/revelar"), &[("why", hostile)]).await;
    let form = ana.page(&format!("{case}/corrigir")).await;
    let (_, rest) = form.split_once("name=\"version\" value=\"").unwrap();
    let version: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let title = "f:ShipmentItems[0].Title";
    let save =
        [("version", version.as_str()), ("why", hostile), (title, hostile), ("step", "save")];
    ana.post(&format!("{case}/corrigir"), &save).await;
    let typed = format!("/casos?{}", serde_urlencoded::to_string([("sku", hostile)]).unwrap());
    for path in [case, "/", typed.as_str()] {
        let page = ana.page(path).await;
        assert!(!page.contains("<script>alert") && !page.contains("<img"), "{path}");
    }
    let page = ana.page(case).await;
    assert!(page.contains("&lt;script&gt;alert"), "{page}");
}

/// Where the box leads.
async fn meant(person: &Person, text: &str) -> String {
    let got = person.post("/casos", &[("q", text)]).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{text}: {}", got.text());
    got.location().to_owned()
}

#[tokio::test]
async fn the_box_understands_what_is_typed_and_no_document_stays_in_an_address() {
    let room = Room::of(&["unknown-sku", "cpf-interstate"], "").await;
    let leo = room.person("leo", Role::Leitor).await;
    let draft = |life: fba_nfe::lifecycle::Life| life.state.draft().cloned().unwrap();
    let mut id = super::id("FBA15K0002");
    id.seller = fba_nfe::domain::SellerId::parse("A2NORMAL0001").unwrap();
    let draft = draft(room.worker.life(&id).await.unwrap().unwrap());
    let document = personal("cpf-interstate").into_iter().rfind(|it| it.len() == 11).unwrap();
    let dotted =
        format!("{}.{}.{}-{}", &document[..3], &document[3..6], &document[6..9], &document[9..]);
    for text in [document.as_str(), &dotted] {
        let place = meant(&leo, text).await;
        assert!(place.starts_with("/casos?document=") && !place.contains(&document), "{place}");
        let page = leo.page(&place).await;
        assert!(page.contains("FBA15K0002") && !page.contains(&document), "{page}");
        let typed = leo.get(&format!("/casos?q={text}")).await;
        assert_eq!(typed.location(), place);
    }
    for text in ["11144477736", "111.444.777-36"] {
        let got = leo.post("/casos", &[("q", text)]).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!got.text().contains(text));
    }
    let number = draft.number.n_nf.to_string();
    for (text, found) in [
        ("FBA15K0024", "FBA15K0024"),
        ("fba15k0024", "FBA15K0024"),
        ("701-1000024-0000024", "FBA15K0024"),
        ("SKU-404", "FBA15K0024"),
        ("product.unknown", "FBA15K0024"),
        ("20/11/2026", "FBA15K0002"),
        (draft.key.as_str(), "FBA15K0002"),
        (&number, "FBA15K0002"),
    ] {
        let place = meant(&leo, text).await;
        assert!(leo.page(&place).await.contains(found), "{text}: {place}");
    }
    assert_eq!(leo.get("/casos?state=held&code=&sku=").await.location(), "/casos?state=held");
}

/// Events of a seller that nobody knows: each is a case at once.
async fn crowd(room: &Room, count: usize) {
    for n in 0..count {
        let event = serde_json::json!({
            "NotificationType": "FBA_OUTBOUND_SHIPMENT_STATUS",
            "EventTime": "2026-11-20T12:00:00Z",
            "Payload": { "FBAOutboundShipmentStatusNotification": {
                "SellerId": "A9NOBODY0001",
                "AmazonOrderId": "701-1000099-0000099",
                "AmazonShipmentId": format!("-FBA{n:04}"),
                "ShipmentStatus": "Created",
            } },
        });
        room.worker.receive(event.to_string().into_bytes(), None).await.unwrap();
        super::later(&room.clock, 1);
    }
}

#[tokio::test]
async fn pages_of_a_list_skip_nothing_and_files_hold_all_of_it() {
    let room = Room::empty(&[], "");
    crowd(&room, 120).await;
    let (leo, ana) =
        (room.person("leo", Role::Leitor).await, room.person("ana", Role::Analista).await);
    let mut path = "/casos?state=held".to_owned();
    let mut found = Vec::new();
    loop {
        let page = leo.page(&path).await;
        let links = page.split("href=\"/caso/A9NOBODY0001/").skip(1);
        found.extend(links.map(|it| it.split('"').next().unwrap().to_owned()));
        assert!(page.contains("120 casos"), "{page}");
        let Some((_, rest)) = page.split_once("rel=\"next\" href=\"") else { break };
        path = format!("/casos{}", plainly(rest.split('"').next().unwrap()));
    }
    let wanted: Vec<String> = (0..120).map(|n| format!("-FBA{n:04}")).collect();
    assert_eq!(found, wanted);

    for file in ["/casos.csv?state=held", "/casos.xlsx?state=held"] {
        assert_eq!(leo.get(file).await.status, StatusCode::FORBIDDEN);
    }
    let csv = ana.get("/casos.csv?state=held").await.text();
    let lines: Vec<&str> = csv.lines().collect();
    assert!(lines[0].starts_with("\u{feff}Remessa;Pedido;Vendedor;"), "{}", lines[0]);
    assert_eq!(lines.len(), 121);
    for (n, line) in (0..).zip(&lines[1..]) {
        assert!(line.starts_with(&format!("'-FBA{n:04};701-1000099-0000099;A9NOBODY0001;")));
        assert!(line.contains("20/11/2026 09:0"), "{line}");
    }
    let book = ana.get("/casos.xlsx?state=held").await;
    assert_eq!(book.status, StatusCode::OK);
    let cursor = std::io::Cursor::new(book.bytes);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(cursor).unwrap();
    let sheet = book.worksheet_range("casos").unwrap();
    assert_eq!(sheet.height(), 121);
    assert_eq!(sheet.get((1, 0)).unwrap().get_string(), Some("-FBA0000"));
    assert!(sheet.get((1, 8)).unwrap().is_datetime());
    assert_eq!(book.worksheet_formula("casos").unwrap().used_cells().count(), 0);
    let found = deeds(&room, "export").await;
    let count = |outcome: &str| found.iter().filter(|it| it.1 == outcome).count();
    assert_eq!((count("done"), count("denied")), (2, 2));
}

#[tokio::test]
async fn home_says_what_is_new_who_acts_and_that_the_worker_is_silent() {
    let room = Room::of(&["unknown-sku"], "").await;
    let leo = room.person("leo", Role::Leitor).await;
    let home = leo.page("/").await;
    assert!(home.contains(">novo</strong>") && home.contains("nunca foi visto"), "{home}");
    assert!(leo.page("/?mender=cadastro").await.contains("product.unknown"));
    assert!(!leo.page("/?mender=amazon").await.contains("product.unknown"));
    let now = fba_nfe::ports::Clock::now(&*room.clock);
    room.store.beat("work", now, now, String::new()).await.unwrap();
    super::later(&room.clock, 59);
    assert!(!leo.page("/").await.contains("role=\"status\""));
    super::later(&room.clock, 2);
    assert!(leo.page("/").await.contains("est\u{e1} calado"));
    super::later(&room.clock, 86_400);
    assert!(!room.person("eva", Role::Leitor).await.page("/").await.contains(">novo</strong>"));
}
