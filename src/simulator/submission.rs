//! What Amazon finds in a submitted file. Faults of transport are answered 400; faults of the
//! document come out later, as Errored without a reason (spapi.md 5.4).
//!
//! Amazon documents none of its checks of the document. These are those that follow from
//! "the XML file from an invoice approved on SEFAZ" and from what integrators report
//! (spapi.md 5.2, 5.5). A buyer's address is not compared: a person may have corrected it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};
use serde::Deserialize;

use crate::domain::AccessKey;

use super::rules::cents;
use super::seal;
use super::shipments::Known;
use super::xml;

/// Brazil.
const MARKETPLACE: &str = "A2Q3Y263D00KWC";

/// `SubmitInvoiceRequest`.
#[derive(Deserialize)]
struct Request {
    #[serde(rename = "InvoiceContent")]
    invoice_content: String,
    #[serde(rename = "MarketplaceId")]
    marketplace_id: Option<String>,
    #[serde(rename = "ContentMD5Value")]
    content_md5_value: String,
}

/// The file in a request, or the `details` of the 400.
pub fn file(body: &[u8]) -> Result<Vec<u8>, String> {
    let request: Request = serde_json::from_slice(body)
        .map_err(|_| "expected InvoiceContent and ContentMD5Value".to_owned())?;
    if request.marketplace_id.is_some_and(|it| it != MARKETPLACE) {
        return Err("MarketplaceId is not Brazil's".to_owned());
    }
    let bytes = STANDARD
        .decode(&request.invoice_content)
        .map_err(|_| "InvoiceContent fails encoding".to_owned())?;
    if request.content_md5_value != STANDARD.encode(Md5::digest(&bytes)) {
        return Err("ContentMD5Value does not match InvoiceContent".to_owned());
    }
    Ok(bytes)
}

/// Everything wrong with a document; and the key of the note in it, when it can be read.
pub fn faults(
    file: &[u8],
    known: &Known,
    cnpjs: &[String],
) -> (Option<AccessKey>, Vec<&'static str>) {
    let Ok(root) = xml::read(file) else { return (None, vec!["not XML"]) };
    let mut faults = Vec::new();
    let mut demand = |holds: bool, what: &'static str| {
        if !holds {
            faults.push(what);
        }
    };
    let is_proc = root.name == "nfeProc" && root.namespace == crate::nfe::NAMESPACE;
    demand(is_proc && root.attribute("versao") == Some("4.00"), "not an nfeProc 4.00");
    let names: Vec<_> = root.elements().map(|it| it.name.as_str()).collect();
    demand(names == ["NFe", "protNFe"], "not one NFe and its protNFe");

    let prot = |tag: &str| root.value(&["protNFe", "infProt", tag]);
    let note = |path: &[&str]| {
        let nfe = root.at(&["NFe", "infNFe"]);
        nfe.map(|it| it.value(path)).unwrap_or_default()
    };
    demand(["100", "150"].contains(&prot("cStat").as_str()), "not authorised");
    demand(!prot("nProt").is_empty(), "no protocol number");
    demand(prot("tpAmb") == "1" && note(&["ide", "tpAmb"]) == "1", "not of production");
    demand(note(&["ide", "mod"]) == "55", "not model 55");

    let id = root.at(&["NFe", "infNFe"]).and_then(|it| it.attribute("Id")).unwrap_or_default();
    let key = AccessKey::parse(&prot("chNFe")).ok();
    demand(key.is_some(), "no access key");
    demand(id == format!("NFe{}", prot("chNFe")), "the protocol is of another note");
    let sealed = root.child("NFe").map(|it| seal::verify(it, "infNFe"));
    match sealed {
        Some(Ok(seal)) => demand(seal.digest_value == prot("digVal"), "digVal is not DigestValue"),
        Some(Err(_)) | None => demand(false, "the signature does not hold"),
    }

    demand(cnpjs.contains(&note(&["emit", "CNPJ"])), "the emitter is not the registered seller");
    let remarks = note(&["infAdic", "infCpl"]);
    let names_order = known.order.as_ref().is_some_and(|order| remarks.contains(order.as_str()));
    demand(names_order, "the order is not in infCpl");
    // What a substitute charges stands on top of the price that Amazon knows.
    let v_nf = root
        .at(&["NFe", "infNFe", "total", "ICMSTot"])
        .map(|it| cents(it, &["vNF"]) - cents(it, &["vST"]) - cents(it, &["vFCPST"]));
    let is_total = known.total_cents.is_some_and(|it| v_nf == Some(i128::from(it)));
    demand(is_total, "the total is not the shipment's");
    (key, faults)
}
