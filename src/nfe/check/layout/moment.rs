//! Dates: as the schema writes them, from 2000 to 2099.

/// `AAAA-MM-DD`.
pub(super) fn is_date(text: &str) -> bool {
    let [b'2', b'0', y1, y2, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return false };
    let Some(((year, month), day)) = two(*y1, *y2).zip(two(*m1, *m2)).zip(two(*d1, *d2)) else {
        return false;
    };
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        // 2000 was a leap year; no other century is in reach.
        2 if year.is_multiple_of(4) => 29,
        2 => 28,
        _ => return false,
    };
    (1..=last).contains(&day)
}

/// `AAAA-MM-DDThh:mm:ss±hh:00`, from -11 to +12 hours.
pub(super) fn is_date_time(text: &str) -> bool {
    let Some((date, rest)) = text.split_once('T') else { return false };
    let [h1, h2, b':', m1, m2, b':', s1, s2, sign, o1, o2, b':', b'0', b'0'] = rest.as_bytes()
    else {
        return false;
    };
    let within = |tens: u8, ones: u8, most: u8| two(tens, ones).is_some_and(|it| it <= most);
    let offset = match sign {
        b'+' => within(*o1, *o2, 12),
        b'-' => within(*o1, *o2, 11),
        _ => false,
    };
    is_date(date) && within(*h1, *h2, 23) && within(*m1, *m2, 59) && within(*s1, *s2, 59) && offset
}

/// `AAAA-MM`, not before 2025: the first month of IBS and CBS.
pub(super) fn is_month(text: &str) -> bool {
    let [b'2', b'0', y1, y2, b'-', m1, m2] = text.as_bytes() else { return false };
    two(*y1, *y2).is_some_and(|it| it >= 25)
        && two(*m1, *m2).is_some_and(|it| (1..=12).contains(&it))
}

/// Two digits.
fn two(tens: u8, ones: u8) -> Option<u8> {
    let both = tens.is_ascii_digit() && ones.is_ascii_digit();
    both.then(|| {
        let value = |digit: u8| digit.saturating_sub(b'0');
        value(tens).saturating_mul(10).saturating_add(value(ones))
    })
}
