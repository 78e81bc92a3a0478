//! `transp` to `infRespTec` (X to ZD): carriage, payment, and what else is said.

use super::super::part::*;
use super::super::simple::*;
use super::det::OBS;

/// `transp/transporta`.
const TRANSPORTA: &[Part] = &[
    at_most_one(&[one("CNPJ", CNPJ), one("CPF", CPF)]),
    maybe("xNome", text(2, 60)),
    maybe("IE", IE),
    maybe("xEnder", text(1, 60)),
    maybe("xMun", text(1, 60)),
    maybe("UF", UF),
];

/// `transp/retTransp`.
const RET_TRANSP: &[Part] = &[
    one("vServ", DEC_1302),
    one("vBCRet", DEC_1302),
    one("pICMSRet", DEC_0302A04),
    one("vICMSRet", DEC_1302),
    one("CFOP", CFOP),
    one("cMunFG", COD_MUN),
];

/// `transp/veicTransp`.
const VEICULO: &[Part] = &[one("placa", PLACA), maybe("UF", UF), maybe("RNTC", text(1, 20))];

/// `transp/vol/lacres`.
const LACRES: &[Part] = &[one("nLacre", text(1, 60))];

/// `transp/vol`.
const VOL: &[Part] = &[
    maybe("qVol", digits(1, 15)),
    maybe("esp", text(1, 60)),
    maybe("marca", text(1, 60)),
    maybe("nVol", text(1, 60)),
    maybe("pesoL", DEC_1203),
    maybe("pesoB", DEC_1203),
    many("lacres", 0, 5000, group(LACRES)),
];

/// `transp`.
pub(super) const TRANSP: &[Part] = &[
    one("modFrete", codes(&["0", "1", "2", "3", "4", "9"])),
    maybe("transporta", group(TRANSPORTA)),
    maybe("retTransp", group(RET_TRANSP)),
    at_most_one(&[
        all_or_none(&[maybe("veicTransp", group(VEICULO)), many("reboque", 0, 5, group(VEICULO))]),
        maybe("vagao", text(1, 20)),
        maybe("balsa", text(1, 20)),
    ]),
    many("vol", 0, 5000, group(VOL)),
];

/// `cobr/fat`.
const FAT: &[Part] = &[
    maybe("nFat", text(1, 60)),
    maybe("vOrig", DEC_1302),
    maybe("vDesc", DEC_1302),
    maybe("vLiq", DEC_1302),
];

/// `cobr/dup`.
const DUP: &[Part] = &[maybe("nDup", text(1, 60)), maybe("dVenc", DATE), one("vDup", DEC_1302_OPC)];

/// `cobr`.
pub(super) const COBR: &[Part] = &[maybe("fat", group(FAT)), many("dup", 0, 120, group(DUP))];

/// `pag/detPag/card`.
const CARD: &[Part] = &[
    one("tpIntegra", codes(&["1", "2"])),
    maybe("CNPJ", CNPJ),
    maybe("tBand", digits(2, 2)),
    maybe("cAut", text(1, 128)),
    maybe("CNPJReceb", CNPJ),
    maybe("idTermPag", text(1, 40)),
];

/// `pag/detPag`.
const DET_PAG: &[Part] = &[
    maybe("indPag", NO_YES),
    one("tPag", digits(2, 2)),
    maybe("xPag", text(2, 60)),
    one("vPag", DEC_1302),
    maybe("dPag", DATE),
    all_or_none(&[one("CNPJPag", CNPJ), one("UFPag", UF_EMI)]),
    maybe("card", group(CARD)),
];

/// `pag`.
pub(super) const PAG: &[Part] =
    &[many("detPag", 1, 100, group(DET_PAG)), maybe("vTroco", DEC_1302)];

/// `infIntermed`.
pub(super) const INF_INTERMED: &[Part] = &[one("CNPJ", CNPJ), one("idCadIntTran", text(2, 60))];

/// `infAdic/procRef`.
const PROC_REF: &[Part] = &[
    one("nProc", text(1, 60)),
    one("indProc", codes(&["0", "1", "2", "3", "4", "9"])),
    maybe("tpAto", codes(&["08", "10", "12", "14", "15"])),
];

/// `infAdic`.
pub(super) const INF_ADIC: &[Part] = &[
    maybe("infAdFisco", text(1, 2000)),
    maybe("infCpl", text(1, 5000)),
    many("obsCont", 0, 10, group_with(&[("xCampo", Simple::Text(1, 20))], OBS)),
    many("obsFisco", 0, 10, group_with(&[("xCampo", Simple::Text(1, 20))], OBS)),
    many("procRef", 0, 100, group(PROC_REF)),
];

/// `compra`.
pub(super) const COMPRA: &[Part] =
    &[maybe("xNEmp", text(1, 22)), maybe("xPed", text(1, 60)), maybe("xCont", text(1, 60))];

/// `infRespTec`.
pub(super) const INF_RESP_TEC: &[Part] = &[
    one("CNPJ", CNPJ_OPC),
    one("xContato", text(2, 60)),
    one("email", text(6, 60)),
    one("fone", digits(6, 14)),
    all_or_none(&[one("idCSRT", digits(2, 2)), one("hashCSRT", SHA1)]),
];
