//! The note as a file. Each tells who bought, so taking one is a look at personal data.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::papers::signed_bytes;
use crate::console::Shared;
use crate::console::access::Visitor;
use crate::console::refusal::Refusal;
use crate::danfe::{self, Form, Print};
use crate::lifecycle::Life;
use crate::nfe;
use crate::ports::{DeedKind, DeskStore, Role};

/// `nfeProc`, or `NFe` before there is a protocol: the exact bytes.
pub(in crate::console) async fn xml<S: DeskStore>(
    State(console): State<Shared<S>>,
    visitor: Visitor,
    Path(path): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let (life, bytes) = signed(&console, &visitor, &path, "xml").await?;
    let kind = if life.state.note().is_some() { "procNFe" } else { "nfe" };
    Ok(file(&life, kind, "xml", "application/xml; charset=utf-8", "attachment", bytes))
}

/// The DANFE; of a note that is not authorised, marked as such.
pub(in crate::console) async fn danfe<S: DeskStore>(
    State(console): State<Shared<S>>,
    visitor: Visitor,
    Path(path): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let (life, bytes) = signed(&console, &visitor, &path, "danfe").await?;
    let print = Print { form: Form::Portrait, preview: life.state.note().is_none() };
    let drawn = tokio::task::spawn_blocking(move || {
        nfe::read(&bytes).ok().and_then(|it| danfe::print(&it, print).ok())
    });
    let pdf = drawn.await.map_err(|_| Refusal::Store)?.ok_or(Refusal::NotFound)?;
    Ok(file(&life, "danfe", "pdf", "application/pdf", "inline", pdf))
}

fn file(
    life: &Life,
    what: &str,
    ending: &str,
    kind: &'static str,
    how: &str,
    bytes: Vec<u8>,
) -> Response {
    let name = life.state.draft().map_or(life.id.shipment.as_str(), |it| it.key.as_str());
    let named = format!("{how}; filename=\"{name}-{what}.{ending}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, named)], bytes)
        .into_response()
}

/// The signed bytes, once the audit says who took them.
async fn signed<S: DeskStore>(
    console: &Shared<S>,
    visitor: &Visitor,
    (seller, shipment): &(String, String),
    what: &str,
) -> Result<(Life, Vec<u8>), Refusal> {
    let id = super::id(seller, shipment)?;
    let life = console.stage.life(&id).await?.ok_or(Refusal::NotFound)?;
    let deed = visitor.deed(console.now(), DeedKind::Reveal).of(&id).to(what);
    visitor.need(Role::Analista, console, deed.clone()).await?;
    let digest = signed_bytes(&life).ok_or(Refusal::NotFound)?;
    let bytes = console.store().body(&digest).await?.ok_or(Refusal::NotFound)?;
    console.store().note(deed).await?;
    Ok((life, bytes))
}
