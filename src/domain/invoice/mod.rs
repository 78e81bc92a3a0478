//! One sale as an NF-e says it, before a number is taken.
//!
//! Fields are SEFAZ's; each doc comment begins with its tag. What never varies in this sale
//! (`mod` 55, `tpNF` 1, `finNFe` 1, `indPres` 2, `indIntermed` 1 …) is the writer's to print.
//! The model knows nothing of XML.

mod ibs_cbs;
mod icms;
mod other;
mod total;

use std::fmt;

use super::codes::{CBenef, CMun, Cep, Cest, Cfop, Crt, Gtin, Ie, NFci, Ncm, TpAmb};
use super::local::{Csrt, Local};
use super::{Cnpj, Emission, Money, Quantity, TaxId, Timestamp, Uf, UnitPrice};

pub use ibs_cbs::{
    Dif, GIbsCbs, GIbsCbsMono, IbsCbs, IbsCbsGroup, Is, IsTax, Levy, Red, TribRegular,
};
pub use icms::{
    Csosn, Deferral, Deson, Efet, Exempt, Fcp, Icms, IcmsGroup, ModBcSt, Own, SnCredit, St, StRet,
    StSn, Withheld,
};
pub use other::{Contribution, IcmsUfDest, Ipi, IpiTax};
pub use total::{IbsCbsTot, IbsCbsTotMono, Total};

/// `infNFe`, less what the number brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoice {
    /// `tpAmb`.
    pub tp_amb: TpAmb,
    /// `natOp`, 1 to 60.
    pub nat_op: String,
    /// `idDest`: 1 inside the UF, 2 to another.
    pub id_dest: u8,
    /// `indFinal`: final consumer.
    pub ind_final: bool,
    /// `tpEmis`, `dhCont`, `xJust`.
    pub emission: Emission,
    /// `emit`.
    pub emit: Emit,
    /// `dest`.
    pub dest: Dest,
    /// `retirada`.
    pub retirada: Option<Local>,
    /// `autXML`, at most 10.
    pub aut_xml: Vec<TaxId>,
    /// `det`, 1 to 990; `nItem` is the place in this list, from 1.
    pub det: Vec<Det>,
    /// `total`: always [`Total::of`] the items.
    pub total: Total,
    /// `transp/modFrete`: 0 sender … 9 none.
    pub mod_frete: u8,
    /// `pag/detPag`, 1 to 100; the sum is `vNF`.
    pub det_pag: Vec<DetPag>,
    /// `infIntermed`: the marketplace.
    pub inf_intermed: InfIntermed,
    /// `infAdic/infCpl`, at most 5000.
    pub inf_cpl: String,
    /// `infAdic/obsCont`: (`xCampo` 1-20, `xTexto` 1-60), at most 10.
    pub obs_cont: Vec<(String, String)>,
    /// `infRespTec`.
    pub inf_resp_tec: Option<InfRespTec>,
}

/// What only a taken number brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbering {
    /// `serie`, 0 to 889 (890 and above are not ours: rejections 266, 554).
    pub serie: u16,
    /// `nNF`, 1 to 999999999.
    pub n_nf: u32,
    /// `cNF`, below 100000000.
    pub c_nf: u32,
    /// `dhEmi`.
    pub dh_emi: LocalTime,
}

/// A moment as the emitter's wall clock shows it: `AAAA-MM-DDThh:mm:ss±hh:00` (`TDateTimeUTC`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalTime {
    at: Timestamp,
    offset_hours: i8,
}

impl LocalTime {
    /// The moment, to the second, seen from this many hours east of Greenwich.
    pub fn new(at: Timestamp, offset_hours: i8) -> LocalTime {
        let second = Timestamp::from_second(at.as_second()).unwrap_or(at);
        LocalTime { at: second, offset_hours: offset_hours.clamp(-12, 12) }
    }

    /// Another moment, as the same clock shows it.
    #[must_use]
    pub fn shows(self, at: Timestamp) -> LocalTime {
        LocalTime::new(at, self.offset_hours)
    }

