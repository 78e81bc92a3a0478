//! Every row of the `cStat` table and every word of the simulator, at every step: where the life
//! comes to rest, what a person reads, and how many notes SEFAZ has of the sale in the end.
//!
//! `WALK=all cargo test --test it simulation::walk` walks each code at each place, and each word
//! with each killing: some minutes. Without it each row stands where it is at home, and elsewhere
//! one of each action.

mod course;
mod faults;
mod table;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::laws;
use super::scene::Scene;
use course::{Course, End, run};

/// A course, and what is wrong with how it ended.
struct Case {
    name: String,
    course: Course,
    judge: Judge,
}

/// What an end must be.
type Judge = Box<dyn Fn(&End) -> Result<(), String> + Send + Sync>;

/// Courses that one store and one simulator see, one after the other: opening a store takes longer
/// than a course.
const TOGETHER: usize = 24;

/// Whether to walk everything.
fn all() -> bool {
    std::env::var("WALK").is_ok_and(|it| it == "all")
}

/// Walks them all, on two threads.
fn walk(cases: &[Case]) {
    let groups: Vec<&[Case]> = cases.chunks(TOGETHER).collect();
    let (next, failed) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        while let Some(group) = groups.get(next.fetch_add(1, Ordering::Relaxed)) {
            let wrong = runtime.block_on(play(group));
            failed.lock().unwrap().extend(wrong);
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work);
        scope.spawn(work);
    });
    let mut failed = failed.into_inner().unwrap();
    failed.sort();
    let shown = failed.iter().take(40).cloned().collect::<Vec<_>>().join("\n");
    assert!(failed.is_empty(), "{} of {} ended wrong:\n{shown}", failed.len(), cases.len());
}

/// What is wrong with how they ended, each by its name.
async fn play(group: &[Case]) -> Vec<String> {
    let mut scene = Scene::of(group.len() as u64, "");
    let mut wrong = Vec::new();
    for (case, n) in group.iter().zip(1..) {
        let judged = run(&mut scene, n, &case.course).await.and_then(|end| (case.judge)(&end));
        if let Err(why) = judged {
            wrong.push(format!("{}: {why}", case.name));
            // What the next ones find is not theirs.
            scene = Scene::of(group.len() as u64, "");
        }
    }
    let all = laws::audit(&scene.shared, &scene.plan).await;
    if !all.is_empty() {
        let names: Vec<_> = group.iter().map(|it| it.name.as_str()).collect();
        wrong.push(format!("{all:?} in one of {names:?}"));
    }
    wrong
}
