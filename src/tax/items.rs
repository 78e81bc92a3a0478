//! `det`: what was sold, and how each piece of it is taxed.

use crate::domain::catalogue::{Catalogue, Product};
use crate::domain::codes::TpAmb;
use crate::domain::invoice::{Contribution, Det, Fcp, IbsCbs, Icms, IcmsUfDest, Ipi, Is};
use crate::domain::memoria::{Memoria, Named, Rule, Term};
use crate::domain::seller::Seller;
use crate::domain::shipment::Item;
use crate::domain::text::latin1;
use crate::domain::{Code, Fault, Money, Step};

use super::difal::{self, DifalBase, DifalPlan};
use super::icms::{self, IcmsPlan};
use super::law::{self, Day};
use super::lines::Line;
use super::pis_cofins::{self, ContributionPlan};
use super::price::{self, Priced};
use super::rates::Rates;
use super::reform::{self, ReformPlan, Unfit};
use super::route::Route;
use super::rules::Levy;
use super::tot_trib::TotTrib;
use super::working::{Chosen, Working, minus, named, plus};

/// `xProd` of the first item in homologação, word for word (rule 373).
const HOMOLOGACAO_PRODUCT: &str =
    "NOTA FISCAL EMITIDA EM AMBIENTE DE HOMOLOGACAO - SEM VALOR FISCAL";
const C_PROD_MAX: usize = 60;
const X_PROD_MAX: usize = 120;
const INF_AD_PROD_MAX: usize = 500;

/// An item whose product is known and complete for this seller.
pub(super) struct Goods<'a> {
    item: &'a Item,
    product: &'a Product,
    contributions: ContributionPlan,
    /// IBS and CBS, where they are told.
    reform: Option<ReformPlan>,
    c_prod: String,
    x_prod: String,
}

/// Finds each item's product, and what it lacks for this seller and this route (when that is
/// known); `None` in the place of one that cannot be sold.
pub(super) fn goods<'a>(
    items: &'a [Item],
    seller: &Seller,
    catalogue: &'a Catalogue,
    route: Option<Route>,
    law: Option<Day<'_>>,
    faults: &mut Vec<Fault>,
) -> Vec<Option<Goods<'a>>> {
    let each = items.iter().enumerate();
    each.map(|(n, item)| one(n, item, seller, catalogue, (route, law), faults)).collect()
}

fn one<'a>(
    n: usize,
    item: &'a Item,
    seller: &Seller,
    catalogue: &'a Catalogue,
    (route, law): (Option<Route>, Option<Day<'_>>),
    faults: &mut Vec<Fault>,
) -> Option<Goods<'a>> {
    let path = |name: &str| format!("ShipmentItems[{n}].{name}");
    let sku = item.seller_sku.as_deref().map(str::trim).filter(|it| !it.is_empty());
    let product = sku.and_then(|sku| catalogue.products.get(sku));
    let described = product.and_then(|it| it.description.as_deref());
    let named = [described, item.title.as_deref()].into_iter().flatten();
    let x_prod = named.map(|it| latin1(it, X_PROD_MAX)).find(|it| !it.is_empty());
    if x_prod.is_none() {
        faults.push(Fault::new(Code::TitleMissing, Step::Draft, path("Title")));
    }
    let fault = |code| {
        let fault = Fault::new(code, Step::Draft, path("SellerSKU"));
        sku.map_or(fault.clone(), |sku| fault.value(sku))
    };
    let Some(product) = product else {
        faults.push(fault(Code::ProductUnknown));
        return None;
    };
    let (profile, crt) = (&product.profile, seller.crt);
    let mut missing: Vec<&str> = icms::missing(product, crt).into_iter().collect();
    let contributions = pis_cofins::choose(profile.contributions.as_ref(), &profile.name, crt);
    missing.extend(contributions.as_ref().err());
    let reform = law.map_or(Ok(None), |law| law.reform(product));
    match reform.as_ref().err() {
        Some(Unfit::Missing(key)) => missing.push(key),
        Some(unfit @ (Unfit::Unknown | Unfit::Unsupported)) => {
            let found = format!("{} {}", unfit.key(), profile.c_class_trib);
            faults.push(fault(unfit.code()).detail(found));
        }
        None => {}
    }
    // The first digit tells the way (rules 731 to 733).
    let cfop = route.map(|route| (route.id_dest(), route.cfop(product)));
    missing.extend(cfop.filter(|(way, (_, it))| it.id_dest() != *way).map(|(_, (name, _))| name));
    let c_prod = latin1(&product.sku, C_PROD_MAX);
    if c_prod.is_empty() {
        missing.push("sku");
    }
    if !missing.is_empty() {
        faults.push(fault(Code::ProductIncomplete).detail(missing.join(", ")));
        return None;
    }
    let (contributions, reform) = (contributions.ok()?, reform.ok()?);
    Some(Goods { item, product, contributions, reform, c_prod, x_prod: x_prod? })
}

