//! Two fictitious sellers, their products, and a sale: what the tests of this folder change.

use crate::domain::catalogue::{
    Catalogue, ContributionCst, ContributionRule, NormalRule, Product, ReformRule, SimplesRule,
    TaxProfile,
};
use crate::domain::codes::{CClassTrib, CMun, Cep, Cfop, Crt, Ie, Ncm, Orig, TpAmb};
use crate::domain::invoice::{Csosn, Emit, Ender};
use crate::domain::seller::{Contributors, Establishment, Seller};
use crate::domain::shipment::{
    Address, Amount, Item, Payment, Shipment, TaxClassification, TaxInfo,
};
use crate::domain::{Cnpj, Digest, Rate, SellerId, Timestamp, Uf};

pub(super) fn text(it: &str) -> Option<String> {
    Some(it.to_owned())
}

pub(super) fn brl(amount: &str) -> Option<Amount> {
    Some(Amount { currency: text("BRL"), amount: text(amount) })
}

pub(super) fn documents(entries: &[(&str, &str)]) -> Option<TaxInfo> {
    let entry =
        |(name, value): &(&str, &str)| TaxClassification { name: text(name), value: text(value) };
    let classifications = entries.iter().map(entry).collect();
    Some(TaxInfo { classifications, ..TaxInfo::default() })
}

pub(super) fn seller(crt: Crt) -> Seller {
    let mut contributors = Contributors::default();
    let company = Cnpj::parse("12ABC34501DE35").unwrap();
    for uf in Uf::ALL {
        contributors.insert(company.clone(), *uf, Ie::parse("123456789").ok());
    }
    Seller {
        id: SellerId::parse("A0FICTICIO").unwrap(),
        tp_amb: TpAmb::Producao,
        crt,
        id_cad_int_tran: None,
        icms_out_of_pis_cofins: true,
        ibs_cbs: true,
        difal: false,
        contributors,
        establishments: vec![establishment(crt)],
    }
}

pub(super) fn establishment(crt: Crt) -> Establishment {
    Establishment {
        emit: Emit {
            cnpj: Cnpj::parse("59594315000157").unwrap(),
            x_nome: "COMERCIO FICTICIO LTDA".into(),
            x_fant: None,
            ender: Ender {
                x_lgr: "RUA DO ARMAZEM".into(),
                nro: "1".into(),
                x_cpl: None,
                x_bairro: "CENTRO".into(),
                c_mun: CMun::parse("3550308").unwrap(),
                x_mun: "SAO PAULO".into(),
                uf: Uf::Sp,
                cep: Cep::parse("01302000").unwrap(),
                fone: None,
            },
            ie: Ie::parse("110042490114").unwrap(),
            crt,
        },
        serie: 1,
        first_number: 1,
        nat_op: "VENDA DE MERCADORIA".into(),
        mod_frete: 0,
        warehouses: vec!["WH01".into()],
        retirada: None,
        aut_xml: Vec::new(),
        resp_tec: None,
    }
}

pub(super) fn product(sku: &str, orig: &str) -> Product {
    Product {
        sku: sku.into(),
        description: None,
        ncm: Ncm::parse("85183000").unwrap(),
        cest: None,
        orig: Orig::parse(orig).unwrap(),
        cfop_internal: Cfop::parse("5102").unwrap(),
        cfop_interstate: Cfop::parse("6108").unwrap(),
        cfop_interstate_contributor: Cfop::parse("6102").unwrap(),
        unit: "UN".into(),
        gtin: None,
        n_fci: None,
        withheld: None,
        profile: TaxProfile {
            name: "full".into(),
            simples: Some(SimplesRule::Plain(Csosn::C102)),
            normal: Some(NormalRule::Taxed),
            states: Vec::new(),
            contributions: Some(ContributionRule {
                pis: (ContributionCst::Aliq("01"), Rate::parse("1.65").unwrap()),
                cofins: (ContributionCst::Aliq("01"), Rate::parse("7.6").unwrap()),
            }),
            ipi: None,
            c_class_trib: CClassTrib::parse("000001").unwrap(),
            reform: ReformRule::default(),
            is: None,
        },
    }
}

pub(super) fn catalogue() -> Catalogue {
    let products = [product("SKU-A", "0"), product("SKU-B", "1")];
    let products = products.into_iter().map(|it| (it.sku.clone(), it)).collect();
    Catalogue { products, digest: Digest::of(b"") }
}

pub(super) fn item(sku: &str, quantity: &str, price: &str) -> Item {
    Item {
        seller_sku: text(sku),
        title: text("Fone de ouvido"),
        quantity_ordered: text(quantity),
        item_price: brl(price),
        ..Item::default()
    }
}

pub(super) fn paid(method: &str, amount: &str) -> Payment {
    Payment { method: text(method), value: brl(amount), ..Payment::default() }
}

/// One item of 100.00, sold to a person in the city of São Paulo, paid by Pix.
pub(super) fn shipment() -> Shipment {
    Shipment {
        warehouse_id: text("WH01"),
        amazon_order_id: text("701-0000001-0000001"),
        amazon_shipment_id: text("Ship1"),
        shipping_address: Some(Address {
            name: text("Beltrana de Tal"),
            line1: text("Rua da Consolação, 700"),
            line2: text("Apto 32"),
            city: text("São Paulo"),
            district: text("Centro"),
            state_or_region: text("SP"),
            postal_code: text("01302-000"),
            country_code: text("BR"),
            ..Address::default()
        }),
        payments: vec![paid("Pix", "100.00")],
        marketplace_id: text("A2Q3Y263D00KWC"),
        buyer_name: text("Fulana de Tal"),
        buyer_tax_info: documents(&[("CPF", "987.654.321-00")]),
        marketplace_tax_info: documents(&[("CNPJ", "15436940000103")]),
        seller_display_name: text("Loja Ficticia"),
        items: vec![item("SKU-A", "1", "100.00")],
        ..Shipment::default()
    }
}

/// The same, to another state, with a postal code of its own.
pub(super) fn to(mut shipment: Shipment, uf: &str, city: &str) -> Shipment {
    let cep = match uf {
        "AL" => "57020-000",
        "BA" => "40020-000",
        "MG" => "30120-010",
        "RJ" => "20040-020",
        "SP" => "01302-000",
        _ => panic!("no postal code of {uf} here yet"),
    };
    let address = shipment.shipping_address.get_or_insert_default();
    (address.state_or_region, address.city) = (text(uf), text(city));
    address.postal_code = text(cep);
    shipment
}

pub(super) fn at(moment: &str) -> Timestamp {
    moment.parse().unwrap()
}

pub(super) fn now() -> Timestamp {
    at("2026-11-21T13:00:00Z")
}

/// The rules that ship, and no table of approximate taxes.
pub(super) fn law() -> super::Law<'static> {
    static RULES: std::sync::OnceLock<std::sync::Arc<super::rules::Rules>> =
        std::sync::OnceLock::new();
    static NONE: std::collections::BTreeMap<Uf, std::sync::Arc<super::TotTrib>> =
        std::collections::BTreeMap::new();
    super::Law { rules: RULES.get_or_init(super::rules::Rules::shipped), tot_trib: &NONE }
}
