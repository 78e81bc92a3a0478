//! What each `cStat` means for us, by the service that answered: a table, one action for each.
//!
//! MOC 7.0 and the technical notes that changed it. A code without a row is `Unlisted`: it is held
//! with its `xMotivo`, and nothing is sent again blindly.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::Mender;

/// `c_stat` (one code, or the first and the last of several), `service` (one, or `any`: those that
/// have no row of their own), `action`, `note`, `source`.
const TABLE: &str = include_str!("c_stat.tsv");

/// Who answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Service {
    /// NFeAutorizacao4 and NFeRetAutorizacao4.
    Authorization,
    /// NFeConsultaProtocolo4.
    Consult,
    /// NFeRecepcaoEvento4.
    Event,
    /// NFeInutilizacao4.
    Inutilization,
    /// NFeStatusServico4.
    Status,
    /// CadConsultaCadastro4.
    Registration,
}

impl Service {
    /// All of them.
    pub const ALL: &[Service] = &[
        Service::Authorization,
        Service::Consult,
        Service::Event,
        Service::Inutilization,
        Service::Status,
        Service::Registration,
    ];

    fn parse(text: &str) -> Option<Service> {
        match text {
            "authorization" => Some(Service::Authorization),
            "consult" => Some(Service::Consult),
            "event" => Some(Service::Event),
            "inutilization" => Some(Service::Inutilization),
            "status" => Some(Service::Status),
            "registration" => Some(Service::Registration),
            _ => None,
        }
    }
}

macro_rules! actions {
    ($($(#[doc = $doc:literal])+ $variant:ident = $text:literal by $mender:ident;)*) => {
        /// What an answer means for us.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $($(#[doc = $doc])+ $variant,)*
        }

        impl Action {
            /// All of them.
            pub const ALL: &[Action] = &[$(Action::$variant,)*];

            /// As the table writes it. `Unlisted` is never written.
            pub fn as_str(self) -> &'static str {
                match self { $(Action::$variant => $text,)* }
            }

            /// Who mends what it tells of, where a code has no mender of its own. `Time`: nobody
            /// needs to.
            pub fn mender(self) -> Mender {
                match self { $(Action::$variant => Mender::$mender,)* }
            }
        }
    };
}

actions! {
    /// 100, 150: authorised; ours when key and digest are.
    Adopt = "adopt" by Time;
    /// 101, 151, 155: it was authorised and is cancelled.
    Cancelled = "cancelled" by Fiscal;
    /// 110, 205, 301: denied; the number is burnt.
    Denied = "denied" by Fiscal;
    /// 217, 494: the server asked has no such note.
    Absent = "absent" by Fiscal;
    /// 103: a receipt, to ask by.
    Queued = "queued" by Time;
    /// 105, 635: still at it.
    InProcessing = "in_processing" by Time;
    /// 104, 128: the lot was looked at; what it holds has a code of its own.
    LotProcessed = "lot_processed" by Time;
    /// 106, 223: the receipt leads nowhere: ask by key.
    ReceiptUnknown = "receipt_unknown" by Time;
    /// 107.
    ServiceUp = "service_up" by Time;
    /// 108, 109: wait, or go to the contingency.
    ServiceDown = "service_down" by Time;
    /// 113, 114, 586: the contingency closes or is closed: go home.
    SvcClosed = "svc_closed" by Time;
    /// 204: this very key is known: ask.
    DuplicateKey = "duplicate_key" by Ti;
    /// 206, 539, 562, 613: the number is another note's, or void.
    NumberTaken = "number_taken" by Ti;
    /// 280 to 286: certificate of the connection. Nothing was judged: stop the seller, alarm; the
    /// same bytes may go again.
    Misconfigured = "misconfigured" by Ti;
    /// 202, 213, 290 to 298: certificate or signature in the document. Stop the seller, alarm; the
    /// bytes are spent, the document is sealed anew.
    SignatureRefused = "signature_refused" by Ti;
    /// 252, 582, 713: the wrong environment, state or service.
    Misdirected = "misdirected" by Ti;
    /// 656: leave this service alone for this CNPJ, an hour at least.
    Abuse = "abuse" by Ti;
    /// 135, 136, 155 of an event.
    EventRegistered = "event_registered" by Time;
    /// 218, 420, 573: it was registered before, or the note is cancelled: ask.
    EventDuplicate = "event_duplicate" by Fiscal;
    /// 501: the window of cancellation is over.
    EventTooLate = "event_too_late" by Fiscal;
    /// 102.
    Inutilized = "inutilized" by Time;
    /// 563: these very numbers were made void before.
    InutilizedBefore = "inutilized_before" by Time;
    /// 111, 112: registered.
    InRegister = "in_register" by Time;
    /// 259, 261, 264: no contributor of that state.
    NotInRegister = "not_in_register" by Cadastro;
    /// Bytes that we should not have written: alarm, hold.
    OurBug = "our_bug" by Ti;
    /// A rejection: hold for whoever mends it.
    Reject = "reject" by Fiscal;
    /// 999, or a word out of its place: says nothing certain; ask before anything else.
    Unknown = "unknown" by Fiscal;
    /// A code that the table does not have: hold it with its `xMotivo`.
    Unlisted = "unlisted" by Fiscal;
}

