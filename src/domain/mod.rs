//! The words of the trade. Every type here is valid by construction, or says plainly that it is
//! somebody else's word (`Shipment`: what Amazon said).
//!
//! Nothing here reads a file, asks the time or knows of XML.

pub mod access_key;
pub mod c_stat;
pub mod cancellation;
pub mod catalogue;
pub mod chance;
pub mod codes;
pub mod correction;
pub mod digest;
pub mod emission;
pub mod fault;
pub mod ids;
pub mod ie;
pub mod invoice;
pub mod lists;
pub mod local;
pub mod memoria;
pub mod money;
pub mod product;
pub mod seller;
pub mod shipment;
pub mod tax_id;
pub mod text;
pub mod uf;

pub use access_key::AccessKey;
pub use chance::Chance;
pub use digest::{Digest, hex};
pub use emission::{Emission, Svc};
pub use fault::{Cause, Code, Fault, Mender, Step};
pub use ids::{LifeId, OrderId, SellerId, ShipmentId};
pub use jiff::Timestamp;
pub use money::{Money, Quantity, Rate, UnitPrice};
pub use tax_id::{Cnpj, Cpf, TaxId};
pub use uf::Uf;
