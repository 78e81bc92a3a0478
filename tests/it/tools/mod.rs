//! What the tests reach the outside with: a broker, the built program, the XML tools.
//!
//! Other programs start and end when they please, so something must wait for them.
//! That waiting is here, in [`deadline`], always with an end. No test sleeps.

pub(crate) mod broker;
pub(crate) mod deadline;
pub(crate) mod program;
pub(crate) mod xml;

use std::path::PathBuf;

/// A path below the root of the repository, wherever the tests are run from.
pub(crate) fn root(below: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(below)
}
