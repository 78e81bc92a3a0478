//! `[polling]`, `[retry]` and `[simulator]`: how long, how often.

use std::path::PathBuf;
use std::time::Duration;

use super::amazon;
use super::net::PerSecond;
use super::section::Section;
use super::words;

/// `[polling]`: when getInvoiceStatus is asked. Whatever stands here, a seller's asks are never
/// closer together than (invoices in flight + reserve) ÷ rate.
#[derive(Clone, Debug)]
pub struct Polling {
    /// `first_s`: seconds from the submission to the first ask, 1 to 3600. Default 15: at light
    /// load calls cost nothing and the answer is early; under load the rule above takes over.
    pub first: Duration,
    /// `factor_percent`: each wait is that much of the one before, 100 to 1000. Default 150:
    /// four asks reach two minutes.
    pub factor_percent: u32,
    /// `longest_s`: no wait is longer, `first_s` to 86400. Default 900: a person who looks again
    /// after a quarter of an hour sees something new.
    pub longest: Duration,
    /// `deadline_h`: hours after which an invoice without a decision is held for a person, 1 to
    /// 720. Default 24: the next working day.
    pub deadline: Duration,
    /// `not_found_grace_s`: seconds for which `NotFound` after a submission means "not yet", 10
    /// to 86400. Default 600. Amazon states none.
    pub not_found_grace: Duration,
}

/// `[retry]`: what a passing failure (5xx, time-out, lost connection) costs. Throttling, polls
/// and a SEFAZ that is down are waits, and are not counted here.
#[derive(Clone, Debug)]
pub struct Retry {
    /// `first_s`: seconds that the first wait is drawn below, 1 to 600. Default 2.
    pub first: Duration,
    /// `longest_s`: each wait doubles up to this, `first_s` to 86400. Default 900.
    pub longest: Duration,
    /// `tries`: after so many failures on end the invoice is held, 1 to 100. Default 16: with
    /// the waits above less than two hours.
    pub tries: u32,
}

/// `[simulator]`: the other world, on loopback. Only `simulate` and `replay` read it.
#[derive(Clone, Debug)]
pub struct Simulator {
    /// `amazon_port`: Amazon and LWA, HTTP. Default 8090; 0 takes a free one.
    pub amazon_port: u16,
    /// `sefaz_port`: SEFAZ, HTTPS with client certificate. Default 8443; 0 takes a free one.
    pub sefaz_port: u16,
    /// `rate_per_s`: the rate it enforces, as text. Default `"1.133"`, as Amazon's; more makes a
    /// trial faster.
    pub rate: PerSecond,
    /// `burst`: the burst it enforces, 1 to 10000. Default 25.
    pub burst: u32,
    /// `propagation_s`: seconds that it says `NotFound` after a submission, 0 to 86400. Default
    /// 2. Amazon states none.
    pub propagation: Duration,
    /// `validation_s`: seconds from a submission to `Accepted`, 0 to 86400. Default 20. Amazon
    /// states none.
    pub validation: Duration,
    /// `seed`: its chance, 1 to 60 characters; the same seed gives the same world. Default
    /// `simulator`.
    pub seed: String,
    /// `certificate_file`: the certificate of its SEFAZ, PEM. Default none: only `simulate`
    /// needs it.
    pub certificate_file: Option<PathBuf>,
    /// `certificate_key_file`: the key to it, PEM, of a test certificate and so no secret.
    /// Default none: only `simulate` needs it.
    pub certificate_key_file: Option<PathBuf>,
    /// `client_ca_file`: the authority of the sellers' certificates, PEM. Default none: only
    /// `simulate` needs it.
    pub client_ca_file: Option<PathBuf>,
}

pub(super) fn read_polling(mut section: Section<'_>) -> Option<Polling> {
    let first = section.seconds("first_s", 1..=3600, 15);
    let factor_percent = section.integer("factor_percent", 100..=1000, Some(150));
    let longest = section.seconds("longest_s", 1..=86_400, 900);
    let hours = section.integer("deadline_h", 1..=720, Some(24u64));
    let not_found_grace = section.seconds("not_found_grace_s", 10..=86_400, 600);
    in_order(&section, first, longest);
    section.done();
    Some(Polling {
        first: first?,
        factor_percent: factor_percent?,
        longest: longest?,
        deadline: Duration::from_secs(hours? * 3600),
        not_found_grace: not_found_grace?,
    })
}

pub(super) fn read_retry(mut section: Section<'_>) -> Option<Retry> {
    let first = section.seconds("first_s", 1..=600, 2);
    let longest = section.seconds("longest_s", 1..=86_400, 900);
    let tries = section.integer("tries", 1..=100, Some(16));
    in_order(&section, first, longest);
    section.done();
    Some(Retry { first: first?, longest: longest?, tries: tries? })
}

fn in_order(section: &Section<'_>, first: Option<Duration>, longest: Option<Duration>) {
    if let (Some(first), Some(longest)) = (first, longest)
        && longest < first
    {
        let found = longest.as_secs().to_string();
        let problem = format!("is below first_s, {}", first.as_secs());
        let remedy = "make the longest wait at least the first";
        section.source().fault_with(&section.key("longest_s"), &found, problem, remedy);
    }
}

pub(super) fn read_simulator(mut section: Section<'_>) -> Option<Simulator> {
    let amazon_port = section.integer("amazon_port", 0..=u16::MAX, Some(8090));
    let sefaz_port = section.integer("sefaz_port", 0..=u16::MAX, Some(8443));
    let rate = amazon::rate(&mut section);
    let burst = section.integer("burst", 1..=10_000, Some(amazon::BURST));
    let propagation = section.seconds("propagation_s", 0..=86_400, 2);
    let validation = section.seconds("validation_s", 0..=86_400, 20);
    let seed =
        section.optional("seed", "write 1 to 60 characters", |text| words::exact(text, 1, 60));
    let certificate_file = section.optional_path("certificate_file");
    let certificate_key_file = section.optional_path("certificate_key_file");
    let client_ca_file = section.optional_path("client_ca_file");
    if let (Some(amazon @ 1..), Some(sefaz)) = (amazon_port, sefaz_port)
        && amazon == sefaz
    {
        let (key, remedy) = (section.key("sefaz_port"), "give each server its own port");
        section.source().fault_with(&key, &sefaz.to_string(), "is Amazon's port too", remedy);
    }
    section.done();
    Some(Simulator {
        amazon_port: amazon_port?,
        sefaz_port: sefaz_port?,
        rate: rate?,
        burst: burst?,
        propagation: propagation?,
        validation: validation?,
        seed: seed?.unwrap_or_else(|| "simulator".to_owned()),
        certificate_file: certificate_file?,
        certificate_key_file: certificate_key_file?,
        client_ca_file: client_ca_file?,
    })
}
