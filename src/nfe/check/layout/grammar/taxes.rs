//! `IPI`, `PIS`, `COFINS`, `ICMSUFDest`, `IS` (O to UA).

use super::super::part::*;
use super::super::simple::*;

/// `CST` of `PISOutr` and `COFINSOutr`.
const CST_OUTR: Content = codes(&[
    "49", "50", "51", "52", "53", "54", "55", "56", "60", "61", "62", "63", "64", "65", "66", "67",
    "70", "71", "72", "73", "74", "75", "98", "99",
]);

/// `det/imposto/IPI/IPITrib`.
const IPI_TRIB: &[Part] = &[
    one("CST", codes(&["00", "49", "50", "99"])),
    either(&[
        run(&[one("vBC", DEC_1302), one("pIPI", DEC_0302A04)]),
        run(&[one("qUnid", DEC_1204V), one("vUnid", DEC_1104)]),
    ]),
    one("vIPI", DEC_1302),
];

/// `det/imposto/IPI/IPINT`.
const IPI_NT: &[Part] =
    &[one("CST", codes(&["01", "02", "03", "04", "05", "51", "52", "53", "54", "55"]))];

/// `det/imposto/IPI`.
pub(super) const IPI: &[Part] = &[
    maybe("CNPJProd", CNPJ),
    maybe("cSelo", text(1, 60)),
    maybe("qSelo", digits(1, 12)),
    one("cEnq", text(1, 3)),
    either(&[one("IPITrib", group(IPI_TRIB)), one("IPINT", group(IPI_NT))]),
];

/// `det/imposto/PIS/PISAliq`.
const PIS_ALIQ: &[Part] = &[
    one("CST", codes(&["01", "02"])),
    one("vBC", DEC_1302),
    one("pPIS", DEC_0302A04),
    one("vPIS", DEC_1302),
];

/// `det/imposto/PIS/PISQtde`.
const PIS_QTDE: &[Part] = &[
    one("CST", codes(&["03"])),
    one("qBCProd", DEC_1204V),
    one("vAliqProd", DEC_1104V),
    one("vPIS", DEC_1302),
];

/// `det/imposto/PIS/PISNT`.
pub(super) const NT: &[Part] = &[one("CST", codes(&["04", "05", "06", "07", "08", "09"]))];

/// `det/imposto/PIS/PISOutr`.
const PIS_OUTR: &[Part] = &[
    one("CST", CST_OUTR),
    either(&[
        run(&[one("vBC", DEC_1302), one("pPIS", DEC_0302A04)]),
        run(&[one("qBCProd", DEC_1204V), one("vAliqProd", DEC_1104V)]),
    ]),
    one("vPIS", DEC_1302),
];

/// `det/imposto/PIS`.
pub(super) const PIS: &[Part] = &[either(&[
    one("PISAliq", group(PIS_ALIQ)),
    one("PISQtde", group(PIS_QTDE)),
    one("PISNT", group(NT)),
    one("PISOutr", group(PIS_OUTR)),
])];

/// `det/imposto/PISST`.
pub(super) const PIS_ST: &[Part] = &[
    either(&[
        run(&[one("vBC", DEC_1302_OPC), one("pPIS", DEC_0302A04)]),
        run(&[one("qBCProd", DEC_1204), one("vAliqProd", DEC_1104)]),
    ]),
    one("vPIS", DEC_1302),
    maybe("indSomaPISST", NO_YES),
];

/// `det/imposto/COFINS/COFINSAliq`.
const COFINS_ALIQ: &[Part] = &[
    one("CST", codes(&["01", "02"])),
    one("vBC", DEC_1302),
    one("pCOFINS", DEC_0302A04),
    one("vCOFINS", DEC_1302),
];

/// `det/imposto/COFINS/COFINSQtde`.
const COFINS_QTDE: &[Part] = &[
    one("CST", codes(&["03"])),
    one("qBCProd", DEC_1204V),
    one("vAliqProd", DEC_1104V),
    one("vCOFINS", DEC_1302),
];

/// `det/imposto/COFINS/COFINSOutr`.
const COFINS_OUTR: &[Part] = &[
    one("CST", CST_OUTR),
    either(&[
        run(&[one("vBC", DEC_1302), one("pCOFINS", DEC_0302A04)]),
        run(&[one("qBCProd", DEC_1204V), one("vAliqProd", DEC_1104V)]),
    ]),
    one("vCOFINS", DEC_1302),
];

/// `det/imposto/COFINS`.
pub(super) const COFINS: &[Part] = &[either(&[
    one("COFINSAliq", group(COFINS_ALIQ)),
    one("COFINSQtde", group(COFINS_QTDE)),
    one("COFINSNT", group(NT)),
    one("COFINSOutr", group(COFINS_OUTR)),
])];

/// `det/imposto/COFINSST`.
pub(super) const COFINS_ST: &[Part] = &[
    either(&[
        run(&[one("vBC", DEC_1302), one("pCOFINS", DEC_0302A04)]),
        run(&[one("qBCProd", DEC_1204), one("vAliqProd", DEC_1104)]),
    ]),
    one("vCOFINS", DEC_1302),
    maybe("indSomaCOFINSST", NO_YES),
];

/// `det/imposto/ICMSUFDest`.
pub(super) const ICMS_UF_DEST: &[Part] = &[
    one("vBCUFDest", DEC_1302),
    maybe("vBCFCPUFDest", DEC_1302),
    maybe("pFCPUFDest", DEC_0302A04),
    one("pICMSUFDest", DEC_0302A04),
    one("pICMSInter", codes(&["4.00", "7.00", "12.00"])),
    one("pICMSInterPart", DEC_0302A04),
    maybe("vFCPUFDest", DEC_1302),
    one("vICMSUFDest", DEC_1302),
    one("vICMSUFRemet", DEC_1302),
];

/// `det/imposto/IS`.
pub(super) const IS: &[Part] = &[
    one("CSTIS", digits(3, 3)),
    one("cClassTribIS", digits(6, 6)),
    all_or_none(&[
        one("vBCIS", DEC_1302),
        one("pIS", DEC_0302A04),
        maybe("adRemIS", DEC_0302A04),
        all_or_none(&[one("uTrib", text(1, 6)), one("qTrib", DEC_1104_OPC)]),
        one("vIS", DEC_1302),
    ]),
];
