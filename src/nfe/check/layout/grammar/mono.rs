//! `gIBSCBSMono` (UB, NT 2025.002): taxed once for the whole chain.

use super::super::part::*;
use super::super::simple::*;

/// `det/imposto/IBSCBS/gIBSCBSMono/gIBSMonoAdRem/gMonoPadrao`.
const IBS_AD_REM_PADRAO: &[Part] =
    &[one("qBCMono", DEC_1104), one("adRemIBS", DEC_0302A04), one("vIBSMono", DEC_1302)];

/// `det/imposto/IBSCBS/gIBSCBSMono/gIBSMonoAdRem/gMonoReten`.
const IBS_AD_REM_RETEN: &[Part] = &[
    one("qBCMonoReten", DEC_1104),
    one("adRemIBSReten", DEC_0302A04),
    one("vIBSMonoReten", DEC_1302),
];

/// `det/imposto/IBSCBS/gIBSCBSMono/gIBSMonoAdRem/gMonoRet`.
const IBS_RET: &[Part] = &[one("vIBSMonoRet", DEC_1302)];

/// `det/imposto/IBSCBS/gIBSCBSMono/gIBSMonoAdRem/gpBioDiferenca`.
const IBS_BIO_DIFERENCA: &[Part] = &[one("qBCBioComb", DEC_1104), one("vIBSDiferenca", DEC_1302)];

/// `det/imposto/IBSCBS/gIBSCBSMono/gIBSMonoAdRem`.
const G_IBS_MONO_AD_REM: &[Part] = &[
    maybe("gMonoPadrao", group(IBS_AD_REM_PADRAO)),
    maybe("gMonoReten", group(IBS_AD_REM_RETEN)),
    maybe("gMonoRet", group(IBS_RET)),
    maybe("gpBioDiferenca", group(IBS_BIO_DIFERENCA)),
];

/// `det/imposto/IBSCBS/gIBSCBSMono/gIBSMonoAdValorem/gMonoPadrao`.
const IBS_AD_VALOREM_PADRAO: &[Part] = &[
    one("vBCMono", DEC_1302),
    one("pAliqMonoUF", DEC_0302A04),
    one("vIBSMonoUF", DEC_1302),
    one("pAliqMonoMun", DEC_0302A04),
    one("vIBSMonoMun", DEC_1302),
    one("vIBSMono", DEC_1302),
];

/// `det/imposto/IBSCBS/gIBSCBSMono/gIBSMonoAdValorem/gMonoReten`.
const AD_VALOREM_RETEN: &[Part] = &[
    one("vBCMonoReten", DEC_1302),
    one("pAliqMonoReten", DEC_0302A04),
    one("vIBSMonoReten", DEC_1302),
];

/// `det/imposto/IBSCBS/gIBSCBSMono/gIBSMonoAdValorem`.
const G_IBS_MONO_AD_VALOREM: &[Part] = &[
    maybe("gMonoPadrao", group(IBS_AD_VALOREM_PADRAO)),
    maybe("gMonoReten", group(AD_VALOREM_RETEN)),
    maybe("gMonoRet", group(IBS_RET)),
    maybe("gpBioDiferenca", group(IBS_BIO_DIFERENCA)),
];

/// `det/imposto/IBSCBS/gIBSCBSMono/gCBSMonoAdRem/gMonoPadrao`.
const CBS_AD_REM_PADRAO: &[Part] =
    &[one("qBCMono", DEC_1104), one("adRemCBS", DEC_0302A04), one("vCBSMono", DEC_1302)];

/// `det/imposto/IBSCBS/gIBSCBSMono/gCBSMonoAdRem/gMonoReten`.
const CBS_AD_REM_RETEN: &[Part] = &[
    one("qBCMonoReten", DEC_1104),
    one("adRemCBSReten", DEC_0302A04),
    one("vCBSMonoReten", DEC_1302),
];

/// `det/imposto/IBSCBS/gIBSCBSMono/gCBSMonoAdRem/gMonoRet`.
const CBS_RET: &[Part] = &[one("vCBSMonoRet", DEC_1302)];

/// `det/imposto/IBSCBS/gIBSCBSMono/gCBSMonoAdRem/gpBioDiferenca`.
const CBS_BIO_DIFERENCA: &[Part] = &[one("qBCBioComb", DEC_1104), one("vCBSDiferenca", DEC_1302)];

/// `det/imposto/IBSCBS/gIBSCBSMono/gCBSMonoAdRem`.
const G_CBS_MONO_AD_REM: &[Part] = &[
    maybe("gMonoPadrao", group(CBS_AD_REM_PADRAO)),
    maybe("gMonoReten", group(CBS_AD_REM_RETEN)),
    maybe("gMonoRet", group(CBS_RET)),
    maybe("gpBioDiferenca", group(CBS_BIO_DIFERENCA)),
];

/// `det/imposto/IBSCBS/gIBSCBSMono/gCBSMonoAdValorem/gMonoPadrao`.
const CBS_AD_VALOREM_PADRAO: &[Part] =
    &[one("vBCMono", DEC_1302), one("pAliqMonoCBS", DEC_0302A04), one("vCBSMono", DEC_1302)];

/// `det/imposto/IBSCBS/gIBSCBSMono/gCBSMonoAdValorem/gMonoReten`.
const CBS_AD_VALOREM_RETEN: &[Part] = &[
    one("vBCMonoReten", DEC_1302),
    one("pAliqMonoReten", DEC_0302A04),
    one("vCBSMonoReten", DEC_1302),
];

/// `det/imposto/IBSCBS/gIBSCBSMono/gCBSMonoAdValorem`.
const G_CBS_MONO_AD_VALOREM: &[Part] = &[
    maybe("gMonoPadrao", group(CBS_AD_VALOREM_PADRAO)),
    maybe("gMonoReten", group(CBS_AD_VALOREM_RETEN)),
    maybe("gMonoRet", group(CBS_RET)),
    maybe("gpBioDiferenca", group(CBS_BIO_DIFERENCA)),
];

/// `det/imposto/IBSCBS/gIBSCBSMono`.
pub(super) const G_IBS_CBS_MONO: &[Part] = &[
    all_or_none(&[either(&[
        maybe("gIBSMonoAdRem", group(G_IBS_MONO_AD_REM)),
        maybe("gIBSMonoAdValorem", group(G_IBS_MONO_AD_VALOREM)),
    ])]),
    all_or_none(&[either(&[
        maybe("gCBSMonoAdRem", group(G_CBS_MONO_AD_REM)),
        maybe("gCBSMonoAdValorem", group(G_CBS_MONO_AD_VALOREM)),
    ])]),
    one("vTotIBSMonoItem", DEC_1302),
    one("vTotCBSMonoItem", DEC_1302),
];
