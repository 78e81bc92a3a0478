//! One run: processes, the broker, people and the clock, all moved by one seed.

use std::collections::{BTreeMap, BTreeSet};
use std::pin::Pin;
use std::sync::Arc;

use fba_nfe::domain::{LifeId, Timestamp};
use fba_nfe::lifecycle::State;
use fba_nfe::ports::{Clock as _, Origin, StoreError};
use fba_nfe::stage::{Action, Closed, DeskError, Parked, Receipt, Stage, Verb, later};

use super::gate::Ran;
use super::plan::Plan;
use super::rng::Rng;
use super::world::{Chaos, Shared};
use super::{laws, parts};

/// Steps of a run that is not over by then never will be.
const STEPS_MAX: u32 = 30_000;

/// Times that people send everything on that is held.
const ROUNDS: u32 = 12;

/// Lives that one process moves at once.
const HANDS: usize = 3;

/// What a task was for, and what came of it.
enum Came {
    Advanced(LifeId, Result<Parked, StoreError>),
    Received(usize, Result<Receipt, StoreError>),
    Acted(Result<(), DeskError>),
}

struct Task {
    process: usize,
    what: String,
    is_new: bool,
    future: Pin<Box<dyn Future<Output = Came>>>,
}

struct Process {
    stage: Arc<Stage<Chaos>>,
    busy: BTreeSet<LifeId>,
    closed: Closed,
}

pub(super) struct Run {
    pub(super) plan: Plan,
    pub(super) shared: Shared,
    rng: Rng,
    processes: Vec<Process>,
    tasks: Vec<Task>,
    /// Deliveries that the broker still has, by their place in the plan; `true`: handed over.
    queue: BTreeMap<usize, bool>,
    stalled: Timestamp,
}

impl Run {
    pub(super) fn new(seed: u64) -> Run {
        let mut rng = Rng::new(seed);
        let plan = Plan::new(&mut rng);
        let shared = parts::shared(&plan);
        let processes = (0..plan.workers).map(|_| Process::start(&shared, &plan)).collect();
        let queue = (0..plan.events.len()).map(|place| (place, false)).collect();
        let stalled = plan.starts;
        Run { plan, shared, rng, processes, tasks: Vec::new(), queue, stalled }
    }

    fn now(&self) -> Timestamp {
        self.shared.clock.now()
    }

    /// To the end, or to what is wrong.
    pub(super) async fn play(&mut self) {
        let (mut rounds, mut rested) = (0, self.now());
        for _ in 0..STEPS_MAX {
            if !self.shared.books.lock().unwrap().faults.is_empty() {
                return;
            }
            if self.chance() {
                rested = self.now();
            }
            let next = self.begin().await;
            if let Some(place) = self.choose() {
                self.step(place).await;
                continue;
            }
            // Nobody does anything: time passes, or it is over.
            let next = next.into_iter().chain(self.next_outside()).min();
            match next {
                Some(next) => self.shared.clock.advance_to(next),
                None if rounds < ROUNDS && self.send_on().await => rounds += 1,
                None => {
                    laws::audit(&self.shared, &self.plan).await;
                    return;
                }
            }
            // Pauses of hours, and a validation of some: a week is plenty once people are done.
            if self.next_outside().is_none() {
                if self.now() > later(rested, 7 * 24 * 3600) {
                    return self.shared.wrong(format!("not at rest since {rested}"));
                }
            } else {
                rested = self.now();
            }
        }
        let left: Vec<_> = self.tasks.iter().map(|it| it.what.as_str()).collect();
        self.shared.wrong(format!("no end in {STEPS_MAX} steps; under way: {left:?}"));
    }

    /// A crash, or time that passes while calls are under way; `true` when the clock jumped.
    fn chance(&mut self) -> bool {
        let quiet = self.queue.is_empty() && self.tasks.is_empty();
        if self.plan.crashes > 0 && !quiet && self.rng.permille(25) {
            self.plan.crashes -= 1;
            let process = self.rng.index(self.processes.len());
            self.crash(process);
        }
        if self.tasks.is_empty() {
            self.stalled = self.now();
            if self.plan.jumps > 0 && self.rng.permille(10) {
                self.plan.jumps -= 1;
                let seconds = [61, 700, 3700, 90_000, 40 * 24 * 3600];
                let by = *self.rng.pick(&seconds);
                self.shared.note(|| format!("the clock jumps {by} s"));
                self.shared.clock.advance_to(later(self.now(), by));
                return true;
            }
        } else if self.plan.latency && self.rng.permille(60) {
            // With two workers a call is never on its way for longer than SEFAZ is asked twice.
            let most = if self.plan.workers > 1 { 4 } else { 50 };
            let by = i64::try_from(self.rng.between(1, most)).unwrap();
            let then = later(self.now(), by);
            if self.plan.workers == 1 || then <= later(self.stalled, 8) {
                self.shared.clock.advance_to(then);
            }
        }
        false
    }

