//! Codes that the tax office issues: each is text of a fixed shape.

use std::fmt;

/// Why a text is not such a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}: expected {shape}")]
pub struct CodeError {
    /// Which code.
    pub what: &'static str,
    /// What it looks like.
    pub shape: &'static str,
}

macro_rules! digits_code {
    ($(#[$doc:meta])* $name:ident, $tag:literal, $shape:literal, $len:pat) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// Reads the digits; dots, hyphens and spaces between them are dropped.
            pub fn parse(text: &str) -> Result<$name, CodeError> {
                let bare: String =
                    text.chars().filter(|c| !matches!(c, '.' | '-' | ' ')).collect();
                match bare.len() {
                    $len if bare.bytes().all(|b| b.is_ascii_digit()) => Ok($name(bare)),
                    _ => Err(CodeError { what: $tag, shape: $shape }),
                }
            }

            /// The digits.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

digits_code! {
    /// `NCM`: the kind of goods, eight digits.
    Ncm, "NCM", "8 digits", 8
}
digits_code! {
    /// `CEST`: goods under tax substitution, seven digits.
    Cest, "CEST", "7 digits", 7
}
digits_code! {
    /// `CEP`: postal code, eight digits.
    Cep, "CEP", "8 digits", 8
}
digits_code! {
    /// `cMun`: IBGE municipality, seven digits.
    CMun, "cMun", "7 digits", 7
}
digits_code! {
    /// `IE`: state registration, two to fourteen digits.
    Ie, "IE", "2 to 14 digits", 2..=14
}
digits_code! {
    /// `cClassTrib`: classification of IBS/CBS, six digits; the first three are its CST.
    CClassTrib, "cClassTrib", "6 digits", 6
}

digits_code! {
    /// `cEnq`: the legal frame of IPI, three digits; 999 is the ordinary one.
    CEnq, "cEnq", "3 digits", 3
}

/// `cBenef`: a state's benefit, as its own table names it; `SEM CBENEF` where the state wants
/// that said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CBenef(String);

impl CBenef {
    /// Reads eight or ten letters and digits, or `SEM CBENEF`.
    pub fn parse(text: &str) -> Result<CBenef, CodeError> {
        let text = text.trim().to_uppercase();
        let plain = text.bytes().all(|b| b.is_ascii_alphanumeric());
        match text.len() {
            8 | 10 if plain => Ok(CBenef(text)),
            _ if text == "SEM CBENEF" => Ok(CBenef(text)),
            _ => Err(CodeError {
                what: "cBenef",
                shape: "8 or 10 letters and digits, or SEM CBENEF",
            }),
        }
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CBenef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `nFCI`: the number of the file on imported content, a GUID in capitals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NFci(String);

impl NFci {
    /// Reads 32 hexadecimal digits with four hyphens between them: 8-4-4-4-12.
    pub fn parse(text: &str) -> Result<NFci, CodeError> {
        let text = text.trim().to_uppercase();
        let lengths: Vec<usize> = text.split('-').map(str::len).collect();
        let hex = text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit());
        if hex && lengths == [8, 4, 4, 4, 12] {
            return Ok(NFci(text));
        }
        Err(CodeError { what: "nFCI", shape: "a GUID, 8-4-4-4-12 hexadecimal digits" })
    }

    /// The GUID.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NFci {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `CFOP`: the kind of operation. Only those for goods that leave: 5xxx or 6xxx.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cfop(u16);

impl Cfop {
    /// Reads `5102` or `5.102`.
    pub fn parse(text: &str) -> Result<Cfop, CodeError> {
        let error = CodeError { what: "CFOP", shape: "4 digits, 5xxx or 6xxx" };
        let bare: String = text.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
        match bare.parse::<u16>() {
            Ok(code @ (5100..=5999 | 6100..=6999)) => Ok(Cfop(code)),
            Ok(_) | Err(_) => Err(error),
        }
    }

    /// `idDest` that it belongs to: 1 inside the UF, 2 to another.
    pub fn id_dest(self) -> u8 {
        if self.0 < 6000 { 1 } else { 2 }
    }
}

impl fmt::Display for Cfop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// `cEAN`: GTIN-8, 12, 13 or 14 with a right check digit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gtin(String);

impl Gtin {
    /// Reads the digits and checks the last (GS1 modulo 10; rejections 611 and 612).
    pub fn parse(text: &str) -> Result<Gtin, CodeError> {
        let error =
            CodeError { what: "cEAN", shape: "8, 12, 13 or 14 digits, the last a check digit" };
        let text = text.trim();
        let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(10)).collect();
        let digits = digits.filter(|it| matches!(it.len(), 8 | 12 | 13 | 14)).ok_or(error)?;
        let weights = [1, 3].into_iter().cycle();
        let sum: u32 = digits.iter().rev().zip(weights).map(|(digit, weight)| digit * weight).sum();
        if sum > 0 && sum.is_multiple_of(10) { Ok(Gtin(text.to_owned())) } else { Err(error) }
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `orig`: where the goods come from, 0 to 8 (table A of Convênio s/nº 1970).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Orig(u8);

impl Orig {
    /// Reads one digit, 0 to 8.
    pub fn parse(text: &str) -> Result<Orig, CodeError> {
        match text.trim().parse::<u8>() {
            Ok(code @ 0..=8) => Ok(Orig(code)),
            Ok(_) | Err(_) => Err(CodeError { what: "orig", shape: "one digit, 0 to 8" }),
        }
    }

    /// Whether the interstate rate is 4 % (Resolução do Senado 13/2012; rules 663 and 697).
    pub fn is_imported(self) -> bool {
        matches!(self.0, 1 | 2 | 3 | 8)
    }
}

impl fmt::Display for Orig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// `tpAmb`: which of SEFAZ's two worlds.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum TpAmb {
    /// 1: production, the only one Amazon takes.
    Producao,
    /// 2: homologação, without fiscal value.
    Homologacao,
}

impl TpAmb {
    /// `1` or `2`.
    pub fn code(self) -> u8 {
        match self {
            TpAmb::Producao => 1,
            TpAmb::Homologacao => 2,
        }
    }
}

/// `CRT`: the seller's tax regime. It is of the whole company: Simples Nacional is chosen for all
/// establishments together (LC 123/2006).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Crt {
    /// 1: Simples Nacional.
    Simples,
    /// 2: Simples Nacional above the states' limit: ICMS is owed as in the normal regime.
    SimplesExcess,
    /// 3: regime normal.
    Normal,
    /// 4: MEI.
    Mei,
}

impl Crt {
    /// All of them, by code.
    pub const ALL: [Crt; 4] = [Crt::Simples, Crt::SimplesExcess, Crt::Normal, Crt::Mei];

    /// `1` to `4`.
    pub fn code(self) -> u8 {
        match self {
            Crt::Simples => 1,
            Crt::SimplesExcess => 2,
            Crt::Normal => 3,
            Crt::Mei => 4,
        }
    }

    /// The configuration's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Crt::Simples => "simples",
            Crt::SimplesExcess => "simples_excesso",
            Crt::Normal => "normal",
            Crt::Mei => "mei",
        }
    }

    /// Whether ICMS is told by CSOSN; by CST otherwise (rules 590 and 591).
    pub fn uses_csosn(self) -> bool {
        match self {
            Crt::Simples | Crt::Mei => true,
            Crt::SimplesExcess | Crt::Normal => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_one_shape() {
        assert_eq!(Ncm::parse("8518.30.00").unwrap().as_str(), "85183000");
        assert!(Ncm::parse("851830").is_err());
        assert_eq!(Cep::parse("05425-070").unwrap().as_str(), "05425070");
        assert_eq!(Cfop::parse("6.108").unwrap().id_dest(), 2);
        assert!(Cfop::parse("1202").is_err());
        assert!(Orig::parse("9").is_err());
        assert!(Orig::parse("1").unwrap().is_imported());
        assert!(!Orig::parse("5").unwrap().is_imported());
    }

    #[test]
    fn a_benefit_has_eight_or_ten_letters_and_digits_or_is_said_to_be_none() {
        for good in ["SP010001", "rj80000001", "SEM CBENEF"] {
            assert_eq!(CBenef::parse(good).unwrap().as_str(), good.to_uppercase());
        }
        for bad in ["", "SP01000", "SP0100011", "SP-10001", "SEM BENEF", "SEM CBENEF 1"] {
            assert!(CBenef::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_fci_is_a_guid() {
        let guid = "B01F70AF-10BF-4B1F-848C-65FF57F616FE";
        assert_eq!(NFci::parse(&guid.to_lowercase()).unwrap().as_str(), guid);
        for bad in [
            // A letter that is no digit; hyphens elsewhere; none; too short.
            "G01F70AF-10BF-4B1F-848C-65FF57F616FE",
            "B01F70AF1-0BF-4B1F-848C-65FF57F616FE",
            "B01F70AF10BF4B1F848C65FF57F616FE",
            "B01F70AF-10BF-4B1F-848C",
        ] {
            assert!(NFci::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_gtin_checks_itself() {
        for good in ["7891000315507", "96385074", "036000291452", "17891000315504"] {
            assert!(Gtin::parse(good).is_ok(), "{good}");
        }
        for bad in ["7891000315508", "00000000", "789", "789100031550A"] {
            assert!(Gtin::parse(bad).is_err(), "{bad}");
        }
    }
}