impl Action {
    fn parse(text: &str) -> Option<Action> {
        let found = Action::ALL.iter().copied().find(|it| it.as_str() == text)?;
        (found != Action::Unlisted).then_some(found)
    }
}

/// What this answer of this service means for us.
pub fn action(service: Service, c_stat: u16) -> Action {
    let rows = table();
    let own = rows.get(&(c_stat, Some(service)));
    own.or_else(|| rows.get(&(c_stat, None))).copied().unwrap_or(Action::Unlisted)
}

/// Who mends it, by what it means: the engineers where any service's answer is theirs, else by the
/// first service to which it is more than a word out of place.
pub fn owner(c_stat: u16) -> Mender {
    let says = |it: &Action| !matches!(it, Action::Unknown | Action::Unlisted);
    let meanings = || Service::ALL.iter().map(|it| action(*it, c_stat)).filter(says);
    if meanings().any(|it| it.mender() == Mender::Ti) {
        return Mender::Ti;
    }
    meanings().next().unwrap_or(Action::Unknown).mender()
}

/// Whether the table has this code at all.
pub fn listed(c_stat: u16) -> bool {
    Service::ALL.iter().any(|service| action(*service, c_stat) != Action::Unlisted)
}

/// By code, and the service that has its own row.
type Rows = HashMap<(u16, Option<Service>), Action>;

fn table() -> &'static Rows {
    static ROWS: OnceLock<Rows> = OnceLock::new();
    // A faulty row would leave its codes unlisted, which is held; a test reads every row.
    ROWS.get_or_init(|| TABLE.lines().skip(1).filter_map(row).flat_map(Row::codes).collect())
}

/// One line of the table.
#[derive(Clone, Copy, Debug)]
struct Row {
    first: u16,
    last: u16,
    service: Option<Service>,
    action: Action,
}

impl Row {
    fn codes(self) -> impl Iterator<Item = ((u16, Option<Service>), Action)> {
        (self.first..=self.last).map(move |code| ((code, self.service), self.action))
    }
}

fn row(line: &str) -> Option<Row> {
    let mut cells = line.split('\t');
    let (codes, service, action) = (cells.next()?, cells.next()?, cells.next()?);
    let (first, last) = codes.split_once('-').unwrap_or((codes, codes));
    let service = match service {
        "any" => None,
        named => Some(Service::parse(named)?),
    };
    let (first, last) = (first.parse().ok()?, last.parse().ok()?);
    Some(Row { first, last, service, action: Action::parse(action)? })
}

#[cfg(test)]
mod tests;
