//! Payments, IBS and CBS.

use super::remedy::{PAYMENT, REFORM};
use super::{Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        391,
        &PAYMENT,
        ["Pagamento com cartão sem os dados dele", "A UF exige o grupo card para cartão."],
        ["Card payment without its data", "The UF needs the group card."],
    ),
    row(
        392,
        &PAYMENT,
        [
            "Cartão sem CNPJ ou autorização",
            "Pagamento integrado exige o CNPJ da instituição e o código de autorização.",
        ],
        [
            "Card without CNPJ or authorisation",
            "An integrated payment needs the institution's CNPJ and the authorisation code.",
        ],
    ),
    row(
        436,
        &PAYMENT,
        ["Meio de pagamento inexistente", "O código tPag não está na tabela em vigor."],
        ["No such means of payment", "The code tPag is not in the table in force."],
    ),
    row(
        437,
        &PAYMENT,
        [
            "CNPJ da instituição de pagamento inválido",
            "Os dígitos do CNPJ da instituição não conferem.",
        ],
        ["Payment institution's CNPJ is invalid", "Its check digits are wrong."],
    ),
    row(
        441,
        &PAYMENT,
        ["Pagamento 99 sem descrição", "O meio de pagamento 99 (outros) exige descrição (xPag)."],
        ["Payment 99 without description", "The means 99 (others) needs xPag."],
    ),
    row(
        443,
        &PAYMENT,
        ["Bandeira de cartão inexistente", "O código tBand não está na tabela em vigor."],
        ["No such card brand", "The code tBand is not in the table in force."],
    ),
    row(
        496,
        &PAYMENT,
        ["Cartão sem tipo de integração", "Falta dizer se o pagamento foi integrado (tpIntegra)."],
        ["Card without kind of integration", "tpIntegra is missing."],
    ),
    row(
        865,
        &PAYMENT,
        ["Pagamentos menores que o total da nota", "A soma dos pagamentos não cobre a nota."],
        ["Payments below the total", "They do not cover the note."],
    ),
    row(
        866,
        &PAYMENT,
        ["Pagamentos maiores, sem troco", "A soma dos pagamentos passa do total, e não há troco."],
        ["Payments above the total, no change", "They pass the total, and vTroco is missing."],
    ),
    row(
        869,
        &PAYMENT,
        ["Troco incorreto", "O troco não é pagamentos menos total."],
        ["Wrong change", "vTroco is not payments minus total."],
    ),
    row(
        871,
        &PAYMENT,
        ["Nota que deve ser sem pagamento", "Devolução e ajuste usam o meio 90 (sem pagamento)."],
        ["Note that must be without payment", "Returns and adjustments use the means 90."],
    ),
    row(
        899,
        &PAYMENT,
        ["Meio de pagamento incorreto", "O meio de pagamento não serve para esta nota."],
        ["Wrong means of payment", "It is not for this note."],
    ),
    row(
        904,
        &PAYMENT,
        ["Valor de pagamento indevido", "O meio 90 (sem pagamento) não leva valor."],
        ["Amount where no payment is", "The means 90 has no amount."],
    ),
    row(
        1022,
        &REFORM,
        ["Falta o grupo IBS/CBS", "A nota foi sem o grupo de IBS e CBS que a SEFAZ exige."],
        ["IBS/CBS group is missing", "The note lacks what SEFAZ needs of IBS and CBS."],
    ),
    row(
        1115,
        &REFORM,
        ["Item sem IBS/CBS", "Um item foi sem o grupo IBSCBS."],
        ["Item without IBS/CBS", "An item lacks the group IBSCBS."],
    ),
    row(
        1026,
        &REFORM,
        ["Alíquota do IBS da UF diferente da lei", "A alíquota não é a do ano da emissão."],
        ["IBS rate of the UF differs from the law", "It is not the rate of the year of issue."],
    ),
    row(
        1036,
        &REFORM,
        ["Alíquota do IBS do município diferente da lei", "A alíquota não é a do ano da emissão."],
        [
            "IBS rate of the municipality differs from the law",
            "It is not the rate of the year of issue.",
        ],
    ),
    row(
        1037,
        &REFORM,
        ["Alíquota da CBS diferente da lei", "A alíquota não é a do ano da emissão."],
        ["CBS rate differs from the law", "It is not the rate of the year of issue."],
    ),
    row(
        1080,
        &REFORM,
        [
            "Total de IBS/CBS diferente da soma dos itens",
            "O grupo IBSCBSTot não é a soma dos itens.",
        ],
        ["IBS/CBS total is not the sum of the items", "The group IBSCBSTot differs."],
    ),
    row(
        1118,
        &REFORM,
        ["Total de IBS/CBS sem itens", "A nota traz IBSCBSTot, mas nenhum item tem IBS/CBS."],
        ["IBS/CBS total without items", "The note has IBSCBSTot, and no item has IBS/CBS."],
    ),
];
