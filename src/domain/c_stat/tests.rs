//! The table of cStats, read strictly: every row, both sides of every range, each service.

use super::*;
use std::collections::{BTreeMap, BTreeSet};

fn lines() -> impl Iterator<Item = &'static str> {
    TABLE.lines().skip(1)
}

/// (first, service, action) of every row, read strictly.
fn strict() -> Vec<Row> {
    lines().map(|line| row(line).unwrap_or_else(|| panic!("not a row: {line}"))).collect()
}

#[test]
fn every_row_is_whole() {
    assert_eq!(TABLE.lines().next(), Some("c_stat\tservice\taction\tnote\tsource"));
    for line in lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), 5, "{line}");
        assert!(cells.iter().all(|cell| !cell.is_empty() && cell.trim() == *cell), "{line}");
        let it = row(line).unwrap_or_else(|| panic!("not a row: {line}"));
        assert!((100..=9999).contains(&it.first) && it.first <= it.last, "{line}");
        assert!(cells[0].contains('-') == (it.first < it.last), "{line}");
    }
}

#[test]
fn no_two_rows_overlap_and_each_code_has_a_row_for_any_service() {
    let mut rows = BTreeMap::new();
    for it in strict() {
        for (key, action) in it.codes() {
            assert_eq!(rows.insert(key, action), None, "{key:?} stands twice");
        }
    }
    let codes: BTreeSet<u16> = rows.keys().map(|(code, _)| *code).collect();
    for code in &codes {
        assert!(rows.contains_key(&(*code, None)), "{code}: not every service has an action");
        for service in Service::ALL {
            let expected = rows.get(&(*code, Some(*service))).unwrap_or(&rows[&(*code, None)]);
            assert_eq!(action(*service, *code), *expected, "{code} {service:?}");
        }
    }
    assert!(codes.len() >= 650, "{}", codes.len());
}

#[test]
fn the_table_stands_in_order() {
    let first: Vec<u16> = strict().iter().map(|it| it.first).collect();
    assert!(first.is_sorted());
}

#[test]
fn what_no_row_has_is_unlisted_and_what_lies_beside_a_row_too() {
    let has: BTreeSet<u16> = strict().iter().flat_map(|it| it.first..=it.last).collect();
    for code in 0..=u16::MAX {
        assert_eq!(listed(code), has.contains(&code), "{code}");
        for service in Service::ALL.iter().filter(|_| !has.contains(&code)) {
            assert_eq!(action(*service, code), Action::Unlisted, "{code}");
        }
    }
    for code in [0, 99, 115, 156, 200, 300, 307, 889, 998, 1300, 9301, 9303, u16::MAX] {
        assert!(!listed(code), "{code}");
        assert_eq!(owner(code), Mender::Fiscal, "{code}");
    }
}

#[test]
fn faulty_rows_are_no_rows() {
    for line in [
        "",
        "100",
        "100\tauthorization",
        "x\tany\treject\tn\ts",
        "100-x\tany\treject\tn\ts",
        "70000\tany\treject\tn\ts",
        "100\tnowhere\treject\tn\ts",
        "100\tany\tnothing\tn\ts",
        "100\tany\tunlisted\tn\ts",
        "100\tany\tReject\tn\ts",
    ] {
        assert!(row(line).is_none(), "{line}");
    }
}

#[track_caller]
fn check(service: Service, expected: Action, codes: &[u16]) {
    for code in codes {
        assert_eq!(action(service, *code), expected, "{code} of {service:?}");
    }
}

