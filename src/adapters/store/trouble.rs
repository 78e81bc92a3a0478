//! What SQLite's errors mean to those who asked.

use rusqlite::ErrorCode;

use crate::ports::StoreError;

/// A broken constraint is a rule; everything else is the disk, the file or a bug. SQLite's texts
/// name tables, columns, constraints and our triggers' sentences, never values.
impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        match error.sqlite_error_code() {
            Some(ErrorCode::ConstraintViolation) => StoreError::Refused(error.to_string()),
            _ => StoreError::Failed(error.to_string()),
        }
    }
}

/// What stands in the store is not what we wrote.
pub(super) fn unreadable(what: &str, error: impl std::fmt::Display) -> StoreError {
    StoreError::Failed(format!("{what} in the store cannot be read: {error}"))
}
