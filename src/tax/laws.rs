//! Laws: whatever Amazon says, a draft is an invoice that adds up, or faults; never a panic.

use proptest::prelude::*;

use super::sample::*;
use super::*;
use crate::domain::codes::Crt;
use crate::domain::invoice::{Contribution, Det, IbsCbsGroup, Own};
use crate::domain::shipment::{Address, Amount, Item, Payment, TaxClassification, TaxInfo};
use crate::domain::{Code, Money};

fn is_tstring(text: &str, bounds: std::ops::RangeInclusive<usize>) -> bool {
    bounds.contains(&text.chars().count())
        && text.trim() == text
        && text.chars().all(|c| (' '..='ÿ').contains(&c) && !c.is_control())
}

fn fits(invoice: &Invoice) -> bool {
    let ender = &invoice.dest.ender;
    let mut fit = vec![
        is_tstring(&invoice.dest.x_nome, 2..=60),
        is_tstring(&ender.x_lgr, 2..=60),
        is_tstring(&ender.nro, 1..=60),
        ender.x_cpl.as_ref().is_none_or(|it| is_tstring(it, 1..=60)),
        is_tstring(&ender.x_bairro, 2..=60),
        is_tstring(&invoice.inf_intermed.id_cad_int_tran, 2..=60),
        is_tstring(&invoice.inf_cpl, 1..=5000),
        (1..=100).contains(&invoice.det_pag.len()),
    ];
    fit.extend(ender.fone.iter().map(|it| (6..=14).contains(&it.len())));
    fit.extend(invoice.obs_cont.iter().map(|(_, it)| is_tstring(it, 1..=60)));
    for det in &invoice.det {
        fit.push(is_tstring(&det.c_prod, 1..=60) && is_tstring(&det.x_prod, 1..=120));
        fit.push(det.inf_ad_prod.as_ref().is_none_or(|it| is_tstring(it, 1..=500)));
    }
    for paid in &invoice.det_pag {
        fit.push((paid.t_pag == "99") == paid.x_pag.is_some());
        fit.push(paid.x_pag.as_ref().is_none_or(|it| is_tstring(it, 2..=60)));
        let c_aut = paid.card.as_ref().and_then(|it| it.c_aut.as_ref());
        fit.push(c_aut.is_none_or(|it| is_tstring(it, 1..=128)));
    }
    fit.into_iter().all(|it| it)
}

fn adds_up(invoice: &Invoice) -> bool {
    let total = &invoice.total;
    let items: Money = invoice.det.iter().map(Det::v_item).sum();
    let paid: Money = invoice.det_pag.iter().map(|it| it.v_pag).sum();
    let mut amounts = vec![total.v_nf, total.v_bc, total.v_icms, total.v_desc];
    for det in &invoice.det {
        amounts.extend([det.v_prod, det.v_frete, det.v_desc, det.v_outro, det.v_item()]);
        amounts.extend([&det.pis, &det.cofins].into_iter().flatten().map(Contribution::value));
        if let Some(Own { v_bc, v_icms, .. }) = det.icms.group.own() {
            amounts.extend([*v_bc, *v_icms, *v_bc - *v_icms]);
        }
        if let Some(IbsCbsGroup::Taxed(it)) = det.ibs_cbs.as_ref().map(|it| &it.group) {
            amounts.extend([it.v_bc, it.v_ibs(), it.cbs.value]);
        }
        amounts.extend(det.icms_uf_dest.iter().map(|it| it.v_icms_uf_dest));
    }
    let formula = total.v_prod - total.v_desc + total.v_frete + total.v_outro;
    *total == Total::of(&invoice.det)
        && items == total.v_nf
        && formula == total.v_nf
        && paid == total.v_nf
        && amounts.iter().all(|it| it.cents() >= 0)
        && invoice.det_pag.iter().all(|it| !it.v_pag.is_zero())
        && invoice.det.iter().all(|it| it.q_com.at(it.v_un_com) == it.v_prod)
}

fn cents() -> impl Strategy<Value = String> {
    (0i64..2_000_000).prop_map(|it| Money::from_cents(it).to_string())
}

