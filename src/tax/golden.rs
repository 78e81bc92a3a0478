//! Sales whose documents are known: figures computed elsewhere, and one fault at a time.

use super::sample::*;
use super::*;
use crate::domain::codes::{Cfop, Crt, TpAmb};
use crate::domain::invoice::{Contribution, Det, DetPag, IbsCbsGroup, Icms, IcmsGroup, Own};
use crate::domain::shipment::Payment;
use crate::domain::{Code, Emission, Money, Svc};

fn drafted(crt: Crt, shipment: &Shipment) -> Draft {
    draft(shipment, &seller(crt), &catalogue(), law(), now(), &Emission::Normal).unwrap()
}

/// `code field value`, for each fault.
fn faults_of(shipment: &Shipment, crt: Crt) -> Vec<String> {
    let faults =
        draft(shipment, &seller(crt), &catalogue(), law(), now(), &Emission::Normal).unwrap_err();
    faults.iter().map(told).collect()
}

fn told(fault: &Fault) -> String {
    let value = fault.value.as_deref().unwrap_or("-");
    format!("{} {} {value}", fault.code, fault.field)
}

#[track_caller]
fn one_fault(change: impl FnOnce(&mut Shipment), expected: &str) {
    let mut shipment = shipment();
    change(&mut shipment);
    assert_eq!(faults_of(&shipment, Crt::Normal), [expected]);
}

/// Headphones in two, freight, a promotion, paid by Pix, in the state: the figures are of a note
/// that another program computed and SEFAZ's schema took.
#[test]
fn a_simples_sale_in_the_state() {
    let mut sale = shipment();
    sale.items = vec![item("SKU-A", "2", "99.90")];
    sale.items[0].shipping_price = brl("9.90");
    sale.items[0].promotion_discount = brl("5.00");
    sale.payments =
        vec![Payment { acquirer_id: text("15.436.940/0001-03"), ..paid("Pix", "104.80") }];
    let Draft { invoice, warnings, .. } = drafted(Crt::Simples, &sale);
    assert_eq!(warnings, []);
    assert_eq!((invoice.id_dest, invoice.ind_final), (1, true));
    let det = &invoice.det[0];
    assert_eq!((det.cfop.to_string(), det.v_un_com.to_string()), ("5102".into(), "49.95".into()));
    assert!(matches!(det.icms, Icms { group: IcmsGroup::Sn102(_), .. }));
    assert!(matches!(det.pis, Some(Contribution::Outr { cst: "49", v_bc: Money::ZERO, .. })));
    assert_eq!(invoice.total.v_nf.to_string(), "104.80");
    assert_eq!((invoice.total.difal, &invoice.total.ibs_cbs), (None, &None));
    assert_eq!(invoice.det_pag[0].t_pag, "17");
    let card = invoice.det_pag[0].card.as_ref().unwrap();
    assert_eq!(card.cnpj.as_ref().map(|it| it.as_str()), Some("15436940000103"));
    assert_eq!(invoice.inf_intermed.id_cad_int_tran, "Loja Ficticia");
    assert_eq!(
        invoice.inf_cpl,
        "Pedido Amazon 701-0000001-0000001; Remessa Amazon Ship1; A/C Beltrana de Tal; DOCUMENTO \
         EMITIDO POR ME OU EPP OPTANTE PELO SIMPLES NACIONAL. NAO GERA DIREITO A CREDITO FISCAL DE \
         IPI."
    );
    assert_eq!(invoice.obs_cont, [("AmazonOrderId".into(), "701-0000001-0000001".into())]);
}

