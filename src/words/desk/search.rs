//! Looking for cases, lists of them, and what leaves the desk as a file.

use super::{Label, label};

/// The page's title.
pub const TITLE: Label = label("Casos", "Cases");
/// The box.
pub const BOX: Label = label(
    "Procurar remessa, pedido, chave, número, CPF/CNPJ, SKU, código ou data",
    "Search shipment, order, key, number, CPF/CNPJ, SKU, code or date",
);
/// Searches.
pub const GO: Label = label("Procurar", "Search");
/// The filters.
pub const FILTERS: Label = label("Filtros", "Filters");
/// Filters.
pub const APPLY: Label = label("Filtrar", "Filter");
/// Takes all filters away.
pub const CLEAR: Label = label("Limpar filtros", "Clear the filters");
/// No filter.
pub const ANY: Label = label("qualquer", "any");
/// Nobody.
pub const NOBODY: Label = label("ninguém", "nobody");
/// A filter and a column: the state.
pub const STATE: Label = label("Situação", "State");
/// A filter and a column: the seller.
pub const SELLER: Label = label("Vendedor", "Seller");
/// A filter and a column: who has it in hand.
pub const ASSIGNEE: Label = label("Responsável", "Assignee");
/// A filter: the first day.
pub const FROM: Label = label("Recebido de", "Received from");
/// A filter: the last day.
pub const UNTIL: Label = label("até", "until");
/// A filter: the number.
pub const NUMBER: Label = label("Número da nota", "Note's number");
/// A filter: the code.
pub const CODE: Label = label("Código da causa", "Cause's code");
/// A filter: where it showed.
pub const STAGE: Label = label("Etapa", "Step");
/// A filter: the field.
pub const FIELD: Label = label("Campo", "Field");
/// A filter: a buyer, whose document is not shown.
pub const DOCUMENT: Label = label("CPF/CNPJ do comprador", "Buyer's CPF/CNPJ");
/// In its place.
pub const DOCUMENT_HIDDEN: Label = label("não mostrado", "not shown");
/// A column: the shipment.
pub const SHIPMENT: Label = label("Remessa", "Shipment");
/// A column: the order.
pub const ORDER: Label = label("Pedido", "Order");
/// A column: the cause.
pub const CAUSE: Label = label("Causa", "Cause");
/// A column: the sum.
pub const WORTH: Label = label("Valor", "Value");
/// A column: when it came.
pub const BEGAN: Label = label("Recebido", "Received");
/// A column: since when it stands so.
pub const SINCE: Label = label("Parado desde", "Standing since");
/// A column: when it is to be looked at.
pub const FOLLOW_UP: Label = label("Retomar em", "Look again on");
/// A column: the key.
pub const KEY: Label = label("Chave de acesso", "Access key");
/// Nothing was found.
pub const NOTHING: Label = label("Nenhum caso com este filtro.", "No case fits this filter.");
/// How many, after a number.
pub const FOUND: Label = label("casos", "cases");
/// One of them.
pub const FOUND_ONE: Label = label("caso", "case");
/// The file for a spreadsheet.
pub const CSV: Label = label("Baixar CSV", "Download CSV");
/// The workbook.
pub const XLSX: Label = label("Baixar XLSX", "Download XLSX");
/// More than a file holds.
pub const TOO_MANY: Label = label(
    "O arquivo teria mais de 100.000 linhas. Restrinja o filtro e baixe de novo.",
    "The file would have more than 100,000 rows. Narrow the filter and download again.",
);
/// Digits that are no document.
pub const NO_DOCUMENT: Label = label(
    "O que foi digitado parece um CPF ou CNPJ, mas os dígitos não conferem. Nada foi procurado nem guardado.",
    "What was typed looks like a CPF or CNPJ, and its digits do not agree. Nothing was looked for or kept.",
);
/// Nothing was typed that can be looked for.
pub const NO_TEXT: Label = label(
    "Digite ao menos quatro caracteres do que procura.",
    "Type at least four characters of what you look for.",
);
/// The sheet's name.
pub const SHEET: Label = label("casos", "cases");

/// The states of a life, as the store writes them.
pub const STATES: &[&str] = &[
    "held",
    "received",
    "fetched",
    "numbered",
    "signed",
    "authorizing",
    "authorized",
    "submitting",
    "submitted",
    "accepted",
    "cancelling",
    "correcting",
    "voided",
    "dropped",
    "discarded",
];

/// A state in words.
pub fn state(state: &str) -> Label {
    match state {
        "held" => label("esperando uma pessoa", "waiting for a person"),
        "received" => label("recebido", "received"),
        "fetched" => label("dados da Amazon em mãos", "Amazon's data are here"),
        "numbered" => label("nota numerada", "note numbered"),
        "signed" => label("nota assinada", "note signed"),
        "authorizing" => label("em autorização na SEFAZ", "being authorised by SEFAZ"),
        "authorized" => label("autorizada pela SEFAZ", "authorised by SEFAZ"),
        "submitting" => label("em envio à Amazon", "being submitted to Amazon"),
        "submitted" => label("em validação na Amazon", "being checked by Amazon"),
        "accepted" => label("aceita pela Amazon", "accepted by Amazon"),
        "cancelling" => label("em cancelamento na SEFAZ", "being cancelled at SEFAZ"),
        "correcting" => label("carta de correção em envio", "correction letter being sent"),
        "voided" => label("cancelada na SEFAZ", "cancelled at SEFAZ"),
        "dropped" => label("cancelado antes da nota", "cancelled before the note"),
        "discarded" => label("encerrado por uma pessoa", "ended by a person"),
        _ => label("situação desconhecida", "unknown state"),
    }
}
