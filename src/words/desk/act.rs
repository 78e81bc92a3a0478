//! What a person may do with a case, and why not.

use super::{Label, label};

/// The panel's name.
pub const ACTIONS: Label = label("O que fazer com este caso", "What to do with this case");
/// Sends a case on.
pub const RESUME: Label = label("Enviar adiante", "Send on");
/// Sends the same bytes again.
pub const RESUME_SAME: Label = label(
    "Enviar a mesma nota, com os mesmos bytes, de novo",
    "Send the same note, the same bytes, again",
);
/// Where a case is seen.
pub const SEE: Label = label("a página do caso", "the case's page");
/// Mends an input.
pub const CORRECT: Label = label("Corrigir dados", "Correct data");
/// Ends a case.
pub const DISCARD: Label = label("Descartar o caso", "Discard the case");
/// Cancels a note.
pub const CANCEL: Label = label("Cancelar a nota na SEFAZ", "Cancel the note at SEFAZ");
/// Cancels a note and issues another.
pub const REISSUE: Label = label(
    "Cancelar na SEFAZ e emitir de novo, com outro número",
    "Cancel at SEFAZ and issue anew, under another number",
);
/// A carta de correção.
pub const LETTER: Label = label("Carta de correção", "Letter of correction (CC-e)");
/// The letter's text.
pub const LETTER_TEXT: Label = label(
    "Texto da carta (15 a 1000 caracteres; substitui as anteriores)",
    "The letter's text (15 to 1000 characters; it replaces the earlier ones)",
);
/// Why.
pub const WHY: Label = label("Motivo", "Reason");
/// Why, as SEFAZ reads it.
pub const WHY_FISCAL: Label = label(
    "Justificativa que vai à SEFAZ (15 a 255 caracteres)",
    "Reason that goes to SEFAZ (15 to 255 characters)",
);
/// Why a case is ended.
pub const REASON: Label = label("Motivo do descarte", "Reason for the discard");
/// The reasons, by code.
pub const REASONS: &[(&str, Label)] = &[
    ("emitida_fora", label("A nota foi emitida por outro sistema", "Issued by another system")),
    ("venda_cancelada", label("A venda foi cancelada", "The sale was cancelled")),
    ("duplicado", label("É repetição de outro caso", "It repeats another case")),
    ("teste", label("Era um teste", "It was a test")),
    ("outro", label("Outro (explique)", "Another one (explain)")),
];
/// Asks for a second person.
pub const ASKS: Label = label(
    "Precisa de uma segunda pessoa: isto abre um pedido de aprovação.",
    "This needs a second person: it opens a request for approval.",
);
/// An open request.
pub const ASKED: Label =
    label("Há um pedido de aprovação aberto para este caso.", "A request for this case is open.");
/// Leads to it.
pub const SEE_REQUEST: Label = label("Ver o pedido", "See the request");
/// Not for this role.
pub const NOT_YOURS: Label =
    label("Só para o papel analista ou acima.", "Only for analysts and above.");
/// Assignment and follow-up.
pub const MARK: Label = label("Responsável e retorno", "Assignee and follow-up");
/// Who has it in hand.
pub const ASSIGNEE: Label = label("Responsável", "Assignee");
/// Nobody.
pub const NOBODY: Label = label("ninguém", "nobody");
/// When it is to be looked at again.
pub const FOLLOW_UP: Label = label("Olhar de novo em", "Look again on");
/// Saves.
pub const SAVE: Label = label("Gravar", "Save");
/// Comments.
pub const COMMENT: Label = label("Comentar", "Comment");
/// A comment's text.
pub const COMMENT_TEXT: Label =
    label("Comentário (sem dados pessoais)", "Comment (no personal data)");
/// It is done.
pub const DONE: Label = label("Gravado.", "Done.");
/// It is asked for.
pub const REQUESTED: Label = label(
    "Pedido gravado: outra pessoa decide em Aprovações.",
    "The request is on record: another person decides under Approvals.",
);

/// The page that corrects.
pub const CORRECT_TITLE: Label = label("Corrigir dados do caso", "Correct the case's data");
/// What may be corrected.
pub const CORRECT_INTRO: Label = label(
    "A resposta da Amazon nunca é alterada: a nota é montada com ela e com as correções. Preencha só o que muda.",
    "Amazon's own answer is never edited: the note is drafted from it and the corrections. Fill in only what changes.",
);
/// The fields that faults name.
pub const FIELDS_AT_FAULT: Label = label("Campos apontados", "Fields at fault");
/// The other fields.
pub const OTHER_FIELDS: Label = label("Outros campos", "Other fields");
/// What stands there.
pub const NOW: Label = label("agora", "now");
/// Without it there is no product.
pub const MANDATORY: Label = label("obrigatório", "mandatory");
/// Takes a value out.
pub const CLEAR: Label = label("deixar vazio", "leave empty");
/// Shows what would come of it.
pub const PREVIEW: Label = label("Conferir antes de gravar", "Check before saving");
/// Keeps it for the next sale.
pub const KEEP: Label =
    label("Guardar como regra para as próximas vendas", "Keep as a rule for the next sales");