#[test]
fn authorization() {
    let of = |expected, codes: &[u16]| check(Service::Authorization, expected, codes);
    of(Action::Adopt, &[100, 150]);
    of(Action::Cancelled, &[101, 151, 155, 218]);
    of(Action::Denied, &[110, 205, 301]);
    of(Action::Queued, &[103]);
    of(Action::LotProcessed, &[104]);
    of(Action::InProcessing, &[105, 635]);
    of(Action::ReceiptUnknown, &[106, 223]);
    of(Action::ServiceDown, &[108, 109]);
    of(Action::SvcClosed, &[113, 114, 586]);
    of(Action::DuplicateKey, &[204]);
    of(Action::NumberTaken, &[206, 539, 562, 613, 620]);
    of(Action::Misconfigured, &[244, 280, 281, 282, 283, 284, 285, 286, 593]);
    of(Action::SignatureRefused, &[202, 213, 290, 291, 292, 293, 294, 295, 296, 297, 298]);
    of(Action::Misdirected, &[226, 247, 249, 250, 252, 289, 410, 570, 582, 584, 713]);
    of(Action::Abuse, &[656]);
    of(Action::OurBug, &[214, 215, 225, 239, 243, 402, 404, 452, 502, 516, 556, 557, 587, 588]);
    of(Action::OurBug, &[598, 764, 776, 897, 927]);
    of(Action::Reject, &[203, 212, 228, 232, 302, 303, 305, 306, 558, 703, 778, 972, 1115]);
    of(Action::Unknown, &[107, 128, 135, 217, 999]);
    of(Action::Unlisted, &[0, 413, 889, 2000]);
}

#[test]
fn consult() {
    let of = |expected, codes: &[u16]| check(Service::Consult, expected, codes);
    of(Action::Adopt, &[100, 150]);
    of(Action::Cancelled, &[101, 151, 155, 218]);
    of(Action::Denied, &[110, 205, 301]);
    of(Action::Absent, &[217]);
    of(Action::NumberTaken, &[102, 206, 216, 539, 562, 613, 620]);
    of(Action::Unknown, &[103, 104, 106, 204, 999]);
    of(Action::Misdirected, &[252, 586]);
    of(Action::OurBug, &[236, 614, 619]);
}

#[test]
fn event() {
    let of = |expected, codes: &[u16]| check(Service::Event, expected, codes);
    of(Action::LotProcessed, &[128]);
    of(Action::EventRegistered, &[135, 136, 155]);
    of(Action::EventDuplicate, &[218, 420, 573, 825]);
    of(Action::EventTooLate, &[501]);
    of(Action::Absent, &[217, 494]);
    of(Action::Reject, &[219, 221, 222, 240, 577, 578, 579, 580, 594, 690, 826]);
    of(Action::OurBug, &[455, 491, 492, 493, 572, 574]);
    of(Action::Unknown, &[100, 101, 102, 104, 151, 999]);
    of(Action::SignatureRefused, &[297]);
    of(Action::Misdirected, &[586]);
}

#[test]
fn inutilization_status_and_registration() {
    check(Service::Inutilization, Action::Inutilized, &[102]);
    check(Service::Inutilization, Action::InutilizedBefore, &[563]);
    // Only some of the numbers are void: the request as a whole was not carried out.
    check(Service::Inutilization, Action::Reject, &[201, 206, 218, 224, 240, 241, 256]);
    check(Service::Status, Action::ServiceUp, &[107]);
    check(Service::Status, Action::ServiceDown, &[108, 109]);
    check(Service::Status, Action::SvcClosed, &[113, 114, 586]);
    check(Service::Status, Action::Unknown, &[100, 999]);
    check(Service::Registration, Action::InRegister, &[111, 112]);
    check(Service::Registration, Action::NotInRegister, &[259, 261, 264]);
    check(Service::Registration, Action::Reject, &[258, 260, 262, 263, 9302]);
}

#[test]
fn the_owner_is_who_mends_what_it_means() {
    for code in [213, 215, 216, 225, 252, 280, 297, 539, 656, 713] {
        assert_eq!(owner(code), Mender::Ti, "{code}");
    }
    for code in [103, 105, 107, 108, 109, 113, 135] {
        assert_eq!(owner(code), Mender::Time, "{code}");
    }
    for code in [501, 573, 778, 999] {
        assert_eq!(owner(code), Mender::Fiscal, "{code}");
    }
}
