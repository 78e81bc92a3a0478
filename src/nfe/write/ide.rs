//! `ide` (B): which note this is.

use crate::domain::invoice::{Invoice, Numbering};
use crate::domain::{AccessKey, Emission};

use super::xml::Xml;

/// `verProc`, at most 20 characters.
const VER_PROC: &str = concat!("fba-nfe ", env!("CARGO_PKG_VERSION"));

pub(super) fn write(xml: &mut Xml, invoice: &Invoice, numbering: &Numbering, key: &AccessKey) {
    xml.group("ide", |xml| {
        // Must be the key's first two digits (481) and the UF that authorises (226).
        xml.field("cUF", invoice.emit.ender.uf.code());
        xml.field("cNF", format_args!("{:08}", numbering.c_nf));
        xml.field("natOp", &invoice.nat_op);
        xml.field("mod", super::MOD);
        xml.field("serie", numbering.serie);
        xml.field("nNF", numbering.n_nf);
        xml.field("dhEmi", numbering.dh_emi);
        // 1: goods leave (518, 519).
        xml.field("tpNF", 1);
        xml.field("idDest", invoice.id_dest);
        // Where the emitter is (270, 271).
        xml.field("cMunFG", &invoice.emit.ender.c_mun);
        // 1: DANFE, portrait (710).
        xml.field("tpImp", 1);
        // As in the key (502).
        xml.field("tpEmis", invoice.emission.tp_emis());
        // 253.
        xml.field("cDV", key.check_digit());
        // 252.
        xml.field("tpAmb", invoice.tp_amb.code());
        // 1: an ordinary note.
        xml.field("finNFe", 1);
        // 696.
        xml.field("indFinal", u8::from(invoice.ind_final));
        // 2: by internet, so `indIntermed` must follow (434).
        xml.field("indPres", 2);
        // 1: somebody else's marketplace, so `infIntermed` must follow (438).
        xml.field("indIntermed", 1);
        // 0: the taxpayer's own program.
        xml.field("procEmi", 0);
        xml.field("verProc", VER_PROC);
        // Together in a contingency, and only there (556, 557).
        if let Emission::Contingency { since, why, .. } = &invoice.emission {
            xml.field("dhCont", numbering.dh_emi.shows(*since));
            xml.field("xJust", why);
        }
    });
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_program_names_itself_in_twenty_characters() {
        assert!(super::VER_PROC.len() <= 20, "{}", super::VER_PROC);
    }
}
