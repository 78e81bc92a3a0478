//! `PIS` and `COFINS`, due until 2026-12-31 (ADCT art. 126, II; LC 214/2025 art. 542); until then
//! the groups must be there (rules 745 and 748).

use crate::domain::catalogue::{ContributionCst, ContributionRule};
use crate::domain::codes::Crt;
use crate::domain::invoice::Contribution;
use crate::domain::memoria::Rule;
use crate::domain::{Money, Rate};

use super::working::{Chosen, Working, minus, named, plus};

/// What stands in both groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ContributionPlan {
    /// CST 49, nothing but zeros: DAS holds both, above the state's limit too (CRT 2).
    Simples,
    /// By the profile, whose name this is.
    Profile(ContributionRule, String),
}

/// The plan; or the key of the profile that the regime needs and lacks.
pub(super) fn choose(
    rule: Option<&ContributionRule>,
    profile: &str,
    crt: Crt,
) -> Result<ContributionPlan, &'static str> {
    match crt {
        Crt::Simples | Crt::SimplesExcess | Crt::Mei => Ok(ContributionPlan::Simples),
        Crt::Normal => {
            let rule = rule.ok_or("pPIS, pCOFINS")?;
            Ok(ContributionPlan::Profile(rule.clone(), format!("perfil {profile}")))
        }
    }
}

/// The tags of one of the two.
struct Tags {
    cst: &'static str,
    base: &'static str,
    rate: &'static str,
    value: &'static str,
}

const PIS: Tags = Tags { cst: "PIS/CST", base: "PIS/vBC", rate: "PIS/pPIS", value: "PIS/vPIS" };
const COFINS: Tags =
    Tags { cst: "COFINS/CST", base: "COFINS/vBC", rate: "COFINS/pCOFINS", value: "COFINS/vCOFINS" };

/// Both groups. The base is the operation without IPI, and without the ICMS in it where the
/// seller says so (STF, Tema 69).
pub(super) fn reckon(
    plan: &ContributionPlan,
    v_oper: Money,
    v_icms_out: Option<Money>,
    w: &mut Working<'_>,
) -> (Contribution, Contribution) {
    match plan {
        ContributionPlan::Simples => {
            w.code(PIS.cst, "49", Rule::ContributionRate, "CRT");
            w.code(COFINS.cst, "49", Rule::ContributionRate, "CRT");
            (nothing("49"), nothing("49"))
        }
        ContributionPlan::Profile(rule, source) => {
            let mut one =
                |tags, (cst, rate)| contribution(tags, cst, rate, source, v_oper, v_icms_out, w);
            (one(&PIS, rule.pis), one(&COFINS, rule.cofins))
        }
    }
}

/// Both groups of a note that was read back, by its own situations and rates. Its base tells
/// whether ICMS was taken out of it.
pub(super) fn retell(
    pis: Option<&Contribution>,
    cofins: Option<&Contribution>,
    v_oper: Money,
    v_icms: Money,
    w: &mut Working<'_>,
) -> (Option<Contribution>, Option<Contribution>) {
    let mut one = |tags: &Tags, said: &Contribution| {
        let (cst, v_bc, rate) = match said {
            Contribution::Aliq { cst, v_bc, rate, .. } => {
                (ContributionCst::Aliq(cst), *v_bc, *rate)
            }
            Contribution::Outr { cst, v_bc, rate, .. } => {
                (ContributionCst::Outr(cst), *v_bc, *rate)
            }
            Contribution::Nt { cst } => (ContributionCst::Nt(cst), Money::ZERO, Rate::ZERO),
        };
        let out = (v_bc != v_oper && v_bc == v_oper.or_zero_sub(v_icms)).then_some(v_icms);
        contribution(tags, cst, rate, "", v_oper, out, w)
    };
    (pis.map(|it| one(&PIS, it)), cofins.map(|it| one(&COFINS, it)))
}

fn nothing(cst: &'static str) -> Contribution {
    Contribution::Outr { cst, v_bc: Money::ZERO, rate: Rate::ZERO, value: Money::ZERO }
}

fn contribution(
    tags: &Tags,
    cst: ContributionCst,
    rate: Rate,
    source: &str,
    v_oper: Money,
    v_icms_out: Option<Money>,
    w: &mut Working<'_>,
) -> Contribution {
    w.code(tags.cst, cst.as_str(), Rule::ContributionRate, source);
    let mut reckoned = || {
        let v_bc = match v_icms_out {
            Some(v_icms) => {
                let terms = [plus("vOper", v_oper), minus("ICMS/vICMS", v_icms)];
                w.sum(tags.base, &terms, Rule::ContributionBaseWithoutIcms)
            }
            None => w.sum(tags.base, &[plus("vOper", v_oper)], Rule::ContributionBase),
        };
        let source = source.to_owned();
        let rate = w.rate(tags.rate, &Chosen { rate, rule: Rule::ContributionRate, source });
        let (of, by) = (named(tags.base, v_bc), named(tags.rate, rate));
        (v_bc, w.percent(tags.value, of, by, Rule::ContributionValue))
    };
    match cst {
        ContributionCst::Aliq(cst) => {
            let (v_bc, value) = reckoned();
            Contribution::Aliq { cst, v_bc, rate, value }
        }
        ContributionCst::Nt(cst) => Contribution::Nt { cst },
        ContributionCst::Outr(cst) if rate.is_zero() => nothing(cst),
        ContributionCst::Outr(cst) => {
            let (v_bc, value) = reckoned();
            Contribution::Outr { cst, v_bc, rate, value }
        }
    }
}
