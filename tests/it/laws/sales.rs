//! Sales over the whole space: four regimes, every situation, every way between states, both
//! kinds of buyer, any prices. What is generated is small and readable, and shrinks.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::nfe::invoices::{emission, outage};
use crate::nfe::values::ie;
use fba_nfe::domain::catalogue::*;
use fba_nfe::domain::codes::*;
use fba_nfe::domain::invoice::{Csosn, Emit, Ender, Exempt, InfRespTec, Numbering, StSn};
use fba_nfe::domain::local::{Csrt, sefaz_ba};
use fba_nfe::domain::seller::{Contributors, Establishment, Seller};
use fba_nfe::domain::shipment::*;
use fba_nfe::domain::{
    Chance, Cnpj, Digest, Emission, Fault, Money, Rate, SellerId, Timestamp, Uf, UnitPrice,
};
use fba_nfe::nfe::number_code::c_nf;
use fba_nfe::tax::rules::Rules;
use fba_nfe::tax::{Draft, Law, draft};

/// One sale, and everything that its note is made of.
#[derive(Clone, Debug)]
pub(crate) struct Sale {
    pub(crate) shipment: Shipment,
    pub(crate) seller: Seller,
    pub(crate) catalogue: Catalogue,
    pub(crate) at: Timestamp,
    pub(crate) emission: Emission,
}

impl Sale {
    pub(crate) fn draft(&self) -> Result<Draft, Vec<Fault>> {
        let rules = Rules::shipped();
        let law = Law { rules: &rules, tot_trib: &BTreeMap::new() };
        draft(&self.shipment, &self.seller, &self.catalogue, law, self.at, &self.emission)
    }

    /// The draft of a sale that has no fault.
    #[track_caller]
    pub(crate) fn drafted(&self) -> Draft {
        self.draft().unwrap_or_else(|faults| panic!("{faults:?}"))
    }

    pub(crate) fn is_contributor(&self) -> bool {
        self.shipment.buyer_name.is_none()
    }

    /// A number for it.
    pub(crate) fn numbering(&self, draft: &Draft, n_nf: u32) -> Numbering {
        let emit = &draft.invoice.emit;
        let code = c_nf(&Chance::new("laws"), draft.invoice.tp_amb, &emit.cnpj, 1, n_nf);
        let offset = emit.ender.uf.offset_hours();
        let dh_emi = fba_nfe::domain::invoice::LocalTime::new(self.at, offset);
        Numbering { serie: 1, n_nf, c_nf: code, dh_emi }
    }

    /// What the buyer paid for the items, by Amazon's own columns.
    pub(crate) fn paid(&self) -> Money {
        let of = |it: &Option<Amount>| {
            let text = it.as_ref().and_then(|it| it.amount.as_deref());
            text.map_or(Money::ZERO, |it| Money::parse(it).unwrap())
        };
        let items = self.shipment.items.iter();
        let each = items.map(|it| {
            of(&it.item_price) + of(&it.shipping_price) + of(&it.gift_wrap_price)
                - of(&it.shipping_discount)
                - of(&it.promotion_discount)
        });
        each.sum()
    }
}

/// The same sales each time, without end.
pub(crate) fn all() -> impl Iterator<Item = Sale> {
    let mut runner = TestRunner::deterministic();
    let strategy = sale();
    std::iter::repeat_with(move || strategy.new_tree(&mut runner).unwrap().current())
}

