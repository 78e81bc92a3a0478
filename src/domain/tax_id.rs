//! Who a party is to the tax office: a company (`Cnpj`) or a person (`Cpf`).

use std::fmt;

/// A company's registration: twelve letters or digits, then two check digits.
///
/// Letters are legal since NT Conjunta 2025.001 (production 2026-07-06), so this is text and
/// never a number.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cnpj(String);

/// A person's registration: nine digits, then two check digits.
///
/// `Debug` hides it: a CPF never reaches a log.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Cpf(String);

/// A buyer's document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TaxId {
    /// A company.
    Cnpj(Cnpj),
    /// A person.
    Cpf(Cpf),
}

/// Why a text is not a CNPJ or a CPF.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TaxIdError {
    /// Wrong number of characters once punctuation is gone.
    #[error("a CNPJ has 14 characters and a CPF 11, this has {0}")]
    Length(usize),
    /// A character outside `0-9A-Z`, or a letter where a digit belongs.
    #[error("a character that has no place in a CNPJ or CPF")]
    Alphabet,
    /// The check digits do not agree with the rest.
    #[error("the check digits do not agree with the rest")]
    CheckDigits,
    /// One character repeated: passes the arithmetic, is never issued.
    #[error("one character repeated is never issued")]
    Repeated,
}

impl Cnpj {
    /// Reads a CNPJ, with or without `.`, `/`, `-` and spaces.
    pub fn parse(text: &str) -> Result<Cnpj, TaxIdError> {
        let bare = bare(text);
        let bytes = bare.as_bytes();
        let Some((root, check)) = bytes.split_at_checked(12).filter(|_| bytes.len() == 14) else {
            return Err(TaxIdError::Length(bare.chars().count()));
        };
        let root_is_legal = root.iter().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
        if !(root_is_legal && check.iter().all(u8::is_ascii_digit)) {
            return Err(TaxIdError::Alphabet);
        }
        if is_repeated(bytes) {
            return Err(TaxIdError::Repeated);
        }
        let first = modulo_11(root);
        let second = modulo_11(&[root, &[b'0' + first]].concat());
        if check != [b'0' + first, b'0' + second] {
            return Err(TaxIdError::CheckDigits);
        }
        Ok(Cnpj(bare))
    }

    /// The fourteen characters, as the XML wants them.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The eight characters that all establishments of one company share (rule 213).
    pub fn root(&self) -> &str {
        self.0.get(..8).unwrap_or_default()
    }
}

impl Cpf {
    /// Reads a CPF, with or without `.`, `-` and spaces.
    pub fn parse(text: &str) -> Result<Cpf, TaxIdError> {
        let bare = bare(text);
        if bare.len() != 11 {
            return Err(TaxIdError::Length(bare.chars().count()));
        }
        if !bare.bytes().all(|b| b.is_ascii_digit()) {
            return Err(TaxIdError::Alphabet);
        }
        if is_repeated(bare.as_bytes()) {
            return Err(TaxIdError::Repeated);
        }
        let (body, check) = bare.split_at(9);
        let first = cpf_digit(body);
        let second = cpf_digit(&format!("{body}{first}"));
        if check != format!("{first}{second}") {
            return Err(TaxIdError::CheckDigits);
        }
        Ok(Cpf(bare))
    }

    /// The eleven digits, as the XML wants them.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TaxId {
    /// Reads either, told apart by length: Amazon's own name for it is free text.
    pub fn parse(text: &str) -> Result<TaxId, TaxIdError> {
        match bare(text).len() {
            11 => Cpf::parse(text).map(TaxId::Cpf),
            _ => Cnpj::parse(text).map(TaxId::Cnpj),
        }
    }

    /// The bare characters.
    pub fn as_str(&self) -> &str {
        match self {
            TaxId::Cnpj(cnpj) => cnpj.as_str(),
            TaxId::Cpf(cpf) => cpf.as_str(),
        }
    }
}

impl fmt::Debug for Cnpj {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cnpj({})", self.0)
    }
}

impl fmt::Display for Cnpj {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Cpf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cpf(***)")
    }
}

/// Modulo 11 over `ASCII - 48`, weights 2 to 9 from the right: the digit of CNPJ and access key
/// (NT Conjunta 2025.001). Letters must be upper case.
pub(crate) fn modulo_11(body: &[u8]) -> u8 {
    let weights = (2..=9u32).cycle();
    let sum: u32 =
        body.iter().rev().zip(weights).map(|(b, w)| u32::from(b.saturating_sub(b'0')) * w).sum();
    match sum % 11 {
        0 | 1 => 0,
        remainder => u8::try_from(11 - remainder).unwrap_or_default(),
    }
}

/// Weights rise from 2 at the right; `(sum × 10) mod 11`, ten counts as zero.
fn cpf_digit(body: &str) -> u32 {
    let sum: u32 = body.bytes().rev().zip(2u32..).map(|(b, w)| u32::from(b - b'0') * w).sum();
    sum * 10 % 11 % 10
}

fn is_repeated(bytes: &[u8]) -> bool {
    bytes.windows(2).all(|pair| pair.first() == pair.last())
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '.' | '/' | '-' | ' ')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_letters_and_punctuation_are_read() {
        assert_eq!(Cnpj::parse("59.594.315/0001-57").unwrap().as_str(), "59594315000157");
        assert_eq!(Cnpj::parse("12ABC34501DE35").unwrap().root(), "12ABC345");
        assert_eq!(Cpf::parse("987.654.321-00").unwrap().as_str(), "98765432100");
        assert!(matches!(TaxId::parse("98765432100"), Ok(TaxId::Cpf(_))));
        assert!(matches!(TaxId::parse("12ABC34501DE35"), Ok(TaxId::Cnpj(_))));
    }

    #[test]
    fn every_way_to_be_wrong_has_its_name() {
        assert_eq!(Cnpj::parse("5959431500015"), Err(TaxIdError::Length(13)));
        assert_eq!(Cnpj::parse("12abc34501de35"), Err(TaxIdError::Alphabet));
        assert_eq!(Cnpj::parse("59594315000158"), Err(TaxIdError::CheckDigits));
        assert_eq!(Cnpj::parse("00000000000000"), Err(TaxIdError::Repeated));
        assert_eq!(Cpf::parse("98765432101"), Err(TaxIdError::CheckDigits));
        assert_eq!(Cpf::parse("11111111111"), Err(TaxIdError::Repeated));
        assert_eq!(Cpf::parse("9876543210A"), Err(TaxIdError::Alphabet));
    }

    #[test]
    fn a_cpf_does_not_print() {
        assert_eq!(format!("{:?}", Cpf::parse("98765432100").unwrap()), "Cpf(***)");
    }
}
