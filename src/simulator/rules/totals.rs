//! The sums: `total`. Each one is added up anew from the items.

use super::super::xml::Element;
use super::{Rejection, cents, ensure, only};

/// Judges every sum.
pub fn judge(inf_nfe: &Element) -> Result<(), Rejection> {
    let total = inf_nfe.at(&["total", "ICMSTot"]).ok_or_else(|| Rejection::new(225))?;
    let items: Vec<&Element> = inf_nfe.all("det").collect();
    // An item with indTot 0 counts in nothing; we refuse to judge one, as none is ever written.
    let counted = items.iter().all(|det| det.value(&["prod", "indTot"]) == "1");
    ensure(counted, 564)?;
    let of = |tag: &str| cents(total, &[tag]);
    let prod = |tag: &str| items.iter().map(|det| cents(det, &["prod", tag])).sum::<i128>();
    let inner = |group: &str, tag: &str| {
        let groups = items.iter().filter_map(|det| only(det.at(&["imposto", group])));
        groups.map(|it| cents(it, &[tag])).sum::<i128>()
    };
    let difal =
        |tag: &str| items.iter().map(|it| cents(it, &["imposto", "ICMSUFDest", tag])).sum::<i128>();

    ensure(of("vBC") == inner("ICMS", "vBC"), 531)?;
    ensure(of("vICMS") == inner("ICMS", "vICMS"), 532)?;
    ensure(of("vBCST") == inner("ICMS", "vBCST"), 533)?;
    ensure(of("vST") == inner("ICMS", "vICMSST"), 534)?;
    ensure(of("vICMSDeson") == inner("ICMS", "vICMSDeson"), 795)?;
    ensure(of("vProd") == prod("vProd"), 564)?;
    ensure(of("vFrete") == prod("vFrete"), 535)?;
    ensure(of("vSeg") == prod("vSeg"), 536)?;
    ensure(of("vDesc") == prod("vDesc"), 537)?;
    ensure(of("vOutro") == prod("vOutro"), 604)?;
    ensure(of("vII") == 0, 601)?;
    ensure(of("vIPI") == ipi(&items), 538)?;
    ensure(of("vIPIDevol") == 0, 863)?;
    ensure(of("vFCP") == inner("ICMS", "vFCP"), 861)?;
    ensure(of("vFCPST") == inner("ICMS", "vFCPST"), 862)?;
    ensure(of("vFCPSTRet") == inner("ICMS", "vFCPSTRet"), 862)?;
    let estimated = items.iter().map(|det| cents(det, &["imposto", "vTotTrib"])).sum::<i128>();
    ensure(of("vTotTrib") == estimated, 685)?;
    ensure(of("vPIS") == inner("PIS", "vPIS"), 602)?;
    ensure(of("vCOFINS") == inner("COFINS", "vCOFINS"), 603)?;
    ensure(of("vFCPUFDest") == difal("vFCPUFDest"), 798)?;
    ensure(of("vICMSUFDest") == difal("vICMSUFDest"), 799)?;
    ensure(of("vICMSUFRemet") == difal("vICMSUFRemet"), 800)?;

    // 610: neither ICMS, PIS, COFINS, the destination's part, IBS nor CBS is added; what is not
    // taken is taken off only where the item says so.
    let deducted: i128 = items
        .iter()
        .filter_map(|det| only(det.at(&["imposto", "ICMS"])))
        .filter(|it| it.value(&["indDeduzDeson"]) == "1")
        .map(|it| cents(it, &["vICMSDeson"]))
        .sum();
    let v_nf = prod("vProd") - prod("vDesc") - deducted
        + inner("ICMS", "vICMSST")
        + inner("ICMS", "vFCPST")
        + prod("vFrete")
        + prod("vSeg")
        + prod("vOutro")
        + ipi(&items);
    ensure(of("vNF") == v_nf, 610)?;
    ibs_cbs(inf_nfe, &items, v_nf)
}

fn ipi(items: &[&Element]) -> i128 {
    items.iter().map(|det| cents(det, &["imposto", "IPI", "IPITrib", "vIPI"])).sum()
}

/// `IBSCBSTot` stands exactly when an item has the group (1118), with the sums (1080), each item
/// its `vItem` and the total its `vNFTot` (VB01, W60, 1004, 1094).
fn ibs_cbs(inf_nfe: &Element, items: &[&Element], v_nf: i128) -> Result<(), Rejection> {
    let groups: Vec<&Element> =
        items.iter().filter_map(|det| det.at(&["imposto", "IBSCBS", "gIBSCBS"])).collect();
    let is_told = items.iter().any(|det| det.at(&["imposto", "IBSCBS"]).is_some());
    let Some(total) = inf_nfe.at(&["total", "IBSCBSTot"]) else {
        return ensure(!is_told, 1080);
    };
    ensure(is_told, 1118)?;
    let sum = |path: &[&str]| groups.iter().map(|it| cents(it, path)).sum::<i128>();
    ensure(cents(total, &["vBCIBSCBS"]) == sum(&["vBC"]), 1080)?;
    ensure(cents(total, &["gIBS", "gIBSUF", "vIBSUF"]) == sum(&["gIBSUF", "vIBSUF"]), 1080)?;
    ensure(cents(total, &["gIBS", "gIBSMun", "vIBSMun"]) == sum(&["gIBSMun", "vIBSMun"]), 1080)?;
    ensure(cents(total, &["gIBS", "vIBS"]) == sum(&["vIBS"]), 1080)?;
    ensure(cents(total, &["gCBS", "vCBS"]) == sum(&["gCBS", "vCBS"]), 1080)?;
    let v_item: i128 = items.iter().map(|det| cents(det, &["vItem"])).sum();
    ensure(inf_nfe.at(&["total", "vNFTot"]).is_some(), 1004)?;
    ensure(v_item == v_nf && cents(inf_nfe, &["total", "vNFTot"]) == v_item, 1094)
}
