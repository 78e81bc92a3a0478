//! `prod` (I): what is sold.

use super::super::part::*;
use super::super::simple::*;

/// `det/prod/gCred`.
const G_CRED: &[Part] = &[
    one("cCredPresumido", BENEFIT),
    one("pCredPresumido", DEC_0302A04),
    one("vCredPresumido", DEC_1302),
];

/// `det/prod/rastro`.
const RASTRO: &[Part] = &[
    one("nLote", text(1, 20)),
    one("qLote", DEC_0803V),
    one("dFab", DATE),
    one("dVal", DATE),
    maybe("cAgreg", text(1, 20)),
];

/// `det/prod/infProdEmb`.
const INF_PROD_EMB: &[Part] =
    &[one("xEmb", text(1, 8)), one("qVolEmb", DEC_0803V), one("uEmb", text(1, 8))];

/// `det/prod`.
pub(super) const PROD: &[Part] = &[
    one("cProd", text(1, 60)),
    one("cEAN", EAN),
    maybe("cBarra", text(3, 30)),
    one("xProd", text(1, 120)),
    one("NCM", NCM),
    many("NVE", 0, 8, NVE),
    all_or_none(&[
        one("CEST", digits(7, 7)),
        maybe("indEscala", codes(&["S", "N"])),
        maybe("CNPJFab", CNPJ),
    ]),
    maybe("cBenef", C_BENEF),
    many("gCred", 0, 4, group(G_CRED)),
    maybe("tpCredPresIBSZFM", codes(&["0", "1", "2", "3", "4"])),
    maybe("EXTIPI", digits(2, 3)),
    one("CFOP", CFOP),
    one("uCom", text(1, 6)),
    one("qCom", DEC_1104V),
    one("vUnCom", DEC_1110V),
    one("vProd", DEC_1302),
    one("cEANTrib", EAN),
    maybe("cBarraTrib", text(3, 30)),
    one("uTrib", text(1, 6)),
    one("qTrib", DEC_1104V),
    one("vUnTrib", DEC_1110V),
    maybe("vFrete", DEC_1302_OPC),
    maybe("vSeg", DEC_1302_OPC),
    maybe("vDesc", DEC_1302_OPC),
    maybe("vOutro", DEC_1302_OPC),
    one("indTot", NO_YES),
    maybe("indBemMovelUsado", codes(&["1"])),
    foreign("DI"),
    foreign("detExport"),
    maybe("xPed", text(1, 15)),
    maybe("nItemPed", digits(1, 6)),
    maybe("nFCI", GUID),
    many("rastro", 0, 500, group(RASTRO)),
    foreign("infProdNFF"),
    maybe("infProdEmb", group(INF_PROD_EMB)),
    at_most_one(&[
        foreign("veicProd"),
        foreign("med"),
        foreign("arma"),
        foreign("comb"),
        foreign("nRECOPI"),
    ]),
];
