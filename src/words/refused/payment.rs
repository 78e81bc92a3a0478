//! How it was paid, found wrong in a draft.

use super::super::Entry;
use super::{DEFECT, PAYMENT, refused};

pub(in crate::words) const PAYMENT_CARD_DOCUMENT: Entry = refused(
    PAYMENT,
    ["CNPJ da credenciadora inválido", "O CNPJ da instituição de pagamento não confere (437)."],
    [
        "CNPJ of the acquirer is wrong",
        "The CNPJ of the payment institution has wrong digits (437).",
    ],
);

pub(in crate::words) const PAYMENT_CARD: Entry = refused(
    PAYMENT,
    [
        "Dados do cartão não combinam",
        "O grupo do cartão não cabe neste meio, ou falta algo nele (392, 443, 496, 963).",
    ],
    [
        "Card data do not fit",
        "The card's group does not fit this means, or lacks something (392, 443, 496, 963).",
    ],
);

pub(in crate::words) const PAYMENT_MEANS: Entry = refused(
    PAYMENT,
    [
        "Meio de pagamento inexistente",
        "tPag não está na tabela, ou 99 foi sem descrição (436, 441).",
    ],
    ["Unknown means of payment", "tPag is not in the table, or 99 has no description (436, 441)."],
);

pub(in crate::words) const PAYMENT_SUM: Entry = refused(
    DEFECT,
    [
        "Pagamentos não somam o total",
        "A soma dos pagamentos, menos o troco, não é vNF (865, 866, 869).",
    ],
    [
        "Payments do not make the total",
        "What was paid, less the change, is not vNF (865, 866, 869).",
    ],
);

pub(in crate::words) const PAYMENT_NONE: Entry = refused(
    PAYMENT,
    ["\"Sem pagamento\" indevido", "tPag 90 e 91 não têm valor, e 90 vai sozinho (871, 899, 904)."],
    [
        "\"No payment\" does not fit",
        "tPag 90 and 91 have no amount, and 90 stands alone (871, 899, 904).",
    ],
);
