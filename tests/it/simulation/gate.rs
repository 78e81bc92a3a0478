//! Where a task stops until the driver lets it go on: before and after every call to the world.
//! A task that is dropped at a gate is what kill -9 leaves behind.

use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::Poll;

/// What a run of one task came to.
pub(super) enum Ran<T> {
    Done(T),
    AtGate(&'static str),
}

#[derive(Default)]
struct Standing {
    may_pass: bool,
    reached: Option<&'static str>,
}

/// One for all tasks: the driver polls one task at a time.
#[derive(Clone, Default)]
pub(super) struct Gate(Arc<Mutex<Standing>>);

impl Gate {
    /// Stops here until the driver picks this task.
    pub(super) async fn pass(&self, place: &'static str) {
        poll_fn(|_| {
            let mut standing = self.0.lock().unwrap();
            if std::mem::take(&mut standing.may_pass) {
                return Poll::Ready(());
            }
            standing.reached = Some(place);
            Poll::Pending
        })
        .await;
    }

    /// Runs this task alone, to its next gate or its end.
    pub(super) async fn run<T>(
        &self,
        task: &mut (impl Future<Output = T> + Unpin),
        is_new: bool,
    ) -> Ran<T> {
        *self.0.lock().unwrap() = Standing { may_pass: !is_new, reached: None };
        let mut task = std::pin::Pin::new(task);
        poll_fn(|context| match task.as_mut().poll(context) {
            Poll::Ready(value) => Poll::Ready(Ran::Done(value)),
            Poll::Pending => match self.0.lock().unwrap().reached.take() {
                Some(place) => Poll::Ready(Ran::AtGate(place)),
                None => Poll::Pending,
            },
        })
        .await
    }
}
