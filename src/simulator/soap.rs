//! SEFAZ's services over SOAP 1.2, found by the last part of the path, under any state's paths.
//! What lies under `SVC-AN/` or `SVC-RS/` is the contingency's.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::connect_info::ConnectInfo;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use axum::routing::post;

use super::gzip::gzip;
use super::http::{Face, plain};
use super::outcome::Outcome;
use super::script::Operation;
use super::sefaz::Server;
use super::wire::Wire;
use super::xml::{self, Element};
use crate::domain::Svc;

const CONTENT: &str = "application/soap+xml; charset=utf-8";

/// The services, by the names that their paths end with in one state or another, and the roots of
/// their requests.
const SERVICES: [(Operation, &[&str], &str); 7] = [
    (Operation::Autorizacao, &["nfeautorizacao4"], "enviNFe"),
    (Operation::RetAutorizacao, &["nferetautorizacao4"], "consReciNFe"),
    (Operation::Consulta, &["nfeconsultaprotocolo4", "nfeconsulta4"], "consSitNFe"),
    (Operation::Status, &["nfestatusservico4"], "consStatServ"),
    (Operation::Evento, &["nferecepcaoevento4", "recepcaoevento4"], "envEvento"),
    (Operation::Inutilizacao, &["nfeinutilizacao4"], "inutNFe"),
    (Operation::Cadastro, &["cadconsultacadastro4"], "ConsCad"),
];

pub(super) fn routes(face: Face) -> Router {
    Router::new().route("/{*path}", post(call)).with_state(face)
}

async fn call(
    State(face): State<Face>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    Path(path): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let path = path.to_ascii_lowercase();
    let last = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".asmx");
    let found = SERVICES.into_iter().find(|(_, names, _)| names.contains(&last));
    let Some((service, _, root)) = found else {
        return plain(404, "text/plain", "no such service".to_owned());
    };
    let Some(request) = request(&body, service.name(), root) else {
        return plain(400, "text/plain", "expected a SOAP 1.2 envelope".to_owned());
    };
    let server = match path.split('/').next() {
        Some("svc-an") => Server::Svc(Svc::An),
        Some("svc-rs") => Server::Svc(Svc::Rs),
        _ => Server::Home,
    };
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|it| it.to_str().ok());
    let takes_gzip = accepted.is_some_and(|it| it.contains("gzip"));
    let outcome = face.simulator.sefaz(service, server, &request, face.clock.now());
    // Nothing is compressed for a caller who did not say that it reads that.
    let outcome = match outcome {
        Outcome::Gzip(xml) if !takes_gzip => Outcome::Answer(xml),
        other => other,
    };
    let is_gzip = matches!(outcome, Outcome::Gzip(_));
    face.play(&wire, outcome, |xml| {
        let envelope = enveloped(&xml, service);
        if is_gzip { compressed(&envelope) } else { plain(200, CONTENT, envelope) }
    })
    .await
}

fn enveloped(xml: &str, service: Operation) -> String {
    let service = service.name();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><env:Envelope \
         xmlns:env=\"http://www.w3.org/2003/05/soap-envelope\"><env:Body><nfeResultMsg \
         xmlns=\"http://www.portalfiscal.inf.br/nfe/wsdl/{service}\">{xml}</nfeResultMsg>\
         </env:Body></env:Envelope>"
    )
}

fn compressed(envelope: &str) -> Response {
    let mut response = plain(200, CONTENT, String::new());
    *response.body_mut() = Body::from(gzip(envelope.as_bytes()));
    response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    response
}

/// The verbatim request in `nfeDadosMsg`, which must stand in its service's namespace.
fn request(body: &[u8], service: &str, root: &str) -> Option<Vec<u8>> {
    let envelope = xml::read(body).ok()?;
    let is_soap = envelope.name == "Envelope"
        && envelope.namespace == "http://www.w3.org/2003/05/soap-envelope";
    let message = envelope.at(&["Body", "nfeDadosMsg"]).filter(|_| is_soap)?;
    let namespace = format!("http://www.portalfiscal.inf.br/nfe/wsdl/{service}");
    let element: &Element = message.child(root).filter(|_| message.namespace == namespace)?;
    body.get(element.span.0..element.span.1).map(<[u8]>::to_vec)
}
