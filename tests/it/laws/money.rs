//! Sums are sums, and what was paid is what is billed.

use proptest::prelude::*;

use super::sales::{Sale, sale};
use fba_nfe::domain::catalogue::{DesonRule, IpiCst, NormalRule};
use fba_nfe::domain::invoice::{Det, IbsCbsGroup, IcmsGroup, Ipi, IpiTax};
use fba_nfe::domain::shipment::Amount;
use fba_nfe::domain::{Money, Quantity, Rate, UnitPrice};

fn sum(det: &[Det], of: impl Fn(&Det) -> Money) -> Money {
    det.iter().map(of).sum()
}

/// Substitution and its fund: charged on top of the price.
fn on_top(det: &Det) -> Money {
    det.icms.group.st().map_or(Money::ZERO, |it| {
        it.v_icms_st + it.fcp_st.as_ref().map_or(Money::ZERO, |fcp| fcp.v_fcp)
    })
}

/// No tax that changes `vProd`: IPI inside the price, or ICMS deducted from it.
fn plain(sale: &mut Sale) {
    for product in sale.catalogue.products.values_mut() {
        if product.profile.ipi.as_ref().is_some_and(|it| matches!(it.tax, IpiCst::Trib(..))) {
            product.profile.ipi = None;
        }
        let deson = match product.profile.normal.as_mut().unwrap() {
            NormalRule::Reduced { deson, .. }
            | NormalRule::Exempt { deson, .. }
            | NormalRule::ReducedSt { deson, .. }
            | NormalRule::Other { deson, .. } => deson,
            _ => continue,
        };
        *deson = deson.map(|it| DesonRule { deducted: false, ..it });
    }
}

