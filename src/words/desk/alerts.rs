//! The message that tells of what is new.

use super::{Label, label};

/// The subject; how many follows.
pub const SUBJECT: Label = label("Mesa de notas: avisos", "Review desk: news");
/// A cause that was not there.
pub const NEW_CAUSE: Label = label("Causa nova", "New cause");
/// A cause that has ten times as many cases; how many it had follows.
pub const GROWN: Label = label("Cresceu dez vezes; antes", "Grew tenfold; before");
/// The end of a window of cancellation.
pub const CANCEL_END: Label =
    label("Prazo de cancelamento perto do fim", "The time to cancel is nearly over");
/// The end of the time to make numbers void.
pub const GAPS_END: Label = label(
    "Números sem nota a inutilizar, prazo perto do fim",
    "Numbers to be made void, their deadline is near",
);
/// The same, and it is over.
pub const GAPS_OVER: Label = label(
    "Números sem nota a inutilizar, prazo vencido",
    "Numbers to be made void, their deadline is over",
);
/// A certificate that ends.
pub const CERTIFICATE: Label = label("Certificado perto do fim", "A certificate is near its end");
/// One that has ended.
pub const CERTIFICATE_OVER: Label =
    label("Certificado vencido: nada é assinado", "A certificate has ended: nothing is signed");
/// A worker that is not heard of.
pub const SILENT: Label =
    label("O trabalhador está calado: nada é enviado", "The worker is silent: nothing is sent");
/// After a number.
pub const CASES: Label = label("casos", "cases");
/// After a 1.
pub const CASE: Label = label("caso", "case");
/// Who acts follows.
pub const WHO: Label = label("quem resolve:", "who acts:");
/// A moment or a day follows.
pub const UNTIL: Label = label("até", "until");
/// A moment follows.
pub const SINCE: Label = label("desde", "since");
/// What the message does not do.
pub const ONCE: Label = label(
    "Cada aviso é dado uma vez; de novo só se crescer dez vezes, ou se passar e voltar.",
    "Each is told once; again only when it grows tenfold, or is over and comes back.",
);
