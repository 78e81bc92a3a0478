//! The plan that a note itself says: its situation and its rates, read back, for the same
//! reckoning. What a note does not say (the rate behind a tax that is not taken, what was withheld
//! of one unit) cannot be reckoned again and is told as it stands there.

use crate::domain::catalogue::{DesonRule, StRule};
use crate::domain::codes::Orig;
use crate::domain::invoice::{Deson, Det, Efet, Icms, IcmsGroup, Own, St, Withheld};
use crate::domain::memoria::{Rule, Term};
use crate::domain::{Money, Rate};

use super::super::working::{Chosen, Working, minus, plus};
use super::{IcmsPlan, Line, OwnPlan, Situation, StPlan, WithheldPlan, reckon, st};

/// Tells `ICMS` of an item that was read back, and gives what comes of it.
pub(in super::super) fn retell(det: &Det, line: Line, w: &mut Working<'_>) -> Icms {
    let said = Said { orig: det.icms.orig, inside: det.cfop.id_dest() == 1 };
    let group = &det.icms.group;
    let Some(situation) = said.situation(group) else {
        let group = unreckoned(&said, group, line, w);
        w.code(code_tag(&group), group.code(), Rule::IcmsSituation, "");
        return Icms { orig: said.orig, group };
    };
    let (rule, source) = (Rule::IcmsSituation, String::new());
    let plan = IcmsPlan { orig: said.orig, situation, rule, source };
    let mut icms = reckon(&plan, line, w);
    if let IcmsGroup::Cst90 { st, .. } | IcmsGroup::Sn900 { st, .. } = &mut icms.group {
        *st = group.st().map(|it| as_it_stands(it, w));
    }
    icms
}

fn code_tag(group: &IcmsGroup) -> &'static str {
    // CST has two digits, CSOSN three.
    if group.code().len() == 2 { "ICMS/CST" } else { "ICMS/CSOSN" }
}

/// Where the goods come from and go to.
struct Said {
    orig: Orig,
    inside: bool,
}

impl Said {
    fn own(&self, own: &Own) -> OwnPlan {
        let rule = match (self.inside, self.orig.is_imported()) {
            (true, _) => Rule::IcmsRateInternal,
            (false, true) => Rule::IcmsRateImported,
            (false, false) => Rule::IcmsRateInterstate,
        };
        let p_fcp = own.fcp.as_ref().map(|it| chosen(it.p_fcp, Rule::FcpRate));
        OwnPlan { p_icms: chosen(own.p_icms, rule), p_fcp }
    }

    fn st(&self, st: &St) -> StPlan {
        StPlan {
            base: StRule { p_mva_st: st.p_mva_st, p_red_bc_st: st.p_red_bc_st },
            p_icms_st: chosen(st.p_icms_st, Rule::StRate),
            p_fcp_st: st.fcp_st.as_ref().map(|it| chosen(it.p_fcp, Rule::FcpRate)),
            // Not asked for where the operation's own tax is in the group.
            p_icms: chosen(Rate::ZERO, Rule::StOwn),
        }
    }

    /// `None` where the note does not say all that the reckoning asks for.
    fn situation(&self, group: &IcmsGroup) -> Option<Situation> {
        let deson = |it: &Option<Deson>| it.as_ref().map(rule_of);
        Some(match group {
            IcmsGroup::Cst00(own) => Situation::Cst00(self.own(own)),
            IcmsGroup::Cst10 { own, st } => Situation::Cst10(self.own(own), self.st(st)),
            IcmsGroup::Cst20 { p_red_bc, own, deson: it } => {
                Situation::Cst20(*p_red_bc, self.own(own), deson(it))
            }
            IcmsGroup::Cst40 { cst, deson: None } => Situation::Cst40(*cst, None),
            IcmsGroup::Cst51 { p_red_bc, own, deferral } => {
                Situation::Cst51 { p_red_bc: *p_red_bc, p_dif: deferral.p_dif, own: self.own(own) }
            }
            IcmsGroup::Cst70 { p_red_bc, own, st, deson: it } => {
                Situation::Cst70(*p_red_bc, self.own(own), self.st(st), deson(it))
            }
            IcmsGroup::Cst90 { p_red_bc, own, deson: it, .. } => Situation::Cst90 {
                p_red_bc: *p_red_bc,
                own: own.as_ref().map(|it| self.own(it)),
                deson: deson(it),
            },
            IcmsGroup::Sn101(credit) => Situation::Sn101(credit.p_cred_sn),
            IcmsGroup::Sn102(csosn) => Situation::Sn102(*csosn),
            IcmsGroup::Sn900 { p_red_bc, own, credit, .. } => Situation::Sn900 {
                p_red_bc: *p_red_bc,
                own: own.as_ref().map(|it| self.own(it)),
                credit: credit.as_ref().map(|it| it.p_cred_sn),
            },
            IcmsGroup::Cst40 { deson: Some(_), .. }
            | IcmsGroup::Cst60(_)
            | IcmsGroup::Sn201 { .. }
            | IcmsGroup::Sn202 { .. }
            | IcmsGroup::Sn500(_) => return None,
        })
    }
}

