//! What happened in a life, entry by entry, in words.

use super::{Label, label};

/// The table's name.
pub const TITLE: Label = label("Linha do tempo", "Timeline");
/// A column: when.
pub const WHEN: Label = label("Quando", "When");
/// A column: what.
pub const WHAT: Label = label("O que aconteceu", "What happened");
/// A column: what was said.
pub const ANSWER: Label = label("Resposta", "Answer");
/// A column: how long after the one before.
pub const AFTER: Label = label("Depois de", "After");
/// Amazon's id of the request.
pub const REQUEST: Label = label("Pedido à Amazon nº", "Amazon request id");
/// The protocol.
pub const PROTOCOL: Label = label("Protocolo", "Protocol");
/// When SEFAZ had it.
pub const RECEIVED: Label = label("Recebido pela SEFAZ em", "Received by SEFAZ at");
/// SEFAZ's message beside an authorisation.
pub const MESSAGE: Label = label("Mensagem da SEFAZ", "SEFAZ's message");
/// When it goes on.
pub const NEXT: Label = label("Continua em", "Goes on at");
/// Series and number.
pub const NUMBER: Label = label("Série e número", "Series and number");
/// The sum.
pub const TOTAL: Label = label("Total", "Total");
/// What a person should know.
pub const WARNING: Label = label("Aviso", "Warning");
/// Amazon's status.
pub const STATUS: Label = label("Situação na Amazon", "Amazon's status");
/// The receipt.
pub const RECEIPT: Label = label("Recibo", "Receipt");
/// Who.
pub const BY: Label = label("Por", "By");
/// Why.
pub const WHY: Label = label("Motivo", "Reason");
/// Which field.
pub const FIELD: Label = label("Campo", "Field");
/// Amazon's own moment of the event.
pub const EVENT_TIME: Label = label("Hora do evento na Amazon", "Amazon's time of the event");
/// The sequence of an event of the note.
pub const SEQUENCE: Label = label("Sequência do evento", "Event's sequence");
/// That nothing left.
pub const NOTHING_SENT: Label = label("Nada foi enviado.", "Nothing was sent.");
/// The state's contingency.
pub const CONTINGENCY: Label =
    label("A nota vai pela contingência da UF.", "The note goes by the state's contingency.");
/// Back from it.
pub const NORMAL: Label =
    label("A nota volta ao servidor normal.", "The note goes back to the plain server.");
/// A reissue follows.
pub const REISSUE: Label =
    label("Outra nota será emitida depois.", "Another note is issued afterwards.");

/// Why it is not the moment.
pub fn wait(why: &str) -> Label {
    match why {
        "throttled" => label("limite de pedidos da Amazon", "Amazon's rate limit"),
        "not_there_yet" => {
            label("a Amazon ainda não tem a remessa", "Amazon does not have the shipment yet")
        }
        "unreachable" => label(
            "o outro lado não respondeu; nada foi enviado",
            "the other side could not be reached; nothing was sent",
        ),
        "service_down" => label("o serviço está parado", "the service is down"),
        "outcome_unknown" => label(
            "o resultado não é conhecido: será consultado antes de qualquer reenvio",
            "the outcome is not known: it is asked before anything goes again",
        ),
        "never_arrived" => label(
            "nunca chegou: os mesmos bytes vão de novo",
            "it never arrived: the same bytes go again",
        ),
        "seller_paused" => label(
            "credenciais ou certificado do vendedor precisam da TI",
            "the seller's credentials or certificate need an engineer",
        ),
        "in_processing" => label("a SEFAZ ainda processa o lote", "SEFAZ is still at the lot"),
        _ => label("outra espera", "another wait"),
    }
}

/// An entry, by its name in the journal.
pub fn event(name: &str) -> Option<Label> {
    EVENTS.iter().find(|(it, _)| *it == name).map(|(_, told)| *told)
}

const EVENTS: &[(&str, Label)] = &[
    ("created", label("A Amazon criou a remessa", "Amazon created the shipment")),
    ("cancelled", label("A Amazon cancelou a remessa", "Amazon cancelled the shipment")),
    (
        "puzzled",
        label(
            "Chegou um evento que só uma pessoa entende",
            "An event came that only a person can place",
        ),
    ),
    ("fetched", label("A Amazon informou os dados da venda", "Amazon told what was sold")),
    ("numbered", label("A nota foi montada e numerada", "The note was drafted and numbered")),
    ("signed", label("A nota foi assinada e conferida", "The note was signed and checked")),
    ("authorizing", label("Envio à SEFAZ começou", "Sending to SEFAZ began")),
    ("authorized", label("A SEFAZ autorizou a nota", "SEFAZ authorised the note")),
    (
        "queued",
        label("A SEFAZ recebeu o lote e responde depois", "SEFAZ took the lot and answers later"),
    ),
    ("redirected", label("A nota muda de servidor", "The note goes to another server")),
    ("absent", label("A SEFAZ não tem esta nota", "SEFAZ has no such note")),
    ("rejected", label("A SEFAZ rejeitou a nota", "SEFAZ rejected the note")),
    (
        "number_gone",
        label("O número não pode mais ser usado", "The number cannot be used any more"),
    ),
    ("submitting", label("Envio à Amazon começou", "Submission to Amazon began")),
    ("submitted", label("A Amazon recebeu a nota", "Amazon took the note in")),
    ("pending", label("A Amazon ainda valida a nota", "Amazon is still checking the note")),
    ("accepted", label("A Amazon aceitou a nota", "Amazon accepted the note")),
    ("errored", label("A Amazon recusou a nota", "Amazon refused the note")),
    (
        "not_sent",
        label("O envio não aconteceu; volta ao passo anterior", "It was not sent: back to before"),
    ),
    ("waited", label("Espera, sem erro", "A wait, nothing is wrong")),
    ("failed", label("Uma tentativa falhou; será repetida", "A try failed; it is repeated")),
    ("held", label("Parou para uma pessoa", "Held for a person")),
    ("corrected", label("Uma pessoa corrigiu um dado", "A person corrected a field")),
    (
        "cancel_decided",
        label("Uma pessoa decidiu cancelar a nota", "A person decided to cancel the note"),
    ),
    (
        "correction_decided",
        label(
            "Uma pessoa decidiu por carta de correção",
            "A person decided on a correction letter",
        ),
    ),
    ("evento_sealed", label("O evento da nota foi assinado", "The note's event was signed")),
    (
        "evento_sending",
        label("Envio do evento à SEFAZ começou", "Sending the event to SEFAZ began"),
    ),
    ("evento_registered", label("A SEFAZ registrou o evento", "SEFAZ registered the event")),
    ("evento_absent", label("A SEFAZ não tem este evento", "SEFAZ has no such event")),
    ("evento_refused", label("A SEFAZ recusou o evento", "SEFAZ refused the event")),
    ("resumed", label("Uma pessoa enviou adiante", "A person sent it on")),
    ("discarded", label("Uma pessoa encerrou o caso", "A person ended the case")),
    (
        "earlier_named",
        label(
            "A SEFAZ tem uma assinatura anterior desta nota: ela será consultada",
            "SEFAZ has an earlier signing of this note: it is asked for",
        ),
    ),
];

/// An entry of a newer program.
pub const OTHER: Label = label("Outro registro", "Another entry");
