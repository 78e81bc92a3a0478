//! Actions on many cases, and corrections kept for next time.

use super::{Label, label};

/// The list's title.
pub const TITLE: Label = label("Lotes", "Bulk actions");
/// The dry run's title.
pub const DRY_RUN: Label = label("Conferir antes de começar", "Check before it begins");
/// What a dry run is.
pub const DRY_RUN_INTRO: Label = label(
    "Nada foi feito ainda. Este é exatamente o conjunto que a tela mostrava; o que mudar até a confirmação fica de fora.",
    "Nothing is done yet. This is exactly what the page showed; what changes before you confirm is left out.",
);
/// What is done.
pub const ACTION: Label = label("Ação", "Action");
/// Cases are sent on.
pub const RESUME: Label = label("Enviar adiante", "Send on");
/// Cases are ended.
pub const DISCARD: Label = label("Descartar", "Discard");
/// How many.
pub const CASES: Label = label("Casos", "Cases");
/// What they are worth.
pub const WORTH: Label = label("Valor", "Value");
/// Why.
pub const WHY: Label = label("Motivo", "Reason");
/// The pace.
pub const PACE: Label = label("Ritmo", "Pace");
/// After the number.
pub const A_MINUTE: Label = label("por minuto", "a minute");
/// How it goes out.
pub const WAVES: Label = label(
    "Primeiro vai 1 caso, depois 5, depois 20, depois o resto. Se a mesma falha voltar 3 vezes seguidas, ou em mais de 20 % dos casos, o lote para sozinho.",
    "First 1 case goes out, then 5, then 20, then the rest. If the same failure comes back 3 times in a row, or in more than 20 % of the cases, it stops by itself.",
);
/// The first of them.
pub const FIRST: Label = label("Os primeiros casos", "The first cases");
/// What would be refused.
pub const REFUSED_NOW: Label = label("O que seria recusado agora", "What would be refused now");
/// Nothing would.
pub const NONE_REFUSED: Label =
    label("Nenhum dos casos conferidos seria recusado.", "None of the cases looked at would be.");
/// Not all were looked at; a number stands before it.
pub const LOOKED_AT: Label = label("casos conferidos", "cases looked at");
/// A second person is needed.
pub const ASKS: Label = label(
    "Este lote só começa quando outra pessoa, aprovadora, concordar.",
    "This begins only once another person, an approver, agrees.",
);
/// Begins it.
pub const BEGIN: Label = label("Começar o lote", "Begin");
/// Asks for it.
pub const ASK: Label = label("Pedir aprovação", "Ask for approval");
/// The filter finds nothing.
pub const NOTHING: Label =
    label("O filtro não mostra mais nenhum caso.", "The filter shows no case any more.");
/// The filter finds too much.
pub const TOO_MANY: Label = label(
    "São casos demais para um lote: no máximo 20.000. Use um filtro mais estreito.",
    "These are too many cases for one bulk action: 20,000 at most. Use a narrower filter.",
);
/// There are none.
pub const NO_BULKS: Label = label("Nenhum lote ainda.", "No bulk actions yet.");
/// One of them; its number follows.
pub const BULK: Label = label("Lote", "Bulk action");
/// Who made it.
pub const BY: Label = label("Feito por", "Made by");
/// When.
pub const MADE: Label = label("Quando", "When");
/// Where it stands.
pub const STATE: Label = label("Situação", "State");
/// How far it is.
pub const PROGRESS: Label = label("Andamento", "Progress");
/// The cases that it was made of.
pub const FILTER: Label = label("Ver o filtro", "See the filter");
/// Pauses it.
pub const PAUSE: Label = label("Pausar", "Pause");
/// Lets it go on.
pub const GO_ON: Label = label("Continuar", "Go on");
/// Ends it.
pub const STOP: Label = label("Parar de vez", "Stop for good");
/// Its cases.
pub const ITEMS: Label = label("Resultado por caso", "Result of each case");
/// All of them.
pub const ALL: Label = label("todos", "all");
/// A column: the case.
pub const SHIPMENT: Label = label("Remessa", "Shipment");
/// A column: what was wrong.
pub const CAUSE: Label = label("Causa escolhida", "Chosen cause");
/// A column: what came of it.
pub const RESULT: Label = label("Resultado", "Result");
/// A column: when.
pub const AT: Label = label("Momento", "Moment");
/// Only the role named after it may.
pub const NEEDS: Label = label("Precisa do papel", "Needs the role");