/// Two items to Rio de Janeiro: 12 %, DIFAL of 8 %, fund of 2 %, and the reform's test rates.
#[test]
fn a_normal_regime_sale_to_rio() {
    let mut sale = to(shipment(), "RJ", "Rio de Janeiro");
    sale.items = vec![item("SKU-A", "1", "237.00"), item("SKU-A", "3", "100.00")];
    sale.items[0].shipping_price = brl("10.11");
    sale.items[0].shipping_discount = brl("3.00");
    sale.items[0].promotion_discount = brl("10.00");
    sale.items[1].shipping_price = brl("2.89");
    sale.items[1].gift_wrap_price = brl("4.99");
    sale.payments = vec![Payment {
        card_brand: text("MasterCard"),
        authorization_code: text("A1B2C3"),
        ..paid("CreditCard", "341.99")
    }];
    let Draft { invoice, .. } = drafted(Crt::Normal, &sale);
    assert_eq!(invoice.id_dest, 2);
    let figures: Vec<String> = invoice.det.iter().map(figures).collect();
    assert_eq!(
        figures,
        [
            "6108 234.11 28.09 206.02 3.40 15.66 20.0000 12.0000 18.73 2.0000 4.68 163.55 0.16 \
             0.00 1.47",
            "6108 107.88 12.95 94.93 1.57 7.21 20.0000 12.0000 8.63 2.0000 2.16 75.36 0.08 0.00 \
             0.68",
        ]
    );
    assert_eq!(invoice.det[1].v_un_com.to_string(), "33.3333333333");
    let total = &invoice.total;
    let sums = [
        total.v_bc,
        total.v_icms,
        total.v_prod,
        total.v_frete,
        total.v_desc,
        total.v_outro,
        total.v_pis,
        total.v_cofins,
        total.v_nf,
    ];
    let sums = sums.map(|it| it.to_string()).join(" ");
    assert_eq!(sums, "341.99 41.04 337.00 10.00 10.00 4.99 4.97 22.87 341.99");
    assert_eq!(total.difal.map(|(fcp, icms)| format!("{fcp} {icms}")).unwrap(), "6.84 27.36");
    let rtc = total.ibs_cbs.as_ref().unwrap();
    assert_eq!(format!("{} {} {}", rtc.v_bc, rtc.v_ibs_uf, rtc.v_cbs), "238.91 0.24 2.15");
    let DetPag { t_pag, card, .. } = &invoice.det_pag[0];
    assert_eq!((*t_pag, card.as_ref().and_then(|it| it.t_band)), ("03", Some("02")));
    assert!(invoice.inf_cpl.contains("DIFAL da UF destino R$ 27,36 + FCP R$ 6,84"));
}

fn figures(det: &Det) -> String {
    let Some(Own { v_bc, v_icms, .. }) = det.icms.group.own() else { panic!("{:?}", det.icms) };
    let Some(Contribution::Aliq { v_bc: base, value: pis, .. }) = &det.pis else { panic!() };
    let (difal, ibs) = (det.icms_uf_dest.as_ref().unwrap(), det.ibs_cbs.as_ref().unwrap());
    let fcp = difal.fcp.as_ref().unwrap();
    let IbsCbsGroup::Taxed(ibs) = &ibs.group else { panic!() };
    format!(
        "{} {v_bc} {v_icms} {base} {pis} {} {} {} {} {} {} {} {} {} {}",
        det.cfop,
        det.cofins.as_ref().unwrap().value(),
        difal.p_icms_uf_dest,
        difal.p_icms_inter,
        difal.v_icms_uf_dest,
        fcp.p_fcp,
        fcp.v_fcp,
        ibs.v_bc,
        ibs.ibs_uf.value,
        ibs.ibs_mun.value,
        ibs.cbs.value
    )
}

#[test]
fn a_contributor_has_no_difal_and_its_own_cfop() {
    let mut sale = to(shipment(), "BA", "Salvador");
    sale.buyer_tax_info = documents(&[("CNPJ", "12.abc.345/01de-35")]);
    sale.buyer_tax_info.as_mut().unwrap().company_legal_name = text("Compradora Ficticia SA");
    let Draft { invoice, .. } = drafted(Crt::Normal, &sale);
    assert_eq!(invoice.dest.ie.as_ref().map(|it| it.as_str()), Some("123456789"));
    assert_eq!(invoice.dest.x_nome, "Compradora Ficticia SA");
    assert_eq!(invoice.det[0].cfop.to_string(), "6102");
    assert_eq!(invoice.det[0].icms_uf_dest, None);
    let p_icms = invoice.det[0].icms.group.own().unwrap().p_icms;
    assert_eq!(p_icms.two_decimals(), "7.00");
    // Another company is no contributor: DIFAL without a fund, imported goods at 4 %.
    sale.buyer_tax_info = documents(&[("CNPJ", "11222333000181")]);
    sale.items[0].seller_sku = text("SKU-B");
    let Draft { invoice, .. } = drafted(Crt::Normal, &sale);
    let difal = invoice.det[0].icms_uf_dest.as_ref().unwrap();
    assert_eq!((difal.p_icms_inter.two_decimals().as_str(), &difal.fcp), ("4.00", &None));
    assert_eq!(difal.v_icms_uf_dest.to_string(), "16.50");
    assert_eq!((invoice.dest.ie, invoice.dest.x_nome.as_str()), (None, "Fulana de Tal"));
}