fn priced() -> impl Strategy<Value = Item> {
    let sku = prop_oneof![Just("SKU-A"), Just("SKU-B")];
    (sku, 1u32..50, cents(), cents(), cents(), cents(), cents(), "\\PC{0,150}").prop_map(
        |(sku, quantity, price, shipping, wrap, off_shipping, promotion, title)| Item {
            shipping_price: brl(&shipping),
            gift_wrap_price: brl(&wrap),
            shipping_discount: brl(&off_shipping),
            promotion_discount: brl(&promotion),
            title: text(&format!("x{title}")),
            ..item(sku, &quantity.to_string(), &price)
        },
    )
}

/// A sale that can be read, whatever its amounts; the payments are at least its worth.
fn readable() -> impl Strategy<Value = Shipment> {
    let way = prop_oneof![
        Just(("SP", "Campinas")),
        Just(("RJ", "Niterói")),
        Just(("BA", "Salvador")),
        Just(("AL", "Maceió")),
    ];
    let payments = prop::collection::vec(("\\PC{0,20}|Pix|CreditCard|Boleto", 1i64..99_999), 0..8);
    let items = prop::collection::vec(priced(), 1..6);
    // Short enough for the layout: a longer address is a fault of its own.
    let names = ("\\PC{0,80}", "\\PC{0,24}", "\\PC{0,12}");
    (way, items, payments, names).prop_map(|((uf, city), items, payments, names)| {
        let mut sale = to(shipment(), uf, city);
        let mut rest = Vec::new();
        lines::read(&items, &mut rest);
        sale.items = items;
        let lines = lines::read(&sale.items, &mut rest);
        let worth = lines.iter().flatten().map(lines::Line::v_item).sum::<Money>();
        sale.payments = payments
            .iter()
            .map(|(method, value)| paid(method, &Money::from_cents(*value).to_string()))
            .collect();
        sale.payments.push(paid("Pix", &worth.to_string()));
        sale.buyer_name = text(&format!("Xy {}", names.0));
        let address = sale.shipping_address.as_mut().unwrap();
        address.line1 = text(&format!("Rua das Flores {}", names.1));
        address.line3 = text(&names.2);
        sale
    })
}

fn any_text() -> BoxedStrategy<Option<String>> {
    prop::option::of(prop_oneof![
        any::<String>(),
        "[0-9.,-]{0,20}",
        "[A-Za-z0-9 ,./ºª°-]{0,90}",
        Just("BRL".to_owned()),
        Just("SP".to_owned()),
        Just("99999999999.99".to_owned()),
        Just("0.0001".to_owned()),
        Just("98765432100".to_owned()),
        Just("SKU-A".to_owned()),
    ])
    .boxed()
}

fn any_amount() -> BoxedStrategy<Option<Amount>> {
    let currency = prop_oneof![Just(text("BRL")), any_text()];
    prop::option::of(
        (currency, any_text()).prop_map(|(currency, amount)| Amount { currency, amount }),
    )
    .boxed()
}

fn any_item() -> BoxedStrategy<Item> {
    let texts = (any_text(), any_text(), any_text());
    let amounts = (any_amount(), any_amount(), any_amount(), any_amount(), any_amount());
    let serials = prop::collection::vec(any::<String>(), 0..4);
    (texts, amounts, serials)
        .prop_map(|(texts, amounts, serial_numbers)| Item {
            seller_sku: texts.0,
            title: texts.1,
            quantity_ordered: texts.2,
            item_price: amounts.0,
            shipping_price: amounts.1,
            gift_wrap_price: amounts.2,
            shipping_discount: amounts.3,
            promotion_discount: amounts.4,
            serial_numbers,
            ..Item::default()
        })
        .boxed()
}

fn any_info() -> BoxedStrategy<Option<TaxInfo>> {
    let entry =
        (any_text(), any_text()).prop_map(|(name, value)| TaxClassification { name, value });
    let entries = prop::collection::vec(entry, 0..3);
    prop::option::of((any_text(), entries).prop_map(|(company_legal_name, classifications)| {
        TaxInfo { company_legal_name, classifications, ..TaxInfo::default() }
    }))
    .boxed()
}

fn any_address() -> BoxedStrategy<Option<Address>> {
    let one = (any_text(), any_text(), any_text(), any_text(), any_text(), any_text());
    let two = (any_text(), any_text(), any_text(), any_text());
    prop::option::of((one, two).prop_map(|(one, two)| Address {
        name: one.0,
        line1: one.1,
        line2: one.2,
        line3: one.3,
        city: one.4,
        state_or_region: one.5,
        postal_code: two.0,
        district: two.1,
        phone: two.2,
        country_code: two.3,
        ..Address::default()
    }))
    .boxed()
}

