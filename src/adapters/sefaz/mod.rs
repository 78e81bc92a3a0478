//! SEFAZ over SOAP 1.2 with mutual TLS: `ports::Sefaz`.
//!
//! One request, one answer. What is not known to have failed is told as not known; asking again
//! belongs to the stage.

mod client;
mod endpoints;
mod gzip;
mod services;
mod soap;
mod xml;

pub use client::{SefazClient, SefazConfig, SefazEmitter, SefazSetupError};
pub use endpoints::{Authorizer, EndpointError, Endpoints, Service};
