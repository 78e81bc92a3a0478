//! What is wrong, where, and who can mend it.
//!
//! A fault carries codes and values. Its sentences live in `words`.

mod cause;
mod code;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use cause::{Cause, causes};
pub use code::Code;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Stable, greppable, never renamed once published.
    pub code: Code,
    /// Where in the life it showed.
    pub stage: Step,
    /// The field, in the words of whoever owns it: `ShipmentItems[0].SellerSKU`, `cStat`.
    pub field: String,
    /// What was found there, if anything.
    ///
    /// A personal one (document, name, address) is taken out before the fault is written to the
    /// journal, and stays with the bodies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Whether `value` and `detail` tell who somebody is or where they live.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub personal: bool,
    /// Who can mend it.
    pub mender: Mender,
    /// What the other side said, verbatim (SEFAZ's `xMotivo`, Amazon's message), or our best guess.
    ///
    /// That of a personal fault goes the way of its value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl Fault {
    /// A fault without a value.
    pub fn new(code: Code, stage: Step, field: impl Into<String>) -> Fault {
        Fault {
            code,
            stage,
            field: field.into(),
            value: None,
            personal: false,
            mender: code.mender(),
            detail: None,
        }
    }

    /// With what was found: bounded, so that a hostile value cannot swell the journal.
    #[must_use]
    pub fn value(self, value: impl fmt::Display) -> Fault {
        Fault { value: Some(bounded(&value.to_string())), ..self }
    }

    /// With what was found, which is personal.
    #[must_use]
    pub fn personal(self, value: impl fmt::Display) -> Fault {
        Fault { personal: true, ..self.value(value) }
    }

    /// With what the other side said.
    #[must_use]
    pub fn detail(self, detail: impl fmt::Display) -> Fault {
        Fault { detail: Some(bounded(&detail.to_string())), ..self }
    }

    /// With another mender than the code's usual one.
    #[must_use]
    pub fn mended_by(self, mender: Mender) -> Fault {
        Fault { mender, ..self }
    }
}

/// Longest value or detail that a fault keeps, in characters.
const TEXT_MAX: usize = 500;

fn bounded(text: &str) -> String {
    text.chars().take(TEXT_MAX).collect()
}

/// Who can mend a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mender {
    /// Nobody needs to: it passes.
    Time,
    /// The tax people.
    Fiscal,
    /// Whoever keeps products and customers.
    Cadastro,
    /// The engineers.
    Ti,
    /// Amazon.
    Amazon,
}

/// Where in the life of an invoice a fault showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// Reading the event.
    Intake,
    /// `getShipmentDetails`.
    Fetch,
    /// Shipment to invoice.
    Draft,
    /// Writing and signing.
    Seal,
    /// SEFAZ.
    Authorize,
    /// `submitInvoice`.
    Submit,
    /// `getInvoiceStatus`.
    Ask,
    /// Cancellation.
    Cancel,
}

impl Mender {
    /// All of them.
    pub const ALL: [Mender; 5] =
        [Mender::Time, Mender::Fiscal, Mender::Cadastro, Mender::Ti, Mender::Amazon];

    /// From how it is written.
    pub fn parse(text: &str) -> Option<Mender> {
        Mender::ALL.into_iter().find(|it| it.to_string() == text)
    }
}

impl Step {
    /// All of them, in the order of a life.
    pub const ALL: [Step; 8] = [
        Step::Intake,
        Step::Fetch,
        Step::Draft,
        Step::Seal,
        Step::Authorize,
        Step::Submit,
        Step::Ask,
        Step::Cancel,
    ];

    /// From how it is written.
    pub fn parse(text: &str) -> Option<Step> {
        Step::ALL.into_iter().find(|it| it.to_string() == text)
    }
}

impl fmt::Display for Mender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Mender::Time => "time",
            Mender::Fiscal => "fiscal",
            Mender::Cadastro => "cadastro",
            Mender::Ti => "ti",
            Mender::Amazon => "amazon",
        })
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Step::Intake => "intake",
            Step::Fetch => "fetch",
            Step::Draft => "draft",
            Step::Seal => "seal",
            Step::Authorize => "authorize",
            Step::Submit => "submit",
            Step::Ask => "ask",
            Step::Cancel => "cancel",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back_and_are_one_each() {
        for code in Code::ALL {
            assert_eq!(Code::parse(code.as_str()), Some(*code));
            assert!(code.as_str().split_once('.').is_some(), "{code}: area.what_is_wrong");
        }
        assert_eq!(Code::parse("nothing.like_it"), None);
    }

    #[test]
    fn who_mends_is_the_codes_usual_one_until_another_is_named() {
        let fault = Fault::new(Code::MoneyBad, Step::Draft, "x");
        assert_eq!(fault.mender, Code::MoneyBad.mender());
        for mender in [Mender::Time, Mender::Ti] {
            assert_eq!(fault.clone().mended_by(mender).mender, mender);
        }
    }

    #[test]
    fn values_are_bounded() {
        let fault = Fault::new(Code::MoneyBad, Step::Draft, "x").value("9".repeat(10_000));
        assert_eq!(fault.value.unwrap().len(), TEXT_MAX);
    }
}
