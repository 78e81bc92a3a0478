//! Laws of the memória de cálculo: every figure is what its own formula says, of the figures that
//! it names; the last of each tag is what stands in the invoice; and an invoice that is read back
//! is told with the same figures.

use std::collections::BTreeMap;

use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::fields;
use super::sample::*;
use super::*;
use crate::domain::catalogue::{
    ContributionCst, ContributionRule, DesonRule, IpiCst, IpiRule, NormalRule, Product, ReformRule,
    SimplesRule, StRule, StateRule, TaxProfile, WithheldUnit,
};
use crate::domain::codes::{CClassTrib, CEnq, Crt};
use crate::domain::invoice::{Csosn, Exempt, IbsCbsGroup, IcmsGroup, StSn};
use crate::domain::memoria::{Figure, How, Value};
use crate::domain::shipment::Item;
use crate::domain::{Money, Rate, Uf, UnitPrice};

/// An amount as a whole number of its last decimals, without the arithmetic that made it.
fn scaled(text: &str, decimals: usize) -> i128 {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{fraction:0<decimals$}").parse().unwrap()
}

fn half_up(numerator: i128, denominator: i128) -> i128 {
    (2 * numerator + denominator).div_euclid(2 * denominator)
}

fn cents(money: Money) -> i128 {
    money.cents().into()
}

fn points(rate: Rate) -> i128 {
    scaled(&rate.to_string(), 4)
}

const WHOLE: i128 = 1_000_000;

/// What the formula comes to; `None` where there is none.
fn formula(how: &How, items: &BTreeMap<(usize, &str), Value>) -> Option<i128> {
    Some(match how {
        How::Given => return None,
        How::Sum(terms) => {
            let signed = terms.iter().map(|it| cents(it.value) * if it.minus { -1 } else { 1 });
            signed.sum::<i128>().max(0)
        }
        How::OfItems(tag) => {
            let each = items.iter().filter(|((_, it), _)| it == tag);
            each.map(|(_, value)| number(value).unwrap()).sum()
        }
        How::Percent(base, rate) => half_up(cents(base.value) * points(rate.value), WHOLE),
        How::Less(base, rate) => half_up(cents(base.value) * (WHOLE - points(rate.value)), WHOLE),
        How::More(base, rate) => half_up(cents(base.value) * (WHOLE + points(rate.value)), WHOLE),
        How::GrossUp(base, rate) => half_up(cents(base.value) * WHOLE, WHOLE - points(rate.value)),
        How::Inside(base, rate) => {
            half_up(cents(base.value) * points(rate.value), WHOLE + points(rate.value))
        }
        How::RateLess(one, other) => {
            half_up(points(one.value) * (WHOLE - points(other.value)), WHOLE)
        }
        How::RateGap(one, other) => (points(one.value) - points(other.value)).max(0),
        How::Each(total, quantity) => {
            let quantity = scaled(&quantity.value.four_decimals(), 4);
            half_up(cents(total.value) * 1_000_000_000_000, quantity)
        }
        How::Times(quantity, each) => {
            let quantity = scaled(&quantity.value.four_decimals(), 4);
            half_up(quantity * scaled(&each.value.to_string(), 10), 1_000_000_000_000)
        }
    })
}

/// A figure as a whole number of its last decimals.
fn number(value: &Value) -> Option<i128> {
    match value {
        Value::Money(it) => Some(cents(*it)),
        Value::Rate(it) => Some(points(*it)),
        Value::Quantity(it) => Some(scaled(&it.four_decimals(), 4)),
        Value::UnitPrice(it) => Some(scaled(&it.to_string(), 10)),
        Value::Code(_) => None,
    }
}

/// The figures that a formula names.
fn named_in(how: &How) -> Vec<(&'static str, i128)> {
    match how {
        How::Given | How::OfItems(_) => Vec::new(),
        How::Sum(terms) => terms.iter().map(|it| (it.tag, cents(it.value))).collect(),
        How::Percent(base, rate)
        | How::Less(base, rate)
        | How::More(base, rate)
        | How::GrossUp(base, rate)
        | How::Inside(base, rate) => {
            vec![(base.tag, cents(base.value)), (rate.tag, points(rate.value))]
        }
        How::RateLess(one, other) | How::RateGap(one, other) => {
            vec![(one.tag, points(one.value)), (other.tag, points(other.value))]
        }
        How::Each(total, quantity) => vec![
            (total.tag, cents(total.value)),
            (quantity.tag, scaled(&quantity.value.four_decimals(), 4)),
        ],
        How::Times(quantity, _) => {
            vec![(quantity.tag, scaled(&quantity.value.four_decimals(), 4))]
        }
    }
}

