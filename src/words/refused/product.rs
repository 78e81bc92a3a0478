//! What the product file says, found wrong in a draft.

use super::super::Entry;
use super::{DEFECT, PRODUCT, PROFILE, refused};

pub(in crate::words) const PRODUCT_CFOP_DIRECTION: Entry = refused(
    PRODUCT,
    ["CFOP de entrada em uma venda", "O CFOP de uma saída começa com 5 ou 6 (518, 519)."],
    ["CFOP of goods that come in", "The CFOP of goods that leave begins with 5 or 6 (518, 519)."],
);

pub(in crate::words) const PRODUCT_CFOP_PLACE: Entry = refused(
    PRODUCT,
    ["CFOP não combina com o destino", "5xxx é dentro da UF, 6xxx é para outra (731, 732, 733)."],
    [
        "CFOP does not fit the destination",
        "5xxx is inside the UF, 6xxx to another (731, 732, 733).",
    ],
);

pub(in crate::words) const PRODUCT_CFOP_UNKNOWN: Entry = refused(
    PRODUCT,
    ["CFOP inexistente", "O CFOP não está na tabela nacional nesta data (770)."],
    ["CFOP that there is not", "The CFOP is not in the national table on this day (770)."],
);

pub(in crate::words) const PRODUCT_CFOP_RETURN: Entry = refused(
    PRODUCT,
    [
        "CFOP de devolução em uma venda",
        "O CFOP é de devolução, e a nota é de venda (328), ou o contrário (327).",
    ],
    [
        "CFOP of a return in a sale",
        "The CFOP is a return's, and the note a sale (328), or the reverse (327).",
    ],
);

pub(in crate::words) const PRODUCT_CFOP_SITUATION: Entry = refused(
    PROFILE,
    [
        "CFOP não combina com CST ou CSOSN",
        "5405 e 6404 são de ST já retida: CST 60 ou CSOSN 500 (382, 386).",
    ],
    [
        "CFOP and CST or CSOSN do not fit",
        "5405 and 6404 are for ST withheld before: CST 60 or CSOSN 500 (382, 386).",
    ],
);

pub(in crate::words) const PRODUCT_PRICE: Entry = refused(
    DEFECT,
    ["Valor do produto não confere", "vProd não é quantidade vezes valor unitário (629, 630)."],
    ["Value of the product does not fit", "vProd is not quantity times unit price (629, 630)."],
);

pub(in crate::words) const PRODUCT_NCM_UNKNOWN: Entry = refused(
    PRODUCT,
    ["NCM inexistente ou vencido", "O NCM do produto não está na tabela vigente (778, 471)."],
    ["NCM that there is not", "The product's NCM is not in the table in force (778, 471)."],
);

pub(in crate::words) const PRODUCT_CEST: Entry = refused(
    PRODUCT,
    ["Falta o CEST de produto com ST", "Produto sob substituição tributária leva CEST (806)."],
    [
        "CEST of goods under substitution is missing",
        "Goods under tax substitution carry a CEST (806).",
    ],
);

pub(in crate::words) const PRODUCT_GTIN: Entry = refused(
    PRODUCT,
    [
        "GTIN inválido",
        "O dígito ou o prefixo do código de barras não confere; sem GTIN, escreva SEM GTIN (611, 612, 882, 883).",
    ],
    [
        "GTIN is wrong",
        "Digit or prefix of the bar code do not fit; where there is none, write SEM GTIN (611, 612, 882, 883).",
    ],
);

pub(in crate::words) const PRODUCT_BENEFIT: Entry = refused(
    PROFILE,
    [
        "Código de benefício fiscal não confere",
        "PR, RS, RJ, SC, GO e DF exigem cBenef conforme a situação tributária (928, 930, 931, 934).",
    ],
    [
        "Benefit code does not fit",
        "PR, RS, RJ, SC, GO and DF want cBenef by situation (928, 930, 931, 934).",
    ],
);

pub(in crate::words) const PRODUCT_TAX_CLASS: Entry = refused(
    PROFILE,
    [
        "Classificação de IBS e CBS não confere",
        "cClassTrib não combina com o CST ou com os grupos informados.",
    ],
    [
        "Class of IBS and CBS does not fit",
        "cClassTrib does not fit its CST, or the groups that stand with it.",
    ],
);
