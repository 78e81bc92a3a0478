//! Each situation that a profile can say, with figures computed by hand.

use super::sample::*;
use super::*;
use crate::domain::catalogue::{
    ContributionCst, ContributionRule, DesonRule, IpiCst, IpiRule, NormalRule, SimplesRule, StRule,
    StateRule, TaxProfile, WithheldUnit,
};
use crate::domain::codes::{CEnq, Crt};
use crate::domain::invoice::{Csosn, Det, Exempt, IcmsGroup, StSn};
use crate::domain::{Code, Emission, Money, Rate, Uf, UnitPrice};

fn rate(text: &str) -> Rate {
    Rate::parse(text).unwrap()
}

/// One item of 100.00, sold to a person inside São Paulo unless `change` says otherwise.
fn sold(
    crt: Crt,
    profile: impl FnOnce(&mut TaxProfile),
    change: impl FnOnce(&mut Shipment),
) -> Det {
    let mut catalogue = catalogue();
    profile(&mut catalogue.products.get_mut("SKU-A").unwrap().profile);
    let mut sale = shipment();
    change(&mut sale);
    let drafted = draft(&sale, &seller(crt), &catalogue, law(), now(), &Emission::Normal);
    let invoice = drafted.unwrap_or_else(|faults| panic!("{faults:?}")).invoice;
    assert_eq!(invoice.total.v_nf, invoice.det_pag.iter().map(|it| it.v_pag).sum());
    invoice.det[0].clone()
}

fn normal(rule: NormalRule) -> Det {
    sold(Crt::Normal, |it| it.normal = Some(rule), |_| {})
}

/// A contributor in Bahia: 7 % on the way, 20.5 % there.
fn to_contributor(sale: &mut Shipment) {
    *sale = to(sale.clone(), "BA", "Salvador");
    sale.buyer_tax_info = documents(&[("CNPJ", "12ABC34501DE35")]);
    sale.buyer_tax_info.as_mut().unwrap().company_legal_name = text("Compradora Ficticia SA");
    // What is charged on top must be paid too.
    sale.payments = vec![paid("Pix", "200.00")];
}

fn own(det: &Det) -> String {
    let own = det.icms.group.own().unwrap();
    format!("{} {} {}", own.v_bc, own.p_icms.two_decimals(), own.v_icms)
}

fn st(det: &Det) -> String {
    let st = det.icms.group.st().unwrap();
    let v_fcp = st.fcp_st.as_ref().map_or(Money::ZERO, |it| it.v_fcp);
    format!("{} {} {} {v_fcp}", st.v_bc_st, st.p_icms_st.two_decimals(), st.v_icms_st)
}

#[test]
fn a_reduced_base_and_what_it_takes_off() {
    let det = normal(NormalRule::Reduced { p_red_bc: rate("33.33"), deson: None });
    assert_eq!((det.icms.group.code(), own(&det)), ("20", "66.67 18.00 12.00".into()));
    let deson = Some(DesonRule { mot_des_icms: 9, deducted: false });
    let det = normal(NormalRule::Reduced { p_red_bc: rate("33.33"), deson });
    let taken_off = det.icms.group.deson().unwrap();
    assert_eq!((taken_off.v_icms.to_string(), taken_off.mot_des_icms), ("6.00".into(), 9));
    assert_eq!(det.v_item(), Money::from_cents(10_000));
}

#[test]
fn exempt_goods_have_no_tax_and_no_base_of_difal() {
    let exempt = NormalRule::Exempt { cst: Exempt::Isenta, deson: None };
    let det = normal(exempt.clone());
    assert_eq!((det.icms.group.code(), det.icms.group.own(), det.icms.group.deson()), {
        ("40", None, None)
    });
    let rio = |sale: &mut Shipment| *sale = to(sale.clone(), "RJ", "Rio de Janeiro");
    let det = sold(Crt::Normal, |it| it.normal = Some(exempt), rio);
    let difal = det.icms_uf_dest.unwrap();
    assert_eq!((difal.v_bc_uf_dest, difal.v_icms_uf_dest), (Money::ZERO, Money::ZERO));
}