/// Each figure by its formula, of what was told before it under those names.
fn reckons(memoria: &Memoria) -> Result<(), TestCaseError> {
    let mut items: BTreeMap<(usize, &str), Value> = BTreeMap::new();
    for figure in &memoria.figures {
        let Figure { n_item, tag, value, how, .. } = figure;
        if let Some(expected) = formula(how, &items) {
            prop_assert_eq!(number(value), Some(expected), "{:?}", figure);
        }
        for (name, used) in named_in(how) {
            if let Some(told) = n_item.and_then(|n| items.get(&(n, name))) {
                prop_assert_eq!(number(told), Some(used), "{} in {:?}", name, figure);
            }
        }
        if let Some(n_item) = n_item {
            items.insert((*n_item, tag), value.clone());
        }
    }
    Ok(())
}

fn last<'a>(memoria: &'a Memoria, n_item: Option<usize>, tag: &str) -> Option<&'a Value> {
    let of_tag = memoria.figures.iter().rev().find(|it| it.n_item == n_item && it.tag == tag);
    of_tag.map(|it| &it.value)
}

/// Everything that stands in the invoice is told, and told as it stands there.
fn tells(memoria: &Memoria, invoice: &Invoice) -> Result<(), TestCaseError> {
    let nothing = Value::Money(Money::ZERO);
    let each = invoice.det.iter().enumerate();
    let each = each.map(|(n, det)| (Some(n + 1), fields::of_item(det)));
    for (n_item, fields) in each.chain([(None, fields::of_total(&invoice.total))]) {
        for (tag, value) in fields {
            match last(memoria, n_item, tag) {
                Some(told) => prop_assert_eq!(told, &value, "{:?} {}", n_item, tag),
                None => prop_assert_eq!(&nothing, &value, "{:?} {}", n_item, tag),
            }
        }
    }
    Ok(())
}

fn rate(least: i64, most: i64) -> BoxedStrategy<Rate> {
    (least..=most).prop_map(|it| Rate::from_ten_thousandths(it * 100)).boxed()
}

fn st() -> BoxedStrategy<StRule> {
    (option::of(rate(1, 9_000)), option::of(rate(1, 6_000)))
        .prop_map(|(p_mva_st, p_red_bc_st)| StRule { p_mva_st, p_red_bc_st })
        .boxed()
}

fn deson() -> BoxedStrategy<Option<DesonRule>> {
    option::of(any::<bool>().prop_map(|deducted| DesonRule { mot_des_icms: 9, deducted })).boxed()
}

fn normal() -> BoxedStrategy<NormalRule> {
    let reduction = || rate(1, 9_000);
    prop_oneof![
        Just(NormalRule::Taxed),
        st().prop_map(NormalRule::TaxedSt),
        (reduction(), deson())
            .prop_map(|(p_red_bc, deson)| NormalRule::Reduced { p_red_bc, deson }),
        deson().prop_map(|deson| NormalRule::Exempt { cst: Exempt::Isenta, deson }),
        (option::of(reduction()), rate(0, 10_000))
            .prop_map(|(p_red_bc, p_dif)| NormalRule::Deferred { p_red_bc, p_dif }),
        option::of(reduction()).prop_map(|efet| NormalRule::Withheld { efet }),
        (reduction(), st(), deson()).prop_map(|(p_red_bc, st, deson)| NormalRule::ReducedSt {
            p_red_bc,
            st,
            deson
        }),
        (any::<bool>(), option::of(reduction()), deson())
            .prop_map(|(taxed, p_red_bc, deson)| NormalRule::Other { taxed, p_red_bc, deson }),
    ]
    .boxed()
}

fn simples() -> BoxedStrategy<SimplesRule> {
    let credit = || rate(1, 400);
    prop_oneof![
        credit().prop_map(|p_cred_sn| SimplesRule::Credit { p_cred_sn }),
        Just(SimplesRule::Plain(Csosn::C300)),
        (credit(), st()).prop_map(|(p_cred_sn, st)| SimplesRule::CreditSt { p_cred_sn, st }),
        st().prop_map(|st| SimplesRule::PlainSt { csosn: StSn::C203, st }),
        option::of(rate(1, 9_000)).prop_map(|efet| SimplesRule::Withheld { efet }),
        (any::<bool>(), option::of(rate(1, 9_000)), option::of(credit())).prop_map(
            |(taxed, p_red_bc, p_cred_sn)| SimplesRule::Other { taxed, p_red_bc, p_cred_sn }
        ),
    ]
    .boxed()
}

