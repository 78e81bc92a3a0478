//! The archive: filed on disk, exported for the accountant, verified by anybody.

mod documents;
mod export;
mod filer;
mod verify;