/// Amazon's price was lowered by the tax: before, it was 100 ÷ 0.82 = 121.95, and 21.95 went.
#[test]
fn a_deducted_tax_comes_back_into_the_price() {
    let deson = Some(DesonRule { mot_des_icms: 8, deducted: true });
    let det = normal(NormalRule::Exempt { cst: Exempt::Isenta, deson });
    let taken_off = det.icms.group.deson().unwrap();
    assert_eq!(format!("{} {}", det.v_prod, taken_off.v_icms), "121.95 21.95");
    assert_eq!(det.v_item(), Money::from_cents(10_000));
}

/// 100 ÷ (1 − 0.205) = 125.79, where a state wants its own tax inside the base of DIFAL; a note
/// that says so is told so again.
#[test]
fn a_state_may_want_its_tax_inside_the_base() {
    let head = "uf\tp_icms\tp_fcp\tdifal_base\tvalid_from\tvalid_to\tsource\tcertainty";
    let own = format!("{head}\nBA\t20.5\t0\tgross_up_internal\t2026-01-01\t\tLei\ttold\n");
    let rules = rules::Rules::with(&[("icms_uf.tsv", &own)]).unwrap();
    let sale = to(shipment(), "BA", "Salvador");
    let base_of = |law: Law<'_>| {
        let drafted =
            draft(&sale, &seller(Crt::Normal), &catalogue(), law, now(), &Emission::Normal)
                .unwrap();
        let told = retell(&drafted.invoice);
        assert_eq!(told.differences, []);
        let rule = |it: &Memoria| {
            let base = it.figures.iter().find(|it| it.tag == "ICMSUFDest/vBCUFDest");
            base.unwrap().rule
        };
        assert_eq!(rule(&drafted.memoria), rule(&told.memoria));
        // Another amount in the note is told, whatever the base is.
        let mut other = drafted.invoice.clone();
        other.det[0].icms_uf_dest.as_mut().unwrap().v_icms_uf_dest += Money::from_cents(2);
        let differences = retell(&other).differences;
        assert!(differences.iter().any(|it| it.tag == "ICMSUFDest/vICMSUFDest"), "{differences:?}");
        drafted.invoice.det[0].icms_uf_dest.as_ref().unwrap().v_bc_uf_dest.to_string()
    };
    assert_eq!(base_of(law()), "100.00");
    assert_eq!(base_of(Law { rules: &rules, ..law() }), "125.79");
}

/// 90000000000.00 ÷ 0.82 has twelve digits before the point, and `vUnCom` takes eleven.
#[test]
fn a_price_that_grows_out_of_its_field_is_refused() {
    let deson = Some(DesonRule { mot_des_icms: 8, deducted: true });
    let mut catalogue = catalogue();
    catalogue.products.get_mut("SKU-A").unwrap().profile.normal =
        Some(NormalRule::Exempt { cst: Exempt::Isenta, deson });
    let drafted = |price: &str, buyer: bool| {
        let mut sale = shipment();
        if !buyer {
            sale.buyer_tax_info = None;
        }
        sale.items[0].item_price = brl(price);
        sale.payments = vec![paid("Pix", price)];
        draft(&sale, &seller(Crt::Normal), &catalogue, law(), now(), &Emission::Normal)
    };
    let codes = |price, buyer| -> Vec<Code> {
        let faults = drafted(price, buyer).err().unwrap_or_default();
        faults.iter().map(|it| it.code).collect()
    };
    assert_eq!(codes("80000000000.00", true), []);
    assert_eq!(codes("90000000000.00", true), [Code::MoneyBad]);
    // Inside one state the rates are known, whoever the buyer is: both faults are told at once.
    assert_eq!(codes("90000000000.00", false), [Code::BuyerDocumentMissing, Code::MoneyBad]);
}

#[test]
fn a_deferred_tax_says_the_whole_and_the_rest() {
    let det = normal(NormalRule::Deferred { p_red_bc: None, p_dif: rate("33.33") });
    let IcmsGroup::Cst51 { own: it, deferral, .. } = &det.icms.group else { panic!() };
    assert_eq!(
        format!("{} {} {}", deferral.v_icms_op, deferral.v_icms_dif, it.v_icms),
        "18.00 6.00 12.00"
    );
}

