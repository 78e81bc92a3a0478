//! SEFAZ's three services over SOAP 1.2, found by local name, under any state's paths.

use axum::Router;
use axum::body::Bytes;
use axum::extract::connect_info::ConnectInfo;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;

use super::http::{Face, plain};
use super::wire::Wire;
use super::xml::{self, Element};

/// The services, by the name that their paths contain in every state.
const SERVICES: [(&str, &str, &str); 3] = [
    ("nfeautorizacao4", "NFeAutorizacao4", "enviNFe"),
    ("nfeconsultaprotocolo4", "NFeConsultaProtocolo4", "consSitNFe"),
    ("nfestatusservico4", "NFeStatusServico4", "consStatServ"),
];

pub(super) fn routes(face: Face) -> Router {
    Router::new().route("/{*path}", post(call)).with_state(face)
}

async fn call(
    State(face): State<Face>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    Path(path): Path<String>,
    body: Bytes,
) -> Response {
    let path = path.to_ascii_lowercase();
    // MG and others write `NFeConsulta4`, `NFeStatusServico4`; the last segment tells.
    let last = path.rsplit('/').next().unwrap_or_default();
    let last = last.trim_end_matches(".asmx").replace("nfeconsulta4", "nfeconsultaprotocolo4");
    let Some((_, service, root)) = SERVICES.into_iter().find(|(name, ..)| *name == last) else {
        return plain(404, "text/plain", "no such service".to_owned());
    };
    let Some(request) = request(&body, service, root) else {
        return plain(400, "text/plain", "expected a SOAP 1.2 envelope".to_owned());
    };
    let now = face.clock.now();
    let outcome = match service {
        "NFeAutorizacao4" => face.simulator.autorizacao(&request, now),
        "NFeConsultaProtocolo4" => face.simulator.consulta(&request, now),
        _ => face.simulator.status(&request, now),
    };
    face.play(&wire, outcome, |xml| {
        let envelope = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><env:Envelope \
             xmlns:env=\"http://www.w3.org/2003/05/soap-envelope\"><env:Body><nfeResultMsg \
             xmlns=\"http://www.portalfiscal.inf.br/nfe/wsdl/{service}\">{xml}</nfeResultMsg>\
             </env:Body></env:Envelope>"
        );
        plain(200, "application/soap+xml; charset=utf-8", envelope)
    })
    .await
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
