//! `[[tax_profile.uf]]`.

use jiff::civil::Date;

use super::super::section::Section;
use super::rate;
use crate::domain::Uf;
use crate::domain::catalogue::StateRule;
use crate::domain::codes::CBenef;

const DAY_REMEDY: &str = "write a day in quotes, as in \"2026-04-01\"";

/// Reads every state's rule; two of one state may not begin on one day.
pub(super) fn read(sections: Vec<Section<'_>>) -> Option<Vec<StateRule>> {
    let mut rules: Vec<StateRule> = Vec::with_capacity(sections.len());
    let mut whole = true;
    for section in sections {
        let (source, key) = (section.source(), section.key("UF"));
        let Some(rule) = read_one(section) else {
            whole = false;
            continue;
        };
        let twice = |it: &StateRule| it.uf == rule.uf && it.valid_from == rule.valid_from;
        if rules.iter().any(twice) {
            let remedy = "keep one for each state and valid_from";
            source.fault_with(&key, &format!("{:?}", rule.uf.sigla()), "is given twice", remedy);
        }
        rules.push(rule);
    }
    whole.then_some(rules)
}

fn read_one(mut section: Section<'_>) -> Option<StateRule> {
    let uf = section.required("UF", "write two letters, as in SP", |text| {
        Uf::parse(text).ok_or("is no federative unit")
    });
    let mut day = |key| section.optional(key, DAY_REMEDY, |text| text.parse::<Date>());
    let (valid_from, valid_to) = (day("valid_from"), day("valid_to"));
    let p_icms = rate(&mut section, "pICMS");
    let p_fcp = rate(&mut section, "pFCP");
    let p_mva_st = rate(&mut section, "pMVAST");
    let remedy = "write 8 or 10 letters and digits of the state's table, or SEM CBENEF";
    let c_benef = section.optional("cBenef", remedy, CBenef::parse);
    let (from, to) = (valid_from?, valid_to?);
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        let (key, found) = (section.key("valid_to"), format!("\"{to}\""));
        section.source().fault_with(&key, &found, "is before valid_from", "write a later day");
    }
    section.done();
    Some(StateRule {
        uf: uf?,
        valid_from: from,
        valid_to: to,
        p_icms: p_icms?,
        p_fcp: p_fcp?,
        p_mva_st: p_mva_st?,
        c_benef: c_benef?,
    })
}
