//! The twenty-seven federative units.

use std::fmt;

macro_rules! ufs {
    ($($variant:ident $sigla:literal $code:literal $name:literal;)*) => {
        /// A federative unit, by its two letters.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Uf {
            $(#[doc = $name] $variant,)*
        }

        impl Uf {
            /// All of them, in alphabetical order.
            pub const ALL: &[Uf] = &[$(Uf::$variant,)*];

            /// The two letters.
            pub fn sigla(self) -> &'static str {
                match self { $(Uf::$variant => $sigla,)* }
            }

            /// `cUF`, the IBGE code.
            pub fn code(self) -> u8 {
                match self { $(Uf::$variant => $code,)* }
            }

            /// The full name, with accents.
            pub fn name(self) -> &'static str {
                match self { $(Uf::$variant => $name,)* }
            }
        }
    };
}

ufs! {
    Ac "AC" 12 "Acre";
    Al "AL" 27 "Alagoas";
    Am "AM" 13 "Amazonas";
    Ap "AP" 16 "Amapá";
    Ba "BA" 29 "Bahia";
    Ce "CE" 23 "Ceará";
    Df "DF" 53 "Distrito Federal";
    Es "ES" 32 "Espírito Santo";
    Go "GO" 52 "Goiás";
    Ma "MA" 21 "Maranhão";
    Mg "MG" 31 "Minas Gerais";
    Ms "MS" 50 "Mato Grosso do Sul";
    Mt "MT" 51 "Mato Grosso";
    Pa "PA" 15 "Pará";
    Pb "PB" 25 "Paraíba";
    Pe "PE" 26 "Pernambuco";
    Pi "PI" 22 "Piauí";
    Pr "PR" 41 "Paraná";
    Rj "RJ" 33 "Rio de Janeiro";
    Rn "RN" 24 "Rio Grande do Norte";
    Ro "RO" 11 "Rondônia";
    Rr "RR" 14 "Roraima";
    Rs "RS" 43 "Rio Grande do Sul";
    Sc "SC" 42 "Santa Catarina";
    Se "SE" 28 "Sergipe";
    Sp "SP" 35 "São Paulo";
    To "TO" 17 "Tocantins";
}

impl Uf {
    /// Reads `SP`, `sp`, `BR-SP` or a full name, with or without accents.
    pub fn parse(text: &str) -> Option<Uf> {
        let folded = super::text::fold(text);
        let bare = folded.strip_prefix("BR-").unwrap_or(&folded).trim();
        Uf::ALL
            .iter()
            .copied()
            .find(|uf| bare == uf.sigla() || bare == super::text::fold(uf.name()))
    }

    /// From `cUF`.
    pub fn from_code(code: u8) -> Option<Uf> {
        Uf::ALL.iter().copied().find(|uf| uf.code() == code)
    }

    /// Hours east of Greenwich of the capital: no daylight saving since Decreto 9.772/2019.
    pub fn offset_hours(self) -> i8 {
        match self {
            Uf::Ac => -5,
            Uf::Am | Uf::Ms | Uf::Mt | Uf::Ro | Uf::Rr => -4,
            _ => -3,
        }
    }
}

impl fmt::Display for Uf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sigla())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_write_it_in_many_ways() {
        for text in ["SP", "sp", "BR-SP", "São Paulo", "SAO PAULO", " são paulo "] {
            assert_eq!(Uf::parse(text), Some(Uf::Sp), "{text}");
        }
        assert_eq!(Uf::parse("XX"), None);
        assert_eq!(Uf::from_code(33), Some(Uf::Rj));
    }

    /// Lei 11.662/2008, and 12.876/2013 for Acre.
    #[test]
    fn the_hours_are_the_capitals() {
        for (uf, hours) in
            [(Uf::Ac, -5), (Uf::Am, -4), (Uf::Rr, -4), (Uf::Mt, -4), (Uf::Pa, -3), (Uf::Sp, -3)]
        {
            assert_eq!(uf.offset_hours(), hours, "{uf}");
        }
    }
}
