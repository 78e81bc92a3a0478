//! Issuer, buyer, and who stands between and behind them.

use super::super::Entry;
use super::{BUYER, DEFECT, SELLER, refused};

pub(in crate::words) const PARTY_DOCUMENT: Entry = refused(
    BUYER,
    [
        "CPF ou CNPJ com dígito errado",
        "O dígito verificador do documento não confere (207, 208, 237).",
    ],
    [
        "CPF or CNPJ with wrong digits",
        "The check digits of the document do not fit (207, 208, 237).",
    ],
);

pub(in crate::words) const PARTY_IE_WRONG: Entry = refused(
    BUYER,
    [
        "Inscrição estadual com dígito errado",
        "A inscrição não tem o formato e os dígitos da sua UF (209, 210).",
    ],
    [
        "State registration with wrong digits",
        "The registration has not the length and digits of its UF (209, 210).",
    ],
);

pub(in crate::words) const PARTY_IE_MISSING: Entry = refused(
    BUYER,
    [
        "Falta a inscrição estadual",
        "O emitente, ou um destinatário contribuinte, está sem inscrição (229, 728).",
    ],
    [
        "State registration is missing",
        "The issuer, or a buyer who is a contributor, has none (229, 728).",
    ],
);

pub(in crate::words) const ADDRESS_CITY_CODE: Entry = refused(
    BUYER,
    ["Código de município não confere", "O cMun tem dígito errado ou é de outra UF (270 a 275)."],
    ["Municipality code does not fit", "cMun has a wrong digit, or is of another UF (270 to 275)."],
);

pub(in crate::words) const ADDRESS_OTHER_PLACE: Entry = refused(
    SELLER,
    [
        "Município de retirada ou entrega não confere",
        "O cMun do local tem dígito errado ou é de outra UF (276 a 279).",
    ],
    [
        "Place of pick-up or delivery does not fit",
        "Its cMun has a wrong digit, or is of another UF (276 to 279).",
    ],
);

pub(in crate::words) const BUYER_IE_UNEXPECTED: Entry = refused(
    BUYER,
    [
        "Inscrição estadual que não deveria ir",
        "O destinatário não é contribuinte, e a nota traz a inscrição dele (791).",
    ],
    [
        "State registration where none belongs",
        "The buyer is no contributor, and the note has a registration (791).",
    ],
);

pub(in crate::words) const BUYER_IE_EXEMPT: Entry = refused(
    DEFECT,
    [
        "Isento de inscrição não aceito",
        "A maioria das UFs recusa indIEDest 2; aqui vai 1 ou 9 (805).",
    ],
    [
        "Exempt from registration is refused",
        "Most UFs refuse indIEDest 2; here it is 1 or 9 (805).",
    ],
);

pub(in crate::words) const BUYER_NOT_FINAL: Entry = refused(
    DEFECT,
    [
        "Não contribuinte sem consumidor final",
        "Quem não é contribuinte é consumidor final: indFinal 1 (696).",
    ],
    [
        "Non-contributor who is no final consumer",
        "Who is no contributor is a final consumer: indFinal 1 (696).",
    ],
);

pub(in crate::words) const BUYER_UNIDENTIFIED: Entry = refused(
    BUYER,
    [
        "Destinatário sem identificação",
        "A nota está sem documento, nome ou endereço do destinatário (719, 724, 726).",
    ],
    [
        "Buyer without identification",
        "The note has no document, name or address of the buyer (719, 724, 726).",
    ],
);

pub(in crate::words) const BUYER_INTERSTATE_UNIDENTIFIED: Entry = refused(
    BUYER,
    [
        "Venda interestadual sem CPF ou CNPJ",
        "Toda venda para outra UF identifica o comprador (721).",
    ],
    ["Interstate sale without CPF or CNPJ", "Every sale to another UF identifies its buyer (721)."],
);

pub(in crate::words) const INTERMEDIARY_UNSAID: Entry = refused(
    DEFECT,
    ["Falta dizer se há intermediador", "Venda pela internet exige indIntermed (434)."],
    ["Intermediary neither told nor denied", "A sale by internet needs indIntermed (434)."],
);

pub(in crate::words) const INTERMEDIARY_UNEXPECTED: Entry = refused(
    DEFECT,
    ["Intermediador indevido", "A nota traz intermediador, e a operação não tem um (435, 439)."],
    [
        "Intermediary where there is none",
        "The note has an intermediary, and the operation has none (435, 439).",
    ],
);

pub(in crate::words) const INTERMEDIARY_MISSING: Entry = refused(
    DEFECT,
    [
        "Falta o grupo do intermediador",
        "indIntermed é 1, e o grupo infIntermed não está na nota (438).",
    ],
    [
        "Group of the intermediary is missing",
        "indIntermed is 1, and the note has no infIntermed (438).",
    ],
);

pub(in crate::words) const SELLER_RESPONSIBLE: Entry = refused(
    SELLER,
    [
        "Responsável técnico ausente ou errado",
        "A UF do emitente exige infRespTec; no PR, também idCSRT e hashCSRT (972, 973, 975, 978).",
    ],
    [
        "Technical contact missing or wrong",
        "The issuer's UF wants infRespTec; PR wants idCSRT and hashCSRT too (972, 973, 975, 978).",
    ],
);

pub(in crate::words) const SELLER_ACCOUNTANT: Entry = refused(
    SELLER,
    [
        "Falta o contador autorizado da Bahia",
        "A SEFAZ da Bahia exige autXML: o contador, ou 13937073000156 (486).",
    ],
    [
        "Accountant of a seller in Bahia missing",
        "Bahia's SEFAZ wants autXML: the accountant, or 13937073000156 (486).",
    ],
);