    /// kill -9: what was under way is gone, and so is everything in memory. The broker hands over
    /// again what was not acknowledged.
    fn crash(&mut self, process: usize) {
        self.shared.note(|| format!("process {process} is killed"));
        self.tasks.retain(|task| task.process != process);
        self.processes[process] = Process::start(&self.shared, &self.plan);
        for handed in self.queue.values_mut() {
            *handed = false;
        }
    }

    /// Takes up lives, deliveries and people whose time has come; says what is due next.
    async fn begin(&mut self) -> Option<Timestamp> {
        let now = self.now();
        let mut next = None;
        for at in 0..self.processes.len() {
            let free = HANDS.saturating_sub(self.processes[at].busy.len());
            let process = &mut self.processes[at];
            process.closed.retain(|_, until| *until > now);
            // Looking costs more than anything else here: not at every step.
            if free == 0 || !self.tasks.is_empty() && !self.rng.permille(80) {
                continue;
            }
            let claimed = process.stage.claim(free, &process.busy, &process.closed).await;
            let claim = claimed.unwrap();
            next = next.into_iter().chain(claim.next).min();
            for id in claim.lives {
                if !process.busy.insert(id.clone()) {
                    continue;
                }
                let stage = Arc::clone(&process.stage);
                self.tasks.push(Task::new(at, format!("advance {id}"), async move {
                    let parked = stage.advance(&id).await;
                    Came::Advanced(id, parked)
                }));
            }
        }
        self.deliver(now);
        self.people(now).await;
        next
    }

    fn deliver(&mut self, now: Timestamp) {
        let ready: Vec<usize> = self
            .queue
            .iter()
            .filter(|(place, handed)| !**handed && self.plan.events[**place].0 <= now)
            .map(|(place, _)| *place)
            .collect();
        // In any order, and not all at once.
        if ready.is_empty() || self.rng.permille(300) && !self.tasks.is_empty() {
            return;
        }
        let place = *self.rng.pick(&ready);
        self.queue.insert(place, true);
        let body = self.plan.events[place].1.clone();
        let process = self.rng.index(self.processes.len());
        let stage = Arc::clone(&self.processes[process].stage);
        self.tasks.push(Task::new(process, format!("deliver {place}"), async move {
            let receipt = stage.receive(body, None).await;
            Came::Received(place, receipt)
        }));
    }

    /// Somebody does something, on a whim.
    async fn people(&mut self, now: Timestamp) {
        while self.plan.people.first().is_some_and(|at| *at <= now) {
            self.plan.people.remove(0);
            let lives = laws::lives(&self.shared).await;
            if lives.is_empty() {
                continue;
            }
            // Mostly on what is held, now and then on anything.
            let held: Vec<_> = lives.iter().filter(|it| it.state == "held").collect();
            let row = match held.is_empty() || self.rng.permille(200) {
                true => self.rng.pick(&lives),
                false => *self.rng.pick(&held),
            };
            let verb = match self.rng.below(14) {
                10 => Verb::Cancel { reissue: false },
                11 => Verb::Cancel { reissue: true },
                12 | 13 => Verb::Letter { text: "Transportadora corrigida: Veloz Ltda".into() },
                0..5 => Verb::Resume,
                5..7 => Verb::Discard,
                7 => correct("ShipmentItems[0].SellerSKU", "SKU-001"),
                8 => correct("BuyerTaxInfo.Document", "98765432100"),
                _ => correct("ShippingAddress.City", "Osasco"),
            };
            let version = self.rng.permille(500).then_some(row.version);
            let times = if self.rng.permille(400) { 2 } else { 1 };
            for _ in 0..times {
                self.act(&row.id, verb.clone(), version);
            }
        }
    }

    fn act(&mut self, id: &LifeId, verb: Verb, version: Option<u64>) {
        let process = self.rng.index(self.processes.len());
        let stage = Arc::clone(&self.processes[process].stage);
        let (what, id) = (format!("{verb:?} {id}"), id.clone());
        let why = "a mercadoria nao saiu do armazem".into();
        let origin = Origin::command_line();
        let action = Action { by: "ana".into(), why, version, origin, verb };
        self.tasks.push(Task::new(process, what, async move {
            Came::Acted(stage.act(&id, action).await.map(|_| ()))
        }));
    }