/// A capital of each state, with a postal code of its own.
const CAPITALS: [(Uf, &str, &str); 27] = [
    (Uf::Ac, "Rio Branco", "69900100"),
    (Uf::Al, "Maceió", "57020100"),
    (Uf::Am, "Manaus", "69010100"),
    (Uf::Ap, "Macapá", "68900100"),
    (Uf::Ba, "Salvador", "40020100"),
    (Uf::Ce, "Fortaleza", "60020100"),
    (Uf::Df, "Brasília", "70040100"),
    (Uf::Es, "Vitória", "29010100"),
    (Uf::Go, "Goiânia", "74020100"),
    (Uf::Ma, "São Luís", "65020100"),
    (Uf::Mg, "Belo Horizonte", "30120100"),
    (Uf::Ms, "Campo Grande", "79002100"),
    (Uf::Mt, "Cuiabá", "78005100"),
    (Uf::Pa, "Belém", "66010100"),
    (Uf::Pb, "João Pessoa", "58010100"),
    (Uf::Pe, "Recife", "50020100"),
    (Uf::Pi, "Teresina", "64000100"),
    (Uf::Pr, "Curitiba", "80020100"),
    (Uf::Rj, "Rio de Janeiro", "20040100"),
    (Uf::Rn, "Natal", "59020100"),
    (Uf::Ro, "Porto Velho", "76801100"),
    (Uf::Rr, "Boa Vista", "69301100"),
    (Uf::Rs, "Porto Alegre", "90010100"),
    (Uf::Sc, "Florianópolis", "88010100"),
    (Uf::Se, "Aracaju", "49010100"),
    (Uf::Sp, "São Paulo", "01302000"),
    (Uf::To, "Palmas", "77001100"),
];

fn capital() -> impl Strategy<Value = (Uf, &'static str, &'static str)> {
    select(CAPITALS.to_vec())
}

fn percent(least: i64, most: i64) -> impl Strategy<Value = Rate> {
    (least..=most).prop_map(|it| Rate::from_ten_thousandths(it * 100))
}

fn st_rule() -> impl Strategy<Value = StRule> {
    (option::of(percent(100, 20_000)), option::of(percent(1, 9_000)))
        .prop_map(|(p_mva_st, p_red_bc_st)| StRule { p_mva_st, p_red_bc_st })
}

/// With a reason that every group may have.
fn deson() -> impl Strategy<Value = Option<DesonRule>> {
    option::of(any::<bool>().prop_map(|deducted| DesonRule { mot_des_icms: 9, deducted }))
}

fn normal_rule() -> BoxedStrategy<NormalRule> {
    let exempt = select(vec![Exempt::Isenta, Exempt::NaoTributada, Exempt::Suspensao]);
    let p_red_bc = || percent(1, 9_999);
    prop_oneof![
        3 => Just(NormalRule::Taxed),
        1 => st_rule().prop_map(NormalRule::TaxedSt),
        1 => (p_red_bc(), deson())
            .prop_map(|(p_red_bc, deson)| NormalRule::Reduced { p_red_bc, deson }),
        1 => (exempt, deson()).prop_map(|(cst, deson)| NormalRule::Exempt { cst, deson }),
        1 => (option::of(p_red_bc()), percent(0, 10_000))
            .prop_map(|(p_red_bc, p_dif)| NormalRule::Deferred { p_red_bc, p_dif }),
        1 => option::of(percent(0, 9_000)).prop_map(|efet| NormalRule::Withheld { efet }),
        1 => (p_red_bc(), st_rule(), deson())
            .prop_map(|(p_red_bc, st, deson)| NormalRule::ReducedSt { p_red_bc, st, deson }),
        1 => (any::<bool>(), option::of(p_red_bc()))
            .prop_map(|(taxed, p_red_bc)| NormalRule::Other { taxed, p_red_bc, deson: None }),
    ]
    .boxed()
}

fn simples_rule() -> BoxedStrategy<SimplesRule> {
    let csosn = select(vec![Csosn::C102, Csosn::C103, Csosn::C300, Csosn::C400]);
    let credit = || percent(1, 400);
    prop_oneof![
        3 => csosn.prop_map(SimplesRule::Plain),
        1 => credit().prop_map(|p_cred_sn| SimplesRule::Credit { p_cred_sn }),
        1 => (credit(), st_rule())
            .prop_map(|(p_cred_sn, st)| SimplesRule::CreditSt { p_cred_sn, st }),
        1 => (select(vec![StSn::C202, StSn::C203]), st_rule())
            .prop_map(|(csosn, st)| SimplesRule::PlainSt { csosn, st }),
        1 => option::of(percent(0, 9_000)).prop_map(|efet| SimplesRule::Withheld { efet }),
        1 => (any::<bool>(), option::of(percent(1, 9_000)), option::of(credit())).prop_map(
            |(taxed, p_red_bc, p_cred_sn)| SimplesRule::Other { taxed, p_red_bc, p_cred_sn }
        ),
    ]
    .boxed()
}

