//! `total` (W): the sums.

use super::super::part::*;
use super::super::simple::*;
use super::ibs_cbs::G_ESTORNO_CRED;

/// `total/ICMSTot`.
const ICMS_TOT: &[Part] = &[
    one("vBC", DEC_1302),
    one("vICMS", DEC_1302),
    one("vICMSDeson", DEC_1302),
    maybe("vFCPUFDest", DEC_1302),
    maybe("vICMSUFDest", DEC_1302),
    maybe("vICMSUFRemet", DEC_1302),
    one("vFCP", DEC_1302),
    one("vBCST", DEC_1302),
    one("vST", DEC_1302),
    one("vFCPST", DEC_1302),
    one("vFCPSTRet", DEC_1302),
    maybe("qBCMono", DEC_1302),
    maybe("vICMSMono", DEC_1302),
    maybe("qBCMonoReten", DEC_1302),
    maybe("vICMSMonoReten", DEC_1302),
    maybe("qBCMonoRet", DEC_1302),
    maybe("vICMSMonoRet", DEC_1302),
    one("vProd", DEC_1302),
    one("vFrete", DEC_1302),
    one("vSeg", DEC_1302),
    one("vDesc", DEC_1302),
    one("vII", DEC_1302),
    one("vIPI", DEC_1302),
    one("vIPIDevol", DEC_1302),
    one("vPIS", DEC_1302),
    one("vCOFINS", DEC_1302),
    one("vOutro", DEC_1302),
    one("vNF", DEC_1302),
    maybe("vTotTrib", DEC_1302),
];

/// `total/retTrib`.
const RET_TRIB: &[Part] = &[
    maybe("vRetPIS", DEC_1302_OPC),
    maybe("vRetCOFINS", DEC_1302_OPC),
    maybe("vRetCSLL", DEC_1302_OPC),
    maybe("vBCIRRF", DEC_1302_OPC),
    maybe("vIRRF", DEC_1302_OPC),
    maybe("vBCRetPrev", DEC_1302_OPC),
    maybe("vRetPrev", DEC_1302_OPC),
];

/// `total/ISTot`.
const IS_TOT: &[Part] = &[one("vIS", DEC_1302)];

/// `total/IBSCBSTot/gIBS/gIBSUF`.
const TOT_IBS_UF: &[Part] =
    &[one("vDif", DEC_1302), one("vDevTrib", DEC_1302), one("vIBSUF", DEC_1302)];

/// `total/IBSCBSTot/gIBS/gIBSMun`.
const TOT_IBS_MUN: &[Part] =
    &[one("vDif", DEC_1302), one("vDevTrib", DEC_1302), one("vIBSMun", DEC_1302)];

/// `total/IBSCBSTot/gIBS`.
const TOT_IBS: &[Part] = &[
    one("gIBSUF", group(TOT_IBS_UF)),
    one("gIBSMun", group(TOT_IBS_MUN)),
    one("vIBS", DEC_1302),
    one("vCredPres", DEC_1302),
    one("vCredPresCondSus", DEC_1302),
];

/// `total/IBSCBSTot/gCBS`.
const TOT_CBS: &[Part] = &[
    one("vDif", DEC_1302),
    one("vDevTrib", DEC_1302),
    one("vCBS", DEC_1302),
    one("vCredPres", DEC_1302),
    one("vCredPresCondSus", DEC_1302),
];

/// `total/IBSCBSTot/gMono`.
const TOT_MONO: &[Part] = &[
    one("vIBSMono", DEC_1302),
    one("vCBSMono", DEC_1302),
    one("vIBSMonoReten", DEC_1302),
    one("vCBSMonoReten", DEC_1302),
    one("vIBSMonoRet", DEC_1302),
    one("vCBSMonoRet", DEC_1302),
];

/// `total/IBSCBSTot`.
const IBS_CBS_TOT: &[Part] = &[
    one("vBCIBSCBS", DEC_1302),
    maybe("gIBS", group(TOT_IBS)),
    maybe("gCBS", group(TOT_CBS)),
    maybe("gMono", group(TOT_MONO)),
    maybe("gEstornoCred", group(G_ESTORNO_CRED)),
];

/// `total`.
pub(super) const TOTAL: &[Part] = &[
    one("ICMSTot", group(ICMS_TOT)),
    foreign("ISSQNtot"),
    maybe("retTrib", group(RET_TRIB)),
    maybe("ISTot", group(IS_TOT)),
    maybe("IBSCBSTot", group(IBS_CBS_TOT)),
    maybe("vNFTot", DEC_1302),
];
