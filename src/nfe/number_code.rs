//! `cNF`: eight digits that nobody can guess, and that come out the same for the same number.

use crate::domain::codes::TpAmb;
use crate::domain::{Chance, Cnpj};

/// What `cNF` may not be, besides the number itself (897).
const FORBIDDEN: [u32; 20] = [
    0, 11_111_111, 22_222_222, 33_333_333, 44_444_444, 55_555_555, 66_666_666, 77_777_777,
    88_888_888, 99_999_999, 12_345_678, 23_456_789, 34_567_890, 45_678_901, 56_789_012, 67_890_123,
    78_901_234, 89_012_345, 90_123_456, 1_234_567,
];

/// One past the largest.
const BOUND: u32 = 100_000_000;

/// Whether `cNF` may stand beside this number (897).
pub fn is_allowed(c_nf: u32, n_nf: u32) -> bool {
    c_nf < BOUND && c_nf != n_nf && !FORBIDDEN.contains(&c_nf)
}

/// The code of one number. A number keeps its code for ever, even if every record of it is lost:
/// another code for the same number is rejected (539).
pub fn c_nf(chance: &Chance, tp_amb: TpAmb, cnpj: &Cnpj, serie: u16, n_nf: u32) -> u32 {
    let (tp_amb, serie, number) = (tp_amb.code().to_string(), serie.to_string(), n_nf.to_string());
    let words = ["cNF", tp_amb.as_str(), cnpj.as_str(), &serie, &number];
    let first = u32::try_from(chance.below(BOUND.into(), &words)).unwrap_or_default();
    // Twenty-one numbers are forbidden, so this ends soon.
    (first..BOUND).chain(0..first).find(|it| is_allowed(*it, n_nf)).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cnpj() -> Cnpj {
        Cnpj::parse("11222333000181").unwrap()
    }

    #[test]
    fn another_number_series_world_or_key_gives_another_code() {
        let chance = Chance::new("key");
        let code = c_nf(&chance, TpAmb::Producao, &cnpj(), 1, 7);
        assert_eq!(code, c_nf(&chance, TpAmb::Producao, &cnpj(), 1, 7));
        assert_ne!(code, c_nf(&chance, TpAmb::Producao, &cnpj(), 1, 8));
        assert_ne!(code, c_nf(&chance, TpAmb::Producao, &cnpj(), 2, 7));
        assert_ne!(code, c_nf(&chance, TpAmb::Homologacao, &cnpj(), 1, 7));
        assert_ne!(code, c_nf(&Chance::new("other"), TpAmb::Producao, &cnpj(), 1, 7));
    }

    #[test]
    fn what_is_forbidden_is_refused() {
        for c_nf in [0, 1_234_567, 99_999_999, 100_000_000, 42] {
            assert!(!is_allowed(c_nf, 42), "{c_nf}");
        }
        assert!(is_allowed(43, 42));
    }

    proptest! {
        #[test]
        fn every_code_is_allowed(key in any::<u64>(), serie in 0u16..890, n_nf in 1u32..1_000_000_000) {
            let chance = Chance::new(key.to_be_bytes());
            let code = c_nf(&chance, TpAmb::Producao, &cnpj(), serie, n_nf);
            prop_assert!(is_allowed(code, n_nf));
        }
    }
}
