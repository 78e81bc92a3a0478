//! Who is taxed by what: regime, way and buyer decide.

use proptest::prelude::*;

use super::sales::sale;
use fba_nfe::domain::invoice::{Contribution, IcmsGroup};
use fba_nfe::domain::{Code, Timestamp};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_code_of_icms_is_the_regimes(sale in sale()) {
        let invoice = sale.drafted().invoice;
        for det in &invoice.det {
            // Rules 590 and 591.
            let digits = if invoice.emit.crt.uses_csosn() { 3 } else { 2 };
            prop_assert_eq!(det.icms.group.code().len(), digits);
        }
    }

    #[test]
    fn only_contributors_get_credit_and_are_charged_substitution(sale in sale()) {
        for det in sale.drafted().invoice.det {
            let credit = match &det.icms.group {
                IcmsGroup::Sn101(_) | IcmsGroup::Sn201 { .. } => true,
                IcmsGroup::Sn900 { credit, .. } => credit.is_some(),
                _ => false,
            };
            // Rule 600.
            prop_assert!(sale.is_contributor() || !(credit || det.icms.group.st().is_some()));
        }
    }

    /// Rules 694 and 695; of Simples only who is told to pay it.
    #[test]
    fn difal_is_there_when_it_is_due_and_never_else(sale in sale()) {
        let invoice = sale.drafted().invoice;
        let owes = !invoice.emit.crt.uses_csosn() || sale.seller.difal;
        let due = invoice.id_dest == 2 && !sale.is_contributor() && owes;
        prop_assert!(invoice.det.iter().all(|it| it.icms_uf_dest.is_some() == due));
        prop_assert_eq!(invoice.total.difal.is_some(), due);
    }

    /// Rules 693, 697, 698 and the schema's list.
    #[test]
    fn between_states_there_are_three_rates(sale in sale()) {
        let invoice = sale.drafted().invoice;
        for det in invoice.det.iter().filter(|_| invoice.id_dest == 2) {
            let own = det.icms.group.own().map(|it| it.p_icms);
            let inter = det.icms_uf_dest.as_ref().map(|it| it.p_icms_inter);
            for rate in own.into_iter().chain(inter) {
                prop_assert!(["4.00", "7.00", "12.00"].contains(&rate.two_decimals().as_str()));
                prop_assert_eq!(rate.two_decimals() == "4.00", det.icms.orig.is_imported());
            }
        }
    }

    /// Rule 876.
    #[test]
    fn a_fund_stands_in_icms_inside_a_state_and_in_difal_between_two(sale in sale()) {
        let invoice = sale.drafted().invoice;
        for det in &invoice.det {
            let inside = det.icms.group.own().is_some_and(|it| it.fcp.is_some());
            prop_assert!(!inside || invoice.id_dest == 1);
            prop_assert!(det.icms_uf_dest.is_none() || invoice.id_dest == 2);
        }
    }

    /// Rules 731 to 733, 771 to 773.
    #[test]
    fn the_way_the_cfop_and_the_states_agree(sale in sale()) {
        let invoice = sale.drafted().invoice;
        let inside = invoice.emit.ender.uf == invoice.dest.ender.uf;
        prop_assert_eq!(invoice.id_dest, if inside { 1 } else { 2 });
        prop_assert!(invoice.det.iter().all(|it| it.cfop.id_dest() == invoice.id_dest));
    }

    /// Rules 745 and 748; DAS holds both for all but the normal regime.
    #[test]
    fn contributions_are_told_and_simples_pays_none(sale in sale()) {
        let invoice = sale.drafted().invoice;
        for det in &invoice.det {
            prop_assert!(det.pis.is_some() && det.cofins.is_some());
            if invoice.emit.crt.code() != 3 {
                for it in [&det.pis, &det.cofins].into_iter().flatten() {
                    let simples = matches!(it, Contribution::Outr { cst: "49", .. });
                    prop_assert!(simples && it.value().is_zero());
                }
            }
        }
    }

    /// Rules 696, 728, 791.
    #[test]
    fn a_buyer_without_ie_is_a_final_consumer(sale in sale()) {
        let invoice = sale.drafted().invoice;
        prop_assert_eq!(invoice.dest.ie.is_some(), sale.is_contributor());
        prop_assert!(invoice.dest.ie.is_some() || invoice.ind_final);
    }

    /// Rules 1080, 1118: the totals of the reform stand when an item has it.
    #[test]
    fn the_reform_is_on_every_item_or_on_none(sale in sale()) {
        let invoice = sale.drafted().invoice;
        let with = invoice.det.iter().filter(|it| it.ibs_cbs.is_some()).count();
        prop_assert!(with == 0 || with == invoice.det.len());
        prop_assert_eq!(invoice.total.ibs_cbs.is_some(), with > 0);
    }

    /// The shipped rules end with 2026, at midnight of the seller's own clock.
    #[test]
    fn a_day_that_the_rules_do_not_know_is_held(sale in sale(), later in 0i64..31_536_000) {
        let mut sale = sale;
        let uf = sale.seller.establishments[0].emit.ender.uf;
        let midnight = 1_798_761_600 - i64::from(uf.offset_hours()) * 3_600;
        sale.at = Timestamp::from_second(midnight - 1).unwrap();
        prop_assert!(sale.draft().is_ok());
        sale.at = Timestamp::from_second(midnight + later).unwrap();
        let faults = sale.draft().unwrap_err();
        let known = [Code::TaxRulesUnknown, Code::TaxSchemaUnknown];
        prop_assert!(faults.iter().any(|it| known.contains(&it.code)), "{faults:?}");
    }
}
