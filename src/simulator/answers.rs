//! What SEFAZ writes: `retEnviNFe`, `retConsSitNFe`, `retConsStatServ`, `protNFe`.

use jiff::tz::{Offset, TimeZone};

use crate::domain::{AccessKey, Timestamp, Uf};

use super::motivo::motivo;
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
        format!(
            "<protNFe versao=\"4.00\"><infProt><tpAmb>{}</tpAmb><verAplic>{VER_APLIC}</verAplic>\
             <chNFe>{}</chNFe><dhRecbto>{}</dhRecbto>{}{}<cStat>{}</cStat><xMotivo>{}</xMotivo>\
             </infProt></protNFe>",
            self.tp_amb,
            self.key,
            self.dh_recbto,
            maybe("nProt", &self.n_prot),
            maybe("digVal", &self.dig_val),
            self.c_stat,
            escaped(&self.x_motivo)
        )
    }
}

fn root(name: &str, content: &str) -> String {
    let namespace = crate::nfe::NAMESPACE;
    format!("<{name} xmlns=\"{namespace}\" versao=\"4.00\">{content}</{name}>")
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

/// `retConsSitNFe`.
pub fn ret_cons_sit_nfe(head: &Head, key: Option<&AccessKey>, proto: Option<&Proto>) -> String {
    let key = key.map(|it| format!("<chNFe>{it}</chNFe>")).unwrap_or_default();
    let proto = proto.map(Proto::xml).unwrap_or_default();
    root("retConsSitNFe", &format!("{}{key}{proto}", head.xml()))
}

/// `retConsStatServ`.
pub fn ret_cons_stat_serv(head: &Head) -> String {
    root("retConsStatServ", &format!("{}<tMed>1</tMed>", head.xml()))
}
