//! The style and the script, compiled in: nothing is fetched from elsewhere.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::refusal::Refusal;
use crate::domain::Digest;

const STYLE: &str = include_str!("assets/desk.css");
const SCRIPT: &str = include_str!("assets/desk.js");

/// The style's path: its name changes with it.
pub(super) fn style() -> String {
    format!("/assets/desk.css?{}", mark(STYLE))
}

/// The script's path.
pub(super) fn script() -> String {
    format!("/assets/desk.js?{}", mark(SCRIPT))
}

fn mark(text: &str) -> String {
    Digest::of(text.as_bytes()).as_str().chars().take(12).collect()
}

pub(super) async fn asset(Path(name): Path<String>) -> Result<Response, Refusal> {
    let (kind, text) = match name.as_str() {
        "desk.css" => ("text/css; charset=utf-8", STYLE),
        "desk.js" => ("text/javascript; charset=utf-8", SCRIPT),
        _ => return Err(Refusal::NotFound),
    };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, text).into_response())
}
