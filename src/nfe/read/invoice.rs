//! A note read back into the invoice that it says, group by group, as `write` put them down.

use crate::domain::codes::{CBenef, CMun, Cep, Cest, Cfop, Crt, Gtin, Ie, NFci, Ncm, TpAmb};
use crate::domain::invoice::{
    Card, Dest, Det, DetPag, Emit, Ender, InfIntermed, InfRespTec, Invoice, LocalTime, Numbering,
};
use crate::domain::local::Local;
use crate::domain::{Cnpj, Cpf, Emission, Svc, TaxId, Timestamp, Uf, UnitPrice};

use super::group::{Group, two_digits};
use super::unread::unread;
use super::{Document, imposto, total};

/// Why a note is no invoice of ours. No value is told: it may be a person's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvoiceError {
    /// What every invoice here has.
    #[error("{0}: expected, found none")]
    Missing(String),
    /// Something else than what stands there in this sale.
    #[error("{path}: expected {expected}")]
    Unfit {
        /// Where.
        path: String,
        /// What stands there.
        expected: &'static str,
    },
}

/// A note read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadBack {
    /// The invoice.
    pub invoice: Invoice,
    /// Its number.
    pub numbering: Numbering,
    /// Paths of what the note holds and the invoice does not: fields of other sales, values that
    /// other programs write in other ways. Empty for a note of ours without `hashCSRT`, whose
    /// secret cannot be read back.
    pub unread: Vec<String>,
}

/// Reads the invoice out of a note.
pub fn invoice(document: &Document) -> Result<ReadBack, InvoiceError> {
    let root = Group::root(document.inf_nfe());
    let ide = root.group("ide")?;
    let numbering = Numbering {
        serie: ide.value("serie", "0 to 999", |it| it.parse().ok())?,
        n_nf: ide.value("nNF", "a number", |it| it.parse().ok())?,
        c_nf: ide.value("cNF", "eight digits", |it| it.parse().ok())?,
        dh_emi: ide.value("dhEmi", "a time with its offset", local_time)?,
    };
    let (adic, pag) = (root.maybe_group("infAdic"), root.group("pag")?);
    let invoice = Invoice {
        tp_amb: ide.value("tpAmb", "1 or 2", tp_amb)?,
        nat_op: ide.string("natOp")?,
        id_dest: ide.value("idDest", "1 or 2", digit_of(&[1, 2]))?,
        ind_final: ide.value("indFinal", "0 or 1", digit_of(&[0, 1]))? == 1,
        emission: emission(&ide)?,
        emit: emit(&root.group("emit")?)?,
        dest: dest(&root.group("dest")?)?,
        retirada: root.maybe_group("retirada").map(|it| local(&it)).transpose()?,
        aut_xml: root.groups("autXML").map(|it| tax_id(&it)).collect::<Result<_, _>>()?,
        det: root.groups("det").map(|it| det(&it)).collect::<Result<_, _>>()?,
        total: total::read(&root.group("total")?)?,
        mod_frete: root.group("transp")?.value("modFrete", "one digit", digit_of(FREIGHT))?,
        det_pag: pag.groups("detPag").map(|it| det_pag(&it)).collect::<Result<_, _>>()?,
        inf_intermed: inf_intermed(&root.group("infIntermed")?)?,
        inf_cpl: adic.as_ref().and_then(|it| it.maybe_string("infCpl")).unwrap_or_default(),
        obs_cont: adic.map(|it| obs_cont(&it)).transpose()?.unwrap_or_default(),
        inf_resp_tec: root.maybe_group("infRespTec").map(|it| inf_resp_tec(&it)).transpose()?,
    };
    let unread = unread(document.inf_nfe(), &invoice, &numbering);
    Ok(ReadBack { invoice, numbering, unread })
}

const FREIGHT: &[u8] = &[0, 1, 2, 3, 4, 9];

fn digit_of(all: &'static [u8]) -> impl Fn(&str) -> Option<u8> {
    |text| text.parse().ok().filter(|it| all.contains(it))
}