    /// The moment.
    pub fn timestamp(self) -> Timestamp {
        self.at
    }

    /// Year and month on that wall: the key's `AAMM`.
    pub fn year_month(self) -> (i16, i8) {
        (self.zoned().year(), self.zoned().month())
    }

    /// The date on that wall.
    pub fn date(self) -> jiff::civil::Date {
        self.zoned().date()
    }

    fn zoned(self) -> jiff::Zoned {
        let offset = jiff::tz::Offset::constant(self.offset_hours);
        self.at.to_zoned(jiff::tz::TimeZone::fixed(offset))
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.offset_hours < 0 { '-' } else { '+' };
        let hours = self.offset_hours.unsigned_abs();
        write!(f, "{}{sign}{hours:02}:00", self.zoned().strftime("%Y-%m-%dT%H:%M:%S"))
    }
}

/// `emit`: the establishment that owns the warehouse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emit {
    /// `CNPJ`.
    pub cnpj: Cnpj,
    /// `xNome`, 2 to 60.
    pub x_nome: String,
    /// `xFant`, 1 to 60.
    pub x_fant: Option<String>,
    /// `enderEmit`; here the CEP is mandatory.
    pub ender: Ender,
    /// `IE`.
    pub ie: Ie,
    /// `CRT`.
    pub crt: Crt,
}

/// `enderEmit`, `enderDest`.
#[derive(Clone, PartialEq, Eq)]
pub struct Ender {
    /// `xLgr`, 2 to 60.
    pub x_lgr: String,
    /// `nro`, 1 to 60; `S/N` where there is none.
    pub nro: String,
    /// `xCpl`, 1 to 60.
    pub x_cpl: Option<String>,
    /// `xBairro`, 2 to 60.
    pub x_bairro: String,
    /// `cMun`.
    pub c_mun: CMun,
    /// `xMun`, 2 to 60: the official name of `cMun`.
    pub x_mun: String,
    /// `UF`.
    pub uf: Uf,
    /// `CEP`.
    pub cep: Cep,
    /// `fone`, 6 to 14 digits.
    pub fone: Option<String>,
}

impl fmt::Debug for Ender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ender(*** {})", self.uf)
    }
}

/// `dest`: the buyer.
#[derive(Clone, PartialEq, Eq)]
pub struct Dest {
    /// `CPF` or `CNPJ`.
    pub id: TaxId,
    /// `xNome`, 2 to 60.
    pub x_nome: String,
    /// `enderDest`.
    pub ender: Ender,
    /// `indIEDest` with `IE`: 1 when there is one, else 9.
    pub ie: Option<Ie>,
}

impl fmt::Debug for Dest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Dest(*** {})", self.ender.uf)
    }
}

/// `det`: one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Det {
    /// `cProd`, 1 to 60: the SKU.
    pub c_prod: String,
    /// `cEAN` and `cEANTrib`; `SEM GTIN` where there is none.
    pub c_ean: Option<Gtin>,
    /// `xProd`, 1 to 120.
    pub x_prod: String,
    /// `NCM`.
    pub ncm: Ncm,
    /// `CEST`.
    pub cest: Option<Cest>,
    /// `cBenef`: the state's benefit that this taxation rests on.
    pub c_benef: Option<CBenef>,
    /// `CFOP`.
    pub cfop: Cfop,
    /// `uCom` and `uTrib`, 1 to 6.
    pub u_com: String,
    /// `qCom` and `qTrib`.
    pub q_com: Quantity,
    /// `vUnCom` and `vUnTrib`.
    pub v_un_com: UnitPrice,
    /// `vProd`.
    pub v_prod: Money,
    /// `vFrete`; nothing is left out.
    pub v_frete: Money,
    /// `vDesc`; nothing is left out.
    pub v_desc: Money,
    /// `vOutro`; nothing is left out.
    pub v_outro: Money,
    /// `nFCI`: the record of the imported content (Ajuste SINIEF 19/2012).
    pub n_fci: Option<NFci>,
    /// `imposto/vTotTrib`: what all taxes are estimated at (Lei 12.741/2012).
    pub v_tot_trib: Option<Money>,
    /// `ICMS`.
    pub icms: Icms,
    /// `IPI`.
    pub ipi: Option<Ipi>,
    /// `ICMSUFDest`: DIFAL.
    pub icms_uf_dest: Option<IcmsUfDest>,
    /// `PIS`: due until the end of 2026 (rule 745).
    pub pis: Option<Contribution>,
    /// `COFINS`: due until the end of 2026 (rule 748).
    pub cofins: Option<Contribution>,
    /// `IS`.
    pub is: Option<Is>,
    /// `IBSCBS`.
    pub ibs_cbs: Option<IbsCbs>,
    /// `infAdProd`, 1 to 500.
    pub inf_ad_prod: Option<String>,
}

