//! What the check disputes becomes a fault: on the draft, before a number is taken, and on the
//! sealed note.

use jiff::civil::Date;

use super::draft::Sheet;
use super::{Stage, Trader};
use crate::domain::codes::{CClassTrib, Cest, Cfop, Crt, Ncm, TpAmb};
use crate::domain::invoice::Numbering;
use crate::domain::lists::Lists;
use crate::domain::{Code, Fault, Money, Rate, Step};
use crate::nfe::check::{OTHERWISE, Scope, Severity, Tables};
use crate::nfe::{self, Dispute, number_code};
use crate::ports::{Catalogues, World};
use crate::tax::rules::{IbsCbsStanding, Rules};

/// The tables of one draft.
struct Known<'a> {
    lists: &'a Lists,
    rules: &'a Rules,
    tp_amb: TpAmb,
    crt: Crt,
}

impl Tables for Known<'_> {
    fn cfop(&self, cfop: &str, day: Date) -> Option<bool> {
        // What is no CFOP of goods that leave, other rules dispute.
        let cfop = Cfop::parse(cfop).ok()?;
        Some(self.rules.cfop(cfop, day).is_some())
    }

    fn ncm(&self, ncm: &str) -> Option<bool> {
        let table = self.lists.ncm.as_ref()?;
        Some(Ncm::parse(ncm).is_ok_and(|it| table.contains(&it)))
    }

    fn cest(&self, cest: &str) -> Option<bool> {
        let table = self.lists.cest.as_ref()?;
        Some(Cest::parse(cest).is_ok_and(|it| table.contains(&it)))
    }

    fn class(&self, class: &str, day: Date) -> Option<bool> {
        let class = CClassTrib::parse(class).ok()?;
        Some(self.rules.class(&class, day).is_some_and(|row| row.is.nfe))
    }

    fn ibs_cbs(&self, day: Date) -> Option<[Rate; 3]> {
        match self.rules.ibs_cbs(self.crt.code(), day) {
            IbsCbsStanding::Optional(rates, _) | IbsCbsStanding::Due(rates, _) => {
                Some([rates.p_ibs_uf, rates.p_ibs_mun, rates.p_cbs])
            }
            IbsCbsStanding::Unknown | IbsCbsStanding::NotDue | IbsCbsStanding::NeedsSchema(_) => {
                None
            }
        }
    }

    fn v_nf_max(&self) -> Option<Money> {
        self.lists.v_nf_max
    }

    fn tp_amb(&self) -> Option<u8> {
        Some(self.tp_amb.code())
    }
}

impl<W: World> Stage<W> {
    /// What SEFAZ would refuse of this draft, and what somebody should know of it. It is written
    /// under a number that it could have: nothing is taken.
    pub(super) fn dispute(&self, sheet: &Sheet, trader: &Trader) -> (Vec<Fault>, Vec<Fault>) {
        let Sheet { invoice, serie, first_number, dh_emi, .. } = sheet;
        let (serie, n_nf, dh_emi) = (*serie, *first_number, *dh_emi);
        let c_nf = number_code::c_nf(&self.chance, invoice.tp_amb, &invoice.emit.cnpj, serie, n_nf);
        let numbering = Numbering { serie, n_nf, c_nf, dh_emi };
        let unsigned = nfe::write(invoice, &numbering);
        let (tp_amb, crt) = (trader.seller.tp_amb, trader.seller.crt);
        let rules = self.world.catalogues().rules();
        let known = Known { lists: &self.lists, rules: &rules, tp_amb, crt };
        let disputes = nfe::content(&unsigned, &known);
        let (warned, refused): (Vec<_>, Vec<_>) =
            disputes.iter().partition(|it| it.severity == Severity::Warn);
        let faults = |all: Vec<&Dispute>| all.into_iter().map(of_draft).collect();
        (faults(refused), faults(warned))
    }
}

/// A dispute of a draft.
fn of_draft(dispute: &Dispute) -> Fault {
    let code = dispute.family().map_or(Code::NoteLayout, |family| family.code);
    fault(code, Step::Draft, dispute)
}

/// A dispute of a sealed note. What the draft should have shown is a bug of its own.
pub(super) fn of_seal(dispute: &Dispute) -> Fault {
    let family = dispute.family().filter(|family| family.scope == Scope::Seal);
    fault(family.map_or(Code::SealCheckFailed, |it| it.code), Step::Seal, dispute)
}

fn fault(code: Code, step: Step, dispute: &Dispute) -> Fault {
    let is_c_stat = dispute.rule.bytes().all(|byte| byte.is_ascii_digit());
    let rule = if is_c_stat { "cStat " } else { "" };
    let detail = format!("{rule}{}: expected {}", dispute.rule, dispute.expected);
    let fault = Fault::new(code, step, dispute.field.as_str()).detail(detail);
    match dispute.found.as_str() {
        "" | OTHERWISE => fault,
        found => fault.value(found),
    }
}
