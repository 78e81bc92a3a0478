//! The desk beside what goes on: a replay, the worker, the dead-letter queue, alerts.

mod alerts;
mod http;
mod replay;
mod work;
