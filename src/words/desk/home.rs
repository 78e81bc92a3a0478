//! The page of causes, and the pipeline's health.

use super::{Label, label};

/// Nothing waits.
pub const NOTHING: Label = label("Nada espera por uma pessoa.", "Nothing waits for a person.");
/// The table's name.
pub const CAUSES: Label =
    label("O que espera por uma pessoa, por causa", "What waits for a person, by cause");
/// A column: the cause.
pub const CAUSE: Label = label("Causa", "Cause");
/// A column: how many.
pub const CASES: Label = label("Casos", "Cases");
/// A column: the sum.
pub const WORTH: Label = label("Valor", "Value");
/// A column: since when.
pub const OLDEST: Label = label("Mais antigo", "Oldest");
/// A column: whether it grows.
pub const TREND: Label = label("Últimas 24 h", "Last 24 h");
/// A column: who acts.
pub const WHO: Label = label("Quem resolve", "Who acts");
/// The pipeline.
pub const PULSE: Label = label("O andamento", "The pipeline");
/// Begun today.
pub const RECEIVED: Label = label("Recebidos hoje", "Received today");
/// Under way.
pub const IN_FLIGHT: Label = label("Em andamento", "In flight");
/// Accepted today.
pub const ACCEPTED: Label = label("Aceitos hoje", "Accepted today");
/// Waiting for SEFAZ.
pub const AT_SEFAZ: Label = label("Esperando a SEFAZ", "Waiting for SEFAZ");
/// Waiting for Amazon.
pub const AT_AMAZON: Label = label("Esperando a Amazon", "Waiting for Amazon");
/// The worker.
pub const WORKER: Label = label("Trabalhador", "Worker");
/// Never seen.
pub const NEVER: Label = label("nunca visto", "never seen");
/// A column: until when the law leaves time.
pub const DEADLINE: Label = label("Prazo legal", "Legal deadline");
/// No deadline runs.
pub const NO_DEADLINE: Label = label("nenhum", "none");
/// A deadline that is over.
pub const OVERDUE: Label = label("vencido", "overdue");
/// The plain window of cancellation; its end follows.
pub const CANCEL_UNTIL: Label = label("cancelar até", "cancel until");
/// The late window of cancellation; its end follows.
pub const LATE_UNTIL: Label = label("cancelar fora do prazo até", "late cancellation until");
/// The first case of its kind.
pub const NEW: Label = label("novo", "new");
/// What that means.
pub const NEW_WHY: Label =
    label("Primeiro caso nas últimas 24 horas.", "The first case came in the last 24 hours.");
/// A cause that had been mended.
pub const BACK: Label = label("voltou", "came back");
/// What that means.
pub const BACK_WHY: Label = label(
    "Não havia caso aberto desta causa; voltou nas últimas 24 horas.",
    "No case of it was open; it came back in the last 24 hours.",
);
/// More than the day before; how many those were follows.
pub const MORE: Label = label("subindo, antes", "rising, before");
/// Fewer than the day before.
pub const FEWER: Label = label("caindo, antes", "falling, before");
/// As many as the day before.
pub const EQUAL: Label = label("igual, antes", "steady, before");
/// The filter by who acts.
pub const FILTER: Label = label("Mostrar o que resolve", "Show what is mended by");
/// No filter.
pub const EVERYBODY: Label = label("todos", "everybody");
/// Nothing waits for the one who was chosen.
pub const NOTHING_HERE: Label = label("Nada espera por esta área.", "Nothing waits for this area.");
/// All that waits.
pub const WAITING: Label = label("Esperando uma pessoa", "Waiting for a person");
/// Letters that the broker has not confirmed.
pub const UNSENT: Label =
    label("Avisos por entregar à fila", "Letters the queue has not confirmed");
/// The worker was never seen.
pub const WORKER_NEVER: Label = label(
    "O trabalhador nunca foi visto neste banco de dados: nada é enviado até que ele comece.",
    "The worker was never seen in this store: nothing is sent until it begins.",
);
/// The worker is silent; since when follows.
pub const WORKER_SILENT: Label = label(
    "O trabalhador está calado. As decisões ficam gravadas e esperam por ele. Visto pela última vez há",
    "The worker is silent. Decisions are written and wait for it. Last seen before",
);
/// The worker was seen; how long ago follows.
pub const SEEN: Label = label("visto há", "seen before");
/// Certificates.
pub const CERTIFICATE: Label = label("Certificado", "Certificate");
/// One that ends soon.
pub const RENEW: Label = label("renovar agora", "renew now");
/// One that has ended.
pub const EXPIRED: Label = label("vencido: nada é assinado", "expired: nothing is signed");
/// Days, after a number.
pub const DAYS: Label = label("dias", "days");
/// Numbers that became no note.
pub const GAPS: Label =
    label("Números sem nota, a inutilizar", "Numbers without a note, to be made void");
/// What is said of them.
pub const GAPS_WHY: Label = label(
    "A SEFAZ deve ser avisada até o dia 10 do mês seguinte (inutilização). TI faz com o comando indicado no manual, depois que o Fiscal confirmar.",
    "SEFAZ must be told by the 10th of the next month (inutilização). The engineers do it as the manual says, once the tax people agree.",
);
/// A column: the series.
pub const SERIES: Label = label("Série", "Series");
/// A column: the numbers.
pub const NUMBERS: Label = label("Números", "Numbers");
/// A column: how they came to be gaps.
pub const REASON: Label = label("Motivo", "Reason");
/// Five days or less.
pub const SOON: Label = label("faltam poucos dias", "few days are left");
/// The test environment.
pub const TEST: Label = label("homologação", "test environment");
/// Sending on.
pub const OPEN_EVENTS: Label = label("Eventos que não se leem", "Events that cannot be read");

/// Why a number has no note, by the event that left it so.
pub fn gap_reason(reason: &str) -> Label {
    match reason {
        "cancelled" => label("pedido cancelado antes da nota", "cancelled before the note"),
        "discarded" => label("caso encerrado por uma pessoa", "ended by a person"),
        "numbered" => label("nota refeita com outro número", "drafted anew under another number"),
        _ => label("outro motivo", "another reason"),
    }
}