#[test]
fn substitution_withheld_is_told_for_each_unit() {
    let unit = WithheldUnit {
        v_bc_st_ret: UnitPrice::parse("41.333").unwrap(),
        p_st: rate("18"),
        v_icms_substituto: Some(UnitPrice::parse("3.6").unwrap()),
        v_icms_st_ret: UnitPrice::parse("3.84").unwrap(),
    };
    let mut catalogue = catalogue();
    let product = catalogue.products.get_mut("SKU-A").unwrap();
    product.profile.normal = Some(NormalRule::Withheld { efet: Some(Rate::ZERO) });
    product.profile.simples = Some(SimplesRule::Withheld { efet: None });
    product.withheld = Some(unit);
    let mut sale = shipment();
    sale.items = vec![item("SKU-A", "3", "100.00")];
    let det = &draft(&sale, &seller(Crt::Normal), &catalogue, law(), now(), &Emission::Normal)
        .unwrap()
        .invoice
        .det[0];
    let IcmsGroup::Cst60(it) = &det.icms.group else { panic!() };
    let (ret, efet) = (it.ret.as_ref().unwrap(), it.efet.as_ref().unwrap());
    assert_eq!(format!("{} {} {}", ret.v_bc_st_ret, ret.p_st, ret.v_icms_st_ret), {
        "124.00 18.0000 11.52"
    });
    assert_eq!(ret.v_icms_substituto.unwrap().to_string(), "10.80");
    assert_eq!(format!("{} {} {}", efet.v_bc_efet, efet.p_icms_efet, efet.v_icms_efet), {
        "100.00 18.0000 18.00"
    });
    let det = &draft(&sale, &seller(Crt::Simples), &catalogue, law(), now(), &Emission::Normal)
        .unwrap()
        .invoice
        .det[0];
    let IcmsGroup::Sn500(it) = &det.icms.group else { panic!() };
    assert!(it.ret.is_some() && it.efet.is_none());
}

/// 100 × 1.40 = 140 × 20.5 % = 28.70 less 7.00.
#[test]
fn substitution_is_charged_to_a_contributor_only() {
    let rule = StRule { p_mva_st: Some(rate("40")), p_red_bc_st: None };
    let charged = |it: &mut TaxProfile| it.normal = Some(NormalRule::TaxedSt(rule.clone()));
    let det = sold(Crt::Normal, charged, to_contributor);
    assert_eq!((det.icms.group.code(), own(&det)), ("10", "100.00 7.00 7.00".into()));
    assert_eq!(st(&det), "140.00 20.50 21.70 0.00");
    assert_eq!(det.v_item().to_string(), "121.70");
    let det = sold(Crt::Normal, charged, |_| {});
    assert_eq!((det.icms.group.code(), det.v_item()), ("00", Money::from_cents(10_000)));
}

#[test]
fn a_reduced_substitution_and_a_fund() {
    let st_rule = StRule { p_mva_st: None, p_red_bc_st: Some(rate("10")) };
    let rule = NormalRule::ReducedSt { p_red_bc: rate("50"), st: st_rule, deson: None };
    let state = StateRule {
        uf: Uf::Ba,
        valid_from: None,
        valid_to: None,
        p_icms: Some(rate("18")),
        p_fcp: Some(rate("2")),
        p_mva_st: Some(rate("30")),
        c_benef: None,
    };
    let det =
        sold(Crt::Normal, |it| (it.normal, it.states) = (Some(rule), vec![state]), to_contributor);
    assert_eq!((det.icms.group.code(), own(&det)), ("70", "50.00 7.00 3.50".into()));
    // 100 × 1.30 = 130, less 10 %: 117; 18 %: 21.06 less 3.50; 2 %: 2.34.
    assert_eq!(st(&det), "117.00 18.00 17.56 2.34");
}