fn contributions() -> BoxedStrategy<ContributionRule> {
    let cst = || select(vec!["01", "02", "06", "49", "99"]);
    let one = move || {
        (cst(), prop_oneof![Just(Rate::ZERO), rate(1, 900)])
            .prop_map(|(cst, rate)| (ContributionCst::parse(cst).unwrap(), rate))
    };
    (one(), one()).prop_map(|(pis, cofins)| ContributionRule { pis, cofins }).boxed()
}

fn ipi() -> BoxedStrategy<Option<IpiRule>> {
    let rule = |tax| IpiRule { c_enq: CEnq::parse("999").unwrap(), tax };
    prop_oneof![
        3 => Just(None),
        2 => rate(1, 5_000).prop_map(move |it| Some(rule(IpiCst::Trib("50", it)))),
        1 => Just(Some(rule(IpiCst::Nt("53")))),
    ]
    .boxed()
}

fn profile() -> BoxedStrategy<TaxProfile> {
    let state = (select(vec![Uf::Sp, Uf::Rj, Uf::Ba]), rate(1_200, 2_500), rate(0, 200));
    let state = option::of(state.prop_map(|(uf, p_icms, p_fcp)| StateRule {
        uf,
        valid_from: None,
        valid_to: None,
        p_icms: Some(p_icms),
        p_fcp: Some(p_fcp),
        p_mva_st: None,
        c_benef: None,
    }));
    (normal(), simples(), contributions(), ipi(), state, reform())
        .prop_map(|(normal, simples, contributions, ipi, state, (class, reform))| TaxProfile {
            normal: Some(normal),
            simples: Some(simples),
            contributions: Some(contributions),
            ipi,
            states: state.into_iter().collect(),
            c_class_trib: CClassTrib::parse(class).unwrap(),
            reform,
            ..product("SKU-A", "0").profile
        })
        .boxed()
}

/// Each shape of a class: full, reduced, put off, under a condition, by quantity, not taxed.
fn reform() -> BoxedStrategy<(&'static str, ReformRule)> {
    let classes = ["000001", "200034", "200022", "510001", "515001", "550001", "620001", "410004"];
    let rates = (rate(0, 10_000), rate(0, 900), rate(0, 900), any::<bool>());
    (select(classes.to_vec()), rates)
        .prop_map(|(class, (p_dif, ibs, cbs, reduced))| {
            let regular = CClassTrib::parse(if reduced { "200034" } else { "000001" });
            let rule =
                ReformRule { p_dif: Some(p_dif), ad_rem: Some((ibs, cbs)), regular: regular.ok() };
            (class, rule)
        })
        .boxed()
}

fn goods() -> BoxedStrategy<Vec<Product>> {
    let unit = |text: &str| UnitPrice::parse(text).unwrap();
    let withheld = option::of(any::<bool>().prop_map(move |substituto| WithheldUnit {
        v_bc_st_ret: unit("41.3355"),
        p_st: Rate::parse("20").unwrap(),
        v_icms_substituto: substituto.then(|| unit("3.1234567")),
        v_icms_st_ret: unit("4.27"),
    }));
    let one = (profile(), withheld, select(vec!["0", "1", "5"]));
    let two = prop::collection::vec(one, 2);
    two.prop_map(|two| {
        let named = two.into_iter().zip(["SKU-A", "SKU-B"]);
        named
            .map(|((profile, withheld, orig), sku)| Product {
                profile,
                withheld,
                ..product(sku, orig)
            })
            .collect()
    })
    .boxed()
}

fn amount(most: i64) -> BoxedStrategy<String> {
    (0..most).prop_map(|it| Money::from_cents(it).to_string()).boxed()
}

