//! The goods: `det/prod`.

use super::super::xml::Element;
use super::{Rejection, ensure, ensure_item, fixed, is_close, rounded};

/// Judges every item.
pub fn judge(inf_nfe: &Element, tp_amb: u8) -> Result<(), Rejection> {
    let id_dest = inf_nfe.value(&["ide", "idDest"]);
    let tp_nf = inf_nfe.value(&["ide", "tpNF"]);
    let is_simples = ["1", "4"].contains(&inf_nfe.value(&["emit", "CRT"]).as_str());
    for (n_item, det) in (1..).zip(inf_nfe.all("det")) {
        ensure(det.attribute("nItem") == Some(&n_item.to_string()), 927)?;
        let prod = det.child("prod").ok_or_else(|| Rejection::new(225))?;
        cfop(&prod.value(&["CFOP"]), &tp_nf, &id_dest, n_item)?;
        // Whether any other NCM exists (778) only the authority's table knows.
        ensure_item(prod.value(&["NCM"]) != "00", 471, n_item)?;
        gtin(prod, n_item)?;
        let v_prod = prod.child("vProd").and_then(|it| fixed(&it.text(), 2));
        for (quantity, price, c_stat) in [("qCom", "vUnCom", 629), ("qTrib", "vUnTrib", 630)] {
            let product = product(prod, quantity, price);
            let holds = v_prod.zip(product).is_some_and(|(a, b)| is_close(a, b));
            ensure_item(holds, c_stat, n_item)?;
        }
        let homologation = "NOTA FISCAL EMITIDA EM AMBIENTE DE HOMOLOGACAO - SEM VALOR FISCAL";
        ensure(tp_amb == 1 || n_item > 1 || prod.value(&["xProd"]) == homologation, 373)?;
        let icms = super::only(det.at(&["imposto", "ICMS"]));
        let has_csosn = icms.is_some_and(|it| it.child("CSOSN").is_some());
        ensure_item(has_csosn || !is_simples, 590, n_item)?;
        ensure_item(!has_csosn || is_simples, 591, n_item)?;
    }
    Ok(())
}

fn cfop(cfop: &str, tp_nf: &str, id_dest: &str, n_item: usize) -> Result<(), Rejection> {
    let leaves = cfop.starts_with(['5', '6', '7']);
    ensure_item(leaves || tp_nf != "1", 518, n_item)?;
    ensure_item(!leaves || tp_nf != "0", 519, n_item)?;
    let far = cfop.starts_with(['2', '6']);
    let near = cfop.starts_with(['1', '5']);
    ensure_item(far || near, 731, n_item)?;
    ensure_item(!far || id_dest == "2", 732, n_item)?;
    ensure_item(!near || id_dest == "1", 733, n_item)
}

fn product(prod: &Element, quantity: &str, price: &str) -> Option<i128> {
    let quantity = fixed(&prod.value(&[quantity]), 4)?;
    let price = fixed(&prod.value(&[price]), 10)?;
    // 10^4 and 10^10, down to cents.
    Some(rounded(quantity.checked_mul(price)?, 1_000_000_000_000))
}

fn gtin(prod: &Element, n_item: usize) -> Result<(), Rejection> {
    for (tag, c_stat) in [("cEAN", 611), ("cEANTrib", 612)] {
        let code = prod.value(&[tag]);
        ensure_item(code == "SEM GTIN" || has_gs1_digit(&code), c_stat, n_item)?;
    }
    Ok(())
}

fn has_gs1_digit(code: &str) -> bool {
    let digits: Vec<u32> = code.chars().filter_map(|c| c.to_digit(10)).collect();
    let weights = [1, 3].into_iter().cycle();
    let sum: u32 = digits.iter().rev().zip(weights).map(|(digit, weight)| digit * weight).sum();
    !digits.is_empty() && sum.is_multiple_of(10)
}
