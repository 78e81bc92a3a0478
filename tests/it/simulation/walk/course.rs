//! One shipment from its first event to its end: what the world says, where the process is
//! killed, when Amazon cancels, and people who do what the words ask.

use fba_nfe::domain::{Fault, Mender, Timestamp};
use fba_nfe::lifecycle::{Life, State};
use fba_nfe::ports::Clock as _;
use fba_nfe::simulator::sefaz::SefazBooks;
use fba_nfe::stage::{Parked, Verb, later};
use fba_nfe::words::{self, Lang};

use super::super::gate::Ran;
use super::super::parts;
use super::super::scene::{Advance, Scene};

/// What people do with a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mend {
    Resume,
    Discard,
}

/// What happens to the shipment.
#[derive(Clone, Debug)]
pub(super) struct Course {
    /// `[world]`.
    pub(super) world: String,
    /// Where the process is killed, once.
    pub(super) crash: Option<&'static str>,
    /// Whether Amazon cancels the shipment once its note is accepted.
    pub(super) cancelled: bool,
    pub(super) mend: Mend,
}

/// How it ended.
#[derive(Debug)]
pub(super) struct End {
    pub(super) state: &'static str,
    /// Each time that it was held.
    pub(super) held: Vec<Vec<Fault>>,
    /// Seconds that it took.
    pub(super) took_s: i64,
    /// Notes that SEFAZ authorised, and those of them that it cancelled.
    pub(super) authorized: u64,
    pub(super) cancelled: u64,
    /// Calls within the hour that 656 asks for.
    pub(super) impatient: u64,
    /// Whether the process was killed.
    pub(super) crashed: bool,
    /// Numbers that were taken.
    pub(super) numbers: u32,
}

/// Times that people do something before they would give up.
const ROUNDS: usize = 6;

/// How long a case lies before somebody does something.
const LIES_S: i64 = 900;

/// Calls and commits of one life: a course that has more goes round in circles.
const STEPS: usize = 200;

pub(super) async fn run(scene: &mut Scene, n: u64, course: &Course) -> Result<End, String> {
    scene.turn_to(n, &course.world);
    let before = Before::of(scene).await;
    let mut crash = course.crash;
    let mut held = Vec::new();
    scene.tell("Created").await;
    let mut life = rest(scene, &mut crash, course, &mut held).await?;
    if course.cancelled && matches!(life.state, State::Accepted(_)) {
        scene.tell("Cancelled").await;
        life = rest(scene, &mut crash, course, &mut held).await?;
    }
    let faults = scene.shared.books.lock().unwrap().faults.clone();
    let wrong = [faults, scene.shared.simulated.simulator().violations()].concat();
    if !wrong.is_empty() {
        return Err(format!("{wrong:?}"));
    }
    let after = Before::of(scene).await;
    Ok(End {
        state: life.state.name(),
        held,
        took_s: after.now.duration_since(before.now).as_secs(),
        authorized: after.books.authorized - before.books.authorized,
        cancelled: after.books.cancelled - before.books.cancelled,
        impatient: after.books.impatient - before.books.impatient,
        crashed: course.crash.is_some() && crash.is_none(),
        numbers: after.last - before.last,
    })
}

/// How the world stood.
struct Before {
    now: Timestamp,
    books: SefazBooks,
    /// The last number of the series.
    last: u32,
}

impl Before {
    async fn of(scene: &Scene) -> Before {
        let series = scene.shared.store.series().await.unwrap();
        Before {
            now: scene.shared.clock.now(),
            books: scene.shared.simulated.simulator().sefaz_books(),
            last: series.iter().map(|it| it.last).sum(),
        }
    }
}

/// Through all its waits and all that people have to mend.
async fn rest(
    scene: &mut Scene,
    crash: &mut Option<&'static str>,
    course: &Course,
    held: &mut Vec<Vec<Fault>>,
) -> Result<Life, String> {
    for _ in 0..ROUNDS {
        let life = still(scene, crash).await?;
        let State::Held { faults, .. } = &life.state else { return Ok(life) };
        faults.iter().try_for_each(readable)?;
        held.push(faults.clone());
        let then = later(scene.shared.clock.now(), LIES_S);
        scene.shared.clock.advance_to(then);
        let verb = match course.mend {
            Mend::Resume => Verb::Resume,
            Mend::Discard => Verb::Discard,
        };
        if let Err(error) = scene.act(verb, Some(life.version)).await {
            return Err(format!("{:?}: {error}", course.mend));
        }
    }
    Err(format!("held again and again: {held:?}"))
}

/// Until nothing is outstanding.
async fn still(scene: &mut Scene, crash: &mut Option<&'static str>) -> Result<Life, String> {
    for _ in 0..STEPS {
        let (stage, id) = (std::sync::Arc::clone(&scene.stage), scene.id.clone());
        let mut task: Advance = Box::pin(async move { stage.advance(&id).await });
        let mut is_new = true;
        let parked = loop {
            match scene.shared.gate.run(&mut task, is_new).await {
                Ran::Done(parked) => break Some(parked.map_err(|error| error.to_string())?),
                Ran::AtGate(place) if Some(place) == *crash => break None,
                Ran::AtGate(_) => is_new = false,
            }
        };
        match parked {
            // kill -9, and a new process.
            None => {
                drop(task);
                *crash = None;
                scene.stage = parts::stage(&scene.shared, &scene.plan);
            }
            Some(Parked::Done) => return Ok(scene.life().await),
            Some(Parked::Until(then) | Parked::Closed { until: then, .. }) => {
                scene.shared.clock.advance_to(then);
            }
        }
    }
    Err(format!("it never rests: {:?}", scene.life().await.state))
}

/// A person can read what is wrong, in both languages, and whose it is.
fn readable(fault: &Fault) -> Result<(), String> {
    for lang in [Lang::PtBr, Lang::En] {
        let said = words::of(fault.code, lang);
        let c_stat = fault.value.as_deref().and_then(|it| it.parse().ok());
        let c_stat = c_stat.filter(|_| fault.field == "cStat");
        let both = c_stat.and_then(|it| words::c_stat(it, lang)).into_iter().chain([said]);
        for it in both {
            if [it.title, it.what, it.why, it.todo].iter().any(|text| text.trim().is_empty()) {
                return Err(format!("{} has no words", fault.code));
            }
        }
    }
    let told = fault.detail.as_deref().is_some_and(|it| !it.trim().is_empty());
    if fault.field == "cStat" && !told {
        return Err(format!("{}: SEFAZ's own text is lost", fault.code));
    }
    match fault.mender {
        Mender::Time => Err(format!("{} is held for nobody", fault.code)),
        Mender::Fiscal | Mender::Cadastro | Mender::Ti | Mender::Amazon => Ok(()),
    }
}
