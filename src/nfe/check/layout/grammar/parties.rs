//! `emit`, `dest`, `retirada`, `entrega`, `autXML` (C to GA): who and where.

use super::super::part::*;
use super::super::simple::*;

/// `emit/enderEmit`.
const ENDER_EMIT: &[Part] = &[
    one("xLgr", text(2, 60)),
    one("nro", text(1, 60)),
    maybe("xCpl", text(1, 60)),
    one("xBairro", text(2, 60)),
    one("cMun", COD_MUN),
    one("xMun", text(2, 60)),
    one("UF", UF_EMI),
    one("CEP", digits(8, 8)),
    maybe("cPais", codes(&["1058"])),
    maybe("xPais", codes(&["Brasil", "BRASIL"])),
    maybe("fone", digits(6, 14)),
];

/// `emit`.
pub(super) const EMIT: &[Part] = &[
    either(&[one("CNPJ", CNPJ), one("CPF", CPF)]),
    one("xNome", text(2, 60)),
    maybe("xFant", text(1, 60)),
    one("enderEmit", group(ENDER_EMIT)),
    maybe("IE", IE),
    maybe("IEST", IE_DIGITS),
    all_or_none(&[one("IM", text(1, 15)), maybe("CNAE", digits(7, 7))]),
    one("CRT", codes(&["1", "2", "3", "4"])),
    maybe("ISUFEmit", digits(8, 9)),
];

/// `dest/enderDest`.
const ENDER_DEST: &[Part] = &[
    one("xLgr", text(2, 60)),
    one("nro", text(1, 60)),
    maybe("xCpl", text(1, 60)),
    one("xBairro", text(2, 60)),
    one("cMun", COD_MUN),
    one("xMun", text(2, 60)),
    one("UF", UF),
    maybe("CEP", digits(8, 8)),
    maybe("cPais", digits(1, 4)),
    maybe("xPais", text(2, 60)),
    maybe("fone", digits(6, 14)),
];

/// `dest`.
pub(super) const DEST: &[Part] = &[
    either(&[one("CNPJ", CNPJ), one("CPF", CPF), one("idEstrangeiro", ID_ESTRANGEIRO)]),
    maybe("xNome", text(2, 60)),
    maybe("enderDest", group(ENDER_DEST)),
    one("indIEDest", codes(&["1", "2", "9"])),
    maybe("IE", IE_DIGITS),
    maybe("ISUF", digits(8, 9)),
    maybe("IM", text(1, 15)),
    maybe("email", text(1, 60)),
];

/// `retirada`.
pub(super) const LOCAL: &[Part] = &[
    either(&[one("CNPJ", CNPJ_OPC), one("CPF", CPF)]),
    maybe("xNome", text(2, 60)),
    one("xLgr", text(2, 60)),
    one("nro", text(1, 60)),
    maybe("xCpl", text(1, 60)),
    one("xBairro", text(2, 60)),
    one("cMun", COD_MUN),
    one("xMun", text(2, 60)),
    one("UF", UF),
    maybe("CEP", digits(8, 8)),
    maybe("cPais", digits(1, 4)),
    maybe("xPais", text(2, 60)),
    maybe("fone", digits(6, 14)),
    maybe("email", text(1, 60)),
    maybe("IE", IE),
];

/// `autXML`.
pub(super) const AUT_XML: &[Part] = &[either(&[one("CNPJ", CNPJ), one("CPF", CPF)])];
