//! `ICMS` (N): one group for each CST or CSOSN.

use super::super::part::*;
use super::super::simple::*;

/// `modBCST`.
const MOD_BC_ST: Content = codes(&["0", "1", "2", "3", "4", "5", "6"]);
/// `modBC`.
const MOD_BC: Content = codes(&["0", "1", "2", "3"]);
/// `Torig`.
const ORIG: Content = codes(&["0", "1", "2", "3", "4", "5", "6", "7", "8"]);
/// The poverty fund on `vBCFCP`.
const FUND: Part =
    all_or_none(&[one("vBCFCP", DEC_1302), one("pFCP", DEC_0302A04_OPC), one("vFCP", DEC_1302)]);
/// The fund's part of the substitution.
const FUND_ST: Part = all_or_none(&[
    one("vBCFCPST", DEC_1302),
    one("pFCPST", DEC_0302A04_OPC),
    one("vFCPST", DEC_1302),
]);
/// Substitution withheld before.
const WITHHELD: Part = all_or_none(&[
    one("vBCSTRet", DEC_1302),
    one("pST", DEC_0302A04_OPC),
    maybe("vICMSSubstituto", DEC_1302),
    one("vICMSSTRet", DEC_1302),
]);
/// The fund withheld before.
const FUND_WITHHELD: Part = all_or_none(&[
    one("vBCFCPSTRet", DEC_1302),
    one("pFCPSTRet", DEC_0302A04_OPC),
    one("vFCPSTRet", DEC_1302),
]);
/// What the tax would be without substitution.
const EFFECTIVE: Part = all_or_none(&[
    one("pRedBCEfet", DEC_0302A04_OPC),
    one("vBCEfet", DEC_1302),
    one("pICMSEfet", DEC_0302A04_OPC),
    one("vICMSEfet", DEC_1302),
]);
/// What is not taken, by the reasons that most groups have.
const RELIEF: Part = all_or_none(&[
    one("vICMSDeson", DEC_1302),
    one("motDesICMS", codes(&["3", "9", "12"])),
    maybe("indDeduzDeson", NO_YES),
]);
/// What is not taken of the substitution.
const RELIEF_ST: Part =
    all_or_none(&[one("vICMSSTDeson", DEC_1302), one("motDesICMSST", codes(&["3", "9", "12"]))]);

/// `det/imposto/ICMS/ICMS00`.
const ICMS00: &[Part] = &[
    one("orig", ORIG),
    one("CST", codes(&["00"])),
    one("modBC", MOD_BC),
    one("vBC", DEC_1302),
    one("pICMS", DEC_0302A04),
    one("vICMS", DEC_1302),
    all_or_none(&[one("pFCP", DEC_0302A04_OPC), one("vFCP", DEC_1302)]),
];

/// `det/imposto/ICMS/ICMS02`.
const ICMS02: &[Part] = &[
    one("orig", ORIG),
    one("CST", codes(&["02"])),
    maybe("qBCMono", DEC_1104V),
    one("adRemICMS", DEC_0302A04),
    one("vICMSMono", DEC_1302),
];

/// `det/imposto/ICMS/ICMS10`.
const ICMS10: &[Part] = &[
    one("orig", ORIG),
    one("CST", codes(&["10"])),
    one("modBC", MOD_BC),
    one("vBC", DEC_1302),
    one("pICMS", DEC_0302A04),
    one("vICMS", DEC_1302),
    FUND,
    one("modBCST", MOD_BC_ST),
    maybe("pMVAST", DEC_0302A04_OPC),
    maybe("pRedBCST", DEC_0302A04_OPC),
    one("vBCST", DEC_1302),
    one("pICMSST", DEC_0302A04),
    one("vICMSST", DEC_1302),
    FUND_ST,
    RELIEF_ST,
];

