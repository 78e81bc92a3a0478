//! `[seller.cancel]` and `[contingency]`: what the program may do by itself at SEFAZ.

use std::time::Duration;

use super::section::Section;
use super::words;
use crate::stage::CancelTerms;

/// `[seller.cancel]`. Every key has a default:
///
/// - `automatic`: default false. Whether Amazon's `Cancelled` is enough to cancel the note inside
///   the plain window. The law wants that the goods have not left (Ajuste SINIEF 07/05, cl. 12).
/// - `window_h`: hours of the plain window, 1 to 2000. Default: the state's, by the program's table.
/// - `why`: `xJust`, 15 to 255 characters, where no person gave one.
pub(super) fn read(section: &mut Section<'_>) -> Option<CancelTerms> {
    let mut section = section.section_or_empty("cancel")?;
    let default = CancelTerms::default();
    let automatic = section.flag("automatic", default.automatic);
    let window_h = section.optional_integer("window_h", 1..=2000);
    let remedy = "write the reason that SEFAZ reads, 15 to 255 characters";
    let why = section.optional("why", remedy, |text| words::exact(text, 15, 255));
    section.done();
    Some(CancelTerms {
        automatic: automatic?,
        window_h: window_h?,
        x_just: why?.unwrap_or(default.x_just),
    })
}

/// `[contingency]`.
#[derive(Clone, Debug)]
pub struct Contingency {
    /// `after_s`: seconds that the state's authorizer must be down before its SVC is asked for,
    /// 0 to 86400; 0: never. Default 900: SVC opens minutes after the state asks for it, and an
    /// authorizer that hiccups is back before.
    pub after: Duration,
}

/// Reads `[contingency]`.
pub(super) fn contingency(mut section: Section<'_>) -> Option<Contingency> {
    let after = section.seconds("after_s", 0..=86_400, 900);
    section.done();
    Some(Contingency { after: after? })
}
