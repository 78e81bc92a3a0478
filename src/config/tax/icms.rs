//! `CSOSN`, `CST`, and the keys that go with each.

use super::super::section::Section;
use super::{RATE_REMEDY, rate, stray};
use crate::domain::Rate;
use crate::domain::catalogue::{DesonRule, NormalRule, SimplesRule, StRule};
use crate::domain::invoice::{Csosn, Exempt, StSn};

/// Both halves of a profile.
pub(super) struct IcmsRules {
    pub(super) simples: Option<SimplesRule>,
    pub(super) normal: Option<NormalRule>,
}

const CSOSN: [&str; 10] = ["101", "102", "103", "201", "202", "203", "300", "400", "500", "900"];
const CST: [&str; 10] = ["00", "10", "20", "40", "41", "50", "51", "60", "70", "90"];

/// The keys beside the two codes, and with which codes each may stand.
const MAY_STAND: [(&str, &[&str]); 9] = [
    ("pCredSN", &["101", "201", "900"]),
    ("pRedBC", &["20", "51", "70", "90", "900"]),
    ("pDif", &["51"]),
    ("pMVAST", &["10", "70", "201", "202", "203"]),
    ("pRedBCST", &["10", "70", "201", "202", "203"]),
    ("motDesICMS", &["20", "40", "41", "50", "70", "90"]),
    ("indDeduzDeson", &["20", "40", "41", "50", "70", "90"]),
    ("pRedBCEfet", &["60", "500"]),
    ("taxed", &["90", "900"]),
];

/// `motDesICMS` of each group, as the schema lists them.
const REASONS: [(&[&str], &[u8]); 3] = [
    (&["20"], &[3, 9, 10, 11, 12]),
    (&["40", "41", "50"], &[1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 16, 90]),
    (&["70", "90"], &[3, 9, 12]),
];

/// The keys as they were read.
struct Keys {
    p_cred_sn: Option<Rate>,
    p_red_bc: Option<Rate>,
    p_dif: Option<Rate>,
    st: StRule,
    deson: Option<DesonRule>,
    efet: Option<Rate>,
    taxed: bool,
}

/// The halves; and whether `CST` was there, right or wrong.
pub(super) fn read(section: &mut Section<'_>) -> (Option<IcmsRules>, bool) {
    let before = section.source().count();
    let csosn = one_of(section, "CSOSN", &CSOSN);
    let cst = one_of(section, "CST", &CST);
    let has_cst = !matches!(cst, Some(None));
    (read_rules(section, csosn, cst, before), has_cst)
}

fn read_rules(
    section: &mut Section<'_>,
    csosn: Option<Option<&'static str>>,
    cst: Option<Option<&'static str>>,
    before: usize,
) -> Option<IcmsRules> {
    let keys = read_keys(section, csosn.flatten(), cst.flatten());
    let (csosn, cst, keys) = (csosn?, cst?, keys?);
    if csosn.is_none() && cst.is_none() {
        let remedy = "write CSOSN for Simples Nacional, CST for the normal regime, or both";
        section.source().fault(&section.key("CST"), "is missing, and so is CSOSN", remedy);
    }
    let simples = csosn.and_then(|code| simples(section, code, &keys));
    let normal = cst.and_then(|code| normal(section, code, &keys));
    (section.source().count() == before).then_some(IcmsRules { simples, normal })
}

fn one_of(
    section: &mut Section<'_>,
    key: &str,
    codes: &'static [&'static str],
) -> Option<Option<&'static str>> {
    section.optional(key, &format!("write one of {}", codes.join(", ")), |text| {
        codes.iter().copied().find(|it| *it == text.trim()).ok_or("is not supported")
    })
}

