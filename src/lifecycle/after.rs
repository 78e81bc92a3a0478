//! What is true once something has happened: a fold, and nothing else.

use super::event::{CorrectionRef, Event, Wait};
use super::state::{Draft, Note, NoteNumber, Progress, Sealed, State};
use super::{Fate, Life};
use crate::domain::{Code, Digest, Fault, LifeId, OrderId, Step, Timestamp};

impl Life {
    /// The first thing that we hear of a shipment; `None` for what cannot be the first.
    pub fn begin(id: LifeId, at: Timestamp, event: &Event) -> Option<Life> {
        let (order, began, delivery, state) = match event {
            Event::Created { order, event_time, delivery } => {
                (order, event_time, delivery, State::Received { number: None })
            }
            // Remembered: the `Created` that follows finds it dropped.
            Event::Cancelled { order, event_time, delivery } => {
                (order, event_time, delivery, State::Dropped { number: None })
            }
            Event::Puzzled { order, event_time, delivery, faults } => {
                let resume = Box::new(State::Received { number: None });
                let state = State::Held { faults: faults.clone(), private: None, resume };
                (order, event_time, delivery, state)
            }
            _ => return None,
        };
        let cancelled = matches!(event, Event::Cancelled { .. });
        Some(Life::new(id, order, *began, delivery, state, at, cancelled))
    }

    fn new(
        id: LifeId,
        order: &OrderId,
        began: Timestamp,
        delivery: &Digest,
        state: State,
        due: Timestamp,
        cancelled: bool,
    ) -> Life {
        Life {
            id,
            order: order.clone(),
            began,
            delivery: delivery.clone(),
            state,
            due,
            failures: 0,
            waits: 0,
            asked: 0,
            polls: 0,
            submissions: 0,
            shipment: None,
            corrections: Vec::new(),
            cancelled,
            astray: false,
            sent: Vec::new(),
            letters: 0,
            version: 1,
        }
    }

    /// What is true once `event` has happened at `at`.
    #[must_use]
    pub fn after(self, at: Timestamp, event: &Event) -> Life {
        let life = Life { version: self.version + 1, ..self };
        match event {
            // Heard before: the first one holds, and so does an earlier `Cancelled`.
            Event::Created { .. } => life,
            Event::Cancelled { .. } => life.cancel(at),
            Event::Puzzled { faults, .. } => life.puzzle(faults, at),
            Event::Held { faults, private, nothing_sent } => {
                let life = if *nothing_sent { life.undone() } else { life };
                life.hold(faults, private.as_ref(), at)
            }
            Event::Waited { due, .. } => Life { due: *due, waits: life.waits + 1, ..life },
            Event::Failed { due, .. } => Life { due: *due, failures: life.failures + 1, ..life },
            Event::Corrected { field, value, .. } => life.correct(field, value),
            Event::Resumed { .. } => life.resume(at),
            Event::Discarded { .. } => match &life.state {
                State::Held { resume, .. } => {
                    let from = resume.clone();
                    life.moved(State::Discarded { from }, at)
                }
                _ => life.unexpected(event, at),
            },
            Event::Fetched { .. }
            | Event::Numbered { .. }
            | Event::Signed { .. }
            | Event::Authorizing
            | Event::Authorized { .. }
            | Event::Queued { .. }
            | Event::Redirected { .. }
            | Event::EarlierNamed { .. }
            | Event::Absent { .. }
            | Event::Rejected { .. }
            | Event::NumberGone { .. } => life.after_sefaz(at, event),
            Event::CancelDecided { .. }
            | Event::CorrectionDecided { .. }
            | Event::EventoSealed { .. }
            | Event::EventoSending
            | Event::EventoRegistered { .. }
            | Event::EventoAbsent { .. }
            | Event::EventoRefused { .. } => life.after_evento(at, event),
            Event::Submitting
            | Event::Submitted { .. }
            | Event::Pending { .. }
            | Event::Accepted { .. }
            | Event::Errored { .. }
            | Event::NotSent { .. } => life.after_amazon(at, event),
        }
    }

