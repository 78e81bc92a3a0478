//! What must be true whatever happens: after every change of a life, and of everything at the end.

use std::collections::{BTreeMap, BTreeSet};

use fba_nfe::adapters::store::{Filter, LifeRow};
use fba_nfe::domain::{Code, Digest, LifeId};
use fba_nfe::lifecycle::{Entry, Event, Fate, Life, NoteNumber, State, Wait};
use fba_nfe::ports::{InvoiceStatus, Store as _};
use fba_nfe::stage::{letter_id, unreadable_letter_id};

use super::plan::Plan;
use super::world::Shared;

const MANY: usize = 100_000;

pub(super) async fn lives(shared: &Shared) -> Vec<LifeRow> {
    shared.store.lives(Filter { limit: MANY, ..Filter::default() }).await.unwrap()
}

/// The journal has no gap, and the row says what its fold says.
pub(super) async fn row(shared: &Shared, id: &LifeId) {
    let journal = shared.store.journal(id).await.unwrap();
    let Some(row) = shared.store.life(id).await.unwrap() else {
        if !journal.is_empty() {
            shared.wrong(format!("{id}: a journal without a row"));
        }
        return;
    };
    let Some(life) = Life::fold(id, &journal) else {
        return shared.wrong(format!("{id}: a journal that does not fold"));
    };
    let gapless = journal.iter().zip(1..).all(|(entry, seq)| entry.seq == seq);
    let same = row.state == life.state.name()
        && row.version == life.version
        && row.version == journal.len() as u64
        && row.due == life.due
        && row.lane.as_deref() == life.command().map(|it| it.lane().as_str())
        && row.key.as_ref() == life.state.draft().map(|it| &it.key);
    if !gapless || !same {
        shared.wrong(format!("{id}: the row is not the journal's: {row:?}"));
    }
}

/// An acknowledged delivery is on record.
pub(super) async fn on_record(shared: &Shared, body: &[u8]) {
    let digest = Digest::of(body);
    if shared.store.deliveries(digest.as_str()).await.unwrap().is_empty() {
        shared.wrong(format!("the delivery {digest} was acknowledged and is not on record"));
    }
}

/// As [`row`], after every change of a life: where the run is strict.
pub(super) async fn changed(shared: &Shared, id: &LifeId) {
    if shared.is_strict {
        row(shared, id).await;
    }
}

/// What no resuming mends: nobody's seller, a shipment that Amazon does not know.
pub(super) fn may_stay_held(plan: &Plan, life: &Life) -> bool {
    let State::Held { faults, .. } = &life.state else { return false };
    faults.iter().any(|fault| match fault.code {
        Code::SellerUnknown => true,
        // The window is closed: what is left is a note of another kind, by people.
        Code::CancelLate | Code::CancelTooLate => true,
        Code::SpapiNotFound => !plan.shipments.contains_key(&life.id.shipment),
        _ => false,
    })
}

/// Everything, once nothing moves any more.
pub(super) async fn audit(shared: &Shared, plan: &Plan) -> Vec<String> {
    let simulator = shared.simulated.simulator();
    for violation in simulator.violations() {
        shared.wrong(violation);
    }
    if !plan.latency {
        let throttled = simulator.amazon_books().throttled;
        if !throttled.is_empty() {
            shared.wrong(format!("faster than Amazon allows: {throttled:?}"));
        }
    }
    for problem in shared.store.integrity().await.unwrap() {
        shared.wrong(problem);
    }
    let (mut letters, mut fates) = (BTreeSet::new(), BTreeMap::new());
    let (mut authorized, mut maybe) = (0, 0);
    for found in lives(shared).await {
        row(shared, &found.id).await;
        let journal = shared.store.journal(&found.id).await.unwrap();
        let life = history(shared, &found.id, &journal, &mut letters, &mut fates);
        end_of(shared, plan, &life);
        authorized += u64::from(life.state.note().is_some());
        authorized += reissued(&journal);
        maybe += u64::from(life.state.may_be_at_sefaz());
    }
    let issued = simulator.sefaz_books().authorized;
    if !(authorized..=authorized + maybe).contains(&issued) {
        shared.wrong(format!("SEFAZ authorised {issued} notes, we know of {authorized}"));
    }
    for (_, body) in &plan.events {
        on_record(shared, body).await;
        let rows = shared.store.deliveries(Digest::of(body).as_str()).await.unwrap();
        if rows.iter().any(|it| it.kind == "unreadable") {
            letters.insert(unreadable_letter_id(&Digest::of(body)));
        }
    }
    let outbox: BTreeSet<_> =
        shared.store.outbox_unsent(MANY).await.unwrap().into_iter().map(|it| it.id).collect();
    if outbox != letters {
        let odd: Vec<_> = outbox.symmetric_difference(&letters).collect();
        shared.wrong(format!("letters and cases differ by {odd:?}"));
    }
    numbers(shared, &fates).await;
    shared.books.lock().unwrap().faults.clone()
}

/// Notes that were cancelled to make room for another.
pub(super) fn reissued(journal: &[Entry]) -> u64 {
    let mut reissues = 0;
    let mut wanted = false;
    for entry in journal {
        match &entry.event {
            Event::CancelDecided { reissue, .. } => wanted = *reissue,
            Event::Cancelled { .. } => wanted = false,
            Event::EventoRegistered { .. } if wanted => {
                reissues += 1;
                wanted = false;
            }
            _ => {}
        }
    }
    reissues
}