/// What every item of one sale is taxed by.
pub(super) struct Sale<'a> {
    pub(super) seller: &'a Seller,
    pub(super) route: Route,
    pub(super) rates: Rates<'a>,
    pub(super) law: Day<'a>,
    pub(super) tot_trib: Option<&'a TotTrib>,
}

/// One `det`, and how its figures came to be.
pub(super) fn det(
    n: usize,
    goods: &Goods<'_>,
    line: &Line,
    sale: &Sale<'_>,
    memoria: &mut Memoria,
) -> Result<Det, Fault> {
    let mut w = Working::of_item(memoria, n + 1);
    let Goods { item, product, .. } = goods;
    let Sale { seller, route, rates, .. } = sale;
    let field = |name: &str| format!("ShipmentItems[{n}].{name}");
    let icms = icms::choose(product, seller.crt, *route, rates).map_err(|key| {
        Fault::new(Code::ProductIncomplete, Step::Draft, field("SellerSKU")).detail(key)
    })?;
    let (column, cfop) = route.cfop(product);
    w.code("CFOP", &cfop.to_string(), Rule::Cfop, column);
    let profile = &product.profile;
    let ipi = match &profile.ipi {
        Some(rule) => sale.law.levies(Levy::Ipi, &field("SellerSKU"))?.then_some(rule),
        None => None,
    };
    let is = match &profile.is {
        Some(rule) => sale.law.levies(Levy::Is, &field("SellerSKU"))?.then_some(rule),
        None => None,
    };
    let priced = price::reckon(line, ipi, icms::deducted_rate(&icms), &mut w).ok_or_else(|| {
        Fault::new(Code::MoneyBad, Step::Draft, field("ItemPrice")).value(line.v_prod)
    })?;
    let is = is.map(|rule| reform::selective(rule, priced.v_oper, &mut w));
    let taxes = taxes(goods, &priced, &icms, is.as_ref(), sale, &mut w);
    let v_tot_trib = tot_trib(product, priced.base, sale, &mut w);
    let x_prod = match seller.tp_amb {
        TpAmb::Homologacao if n == 0 => HOMOLOGACAO_PRODUCT.to_owned(),
        TpAmb::Homologacao | TpAmb::Producao => goods.x_prod.clone(),
    };
    let det = Det {
        c_prod: goods.c_prod.clone(),
        c_ean: product.gtin.clone(),
        x_prod,
        ncm: product.ncm.clone(),
        cest: product.cest.clone(),
        c_benef: rates.rule(product, route.from).and_then(|it| it.c_benef.clone()),
        cfop,
        u_com: product.unit.clone(),
        q_com: priced.q_com,
        v_un_com: priced.v_un_com,
        v_prod: priced.v_prod,
        v_frete: priced.v_frete,
        v_desc: priced.v_desc,
        v_outro: priced.v_outro,
        n_fci: product.n_fci.clone(),
        v_tot_trib,
        icms: taxes.icms,
        ipi: priced.ipi,
        icms_uf_dest: taxes.difal,
        pis: taxes.pis,
        cofins: taxes.cofins,
        is,
        ibs_cbs: taxes.ibs_cbs,
        inf_ad_prod: inf_ad_prod(item),
    };
    told(&det, &mut w);
    Ok(det)
}

/// `vItem`.
pub(super) fn told(det: &Det, w: &mut Working<'_>) {
    let st = det.icms.group.st();
    let fcp_st = st.and_then(|it| it.fcp_st.as_ref()).map_or(Money::ZERO, |it| it.v_fcp);
    let deson = det.icms.group.deson().filter(|it| it.deducted);
    let terms = [
        plus("vOper", det.v_oper()),
        plus("ICMS/vICMSST", st.map_or(Money::ZERO, |it| it.v_icms_st)),
        plus("ICMS/vFCPST", fcp_st),
        plus("IPI/vIPI", det.ipi.as_ref().map_or(Money::ZERO, Ipi::v_ipi)),
        minus("ICMS/vICMSDeson", deson.map_or(Money::ZERO, |it| it.v_icms)),
    ];
    w.sum("vItem", &terms, Rule::ItemTotal);
}

/// Everything that is taken of one item.
struct Taxes {
    icms: Icms,
    difal: Option<IcmsUfDest>,
    pis: Option<Contribution>,
    cofins: Option<Contribution>,
    ibs_cbs: Option<IbsCbs>,
}

