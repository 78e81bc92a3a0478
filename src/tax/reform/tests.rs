//! IBS, CBS and IS: each shape of a class, with figures that were made by hand.

use super::super::rules::IbsCbsStanding;
use super::*;
use crate::domain::memoria::{How, Memoria, Value};
use proptest::prelude::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn code(text: &str) -> CClassTrib {
    CClassTrib::parse(text).unwrap()
}

fn rate(text: &str) -> Rate {
    Rate::parse(text).unwrap()
}

fn money(text: &str) -> Money {
    Money::parse(text).unwrap()
}

fn figures(crt: u8) -> (IbsCbsRates, String) {
    match Rules::shipped().ibs_cbs(crt, day("2026-11-22")) {
        IbsCbsStanding::Due(rates, source) => (rates.clone(), source.to_owned()),
        other => panic!("{other:?}"),
    }
}

fn chosen(class: &str, rule: &ReformRule) -> Result<ReformPlan, Unfit> {
    let (rates, source) = figures(3);
    choose(&code(class), rule, (&rates, &source), &Rules::shipped(), day("2026-11-22"))
}

const TAXES: [(&str, i64); 4] =
    [("PIS/vPIS", 165), ("COFINS/vCOFINS", 760), ("ICMS/vICMS", 1_800), ("ICMS/vFCP", 0)];

fn taken() -> Vec<Term> {
    TAXES.map(|(tag, cents)| minus(tag, Money::from_cents(cents))).to_vec()
}

fn group(plan: &ReformPlan, v_oper: &str) -> (IbsCbsGroup, Memoria) {
    let mut memoria = Memoria::default();
    let (taxes, q_com) = (taken(), Quantity::parse("2.5").unwrap());
    let of = Taken { v_oper: money(v_oper), taxes: &taxes, v_is: Money::ZERO, q_com };
    let got = reckon(plan, &of, &mut Working::of_item(&mut memoria, 1));
    assert_eq!(got.c_class_trib, plan.class);
    (got.group, memoria)
}

fn taxed(class: &str, rule: &ReformRule, v_oper: &str) -> GIbsCbs {
    let (group, _) = group(&chosen(class, rule).unwrap(), v_oper);
    let IbsCbsGroup::Taxed(group) = group else { panic!("{group:?}") };
    *group
}

#[test]
fn full_taxation_is_of_the_price_without_its_other_taxes() {
    let got = taxed("000001", &ReformRule::default(), "100.00");
    assert_eq!(got.v_bc, money("72.75"));
    assert_eq!((got.ibs_uf.rate, got.ibs_uf.value), (rate("0.1"), money("0.07")));
    assert_eq!((got.ibs_mun.rate, got.ibs_mun.value), (Rate::ZERO, Money::ZERO));
    assert_eq!((got.cbs.rate, got.cbs.value), (rate("0.9"), money("0.65")));
    assert!(got.ibs_uf.red.is_none() && got.cbs.dif.is_none() && got.regular.is_none());
}

#[test]
fn a_reduced_class_tells_the_reduction_and_what_is_left() {
    let got = taxed("200034", &ReformRule::default(), "1027.25");
    assert_eq!(got.v_bc, money("1000"));
    let red = got.cbs.red.unwrap();
    assert_eq!((red.p_red_aliq, red.p_aliq_efet), (rate("60"), rate("0.36")));
    assert_eq!((got.cbs.rate, got.cbs.value), (rate("0.9"), money("3.60")));
    let red = got.ibs_uf.red.unwrap();
    assert_eq!((red.p_aliq_efet, got.ibs_uf.value), (rate("0.04"), money("0.40")));
    let none = taxed("200003", &ReformRule::default(), "100.00");
    assert_eq!((none.cbs.red.unwrap().p_aliq_efet, none.cbs.value), (Rate::ZERO, Money::ZERO));
}

#[test]
fn a_deferred_class_puts_off_a_part() {
    assert_eq!(chosen("510001", &ReformRule::default()), Err(Unfit::Missing("pDifIBSCBS")));
    let rule = ReformRule { p_dif: Some(rate("50")), ..ReformRule::default() };
    let got = taxed("510001", &rule, "1027.25");
    let dif = got.cbs.dif.unwrap();
    assert_eq!((dif.p_dif, dif.v_dif, got.cbs.value), (rate("50"), money("4.50"), money("4.50")));
    let both = taxed("515001", &rule, "1027.25");
    assert_eq!(both.cbs.red.unwrap().p_aliq_efet, rate("0.36"));
    assert_eq!((both.cbs.dif.unwrap().v_dif, both.cbs.value), (money("1.80"), money("1.80")));
    let whole = ReformRule { p_dif: Some(Rate::WHOLE), ..ReformRule::default() };
    assert_eq!(taxed("510001", &whole, "1027.25").cbs.value, Money::ZERO);
}

#[test]
fn a_class_under_a_condition_tells_what_it_would_be_without() {
    assert_eq!(chosen("550001", &ReformRule::default()), Err(Unfit::Missing("cClassTribReg")));
    let of = |class| ReformRule { regular: Some(code(class)), ..ReformRule::default() };
    for wrong in ["410004", "999999", "550002", "620001"] {
        assert_eq!(chosen("550001", &of(wrong)), Err(Unfit::Missing("cClassTribReg")), "{wrong}");
    }
    let got = taxed("550001", &of("000001"), "1027.25");
    assert_eq!((got.cbs.rate, got.cbs.value), (Rate::ZERO, Money::ZERO));
    assert!(got.cbs.red.is_none());
    let regular = got.regular.unwrap();
    assert_eq!(regular.cbs, (rate("0.9"), money("9.00")));
    assert_eq!(regular.ibs_uf, (rate("0.1"), money("1.00")));
    let reduced = taxed("200022", &of("200034"), "1027.25");
    assert_eq!(reduced.cbs.red.unwrap().p_aliq_efet, Rate::ZERO);
    assert_eq!(reduced.regular.unwrap().cbs, (rate("0.36"), money("3.60")));
}

