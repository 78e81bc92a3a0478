//! The audit: what each deed is called, what came of it, the page.

use super::{Label, label};

/// What the page is for, to whoever sees all of it.
pub const INTRO: Label = label(
    "Quem fez o quê, quando, por quê e de onde. Cada linha guarda o resumo (hash) da anterior: uma linha mudada ou tirada aparece na conferência.",
    "Who did what, when, why and from where. Each row holds the hash of the one before it: a row that was changed or taken out shows when the chain is checked.",
);
/// To whoever sees their own rows.
pub const OWN_ROWS: Label = label(
    "Você vê as suas próprias linhas. A auditoria inteira é do papel aprovador.",
    "You see your own rows. The whole audit is for the role approver.",
);
/// Checks the chain.
pub const CHECK: Label = label("Conferir a cadeia agora", "Check the chain now");
/// The chain holds.
pub const WHOLE: Label = label("A cadeia está íntegra. Linhas:", "The chain holds. Rows:");
/// The chain does not hold; the row follows.
pub const BROKEN: Label = label(
    "A cadeia não fecha. A primeira linha que não é o que foi gravado, ou cuja vizinha falta:",
    "The chain does not hold. The first row that is not what was written, or whose neighbour is missing:",
);
/// The last row's hash.
pub const HEAD: Label = label("Cabeça da cadeia", "Head of the chain");
/// Why one keeps it.
pub const HEAD_WHY: Label = label(
    "Guarde a cabeça fora daqui: com ela se prova depois que nenhuma linha do fim foi cortada.",
    "Keep the head elsewhere: later it proves that no row was cut off the end.",
);
/// The filter's name.
pub const FILTER: Label = label("Filtrar", "Filter");
/// A field: the case.
pub const CASE: Label = label("Caso (ShipmentId)", "Case (ShipmentId)");
/// A field: the person.
pub const PERSON: Label = label("Pessoa", "Person");
/// A field: the action.
pub const ACTION: Label = label("Ação", "Action");
/// Any action.
pub const ANY: Label = label("todas", "any");
/// A field: from this day.
pub const FROM: Label = label("Desde", "From");
/// A field: to this day.
pub const TO: Label = label("Até", "To");
/// Makes a file of what the filter shows.
pub const EXPORT: Label =
    label("Exportar CSV do que o filtro mostra", "Export what the filter shows as CSV");
/// Nothing is shown.
pub const NOTHING: Label = label("Nenhuma linha.", "No rows.");
/// A column: place.
pub const ROW: Label = label("Linha", "Row");
/// A column: when.
pub const WHEN: Label = label("Quando", "When");
/// A column: in which role.
pub const ROLE: Label = label("Papel", "Role");
/// A column: from where.
pub const WHENCE: Label = label("De onde", "From where");
/// A column: what came of it.
pub const OUTCOME: Label = label("Resultado", "Outcome");
/// A column: to what.
pub const SUBJECT: Label = label("Sobre", "About");
/// A column: the seller.
pub const SELLER: Label = label("Vendedor", "Seller");
/// A column: the entry of the journal.
pub const VERSION: Label = label("Versão", "Version");
/// A column: the request that was approved.
pub const APPROVAL: Label = label("Pedido", "Request");
/// A column: what it is worth.
pub const WORTH: Label = label("Valor (R$)", "Value (R$)");
/// A column: how many.
pub const CASES: Label = label("Casos", "Cases");
/// A column: why.
pub const WHY: Label = label("Motivo", "Reason");
/// A column: what was.
pub const BEFORE: Label = label("Antes", "Before");
/// A column: what is.
pub const AFTER: Label = label("Depois", "After");
/// A column: the row's hash.
pub const HASH: Label = label("Hash", "Hash");

/// A deed, as a sentence about whoever did it; one of a newer program is not known.
pub fn deed(action: &str) -> Label {
    match action {
        "resume" => label("enviou o caso adiante", "sent the case on"),
        "correct" => label("corrigiu um dado do caso", "corrected the case's data"),
        "discard" => label("descartou o caso", "discarded the case"),
        "cancel" => label("mandou cancelar a nota na SEFAZ", "had the note cancelled at SEFAZ"),
        "cancel_reissue" => {
            label("mandou cancelar a nota e emitir outra", "had the note cancelled and issued anew")
        }
        "letter" => label("mandou uma carta de correção", "had a letter of correction sent"),
        "delivery" => {
            label("resolveu um evento que não se lê", "dealt with an event that cannot be read")
        }
        "request" => label("pediu a aprovação de outra pessoa", "asked for a second person"),
        "refuse" => label("recusou ou retirou um pedido", "refused a request or took it back"),
        "bulk" => label("começou uma ação em lote", "began an action on many cases"),
        "bulk_steer" => {
            label("pausou, retomou ou parou um lote", "paused, continued or stopped a bulk action")
        }
        "assign" => label("deu o caso a alguém", "gave the case to somebody"),
        "follow_up" => label("marcou o dia de retorno", "set the day to look again"),
        "comment" => label("comentou o caso", "commented on the case"),
        "keep" => label("guardou uma correção como regra", "kept a correction as a rule"),
        "unkeep" => label("tirou uma regra guardada", "took a kept rule away"),
        "reveal" => label("viu um dado pessoal", "saw personal data"),
        "export" => label("exportou dados", "exported data"),
        "sign_in" => label("entrou", "signed in"),
        "sign_out" => label("saiu", "signed out"),
        "user" => label("criou ou mudou um usuário", "made or changed a user"),
        "four_eyes" => {
            label("mudou o que precisa de uma segunda pessoa", "changed what needs a second person")
        }
        _ => label("ação de um programa mais novo", "an action of a newer program"),
    }
}

/// What came of it.
pub fn outcome(outcome: &str) -> Label {
    match outcome {
        "done" => label("feito", "done"),
        "denied" => label("negado", "denied"),
        "failed" => label("não foi possível", "was not possible"),
        _ => label("desconhecido", "unknown"),
    }
}