/// Saves and sends on.
pub const SAVE_AND_RESUME: Label = label("Gravar e enviar adiante", "Save and send on");
/// Before and after.
pub const BEFORE: Label = label("Antes", "Before");
/// Before and after.
pub const AFTER: Label = label("Depois", "After");
/// The total.
pub const TOTAL: Label = label("Total da nota (vNF)", "The note's total (vNF)");
/// No note yet.
pub const NO_NOTE: Label = label("sem nota", "no note");
/// What is still wrong.
pub const STILL_WRONG: Label = label("Continua errado:", "Still wrong:");
/// Nothing is wrong any more.
pub const ALL_RIGHT: Label =
    label("Com isto a nota pode ser montada.", "With this the note can be drafted.");
/// Nothing was filled in.
pub const NOTHING_CHANGED: Label = label("Nenhum campo foi preenchido.", "No field was filled in.");
/// A value that does not fit; the field's name stands before it.
pub const UNFIT: Label = label("não aceita este valor", "does not take this value");

/// What waits for a second person.
pub const APPROVALS_INTRO: Label = label(
    "Quem pediu não aprova. A aprovação vale para a versão do caso que foi pedida.",
    "Who asked does not approve. An approval is for the version of the case that was asked for.",
);
/// Nothing is asked for.
pub const NO_APPROVALS: Label = label("Nenhum pedido.", "No requests.");
/// A column.
pub const WHAT: Label = label("O quê", "What");
/// A column.
pub const WHO_ASKED: Label = label("Quem pediu", "Who asked");
/// A column.
pub const WHEN: Label = label("Quando", "When");
/// A column.
pub const STATE: Label = label("Situação", "State");
/// Approves.
pub const APPROVE: Label = label("Aprovar e fazer", "Approve and do it");
/// Refuses.
pub const REFUSE: Label = label("Recusar", "Refuse");
/// Takes back.
pub const WITHDRAW: Label = label("Retirar o pedido", "Take the request back");
/// One's own request.
pub const OWN: Label =
    label("O pedido é seu: outra pessoa decide.", "It is your own request: another decides.");
/// Not for this role.
pub const NOT_APPROVER: Label =
    label("Só para o papel aprovador ou acima.", "Only for approvers and above.");
/// What the corrections are.
pub const CORRECTIONS: Label = label("Correções pedidas", "Corrections asked for");

/// A request's state.
pub fn request_state(state: &str) -> Label {
    match state {
        "open" => label("aberto", "open"),
        "approved" => label("aprovado", "approved"),
        "refused" => label("recusado", "refused"),
        "expired" => label("vencido", "expired"),
        "void" => label("sem efeito", "void"),
        _ => label("desconhecido", "unknown"),
    }
}

/// Nothing waits for a person.
pub const NOT_HELD: Label =
    label("O caso não espera por uma pessoa.", "The case does not wait for a person.");
/// The note is signed.
pub const SEALED: Label = label(
    "A nota já está assinada: seus bytes não mudam. Envie de novo, ou cancele e emita outra.",
    "The note is signed: its bytes never change. Send it again, or cancel it and issue another.",
);
/// Amazon cancelled the sale.
pub const CANCELLED: Label = label(
    "A Amazon cancelou esta remessa: nada mais dela é enviado.",
    "Amazon cancelled this shipment: nothing more of it is sent.",
);
/// No authorised note.
pub const NO_STANDING_NOTE: Label =
    label("Não há nota autorizada em vigor.", "There is no authorised note that stands.");
/// Something is under way.
pub const UNDER_WAY: Label = label(
    "Há algo desta nota em andamento na SEFAZ: espere o resultado.",
    "Something of this note is under way at SEFAZ: wait for its outcome.",
);
/// Only what Amazon refused.
pub const NOT_FOR_REISSUE: Label = label(
    "Só se emite de novo a nota que a Amazon recusou.",
    "Only a note that Amazon refused is issued anew.",
);
/// Too many letters.
pub const TOO_MANY_LETTERS: Label =
    label("Uma nota tem no máximo 20 cartas de correção.", "A note has at most 20 letters.");
/// Whether SEFAZ has it is not known.
pub const UNASKED: Label = label(
    "Não se sabe se a SEFAZ tem a nota: envie adiante para consultar pela chave, depois descarte.",
    "Whether SEFAZ has the note is not known: send it on to ask by key, then discard.",
);
