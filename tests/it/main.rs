//! All integration tests: one binary, so they link once.

mod lifecycle;
mod schemas;
