//! Prefixes of GTINs: who gave the number out (rule 882).

/// What a prefix says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prefix {
    /// A member of GS1 gave it to goods.
    Goods,
    /// In the table, and not for goods that are traded: circulation inside a region or a company,
    /// coupons, refunds.
    Special,
    /// Nobody gives it out.
    Unknown,
}

/// First to last three digits: the prefix table of the NF-e portal, in its state of 2025-05-30.
/// 977 to 979 are serials and books, which carry them as their GTIN.
const GOODS: &[(u16, u16)] = &[
    (0, 19),
    (30, 39),
    (60, 139),
    (300, 380),
    (383, 383),
    (385, 385),
    (387, 387),
    (389, 389),
    (400, 440),
    (450, 471),
    (474, 509),
    (520, 521),
    (528, 531),
    (535, 535),
    (539, 549),
    (560, 560),
    (569, 579),
    (590, 590),
    (594, 594),
    (599, 601),
    (603, 604),
    (608, 609),
    (611, 611),
    (613, 613),
    (615, 616),
    (618, 629),
    (640, 649),
    (690, 709),
    (729, 746),
    (750, 750),
    (754, 755),
    (759, 771),
    (773, 773),
    (775, 775),
    (777, 780),
    (784, 784),
    (786, 786),
    (789, 790),
    (800, 850),
    (858, 860),
    (865, 865),
    (867, 880),
    (884, 885),
    (888, 888),
    (890, 890),
    (893, 893),
    (896, 896),
    (899, 919),
    (930, 949),
    (955, 955),
    (958, 958),
    (977, 979),
];

/// As above.
const SPECIAL: &[(u16, u16)] =
    &[(20, 29), (40, 59), (200, 299), (950, 951), (960, 969), (980, 984), (990, 999)];

/// The prefix of a GTIN with right digits. One of eight digits has prefixes of its own, which the
/// table does not hold.
pub(super) fn prefix(gtin: &str) -> Prefix {
    let three = match gtin.len() {
        12 => gtin.get(..2),
        13 => gtin.get(..3),
        14 => gtin.get(1..4),
        _ => return Prefix::Goods,
    };
    let Some(three) = three.and_then(|it| it.parse::<u16>().ok()) else { return Prefix::Unknown };
    let within = |ranges: &[(u16, u16)]| ranges.iter().any(|(a, b)| (*a..=*b).contains(&three));
    match (within(GOODS), within(SPECIAL)) {
        (true, _) => Prefix::Goods,
        (false, true) => Prefix::Special,
        (false, false) => Prefix::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_is_where_its_length_puts_it() {
        assert_eq!(prefix("7891000315507"), Prefix::Goods);
        assert_eq!(prefix("17891000315504"), Prefix::Goods);
        assert_eq!(prefix("036000291452"), Prefix::Goods);
        assert_eq!(prefix("96385074"), Prefix::Goods);
        assert_eq!(prefix("9788535902778"), Prefix::Goods);
        assert_eq!(prefix("2000000000008"), Prefix::Special);
        assert_eq!(prefix("1400000000007"), Prefix::Unknown);
    }

    #[test]
    fn no_prefix_stands_in_both_tables_or_out_of_order() {
        for table in [GOODS, SPECIAL] {
            assert!(table.windows(2).all(|pair| pair[0].1 < pair[1].0));
            assert!(table.iter().all(|(a, b)| a <= b && *b <= 999));
        }
        let both = |at: &u16| {
            [GOODS, SPECIAL].iter().all(|it| it.iter().any(|(a, b)| (*a..=*b).contains(at)))
        };
        assert_eq!((0..1000).find(both), None);
    }
}
