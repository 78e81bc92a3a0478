//! The desk beside what goes on: a replay, the worker, the dead-letter queue, alerts.

mod http;
mod replay;
