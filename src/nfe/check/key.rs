//! The key, and what only a number and a moment bring to `ide`.

use jiff::{SignedDuration, Span};

use crate::domain::access_key::AccessKeyError;
use crate::domain::{AccessKey, Timestamp};

use super::super::number_code::is_allowed;
use super::super::read::Document;
use super::Disputes;

/// A clock that runs ahead of SEFAZ's by this much is forgiven (703).
const AHEAD_MAX: SignedDuration = SignedDuration::from_mins(5);
/// How late a note may come: 30 days in most UFs (228).
const LATE_DAYS_MAX: i32 = 30;

pub(super) fn check(disputes: &mut Disputes, document: &Document, issued_at: Timestamp) {
    key(disputes, document);
    moment(disputes, document, issued_at);
}

/// The key alone: it says what the note says.
pub(super) fn key(disputes: &mut Disputes, document: &Document) {
    let ide = |tag: &str| document.value(&format!("ide/{tag}")).unwrap_or_default();
    let dh_emi = ide("dhEmi");
    let parts = [
        ide("cUF").to_owned(),
        dh_emi.get(2..4).unwrap_or_default().to_owned(),
        dh_emi.get(5..7).unwrap_or_default().to_owned(),
        document.emit_cnpj().unwrap_or_default().to_owned(),
        ide("mod").to_owned(),
        format!("{:0>3}", ide("serie")),
        format!("{:0>9}", ide("nNF")),
        ide("tpEmis").to_owned(),
        ide("cNF").to_owned(),
        ide("cDV").to_owned(),
    ];
    disputes.same("502", "infNFe/@Id", format!("NFe{}", parts.concat()), document.id());
    let id = document.id().strip_prefix("NFe").unwrap_or_default();
    match AccessKey::parse(id) {
        Ok(_) => {}
        Err(AccessKeyError::CheckDigit) => {
            disputes.add("253", "ide/cDV", "the check digit of the key", ide("cDV"));
        }
        Err(AccessKeyError::Shape) => {
            disputes.add("225", "infNFe/@Id", "NFe and an access key", "another shape");
        }
    }
    let number = |tag: &str| ide(tag).parse::<u32>().ok();
    let (c_nf, n_nf) = (number("cNF"), number("nNF"));
    let allowed = c_nf.zip(n_nf).is_some_and(|(c_nf, n_nf)| is_allowed(c_nf, n_nf));
    disputes.holds("897", "ide/cNF", "eight digits that are no pattern, nor nNF", allowed);
    let eight = ide("cNF").len() == 8;
    disputes.holds("225", "ide/cNF", "eight digits", eight);
    disputes.same("561", "infNFe/@Id", dh_emi.get(5..7).unwrap_or_default(), part(id, 4, 6));
    disputes.same("562", "infNFe/@Id", ide("cNF"), part(id, 35, 43));
}

/// A part of the key.
fn part(key: &str, from: usize, to: usize) -> &str {
    key.get(from..to).unwrap_or_default()
}

fn moment(disputes: &mut Disputes, document: &Document, issued_at: Timestamp) {
    let Some(dh_emi) = document.dh_emi() else {
        return disputes.add("225", "ide/dhEmi", "AAAA-MM-DDThh:mm:ss±hh:00", "another shape");
    };
    let ahead = dh_emi.duration_since(issued_at);
    disputes.holds("703", "ide/dhEmi", "not later than now", ahead <= AHEAD_MAX);
    let late = Span::new().hours(i64::from(LATE_DAYS_MAX) * 24);
    let oldest = issued_at.checked_sub(late).unwrap_or(Timestamp::MIN);
    disputes.holds("228", "ide/dhEmi", "at most 30 days ago", oldest <= dh_emi);
}