    /// People mend and send on all that is held; `false` when nothing can be.
    async fn send_on(&mut self) -> bool {
        let mut any = false;
        for row in laws::lives(&self.shared).await {
            let life = self.processes[0].stage.life(&row.id).await.unwrap().unwrap();
            let State::Held { resume, .. } = &life.state else { continue };
            if laws::may_stay_held(&self.plan, &life) {
                continue;
            }
            any = true;
            let stage = Arc::clone(&self.processes[0].stage);
            let mendable = matches!(resume.as_ref(), State::Received { .. });
            // What Amazon cancelled is not sent on, only ended; an unknown note is asked about.
            let at_sefaz = matches!(resume.as_ref(), State::Registering { .. });
            let is_over = life.cancelled && !resume.may_be_at_sefaz() && !at_sefaz;
            let end = if is_over { Verb::Discard } else { Verb::Resume };
            let fault = row.fault.clone().unwrap_or_default();
            self.tasks.push(Task::new(0, format!("send on {}", row.id), async move {
                let act = |verb| Action {
                    by: "ana".into(),
                    why: "teste".into(),
                    version: None,
                    origin: Origin::command_line(),
                    verb,
                };
                if mendable && fault.starts_with("product") {
                    let verb = correct("ShipmentItems[0].SellerSKU", "SKU-001");
                    let _ = stage.act(&row.id, act(verb)).await;
                }
                if mendable && fault.starts_with("buyer") {
                    let verb = correct("BuyerTaxInfo.Document", "98765432100");
                    let _ = stage.act(&row.id, act(verb)).await;
                }
                Came::Acted(stage.act(&row.id, act(end)).await.map(|_| ()))
            }));
        }
        any
    }

    fn choose(&mut self) -> Option<usize> {
        (!self.tasks.is_empty()).then(|| self.rng.index(self.tasks.len()))
    }

    async fn step(&mut self, place: usize) {
        let gate = self.shared.gate.clone();
        let task = &mut self.tasks[place];
        let ran = gate.run(&mut task.future, std::mem::take(&mut task.is_new)).await;
        let came = match ran {
            Ran::AtGate(at) => {
                let what = &task.what;
                self.shared.note(|| format!("{what}: {at}"));
                return;
            }
            Ran::Done(came) => came,
        };
        let task = self.tasks.remove(place);
        let process = &mut self.processes[task.process];
        match came {
            Came::Advanced(id, parked) => {
                process.busy.remove(&id);
                self.shared.note(|| format!("{}: {parked:?}", task.what));
                match parked {
                    Ok(Parked::Closed { lane, until }) => {
                        process.closed.insert((id.seller.clone(), lane), until);
                    }
                    Ok(Parked::Done | Parked::Until(_)) | Err(StoreError::Conflict) => {}
                    Err(error) => self.shared.wrong(format!("{}: {error}", task.what)),
                }
            }
            Came::Received(place, Ok(receipt)) => {
                self.shared.note(|| format!("{}: {receipt:?}", task.what));
                self.queue.remove(&place);
                laws::on_record(&self.shared, &self.plan.events[place].1).await;
            }
            // Not acknowledged: it comes again.
            Came::Received(place, Err(StoreError::Conflict)) => {
                self.queue.insert(place, false);
            }
            Came::Received(_, Err(error)) => self.shared.wrong(format!("{}: {error}", task.what)),
            Came::Acted(Err(DeskError::Store(error))) => {
                self.shared.wrong(format!("{}: {error}", task.what));
            }
            Came::Acted(did) => self.shared.note(|| format!("{}: {did:?}", task.what)),
        }
    }

    fn next_outside(&self) -> Option<Timestamp> {
        let events = self.queue.keys().map(|place| self.plan.events[*place].0);
        events.chain(self.plan.people.first().copied()).min()
    }
}

fn correct(field: &str, value: &str) -> Verb {
    Verb::Correct { field: field.into(), value: value.into() }
}

impl Process {
    fn start(shared: &Shared, plan: &Plan) -> Process {
        let stage = parts::stage(shared, plan);
        Process { stage, busy: BTreeSet::new(), closed: Closed::new() }
    }
}

impl Task {
    fn new(process: usize, what: String, future: impl Future<Output = Came> + 'static) -> Task {
        Task { process, what, is_new: true, future: Box::pin(future) }
    }
}
