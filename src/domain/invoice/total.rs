//! `total` (W): the sums.

use super::{Det, IbsCbsGroup, IcmsUfDest, Ipi};
use crate::domain::Money;

/// `total`: every one the sum of the items (rules 531 to 610 and 798 to 800), never recomputed
/// from bases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// `vBC`.
    pub v_bc: Money,
    /// `vICMS`.
    pub v_icms: Money,
    /// `vICMSDeson`.
    pub v_icms_deson: Money,
    /// `vFCPUFDest`, `vICMSUFDest` (and `vICMSUFRemet`, zero since 2019), when an item has DIFAL.
    pub difal: Option<(Money, Money)>,
    /// `vFCP`.
    pub v_fcp: Money,
    /// `vBCST`.
    pub v_bc_st: Money,
    /// `vST`.
    pub v_st: Money,
    /// `vFCPST`.
    pub v_fcp_st: Money,
    /// `vFCPSTRet`.
    pub v_fcp_st_ret: Money,
    /// `vProd`.
    pub v_prod: Money,
    /// `vFrete`.
    pub v_frete: Money,
    /// `vDesc`.
    pub v_desc: Money,
    /// `vIPI`.
    pub v_ipi: Money,
    /// `vPIS`.
    pub v_pis: Money,
    /// `vCOFINS`.
    pub v_cofins: Money,
    /// `vOutro`.
    pub v_outro: Money,
    /// `vNF` = `vProd` − `vDesc` − `vICMSDeson` (deducted) + `vST` + `vFCPST` + `vFrete` +
    /// `vOutro` + `vIPI` (rule 610): the sum of `vItem`.
    pub v_nf: Money,
    /// `vTotTrib`, when an item has it.
    pub v_tot_trib: Option<Money>,
    /// `ISTot/vIS`, when an item has `IS`.
    pub v_is: Option<Money>,
    /// `IBSCBSTot`, when an item has `IBSCBS`.
    pub ibs_cbs: Option<IbsCbsTot>,
}

/// `IBSCBSTot`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IbsCbsTot {
    /// `vBCIBSCBS`.
    pub v_bc: Money,
    /// `gIBSUF/vDif`.
    pub v_dif_uf: Money,
    /// `vIBSUF`.
    pub v_ibs_uf: Money,
    /// `gIBSMun/vDif`.
    pub v_dif_mun: Money,
    /// `vIBSMun`.
    pub v_ibs_mun: Money,
    /// `gCBS/vDif`.
    pub v_dif_cbs: Money,
    /// `vCBS`.
    pub v_cbs: Money,
    /// `gMono`, when an item has it.
    pub mono: Option<IbsCbsTotMono>,
}

/// `gMono` of `IBSCBSTot`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IbsCbsTotMono {
    /// `vIBSMono`.
    pub v_ibs_mono: Money,
    /// `vCBSMono`.
    pub v_cbs_mono: Money,
}

impl Total {
    /// The sums.
    pub fn of(det: &[Det]) -> Total {
        let mut total = Total::default();
        for item in det {
            total.add_icms(item);
            if let Some(difal) = &item.icms_uf_dest {
                total.add_difal(difal);
            }
            if let Some(is) = &item.is {
                let v_is = is.tax.as_ref().map_or(Money::ZERO, |it| it.v_is);
                *total.v_is.get_or_insert_default() += v_is;
            }
            if let Some(ibs_cbs) = &item.ibs_cbs {
                total.ibs_cbs.get_or_insert_default().add(&ibs_cbs.group);
            }
            if let Some(v_tot_trib) = item.v_tot_trib {
                *total.v_tot_trib.get_or_insert_default() += v_tot_trib;
            }
            total.v_prod += item.v_prod;
            total.v_frete += item.v_frete;
            total.v_desc += item.v_desc;
            total.v_outro += item.v_outro;
            total.v_ipi += item.ipi.as_ref().map_or(Money::ZERO, Ipi::v_ipi);
            total.v_pis += item.pis.as_ref().map_or(Money::ZERO, |it| it.value());
            total.v_cofins += item.cofins.as_ref().map_or(Money::ZERO, |it| it.value());
            total.v_nf += item.v_item();
        }
        total
    }

    fn add_icms(&mut self, item: &Det) {
        let group = &item.icms.group;
        if let Some(own) = group.own() {
            self.v_bc += own.v_bc;
            self.v_icms += own.v_icms;
            self.v_fcp += own.fcp.as_ref().map_or(Money::ZERO, |it| it.v_fcp);
        }
        if let Some(st) = group.st() {
            self.v_bc_st += st.v_bc_st;
            self.v_st += st.v_icms_st;
            self.v_fcp_st += st.fcp_st.as_ref().map_or(Money::ZERO, |it| it.v_fcp);
        }
        if let Some(fcp) = group.withheld().and_then(|it| it.fcp_st_ret.as_ref()) {
            self.v_fcp_st_ret += fcp.v_fcp;
        }
        self.v_icms_deson += group.deson().map_or(Money::ZERO, |it| it.v_icms);
    }

    fn add_difal(&mut self, difal: &IcmsUfDest) {
        let (fcp, icms) = self.difal.unwrap_or_default();
        let item_fcp = difal.fcp.as_ref().map_or(Money::ZERO, |it| it.v_fcp);
        self.difal = Some((fcp + item_fcp, icms + difal.v_icms_uf_dest));
    }
}

impl IbsCbsTot {
    fn add(&mut self, group: &IbsCbsGroup) {
        match group {
            IbsCbsGroup::Nothing => {}
            IbsCbsGroup::Taxed(it) => {
                let v_dif = |levy: &super::Levy| levy.dif.as_ref().map_or(Money::ZERO, |d| d.v_dif);
                self.v_bc += it.v_bc;
                self.v_dif_uf += v_dif(&it.ibs_uf);
                self.v_ibs_uf += it.ibs_uf.value;
                self.v_dif_mun += v_dif(&it.ibs_mun);
                self.v_ibs_mun += it.ibs_mun.value;
                self.v_dif_cbs += v_dif(&it.cbs);
                self.v_cbs += it.cbs.value;
            }
            IbsCbsGroup::Mono(it) => {
                let mono = self.mono.get_or_insert_default();
                mono.v_ibs_mono += it.v_ibs_mono;
                mono.v_cbs_mono += it.v_cbs_mono;
            }
        }
    }
}
