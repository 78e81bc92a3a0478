//! The NF-e as a document: written, sealed, read back and disputed.
//!
//! [`write()`] puts an invoice down in canonical form, [`sign()`](sign::sign) seals it,
//! [`check()`](check::check) reads the sealed bytes back and disputes them, [`proc`] puts the
//! protocol beside them. Nothing here computes a tax, asks the time or speaks to anybody.

pub mod certificate;
pub mod check;
pub mod element;
pub mod evento;
pub mod inut;
pub mod number_code;
pub mod proc;
pub mod read;
mod rsa;
pub mod sign;
pub mod write;

pub use certificate::Certificate;
pub use check::{Dispute, Verified, check, content, layout, verify, verify_proc};
pub use element::Element;
pub use read::{Document, read};
pub use sign::{Sealed, sign};
pub use write::{Unsigned, write};

/// The one namespace of the NF-e (587).
pub const NAMESPACE: &str = "http://www.portalfiscal.inf.br/nfe";
/// The namespace of `Signature`.
pub const SIGNATURE_NAMESPACE: &str = "http://www.w3.org/2000/09/xmldsig#";
