//! `[console]`: the review desk.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use super::alerts::{self, Alerts};
use super::section::Section;
use crate::domain::Money;

/// `[console]`.
#[derive(Clone, Debug)]
pub struct Console {
    /// `listen`: address and port. Default `127.0.0.1:8640`; port 0 lets the system choose one.
    /// Another address than the machine's own needs the two files below.
    pub listen: SocketAddr,
    /// `tls_certificate_file` and `tls_key_file`: PEM. Default none: plain HTTP on this machine.
    pub tls: Option<ConsoleTls>,
    /// `idle_s`: a session that is not used for so long ends. Default 1800.
    pub idle: Duration,
    /// `absolute_s`: a session ends after so long, used or not. Default 36000.
    pub absolute: Duration,
    /// `follow_queue`: whether the desk reads the dead-letter queue, to mark letters as seen and
    /// to record what the broker itself put there. Default true.
    pub follow_queue: bool,
    /// `bulk_per_minute`: the pace that is offered for actions on many cases. Default 30.
    pub bulk_per_minute: u32,
    /// `[console.four_eyes]`.
    pub four_eyes: FourEyes,
    /// `[console.alerts]`. Default: none, nobody is told by message.
    pub alerts: Option<Alerts>,
}

/// The desk's own certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsoleTls {
    /// The chain, the desk's own first.
    pub certificate: std::path::PathBuf,
    /// Its key.
    pub key: std::path::PathBuf,
}

/// Which actions need a second person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FourEyes {
    /// `discard`: ending a case. Default true.
    pub discard: bool,
    /// `cancel_reissue`: cancelling at SEFAZ and issuing anew. Default true.
    pub cancel_reissue: bool,
    /// `correct_above`: a correction of a sale worth more, in reais. Default `"5000.00"`.
    pub correct_above: Money,
    /// `bulk_above`: an action on more cases at once. Default 50.
    pub bulk_above: u32,
}

const HERE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8640);

pub(super) fn read(mut section: Section<'_>) -> Option<Console> {
    let listen = section.optional("listen", "write an address and a port: 127.0.0.1:8640", |it| {
        it.parse::<SocketAddr>()
    });
    let certificate = section.optional_path("tls_certificate_file");
    let key = section.optional_path("tls_key_file");
    let idle = section.seconds("idle_s", 60..=86_400, 1800);
    let absolute = section.seconds("absolute_s", 300..=604_800, 36_000);
    let follow_queue = section.flag("follow_queue", true);
    let bulk_per_minute = section.integer("bulk_per_minute", 1..=6000, Some(30));
    let four_eyes = section.section_or_empty("four_eyes").and_then(read_four_eyes);
    let has_alerts = section.has("alerts");
    let alerts = section.section("alerts").and_then(alerts::read);
    let listen = listen.map(|it| it.unwrap_or(HERE));
    let tls = match (certificate?, key?) {
        (Some(certificate), Some(key)) => Some(ConsoleTls { certificate, key }),
        (None, None) => None,
        (certificate, _) => {
            let missing =
                if certificate.is_none() { "tls_certificate_file" } else { "tls_key_file" };
            section.missing(missing, "name the certificate and its key, or neither");
            None
        }
    };
    if let Some(at) = listen.filter(|it| !it.ip().is_loopback() && tls.is_none()) {
        let (key, remedy) = (
            section.key("listen"),
            "listen on 127.0.0.1, or name tls_certificate_file and tls_key_file",
        );
        let problem = "is open to others, and passwords would travel in the clear";
        section.source().fault_with(&key, &at.to_string(), problem, remedy);
    }
    section.done();
    Some(Console {
        listen: listen?,
        tls,
        idle: idle?,
        absolute: absolute?,
        follow_queue: follow_queue?,
        bulk_per_minute: bulk_per_minute?,
        four_eyes: four_eyes?,
        alerts: if has_alerts { Some(alerts?) } else { None },
    })
}

fn read_four_eyes(mut section: Section<'_>) -> Option<FourEyes> {
    let discard = section.flag("discard", true);
    let cancel_reissue = section.flag("cancel_reissue", true);
    let above = section.optional("correct_above", "write reais: \"5000.00\"", Money::parse);
    let bulk_above = section.integer("bulk_above", 1..=100_000, Some(50));
    section.done();
    Some(FourEyes {
        discard: discard?,
        cancel_reissue: cancel_reissue?,
        correct_above: above?.unwrap_or_else(|| Money::from_cents(500_000)),
        bulk_above: bulk_above?,
    })
}