fn contribution() -> BoxedStrategy<(ContributionCst, Rate)> {
    let nt = select(vec!["04", "05", "06", "07", "08", "09"]);
    prop_oneof![
        3 => (select(vec!["01", "02"]), percent(1, 1_300))
            .prop_map(|(cst, rate)| (ContributionCst::Aliq(cst), rate)),
        1 => nt.prop_map(|cst| (ContributionCst::Nt(cst), Rate::ZERO)),
        1 => (select(vec!["49", "99"]), percent(0, 1_300))
            .prop_map(|(cst, rate)| (ContributionCst::Outr(cst), rate)),
    ]
    .boxed()
}

fn ipi() -> BoxedStrategy<Option<IpiRule>> {
    let c_enq = || CEnq::parse("999").unwrap();
    prop_oneof![
        4 => Just(None),
        1 => (select(vec!["50", "99"]), percent(0, 3_500)).prop_map(move |(cst, p_ipi)| {
            Some(IpiRule { c_enq: c_enq(), tax: IpiCst::Trib(cst, p_ipi) })
        }),
        1 => select(vec!["51", "52", "53", "54", "55"])
            .prop_map(move |cst| Some(IpiRule { c_enq: c_enq(), tax: IpiCst::Nt(cst) })),
    ]
    .boxed()
}

fn state_rule() -> BoxedStrategy<StateRule> {
    let rates = (option::of(percent(1_700, 3_000)), option::of(percent(0, 400)));
    (capital(), rates, option::of(percent(100, 9_000)))
        .prop_map(|((uf, ..), (p_icms, p_fcp), p_mva_st)| StateRule {
            uf,
            valid_from: None,
            valid_to: None,
            p_icms,
            p_fcp,
            p_mva_st,
            c_benef: None,
        })
        .boxed()
}

/// Where less than the whole tax is taken, six states want to know by what right (930, 931); where
/// the whole is, they want no such code (928).
fn benefit(profile: &mut TaxProfile, from: Uf) {
    let relieved = match profile.normal.as_ref().unwrap() {
        NormalRule::Reduced { .. }
        | NormalRule::Exempt { .. }
        | NormalRule::Deferred { .. }
        | NormalRule::ReducedSt { .. } => true,
        NormalRule::Taxed
        | NormalRule::TaxedSt(_)
        | NormalRule::Withheld { .. }
        | NormalRule::Other { .. } => false,
    };
    if !relieved {
        return;
    }
    if profile.states.iter().all(|it| it.uf != from) {
        profile.states.push(StateRule {
            uf: from,
            valid_from: None,
            valid_to: None,
            p_icms: None,
            p_fcp: None,
            p_mva_st: None,
            c_benef: None,
        });
    }
    for state in profile.states.iter_mut().filter(|it| it.uf == from) {
        state.c_benef = CBenef::parse(&format!("{}123456", from.sigla())).ok();
    }
}

fn profile() -> BoxedStrategy<TaxProfile> {
    let contributions =
        (contribution(), contribution()).prop_map(|(pis, cofins)| ContributionRule { pis, cofins });
    (simples_rule(), normal_rule(), vec(state_rule(), 0..3), contributions, ipi())
        .prop_map(|(simples, normal, mut states, contributions, ipi)| {
            states.dedup_by_key(|it| it.uf);
            TaxProfile {
                name: "perfil".to_owned(),
                simples: Some(simples),
                normal: Some(normal),
                states,
                contributions: Some(contributions),
                ipi,
                c_class_trib: CClassTrib::parse("000001").unwrap(),
                reform: ReformRule::default(),
                is: None,
            }
        })
        .boxed()
}

fn withheld() -> BoxedStrategy<Option<WithheldUnit>> {
    option::of((1i64..99_999, 1i64..9_999, any::<bool>()).prop_map(|(base, tax, substitute)| {
        let each = |it: i64| UnitPrice::parse(&Money::from_cents(it).to_string()).unwrap();
        WithheldUnit {
            v_bc_st_ret: each(base),
            p_st: Rate::parse("18").unwrap(),
            v_icms_substituto: substitute.then(|| each(tax)),
            v_icms_st_ret: each(tax),
        }
    }))
    .boxed()
}

