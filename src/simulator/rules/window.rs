//! How long a note may be cancelled (501), by state.

use crate::domain::Uf;

/// What SEFAZ makes of a cancellation that comes so late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// In time: 135.
    Plain,
    /// Taken all the same: 155.
    Late,
    /// Refused: 501.
    Over,
}

/// Seconds of an hour.
const HOUR_S: i64 = 3600;

/// Judges a cancellation that arrives so many seconds after the authorisation.
///
/// MOC 7.0, rule 2P12-14: 24 hours, with exceptions by state. RS (IN DRP 45/98, Tít. I, Cap. XI,
/// 20.4.2) and PR (RICMS/PR, Anexo III, art. 11): 168. SP: taken to 480 hours (RICMS/SP, art. 527,
/// IV, z1). MT: 2 hours, the shorter of two readings (Portarias 163/2007 and 160/2021). MG: later
/// only once the state has allowed it, as an event with `nSeqEvento` above 1; how late is not
/// known, and not judged. PI and RO are said by one list to take more than 24 hours, CE to take
/// late ones: not believed here.
pub fn window(uf: Uf, age_s: i64, n_seq: u8) -> Window {
    let plain_h = match uf {
        Uf::Rs | Uf::Pr => 168,
        Uf::Mt => 2,
        _ => 24,
    };
    let is_late_taken = match uf {
        Uf::Sp => age_s <= 480 * HOUR_S,
        Uf::Mg => n_seq > 1,
        _ => false,
    };
    match age_s {
        it if it <= plain_h * HOUR_S => Window::Plain,
        _ if is_late_taken => Window::Late,
        _ => Window::Over,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_has_its_hours() {
        for (uf, hours, n_seq, expected) in [
            (Uf::Rj, 24, 1, Window::Plain),
            (Uf::Rj, 25, 1, Window::Over),
            (Uf::Rj, 25, 2, Window::Over),
            (Uf::Sp, 24, 1, Window::Plain),
            (Uf::Sp, 25, 1, Window::Late),
            (Uf::Sp, 480, 1, Window::Late),
            (Uf::Sp, 481, 1, Window::Over),
            (Uf::Mg, 25, 1, Window::Over),
            (Uf::Mg, 25, 2, Window::Late),
            (Uf::Rs, 168, 1, Window::Plain),
            (Uf::Pr, 169, 1, Window::Over),
            (Uf::Mt, 2, 1, Window::Plain),
            (Uf::Mt, 3, 1, Window::Over),
        ] {
            assert_eq!(window(uf, hours * HOUR_S, n_seq), expected, "{uf} {hours}");
        }
        assert_eq!(window(Uf::Rj, 24 * HOUR_S + 1, 1), Window::Over);
    }
}