impl Det {
    /// The value of the operation: `vProd` + `vFrete` + `vOutro` − `vDesc`.
    pub fn v_oper(&self) -> Money {
        self.v_prod + self.v_frete + self.v_outro - self.v_desc
    }

    /// `vItem`: what the item adds to `vNF` (rule 610). IBS, CBS and IS are not added: not in 2026
    /// (NT 2025.002), and after it `vProd` holds them (NT 2026.008).
    pub fn v_item(&self) -> Money {
        let icms = &self.icms.group;
        let on_top = icms.st().map_or(Money::ZERO, |it| {
            it.v_icms_st + it.fcp_st.as_ref().map_or(Money::ZERO, |fcp| fcp.v_fcp)
        });
        let v_ipi = self.ipi.as_ref().map_or(Money::ZERO, Ipi::v_ipi);
        let deducted = icms.deson().filter(|it| it.deducted).map_or(Money::ZERO, |it| it.v_icms);
        self.v_oper() + on_top + v_ipi - deducted
    }
}

/// `detPag`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DetPag {
    /// `tPag`, two digits (IT 2024.002).
    pub t_pag: &'static str,
    /// `xPag`, 2 to 60: mandatory with 99 (rule 441).
    pub x_pag: Option<String>,
    /// `vPag`.
    pub v_pag: Money,
    /// `card`: only with tPag 03, 04, 10 to 13, 15, 17, 18 (rule 963).
    pub card: Option<Card>,
}

/// `card`. `tpIntegra` is 1 when both `CNPJ` and `cAut` are there, else 2 (nfe-verified 0.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// `CNPJ` of the acquirer.
    pub cnpj: Option<Cnpj>,
    /// `tBand`, two digits.
    pub t_band: Option<&'static str>,
    /// `cAut`, 1 to 128.
    pub c_aut: Option<String>,
}

/// `infIntermed`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InfIntermed {
    /// `CNPJ` of the marketplace.
    pub cnpj: Cnpj,
    /// `idCadIntTran`, 2 to 60: the seller's name there.
    pub id_cad_int_tran: String,
}

/// `infRespTec`: who answers for the program. Harmless without CSRT everywhere; asked for in AM,
/// MS, PE, PR, SC, TO (NT 2018.005 v1.52).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InfRespTec {
    /// `CNPJ`.
    pub cnpj: Cnpj,
    /// `xContato`, 2 to 60.
    pub x_contato: String,
    /// `email`, 6 to 60.
    pub email: String,
    /// `fone`, 6 to 14 digits.
    pub fone: String,
    /// `idCSRT` and what `hashCSRT` is made of.
    pub csrt: Option<Csrt>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_time_prints_as_tdatetimeutc() {
        let at: Timestamp = "2026-12-01T02:30:15.999Z".parse().unwrap();
        let local = LocalTime::new(at, -3);
        assert_eq!(local.to_string(), "2026-11-30T23:30:15-03:00");
        assert_eq!(local.year_month(), (2026, 11));
    }
}
