//! The buyer: documents, registrations, address.

use super::remedy::{
    BUYER_ADDRESS, BUYER_BLOCKED, BUYER_DOCUMENT, BUYER_IE, BUYER_NAME, OWN_PURCHASE,
};
use super::{Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        208,
        &BUYER_DOCUMENT,
        ["CNPJ do destinatário inválido", "Os dígitos do CNPJ do comprador não conferem."],
        ["Buyer's CNPJ is invalid", "Its check digits are wrong."],
    ),
    row(
        237,
        &BUYER_DOCUMENT,
        ["CPF do destinatário inválido", "Os dígitos do CPF do comprador não conferem."],
        ["Buyer's CPF is invalid", "Its check digits are wrong."],
    ),
    row(
        246,
        &BUYER_DOCUMENT,
        ["CNPJ do destinatário não cadastrado", "A SEFAZ não encontra o CNPJ do comprador."],
        ["Buyer's CNPJ is not on record", "SEFAZ does not find it."],
    ),
    row(
        489,
        &BUYER_DOCUMENT,
        ["CNPJ informado inválido", "Um CNPJ veio zerado ou com dígito errado."],
        ["A CNPJ is invalid", "It is zero, or a digit is wrong."],
    ),
    row(
        490,
        &BUYER_DOCUMENT,
        ["CPF informado inválido", "Um CPF veio zerado ou com dígito errado."],
        ["A CPF is invalid", "It is zero, or a digit is wrong."],
    ),
    row(
        623,
        &BUYER_DOCUMENT,
        [
            "CPF do destinatário não cadastrado",
            "A SEFAZ não encontra o CPF do comprador com esta inscrição.",
        ],
        ["Buyer's CPF is not on record", "SEFAZ does not find it with this registration."],
    ),
    row(
        719,
        &BUYER_DOCUMENT,
        ["Nota sem identificação do destinatário", "A NF-e exige CPF ou CNPJ do comprador."],
        ["Note without the buyer", "The NF-e needs the CPF or CNPJ of the buyer."],
    ),
    row(
        721,
        &BUYER_DOCUMENT,
        [
            "Venda interestadual sem CPF ou CNPJ",
            "Venda para outra UF exige o documento do comprador.",
        ],
        ["Interstate sale without CPF or CNPJ", "A sale to another UF needs the buyer's document."],
    ),
    row(
        724,
        &BUYER_NAME,
        ["Nota sem nome do destinatário", "A NF-e exige o nome do comprador (xNome)."],
        ["Note without the buyer's name", "The NF-e needs xNome of the buyer."],
    ),
    row(
        220,
        &OWN_PURCHASE,
        ["Destinatário igual ao emitente", "O comprador tem o mesmo CNPJ do vendedor."],
        ["The buyer is the issuer", "Both have the same CNPJ."],
    ),
    row(
        210,
        &BUYER_IE,
        [
            "IE do destinatário inválida",
            "A inscrição estadual do comprador não segue a regra da UF.",
        ],
        ["Buyer's IE is invalid", "The state registration breaks the UF's rule."],
    ),
    row(
        232,
        &BUYER_IE,
        [
            "IE do destinatário não informada",
            "Para a SEFAZ o comprador é contribuinte, e a nota foi sem a IE dele.",
        ],
        ["Buyer's IE is missing", "SEFAZ has the buyer as a contributor, and the note has no IE."],
    ),
    row(
        233,
        &BUYER_IE,
        [
            "IE do destinatário não cadastrada",
            "A SEFAZ não encontra a inscrição estadual do comprador.",
        ],
        ["Buyer's IE is not on record", "SEFAZ does not find the state registration."],
    ),
    row(
        234,
        &BUYER_IE,
        [
            "IE do destinatário não é deste CNPJ",
            "A inscrição estadual está cadastrada para outro CNPJ.",
        ],
        ["Buyer's IE is of another CNPJ", "The state registration belongs to another CNPJ."],
    ),
    row(
        624,
        &BUYER_IE,
        [
            "IE do destinatário não é deste CPF",
            "A inscrição estadual está cadastrada para outro CPF.",
        ],
        ["Buyer's IE is of another CPF", "The state registration belongs to another CPF."],
    ),
    row(
        696,
        &BUYER_IE,
        [
            "Não contribuinte sem consumidor final",
            "Venda a quem não é contribuinte deve ser a consumidor final (indFinal=1).",
        ],
        [
            "Non-contributor without final consumer",
            "A sale to a non-contributor must be to a final consumer (indFinal=1).",
        ],
    ),
    row(
        728,
        &BUYER_IE,
        [
            "Contribuinte sem IE na nota",
            "O comprador consta como contribuinte, mas sem inscrição estadual.",
        ],
        [
            "Contributor without IE in the note",
            "The buyer is marked as a contributor and has no state registration.",
        ],
    ),
    row(
        791,
        &BUYER_IE,
        [
            "Comprador isento com IE",
            "O comprador consta como isento, mas a nota traz inscrição estadual.",
        ],
        [
            "Exempt buyer with an IE",
            "The buyer is marked as exempt, and the note has a state registration.",
        ],
    ),
    row(
        805,
        &BUYER_IE,
        [
            "UF não aceita contribuinte isento de IE",
            "A UF do comprador não tem contribuinte isento de inscrição.",
        ],
        [
            "The UF has no exempt contributors",
            "The buyer's UF knows no contributor without registration.",
        ],
    ),
    row(
        302,
        &BUYER_BLOCKED,
        ["Destinatário em situação irregular", "A SEFAZ vê irregularidade fiscal do comprador."],
        ["Buyer in irregular standing", "SEFAZ sees an irregularity of the buyer."],
    ),
    row(
        303,
        &BUYER_BLOCKED,
        [
            "Destinatário não habilitado na UF",
            "O comprador não pode operar como contribuinte na UF.",
        ],
        ["Buyer not enabled in the UF", "The buyer may not operate as a contributor there."],
    ),
    row(
        305,
        &BUYER_BLOCKED,
        ["Destinatário bloqueado na UF", "A SEFAZ da UF bloqueou este comprador."],
        ["Buyer blocked in the UF", "The UF's SEFAZ has blocked this buyer."],
    ),
    row(
        306,
        &BUYER_BLOCKED,
        [
            "IE do destinatário não está ativa",
            "A inscrição estadual do comprador está baixada ou suspensa.",
        ],
        ["Buyer's IE is not active", "The state registration is closed or suspended."],
    ),
    row(
        274,
        &BUYER_ADDRESS,
        ["Município do destinatário inválido", "O código IBGE (cMun) do comprador não confere."],
        ["Buyer's municipality is invalid", "The IBGE code (cMun) of the buyer is wrong."],
    ),
    row(
        275,
        &BUYER_ADDRESS,
        ["Município do destinatário fora da UF", "A cidade do comprador não é da UF informada."],
        ["Buyer's municipality is in another UF", "The buyer's city is not of that UF."],
    ),
    row(
        278,
        &BUYER_ADDRESS,
        ["Município de entrega inválido", "O código IBGE do local de entrega não confere."],
        ["Municipality of delivery is invalid", "The IBGE code of the place of delivery is wrong."],
    ),
    row(
        279,
        &BUYER_ADDRESS,
        ["Município de entrega fora da UF", "A cidade de entrega não é da UF informada."],
        ["Municipality of delivery is in another UF", "The city of delivery is not of that UF."],
    ),
    row(
        726,
        &BUYER_ADDRESS,
        ["Nota sem endereço do destinatário", "A NF-e exige o endereço do comprador."],
        ["Note without the buyer's address", "The NF-e needs it."],
    ),
    row(
        772,
        &BUYER_ADDRESS,
        [
            "Venda interestadual dentro da mesma UF",
            "A nota diz outra UF, mas o comprador é da UF do vendedor.",
        ],
        [
            "Interstate sale inside one UF",
            "The note says another UF, and the buyer is in the seller's.",
        ],
    ),
    row(
        773,
        &BUYER_ADDRESS,
        ["Venda interna para outra UF", "A nota diz mesma UF, mas o comprador é de outra."],
        ["Internal sale to another UF", "The note says the same UF, and the buyer is in another."],
    ),
];