/// Every number is on record, once, with the fate that the journals tell.
async fn numbers(shared: &Shared, told: &BTreeMap<(String, u32), (LifeId, Fate)>) {
    let all = [
        Fate::Taken,
        Fate::Authorized,
        Fate::Rejected,
        Fate::Denied,
        Fate::Lost,
        Fate::Gap,
        Fate::Cancelled,
        Fate::Inutilized,
    ];
    let mut found = BTreeMap::new();
    for fate in all {
        for row in shared.store.numbers(fate, None, MANY).await.unwrap() {
            found.insert((row.cnpj, row.n_nf), (row.life, fate));
        }
    }
    if found != *told {
        shared.wrong(format!("numbers: the store has {found:?}, the journals {told:?}"));
    }
    for series in shared.store.series().await.unwrap() {
        let of_it = || found.keys().filter(|(cnpj, _)| *cnpj == series.cnpj).map(|(_, n)| *n);
        if !of_it().eq(series.first..=series.last) || series.next != series.last + 1 {
            shared.wrong(format!("a hole in {series:?}"));
        }
    }
}

/// The steps of one life, one after the other.
fn history(
    shared: &Shared,
    id: &LifeId,
    journal: &[Entry],
    letters: &mut BTreeSet<String>,
    fates: &mut BTreeMap<(String, u32), (LifeId, Fate)>,
) -> Life {
    let mut before: Option<Life> = None;
    for entry in journal {
        let event = &entry.event;
        let life = match &before {
            None => Life::begin(id.clone(), entry.at, event).unwrap(),
            Some(life) => life.clone().after(entry.at, event),
        };
        for (NoteNumber { cnpj, n_nf, .. }, fate) in Life::fates(before.as_ref(), &life, event) {
            fates.insert((cnpj, n_nf), (id.clone(), fate));
        }
        if let State::Held { faults, .. } = &life.state {
            let known = before.as_ref().map(|life| &life.state);
            let is_news = !matches!(known, Some(State::Held { faults: old, .. }) if old == faults);
            if is_news {
                letters.insert(letter_id(id, entry.seq));
            }
            if faults.iter().any(|fault| fault.code == Code::LifeUnexpected) {
                shared.wrong(format!("{id}: {} was not expected", event.name()));
            }
        }
        if let Some(before) = &before {
            step(shared, before, event, &life);
        }
        before = Some(life);
    }
    before.unwrap()
}

fn step(shared: &Shared, before: &Life, event: &Event, after: &Life) {
    let told = matches!(
        event,
        Event::Cancelled { .. }
            | Event::Puzzled { .. }
            | Event::CancelDecided { .. }
            | Event::CorrectionDecided { .. }
    );
    let ended = matches!(
        before.state,
        State::Accepted(_) | State::Dropped { .. } | State::Discarded { .. } | State::Voided { .. }
    );
    let id = &before.id;
    if ended && !told && before.state != after.state {
        shared.wrong(format!("{id}: {} moved what had ended", event.name()));
    }
    let waited = matches!(
        event,
        Event::Waited { .. } | Event::NotSent { .. } | Event::Absent { .. } | Event::Pending { .. }
    );
    if waited && after.failures > before.failures {
        shared.wrong(format!("{id}: {} counted as a failure", event.name()));
    }
    if let Event::NotSent { why, .. } = event
        && !matches!(why, Wait::NeverArrived)
        && matches!(before.state, State::Submitting { .. })
        && after.submissions >= before.submissions
    {
        shared.wrong(format!("{id}: a wait ({why:?}) counted as a submission"));
    }
    // Only a definite word frees a number, and a note once authorised is never lost from sight.
    let reissued = matches!(event, Event::EventoRegistered { .. })
        && after.state == State::Received { number: None };
    if before.state.note().is_some() && after.state.note() != before.state.note() && !reissued {
        shared.wrong(format!("{id}: {} lost sight of an authorised note", event.name()));
    }
}

/// What is true of a life once nothing moves any more.
fn end_of(shared: &Shared, plan: &Plan, life: &Life) {
    let id = &life.id;
    let simulator = shared.simulated.simulator();
    match &life.state {
        State::Held { .. } if may_stay_held(plan, life) => {}
        State::Accepted(note) => {
            let status =
                simulator.with_amazon(|it| it.filed().get(id).map(|filed| filed.document.clone()));
            if status.as_ref() != Some(&note.nfe_proc) {
                shared.wrong(format!("{id}: accepted, and Amazon has {status:?}"));
            }
            let now = fba_nfe::ports::Clock::now(&*shared.clock);
            let word = simulator.with_amazon(|it| it.status_at(id, now));
            if word != InvoiceStatus::Accepted {
                shared.wrong(format!("{id}: accepted, and Amazon says {word:?}"));
            }
        }
        State::Dropped { .. } | State::Discarded { .. } => {}
        State::Voided { note, .. } => {
            let key = &note.sealed.draft.key;
            if simulator
                .with_sefaz(|it| it.authorized(key).is_none_or(|it| it.cancellation().is_none()))
            {
                shared.wrong(format!("{id}: void, and SEFAZ has no cancellation of {key}"));
            }
        }
        state => shared.wrong(format!("{id}: ends as {}: {:?}", state.name(), life.state)),
    }
    if let Some(note) = life.state.note() {
        let key = &note.sealed.draft.key;
        let known = simulator.with_sefaz(|it| it.authorized(key).cloned());
        if known.map(|it| it.dig_val) != Some(note.sealed.digest_value.clone()) {
            shared.wrong(format!("{id}: SEFAZ does not know {key} as ours"));
        }
    }
}