const SKUS: [&str; 3] = ["SKU-A", "SKU-B", "SKU-C"];

fn product(sku: &'static str) -> BoxedStrategy<Product> {
    (profile(), 0u8..9, withheld(), any::<[bool; 3]>())
        .prop_map(move |(profile, orig, withheld, [gtin, described, imported])| Product {
            sku: sku.to_owned(),
            description: described.then(|| "Caneta \"azul\" & 'preta' <nova>".to_owned()),
            ncm: Ncm::parse("96081000").unwrap(),
            cest: Some(Cest::parse("1902000").unwrap()),
            orig: Orig::parse(&orig.to_string()).unwrap(),
            cfop_internal: Cfop::parse("5102").unwrap(),
            cfop_interstate: Cfop::parse("6108").unwrap(),
            cfop_interstate_contributor: Cfop::parse("6102").unwrap(),
            unit: "UN".to_owned(),
            gtin: gtin.then(|| Gtin::parse("7891000315507").unwrap()),
            n_fci: imported.then(|| NFci::parse("B01F70AF-10BF-4B1F-848C-65FF57F616FE").unwrap()),
            withheld,
            profile,
        })
        .boxed()
}

fn catalogue() -> BoxedStrategy<Catalogue> {
    (product(SKUS[0]), product(SKUS[1]), product(SKUS[2]))
        .prop_map(|(a, b, c)| {
            let products: BTreeMap<_, _> =
                [a, b, c].into_iter().map(|it| (it.sku.clone(), it)).collect();
            Catalogue { products, digest: Digest::of(b"") }
        })
        .boxed()
}

fn brl(cents: i64) -> Option<Amount> {
    let amount = Money::from_cents(cents).to_string();
    Some(Amount { currency: Some("BRL".to_owned()), amount: Some(amount) })
}

/// Discounts are never more than what they discount.
fn item() -> BoxedStrategy<Item> {
    let price = prop_oneof![3 => 100i64..50_000, 1 => 100i64..100_000_000];
    let extras = (option::of(0i64..5_000), option::of(0i64..2_000), 0i64..=100, 0i64..=100);
    (select(SKUS.to_vec()), 1u32..40, price, extras, vec("[A-Z0-9]{4}", 0..3))
        .prop_map(|(sku, quantity, price, (shipping, wrap, off_shipping, off), serial_numbers)| {
            let shipping_discount = shipping.map(|it| it * off_shipping / 100);
            Item {
                asin: Some("B000000000".to_owned()),
                seller_sku: Some(sku.to_owned()),
                order_item_id: None,
                title: Some("Caneta esferográfica – ponta “fina” 😀".to_owned()),
                quantity_ordered: Some(quantity.to_string()),
                item_price: brl(price),
                shipping_price: shipping.and_then(brl),
                gift_wrap_price: wrap.and_then(brl),
                shipping_discount: shipping_discount.and_then(brl),
                promotion_discount: brl(price * off / 400),
                serial_numbers,
            }
        })
        .boxed()
}

fn seller(
    crt: Crt,
    (uf, city, cep): (Uf, &str, &str),
    [icms_out, ibs_cbs, difal]: [bool; 3],
) -> Seller {
    let cnpj = if crt.uses_csosn() { "11222333000181" } else { "44555666000181" };
    let c_mun = fba_nfe::tax::municipality(uf, city).unwrap();
    let emit = Emit {
        cnpj: Cnpj::parse(cnpj).unwrap(),
        x_nome: "COMERCIO FICTICIO LTDA".to_owned(),
        x_fant: None,
        ender: Ender {
            x_lgr: "RUA DO ARMAZEM".to_owned(),
            nro: "1".to_owned(),
            x_cpl: None,
            x_bairro: "CENTRO".to_owned(),
            c_mun: c_mun.c_mun.clone(),
            x_mun: city.to_uppercase(),
            uf,
            cep: Cep::parse(cep).unwrap(),
            fone: None,
        },
        ie: ie(uf),
        crt,
    };
    let mut contributors = Contributors::default();
    for (uf, ..) in CAPITALS {
        contributors.insert(company(), uf, Some(ie(uf)));
    }
    Seller {
        id: SellerId::parse("A0FICTICIO").unwrap(),
        tp_amb: TpAmb::Producao,
        crt,
        id_cad_int_tran: None,
        icms_out_of_pis_cofins: icms_out,
        ibs_cbs,
        difal,
        contributors,
        establishments: vec![Establishment {
            emit,
            serie: 1,
            first_number: 1,
            nat_op: "VENDA DE MERCADORIA".to_owned(),
            mod_frete: 0,
            warehouses: Vec::new(),
            retirada: None,
            aut_xml: if uf == Uf::Ba { sefaz_ba().into_iter().collect() } else { Vec::new() },
            resp_tec: Some(responsible()),
        }],
    }
}