    /// From the shipment to the protocol.
    fn after_sefaz(self, at: Timestamp, event: &Event) -> Life {
        let life = self;
        match (life.state.clone(), event) {
            (State::Received { number }, Event::Fetched { shipment, .. }) => {
                let known = Some(shipment.clone());
                let life = life.moved(State::Fetched { shipment: shipment.clone(), number }, at);
                Life { shipment: known, ..life }
            }
            (State::Fetched { .. }, Event::Numbered { draft, .. }) => {
                Life { astray: false, ..life.moved(State::Numbered(draft.clone()), at) }
            }
            (State::Numbered(draft), Event::Signed { xml, digest_value }) => {
                let (xml, digest_value) = (xml.clone(), digest_value.clone());
                life.moved(State::Signed(Sealed { draft, xml, digest_value }), at)
            }
            (State::Signed(note), Event::Authorizing) => {
                // Waits go on being counted over tries: a service that is down is asked less and
                // less often.
                let (waits, mut sent) = (life.waits, life.sent.clone());
                sent.retain(|it| it.xml != note.xml);
                sent.push(note.clone());
                let state = State::Authorizing { note, absent: None, receipt: None };
                Life { waits, sent, ..life.moved(state, at) }
            }
            (State::Authorizing { .. }, Event::EarlierNamed { xml, due }) => {
                let Some(note) = life.sent.iter().find(|it| it.xml == *xml).cloned() else {
                    return life.unexpected(event, at);
                };
                let (due, waits) = (*due, life.waits + 1);
                Life { due, waits, ..life.asked_first(note, at) }
            }
            (State::Authorizing { note, absent, .. }, Event::Queued { n_rec, due }) => {
                let receipt = Some(n_rec.clone());
                let state = State::Authorizing { note, absent, receipt };
                Life { due: *due, ..life.moved(state, at) }
            }
            (
                State::Authorizing { note: Sealed { draft, .. }, .. }
                | State::Signed(Sealed { draft, .. })
                | State::Numbered(draft),
                Event::Redirected { due, .. },
            ) => match life.state.clone() {
                State::Authorizing { note, .. } if life.cancelled && life.astray => {
                    life.asked_first(note, at)
                }
                _ => life.redirected(draft, *due, at),
            },
            (
                State::Authorizing { note: sealed, .. },
                Event::Authorized { n_prot, nfe_proc, dh_recbto, .. },
            ) => {
                let (n_prot, dh_recbto) = (n_prot.clone(), dh_recbto.clone());
                let note = Note { sealed, n_prot, dh_recbto, nfe_proc: nfe_proc.clone() };
                let life = life.moved(State::Authorized(note), at);
                if life.cancelled { life.withdraw(at) } else { life }
            }
            (State::Authorizing { note, absent, receipt }, Event::Absent { due }) => {
                let times = absent.map_or(1, |(times, _)| times + 1);
                let state = State::Authorizing { note, absent: Some((times, at)), receipt };
                // Counted over tries: a server that takes the bytes and knows no note is no end.
                let waits = life.waits + 1;
                Life { due: *due, waits, ..life.moved(state, at) }
            }
            (State::Authorizing { note, .. }, Event::Rejected { faults }) => {
                life.ended_by_sefaz(Some(note.draft.number), faults, at)
            }
            (State::Authorizing { .. }, Event::NumberGone { faults, .. }) => {
                life.ended_by_sefaz(None, faults, at)
            }
            _ => life.unexpected(event, at),
        }
    }