fn read_keys(section: &mut Section<'_>, csosn: Option<&str>, cst: Option<&str>) -> Option<Keys> {
    let p_cred_sn = rate(section, "pCredSN");
    let p_red_bc = rate(section, "pRedBC");
    let p_dif = rate(section, "pDif");
    let p_mva_st = rate(section, "pMVAST");
    let p_red_bc_st = rate(section, "pRedBCST");
    let efet = rate(section, "pRedBCEfet");
    let mot_des_icms = read_reason(section, cst);
    let deducted = section.flag("indDeduzDeson", false);
    let taxed = section.flag("taxed", false);
    let (p_red_bc, p_dif, efet) = (p_red_bc?, p_dif?, efet?);
    let (mot_des_icms, deducted, taxed) = (mot_des_icms?, deducted?, taxed?);
    let st = StRule { p_mva_st: p_mva_st?, p_red_bc_st: p_red_bc_st? };
    let p_cred_sn = p_cred_sn?;
    let there = [
        p_cred_sn.is_some(),
        p_red_bc.is_some(),
        p_dif.is_some(),
        st.p_mva_st.is_some(),
        st.p_red_bc_st.is_some(),
        mot_des_icms.is_some(),
        deducted,
        efet.is_some(),
        taxed,
    ];
    let codes = [csosn, cst];
    for ((key, with), there) in MAY_STAND.iter().zip(there) {
        if there && !codes.iter().flatten().any(|code| with.contains(code)) {
            stray(section, key, &format!("{} of CST or CSOSN", with.join(", ")));
        }
    }
    if deducted && mot_des_icms.is_none() {
        stray(section, "indDeduzDeson", "motDesICMS");
    }
    for (key, rate) in [("pRedBC", p_red_bc), ("pDif", p_dif), ("pRedBCST", st.p_red_bc_st)] {
        if let Some(rate) = rate.filter(|it| *it > Rate::WHOLE) {
            let (key, found) = (section.key(key), format!("\"{rate}\""));
            section.source().fault_with(&key, &found, "is above 100", "write 0 to 100");
        }
    }
    let deson = mot_des_icms.map(|mot_des_icms| DesonRule { mot_des_icms, deducted });
    Some(Keys { p_cred_sn, p_red_bc, p_dif, st, deson, efet, taxed })
}

fn read_reason(section: &mut Section<'_>, cst: Option<&str>) -> Option<Option<u8>> {
    let listed = REASONS.iter().find(|(with, _)| cst.is_some_and(|cst| with.contains(&cst)));
    let numbers = listed.map_or(&[] as &[u8], |(_, numbers)| numbers);
    let names: Vec<String> = numbers.iter().map(u8::to_string).collect();
    let remedy = match names.as_slice() {
        [] => "take it out: it belongs to CST 20, 40, 41, 50, 70 and 90".to_owned(),
        names => format!("write one of {} in quotes", names.join(", ")),
    };
    section.optional("motDesICMS", &remedy, |text| match text.trim().parse::<u8>() {
        Ok(number) if numbers.contains(&number) => Ok(number),
        Ok(_) | Err(_) => Err("is no reason that this CST can have"),
    })
}

fn needed(section: &Section<'_>, key: &str, rate: Option<Rate>) -> Option<Rate> {
    if rate.is_none() {
        section.missing(key, RATE_REMEDY);
    }
    rate
}

fn simples(section: &Section<'_>, code: &str, keys: &Keys) -> Option<SimplesRule> {
    let credit = || needed(section, "pCredSN", keys.p_cred_sn);
    Some(match code {
        "101" => SimplesRule::Credit { p_cred_sn: credit()? },
        "201" => SimplesRule::CreditSt { p_cred_sn: credit()?, st: keys.st.clone() },
        "500" => SimplesRule::Withheld { efet: keys.efet },
        "900" => SimplesRule::Other {
            taxed: keys.taxed,
            p_red_bc: keys.p_red_bc,
            p_cred_sn: keys.p_cred_sn,
        },
        code => match (StSn::parse(code), Csosn::parse(code)) {
            (Some(csosn), _) => SimplesRule::PlainSt { csosn, st: keys.st.clone() },
            (None, csosn) => SimplesRule::Plain(csosn?),
        },
    })
}

fn normal(section: &Section<'_>, code: &str, keys: &Keys) -> Option<NormalRule> {
    let reduction = || needed(section, "pRedBC", keys.p_red_bc);
    let deson = keys.deson;
    Some(match code {
        "00" => NormalRule::Taxed,
        "10" => NormalRule::TaxedSt(keys.st.clone()),
        "20" => NormalRule::Reduced { p_red_bc: reduction()?, deson },
        "51" => NormalRule::Deferred {
            p_red_bc: keys.p_red_bc,
            p_dif: needed(section, "pDif", keys.p_dif)?,
        },
        "60" => NormalRule::Withheld { efet: keys.efet },
        "70" => NormalRule::ReducedSt { p_red_bc: reduction()?, st: keys.st.clone(), deson },
        "90" => NormalRule::Other { taxed: keys.taxed, p_red_bc: keys.p_red_bc, deson },
        code => NormalRule::Exempt { cst: Exempt::parse(code)?, deson },
    })
}