#[test]
fn homologacao_says_so() {
    let mut homologacao = seller(Crt::Simples);
    homologacao.tp_amb = TpAmb::Homologacao;
    let mut sale = shipment();
    sale.items.push(item("SKU-B", "1", "1.00"));
    sale.payments = vec![paid("Pix", "101")];
    let invoice =
        draft(&sale, &homologacao, &catalogue(), law(), now(), &Emission::Normal).unwrap().invoice;
    assert!(invoice.dest.x_nome.starts_with("NF-E EMITIDA EM AMBIENTE DE HOMOLOGACAO"));
    assert!(invoice.det[0].x_prod.starts_with("NOTA FISCAL EMITIDA EM AMBIENTE"));
    assert_eq!(invoice.det[1].x_prod, "Fone de ouvido");
}

#[test]
fn payments_come_to_the_invoice() {
    let pay = |payments: &[(&str, &str)]| {
        let mut sale = shipment();
        sale.payments = payments.iter().map(|(method, value)| paid(method, value)).collect();
        draft(&sale, &seller(Crt::Simples), &catalogue(), law(), now(), &Emission::Normal)
    };
    let lines = |draft: &Draft| {
        let line = |it: &DetPag| {
            format!("{} {} {}", it.t_pag, it.v_pag, it.x_pag.as_deref().unwrap_or("-"))
        };
        draft.invoice.det_pag.iter().map(line).collect::<Vec<_>>().join(", ")
    };
    for (payments, expected) in [
        (&[("Boleto", "60"), ("Rewards", "40")][..], "15 60.00 -, 19 40.00 -"),
        (&[("BankSlip", "60"), ("GiftCard", "40"), ("Pix", "0")], "15 60.00 -, 12 40.00 -"),
        (&[("Other", "100")], "99 100.00 OUTRO MEIO INFORMADO PELA AMAZON"),
        (&[("Crypto™", "100")], "99 100.00 Crypto(TM)"),
        (&[("", "100")], "99 100.00 MEIO NAO INFORMADO PELA AMAZON"),
    ] {
        let draft = pay(payments).unwrap();
        assert_eq!(lines(&draft), expected);
        assert_eq!(draft.warnings, []);
    }
    let draft = pay(&[("Pix", "100"), ("Pix", "100"), ("CreditCard", "100")]).unwrap();
    assert_eq!(lines(&draft), "17 33.34 -, 17 33.33 -, 03 33.33 -");
    assert_eq!(told(&draft.warnings[0]), "payment.scaled Payments 300.00");
    let many = vec![("Pix", "1"); 100];
    assert_eq!(pay(&many).unwrap().invoice.det_pag.len(), 100);
    let more = vec![("Pix", "0.50"); 200];
    assert_eq!(lines(&pay(&more).unwrap()), "17 100.00 -");
}

#[test]
fn payments_without_amounts_stand_for_all() {
    let mut sale = shipment();
    sale.payments.clear();
    sale.payment_method_details = vec!["Thing".into(), "GiftCertificate".into()];
    let draft = drafted(Crt::Simples, &sale);
    assert_eq!(draft.invoice.det_pag[0].t_pag, "12");
    assert_eq!(draft.invoice.det_pag[0].v_pag, draft.invoice.total.v_nf);
}

#[test]
fn payments_that_do_not_come_to_it_are_told() {
    one_fault(|it| it.payments = vec![paid("Pix", "99.99")], "payment.too_small Payments 99.99");
    one_fault(|it| it.payments.clear(), "payment.missing Payments -");
    one_fault(|it| it.payments[0].value = None, "money.bad_amount Payments[0].PaymentValue -");
    one_fault(
        |it| {
            it.items[0].shipping_price = brl("10");
            it.items[0].shipping_discount = brl("10");
            it.items[0].promotion_discount = brl("15");
            it.payments = vec![paid("Pix", "95")];
        },
        "money.discount_reading Payments 95.00",
    );
}