    /// From the protocol to Amazon's word, and back where an intent came to nothing.
    fn after_amazon(self, at: Timestamp, event: &Event) -> Life {
        let life = self;
        match (life.state.clone(), event) {
            (State::Authorized(note), Event::Submitting) => {
                let (submissions, waits) = (life.submissions + 1, life.waits);
                let life = life.moved(State::Submitting { note, since: at }, at);
                Life { submissions, waits, asked: 0, ..life }
            }
            (State::Submitting { note, since }, Event::Submitted { due, .. }) => {
                Life { due: *due, ..life.moved(State::Submitted { note, since }, at) }
            }
            (
                State::Submitting { .. } | State::Submitted { .. },
                Event::Pending { due, status, .. },
            ) => {
                let life = life.asked_once();
                // Amazon has it now, whatever became of the submission's own answer.
                let state = match life.state.clone() {
                    State::Submitting { note, since } if status != "NotFound" => {
                        State::Submitted { note, since }
                    }
                    same => same,
                };
                let life = Life { state, failures: 0, waits: 0, ..life };
                Life { due: *due, ..life }
            }
            (
                State::Submitting { note, .. } | State::Submitted { note, .. },
                Event::Accepted { .. },
            ) => life.asked_once().moved(State::Accepted(note), at),
            (
                State::Submitting { note, .. } | State::Submitted { note, .. },
                Event::Errored { faults, .. },
            ) => {
                let life = life.asked_once().moved(State::Authorized(note), at);
                life.hold(faults, None, at)
            }
            (
                State::Submitting { note, .. } | State::Submitted { note, .. },
                Event::NotSent { why, due },
            ) => {
                let waits = life.waits + 1;
                // What never left was no submission: only those that Amazon lost are counted.
                let lost = matches!(why, Wait::NeverArrived);
                let submissions = life.submissions - u32::from(!lost && life.submissions > 0);
                let life = life.moved(State::Authorized(note), at);
                Life { due: *due, waits, submissions, ..life }
            }
            (State::Authorizing { note, .. }, Event::NotSent { why, due }) => {
                let lost = matches!(why, Wait::NeverArrived);
                if life.cancelled && life.astray && !lost {
                    return life.asked_first(note, at);
                }
                if life.cancelled {
                    // Known not to be at SEFAZ, and no longer wanted: the number is a gap.
                    let number = Some(note.draft.number);
                    return life.moved(State::Dropped { number }, at);
                }
                let (waits, astray) = (life.waits + 1, life.astray || lost);
                Life { due: *due, waits, astray, ..life.moved(State::Signed(note), at) }
            }
            (State::Registering { .. }, Event::NotSent { due, .. }) => {
                let waits = life.waits + 1;
                Life { due: *due, waits, ..life.undone() }
            }
            _ => life.unexpected(event, at),
        }
    }

    /// A new state: due at once, its counters at nothing. (An intent keeps its `waits`: a service
    /// that stays down is asked ever less often.)
    pub(super) fn moved(self, state: State, at: Timestamp) -> Life {
        Life { state, due: at, failures: 0, waits: 0, ..self }
    }

    /// Back to before the intent.
    fn undone(self) -> Life {
        let state = match self.state {
            State::Submitting { note, .. } | State::Submitted { note, .. } => {
                State::Authorized(note)
            }
            State::Authorizing { note, .. } => State::Signed(note),
            State::Registering { note, plan, progress: Progress::Sending { evento, .. }, back } => {
                State::Registering { note, plan, progress: Progress::Sealed(evento), back }
            }
            state => state,
        };
        Life { state, ..self }
    }

    /// Nothing of it is sent any more, and what was taken for lost may still arrive: SEFAZ is asked
    /// until that is out of the question.
    fn asked_first(self, note: Sealed, at: Timestamp) -> Life {
        self.moved(State::Authorizing { note, absent: None, receipt: None }, at)
    }

    /// Drafted anew under its own number, unless it is not wanted any more.
    fn redirected(self, draft: Draft, due: Timestamp, at: Timestamp) -> Life {
        let number = Some(draft.number);
        if self.cancelled {
            return self.moved(State::Dropped { number }, at);
        }
        let waits = self.waits;
        let life = self.moved(State::Fetched { shipment: draft.shipment, number }, at);
        Life { due, waits, ..life }
    }

    fn asked_once(self) -> Life {
        Life { asked: self.asked + 1, polls: self.polls + 1, ..self }
    }

    pub(super) fn hold(self, faults: &[Fault], private: Option<&Digest>, at: Timestamp) -> Life {
        if let State::Discarded { from } = &self.state
            && from.note().is_none()
        {
            // A person ended it, and its number is a gap: what comes after changes nothing.
            return self;
        }
        let resume = match self.state.clone() {
            // Before the number everything is read anew, so that mended data is seen: the
            // buyer's document may have been missing for want of a role at Amazon.
            State::Fetched { number, .. } => State::Received { number },
            // What a person asked for twice keeps its first place to go back to.
            State::Held { resume, .. } => *resume,
            State::Discarded { from } => *from,
            State::Submitted { note, since } => State::Submitting { note, since },
            state => state,
        };
        let faults = faults.to_vec();
        self.moved(State::Held { faults, private: private.cloned(), resume: Box::new(resume) }, at)
    }