fn taxes(
    goods: &Goods<'_>,
    priced: &Priced,
    plan: &IcmsPlan,
    is: Option<&Is>,
    sale: &Sale<'_>,
    w: &mut Working<'_>,
) -> Taxes {
    let line = icms::Line { base: priced.base, q_com: priced.q_com };
    let icms = icms::reckon(plan, line, w);
    let difal = difal_plan(goods.product, plan, sale).map(|it| difal::reckon(&it, line.base, w));
    let own = icms.group.own();
    let v_icms = own.map_or(Money::ZERO, |it| it.v_icms);
    let out = sale.seller.icms_out_of_pis_cofins.then_some(v_icms);
    let (pis, cofins) = sale
        .law
        .contributions
        .then(|| pis_cofins::reckon(&goods.contributions, priced.v_oper, out, w))
        .unzip();
    let taken = taken(&icms, difal.as_ref(), pis.as_ref(), cofins.as_ref());
    let v_is = is.and_then(|it| it.tax.as_ref()).map_or(Money::ZERO, |it| it.v_is);
    let of = reform::Taken { v_oper: priced.v_oper, taxes: &taken, v_is, q_com: priced.q_com };
    let ibs_cbs = goods.reform.as_ref().map(|plan| reform::reckon(plan, &of, w));
    Taxes { icms, difal, pis, cofins, ibs_cbs }
}

/// What is not in the base of IBS and CBS (UB16-10).
pub(super) fn taken(
    icms: &Icms,
    difal: Option<&IcmsUfDest>,
    pis: Option<&Contribution>,
    cofins: Option<&Contribution>,
) -> [Term; 6] {
    let fcp = |it: Option<&Fcp>| it.map_or(Money::ZERO, |it| it.v_fcp);
    let own = icms.group.own();
    [
        minus("PIS/vPIS", pis.map_or(Money::ZERO, Contribution::value)),
        minus("COFINS/vCOFINS", cofins.map_or(Money::ZERO, Contribution::value)),
        minus("ICMS/vICMS", own.map_or(Money::ZERO, |it| it.v_icms)),
        minus("ICMS/vFCP", fcp(own.and_then(|it| it.fcp.as_ref()))),
        minus("ICMSUFDest/vICMSUFDest", difal.map_or(Money::ZERO, |it| it.v_icms_uf_dest)),
        minus("ICMSUFDest/vFCPUFDest", fcp(difal.and_then(|it| it.fcp.as_ref()))),
    ]
}

/// `ICMSUFDest`, where it is due: another state, a final consumer who is no contributor (694);
/// Simples owes none (STF, ADI 5464), unless the seller is told otherwise.
fn difal_plan(product: &Product, icms: &IcmsPlan, sale: &Sale<'_>) -> Option<DifalPlan> {
    let Sale { seller, route, rates, .. } = sale;
    if route.id_dest() == 1 || route.contributor || !law::owes_difal(seller) {
        return None;
    }
    let there = rates.destination(product, Rule::DifalRate);
    let base = match (icms.is_exempt(), rates.grosses_up()) {
        (true, _) => DifalBase::Nothing,
        (false, true) => DifalBase::GrossUp,
        (false, false) => DifalBase::Operation,
    };
    Some(DifalPlan {
        base,
        p_icms_uf_dest: there.p_icms,
        p_fcp: there.p_fcp,
        p_icms_inter: rates.own(product),
    })
}

/// `vTotTrib`, where the seller has its state's table and the table has these goods.
fn tot_trib(
    product: &Product,
    base: Named<Money>,
    sale: &Sale<'_>,
    w: &mut Working<'_>,
) -> Option<Money> {
    let row = sale.tot_trib?.on(&product.ncm, "", sale.law.day)?;
    let (rate, source) = (row.rate(product.orig.is_imported()), row.source.clone());
    let rate = w.rate("pTotTrib", &Chosen { rate, rule: Rule::TotTrib, source });
    Some(w.percent("vTotTrib", base, named("pTotTrib", rate), Rule::TotTrib))
}

/// `infAdProd`: the serial numbers, as many as fit.
fn inf_ad_prod(item: &Item) -> Option<String> {
    let serials: Vec<&str> =
        item.serial_numbers.iter().map(|it| it.trim()).filter(|it| !it.is_empty()).collect();
    let text = latin1(&serials.join(", "), INF_AD_PROD_MAX);
    (!text.is_empty()).then(|| latin1(&format!("S/N: {text}"), INF_AD_PROD_MAX))
}
