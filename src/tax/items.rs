//! `det`: what was sold, and how each piece of it is taxed.

use jiff::civil::Date;

use crate::domain::catalogue::{Catalogue, Product};
use crate::domain::codes::{Crt, TpAmb};
use crate::domain::invoice::{Det, Icms, IcmsUfDest};
use crate::domain::seller::Seller;
use crate::domain::shipment::Item;
use crate::domain::text::latin1;
use crate::domain::{Code, Fault, Money, Rate, Step};

use super::icms::Situation;
use super::lines::Line;
use super::route::{Rates, Route};
use super::{difal, ibs_cbs, icms, pis_cofins};

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
    situation: Situation,
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
    faults: &mut Vec<Fault>,
) -> Vec<Option<Goods<'a>>> {
    let each = items.iter().enumerate();
    each.map(|(n, item)| one(n, item, seller, catalogue, route, faults)).collect()
}

fn one<'a>(
    n: usize,
    item: &'a Item,
    seller: &Seller,
    catalogue: &'a Catalogue,
    route: Option<Route>,
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
    let situation = icms::situation(product, seller.crt);
    let mut missing: Vec<&str> = situation.err().into_iter().collect();
    missing.extend(pis_cofins::missing(&product.profile, seller.crt));
    if owes_ibs_cbs(seller) && !ibs_cbs::is_full(&product.profile.c_class_trib) {
        missing.push("cClassTrib");
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
    Some(Goods { item, product, situation: situation.ok()?, c_prod, x_prod: x_prod? })
}

/// IBS and CBS are due for the normal regime; Simples not before 2027 (LC 214/2025 art. 348,
/// NT 2025.002 v1.52, UB12-10).
fn owes_ibs_cbs(seller: &Seller) -> bool {
    seller.ibs_cbs && seller.crt == Crt::Normal
}

/// One `det`.
pub(super) fn det(
    n: usize,
    goods: &Goods<'_>,
    line: &Line,
    seller: &Seller,
    route: Route,
    rates: Rates,
    day: Date,
) -> Det {
    let Goods { item, product, .. } = goods;
    let taxes = taxes(goods, line.v_item(), seller, route, rates, day);
    let x_prod = match seller.tp_amb {
        TpAmb::Homologacao if n == 0 => HOMOLOGACAO_PRODUCT.to_owned(),
        TpAmb::Homologacao | TpAmb::Producao => goods.x_prod.clone(),
    };
    Det {
        c_prod: goods.c_prod.clone(),
        c_ean: product.gtin.clone(),
        x_prod,
        ncm: product.ncm.clone(),
        cest: product.cest.clone(),
        cfop: route.cfop(product).1,
        u_com: product.unit.clone(),
        q_com: line.q_com,
        v_un_com: line.v_un_com,
        v_prod: line.v_prod,
        v_frete: line.v_frete,
        v_desc: line.v_desc,
        v_outro: line.v_outro,
        icms: taxes.icms,
        icms_uf_dest: taxes.difal,
        pis: taxes.pis,
        cofins: taxes.cofins,
        ibs_cbs: taxes.ibs_cbs,
        inf_ad_prod: inf_ad_prod(item),
    }
}

/// Everything that is taken of one item.
struct Taxes {
    icms: Icms,
    difal: Option<IcmsUfDest>,
    pis: crate::domain::invoice::Contribution,
    cofins: crate::domain::invoice::Contribution,
    ibs_cbs: Option<crate::domain::invoice::IbsCbs>,
}

/// Every tax is of the same base: vProd + vFrete + vOutro − vDesc (nfe.md 1.7).
fn taxes(
    goods: &Goods<'_>,
    base: Money,
    seller: &Seller,
    route: Route,
    rates: Rates,
    day: Date,
) -> Taxes {
    let orig = goods.product.orig;
    let (p_icms, difal) = match rates {
        Rates::Simples => {
            let (pis, cofins) = (pis_cofins::simples(), pis_cofins::simples());
            let icms = icms::group(goods.situation, orig, base, Rate::ZERO);
            return Taxes { icms, difal: None, pis, cofins, ibs_cbs: None };
        }
        Rates::Internal(rates) => (rates.p_icms, None),
        Rates::Interstate { difal } => {
            let group = |it| difal::group(base, route.from, it, route.to, orig);
            (icms::interstate(route.from, route.to, orig), difal.map(group))
        }
    };
    let icms = icms::group(goods.situation, orig, base, p_icms);
    let v_icms = match &icms {
        Icms::Icms00 { v_icms, .. } => *v_icms,
        Icms::IcmsSn102 { .. } => Money::ZERO,
    };
    let profile = &goods.product.profile;
    let v_bc = pis_cofins::base(base, v_icms, seller.icms_out_of_pis_cofins);
    let pis = pis_cofins::aliq(v_bc, profile.p_pis);
    let cofins = pis_cofins::aliq(v_bc, profile.p_cofins);
    let v_difal = difal.as_ref().map_or(Money::ZERO, |it| it.v_icms_uf_dest);
    let v_fcp = difal.as_ref().and_then(|it| it.fcp.as_ref()).map_or(Money::ZERO, |it| it.v_fcp);
    let ibs_cbs = ibs_cbs::rates(day).filter(|_| owes_ibs_cbs(seller)).map(|rates| {
        let taken = [pis.value(), cofins.value(), v_icms, v_difal, v_fcp];
        ibs_cbs::group(rates, profile.c_class_trib.clone(), base, &taken)
    });
    Taxes { icms, difal, pis, cofins, ibs_cbs }
}

/// `infAdProd`: the serial numbers, as many as fit.
fn inf_ad_prod(item: &Item) -> Option<String> {
    let serials: Vec<&str> =
        item.serial_numbers.iter().map(|it| it.trim()).filter(|it| !it.is_empty()).collect();
    let text = latin1(&serials.join(", "), INF_AD_PROD_MAX);
    (!text.is_empty()).then(|| latin1(&format!("S/N: {text}"), INF_AD_PROD_MAX))
}