fn any_payment() -> BoxedStrategy<Payment> {
    (any_text(), any_text(), any_text(), any_text(), any_amount())
        .prop_map(|it| Payment {
            method: it.0,
            acquirer_id: it.1,
            card_brand: it.2,
            authorization_code: it.3,
            value: it.4,
        })
        .boxed()
}

fn hostile() -> BoxedStrategy<Shipment> {
    let texts = (any_text(), any_text(), any_text(), any_text(), any_text());
    let lists = (
        prop::collection::vec(any_item(), 0..4),
        prop::collection::vec(any_payment(), 0..4),
        prop::collection::vec(any::<String>(), 0..3),
    );
    (texts, lists, any_info(), any_info(), any_address())
        .prop_map(|(texts, lists, buyer, marketplace, address)| Shipment {
            warehouse_id: texts.0,
            amazon_order_id: texts.1,
            buyer_name: texts.2,
            marketplace_id: texts.3,
            seller_display_name: texts.4,
            items: lists.0,
            payments: lists.1,
            payment_method_details: lists.2,
            buyer_tax_info: buyer,
            marketplace_tax_info: marketplace,
            shipping_address: address,
            ..Shipment::default()
        })
        .boxed()
}

proptest! {
    #[test]
    fn a_readable_sale_adds_up_and_fits(sale in readable(), normal in any::<bool>()) {
        let crt = if normal { Crt::Normal } else { Crt::Simples };
        match draft(&sale, &seller(crt), &catalogue(), law(), now(), &Emission::Normal) {
            Ok(Draft { invoice, .. }) => {
                prop_assert!(adds_up(&invoice), "{:?}", invoice);
                prop_assert!(fits(&invoice), "{:?}", invoice);
            }
            Err(faults) => {
                let money = |code| matches!(
                    code,
                    Code::MoneyDiscountTooLarge | Code::MoneyNothing | Code::MoneyDiscountReading
                );
                prop_assert!(!faults.is_empty());
                prop_assert!(faults.iter().all(|it| money(it.code)), "{:?}", faults);
            }
        }
    }

    #[test]
    fn nothing_panics_and_no_refusal_is_without_a_fault(sale in hostile()) {
        match draft(&sale, &seller(Crt::Normal), &catalogue(), law(), now(), &Emission::Normal) {
            Ok(draft) => prop_assert!(adds_up(&draft.invoice) && fits(&draft.invoice)),
            Err(faults) => prop_assert!(!faults.is_empty()),
        }
    }

    /// Parts of a hostile sale in a good one: then much of it is read.
    #[test]
    fn one_hostile_part_hides_nothing(bad in hostile(), part in 0..5u8) {
        let mut sale = shipment();
        match part {
            0 => sale.items = bad.items,
            1 => sale.payments = bad.payments,
            2 => sale.buyer_tax_info = bad.buyer_tax_info,
            3 => sale.shipping_address = bad.shipping_address,
            _ => sale.buyer_name = bad.buyer_name,
        }
        match draft(&sale, &seller(Crt::Normal), &catalogue(), law(), now(), &Emission::Normal) {
            Ok(draft) => prop_assert!(adds_up(&draft.invoice) && fits(&draft.invoice)),
            Err(faults) => prop_assert!(!faults.is_empty()),
        }
    }

    /// What is wrong does not depend on the order of the items.
    #[test]
    fn faults_do_not_depend_on_order(items in prop::collection::vec(any_item(), 1..5)) {
        let told = |items: Vec<Item>| {
            let sale = Shipment { items, ..shipment() };
            let faults = draft(&sale, &seller(Crt::Normal), &catalogue(), law(), now(), &Emission::Normal).err();
            let mut told: Vec<String> = faults
                .into_iter()
                .flatten()
                .map(|it| {
                    let field = it.field.split_once("].").map_or(it.field.as_str(), |it| it.1);
                    format!("{} {field} {:?}", it.code, it.value)
                })
                .collect();
            told.sort();
            told
        };
        let backwards: Vec<Item> = items.iter().rev().cloned().collect();
        prop_assert_eq!(told(items), told(backwards));
    }
}
