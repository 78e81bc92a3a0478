//! What SEFAZ's rejections mean.
use super::{Lang, Sentences};
use crate::domain::Mender;

/// The sentences of a cStat, where we know it.
pub fn c_stat(_c_stat: u16, _lang: Lang) -> Option<Sentences> {
    None
}

/// Who can mend it.
pub fn c_stat_mender(_c_stat: u16) -> Mender {
    Mender::Fiscal
}