fn add(amount: &mut Option<Amount>, cents: i64) {
    let amount = amount.as_mut().unwrap();
    let before = Money::parse(amount.amount.as_deref().unwrap()).unwrap();
    amount.amount = Some((before + Money::from_cents(cents)).to_string());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_total_is_the_sum_of_the_items(sale in sale()) {
        let invoice = sale.drafted().invoice;
        let (det, total) = (&invoice.det, &invoice.total);
        let own = |it: &Det, of: fn(&fba_nfe::domain::invoice::Own) -> Money| {
            it.icms.group.own().map_or(Money::ZERO, of)
        };
        prop_assert_eq!(total.v_prod, sum(det, |it| it.v_prod));
        prop_assert_eq!(total.v_frete, sum(det, |it| it.v_frete));
        prop_assert_eq!(total.v_desc, sum(det, |it| it.v_desc));
        prop_assert_eq!(total.v_outro, sum(det, |it| it.v_outro));
        prop_assert_eq!(total.v_bc, sum(det, |it| own(it, |own| own.v_bc)));
        prop_assert_eq!(total.v_icms, sum(det, |it| own(it, |own| own.v_icms)));
        prop_assert_eq!(total.v_st + total.v_fcp_st, sum(det, on_top));
        prop_assert_eq!(total.v_ipi, sum(det, |it| it.ipi.as_ref().map_or(Money::ZERO, Ipi::v_ipi)));
        prop_assert_eq!(total.v_pis, sum(det, |it| it.pis.as_ref().map_or(Money::ZERO, |p| p.value())));
        prop_assert_eq!(
            total.v_icms_deson,
            sum(det, |it| it.icms.group.deson().map_or(Money::ZERO, |it| it.v_icms))
        );
        let difal = sum(det, |it| it.icms_uf_dest.as_ref().map_or(Money::ZERO, |d| d.v_icms_uf_dest));
        prop_assert_eq!(total.difal.unwrap_or_default().1, difal);
    }

    /// Rule 610, written out.
    #[test]
    fn v_nf_is_its_formula(sale in sale()) {
        let invoice = sale.drafted().invoice;
        let total = &invoice.total;
        let deducted = sum(&invoice.det, |it| {
            it.icms.group.deson().filter(|it| it.deducted).map_or(Money::ZERO, |it| it.v_icms)
        });
        let v_nf = total.v_prod + total.v_st + total.v_fcp_st + total.v_frete + total.v_outro
            + total.v_ipi - total.v_desc - deducted;
        prop_assert_eq!(total.v_nf, v_nf);
        prop_assert_eq!(sum(&invoice.det, Det::v_item), v_nf);
    }

    #[test]
    fn payments_are_the_whole_and_none_is_nothing(sale in sale()) {
        let invoice = sale.drafted().invoice;
        prop_assert_eq!(invoice.det_pag.iter().map(|it| it.v_pag).sum::<Money>(), invoice.total.v_nf);
        prop_assert!(invoice.det_pag.iter().all(|it| !it.v_pag.is_zero()));
    }

    /// IPI and a deducted ICMS are inside Amazon's price, to the cent; only substitution comes on top.
    #[test]
    fn what_was_paid_is_what_is_billed(sale in sale()) {
        let invoice = sale.drafted().invoice;
        let billed = invoice.total.v_nf - sum(&invoice.det, on_top);
        prop_assert_eq!(billed, sale.paid());
    }

    #[test]
    fn a_cent_more_on_one_price_is_a_cent_more_on_the_note(sale in sale(), at in any::<prop::sample::Index>()) {
        let mut sale = sale;
        plain(&mut sale);
        for product in sale.catalogue.products.values_mut() {
            product.profile.normal = Some(NormalRule::Taxed);
            product.profile.simples =
                Some(fba_nfe::domain::catalogue::SimplesRule::Plain(fba_nfe::domain::invoice::Csosn::C102));
        }
        let before = sale.drafted().invoice;
        let mut dearer = sale.clone();
        let at = at.index(dearer.shipment.items.len());
        add(&mut dearer.shipment.items[at].item_price, 1);
        let after = dearer.drafted().invoice;
        let cent = Money::from_cents(1);
        prop_assert_eq!(after.total.v_nf, before.total.v_nf + cent);
        prop_assert_eq!(after.total.v_prod, before.total.v_prod + cent);
        prop_assert_eq!(after.det[at].v_prod, before.det[at].v_prod + cent);
        prop_assert_eq!((after.total.v_frete, after.total.v_desc, after.total.v_outro),
            (before.total.v_frete, before.total.v_desc, before.total.v_outro));
        let others = |det: &[Det]| {
            let all = det.iter().enumerate().filter(|(n, _)| *n != at);
            all.map(|(_, it)| it.clone()).collect::<Vec<_>>()
        };
        prop_assert_eq!(others(&after.det), others(&before.det));
    }

    #[test]
    fn the_order_of_items_changes_no_sum(sale in sale()) {
        let mut turned = sale.clone();
        turned.shipment.items.reverse();
        let (one, other) = (sale.drafted().invoice, turned.drafted().invoice);
        prop_assert_eq!(one.total, other.total);
        let mut back = other.det;
        back.reverse();
        prop_assert_eq!(one.det, back);
    }

    #[test]
    fn what_is_irrelevant_changes_no_amount(sale in sale(), text in "\\PC{0,40}") {
        let mut other = sale.clone();
        other.shipment.seller_display_name = Some(format!("Loja {text}"));
        other.shipment.amazon_order_id = Some("702-1111111-1111111".to_owned());
        for item in &mut other.shipment.items {
            (item.asin, item.order_item_id) = (None, Some("9".to_owned()));
            item.title = Some(format!("x{text}"));
        }
        let (one, other) = (sale.drafted(), other.drafted());
        prop_assert_eq!(one.invoice.total, other.invoice.total);
        prop_assert_eq!(one.invoice.det_pag, other.invoice.det_pag);
        prop_assert_eq!(one.memoria, other.memoria);
    }

    #[test]
    fn a_unit_price_gives_its_total_back(sale in sale()) {
        for det in sale.drafted().invoice.det {
            prop_assert_eq!(det.q_com.at(det.v_un_com), det.v_prod);
        }
    }

    /// Rule 528, and its like: value = base × rate, to the cent.
    #[test]
    fn every_tax_is_its_base_times_its_rate(sale in sale()) {
        for det in sale.drafted().invoice.det {
            let whole = !matches!(det.icms.group, IcmsGroup::Cst51 { .. });
            if let Some(own) = det.icms.group.own().filter(|_| whole) {
                prop_assert_eq!(own.v_icms, own.v_bc.percent(own.p_icms));
            }
            if let Some(fcp) = det.icms.group.own().and_then(|it| it.fcp.as_ref()) {
                prop_assert_eq!(fcp.v_fcp, fcp.v_bc.percent(fcp.p_fcp));
            }
            if let Some(st) = det.icms.group.st() {
                let whole = st.v_bc_st.percent(st.p_icms_st);
                prop_assert!(st.v_icms_st <= whole);
            }
            if let Some(difal) = &det.icms_uf_dest {
                let gap = difal.p_icms_uf_dest.checked_sub(difal.p_icms_inter).unwrap();
                prop_assert_eq!(difal.v_icms_uf_dest, difal.v_bc_uf_dest.percent(gap));
            }
            if let Some(Ipi { tax: IpiTax::Trib { v_bc, p_ipi, v_ipi, .. }, .. }) = &det.ipi {
                prop_assert!(v_bc.percent(*p_ipi).cents().abs_diff(v_ipi.cents()) <= 1);
            }
            if let Some(IbsCbsGroup::Taxed(it)) = det.ibs_cbs.as_ref().map(|it| &it.group) {
                prop_assert_eq!(it.cbs.value, it.v_bc.percent(it.cbs.rate));
                prop_assert_eq!(it.v_ibs(), it.ibs_uf.value + it.ibs_mun.value);
            }
        }
    }

    #[test]
    fn no_amount_is_below_zero_and_no_base_above_the_operation(sale in sale()) {
        for det in sale.drafted().invoice.det {
            let whole = det.v_oper() + det.ipi.as_ref().map_or(Money::ZERO, Ipi::v_ipi);
            prop_assert!(det.v_prod.cents() > 0 && det.v_item().cents() >= 0);
            if let Some(own) = det.icms.group.own() {
                prop_assert!(own.v_bc <= whole && own.v_icms <= own.v_bc && own.v_icms.cents() >= 0);
            }
            if let Some(st) = det.icms.group.st() {
                prop_assert!(st.v_icms_st.cents() >= 0);
            }
            if let Some(IbsCbsGroup::Taxed(it)) = det.ibs_cbs.as_ref().map(|it| &it.group) {
                prop_assert!(it.v_bc.cents() >= 0 && it.v_bc <= det.v_oper());
            }
        }
    }

    #[test]
    fn a_larger_base_never_gives_less(a in 0i64..1_000_000_000, more in 0i64..1_000, rate in 0i64..=1_000_000) {
        let (small, large) = (Money::from_cents(a), Money::from_cents(a + more));
        let rate = Rate::from_ten_thousandths(rate);
        prop_assert!(small.percent(rate) <= large.percent(rate));
        prop_assert!(small.less(rate) <= large.less(rate));
        prop_assert!(small.more(rate) <= large.more(rate));
        prop_assert!(small.inside(rate) <= large.inside(rate));
    }

    /// Half up is never more than half a cent away.
    #[test]
    fn rounding_is_at_most_half_a_cent(cents in 0i64..1_000_000_000, rate in 0i64..=1_000_000) {
        let exact = i128::from(cents) * i128::from(rate);
        let rounded = Money::from_cents(cents).percent(Rate::from_ten_thousandths(rate));
        let apart = (exact - i128::from(rounded.cents()) * 1_000_000).abs();
        prop_assert!(apart <= 500_000);
        prop_assert!(apart != 500_000 || i128::from(rounded.cents()) * 1_000_000 > exact);
    }

    #[test]
    fn a_part_and_the_rest_are_the_whole(cents in 0i64..1_000_000_000, rate in 0i64..1_000_000) {
        let (money, rate) = (Money::from_cents(cents), Rate::from_ten_thousandths(rate));
        let both = money.percent(rate) + money.less(rate);
        prop_assert!(both.cents().abs_diff(cents) <= 1);
        // Grossed up, and taken off again.
        let back = money.gross_up(rate).less(rate);
        prop_assert!(back.cents().abs_diff(cents) <= 1);
    }

    #[test]
    fn amounts_print_as_they_are_read(cents in 0i64..1_000_000_000_000, quantity in 1i64..1_000_000_000) {
        let money = Money::from_cents(cents);
        prop_assert_eq!(Money::parse(&money.to_string()), Ok(money));
        let text = format!("{}.{:04}", quantity / 10_000, quantity % 10_000);
        let quantity = Quantity::parse(&text).unwrap();
        prop_assert_eq!(Quantity::parse(&quantity.to_string()), Ok(quantity));
        let each = UnitPrice::of(money, quantity);
        let whole = each.to_string().split('.').next().map_or(0, str::len);
        if whole <= 8 {
            prop_assert_eq!(UnitPrice::parse(&each.to_string()), Ok(each));
        }
    }
}
