//! `ide` (B): which note this is, and which others it names.

use super::super::part::*;
use super::super::simple::*;

/// `ide/NFref/refNF`.
const REF_NF: &[Part] = &[
    one("cUF", COD_UF),
    one("AAMM", AAMM),
    one("CNPJ", CNPJ),
    one("mod", codes(&["01", "02"])),
    one("serie", SERIE),
    one("nNF", N_NF),
];

/// `ide/NFref/refNFP`.
const REF_NFP: &[Part] = &[
    one("cUF", COD_UF),
    one("AAMM", AAMM),
    either(&[one("CNPJ", CNPJ), one("CPF", CPF)]),
    one("IE", IE),
    one("mod", codes(&["01", "04"])),
    one("serie", SERIE),
    one("nNF", N_NF),
];

/// `ide/NFref/refECF`.
const REF_ECF: &[Part] =
    &[one("mod", codes(&["2B", "2C", "2D"])), one("nECF", digits(1, 3)), one("nCOO", digits(1, 6))];

/// `ide/NFref`.
const NF_REF: &[Part] = &[either(&[
    one("refNFe", CH_NFE),
    one("refNFeSig", CH_NFE),
    one("refNF", group(REF_NF)),
    one("refNFP", group(REF_NFP)),
    one("refCTe", CH_NFE),
    one("refECF", group(REF_ECF)),
])];

/// `ide/gCompraGov`.
const G_COMPRA_GOV: &[Part] = &[
    one("tpEnteGov", codes(&["1", "2", "3", "4", "5", "6"])),
    one("pRedutor", DEC_0302A04),
    one("tpOperGov", codes(&["1", "2", "3", "4"])),
    many("refDFeAnt", 0, 99, CH_NFE),
];

/// `ide/gPagAntecipado`.
const G_PAG_ANTECIPADO: &[Part] = &[many("refNFe", 1, 99, CH_NFE)];

/// `ide`.
pub(super) const IDE: &[Part] = &[
    one("cUF", COD_UF),
    one("cNF", digits(8, 8)),
    one("natOp", text(1, 60)),
    one("mod", codes(&["55", "65"])),
    one("serie", SERIE),
    one("nNF", N_NF),
    one("dhEmi", DATE_TIME),
    maybe("dhSaiEnt", DATE_TIME),
    maybe("dPrevEntrega", DATE),
    one("tpNF", NO_YES),
    one("idDest", codes(&["1", "2", "3"])),
    one("cMunFG", COD_MUN),
    maybe("cMunFGIBS", COD_MUN),
    one("tpImp", codes(&["0", "1", "2", "3", "4", "5", "6"])),
    one("tpEmis", codes(&["1", "2", "3", "4", "5", "6", "7", "9"])),
    one("cDV", digits(1, 1)),
    one("tpAmb", codes(&["1", "2"])),
    one("finNFe", codes(&["1", "2", "3", "4", "5", "6"])),
    maybe("tpNFDebito", codes(&["01", "02", "03", "04", "05", "06", "07", "08"])),
    maybe("tpNFCredito", codes(&["01", "02", "03", "04", "05", "06"])),
    one("indFinal", NO_YES),
    one("indPres", codes(&["0", "1", "2", "3", "4", "5", "9"])),
    maybe("indIntermed", NO_YES),
    maybe("cIndOp", digits(6, 6)),
    one("procEmi", codes(&["0", "1", "2", "3", "4"])),
    one("verProc", text(1, 20)),
    all_or_none(&[one("dhCont", DATE_TIME), one("xJust", text(15, 256))]),
    many("NFref", 0, 999, group(NF_REF)),
    maybe("gCompraGov", group(G_COMPRA_GOV)),
    maybe("gPagAntecipado", group(G_PAG_ANTECIPADO)),
];
