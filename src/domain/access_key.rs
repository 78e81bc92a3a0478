//! `chave de acesso`: the forty-four characters that name one NF-e for ever.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::tax_id::modulo_11;
use super::{Cnpj, Uf};

/// A key whose check digit agrees with the other forty-three characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccessKey(String);

/// Why a text is not an access key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccessKeyError {
    /// Not forty-four characters of the pattern `TChNFe`.
    #[error("an access key is 6 digits, 12 letters or digits, then 26 digits")]
    Shape,
    /// `cDV` disagrees (rejections 236 and 253).
    #[error("the check digit does not agree with the rest of the access key")]
    CheckDigit,
}

/// What a key is made of, in its order.
#[derive(Clone, Debug)]
pub struct KeyParts<'a> {
    /// `cUF`.
    pub uf: Uf,
    /// Year and month of `dhEmi` as written, local to the emitter: `(2026, 11)`.
    pub year_month: (i16, i8),
    /// The emitter.
    pub cnpj: &'a Cnpj,
    /// `mod`: 55.
    pub model: u8,
    /// `serie`, 0 to 999.
    pub serie: u16,
    /// `nNF`, 1 to 999999999.
    pub number: u32,
    /// `tpEmis`: 1 normal, 6 SVC-AN, 7 SVC-RS.
    pub tp_emis: u8,
    /// `cNF`, below 100000000.
    pub code: u32,
}

impl AccessKey {
    /// Reads forty-four characters.
    pub fn parse(text: &str) -> Result<AccessKey, AccessKeyError> {
        let bytes = text.as_bytes();
        let legal = bytes.len() == 44
            && bytes.iter().enumerate().all(|(at, b)| match at {
                6..=17 => b.is_ascii_digit() || b.is_ascii_uppercase(),
                _ => b.is_ascii_digit(),
            });
        let Some((body, check)) = text.split_at_checked(43).filter(|_| legal) else {
            return Err(AccessKeyError::Shape);
        };
        if check != modulo_11(body.as_bytes()).to_string() {
            return Err(AccessKeyError::CheckDigit);
        }
        Ok(AccessKey(text.to_owned()))
    }

    /// Puts the parts together and adds `cDV`.
    pub fn compose(parts: &KeyParts<'_>) -> AccessKey {
        let (year, month) = parts.year_month;
        let body = format!(
            "{:02}{:02}{month:02}{}{:02}{:03}{:09}{}{:08}",
            parts.uf.code(),
            year.rem_euclid(100),
            parts.cnpj.as_str(),
            parts.model,
            parts.serie,
            parts.number,
            parts.tp_emis,
            parts.code,
        );
        let check = modulo_11(body.as_bytes());
        AccessKey(format!("{body}{check}"))
    }

    /// The forty-four characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `cDV`, the last character.
    pub fn check_digit(&self) -> &str {
        self.0.get(43..).unwrap_or_default()
    }

    /// `cUF`: who authorises it.
    pub fn uf(&self) -> Option<Uf> {
        Uf::from_code(self.0.get(..2)?.parse().ok()?)
    }

    /// `AAMM`: year and month of the note.
    pub fn year_month(&self) -> (i16, i8) {
        let part = |range: std::ops::Range<usize>| self.0.get(range).unwrap_or_default();
        let (year, month) = (part(2..4).parse::<i16>(), part(4..6).parse::<i8>());
        (2000 + year.unwrap_or_default(), month.unwrap_or_default())
    }

    /// `tpEmis`: 1, or how else the note was issued.
    pub fn tp_emis(&self) -> u8 {
        self.0.get(34..35).and_then(|digit| digit.parse().ok()).unwrap_or_default()
    }

    /// The CNPJ part.
    pub fn cnpj(&self) -> &str {
        self.0.get(6..20).unwrap_or_default()
    }
}

impl TryFrom<String> for AccessKey {
    type Error = AccessKeyError;

    fn try_from(text: String) -> Result<AccessKey, AccessKeyError> {
        AccessKey::parse(&text)
    }
}

impl From<AccessKey> for String {
    fn from(key: AccessKey) -> String {
        key.0
    }
}

impl fmt::Display for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_real_key_is_read_and_its_neighbour_is_not() {
        assert!(AccessKey::parse("35180834128745000152550010000474281920007498").is_ok());
        assert_eq!(
            AccessKey::parse("35180834128745000152550010000474281920007499"),
            Err(AccessKeyError::CheckDigit)
        );
        assert_eq!(AccessKey::parse("3518"), Err(AccessKeyError::Shape));
    }

    #[test]
    fn parts_make_the_published_vectors() {
        let numeric = Cnpj::parse("11222333000181").unwrap();
        let lettered = Cnpj::parse("12ABC34501DE35").unwrap();
        let parts = |cnpj, serie, number, code| KeyParts {
            uf: Uf::Sp,
            year_month: (2026, 11),
            cnpj,
            model: 55,
            serie,
            number,
            tp_emis: 1,
            code,
        };
        assert_eq!(
            AccessKey::compose(&parts(&numeric, 1, 2, 73_019_264)).as_str(),
            "35261111222333000181550010000000021730192647"
        );
        assert_eq!(
            AccessKey::compose(&parts(&lettered, 3, 123_456_789, 90_817_263)).as_str(),
            "35261112ABC34501DE35550031234567891908172631"
        );
    }
}
