//! The memória de cálculo as people read it: what each figure is, by which formula, how it was
//! rounded, and why.

mod labels;
mod numbers;
pub mod order;
mod rules;
mod tags;

use crate::domain::memoria::{Figure, How, INFORMED, Named, Rounding, Rule, Value};

use super::Lang;

pub use labels::{Labels, labels, regime};
pub use numbers::{amount, date, local, money, quantity, rate, unit_price, value};
pub use rules::rule;
pub use tags::{group, group_of, tag};

/// What a person reads of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleWords {
    /// What it gives.
    pub title: &'static str,
    /// Why it is so.
    pub why: &'static str,
}

/// Both languages of one text.
#[derive(Clone, Copy, Debug)]
struct Pair {
    pt: &'static str,
    en: &'static str,
}

impl Pair {
    const fn read(self, lang: Lang) -> &'static str {
        match lang {
            Lang::PtBr => self.pt,
            Lang::En => self.en,
        }
    }
}

/// Where the last digit comes from.
pub fn rounding(rounding: Rounding, lang: Lang) -> &'static str {
    let both = match rounding {
        Rounding::Exact => Pair { pt: "exato", en: "exact" },
        Rounding::Cent => Pair {
            pt: "arredondado ao centavo, meio para cima",
            en: "rounded to the cent, half up",
        },
        Rounding::FourDecimals => Pair {
            pt: "arredondado à quarta casa decimal, meio para cima",
            en: "rounded to four decimals, half up",
        },
        Rounding::TenDecimals => Pair {
            pt: "arredondado à décima casa decimal, meio para cima",
            en: "rounded to ten decimals, half up",
        },
    };
    both.read(lang)
}

/// Why a figure is what it is: by its rule, or because the document says so.
pub fn why(figure: &Figure, lang: Lang) -> String {
    let RuleWords { title, why } = rule(figure.rule, lang);
    match (figure.source == INFORMED && figure.rule != Rule::ItemSaid, lang) {
        (true, Lang::PtBr) => format!("{title}: está assim no documento."),
        (true, Lang::En) => format!("{title}: the document says so."),
        (false, _) => why.to_owned(),
    }
}

/// How a figure came that no formula made.
pub fn given(figure: &Figure, lang: Lang) -> &'static str {
    // No amount is chosen but one: the base of DIFAL of goods that have none.
    let chosen =
        matches!(figure.value, Value::Code(_) | Value::Rate(_)) || figure.rule == Rule::DifalBase;
    let both = match (figure.source == INFORMED, chosen) {
        (true, _) => Pair { pt: "informado no documento", en: "as the document says" },
        (false, true) => Pair { pt: "definido pela regra", en: "set by the rule" },
        (false, false) => Pair { pt: "informado pela Amazon", en: "as Amazon says" },
    };
    both.read(lang)
}

/// The formula in figures: `vBC 1.234,56 × 12,00 % = 148,15`; empty for what was given.
pub fn formula(figure: &Figure, lang: Lang) -> String {
    let own = group_of(figure.tag);
    let name = |tag| short(tag, own, lang);
    let money = |it: &Named<_>| format!("{} {}", name(it.tag), amount(it.value, lang));
    let rate = |it: &Named<_>| numbers::rate(it.value, lang);
    let whole = "100 %";
    let text = match &figure.how {
        How::Given => return String::new(),
        How::Sum(terms) if terms.len() == 1 && terms.iter().all(|it| !it.minus) => {
            // The same as another: no sign of equality makes that clearer.
            return terms
                .iter()
                .map(|it| format!("{} {}", name(it.tag), amount(it.value, lang)))
                .collect();
        }
        How::Sum(terms) => {
            let mut text = String::new();
            for (n, term) in terms.iter().enumerate() {
                text.push_str(match (n, term.minus) {
                    (0, false) => "",
                    (0, true) => "− ",
                    (_, false) => " + ",
                    (_, true) => " − ",
                });
                text.push_str(&format!("{} {}", name(term.tag), amount(term.value, lang)));
            }
            text
        }
        How::OfItems(tag) => {
            let (pt, en) = ("soma de {} dos itens", "sum of {} of the items");
            let tag = name(tag);
            match lang {
                Lang::PtBr => pt.replace("{}", &tag),
                Lang::En => en.replace("{}", &tag),
            }
        }
        How::Percent(base, by) => format!("{} × {}", money(base), rate(by)),
        How::Less(base, by) => format!("{} × ({whole} − {})", money(base), rate(by)),
        How::More(base, by) => format!("{} × ({whole} + {})", money(base), rate(by)),
        How::GrossUp(base, by) => format!("{} ÷ ({whole} − {})", money(base), rate(by)),
        How::Inside(base, by) => {
            format!("{} × {} ÷ ({whole} + {})", money(base), rate(by), rate(by))
        }
        How::RateLess(one, other) => format!("{} × ({whole} − {})", rate(one), rate(other)),
        How::RateGap(one, other) => format!("{} − {}", rate(one), rate(other)),
        How::Each(total, of) => format!("{} ÷ {}", money(total), quantity(of.value, lang)),
        How::Times(of, each) => {
            format!("{} × {}", quantity(of.value, lang), unit_price(each.value, lang))
        }
    };
    format!("{text} = {}", numbers::bare(&figure.value, lang))
}