#[test]
fn each_fault_has_its_field() {
    one_fault(
        |it| it.items[0].seller_sku = text("X"),
        "product.unknown ShipmentItems[0].SellerSKU X",
    );
    one_fault(|it| it.items[0].title = text("🎉"), "item.title_missing ShipmentItems[0].Title -");
    one_fault(|it| it.items.clear(), "items.missing ShipmentItems -");
    one_fault(|it| it.warehouse_id = text("WH9"), "warehouse.unknown WarehouseId WH9");
    one_fault(|it| it.marketplace_id = text("X"), "shipment.mismatch MarketplaceId X");
    one_fault(|it| it.shipping_address = None, "address.missing ShippingAddress -");
    let field = "BuyerTaxInfo.TaxClassifications";
    let buyer = |entries: &'static [(&str, &str)]| {
        move |it: &mut Shipment| it.buyer_tax_info = documents(entries)
    };
    one_fault(buyer(&[]), &format!("buyer.document_missing {field} -"));
    one_fault(buyer(&[("Millage", "80")]), &format!("buyer.document_missing {field} -"));
    one_fault(buyer(&[("CPF", "1234567890")]), &format!("buyer.document_bad {field} 1234567890"));
    one_fault(buyer(&[("X", "98765432101")]), &format!("buyer.document_bad {field} 98765432101"));
    one_fault(
        buyer(&[("CNPJ", "59594315000157")]),
        &format!("buyer.is_seller {field} 59594315000157"),
    );
    one_fault(
        |it| {
            it.buyer_name = text("1");
            it.shipping_address.as_mut().unwrap().name = None;
        },
        "buyer.name_missing BuyerName 1",
    );
    one_fault(
        |it| it.marketplace_tax_info = documents(&[("CNPJ", "123")]),
        "marketplace.document_bad MarketplaceTaxInfo.TaxClassifications 123",
    );
    one_fault(|it| it.items[0].promotion_discount = brl("100"), "money.nothing ShipmentItems 0.00");
}

#[test]
fn all_faults_come_at_once() {
    let mut sale = shipment();
    sale.warehouse_id = None;
    sale.buyer_tax_info = None;
    sale.shipping_address.as_mut().unwrap().city = text("Atlantida");
    sale.items.push(item("X", "0", "abc"));
    sale.payments.push(paid("Pix", "-1"));
    assert_eq!(
        faults_of(&sale, Crt::Normal),
        [
            "warehouse.unknown WarehouseId -",
            "buyer.document_missing BuyerTaxInfo.TaxClassifications -",
            "address.city_unknown ShippingAddress.City Atlantida",
            "money.bad_amount ShipmentItems[1].ItemPrice abc",
            "item.quantity_bad ShipmentItems[1].QuantityOrdered 0",
            "product.unknown ShipmentItems[1].SellerSKU X",
            "money.bad_amount Payments[1].PaymentValue -1",
        ]
    );
}

#[test]
fn a_product_without_what_the_regime_needs_is_named_with_its_columns() {
    let mut catalogue = catalogue();
    let product = catalogue.products.get_mut("SKU-A").unwrap();
    product.cfop_internal = Cfop::parse("6102").unwrap();
    (product.profile.normal, product.profile.simples) = (None, None);
    product.profile.contributions = None;
    for (crt, columns) in
        [(Crt::Normal, "CST, pPIS, pCOFINS, cfop_interno"), (Crt::Simples, "CSOSN, cfop_interno")]
    {
        let faults = draft(&shipment(), &seller(crt), &catalogue, law(), now(), &Emission::Normal)
            .unwrap_err();
        assert_eq!(told(&faults[0]), "product.incomplete ShipmentItems[0].SellerSKU SKU-A");
        assert_eq!(faults[0].detail.as_deref(), Some(columns));
        assert_eq!(faults.len(), 1);
    }
}

#[test]
fn rules_end_with_the_year() {
    for (moment, known) in [("2027-01-01T02:59:59Z", true), ("2027-01-01T03:00:00Z", false)] {
        let got = draft(
            &shipment(),
            &seller(Crt::Simples),
            &catalogue(),
            law(),
            at(moment),
            &Emission::Normal,
        );
        assert_eq!(got.is_ok(), known);
        assert!(got.err().into_iter().flatten().all(|it| it.code == Code::TaxRulesUnknown));
    }
}

#[test]
fn before_the_reform_there_is_no_ibs() {
    let early = at("2025-12-31T12:00:00Z");
    let invoice =
        draft(&shipment(), &seller(Crt::Normal), &catalogue(), law(), early, &Emission::Normal)
            .unwrap()
            .invoice;
    assert_eq!(invoice.total.ibs_cbs, None);
}

#[test]
fn how_it_is_issued_changes_no_figure() {
    let draft_of = |emission: &Emission| {
        draft(&shipment(), &seller(Crt::Normal), &catalogue(), law(), now(), emission).unwrap()
    };
    let normal = draft_of(&Emission::Normal);
    assert_eq!(normal.invoice.emission, Emission::Normal);
    let why = "SEFAZ fora do ar desde as 10h".to_owned();
    let down = Emission::Contingency { svc: Svc::An, since: now(), why };
    let mut told = draft_of(&down);
    assert_eq!(told.invoice.emission, down);
    told.invoice.emission = Emission::Normal;
    assert_eq!(told, normal);
}

