//! What SEFAZ writes: `retEnviNFe`, `protNFe`, `retEvento` and the rest of the answers.

use jiff::tz::{Offset, TimeZone};

use crate::domain::{AccessKey, Timestamp, Uf};

use super::motivo::motivo;
use super::rules::inut::Range;
use super::script::Company;
use super::xml::escaped;

/// `verAplic`: the authority's own program.
const VER_APLIC: &str = "SIMULADOR_4.00";

/// The fields that every answer begins with.
#[derive(Clone, Debug)]
pub struct Head {
    tp_amb: u8,
    c_uf: String,
    c_stat: u16,
    x_motivo: String,
    /// `dhRecbto`, in the state's own time.
    pub dh_recbto: String,
}

/// `infProt`.
#[derive(Clone, Debug)]
pub struct Proto {
    /// `tpAmb`.
    pub tp_amb: u8,
    /// `chNFe`.
    pub key: AccessKey,
    /// `dhRecbto`.
    pub dh_recbto: String,
    /// `nProt`; none in a rejection.
    pub n_prot: Option<String>,
    /// `digVal`.
    pub dig_val: Option<String>,
    /// `cStat`.
    pub c_stat: u16,
    /// `xMotivo`.
    pub x_motivo: String,
    /// `cMsg` and `xMsg`, at most five (PL_010e).
    pub messages: Vec<(String, String)>,
}

/// `infEvento` of `retEvento`.
#[derive(Clone, Debug)]
pub struct RetEvento<'a> {
    /// When, and what is said.
    pub head: Head,
    /// `chNFe`.
    pub ch_nfe: &'a str,
    /// `tpEvento`.
    pub tp_evento: &'a str,
    /// `nSeqEvento`.
    pub n_seq: u8,
    /// `xEvento`, of one that was registered.
    pub x_evento: Option<&'static str>,
    /// `nProt`, of one that was registered.
    pub n_prot: Option<&'a str>,
}

impl Head {
    /// A lot was judged (104), now, in this state.
    pub fn new(tp_amb: u8, c_uf: &str, now: Timestamp) -> Head {
        let uf = c_uf.parse().ok().and_then(Uf::from_code);
        let offset = Offset::constant(uf.map_or(-3, Uf::offset_hours));
        let local = now.to_zoned(TimeZone::fixed(offset));
        Head {
            tp_amb,
            c_uf: c_uf.to_owned(),
            c_stat: 104,
            x_motivo: motivo(104).to_owned(),
            dh_recbto: local.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        }
    }

    /// Another answer than 104.
    pub fn saying(mut self, c_stat: u16, x_motivo: &str) -> Head {
        self.c_stat = c_stat;
        self.x_motivo = x_motivo.to_owned();
        self
    }

    fn xml(&self) -> String {
        format!(
            "<tpAmb>{}</tpAmb><verAplic>{VER_APLIC}</verAplic><cStat>{}</cStat>\
             <xMotivo>{}</xMotivo><cUF>{}</cUF><dhRecbto>{}</dhRecbto>",
            self.tp_amb,
            self.c_stat,
            escaped(&self.x_motivo),
            self.c_uf,
            self.dh_recbto
        )
    }
}

impl Proto {
    /// `protNFe`.
    pub fn xml(&self) -> String {
        let maybe = |tag: &str, value: &Option<String>| {
            value.as_ref().map(|it| format!("<{tag}>{}</{tag}>", escaped(it))).unwrap_or_default()
        };
        let message = |(code, text): &(String, String)| {
            format!("<cMsg>{}</cMsg><xMsg>{}</xMsg>", escaped(code), escaped(text))
        };
        let messages: String = self.messages.iter().map(message).collect();
        format!(
            "<protNFe versao=\"4.00\"><infProt><tpAmb>{}</tpAmb><verAplic>{VER_APLIC}</verAplic>\
             <chNFe>{}</chNFe><dhRecbto>{}</dhRecbto>{}{}<cStat>{}</cStat><xMotivo>{}</xMotivo>{}\
             </infProt></protNFe>",
            self.tp_amb,
            self.key,
            self.dh_recbto,
            maybe("nProt", &self.n_prot),
            maybe("digVal", &self.dig_val),
            self.c_stat,
            escaped(&self.x_motivo),
            messages
        )
    }
}

impl RetEvento<'_> {
    /// `retEvento`.
    pub fn xml(&self) -> String {
        let maybe = |tag: &str, value: Option<&str>| {
            value.map(|it| format!("<{tag}>{}</{tag}>", escaped(it))).unwrap_or_default()
        };
        let Head { tp_amb, c_uf, c_stat, x_motivo, dh_recbto } = &self.head;
        let x_motivo = escaped(x_motivo);
        let (ch_nfe, tp_evento, n_seq) = (self.ch_nfe, self.tp_evento, self.n_seq);
        let (x_evento, n_prot) = (maybe("xEvento", self.x_evento), maybe("nProt", self.n_prot));
        format!(
            "<retEvento versao=\"1.00\"><infEvento><tpAmb>{tp_amb}</tpAmb>\
             <verAplic>{VER_APLIC}</verAplic><cOrgao>{c_uf}</cOrgao><cStat>{c_stat}</cStat>\
             <xMotivo>{x_motivo}</xMotivo><chNFe>{ch_nfe}</chNFe><tpEvento>{tp_evento}</tpEvento>\
             {x_evento}<nSeqEvento>{n_seq}</nSeqEvento><dhRegEvento>{dh_recbto}</dhRegEvento>\
             {n_prot}</infEvento></retEvento>"
        )
    }
}

fn root(name: &str, content: &str) -> String {
    root_of(name, "4.00", content)
}