fn tp_amb(text: &str) -> Option<TpAmb> {
    [TpAmb::Producao, TpAmb::Homologacao].into_iter().find(|it| it.code().to_string() == text)
}

/// Other ways to issue are not ours: their `tpEmis` is told as unread.
fn emission(ide: &Group<'_>) -> Result<Emission, InvoiceError> {
    let svc = [Svc::An, Svc::Rs].into_iter();
    let mut found = svc.filter(|it| ide.maybe("tpEmis") == Some(&it.tp_emis().to_string()));
    let Some(svc) = found.next() else { return Ok(Emission::Normal) };
    let since = ide.value("dhCont", "a time with its offset", local_time)?.timestamp();
    Ok(Emission::Contingency { svc, since, why: ide.string("xJust")? })
}

/// `AAAA-MM-DDThh:mm:ss±hh:00`.
fn local_time(text: &str) -> Option<LocalTime> {
    let at: Timestamp = text.parse().ok()?;
    let offset = text.get(19..)?;
    let hours = offset.strip_suffix(":00")?.parse().ok()?;
    let local = LocalTime::new(at, hours);
    (local.to_string() == text).then_some(local)
}

fn cnpj(group: &Group<'_>, tag: &str) -> Result<Cnpj, InvoiceError> {
    group.value(tag, "a CNPJ", |it| Cnpj::parse(it).ok())
}

/// `CNPJ` or `CPF`.
fn tax_id(group: &Group<'_>) -> Result<TaxId, InvoiceError> {
    let cpf = group.maybe_value("CPF", "a CPF", |it| Cpf::parse(it).ok())?;
    match cpf {
        Some(cpf) => Ok(TaxId::Cpf(cpf)),
        None => cnpj(group, "CNPJ").map(TaxId::Cnpj),
    }
}

fn ie(group: &Group<'_>) -> Result<Option<Ie>, InvoiceError> {
    group.maybe_value("IE", "2 to 14 digits", |it| Ie::parse(it).ok())
}

fn emit(group: &Group<'_>) -> Result<Emit, InvoiceError> {
    Ok(Emit {
        cnpj: cnpj(group, "CNPJ")?,
        x_nome: group.string("xNome")?,
        x_fant: group.maybe_string("xFant"),
        ender: ender(&group.group("enderEmit")?)?,
        ie: ie(group)?.ok_or_else(|| group.unfit("IE", "2 to 14 digits"))?,
        crt: group.value("CRT", "1 to 4", |it| {
            Crt::ALL.into_iter().find(|crt| crt.code().to_string() == it)
        })?,
    })
}

fn dest(group: &Group<'_>) -> Result<Dest, InvoiceError> {
    Ok(Dest {
        id: tax_id(group)?,
        x_nome: group.string("xNome")?,
        ender: ender(&group.group("enderDest")?)?,
        ie: ie(group)?,
    })
}

fn local(group: &Group<'_>) -> Result<Local, InvoiceError> {
    Ok(Local {
        id: tax_id(group)?,
        x_nome: group.maybe_string("xNome"),
        ender: ender(group)?,
        ie: ie(group)?,
    })
}

fn ender(group: &Group<'_>) -> Result<Ender, InvoiceError> {
    Ok(Ender {
        x_lgr: group.string("xLgr")?,
        nro: group.string("nro")?,
        x_cpl: group.maybe_string("xCpl"),
        x_bairro: group.string("xBairro")?,
        c_mun: group.value("cMun", "7 digits", |it| CMun::parse(it).ok())?,
        x_mun: group.string("xMun")?,
        uf: group.value("UF", "a state", Uf::parse)?,
        cep: group.value("CEP", "8 digits", |it| Cep::parse(it).ok())?,
        fone: group.maybe_string("fone"),
    })
}

