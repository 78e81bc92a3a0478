//! `IBSCBS` (UB, NT 2025.002).

use super::super::part::*;
use super::super::simple::*;
use super::mono::G_IBS_CBS_MONO;

/// `det/imposto/IBSCBS/gIBSCBS/gIBSUF/gDif`.
const G_DIF: &[Part] = &[one("pDif", DEC_0302A04), one("vDif", DEC_1302)];

/// `det/imposto/IBSCBS/gIBSCBS/gIBSUF/gDevTrib`.
const G_DEV_TRIB: &[Part] = &[maybe("pDevTrib", DEC_0302A04), one("vDevTrib", DEC_1302)];

/// `det/imposto/IBSCBS/gIBSCBS/gIBSUF/gRed`.
const G_RED: &[Part] = &[one("pRedAliq", DEC_0302A04), one("pAliqEfet", DEC_0302A04)];

/// `det/imposto/IBSCBS/gIBSCBS/gIBSUF`.
const G_IBS_UF: &[Part] = &[
    one("pIBSUF", DEC_0302A04),
    maybe("gDif", group(G_DIF)),
    maybe("gDevTrib", group(G_DEV_TRIB)),
    maybe("gRed", group(G_RED)),
    one("vIBSUF", DEC_1302),
];

/// `det/imposto/IBSCBS/gIBSCBS/gIBSMun`.
const G_IBS_MUN: &[Part] = &[
    one("pIBSMun", DEC_0302A04),
    maybe("gDif", group(G_DIF)),
    maybe("gDevTrib", group(G_DEV_TRIB)),
    maybe("gRed", group(G_RED)),
    one("vIBSMun", DEC_1302),
];

/// `det/imposto/IBSCBS/gIBSCBS/gCBS/gALCZFMCBS`.
const G_ALCZFM_CBS: &[Part] = &[
    one("tpALCZFMCBS", codes(&["1", "2"])),
    maybe("nProcSuframa", text(8, 12)),
    one("pAliqEfetRegCBS", DEC_0302A04),
    one("vTribRegCBS", DEC_1302),
];

/// `det/imposto/IBSCBS/gIBSCBS/gCBS`.
const G_CBS: &[Part] = &[
    one("pCBS", DEC_0302A04),
    maybe("gDif", group(G_DIF)),
    maybe("gDevTrib", group(G_DEV_TRIB)),
    maybe("gRed", group(G_RED)),
    maybe("gALCZFMCBS", group(G_ALCZFM_CBS)),
    one("vCBS", DEC_1302),
];

/// `det/imposto/IBSCBS/gIBSCBS/gTribRegular`.
const G_TRIB_REGULAR: &[Part] = &[
    one("CSTReg", digits(3, 3)),
    one("cClassTribReg", digits(6, 6)),
    one("pAliqEfetRegIBSUF", DEC_0302A04),
    one("vTribRegIBSUF", DEC_1302),
    one("pAliqEfetRegIBSMun", DEC_0302A04),
    one("vTribRegIBSMun", DEC_1302),
    one("pAliqEfetRegCBS", DEC_0302A04),
    one("vTribRegCBS", DEC_1302),
];

/// `det/imposto/IBSCBS/gIBSCBS/gTribCompraGov`.
const G_TRIB_COMPRA_GOV: &[Part] = &[
    one("pAliqIBSUF", DEC_0302A04),
    one("vTribIBSUF", DEC_1302),
    one("pAliqIBSMun", DEC_0302A04),
    one("vTribIBSMun", DEC_1302),
    one("pAliqCBS", DEC_0302A04),
    one("vTribCBS", DEC_1302),
];

/// `det/imposto/IBSCBS/gIBSCBS`.
const G_IBS_CBS: &[Part] = &[
    one("vBC", DEC_1302),
    one("gIBSUF", group(G_IBS_UF)),
    one("gIBSMun", group(G_IBS_MUN)),
    one("vIBS", DEC_1302),
    one("gCBS", group(G_CBS)),
    maybe("gTribRegular", group(G_TRIB_REGULAR)),
    maybe("gTribCompraGov", group(G_TRIB_COMPRA_GOV)),
];

/// `det/imposto/IBSCBS/gTransfCred`.
const G_TRANSF_CRED: &[Part] = &[one("vIBS", DEC_1302), one("vCBS", DEC_1302)];

/// `det/imposto/IBSCBS/gAjusteCompet`.
const G_AJUSTE_COMPET: &[Part] =
    &[one("competApur", MONTH), one("vIBS", DEC_1302), one("vCBS", DEC_1302)];

/// `det/imposto/IBSCBS/gEstornoCred`.
pub(super) const G_ESTORNO_CRED: &[Part] =
    &[one("vIBSEstCred", DEC_1302), one("vCBSEstCred", DEC_1302)];

/// `det/imposto/IBSCBS/gCredPresOper/gIBSCredPres`.
const CRED_PRES: &[Part] = &[
    one("pCredPres", DEC_0302A04),
    either(&[one("vCredPres", DEC_1302), one("vCredPresCondSus", DEC_1302)]),
];

/// `det/imposto/IBSCBS/gCredPresOper`.
const G_CRED_PRES_OPER: &[Part] = &[
    one("vBCCredPres", DEC_1302),
    one("cCredPres", digits(2, 2)),
    maybe("gIBSCredPres", group(CRED_PRES)),
    maybe("gCBSCredPres", group(CRED_PRES)),
];

/// `det/imposto/IBSCBS/gCredPresIBSZFM`.
const G_CRED_PRES_IBS_ZFM: &[Part] = &[
    one("competApur", MONTH),
    one("tpCredPresIBSZFM", codes(&["0", "1", "2", "3", "4"])),
    one("vCredPresIBSZFM", DEC_1302),
];

/// `det/imposto/IBSCBS`.
pub(super) const IBS_CBS: &[Part] = &[
    one("CST", digits(3, 3)),
    one("cClassTrib", digits(6, 6)),
    maybe("indDoacao", codes(&["1"])),
    at_most_one(&[
        one("gIBSCBS", group(G_IBS_CBS)),
        one("gIBSCBSMono", group(G_IBS_CBS_MONO)),
        one("gTransfCred", group(G_TRANSF_CRED)),
        one("gAjusteCompet", group(G_AJUSTE_COMPET)),
    ]),
    maybe("gEstornoCred", group(G_ESTORNO_CRED)),
    at_most_one(&[
        one("gCredPresOper", group(G_CRED_PRES_OPER)),
        one("gCredPresIBSZFM", group(G_CRED_PRES_IBS_ZFM)),
    ]),
];
