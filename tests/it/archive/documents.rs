//! Documents for the archive: notes of the samples, and what may come after them.

use fba_nfe::domain::codes::{Crt, TpAmb};
use fba_nfe::domain::invoice::LocalTime;
use fba_nfe::domain::{AccessKey, Cnpj, Uf};
use fba_nfe::nfe::evento::{self, Detail, Request};
use fba_nfe::nfe::{inut, read};
use fba_nfe::ports::{Body, Filing, FilingKind};

use crate::nfe::certificate;
use crate::tools::root;

/// Notes of one month: two of the seller of Simples, whose certificate is at hand, and one of the
/// normal regime, interstate: DIFAL, IBS and CBS.
pub(super) const NOTES: [&str; 3] = [
    "samples/cpf-interstate-simples/expected/FBA15K0003/nfeProc.xml",
    "samples/both-spellings/expected/FBA15L0472/nfeProc.xml",
    "samples/cpf-interstate/expected/FBA15K0002/nfeProc.xml",
];

pub(super) fn sample(path: &str) -> Vec<u8> {
    std::fs::read(root(path)).unwrap()
}

pub(super) fn key(nfe_proc: &[u8]) -> AccessKey {
    read(nfe_proc).unwrap().key().unwrap()
}

/// A note, as the stage lists it.
pub(super) fn note(nfe_proc: Vec<u8>) -> (Filing, Body) {
    let key = key(&nfe_proc);
    filing(FilingKind::Note, key.cnpj(), key.year_month(), key.to_string(), nfe_proc)
}

pub(super) fn filing(
    kind: FilingKind,
    cnpj: &str,
    year_month: (i16, i8),
    name: String,
    bytes: Vec<u8>,
) -> (Filing, Body) {
    let body = Body::new(bytes);
    let (cnpj, digest) = (cnpj.to_owned(), body.digest.clone());
    (Filing { kind, cnpj, year_month, name, digest }, body)
}

/// The cancellation of a note of the seller of Simples, registered with this `cStat`.
pub(super) fn cancellation(nfe_proc: &[u8], c_stat: u16) -> Vec<u8> {
    let document = read(nfe_proc).unwrap();
    let (key, protocol) = (document.key().unwrap(), document.protocol().unwrap());
    let tp_amb = if protocol.tp_amb == "1" { TpAmb::Producao } else { TpAmb::Homologacao };
    let request = Request {
        key: &key,
        tp_amb,
        at: LocalTime::new(document.dh_emi().unwrap(), -3),
        n_seq: 1,
        detail: Detail::Cancel {
            n_prot: protocol.n_prot.as_deref().unwrap(),
            x_just: "O comprador desistiu da compra",
        },
    };
    let sealed = evento::seal(&request, certificate(Crt::Simples)).unwrap();
    let answer = format!(
        "<retEvento versao=\"1.00\"><infEvento><tpAmb>{}</tpAmb><verAplic>SIM</verAplic>\
         <cOrgao>35</cOrgao><cStat>{c_stat}</cStat><xMotivo>Evento registrado</xMotivo>\
         <chNFe>{key}</chNFe><tpEvento>110111</tpEvento><nSeqEvento>1</nSeqEvento>\
         <dhRegEvento>2026-11-21T11:00:00-03:00</dhRegEvento><nProt>135260000000777</nProt>\
         </infEvento></retEvento>",
        protocol.tp_amb
    );
    evento::assemble(&sealed.xml, answer.as_bytes()).unwrap()
}

/// The inutilização of numbers of the seller of Simples, with its answer.
pub(super) fn inutilization(cnpj: &str, first: u32, last: u32) -> (String, Vec<u8>) {
    let cnpj = Cnpj::parse(cnpj).unwrap();
    let request = inut::Request {
        tp_amb: TpAmb::Producao,
        uf: Uf::Sp,
        ano: 26,
        cnpj: &cnpj,
        serie: 1,
        first,
        last,
        x_just: "numeros que nao foram usados",
    };
    let sealed = inut::seal(&request, certificate(Crt::Simples)).unwrap();
    let answer = format!(
        "<retInutNFe versao=\"4.00\"><infInut><tpAmb>1</tpAmb><verAplic>SIM</verAplic>\
         <cStat>102</cStat><xMotivo>Inutilizacao de numero homologado</xMotivo><cUF>35</cUF>\
         <ano>26</ano><CNPJ>{cnpj}</CNPJ><mod>55</mod><serie>1</serie><nNFIni>{first}</nNFIni>\
         <nNFFin>{last}</nNFFin><dhRecbto>2026-12-01T10:00:00-03:00</dhRecbto>\
         <nProt>135260000000888</nProt></infInut></retInutNFe>"
    );
    (sealed.id, inut::assemble(&sealed.xml, answer.as_bytes()).unwrap())
}