fn det(group: &Group<'_>) -> Result<Det, InvoiceError> {
    let prod = group.group("prod")?;
    let imposto = group.group("imposto")?;
    Ok(Det {
        c_prod: prod.string("cProd")?,
        // Anything else than a GTIN (`SEM GTIN`, nothing) is none; what differs is told as unread.
        c_ean: prod.maybe("cEAN").and_then(|it| Gtin::parse(it).ok()),
        x_prod: prod.string("xProd")?,
        ncm: prod.value("NCM", "8 digits", |it| Ncm::parse(it).ok())?,
        cest: prod.maybe_value("CEST", "7 digits", |it| Cest::parse(it).ok())?,
        c_benef: prod.maybe_value("cBenef", "a benefit's code", |it| CBenef::parse(it).ok())?,
        cfop: prod.value("CFOP", "5xxx or 6xxx", |it| Cfop::parse(it).ok())?,
        u_com: prod.string("uCom")?,
        q_com: prod.quantity("qCom")?,
        v_un_com: prod.value("vUnCom", "an amount", |it| UnitPrice::parse(it).ok())?,
        v_prod: prod.money("vProd")?,
        v_frete: prod.money_or_zero("vFrete")?,
        v_desc: prod.money_or_zero("vDesc")?,
        v_outro: prod.money_or_zero("vOutro")?,
        n_fci: prod.maybe_value("nFCI", "a GUID", |it| NFci::parse(it).ok())?,
        v_tot_trib: imposto.maybe_money("vTotTrib")?,
        icms: imposto::icms(&imposto.group("ICMS")?)?,
        ipi: imposto.maybe_group("IPI").map(|it| imposto::ipi(&it)).transpose()?,
        icms_uf_dest: imposto
            .maybe_group("ICMSUFDest")
            .map(|it| imposto::icms_uf_dest(&it))
            .transpose()?,
        pis: imposto.maybe_group("PIS").map(|it| imposto::pis(&it)).transpose()?,
        cofins: imposto.maybe_group("COFINS").map(|it| imposto::cofins(&it)).transpose()?,
        is: imposto.maybe_group("IS").map(|it| imposto::is(&it)).transpose()?,
        ibs_cbs: imposto.maybe_group("IBSCBS").map(|it| imposto::ibs_cbs(&it)).transpose()?,
        inf_ad_prod: group.maybe_string("infAdProd"),
    })
}

fn det_pag(group: &Group<'_>) -> Result<DetPag, InvoiceError> {
    let card = group.maybe_group("card").map(|it| card(&it)).transpose()?;
    Ok(DetPag {
        t_pag: group.two_digits("tPag")?,
        x_pag: group.maybe_string("xPag"),
        v_pag: group.money("vPag")?,
        card,
    })
}

fn card(group: &Group<'_>) -> Result<Card, InvoiceError> {
    Ok(Card {
        cnpj: group.maybe_value("CNPJ", "a CNPJ", |it| Cnpj::parse(it).ok())?,
        t_band: group.maybe_value("tBand", "two digits", two_digits)?,
        c_aut: group.maybe_string("cAut"),
    })
}

fn inf_intermed(group: &Group<'_>) -> Result<InfIntermed, InvoiceError> {
    let id_cad_int_tran = group.string("idCadIntTran")?;
    Ok(InfIntermed { cnpj: cnpj(group, "CNPJ")?, id_cad_int_tran })
}

fn obs_cont(group: &Group<'_>) -> Result<Vec<(String, String)>, InvoiceError> {
    let one = |it: Group<'_>| Ok((it.attribute("xCampo")?.to_owned(), it.string("xTexto")?));
    group.groups("obsCont").map(one).collect()
}

fn inf_resp_tec(group: &Group<'_>) -> Result<InfRespTec, InvoiceError> {
    Ok(InfRespTec {
        cnpj: cnpj(group, "CNPJ")?,
        x_contato: group.string("xContato")?,
        email: group.string("email")?,
        fone: group.string("fone")?,
        csrt: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_keeps_its_offset() {
        let text = "2026-11-30T23:30:15-03:00";
        assert_eq!(local_time(text).unwrap().to_string(), text);
        for bad in ["2026-11-30T23:30:15Z", "2026-11-30T23:30:15-03:30", "2026-11-30", ""] {
            assert_eq!(local_time(bad), None, "{bad}");
        }
    }
}