fn items() -> BoxedStrategy<Vec<Item>> {
    let amounts = (amount(3_000_000), amount(5_000), amount(900), amount(4_000), amount(2_000));
    let one = (select(vec!["SKU-A", "SKU-B"]), 1u32..40, amounts);
    let one = one.prop_map(|(sku, quantity, (price, shipping, wrap, off, promotion))| Item {
        shipping_price: brl(&shipping),
        gift_wrap_price: brl(&wrap),
        shipping_discount: brl(&off),
        promotion_discount: brl(&promotion),
        ..item(sku, &quantity.to_string(), &price)
    });
    prop::collection::vec(one, 1..4).boxed()
}

/// A sale of any goods, to anybody, by anybody, that comes to an invoice.
fn drafted() -> BoxedStrategy<Draft> {
    let way = select(vec![("SP", "Campinas"), ("RJ", "Niterói"), ("BA", "Salvador")]);
    let who = (select(Crt::ALL.to_vec()), any::<bool>(), any::<bool>());
    (goods(), items(), way, who)
        .prop_filter_map("no invoice", |(goods, items, (uf, city), (crt, company, tema_69))| {
            let mut sale = to(shipment(), uf, city);
            sale.items = items;
            // More than any of them is worth: payments are per order.
            sale.payments = vec![paid("Pix", "900000.00")];
            if company {
                sale.buyer_tax_info = documents(&[("CNPJ", "12ABC34501DE35")]);
            }
            let mut seller = seller(crt);
            seller.icms_out_of_pis_cofins = tema_69;
            let products = goods.into_iter().map(|it| (it.sku.clone(), it)).collect();
            draft(
                &sale,
                &seller,
                &Catalogue { products, ..catalogue() },
                law(),
                now(),
                &Emission::Normal,
            )
            .ok()
        })
        .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_figure_of_a_draft_is_what_its_formula_says(draft in drafted()) {
        reckons(&draft.memoria)?;
    }

    #[test]
    fn the_last_figure_of_each_tag_is_the_invoice_s_own(draft in drafted()) {
        tells(&draft.memoria, &draft.invoice)?;
    }

    #[test]
    fn an_invoice_that_is_read_back_is_told_without_a_difference(draft in drafted()) {
        let Retold { memoria, differences } = retell(&draft.invoice);
        prop_assert_eq!(&differences, &[]);
        reckons(&memoria)?;
        tells(&memoria, &draft.invoice)?;
    }

    /// A cent that is not ours is told as tolerated, two are not.
    #[test]
    fn another_figure_is_told(draft in drafted(), cents in 1i64..4) {
        let mut invoice = draft.invoice;
        let more = Money::from_cents(cents);
        let mut changed = None;
        for (n, det) in invoice.det.iter_mut().enumerate() {
            if let IcmsGroup::Cst00(own) = &mut det.icms.group {
                own.v_icms += more;
                changed = Some(n + 1);
                break;
            }
        }
        let Some(n_item) = changed else { return Ok(()) };
        let told = retell(&invoice).differences;
        let one = told.iter().find(|it| it.tag == "ICMS/vICMS").unwrap();
        prop_assert_eq!(one.n_item, Some(n_item));
        prop_assert_eq!(one.is_tolerated(), cents == 1);
        prop_assert!(told.iter().any(|it| it.n_item.is_none() && it.tag == "total/vICMS"));
    }
}

/// Every situation is among the drafts that the laws above see.
#[test]
fn the_laws_see_every_situation() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = drafted();
    let mut seen = std::collections::BTreeSet::new();
    let mut shapes = std::collections::BTreeSet::new();
    for _ in 0..400 {
        let draft = strategy.new_tree(&mut runner).unwrap().current();
        seen.extend(draft.invoice.det.iter().map(|it| it.icms.group.code()));
        shapes.extend(draft.invoice.det.iter().filter_map(
            |it| match &it.ibs_cbs.as_ref()?.group {
                IbsCbsGroup::Nothing => Some("nothing"),
                IbsCbsGroup::Mono(_) => Some("mono"),
                IbsCbsGroup::Taxed(it) if it.regular.is_some() => Some("regular"),
                IbsCbsGroup::Taxed(it) => match (it.cbs.dif.is_some(), it.cbs.red.is_some()) {
                    (true, true) => Some("put off, reduced"),
                    (true, false) => Some("put off"),
                    (false, true) => Some("reduced"),
                    (false, false) => Some("full"),
                },
            },
        ));
    }
    let all = [
        "00", "10", "101", "102", "103", "20", "201", "203", "300", "40", "500", "51", "60", "70",
        "90", "900",
    ];
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), all);
    assert_eq!(shapes.len(), 7, "{shapes:?}");
}