#[test]
fn simples_passes_on_a_credit_and_charges_substitution_to_contributors() {
    let st_rule = StRule { p_mva_st: Some(rate("40")), p_red_bc_st: None };
    let p_cred_sn = rate("2.56");
    for (rule, to_a_contributor, to_a_person) in [
        (SimplesRule::Credit { p_cred_sn }, "101", "102"),
        (SimplesRule::CreditSt { p_cred_sn, st: st_rule.clone() }, "201", "102"),
        (SimplesRule::PlainSt { csosn: StSn::C202, st: st_rule.clone() }, "202", "102"),
        (SimplesRule::PlainSt { csosn: StSn::C203, st: st_rule.clone() }, "203", "103"),
    ] {
        let profile = |it: &mut TaxProfile| it.simples = Some(rule.clone());
        let det = sold(Crt::Simples, profile, to_contributor);
        assert_eq!(det.icms.group.code(), to_a_contributor);
        if let IcmsGroup::Sn101(credit) | IcmsGroup::Sn201 { credit, .. } = &det.icms.group {
            assert_eq!(credit.v_cred_icms_sn.to_string(), "2.56");
        }
        if det.icms.group.st().is_some() {
            assert_eq!(st(&det), "140.00 20.50 21.70 0.00");
        }
        let det = sold(Crt::Mei, profile, |_| {});
        assert_eq!(det.icms.group.code(), to_a_person);
    }
}

#[test]
fn other_situations_tell_their_tax_or_none() {
    for taxed in [false, true] {
        let p_red_bc = Some(rate("10"));
        let rule = NormalRule::Other { taxed, p_red_bc, deson: None };
        let det = normal(rule);
        assert_eq!(det.icms.group.code(), "90");
        assert_eq!(det.icms.group.own().map(|it| it.v_icms.to_string()), {
            taxed.then(|| "16.20".to_owned())
        });
        let rule = SimplesRule::Other { taxed, p_red_bc, p_cred_sn: Some(rate("1")) };
        let det = sold(Crt::Simples, |it| it.simples = Some(rule), |_| {});
        let IcmsGroup::Sn900 { own, credit: None, .. } = &det.icms.group else { panic!() };
        assert_eq!(own.is_some(), taxed);
    }
}

#[test]
fn a_state_of_the_profile_outweighs_the_table() {
    let state = |from: &str, p_icms| StateRule {
        uf: Uf::Sp,
        valid_from: Some(from.parse().unwrap()),
        valid_to: None,
        p_icms: Some(rate(p_icms)),
        p_fcp: Some(rate("2")),
        p_mva_st: None,
        c_benef: Some(crate::domain::codes::CBenef::parse("SP123456").unwrap()),
    };
    let states = vec![state("2026-01-01", "25"), state("2026-12-01", "30")];
    let det = sold(Crt::Normal, |it| it.states = states, |_| {});
    assert_eq!(own(&det), "100.00 25.00 25.00");
    let fcp = det.icms.group.own().unwrap().fcp.as_ref().unwrap();
    assert_eq!(fcp.v_fcp.to_string(), "2.00");
    assert_eq!(det.c_benef.unwrap().as_str(), "SP123456");
}

/// IPI is inside Amazon's price: 110 = 100 + 10 %, and vNF is what was paid.
#[test]
fn ipi_is_inside_the_price() {
    let ipi = |tax| Some(IpiRule { c_enq: CEnq::parse("999").unwrap(), tax });
    let price = |sale: &mut Shipment| {
        sale.items = vec![item("SKU-A", "3", "110.00")];
        sale.payments = vec![paid("Pix", "110.00")];
    };
    let det = sold(Crt::Normal, |it| it.ipi = ipi(IpiCst::Trib("50", rate("10"))), price);
    assert_eq!(det.ipi.as_ref().unwrap().v_ipi().to_string(), "10.00");
    assert_eq!(format!("{} {}", det.v_prod, det.v_un_com), "100.00 33.3333333333");
    // ICMS is of the whole, since the buyer consumes; PIS and COFINS are not of IPI.
    assert_eq!(own(&det), "110.00 18.00 19.80");
    let Some(crate::domain::invoice::Contribution::Aliq { v_bc, .. }) = &det.pis else { panic!() };
    assert_eq!(v_bc.to_string(), "80.20");
    let det = sold(Crt::Normal, |it| it.ipi = ipi(IpiCst::Nt("53")), price);
    assert_eq!((det.v_prod.to_string(), det.v_item().to_string()), {
        ("110.00".into(), "110.00".into())
    });
}

