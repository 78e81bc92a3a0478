//! The Shipment Invoicing client against servers on loopback that answer by script.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::response::Response;
use fba_nfe::adapters::spapi::{SpapiClient, SpapiConfig, user_agent};
use fba_nfe::adapters::tls::Roots;
use fba_nfe::domain::{LifeId, SellerId, ShipmentId, Timestamp};
use fba_nfe::ports::{Amazon, AmazonErrorKind as Kind, Clock, InvoiceStatus};
use futures_util::future::join_all;

const LWA: &str = "/auth/o2/token";
const RDT: &str = "/tokens/2021-03-01/restrictedDataToken";
const DETAILS: &str = "/fba/outbound/brazil/v0/shipments/shipmentId1";
const INVOICE: &str = "/fba/outbound/brazil/v0/shipments/shipmentId1/invoice";
const STATUS: &str = "/fba/outbound/brazil/v0/shipments/shipmentId1/invoice/status";

/// A request as it came.
#[derive(Clone, Debug)]
struct Seen {
    method: String,
    path: String,
    headers: BTreeMap<String, String>,
    body: String,
    /// How many came to this path before.
    nth: usize,
}

enum Reply {
    Say(u16, String),
    With(u16, &'static [(&'static str, &'static str)], String),
    Never,
}

struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    /// Serves tokens by itself, numbered, and asks `script` for the rest.
    async fn start(script: impl Fn(&Seen) -> Option<Reply> + Send + Sync + 'static) -> Server {
        let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let script = Arc::new(script);
        let log = Arc::clone(&seen);
        let router = Router::new().fallback(move |request: Request| {
            let (script, log) = (Arc::clone(&script), Arc::clone(&log));
            async move {
                let seen = note(request, &log).await;
                match script(&seen).unwrap_or_else(|| tokens(&seen)) {
                    Reply::Say(status, body) => answer(status, &[], body),
                    Reply::With(status, headers, body) => answer(status, headers, body),
                    Reply::Never => std::future::pending().await,
                }
            }
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Server { address, seen }
    }

    fn client(&self) -> SpapiClient {
        client(self.address, Arc::new(At::default()))
    }

    fn count(&self, path: &str) -> usize {
        self.seen.lock().unwrap().iter().filter(|it| it.path == path).count()
    }

    fn last(&self, path: &str) -> Seen {
        self.seen.lock().unwrap().iter().rfind(|it| it.path == path).unwrap().clone()
    }
}

async fn note(request: Request, log: &Mutex<Vec<Seen>>) -> Seen {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, 8 << 20).await.unwrap();
    let text = |v: &axum::http::HeaderValue| v.to_str().unwrap().to_owned();
    let path = head.uri.path().to_owned();
    let mut log = log.lock().unwrap();
    let seen = Seen {
        method: head.method.to_string(),
        nth: log.iter().filter(|it| it.path == path).count(),
        path,
        headers: head.headers.iter().map(|(k, v)| (k.to_string(), text(v))).collect(),
        body: String::from_utf8(body.to_vec()).unwrap(),
    };
    log.push(seen.clone());
    seen
}

fn answer(status: u16, headers: &[(&str, &str)], body: String) -> Response {
    let mut response = Response::builder().status(status).header("x-amzn-RequestId", "req-1");
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(Body::from(body)).unwrap()
}

fn tokens(seen: &Seen) -> Reply {
    let n = seen.nth + 1;
    let body = match seen.path.as_str() {
        LWA => format!(r#"{{"access_token":"Atza|{n}","token_type":"bearer","expires_in":3600}}"#),
        RDT => format!(r#"{{"restrictedDataToken":"Atz.sprdt|{n}","expiresIn":3600}}"#),
        other => panic!("the script says nothing of {other}"),
    };
    Reply::Say(200, body)
}

/// A clock that stands where it was put.
struct At(AtomicI64);

impl Default for At {
    fn default() -> At {
        At(AtomicI64::new("2026-11-21T13:05:00Z".parse::<Timestamp>().unwrap().as_second()))
    }
}

impl At {
    fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for At {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

fn config(address: SocketAddr) -> SpapiConfig {
    SpapiConfig {
        base_url: format!("http://{address}"),
        lwa_url: format!("http://{address}{LWA}"),
        client_id: "amzn1.application-oa2-client.1".to_owned(),
        client_secret: "CLIENT-SECRET".into(),
        user_agent: user_agent("fba-nfe", "0.1.0").unwrap(),
        timeout: Duration::from_secs(20),
        connect_timeout: Duration::from_secs(10),
        marketplace_id: Some("A2Q3Y263D00KWC".to_owned()),
        body_max: 64 * 1024,
    }
}

fn build(config: SpapiConfig, clock: Arc<dyn Clock>) -> SpapiClient {
    let sellers = BTreeMap::from([(life("x").seller, "Atzr|REFRESH&=".into())]);
    SpapiClient::new(config, sellers, &Roots::system_and(&[]).unwrap(), clock).unwrap()
}

fn client(address: SocketAddr, clock: Arc<dyn Clock>) -> SpapiClient {
    build(config(address), clock)
}

fn life(shipment: &str) -> LifeId {
    LifeId {
        seller: SellerId::parse("A1SIMPLES0001").unwrap(),
        shipment: ShipmentId::parse(shipment).unwrap(),
    }
}

/// Amazon's static sandbox: its published cases, verbatim, matched on the request.
fn sandbox(seen: &Seen) -> Option<Reply> {
    let say = |status, body: &str| Some(Reply::Say(status, body.to_owned()));
    let bad_id = r#"{"errors":[{"code":"InvalidInput","message":"Invalid Shipment ID","details":"'BadShipId' is an invalid ShipmentID"}]}"#;
    let sent = |content: &str, md5: &str| {
        seen.body == format!(r#"{{"InvoiceContent":"{content}","ContentMD5Value":"{md5}"}}"#)
    };
    match seen.path.strip_prefix("/fba/outbound/brazil/v0/shipments/")? {
        "shipmentId1" => say(200, DETAILS_200),
        "BadShipId" | "BadShipId/invoice/status" => say(400, bad_id),
        "shipmentId1/invoice/status" => say(
            200,
            r#"{"payload":{"Shipments":{"AmazonShipmentId":"shipmentId1","InvoiceStatus":"Accepted"}}}"#,
        ),
        "shipmentId1/invoice"
            if sent(
                "SGF2ZSB0byBkZWFsIHdpdGggQmFzZTY0IGZvcm1hdD8=",
                "9906bd8f227f6a43f1e27db4b9258ad4",
            ) =>
        {
            say(200, "{}")
        }
        "BadIDForShipment/invoice"
            if sent("NonBase64EncodedValue", "8f6df519a2125946820bc34a561164c2") =>
        {
            say(
                400,
                r#"{"errors":[{"code":"InvalidInput","message":"Shipment ID is invalid","details":"InvoiceContent fails encoding. Shipment 'BadIDForShipment' does not exist"}]}"#,
            )
        }
        other => panic!("the sandbox does not know {other} with {}", seen.body),
    }
}

const DETAILS_200: &str = r#"{"payload":{"WarehouseId":"wID1234","AmazonOrderId":"222-333-4444333","AmazonShipmentId":"F4385943758","PurchaseDate":"2020-10-07T17:36:47.470Z","ShippingAddress":{"Name":"User Address1","AddressLine1":"123 any st","City":"Ann Arbor","County":"Washtenaw","StateOrRegion":"MI","PostalCode":"48104","CountryCode":"US","Phone":"333-444-5555","AddressType":"Residential"},"PaymentMethodDetails":["GiftCertificate"],"Payments":[{"PaymentMethod":"CreditCard","AcquirerId":"XX.XXX.XXX/0001-ZZ","CardBrand":"Visa","PaymentValue":{"CurrencyCode":"BRL","Amount":"100"},"AuthorizationCode":"123456"}],"MarketplaceId":"ATV943520DER","SellerId":"TEST34509GOGM","BuyerName":"1","BuyerCounty":"Washtenaw","BuyerTaxInfo":{"CompanyLegalName":"Buyer Company","TaxingRegion":"MI","TaxClassifications":[{"Name":"Millage","Value":"10"}]},"MarketplaceTaxInfo":{"CompanyLegalName":"Seller Legal Company Name","TaxingRegion":"SP","TaxClassifications":[{"Name":"CNPJ","Value":"15436940000103"}]},"SellerDisplayName":"Seller Display Name in the marketplace","ShipmentItems":[{"ASIN":"BKUO9348543","SellerSKU":"BKUO9348543SKU","OrderItemId":"23423424","Title":"Pencil","QuantityOrdered":1,"ItemPrice":{"CurrencyCode":"USD","Amount":"100"},"ShippingPrice":{"CurrencyCode":"USD","Amount":"20"},"GiftWrapPrice":{"CurrencyCode":"USD","Amount":"1"},"ShippingDiscount":{"CurrencyCode":"USD","Amount":"10"},"PromotionDiscount":{"CurrencyCode":"USD","Amount":"10"},"SerialNumbers":["23424","23423"]}]}}"#;

#[tokio::test]
async fn amazons_static_sandbox_cases_pass() {
    let server = Server::start(sandbox).await;
    let settings = SpapiConfig { marketplace_id: None, ..config(server.address) };
    let client = build(settings, Arc::new(At::default()));

    let details = client.shipment_details(&life("shipmentId1")).await.unwrap();
    assert_eq!(details.value, DETAILS_200.as_bytes());
    let error = client.shipment_details(&life("BadShipId")).await.unwrap_err();
    assert_eq!(error.kind, Kind::Refused);
    assert_eq!(error.message, "getShipmentDetails: HTTP 400, InvalidInput: Invalid Shipment ID");
    assert_eq!(error.request_id.as_deref(), Some("req-1"));

    let content = "SGF2ZSB0byBkZWFsIHdpdGggQmFzZTY0IGZvcm1hdD8=";
    let hex = "9906bd8f227f6a43f1e27db4b9258ad4";
    client.submit_raw(&life("shipmentId1"), content, hex).await.unwrap();
    let (content, hex) = ("NonBase64EncodedValue", "8f6df519a2125946820bc34a561164c2");
    let error = client.submit_raw(&life("BadIDForShipment"), content, hex).await.unwrap_err();
    assert_eq!(error.kind, Kind::Refused);

    let status = client.invoice_status(&life("shipmentId1")).await.unwrap();
    assert_eq!(status.value, InvoiceStatus::Accepted);
    let error = client.invoice_status(&life("BadShipId")).await.unwrap_err();
    assert_eq!(error.kind, Kind::Refused);
}

#[tokio::test]
async fn a_call_carries_what_amazon_demands() {
    let server = Server::start(|seen| match seen.path.as_str() {
        DETAILS => Some(Reply::Say(200, DETAILS_200.to_owned())),
        INVOICE => Some(Reply::With(200, &[("x-amzn-RateLimit-Limit", "1.133")], "{}".to_owned())),
        _ => None,
    })
    .await;
    let client = server.client();
    client.shipment_details(&life("shipmentId1")).await.unwrap();
    let answer = client.submit_invoice(&life("shipmentId1"), b"xml content file").await.unwrap();
    assert_eq!(answer.rate_limit, Some(1_133_000));
    assert_eq!(answer.request_id.as_deref(), Some("req-1"));

    let lwa = server.last(LWA);
    assert_eq!(lwa.method, "POST");
    assert_eq!(lwa.headers["content-type"], "application/x-www-form-urlencoded;charset=UTF-8");
    assert_eq!(
        lwa.body,
        "grant_type=refresh_token&refresh_token=Atzr%7CREFRESH%26%3D&\
         client_id=amzn1.application-oa2-client.1&client_secret=CLIENT-SECRET"
    );
    let rdt = server.last(RDT);
    assert_eq!(rdt.headers["x-amz-access-token"], "Atza|1");
    assert_eq!(
        rdt.body,
        r#"{"restrictedResources":[{"method":"GET","path":"/fba/outbound/brazil/v0/shipments/{shipmentId}"}]}"#
    );
    let details = server.last(DETAILS);
    assert_eq!(details.method, "GET");
    assert_eq!(details.headers["x-amz-access-token"], "Atz.sprdt|1");
    let submit = server.last(INVOICE);
    assert_eq!(submit.method, "POST");
    assert_eq!(submit.headers["x-amz-access-token"], "Atza|1");
    assert_eq!(
        submit.body,
        r#"{"InvoiceContent":"eG1sIGNvbnRlbnQgZmlsZQ==","MarketplaceId":"A2Q3Y263D00KWC","ContentMD5Value":"KoXUCoEHwYTCPipqsKslTw=="}"#
    );
    for call in [rdt, details, submit] {
        assert_eq!(call.headers["x-amz-date"], "20261121T130500Z");
        assert_eq!(call.headers["content-type"], "application/json");
        assert_eq!(call.headers["accept"], "application/json");
        assert_eq!(call.headers["host"], server.address.to_string());
        assert!(call.headers["user-agent"].starts_with("fba-nfe/0.1.0 (Language=Rust/"));
    }
}

fn status_of(word: &str) -> Option<Reply> {
    let body = format!(
        r#"{{"payload":{{"Shipments":[{{"AmazonShipmentId":"shipmentId1","InvoiceStatus":"{word}"}}]}}}}"#
    );
    Some(Reply::Say(200, body))
}

#[tokio::test]
async fn many_callers_fetch_one_token() {
    let server = Server::start(|seen| match seen.path.as_str() {
        STATUS => status_of("Resting"),
        DETAILS => Some(Reply::Say(200, DETAILS_200.to_owned())),
        _ => None,
    })
    .await;
    let client = server.client();
    let id = life("shipmentId1");
    let states = join_all((0..20).map(|_| client.invoice_status(&id))).await;
    let other = InvoiceStatus::Other("Resting".to_owned());
    assert!(states.into_iter().all(|it| it.unwrap().value == other));
    let details = join_all((0..20).map(|_| client.shipment_details(&id))).await;
    assert!(details.into_iter().all(|it| it.is_ok()));
    assert_eq!((server.count(LWA), server.count(RDT)), (1, 1));
}

#[tokio::test]
async fn a_failed_token_is_one_request_for_all_who_wait() {
    let server = Server::start(|seen| match seen.path.as_str() {
        LWA => Some(Reply::Say(400, r#"{"error":"invalid_grant"}"#.to_owned())),
        _ => None,
    })
    .await;
    let client = server.client();
    let id = life("shipmentId1");
    let states = join_all((0..20).map(|_| client.invoice_status(&id))).await;
    assert!(states.into_iter().all(|it| it.unwrap_err().kind == Kind::Denied));
    assert_eq!(server.count(LWA), 1);
    let error = client.try_tokens(&id.seller).await.unwrap_err();
    assert_eq!(error.to_string(), "denied: LWA token: HTTP 400, invalid_grant");
}

#[tokio::test]
async fn a_token_is_renewed_ahead_of_its_end_and_serves_on_when_lwa_is_down() {
    let server = Server::start(|seen| match (seen.path.as_str(), seen.nth) {
        (STATUS, _) => status_of("Processing"),
        (LWA, 1) => Some(Reply::Say(503, String::new())),
        _ => None,
    })
    .await;
    let clock = Arc::new(At::default());
    let client = client(server.address, clock.clone());
    let id = life("shipmentId1");
    for (seconds, fetched, token) in [
        (0, 1, "Atza|1"),
        (3299, 1, "Atza|1"),
        (1, 2, "Atza|1"),
        (29, 2, "Atza|1"),
        (1, 3, "Atza|3"),
    ] {
        clock.advance(seconds);
        client.invoice_status(&id).await.unwrap();
        assert_eq!(server.count(LWA), fetched, "after {seconds} s more");
        assert_eq!(server.last(STATUS).headers["x-amz-access-token"], token);
    }
}

#[tokio::test]
async fn a_refused_token_is_renewed_once() {
    let server = Server::start(|seen| match (seen.path.as_str(), seen.nth) {
        (DETAILS, 0) => Some(Reply::Say(403, String::new())),
        (DETAILS, _) => Some(Reply::Say(200, DETAILS_200.to_owned())),
        (STATUS, 0) => Some(Reply::Say(401, String::new())),
        (STATUS, _) => status_of("Errored"),
        _ => None,
    })
    .await;
    let client = server.client();
    let id = life("shipmentId1");
    client.shipment_details(&id).await.unwrap();
    assert_eq!(server.last(DETAILS).headers["x-amz-access-token"], "Atz.sprdt|2");
    assert_eq!((server.count(LWA), server.count(RDT), server.count(DETAILS)), (2, 2, 2));
    let status = client.invoice_status(&id).await.unwrap();
    assert_eq!(status.value, InvoiceStatus::Errored);
    assert_eq!(server.last(STATUS).headers["x-amz-access-token"], "Atza|3");
}

#[tokio::test]
async fn a_seller_that_stays_refused_is_denied() {
    let refusal = r#"{"errors":[{"code":"Unauthorized","message":"Access to requested resource is denied.","details":"x"}]}"#;
    let server = Server::start(move |seen| match seen.path.as_str() {
        DETAILS | STATUS => Some(Reply::Say(403, refusal.to_owned())),
        _ => None,
    })
    .await;
    let client = server.client();
    for error in [
        client.shipment_details(&life("shipmentId1")).await.unwrap_err(),
        client.invoice_status(&life("shipmentId1")).await.unwrap_err(),
    ] {
        assert_eq!(error.kind, Kind::Denied);
        assert!(error.message.contains("Unauthorized: Access to requested"), "{error}");
    }
    assert_eq!((server.count(DETAILS), server.count(STATUS)), (2, 2));
}

#[tokio::test]
async fn a_missing_role_shows_at_the_restricted_token() {
    let server = Server::start(|seen| match seen.path.as_str() {
        RDT => Some(Reply::Say(403, String::new())),
        _ => None,
    })
    .await;
    let error = server.client().shipment_details(&life("shipmentId1")).await.unwrap_err();
    assert_eq!(error.kind, Kind::Denied);
    assert_eq!((server.count(LWA), server.count(RDT)), (2, 2));
}

/// What a status and body mean for a submission.
async fn submitted(status: u16, body: &str) -> Kind {
    let body = body.to_owned();
    let server = Server::start(move |seen| match seen.path.as_str() {
        INVOICE => Some(Reply::With(status, &[("location", "/elsewhere")], body.clone())),
        _ => None,
    })
    .await;
    let error = server.client().submit_invoice(&life("shipmentId1"), b"x").await.unwrap_err();
    assert_eq!(error.request_id.as_deref(), Some("req-1"));
    assert_eq!(server.count(INVOICE), 1, "no retry of its own");
    error.kind
}

#[tokio::test]
async fn an_answer_is_classified_by_its_status_first() {
    let quota = r#"{"errors":[{"message":"You exceeded your quota for the requested resource.","code":"QuotaExceeded"}]}"#;
    assert_eq!(submitted(429, quota).await, Kind::Throttled);
    assert_eq!(submitted(404, quota).await, Kind::NotFound);
    assert_eq!(submitted(415, "").await, Kind::Refused);
    assert_eq!(submitted(500, "<html>").await, Kind::Unavailable);
    assert_eq!(submitted(503, "").await, Kind::Unavailable);
    assert_eq!(submitted(307, "").await, Kind::Unreadable);
    assert_eq!(submitted(200, "<html>").await, Kind::Unreadable);
    assert_eq!(submitted(200, "").await, Kind::Unreadable);
    assert_eq!(submitted(200, quota).await, Kind::Unreadable);
    let large = format!(r#"{{"x":"{}"}}"#, "y".repeat(65 * 1024));
    assert_eq!(submitted(200, &large).await, Kind::Unreadable);
    assert_eq!(submitted(500, &large).await, Kind::Unavailable);
}

#[tokio::test]
async fn silence_is_no_answer_and_no_connection_is_unreachable() {
    let server = Server::start(|seen| match seen.path.as_str() {
        INVOICE => Some(Reply::Never),
        _ => None,
    })
    .await;
    let id = life("shipmentId1");
    let mut settings = config(server.address);
    let patient = build(settings.clone(), Arc::new(At::default()));
    patient.try_tokens(&id.seller).await.unwrap();
    settings.timeout = Duration::from_millis(300);
    let hasty = build(settings.clone(), Arc::new(At::default()));
    let error = hasty.submit_invoice(&id, b"x").await.unwrap_err();
    // Should the machine be so slow that the token itself is late, nothing was sent.
    let sent = server.count(INVOICE) > 0;
    assert_eq!(error.kind, if sent { Kind::NoAnswer } else { Kind::Unreachable });

    let gone = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    settings.base_url = format!("http://{}", gone.local_addr().unwrap());
    settings.timeout = Duration::from_secs(20);
    drop(gone);
    let lost = build(settings, Arc::new(At::default()));
    let error = lost.invoice_status(&id).await.unwrap_err();
    assert_eq!(error.kind, Kind::Unreachable, "{error}");
}

#[tokio::test]
async fn secrets_do_not_show() {
    let server = Server::start(|_| None).await;
    let settings = config(server.address);
    let client = server.client();
    client.try_tokens(&life("x").seller).await.unwrap();
    for text in [format!("{settings:?}"), format!("{client:?}")] {
        for secret in ["CLIENT-SECRET", "REFRESH", "Atza|"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
    let stranger = LifeId { seller: SellerId::parse("A9").unwrap(), ..life("shipmentId1") };
    assert_eq!(client.invoice_status(&stranger).await.unwrap_err().kind, Kind::Denied);
}
