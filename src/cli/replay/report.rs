//! `report.json`: what came of each shipment and each unreadable event.

use serde::Serialize;

use crate::domain::{Code, Fault, Step};
use crate::lifecycle::{Life, State};
use crate::words::{self, Lang};

/// One shipment or unreadable event.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Line {
    /// `AmazonShipmentId`.
    pub shipment_id: Option<String>,
    /// `AmazonOrderId`.
    pub order_id: Option<String>,
    /// `accepted`, `held`, `dropped`, `discarded`, `voided`, `unreadable`; else it came to no end.
    pub outcome: String,
    /// Access key.
    pub access_key: Option<String>,
    /// `nNF`.
    pub number: Option<String>,
    /// `vNF`.
    pub total: Option<String>,
    /// Times that Amazon was asked for a status.
    pub polls: u32,
    /// What it is held with.
    pub faults: Vec<FaultLine>,
    /// The first of them.
    pub failure: Option<FaultLine>,
    /// SHA-256 of an unreadable event; in the report it is the fault's `value`.
    #[serde(skip)]
    pub sha256: Option<String>,
}

/// One fault.
#[derive(Clone, Debug, Serialize)]
pub(super) struct FaultLine {
    code: String,
    stage: String,
    field: String,
    value: Option<String>,
    mender: String,
    message: String,
}

/// Ends that a replay may come to.
const ENDS: [&str; 6] = ["accepted", "held", "dropped", "discarded", "voided", "unreadable"];

impl Line {
    /// What came of a life. `faults` are its own, with their personal values: the samples are the
    /// user's, and so is the report.
    pub(super) fn of(life: &Life, faults: &[Fault]) -> Line {
        let draft = life.state.draft();
        let number = life.state.number().map(|(number, _)| number.n_nf.to_string());
        let faults: Vec<FaultLine> = faults.iter().map(FaultLine::of).collect();
        Line {
            shipment_id: Some(life.id.shipment.to_string()),
            order_id: Some(life.order.to_string()),
            outcome: life.state.name().to_owned(),
            access_key: draft.map(|draft| draft.key.to_string()),
            number,
            total: draft.map(|draft| draft.total.to_string()),
            polls: life.polls,
            failure: faults.first().cloned(),
            faults,
            sha256: None,
        }
    }

    /// An event that cannot be read.
    pub(super) fn unreadable(sha256: &str, problem: &str) -> Line {
        let fault = Fault::new(Code::EventUnreadable, Step::Intake, "sha256");
        let fault = FaultLine::of(&fault.value(sha256).detail(problem));
        Line {
            shipment_id: None,
            order_id: None,
            outcome: "unreadable".to_owned(),
            access_key: None,
            number: None,
            total: None,
            polls: 0,
            faults: vec![fault.clone()],
            failure: Some(fault),
            sha256: Some(sha256.to_owned()),
        }
    }

    /// Whether it came to one of the ends.
    pub(super) fn has_ended(&self) -> bool {
        ENDS.contains(&self.outcome.as_str())
    }

    /// The codes that it is held with.
    pub(super) fn codes(&self) -> Vec<&str> {
        self.faults.iter().map(|fault| fault.code.as_str()).collect()
    }

    /// What it goes by.
    pub(super) fn name(&self) -> &str {
        self.shipment_id.as_deref().or(self.sha256.as_deref()).unwrap_or_default()
    }

    /// One row of the table that a person reads.
    pub(super) fn row(&self) -> String {
        let short: String = self.name().chars().take(20).collect();
        let number = self.number.as_deref().unwrap_or("-");
        let total = self.total.as_deref().unwrap_or("-");
        let message = self.failure.as_ref().map(|it| it.message.as_str()).unwrap_or_default();
        let more = match self.faults.len() {
            0 | 1 => String::new(),
            count => format!(" (+{})", count - 1),
        };
        let row =
            format!("  {short:<20} {:<11} {number:>9} {total:>12}  {message}{more}", self.outcome);
        row.trim_end().to_owned()
    }
}

impl FaultLine {
    fn of(fault: &Fault) -> FaultLine {
        FaultLine {
            code: fault.code.to_string(),
            stage: fault.stage.to_string(),
            field: fault.field.clone(),
            value: fault.value.clone(),
            mender: fault.mender.to_string(),
            message: words::message(fault, Lang::PtBr),
        }
    }
}

/// The faults that a life is held with.
pub(super) fn faults(state: &State) -> &[Fault] {
    match state {
        State::Held { faults, .. } => faults,
        _ => &[],
    }
}
