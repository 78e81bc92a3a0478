//! Events of an authorised note at SEFAZ: its cancellation, a carta de correção.

use super::Life;
use super::event::Event;
use super::state::{Decided, Evento, Plan, Progress, Purpose, State};
use crate::domain::{Code, Fault, Timestamp};

/// `nSeqEvento` of a carta de correção goes up to 20 (e110110).
pub const LETTERS_MAX: u8 = 20;

impl Life {
    /// Amazon cancelled what has an authorised note: the note is to be cancelled. What is under
    /// way at SEFAZ already is ended first.
    pub(super) fn withdraw(self, at: Timestamp) -> Life {
        if let State::Registering { .. } = &self.state {
            return self;
        }
        // A letter that is held and was never sent does not keep the cancellation waiting.
        if let State::Held { resume, .. } = &self.state
            && let State::Registering { plan: Plan { purpose, .. }, .. } = resume.as_ref()
            && (resume.may_be_at_sefaz() || matches!(purpose, Purpose::Cancel { .. }))
        {
            return self;
        }
        let plan = Plan { purpose: Purpose::Cancel { reissue: false }, decided: None };
        self.register(plan, at)
    }

    /// Begins an event of the note that stands. Afterwards a life that was held is held again, and
    /// one that was ended stays ended: no letter sends a note on to Amazon.
    fn register(self, plan: Plan, at: Timestamp) -> Life {
        let Some(note) = self.state.standing().and_then(State::note).cloned() else { return self };
        let back = match &self.state {
            // What takes another event's place goes back where that one would have.
            State::Registering { back, .. } => back.clone(),
            // Held for a refused letter alone: another letter is the answer to it.
            State::Held { faults, resume, .. }
                if faults.iter().all(|it| it.code == Code::CorrectionRefused) =>
            {
                resume.clone()
            }
            State::Held { resume: under, .. } | State::Discarded { from: under } => {
                match under.as_ref() {
                    State::Registering { back, .. } => back.clone(),
                    _ => Box::new(self.state.clone()),
                }
            }
            state => Box::new(state.clone()),
        };
        let progress = Progress::Planned { since: at };
        self.moved(State::Registering { note, plan, progress, back }, at)
    }

    /// What became of an event.
    pub(super) fn after_evento(self, at: Timestamp, event: &Event) -> Life {
        let life = self;
        let decided = |by: &String, why: &String| Decided { by: by.clone(), why: why.clone() };
        match (life.state.clone(), event) {
            (state, Event::CancelDecided { by, why, reissue })
                if state.standing().is_some() && !state.may_be_at_sefaz() =>
            {
                let purpose = Purpose::Cancel { reissue: *reissue };
                life.register(Plan { purpose, decided: Some(decided(by, why)) }, at)
            }
            (state, Event::CorrectionDecided { by, why, text })
                if state.standing().is_some() && !state.may_be_at_sefaz() =>
            {
                let n_seq = life.letters.saturating_add(1);
                let purpose = Purpose::Correct { text: text.clone(), n_seq };
                life.register(Plan { purpose, decided: Some(decided(by, why)) }, at)
            }
            (
                State::Registering { note, plan, progress: Progress::Planned { .. }, back },
                Event::EventoSealed { xml, n_seq },
            ) => {
                let progress = Progress::Sealed(Evento { xml: xml.clone(), n_seq: *n_seq });
                life.moved(State::Registering { note, plan, progress, back }, at)
            }
            (
                State::Registering { note, plan, progress: Progress::Sealed(evento), back },
                Event::EventoSending,
            ) => {
                let waits = life.waits;
                let progress = Progress::Sending { evento, since: at, absent: None };
                let state = State::Registering { note, plan, progress, back };
                Life { waits, ..life.moved(state, at) }
            }
            (
                State::Registering {
                    note,
                    plan,
                    progress: Progress::Sending { evento, since, absent },
                    back,
                },
                Event::EventoAbsent { due },
            ) => {
                let times = absent.map_or(1, |(times, _)| times + 1);
                let progress = Progress::Sending { evento, since, absent: Some((times, at)) };
                let state = State::Registering { note, plan, progress, back };
                let waits = life.waits + 1;
                Life { due: *due, waits, ..life.moved(state, at) }
            }
            (
                State::Registering { note, plan, back, .. },
                Event::EventoRegistered { proc_evento, .. },
            ) => match plan.purpose {
                Purpose::Cancel { reissue: true } if !life.cancelled => {
                    let life = life.moved(State::Received { number: None }, at);
                    Life { letters: 0, submissions: 0, asked: 0, ..life }
                }
                Purpose::Cancel { .. } => {
                    life.moved(State::Voided { note, proc_evento: proc_evento.clone() }, at)
                }
                Purpose::Correct { n_seq, .. } => {
                    let life = Life { letters: n_seq, ..life.moved(*back, at) };
                    if life.cancelled { life.withdraw(at) } else { life }
                }
            },
            (State::Registering { back, .. }, Event::EventoRefused { faults }) => {
                life.refused(*back, faults, at)
            }
            _ => life.unexpected(event, at),
        }
    }

    /// A refused event: a shipment that Amazon cancelled still waits for its cancellation, and
    /// everything else goes back to where it stood. A person sees both.
    fn refused(self, back: State, faults: &[Fault], at: Timestamp) -> Life {
        let cancelled = self.cancelled;
        let life = self.moved(back, at);
        let life = if cancelled { life.withdraw(at) } else { life };
        // What it was held for before is not forgotten for the refusal.
        life.puzzle(faults, at)
    }
}
