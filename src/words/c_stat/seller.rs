//! The issuer: registrations and standing.

use super::remedy::{CONFIGURATION, SELLER, SELLER_STANDING};
use super::{Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        203,
        &SELLER_STANDING,
        [
            "Emitente não habilitado a emitir NF-e",
            "O CNPJ não está credenciado para NF-e nesta UF.",
        ],
        ["Issuer not enabled for NF-e", "The CNPJ is not accredited for NF-e in this UF."],
    ),
    row(
        240,
        &SELLER_STANDING,
        [
            "Emitente irregular para cancelar ou inutilizar",
            "A SEFAZ vê irregularidade fiscal do emitente.",
        ],
        ["Issuer irregular, cannot cancel", "SEFAZ sees an irregularity of the issuer."],
    ),
    row(
        257,
        &SELLER_STANDING,
        ["Solicitante não habilitado", "O CNPJ que pediu não está habilitado para NF-e."],
        ["Requester not enabled", "The CNPJ that asks is not enabled for NF-e."],
    ),
    row(
        479,
        &SELLER_STANDING,
        ["Emitente em situação irregular", "A SEFAZ vê o emitente em situação irregular."],
        ["Issuer in irregular standing", "SEFAZ has the issuer as irregular."],
    ),
    row(
        207,
        &SELLER,
        ["CNPJ do emitente inválido", "Os dígitos do CNPJ do vendedor não conferem."],
        ["Issuer's CNPJ is invalid", "Its check digits are wrong."],
    ),
    row(
        209,
        &SELLER,
        ["IE do emitente inválida", "A inscrição estadual do vendedor não segue a regra da UF."],
        ["Issuer's IE is invalid", "The state registration breaks the UF's rule."],
    ),
    row(
        226,
        &CONFIGURATION,
        [
            "UF do emitente não é a desta SEFAZ",
            "O código da UF do emitente não é o da SEFAZ que recebeu a nota.",
        ],
        ["Issuer's UF is not this SEFAZ's", "The UF code is of another authorizer."],
    ),
    row(
        229,
        &SELLER,
        ["IE do emitente não informada", "A nota foi sem a inscrição estadual do vendedor."],
        ["Issuer's IE is missing", "The note has no state registration of the seller."],
    ),
    row(
        230,
        &SELLER,
        ["IE do emitente não cadastrada", "A SEFAZ não encontra a inscrição estadual do vendedor."],
        ["Issuer's IE is not on record", "SEFAZ does not find the seller's state registration."],
    ),
    row(
        231,
        &SELLER,
        [
            "IE do emitente não é deste CNPJ",
            "A inscrição estadual está cadastrada para outro CNPJ.",
        ],
        ["Issuer's IE is of another CNPJ", "The state registration belongs to another CNPJ."],
    ),
    row(
        245,
        &SELLER,
        ["CNPJ do emitente não cadastrado", "A SEFAZ da UF não tem este CNPJ."],
        ["Issuer's CNPJ is not on record", "The UF's SEFAZ does not have this CNPJ."],
    ),
    row(
        247,
        &CONFIGURATION,
        ["Sigla da UF do emitente não é a desta SEFAZ", "O endereço do vendedor está em outra UF."],
        ["Issuer's address is in another UF", "The seller's UF is not this authorizer's."],
    ),
    row(
        270,
        &SELLER,
        [
            "Município do fato gerador inválido",
            "O código IBGE do município do vendedor não confere.",
        ],
        [
            "Municipality of the sale is invalid",
            "The IBGE code of the seller's municipality is wrong.",
        ],
    ),
    row(
        271,
        &SELLER,
        [
            "Município do fato gerador fora da UF",
            "O município do vendedor não é da UF do emitente.",
        ],
        [
            "Municipality of the sale is in another UF",
            "The seller's municipality is not of the issuer's UF.",
        ],
    ),
    row(
        272,
        &SELLER,
        ["Município do emitente inválido", "O código IBGE (cMun) do vendedor não confere."],
        ["Issuer's municipality is invalid", "The IBGE code (cMun) of the seller is wrong."],
    ),
    row(
        273,
        &SELLER,
        ["Município do emitente fora da UF", "O cMun do vendedor não é da UF dele."],
        ["Issuer's municipality is in another UF", "The cMun of the seller is not of its UF."],
    ),
    row(
        936,
        &SELLER,
        [
            "Razão social do emitente diferente do cadastro",
            "O xNome do vendedor não é o que a SEFAZ tem.",
        ],
        [
            "Issuer's name differs from the register",
            "The xNome of the seller is not the one SEFAZ has.",
        ],
    ),
];