/// `det/imposto/ICMS/ICMS15`.
const ICMS15: &[Part] = &[
    one("orig", ORIG),
    one("CST", codes(&["15"])),
    maybe("qBCMono", DEC_1104V),
    one("adRemICMS", DEC_0302A04),
    one("vICMSMono", DEC_1302),
    maybe("qBCMonoReten", DEC_1104V),
    one("adRemICMSReten", DEC_0302A04),
    one("vICMSMonoReten", DEC_1302),
    all_or_none(&[one("pRedAdRem", DEC_0302_MAX100), one("motRedAdRem", codes(&["1", "9"]))]),
];

/// `det/imposto/ICMS/ICMS20`.
const ICMS20: &[Part] = &[
    one("orig", ORIG),
    one("CST", codes(&["20"])),
    one("modBC", MOD_BC),
    one("pRedBC", DEC_0302A04),
    one("vBC", DEC_1302),
    one("pICMS", DEC_0302A04),
    one("vICMS", DEC_1302),
    FUND,
    all_or_none(&[
        one("vICMSDeson", DEC_1302),
        one("motDesICMS", codes(&["3", "9", "10", "11", "12"])),
        maybe("indDeduzDeson", NO_YES),
    ]),
];

/// `det/imposto/ICMS/ICMS30`.
const ICMS30: &[Part] = &[
    one("orig", ORIG),
    one("CST", codes(&["30"])),
    one("modBCST", MOD_BC_ST),
    maybe("pMVAST", DEC_0302A04_OPC),
    maybe("pRedBCST", DEC_0302A04_OPC),
    one("vBCST", DEC_1302),
    one("pICMSST", DEC_0302A04),
    one("vICMSST", DEC_1302),
    FUND_ST,
    all_or_none(&[
        one("vICMSDeson", DEC_1302),
        one("motDesICMS", codes(&["6", "7", "9"])),
        maybe("indDeduzDeson", NO_YES),
    ]),
];

/// `det/imposto/ICMS/ICMS40`.
const ICMS40: &[Part] = &[
    one("orig", ORIG),
    one("CST", codes(&["40", "41", "50"])),
    all_or_none(&[
        one("vICMSDeson", DEC_1302),
        one("motDesICMS", codes(&["1", "3", "4", "5", "6", "7", "8", "9", "10", "11", "16", "90"])),
        maybe("indDeduzDeson", NO_YES),
    ]),
];

/// `det/imposto/ICMS/ICMS51`.
const ICMS51: &[Part] = &[
    one("orig", ORIG),
    one("CST", codes(&["51"])),
    maybe("modBC", MOD_BC),
    maybe("pRedBC", DEC_0302A04),
    maybe("cBenefRBC", BENEFIT),
    maybe("vBC", DEC_1302),
    maybe("pICMS", DEC_0302A04),
    maybe("vICMSOp", DEC_1302),
    maybe("pDif", DEC_0302A04_MAX100),
    maybe("vICMSDif", DEC_1302),
    maybe("vICMS", DEC_1302),
    FUND,
    all_or_none(&[
        one("pFCPDif", DEC_0302A04_OPC),
        one("vFCPDif", DEC_1302),
        maybe("vFCPEfet", DEC_1302),
    ]),
];

/// `det/imposto/ICMS/ICMS53`.
const ICMS53: &[Part] = &[
    one("orig", ORIG),
    one("CST", codes(&["53"])),
    maybe("qBCMono", DEC_1104V),
    maybe("adRemICMS", DEC_0302A04),
    maybe("vICMSMonoOp", DEC_1302),
    maybe("pDif", DEC_0302A04_MAX100),
    maybe("vICMSMonoDif", DEC_1302),
    maybe("vICMSMono", DEC_1302),
    maybe("qBCMonoDif", DEC_1104V),
    maybe("adRemICMSDif", DEC_0302A04),
];

/// `det/imposto/ICMS/ICMS60`.
const ICMS60: &[Part] =
    &[one("orig", ORIG), one("CST", codes(&["60"])), WITHHELD, FUND_WITHHELD, EFFECTIVE];

