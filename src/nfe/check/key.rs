//! `ide`, and the key that is made of it.

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
/// The highest `serie` that is ours (266).
const SERIE_MAX: u32 = 889;

pub(super) fn check(disputes: &mut Disputes, document: &Document, issued_at: Timestamp) {
    key(disputes, document);
    fixed(disputes, document);
    moment(disputes, document, issued_at);
}

fn key(disputes: &mut Disputes, document: &Document) {
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
    let (c_nf, n_nf, serie) = (number("cNF"), number("nNF"), number("serie"));
    let allowed = c_nf.zip(n_nf).is_some_and(|(c_nf, n_nf)| is_allowed(c_nf, n_nf));
    disputes.holds("897", "ide/cNF", "eight digits that are no pattern, nor nNF", allowed);
    let eight = ide("cNF").len() == 8;
    disputes.holds("225", "ide/cNF", "eight digits", eight);
    disputes.holds("266", "ide/serie", "0 to 889", serie.is_some_and(|it| it <= SERIE_MAX));
}

/// What never varies in this sale.
fn fixed(disputes: &mut Disputes, document: &Document) {
    for (rule, tag, expected) in [
        ("225", "mod", "55"),
        ("518", "tpNF", "1"),
        ("713", "tpEmis", "1"),
        ("225", "finNFe", "1"),
        ("434", "indPres", "2"),
        ("434", "indIntermed", "1"),
        ("225", "procEmi", "0"),
    ] {
        let path = format!("ide/{tag}");
        disputes.same(rule, &path, expected, document.value(&path).unwrap_or_default());
    }
    let tp_amb = document.tp_amb().unwrap_or_default();
    disputes.holds("252", "ide/tpAmb", "1 or 2", matches!(tp_amb, "1" | "2"));
    disputes.same("225", "infNFe/@versao", "4.00", versao(document));
}

fn versao(document: &Document) -> &str {
    document.inf_nfe().attribute("versao").unwrap_or_default()
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
