//! `det` (H): one item.

use super::super::part::*;
use super::super::simple::*;
use super::ibs_cbs::IBS_CBS;
use super::icms::ICMS;
use super::prod::PROD;
use super::taxes::{COFINS, COFINS_ST, ICMS_UF_DEST, IPI, IS, PIS, PIS_ST};

/// `det/imposto`.
const IMPOSTO: &[Part] = &[
    maybe("vTotTrib", DEC_1302),
    at_most_one(&[
        run(&[one("ICMS", group(ICMS)), maybe("IPI", group(IPI)), foreign("II")]),
        run(&[maybe("IPI", group(IPI)), one("ISSQN", Content::Foreign)]),
    ]),
    maybe("PIS", group(PIS)),
    maybe("PISST", group(PIS_ST)),
    maybe("COFINS", group(COFINS)),
    maybe("COFINSST", group(COFINS_ST)),
    maybe("ICMSUFDest", group(ICMS_UF_DEST)),
    maybe("IS", group(IS)),
    maybe("IBSCBS", group(IBS_CBS)),
];

/// `det/impostoDevol/IPI`.
const IMPOSTO_DEVOL_IPI: &[Part] = &[one("vIPIDevol", DEC_1302)];

/// `det/impostoDevol`.
const IMPOSTO_DEVOL: &[Part] =
    &[one("pDevol", DEC_0302_MAX100), one("IPI", group(IMPOSTO_DEVOL_IPI))];

/// `det/obsItem/obsCont`.
pub(super) const OBS: &[Part] = &[one("xTexto", text(1, 60))];

/// `det/obsItem`.
const OBS_ITEM: &[Part] = &[
    maybe("obsCont", group_with(&[("xCampo", Simple::Text(1, 20))], OBS)),
    maybe("obsFisco", group_with(&[("xCampo", Simple::Text(1, 20))], OBS)),
];

/// `det/DFeReferenciado`.
const DFE_REFERENCIADO: &[Part] = &[one("chaveAcesso", CH_NFE), maybe("nItem", N_ITEM)];

/// `det`.
pub(super) const DET: &[Part] = &[
    one("prod", group(PROD)),
    one("imposto", group(IMPOSTO)),
    maybe("impostoDevol", group(IMPOSTO_DEVOL)),
    maybe("infAdProd", text(1, 500)),
    maybe("obsItem", group(OBS_ITEM)),
    maybe("vItem", DEC_1302),
    maybe("DFeReferenciado", group(DFE_REFERENCIADO)),
];