/// `det/imposto/ICMS/ICMS61`.
const ICMS61: &[Part] = &[
    one("orig", ORIG),
    one("CST", codes(&["61"])),
    maybe("qBCMonoRet", DEC_1104V),
    one("adRemICMSRet", DEC_0302A04),
    one("vICMSMonoRet", DEC_1302),
];

/// `det/imposto/ICMS/ICMS70`.
const ICMS70: &[Part] = &[
    one("orig", ORIG),
    one("CST", codes(&["70"])),
    one("modBC", MOD_BC),
    one("pRedBC", DEC_0302A04),
    one("vBC", DEC_1302),
    one("pICMS", DEC_0302A04),
    one("vICMS", DEC_1302),
    FUND,
    one("modBCST", MOD_BC_ST),
    maybe("pMVAST", DEC_0302A04_OPC),
    maybe("pRedBCST", DEC_0302A04_OPC),
    one("vBCST", DEC_1302),
    one("pICMSST", DEC_0302A04),
    one("vICMSST", DEC_1302),
    FUND_ST,
    RELIEF,
    RELIEF_ST,
];

/// `det/imposto/ICMS/ICMS90`.
const ICMS90: &[Part] = &[
    one("orig", ORIG),
    one("CST", codes(&["90"])),
    all_or_none(&[
        one("modBC", MOD_BC),
        one("vBC", DEC_1302),
        maybe("pRedBC", DEC_0302A04_OPC),
        maybe("cBenefRBC", BENEFIT),
        one("pICMS", DEC_0302A04),
        all_or_none(&[
            one("vICMSOp", DEC_1302),
            one("pDif", DEC_0302A04_MAX100),
            one("vICMSDif", DEC_1302),
        ]),
        one("vICMS", DEC_1302),
        FUND,
        all_or_none(&[
            one("pFCPDif", DEC_0302A04_OPC),
            one("vFCPDif", DEC_1302),
            maybe("vFCPEfet", DEC_1302),
        ]),
    ]),
    all_or_none(&[
        one("modBCST", MOD_BC_ST),
        maybe("pMVAST", DEC_0302A04_OPC),
        maybe("pRedBCST", DEC_0302A04_OPC),
        one("vBCST", DEC_1302),
        one("pICMSST", DEC_0302A04),
        one("vICMSST", DEC_1302),
        FUND_ST,
    ]),
    RELIEF,
    RELIEF_ST,
];

/// `det/imposto/ICMS/ICMSPart`.
const ICMS_PART: &[Part] = &[
    one("orig", ORIG),
    one("CST", codes(&["10", "20", "90"])),
    one("modBC", MOD_BC),
    one("vBC", DEC_1302),
    maybe("pRedBC", DEC_0302A04_OPC),
    one("pICMS", DEC_0302A04),
    one("vICMS", DEC_1302),
    one("modBCST", MOD_BC_ST),
    maybe("pMVAST", DEC_0302A04_OPC),
    maybe("pRedBCST", DEC_0302A04_OPC),
    one("vBCST", DEC_1302),
    one("pICMSST", DEC_0302A04),
    one("vICMSST", DEC_1302),
    FUND_ST,
    one("pBCOp", DEC_0302A04_OPC),
    one("UFST", UF),
    all_or_none(&[
        one("vICMSDeson", DEC_1302),
        one("motDesICMS", codes(&["9", "10", "11"])),
        maybe("indDeduzDeson", NO_YES),
    ]),
];

/// `det/imposto/ICMS/ICMSST`.
const ICMS_ST: &[Part] = &[
    one("orig", ORIG),
    one("CST", codes(&["41", "60"])),
    one("vBCSTRet", DEC_1302),
    maybe("pST", DEC_0302A04_OPC),
    maybe("vICMSSubstituto", DEC_1302),
    one("vICMSSTRet", DEC_1302),
    FUND_WITHHELD,
    one("vBCSTDest", DEC_1302),
    one("vICMSSTDest", DEC_1302),
    EFFECTIVE,
];