/// A tag as it stands in a formula: with its group only where several groups have one of that name
/// and it is not the figure's own; a step of ours by its name.
fn short(tag: &str, own: &str, lang: Lang) -> String {
    let in_document = tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '/');
    match tag.split_once('/') {
        Some((group, bare)) if group != own && matches!(bare, "vBC" | "CST") => {
            format!("{group} {bare}")
        }
        Some((_, bare)) => bare.to_owned(),
        None if in_document && !matches!(tag, "pago" | "vOper") => tag.to_owned(),
        None => tags::tag(tag, lang).map_or_else(|| tag.to_owned(), inside_a_sentence),
    }
}

/// Without the capital that it begins with; an acronym keeps its own.
fn inside_a_sentence(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::memoria::Term;
    use crate::domain::{Money, Rate};
    use std::collections::BTreeSet;

    fn cents(value: i64) -> Money {
        Money::from_cents(value)
    }

    fn figure(tag: &'static str, value: Value, how: How) -> Figure {
        Figure { n_item: Some(1), tag, value, how, rule: Rule::IcmsValue, source: String::new() }
    }

    #[test]
    fn every_rule_has_its_sentences_in_both_languages() {
        for lang in [Lang::PtBr, Lang::En] {
            let mut titles = BTreeSet::new();
            for it in Rule::ALL {
                let RuleWords { title, why } = rule(*it, lang);
                assert!((3..=80).contains(&title.chars().count()), "{}: {title}", it.as_str());
                assert!(titles.insert(title), "{}: title used twice", it.as_str());
                assert!((10..=240).contains(&why.chars().count()), "{}: {why}", it.as_str());
                assert!(why.ends_with('.'), "{}: no full stop: {why}", it.as_str());
            }
        }
        let codes: BTreeSet<&str> = Rule::ALL.iter().map(|it| it.as_str()).collect();
        assert_eq!(codes.len(), Rule::ALL.len());
        assert!(Rule::ALL.iter().all(|it| !it.source().is_empty()));
    }

    #[test]
    fn a_formula_reads_as_people_write_it() {
        let (base, by) = (cents(123_456), Rate::parse("12").unwrap());
        let percent = How::Percent(
            Named { tag: "ICMS/vBC", value: base },
            Named { tag: "ICMS/pICMS", value: by },
        );
        let value = Value::Money(base.percent(by));
        let told = figure("ICMS/vICMS", value, percent);
        assert_eq!(formula(&told, Lang::PtBr), "vBC 1.234,56 × 12,00 % = 148,15");
        assert_eq!(formula(&told, Lang::En), "vBC 1,234.56 × 12.00 % = 148.15");

        let terms = vec![
            Term { minus: false, tag: "vOper", value: cents(10_000) },
            Term { minus: true, tag: "ICMS/vICMS", value: cents(1_800) },
        ];
        let told = figure("PIS/vBC", Value::Money(cents(8_200)), How::Sum(terms));
        let text = formula(&told, Lang::PtBr);
        assert_eq!(text, "valor da operação 100,00 − vICMS 18,00 = 82,00");
        let told = figure("total/vBC", Value::Money(cents(5)), How::OfItems("ICMS/vBC"));
        assert_eq!(formula(&told, Lang::PtBr), "soma de ICMS vBC dos itens = 0,05");
        let terms = vec![Term { minus: false, tag: "ICMS-ST total", value: cents(700) }];
        let told = figure("ICMS/vICMSST", Value::Money(cents(700)), How::Sum(terms));
        assert_eq!(formula(&told, Lang::PtBr), "ICMS da cadeia, antes da dedução 7,00");
        let told = figure("CFOP", Value::Code("5102".into()), How::Given);
        assert_eq!(formula(&told, Lang::PtBr), "");
    }

    #[test]
    fn each_rounding_has_its_own_words() {
        let all = [Rounding::Exact, Rounding::Cent, Rounding::FourDecimals, Rounding::TenDecimals];
        for lang in [Lang::PtBr, Lang::En] {
            let texts: BTreeSet<&str> = all.iter().map(|it| rounding(*it, lang)).collect();
            assert_eq!(texts.len(), all.len());
        }
    }
}