/// Groups of which a part must be told as it stands.
fn unreckoned(said: &Said, group: &IcmsGroup, line: Line, w: &mut Working<'_>) -> IcmsGroup {
    match group {
        IcmsGroup::Cst40 { cst, deson: Some(deson) } => {
            let v_icms = w.given("ICMS/vICMSDeson", deson.v_icms, Rule::IcmsDeson);
            IcmsGroup::Cst40 { cst: *cst, deson: Some(Deson { v_icms, ..deson.clone() }) }
        }
        IcmsGroup::Sn201 { st, credit } => {
            let credit = super::own::credit(credit.p_cred_sn, line, w);
            IcmsGroup::Sn201 { st: of_simples(said, st, line, w), credit }
        }
        IcmsGroup::Sn202 { csosn, st } => {
            IcmsGroup::Sn202 { csosn: *csosn, st: of_simples(said, st, line, w) }
        }
        IcmsGroup::Cst60(it) => IcmsGroup::Cst60(withheld(it, line, w)),
        IcmsGroup::Sn500(it) => IcmsGroup::Sn500(withheld(it, line, w)),
        // All that it says was reckoned.
        IcmsGroup::Cst00(_)
        | IcmsGroup::Cst10 { .. }
        | IcmsGroup::Cst20 { .. }
        | IcmsGroup::Cst40 { deson: None, .. }
        | IcmsGroup::Cst51 { .. }
        | IcmsGroup::Cst70 { .. }
        | IcmsGroup::Cst90 { .. }
        | IcmsGroup::Sn101(_)
        | IcmsGroup::Sn102(_)
        | IcmsGroup::Sn900 { .. } => group.clone(),
    }
}

/// Simples does not tell the operation's own tax: what was taken off is what is missing from the
/// whole.
fn of_simples(said: &Said, said_st: &St, line: Line, w: &mut Working<'_>) -> St {
    let plan = said.st(said_st);
    let (v_bc_st, p_icms_st, whole) = st::whole(&plan, line, w);
    let own = whole.or_zero_sub(said_st.v_icms_st);
    let own = w.given("vICMS da operacao", own, Rule::StOwn);
    let terms: [Term; 2] = [plus("ICMS-ST total", whole), minus("vICMS da operacao", own)];
    let v_icms_st = w.sum("ICMS/vICMSST", &terms, Rule::StValue);
    let fcp_st = st::fund(plan.p_fcp_st.as_ref(), v_bc_st, w);
    St { v_bc_st, p_icms_st, v_icms_st, fcp_st, ..said_st.clone() }
}

/// Totals of what was withheld of each unit; the note does not say of how much of each.
fn withheld(said: &Withheld, line: Line, w: &mut Working<'_>) -> Withheld {
    if let Some(ret) = &said.ret {
        w.rate("ICMS/pST", &chosen(ret.p_st, Rule::StWithheld));
        w.given("ICMS/vBCSTRet", ret.v_bc_st_ret, Rule::StWithheld);
        if let Some(v_icms_substituto) = ret.v_icms_substituto {
            w.given("ICMS/vICMSSubstituto", v_icms_substituto, Rule::StWithheld);
        }
        w.given("ICMS/vICMSSTRet", ret.v_icms_st_ret, Rule::StWithheld);
    }
    if let Some(fcp) = &said.fcp_st_ret {
        w.given("ICMS/vBCFCPSTRet", fcp.v_bc, Rule::StWithheld);
        w.rate("ICMS/pFCPSTRet", &chosen(fcp.p_fcp, Rule::StWithheld));
        w.given("ICMS/vFCPSTRet", fcp.v_fcp, Rule::StWithheld);
    }
    let of = |it: &Efet| (it.p_red_bc_efet, chosen(it.p_icms_efet, Rule::IcmsRateInternal));
    let plan = WithheldPlan { unit: None, efet: said.efet.as_ref().map(of) };
    Withheld { efet: st::efet(&plan, line, w), ..said.clone() }
}

/// A substitution that none of our plans charges.
fn as_it_stands(said: &St, w: &mut Working<'_>) -> St {
    let mut given = |tag, value: Money| w.given(tag, value, Rule::StValue);
    given("ICMS/vBCST", said.v_bc_st);
    given("ICMS/vICMSST", said.v_icms_st);
    w.rate("ICMS/pICMSST", &chosen(said.p_icms_st, Rule::StRate));
    if let Some(fcp) = &said.fcp_st {
        w.rate("ICMS/pFCPST", &chosen(fcp.p_fcp, Rule::FcpRate));
        w.given("ICMS/vFCPST", fcp.v_fcp, Rule::StFcp);
    }
    said.clone()
}

fn rule_of(deson: &Deson) -> DesonRule {
    DesonRule { mot_des_icms: deson.mot_des_icms, deducted: deson.deducted }
}

fn chosen(rate: Rate, rule: Rule) -> Chosen {
    Chosen { rate, rule, source: String::new() }
}