/// `det/imposto/ICMS/ICMSSN101`.
const ICMS_SN101: &[Part] = &[
    one("orig", ORIG),
    one("CSOSN", codes(&["101"])),
    one("pCredSN", DEC_0302A04),
    one("vCredICMSSN", DEC_1302),
];

/// `det/imposto/ICMS/ICMSSN102`.
const ICMS_SN102: &[Part] =
    &[maybe("orig", ORIG), one("CSOSN", codes(&["102", "103", "300", "400"]))];

/// `det/imposto/ICMS/ICMSSN201`.
const ICMS_SN201: &[Part] = &[
    one("orig", ORIG),
    one("CSOSN", codes(&["201"])),
    one("modBCST", MOD_BC_ST),
    maybe("pMVAST", DEC_0302A04_OPC),
    maybe("pRedBCST", DEC_0302A04_OPC),
    one("vBCST", DEC_1302),
    one("pICMSST", DEC_0302A04),
    one("vICMSST", DEC_1302),
    FUND_ST,
    one("pCredSN", DEC_0302A04),
    one("vCredICMSSN", DEC_1302),
];

/// `det/imposto/ICMS/ICMSSN202`.
const ICMS_SN202: &[Part] = &[
    one("orig", ORIG),
    one("CSOSN", codes(&["202", "203"])),
    one("modBCST", MOD_BC_ST),
    maybe("pMVAST", DEC_0302A04_OPC),
    maybe("pRedBCST", DEC_0302A04_OPC),
    one("vBCST", DEC_1302),
    one("pICMSST", DEC_0302A04),
    one("vICMSST", DEC_1302),
    FUND_ST,
];

/// `det/imposto/ICMS/ICMSSN500`.
const ICMS_SN500: &[Part] =
    &[one("orig", ORIG), one("CSOSN", codes(&["500"])), WITHHELD, FUND_WITHHELD, EFFECTIVE];

/// `det/imposto/ICMS/ICMSSN900`.
const ICMS_SN900: &[Part] = &[
    maybe("orig", ORIG),
    one("CSOSN", codes(&["900"])),
    all_or_none(&[
        one("modBC", MOD_BC),
        one("vBC", DEC_1302),
        maybe("pRedBC", DEC_0302A04_OPC),
        one("pICMS", DEC_0302A04),
        one("vICMS", DEC_1302),
    ]),
    all_or_none(&[
        one("modBCST", MOD_BC_ST),
        maybe("pMVAST", DEC_0302A04_OPC),
        maybe("pRedBCST", DEC_0302A04_OPC),
        one("vBCST", DEC_1302),
        one("pICMSST", DEC_0302A04),
        one("vICMSST", DEC_1302),
        FUND_ST,
    ]),
    all_or_none(&[one("pCredSN", DEC_0302A04), one("vCredICMSSN", DEC_1302)]),
];

/// `det/imposto/ICMS`.
pub(super) const ICMS: &[Part] = &[either(&[
    one("ICMS00", group(ICMS00)),
    one("ICMS02", group(ICMS02)),
    one("ICMS10", group(ICMS10)),
    one("ICMS15", group(ICMS15)),
    one("ICMS20", group(ICMS20)),
    one("ICMS30", group(ICMS30)),
    one("ICMS40", group(ICMS40)),
    one("ICMS51", group(ICMS51)),
    one("ICMS53", group(ICMS53)),
    one("ICMS60", group(ICMS60)),
    one("ICMS61", group(ICMS61)),
    one("ICMS70", group(ICMS70)),
    one("ICMS90", group(ICMS90)),
    one("ICMSPart", group(ICMS_PART)),
    one("ICMSST", group(ICMS_ST)),
    one("ICMSSN101", group(ICMS_SN101)),
    one("ICMSSN102", group(ICMS_SN102)),
    one("ICMSSN201", group(ICMS_SN201)),
    one("ICMSSN202", group(ICMS_SN202)),
    one("ICMSSN500", group(ICMS_SN500)),
    one("ICMSSN900", group(ICMS_SN900)),
])];
