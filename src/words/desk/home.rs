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