#[test]
fn a_state_with_a_fund_takes_it_of_sales_inside_it() {
    let mut rio = seller(Crt::Normal);
    rio.establishments[0].emit.ender.uf = crate::domain::Uf::Rj;
    let inside = to(shipment(), "RJ", "Niterói");
    let invoice =
        draft(&inside, &rio, &catalogue(), law(), now(), &Emission::Normal).unwrap().invoice;
    let own = invoice.det[0].icms.group.own().unwrap();
    let fcp = own.fcp.as_ref().unwrap();
    assert_eq!(format!("{} {} {}", own.p_icms, fcp.p_fcp, fcp.v_fcp), "20.0000 2.0000 2.00");
    assert_eq!((invoice.total.v_fcp, invoice.total.difal), (Money::from_cents(200), None));
}

#[test]
fn serial_numbers_are_printed() {
    let mut sale = shipment();
    sale.items[0].serial_numbers = vec!["A1".into(), " ".into(), "B2".into()];
    let invoice = drafted(Crt::Simples, &sale).invoice;
    assert_eq!(invoice.det[0].inf_ad_prod.as_deref(), Some("S/N: A1, B2"));
}

/// Only who tells IBS and CBS needs a class that is known: Simples does not in 2026.
#[test]
fn a_class_must_be_known_and_one_that_we_write() {
    for (class, code) in [
        ("200999", Code::TaxClassUnknown),
        ("200054", Code::TaxClassUnsupported),
        ("620001", Code::ProductIncomplete),
    ] {
        let mut catalogue = catalogue();
        let profile = &mut catalogue.products.get_mut("SKU-A").unwrap().profile;
        profile.c_class_trib = crate::domain::codes::CClassTrib::parse(class).unwrap();
        let drafted =
            draft(&shipment(), &seller(Crt::Normal), &catalogue, law(), now(), &Emission::Normal);
        let faults = drafted.unwrap_err();
        assert_eq!((faults.len(), faults[0].code), (1, code), "{class}: {faults:?}");
        let drafted =
            draft(&shipment(), &seller(Crt::Simples), &catalogue, law(), now(), &Emission::Normal);
        assert!(drafted.is_ok(), "{class}");
    }
}

/// The same sale on the last day of 2026 and on the first of 2027, with an example of rules:
/// PIS and COFINS end, and CBS becomes real. Those rates of 2027 are invented.
#[test]
fn the_year_turns_with_rules_that_know_it() {
    let contributions = "crt\tdue\tvalid_from\tvalid_to\tsource\tcertainty\n\
                         3\tno\t2027-01-01\t\texample\tinvented\n";
    let ibs_cbs = "crt\tstanding\tp_ibs_uf\tp_ibs_mun\tp_cbs\tbase\tschema\tvalid_from\t\
                   valid_to\tsource\tcertainty\n\
                   3\tdue\t0.05\t0.05\t8.70\toperation_value\tPL_010f\t2027-01-01\t\texample\t\
                   invented\n";
    let files = [("contributions.tsv", contributions), ("ibs_cbs.tsv", ibs_cbs)];
    let rules = rules::Rules::with(&files).unwrap();
    let law = Law { rules: &rules, ..law() };
    let drafted = |moment: &str| {
        let drafted = draft(
            &shipment(),
            &seller(Crt::Normal),
            &catalogue(),
            law,
            at(moment),
            &Emission::Normal,
        );
        drafted.unwrap().invoice
    };
    let (before, after) = (drafted("2027-01-01T02:59:59Z"), drafted("2027-01-01T03:00:00Z"));
    let told = |invoice: &Invoice| {
        let rtc = invoice.total.ibs_cbs.as_ref().unwrap();
        let total = &invoice.total;
        let sums = [total.v_nf, total.v_pis, total.v_cofins, rtc.v_bc, rtc.v_ibs_uf, rtc.v_cbs];
        sums.map(|it| it.to_string()).join(" ")
    };
    // 100 − 18 of ICMS − 1.35 − 6.23; then the whole operation.
    assert_eq!(told(&before), "100.00 1.35 6.23 74.42 0.07 0.67");
    assert_eq!(told(&after), "100.00 0.00 0.00 100.00 0.05 8.70");
    assert!(before.det[0].pis.is_some() && after.det[0].pis.is_none());
    // Simples needs groups of a later schema: refused, never guessed.
    let later = at("2027-01-04T12:00:00Z");
    let faults =
        draft(&shipment(), &seller(Crt::Simples), &catalogue(), law, later, &Emission::Normal)
            .unwrap_err();
    assert_eq!(faults[0].code, Code::TaxSchemaUnknown);
}