/// Where a bulk stands.
pub fn state(state: &str) -> Label {
    match state {
        "asked" => label("espera aprovação", "waits for approval"),
        "running" => label("em andamento", "running"),
        "paused" => label("pausado", "paused"),
        "stopped" => label("parado", "stopped"),
        "done" => label("concluído", "done"),
        _ => label("desconhecido", "unknown"),
    }
}

/// Why a bulk stands there.
pub fn told(told: &str) -> Label {
    match told {
        "repeats" => label(
            "Parou sozinho: a mesma falha voltou.",
            "It stopped by itself: the same failure came back.",
        ),
        "unanswered" => label(
            "Não se sabe o que foi feito dos casos enviados: o trabalhador, a SEFAZ ou a Amazon ainda não responderam.",
            "What became of the cases sent is not known: the worker, SEFAZ or Amazon did not answer yet.",
        ),
        "person_off" => label(
            "Parou sozinho: quem o fez não pode mais fazer lotes.",
            "It stopped by itself: whoever made it may not make such actions any more.",
        ),
        "store_refused" => label(
            "Parou sozinho: o banco de dados recusou a ação.",
            "It stopped by itself: the store refused the action.",
        ),
        "refused" => label("A aprovação foi recusada.", "The approval was refused."),
        "expired" => label("Ninguém aprovou a tempo.", "Nobody approved it in time."),
        "void" => label("O pedido de aprovação foi retirado.", "The request was taken back."),
        "person" => label("Por decisão de uma pessoa.", "By a person's decision."),
        _ => label("", ""),
    }
}

/// Where an item stands.
pub fn item(state: &str) -> Label {
    match state {
        "waiting" => label("espera a vez", "waits for its turn"),
        "sent" => label("enviado", "sent on"),
        "good" => label("resolvido", "solved"),
        "again" => label("parou de novo", "held again"),
        "refused" => label("recusado", "refused"),
        _ => label("desconhecido", "unknown"),
    }
}

/// Why an item was refused.
pub fn refused(told: &str) -> Label {
    match told {
        "stale" => {
            label("O caso mudou desde que foi escolhido.", "The case changed since it was chosen.")
        }
        "not_held" => label("Não espera por ninguém.", "It waits for nobody."),
        "cancelled" => label(
            "A Amazon cancelou: nada mais é enviado.",
            "Amazon cancelled it: nothing of it is sent any more.",
        ),
        "unasked" => label(
            "Não se sabe se a SEFAZ tem a nota: envie adiante primeiro.",
            "Whether SEFAZ has the note is not known: send it on first.",
        ),
        "unknown" => label("Não está registrado.", "It is not on record."),
        _ => label("Não pode ser feito agora.", "It cannot be done now."),
    }
}

/// The page of kept corrections.
pub const RULES: Label = label("Regras guardadas", "Kept rules");
/// What they are.
pub const RULES_INTRO: Label = label(
    "Correções que valem para as próximas vendas, por cima do cadastro de produtos. Retirar uma não muda as notas já emitidas.",
    "Corrections that hold for the next sales, over the product file. Taking one away changes no note that was issued.",
);
/// There are none.
pub const NO_RULES: Label = label("Nenhuma regra guardada.", "No kept rules.");
/// A column: of what.
pub const RULE: Label = label("Regra", "Rule");
/// A column: what stands there.
pub const VALUE: Label = label("Valor", "Value");
/// A column: whose.
pub const SELLER: Label = label("Vendedor", "Seller");
/// A column: who kept it.
pub const KEPT_BY: Label = label("Guardada por", "Kept by");
/// Takes it away.
pub const REMOVE: Label = label("Retirar", "Take away");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_has_no_meaning_of_its_own() {
        assert_eq!(state("x"), item("x"));
        assert_eq!(told("x").pt, "");
    }
}