/// With a secret, since PR wants one (975).
fn responsible() -> InfRespTec {
    InfRespTec {
        cnpj: Cnpj::parse("33014556AB0167").unwrap(),
        x_contato: "Equipe Fiscal".to_owned(),
        email: "fiscal@exemplo.com.br".to_owned(),
        fone: "1155550100".to_owned(),
        csrt: Some(Csrt::new("01", "SEGREDO").unwrap()),
    }
}

fn company() -> Cnpj {
    Cnpj::parse("12ABC34501DE35").unwrap()
}

fn documents(name: &str, value: &str) -> Option<TaxInfo> {
    let entry = TaxClassification { name: Some(name.to_owned()), value: Some(value.to_owned()) };
    Some(TaxInfo { classifications: vec![entry], ..TaxInfo::default() })
}

fn shipment(
    items: Vec<Item>,
    (uf, city, cep): (Uf, &str, &str),
    contributor: bool,
    card: bool,
) -> Shipment {
    let some = |text: &str| Some(text.to_owned());
    let mut buyer = documents("CPF", "987.654.321-00");
    if contributor {
        buyer = documents("CNPJ", company().as_str());
        buyer.as_mut().unwrap().company_legal_name = some("Compradora Ficticia SA");
    }
    // More than any sale here is worth with all that is charged on top: the order had other
    // shipments, and payments are scaled.
    let method = if card { "CreditCard" } else { "Pix" };
    let payment = Payment {
        method: some(method),
        value: brl(9_000_000_000),
        card_brand: some("Visa"),
        authorization_code: some("A1B2C3"),
        acquirer_id: some("15.436.940/0001-03"),
    };
    Shipment {
        warehouse_id: some("WH01"),
        amazon_order_id: some("701-0000001-0000001"),
        amazon_shipment_id: some("Ship1"),
        shipping_address: Some(Address {
            name: some("Beltrana de Tal"),
            line1: some("Rua da Consolação, 700"),
            line2: some("Apto 32"),
            city: some(city),
            district: some("Centro"),
            state_or_region: some(uf.sigla()),
            postal_code: some(cep),
            country_code: some("BR"),
            ..Address::default()
        }),
        payments: vec![payment],
        marketplace_id: some("A2Q3Y263D00KWC"),
        buyer_name: (!contributor).then(|| "Fulana de Tal".to_owned()),
        buyer_tax_info: buyer,
        marketplace_tax_info: documents("CNPJ", "15436940000103"),
        seller_display_name: some("Loja Ficticia"),
        items,
        ..Shipment::default()
    }
}

/// Any sale of 2026.
pub(crate) fn sale() -> BoxedStrategy<Sale> {
    let way = (capital(), capital(), any::<bool>());
    let flags = any::<[bool; 5]>();
    let when = (1_767_400_000i64..1_798_000_000, outage());
    (way, select(Crt::ALL.to_vec()), catalogue(), vec(item(), 1..5), flags, when)
        .prop_map(|((from, other, inside), crt, catalogue, items, flags, (seconds, outage))| {
            let [contributor, card, taxes @ ..] = flags;
            let to = if inside { from } else { other };
            let mut catalogue = catalogue;
            catalogue.products.values_mut().for_each(|it| benefit(&mut it.profile, from.0));
            let at = Timestamp::from_second(seconds).unwrap();
            Sale {
                shipment: shipment(items, to, contributor, card),
                seller: seller(crt, from, taxes),
                catalogue,
                at,
                emission: emission(from.0, at, outage),
            }
        })
        .boxed()
}