    /// What is strange about a life that is held already comes on top of what it is held for.
    pub(super) fn puzzle(self, faults: &[Fault], at: Timestamp) -> Life {
        let State::Held { faults: known, private, .. } = &self.state else {
            return self.hold(faults, None, at);
        };
        let (private, mut all) = (private.clone(), known.clone());
        all.extend(faults.iter().filter(|fault| !known.contains(fault)).cloned());
        self.hold(&all, private.as_ref(), at)
    }

    fn ended_by_sefaz(self, number: Option<NoteNumber>, faults: &[Fault], at: Timestamp) -> Life {
        if self.cancelled {
            return self.moved(State::Dropped { number }, at);
        }
        self.moved(State::Received { number }, at).hold(faults, None, at)
    }

    fn correct(self, field: &str, value: &Digest) -> Life {
        let mut corrections = self.corrections;
        corrections.push(CorrectionRef { field: field.to_owned(), value: value.clone() });
        Life { corrections, ..self }
    }

    fn resume(self, at: Timestamp) -> Life {
        match self.state.clone() {
            State::Held { resume, .. } => {
                let state = match *resume {
                    // The clock of the bounded waits begins anew: a person asked.
                    State::Submitting { note, .. } => State::Submitting { note, since: at },
                    State::Registering { note, plan, progress, back } => {
                        let progress = progress.begun_anew(at);
                        State::Registering { note, plan, progress, back }
                    }
                    // SEFAZ named an earlier note and does not have it, and a person has looked:
                    // the latest is asked for again, and whatever SEFAZ says then is followed.
                    State::Authorizing { note, absent: Some(_), .. } if self.gave_way(&note) => {
                        let note = self.sent.last().cloned().unwrap_or(note);
                        State::Authorizing { note, absent: None, receipt: None }
                    }
                    state => state,
                };
                Life { submissions: 0, asked: 0, ..self.moved(state, at) }
            }
            // Two people pressed the same button: the second finds it done.
            _ => self,
        }
    }

    fn cancel(self, at: Timestamp) -> Life {
        if self.cancelled {
            return self;
        }
        let life = Life { cancelled: true, ..self };
        if life.state.standing().is_some() {
            return life.withdraw(at);
        }
        let standing = match &life.state {
            State::Held { resume, .. } => resume.as_ref(),
            state => state,
        };
        match standing {
            State::Signed(note) if life.astray => {
                let note = note.clone();
                life.asked_first(note, at)
            }
            State::Received { .. }
            | State::Fetched { .. }
            | State::Numbered(_)
            | State::Signed(_) => {
                let number = standing.number().map(|(number, _)| number.clone());
                life.moved(State::Dropped { number }, at)
            }
            // Not known to be there or not: it is asked first, held or not.
            State::Authorizing { .. }
            | State::Authorized(_)
            | State::Submitting { .. }
            | State::Submitted { .. }
            | State::Accepted(_)
            | State::Registering { .. }
            | State::Voided { .. }
            | State::Held { .. }
            | State::Dropped { .. }
            | State::Discarded { .. } => life,
        }
    }

    /// An entry that its state does not know: a bug of ours, or a journal from the future. Held,
    /// so that a person sees it, and nothing is done twice.
    pub(super) fn unexpected(self, event: &Event, at: Timestamp) -> Life {
        let fault =
            Fault::new(Code::LifeUnexpected, Step::Intake, self.state.name()).value(event.name());
        self.hold(&[fault], None, at)
    }

    /// What became of numbers between two states: written with the change that made it so.
    pub fn fates(before: Option<&Life>, after: &Life, event: &Event) -> Vec<(NoteNumber, Fate)> {
        let mut fates = Vec::new();
        let now = after.state.number();
        if let Some((number, _)) = before.and_then(|life| life.state.number())
            && now.is_none_or(|(kept, _)| kept != number)
        {
            let fate = match event {
                Event::NumberGone { denied: true, .. } => Fate::Denied,
                // A rejected note's number, left behind because another emitter issues now.
                Event::Numbered { .. } => Fate::Gap,
                Event::EventoRegistered { .. } => Fate::Cancelled,
                _ => Fate::Lost,
            };
            fates.push((number.clone(), fate));
        }
        if let Some((number, fate)) = now {
            fates.push((number.clone(), fate));
        }
        fates
    }
}