#[test]
fn monophase_is_by_quantity() {
    assert_eq!(chosen("620001", &ReformRule::default()), Err(Unfit::Missing("adRemIBS")));
    let ad_rem = Some((rate("0.1234"), rate("1.5")));
    let plan = chosen("620001", &ReformRule { ad_rem, ..ReformRule::default() }).unwrap();
    let (IbsCbsGroup::Mono(got), _) = group(&plan, "100.00") else { panic!("mono") };
    assert_eq!((got.v_ibs_mono, got.v_cbs_mono), (money("0.31"), money("3.75")));
    assert_eq!(got.q_bc_mono.to_string(), "2.5");
}

#[test]
fn other_classes_have_nothing_or_are_refused() {
    let rule = ReformRule::default();
    assert_eq!(group(&chosen("410004", &rule).unwrap(), "100.00").0, IbsCbsGroup::Nothing);
    assert_eq!(chosen("999999", &rule), Err(Unfit::Unknown));
    // For services.
    assert_eq!(chosen("000002", &rule), Err(Unfit::Unknown));
    assert_eq!(chosen("620006", &rule), Err(Unfit::Unsupported));
    assert_eq!(chosen("410026", &rule), Err(Unfit::Unsupported));
    assert_eq!(Unfit::Unknown.code().as_str(), "tax.class_unknown");
    assert_eq!(Unfit::Missing("pDifIBSCBS").key(), "pDifIBSCBS");
}

#[test]
fn the_base_is_by_the_rule_of_the_day() {
    let (rates, source) = figures(3);
    let whole = IbsCbsRates { base: IbsCbsBase::OperationValue, ..rates };
    let rules = Rules::shipped();
    let today = day("2026-11-22");
    let plan =
        choose(&code("000001"), &ReformRule::default(), (&whole, &source), &rules, today).unwrap();
    let (IbsCbsGroup::Taxed(got), memoria) = group(&plan, "100.00") else { panic!("taxed") };
    assert_eq!(got.v_bc, money("100"));
    let base = memoria.figures.iter().find(|it| it.tag == V_BC).unwrap();
    assert_eq!(base.rule, Rule::IbsCbsBaseWhole);
}

#[test]
fn the_selective_tax_goes_into_the_base() {
    let rule = IsRule { c_class_trib_is: code("000001"), p_is: Some(rate("2.5")) };
    let mut memoria = Memoria::default();
    let mut w = Working::of_item(&mut memoria, 1);
    let got = selective(&rule, money("100.10"), &mut w).tax.unwrap();
    assert_eq!((got.v_bc_is, got.v_is), (money("100.10"), money("2.50")));
    assert!(selective(&IsRule { p_is: None, ..rule }, money("1"), &mut w).tax.is_none());
    let plan = chosen("000001", &ReformRule::default()).unwrap();
    let q_com = Quantity::whole(1).unwrap();
    let of = Taken { v_oper: money("100.10"), taxes: &[], v_is: got.v_is, q_com };
    let IbsCbsGroup::Taxed(group) = reckon(&plan, &of, &mut w).group else { panic!("taxed") };
    assert_eq!(group.v_bc, money("102.60"));
}

/// What the memória says of a tag.
fn told(memoria: &Memoria, tag: &str) -> Option<Value> {
    memoria.figures.iter().find(|it| it.tag == tag).map(|it| it.value.clone())
}

proptest! {
    /// No class, price or reduction makes a tax of more than its base, and what is told of it is
    /// what stands in the group.
    #[test]
    fn a_levy_is_its_base_times_its_rate(
        cents in 0i64..100_000_000,
        dif in 0i64..=1_000_000,
        class in prop::sample::select(vec!["000001", "200034", "200003", "510001", "515001"]),
    ) {
        let p_dif = Some(Rate::from_ten_thousandths(dif));
        let plan = chosen(class, &ReformRule { p_dif, ..ReformRule::default() }).unwrap();
        let (got, memoria) = group(&plan, &Money::from_cents(cents).to_string());
        let IbsCbsGroup::Taxed(got) = got else { panic!("taxed") };
        for (levy, tag) in [(&got.ibs_uf, UF.value), (&got.ibs_mun, MUN.value), (&got.cbs, CBS.value)] {
            let used = levy.red.as_ref().map_or(levy.rate, |it| it.p_aliq_efet);
            let put_off = levy.dif.as_ref().map_or(Money::ZERO, |it| it.v_dif);
            prop_assert_eq!(levy.value + put_off, got.v_bc.percent(used));
            prop_assert!(levy.value <= got.v_bc);
            prop_assert_eq!(told(&memoria, tag), Some(Value::Money(levy.value)));
        }
        prop_assert!(got.v_bc <= Money::from_cents(cents));
        let sums = memoria.figures.iter().filter(|it| matches!(it.how, How::Sum(_))).count();
        prop_assert!(sums >= 1);
    }
}
