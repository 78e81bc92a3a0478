//! The layout as a table: for each group what it holds, in the order of the schema.
//!
//! Names, order, occurrence and types are facts of the layout; one file per letter of the manual.

mod det;
mod ibs_cbs;
mod icms;
mod ide;
mod mono;
mod parties;
mod prod;
mod rest;
mod taxes;
mod total;

use super::part::*;
use super::simple::*;
use det::DET;
use ide::IDE;
use parties::{AUT_XML, DEST, EMIT, LOCAL};
use rest::{COBR, COMPRA, INF_ADIC, INF_INTERMED, INF_RESP_TEC, PAG, TRANSP};
use total::TOTAL;

/// `Algorithm`, and the one that is taken.
macro_rules! algorithm {
    ($uri:literal) => {
        group_with(&[("Algorithm", Simple::Codes(&[$uri]))], &[])
    };
}

/// `NFe`. `infNFeSupl` is of model 65.
pub(super) const NFE: Content = group(&[
    one("infNFe", group_with(&[("Id", ID), ("versao", Simple::Codes(&["4.00"]))], INF_NFE)),
    foreign("infNFeSupl"),
    one("Signature", group(SIGNATURE)),
]);

/// `NFe` before it is signed.
pub(super) const DRAFT: Content = group(&[one(
    "infNFe",
    group_with(&[("Id", ID), ("versao", Simple::Codes(&["4.00"]))], INF_NFE),
)]);

/// `infNFe`.
const INF_NFE: &[Part] = &[
    one("ide", group(IDE)),
    one("emit", group(EMIT)),
    foreign("avulsa"),
    maybe("dest", group(DEST)),
    maybe("retirada", group(LOCAL)),
    maybe("entrega", group(LOCAL)),
    many("autXML", 0, 10, group(AUT_XML)),
    many("det", 1, 990, group_with(&[("nItem", N_ITEM_ATTRIBUTE)], DET)),
    one("total", group(TOTAL)),
    one("transp", group(TRANSP)),
    maybe("cobr", group(COBR)),
    one("pag", group(PAG)),
    maybe("infIntermed", group(INF_INTERMED)),
    maybe("infAdic", group(INF_ADIC)),
    foreign("exporta"),
    maybe("compra", group(COMPRA)),
    foreign("cana"),
    maybe("infRespTec", group(INF_RESP_TEC)),
    foreign("infSolicNFF"),
    foreign("agropecuario"),
    foreign("infPAA"),
];

/// `Signature`: the one form that the schema of the signatures allows.
const SIGNATURE: &[Part] = &[
    one("SignedInfo", group(SIGNED_INFO)),
    one("SignatureValue", BASE64),
    one("KeyInfo", group(&[one("X509Data", group(&[one("X509Certificate", BASE64)]))])),
];

const SIGNED_INFO: &[Part] = &[
    one("CanonicalizationMethod", algorithm!("http://www.w3.org/TR/2001/REC-xml-c14n-20010315")),
    one("SignatureMethod", algorithm!("http://www.w3.org/2000/09/xmldsig#rsa-sha1")),
    one(
        "Reference",
        group_with(
            &[("URI", REFERENCE)],
            &[
                one(
                    "Transforms",
                    group(&[
                        one(
                            "Transform",
                            algorithm!("http://www.w3.org/2000/09/xmldsig#enveloped-signature"),
                        ),
                        one(
                            "Transform",
                            algorithm!("http://www.w3.org/TR/2001/REC-xml-c14n-20010315"),
                        ),
                    ]),
                ),
                one("DigestMethod", algorithm!("http://www.w3.org/2000/09/xmldsig#sha1")),
                one("DigestValue", SHA1),
            ],
        ),
    ),
];
