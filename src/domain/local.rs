//! `TLocal`: a place that is not the emitter's own address.

use std::fmt;

use super::codes::Ie;
use super::invoice::Ender;
use super::{Cnpj, TaxId};

/// `retirada`: where goods are fetched when that is not `emit`'s address (rules 276 to 279).
#[derive(Clone, PartialEq, Eq)]
pub struct Local {
    /// `CNPJ` or `CPF` of whose place it is.
    pub id: TaxId,
    /// `xNome`, 2 to 60.
    pub x_nome: Option<String>,
    /// The address.
    pub ender: Ender,
    /// `IE` of whose place it is.
    pub ie: Option<Ie>,
}

impl fmt::Debug for Local {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Local(*** {})", self.ender.uf)
    }
}

/// `CSRT`: the secret that a state's tax office gave to whoever answers for the program, and the
/// number that names it there (NT 2018.005). `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Csrt {
    id: String,
    secret: String,
}

/// Why a text is no `idCSRT`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("idCSRT: expected 2 digits")]
pub struct CsrtError;

impl Csrt {
    /// Takes `idCSRT`, two digits, and the secret.
    pub fn new(id: &str, secret: &str) -> Result<Csrt, CsrtError> {
        let right = id.len() == 2 && id.bytes().all(|b| b.is_ascii_digit());
        if !right {
            return Err(CsrtError);
        }
        Ok(Csrt { id: id.to_owned(), secret: secret.to_owned() })
    }

    /// `idCSRT`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The secret: only its hash goes into a note.
    pub fn secret(&self) -> &str {
        &self.secret
    }
}

impl fmt::Debug for Csrt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Csrt({}, ***)", self.id)
    }
}

/// SEFAZ-BA, which must be in `autXML` where nobody else is (rule 486).
pub const SEFAZ_BA: &str = "13937073000156";

/// SEFAZ-BA as a party.
pub fn sefaz_ba() -> Option<TaxId> {
    Cnpj::parse(SEFAZ_BA).ok().map(TaxId::Cnpj)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_csrt_has_two_digits_and_does_not_print() {
        let csrt = Csrt::new("01", "G8063VRTNDMO886SFNK5LDUDEI24XJ22YIPO").unwrap();
        assert_eq!(format!("{csrt:?}"), "Csrt(01, ***)");
        assert!(Csrt::new("1", "x").is_err() && Csrt::new("0A", "x").is_err());
        assert!(sefaz_ba().is_some());
    }
}
