//! The page of one cause, and what can be done to all its cases.

use super::{Label, label};

/// What happened.
pub const WHAT: Label = label("O que aconteceu", "What happened");
/// Why.
pub const WHY: Label = label("Por quê", "Why");
/// What to do.
pub const MEND: Label = label("O que fazer", "What to do");
/// The official code.
pub const OFFICIAL: Label = label("Código e texto oficiais", "Official code and text");
/// Of a cause that no table knows.
pub const UNKNOWN: Label = label(
    "Este código não está no nosso catálogo: vale o texto original.",
    "This code is not in our catalogue: go by the original text.",
);
/// The code.
pub const CODE: Label = label("Código", "Code");
/// The field.
pub const FIELD: Label = label("Campo", "Field");
/// Where it showed.
pub const STAGE: Label = label("Etapa", "Step");
/// What SEFAZ or Amazon said of one of the cases.
pub const SAID: Label = label("Texto recebido (de um dos casos)", "Text received (of one case)");
/// The cases.
pub const CASES: Label = label("Casos abertos desta causa", "Open cases of this cause");
/// None is open.
pub const NONE: Label = label("Nenhum caso aberto desta causa.", "No case of this cause is open.");
/// Opens the same list with its filter.
pub const AS_LIST: Label = label("Abrir em Casos, com filtros", "Open in Cases, with filters");

/// Actions on all of them.
pub const BULK: Label = label("Agir em todos estes casos", "Act on all these cases");
/// What it will be done to; count and sum follow.
pub const BULK_OF: Label =
    label("Exatamente o que o filtro mostra agora:", "Exactly what the filter shows now:");
/// Nothing is done yet.
pub const BULK_NEXT: Label = label(
    "A próxima página mostra uma simulação antes de qualquer mudança.",
    "The next page shows a dry run before anything changes.",
);
/// Which action.
pub const ACTION: Label = label("Ação", "Action");
/// Sends on.
pub const RESUME: Label = label("Enviar adiante", "Send on");
/// Ends.
pub const DISCARD: Label = label("Encerrar", "End");
/// Why.
pub const REASON: Label = label("Motivo", "Reason");
/// The pace.
pub const PER_MINUTE: Label = label("Casos por minuto", "Cases a minute");
/// Goes to the dry run.
pub const SIMULATE: Label = label("Simular", "Dry run");
/// Why the button is off; the role follows.
pub const NEEDS: Label = label("Só para quem tem o papel de", "Only for those with the role of");