#[test]
fn contributions_follow_their_situation() {
    let zero = (ContributionCst::Nt("06"), Rate::ZERO);
    let differential = (ContributionCst::Aliq("02"), rate("10.3"));
    let rule = ContributionRule { pis: zero, cofins: differential };
    let det = sold(Crt::Normal, |it| it.contributions = Some(rule), |_| {});
    assert_eq!(det.pis.unwrap().value(), Money::ZERO);
    // 100 − 18 of ICMS, 10.3 %.
    assert_eq!(det.cofins.unwrap().value().to_string(), "8.45");
    let other = (ContributionCst::Outr("49"), Rate::ZERO);
    let rule = ContributionRule { pis: other, cofins: other };
    let det = sold(Crt::Normal, |it| it.contributions = Some(rule), |_| {});
    assert_eq!(det.cofins.unwrap().value(), Money::ZERO);
}

#[test]
fn above_the_states_limit_simples_owes_icms_but_its_contributions_stay_in_das() {
    let rio = |sale: &mut Shipment| *sale = to(sale.clone(), "RJ", "Rio de Janeiro");
    let det = sold(Crt::SimplesExcess, |_| {}, rio);
    assert_eq!((det.icms.group.code(), own(&det)), ("00", "100.00 12.00 12.00".into()));
    assert_eq!(det.icms_uf_dest.unwrap().v_icms_uf_dest.to_string(), "8.00");
    assert_eq!(det.pis.unwrap().value(), Money::ZERO);
}

/// To Rio: 20 % there, 12 % on the way, 2 % for the fund.
#[test]
fn simples_and_mei_pay_difal_only_where_they_are_told_to() {
    let rio = to(shipment(), "RJ", "Rio de Janeiro");
    let difal = |crt, told, csosn| {
        let mut catalogue = catalogue();
        let profile = &mut catalogue.products.get_mut("SKU-A").unwrap().profile;
        profile.simples = Some(SimplesRule::Plain(csosn));
        let seller = Seller { difal: told, ..seller(crt) };
        let drafted = draft(&rio, &seller, &catalogue, law(), now(), &Emission::Normal);
        let invoice = drafted.unwrap_or_else(|faults| panic!("{faults:?}")).invoice;
        let group = invoice.det[0].icms_uf_dest.clone()?;
        assert_eq!(invoice.det[0].icms.group.own(), None, "ICMS itself stays in DAS");
        let fcp = group.fcp.map(|it| it.v_fcp).unwrap_or_default();
        Some([group.v_bc_uf_dest, group.v_icms_uf_dest, fcp].map(|it| it.to_string()).join(" "))
    };
    for crt in [Crt::Simples, Crt::Mei] {
        assert_eq!(difal(crt, false, Csosn::C102), None);
        assert_eq!(difal(crt, true, Csosn::C102).unwrap(), "100.00 8.00 2.00");
        // The bracket is exempt, not the goods.
        assert_eq!(difal(crt, true, Csosn::C103).unwrap(), "100.00 8.00 2.00");
        assert_eq!(difal(crt, true, Csosn::C300).unwrap(), "0.00 0.00 0.00");
        assert_eq!(difal(crt, true, Csosn::C400).unwrap(), "0.00 0.00 0.00");
    }
}

#[test]
fn the_other_regimes_owe_difal_whatever_they_are_told() {
    let rio = to(shipment(), "RJ", "Rio de Janeiro");
    for (crt, told) in [
        (Crt::Normal, false),
        (Crt::Normal, true),
        (Crt::SimplesExcess, false),
        (Crt::SimplesExcess, true),
    ] {
        let seller = Seller { difal: told, ..seller(crt) };
        let invoice =
            draft(&rio, &seller, &catalogue(), law(), now(), &Emission::Normal).unwrap().invoice;
        assert!(invoice.det[0].icms_uf_dest.is_some(), "{crt:?} {told}");
    }
}