fn root_of(name: &str, versao: &str, content: &str) -> String {
    let namespace = crate::nfe::NAMESPACE;
    format!("<{name} xmlns=\"{namespace}\" versao=\"{versao}\">{content}</{name}>")
}

/// `retEnviNFe` about a note.
pub fn ret_envi_nfe(head: &Head, proto: &Proto) -> String {
    root("retEnviNFe", &format!("{}{}", head.xml(), proto.xml()))
}

/// `retEnviNFe` about the request alone, with a receipt perhaps.
pub fn ret_envi_nfe_bare(head: &Head, n_rec: Option<&str>) -> String {
    let receipt = n_rec.map(|it| format!("<infRec><nRec>{it}</nRec><tMed>1</tMed></infRec>"));
    root("retEnviNFe", &format!("{}{}", head.xml(), receipt.unwrap_or_default()))
}

/// `retConsReciNFe`, with what became of the note when that is known.
pub fn ret_cons_reci_nfe(head: &Head, n_rec: &str, proto: Option<&Proto>) -> String {
    let n_rec = format!("<nRec>{}</nRec><cStat>", escaped(n_rec));
    let head = head.xml().replacen("<cStat>", &n_rec, 1);
    root("retConsReciNFe", &format!("{head}{}", proto.map(Proto::xml).unwrap_or_default()))
}

/// `retConsSitNFe`, with the events of the note.
pub fn ret_cons_sit_nfe(
    head: &Head,
    key: Option<&AccessKey>,
    proto: Option<&Proto>,
    events: &[String],
) -> String {
    let key = key.map(|it| format!("<chNFe>{it}</chNFe>")).unwrap_or_default();
    let proto = proto.map(Proto::xml).unwrap_or_default();
    root("retConsSitNFe", &format!("{}{key}{proto}{}", head.xml(), events.concat()))
}

/// `retConsStatServ`.
pub fn ret_cons_stat_serv(head: &Head) -> String {
    root("retConsStatServ", &format!("{}<tMed>1</tMed>", head.xml()))
}

/// `procEventoNFe`: the event as it came, and its answer.
pub fn proc_evento_nfe(evento: &str, ret_evento: &str) -> String {
    root_of("procEventoNFe", "1.00", &format!("{evento}{ret_evento}"))
}

/// `retEnvEvento`, with an answer for each event that was looked at.
pub fn ret_env_evento(head: &Head, id_lote: &str, events: &[String]) -> String {
    let Head { tp_amb, c_uf, c_stat, x_motivo, .. } = head;
    let (id_lote, x_motivo, events) = (escaped(id_lote), escaped(x_motivo), events.concat());
    root_of(
        "retEnvEvento",
        "1.00",
        &format!(
            "<idLote>{id_lote}</idLote><tpAmb>{tp_amb}</tpAmb><verAplic>{VER_APLIC}</verAplic>\
             <cOrgao>{c_uf}</cOrgao><cStat>{c_stat}</cStat><xMotivo>{x_motivo}</xMotivo>{events}"
        ),
    )
}

/// `retInutNFe`.
pub fn ret_inut_nfe(head: &Head, range: Option<&Range>, n_prot: Option<&str>) -> String {
    let Head { tp_amb, c_uf, c_stat, x_motivo, dh_recbto } = head;
    let x_motivo = escaped(x_motivo);
    let range = range.map(|it| {
        let Range { ano, cnpj, serie, first, last, .. } = it;
        let cnpj = escaped(cnpj);
        format!(
            "<ano>{ano}</ano><CNPJ>{cnpj}</CNPJ><mod>55</mod><serie>{serie}</serie>\
             <nNFIni>{first}</nNFIni><nNFFin>{last}</nNFFin>"
        )
    });
    let range = range.unwrap_or_default();
    let n_prot = n_prot.map(|it| format!("<nProt>{it}</nProt>")).unwrap_or_default();
    root(
        "retInutNFe",
        &format!(
            "<infInut><tpAmb>{tp_amb}</tpAmb><verAplic>{VER_APLIC}</verAplic>\
             <cStat>{c_stat}</cStat><xMotivo>{x_motivo}</xMotivo><cUF>{c_uf}</cUF>{range}\
             <dhRecbto>{dh_recbto}</dhRecbto>{n_prot}</infInut>"
        ),
    )
}

/// `retConsCad`.
pub fn ret_cons_cad(head: &Head, uf: Uf, cnpj: &str, found: &[&Company]) -> String {
    let Head { c_uf, c_stat, x_motivo, dh_recbto, .. } = head;
    let (uf, cnpj, x_motivo) = (uf.sigla(), escaped(cnpj), escaped(x_motivo));
    let entries: String = found
        .iter()
        .map(|it| {
            let (ie, situation) = (escaped(&it.ie), u8::from(it.enabled));
            format!(
                "<infCad><IE>{ie}</IE><CNPJ>{cnpj}</CNPJ><UF>{uf}</UF><cSit>{situation}</cSit>\
                 <indCredNFe>1</indCredNFe><indCredCTe>4</indCredCTe><xNome>EMPRESA</xNome>\
                 </infCad>"
            )
        })
        .collect();
    root_of(
        "retConsCad",
        "2.00",
        &format!(
            "<infCons><verAplic>{VER_APLIC}</verAplic><cStat>{c_stat}</cStat>\
             <xMotivo>{x_motivo}</xMotivo><UF>{uf}</UF><CNPJ>{cnpj}</CNPJ>\
             <dhCons>{dh_recbto}</dhCons><cUF>{c_uf}</cUF>{entries}</infCons>"
        ),
    )
}
