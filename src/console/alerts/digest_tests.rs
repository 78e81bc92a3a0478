//! Told once; again when it grew tenfold, or is over and comes back.

use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    at("2026-11-22T12:00:00Z")
}

fn cause(code: &str, cases: u64) -> CauseRow {
    CauseRow {
        stage: "draft".to_owned(),
        code: code.to_owned(),
        field: "ShipmentItems[].SellerSKU".to_owned(),
        mender: "cadastro".to_owned(),
        cases,
        worth_cents: 100,
        oldest: now(),
        newest: now(),
        day: cases,
        day_before: 0,
        closed: None,
    }
}

fn of_causes(causes: &[CauseRow], told: &[Told]) -> Option<Digest> {
    digest(now(), causes, &Pulse::default(), &[], &Deadlines::default(), told)
}

/// What is remembered after a digest.
fn remembered(told: &[Told], digest: &Digest) -> Vec<Told> {
    let fresh = |it: &&Told| digest.told.iter().any(|new| new.subject == it.subject);
    let kept = told.iter().filter(|it| !fresh(it) && !digest.over.contains(&it.subject));
    kept.chain(&digest.told).cloned().collect()
}

#[test]
fn nothing_is_no_message() {
    assert_eq!(of_causes(&[], &[]), None);
}

#[test]
fn a_cause_is_told_once_and_again_when_it_grew_tenfold_or_came_back() {
    let mut told = Vec::new();
    for (cases, expected) in [
        (Some(3), Some("new")),
        (Some(3), None),
        (Some(29), None),
        (Some(30), Some("grown 3")),
        (Some(299), None),
        (Some(300), Some("grown 30")),
        (Some(1), None),
        (None, Some("over")),
        (None, None),
        (Some(2), Some("new")),
    ] {
        let causes: Vec<CauseRow> =
            cases.into_iter().map(|it| cause("product.unknown", it)).collect();
        let found = of_causes(&causes, &told);
        let said = found.as_ref().map(|it| match it.news.as_slice() {
            [News::NewCause(_)] => "new".to_owned(),
            [News::Grown(_, before)] => format!("grown {before}"),
            [] => "over".to_owned(),
            other => panic!("{other:?}"),
        });
        assert_eq!(said.as_deref(), expected, "{cases:?}");
        if let Some(found) = found {
            told = remembered(&told, &found);
        }
    }
}

#[test]
fn many_causes_are_one_message() {
    let causes = [cause("product.unknown", 1), cause("money.currency", 2)];
    let found = of_causes(&causes, &[]).unwrap();
    assert_eq!((found.news.len(), found.told.len()), (2, 2));
}

#[test]
fn a_worker_is_silent_after_five_minutes_and_told_of_again_much_later() {
    let beats = |at: &str, name: &str| Pulse {
        beats: vec![(name.to_owned(), now(), at.parse().unwrap(), String::new())],
        ..Pulse::default()
    };
    let none = Deadlines::default();
    let look = |pulse: &Pulse, told: &[Told]| digest(now(), &[], pulse, &[], &none, told);
    assert_eq!(look(&beats("2026-11-22T11:55:00Z", "work"), &[]), None);
    assert_eq!(look(&beats("2026-11-22T01:00:00Z", "other"), &[]), None);
    let silent = look(&beats("2026-11-22T11:54:00Z", "work"), &[]).unwrap();
    assert_eq!(silent.news, [News::Silent(at("2026-11-22T11:54:00Z"))]);
    assert_eq!(look(&beats("2026-11-22T11:10:00Z", "work"), &silent.told), None);
    assert!(look(&beats("2026-11-22T11:00:00Z", "work"), &silent.told).is_some());
    let back = look(&beats("2026-11-22T11:59:00Z", "work"), &silent.told).unwrap();
    assert_eq!((back.news.len(), back.over), (0, vec!["worker".to_owned()]));
}

#[test]
fn a_certificate_is_told_at_thirty_days_at_five_and_when_it_ended() {
    let days = |days: i64| crate::stage::later(now(), days * 86_400 + 60);
    let look = |left: i64, told: &[Told]| {
        let certificates = [("A1 11222333000181".to_owned(), days(left))];
        let found =
            digest(now(), &[], &Pulse::default(), &certificates, &Deadlines::default(), told);
        found.map(|it| (it.news.len(), it.told.into_iter().next().unwrap().level))
    };
    let told = |level| [Told { subject: "certificate A1 11222333000181".to_owned(), level }];
    assert_eq!(look(31, &[]), None);
    assert_eq!(look(30, &[]), Some((1, 1)));
    assert_eq!(look(6, &told(1)), None);
    assert_eq!(look(5, &told(1)), Some((1, 10)));
    assert_eq!(look(1, &told(10)), None);
    assert_eq!(look(-1, &told(10)), Some((1, 100)));
    assert_eq!(look(-9, &told(100)), None);
}

#[test]
fn deadlines_are_told_when_they_are_near() {
    let errored = cause("amazon.errored", 4);
    let look = |until: &str| {
        let cancel = vec![(errored.clone(), at(until))];
        let deadlines = Deadlines { cancel, gaps: Vec::new() };
        digest(now(), &[], &Pulse::default(), &[], &deadlines, &[])
    };
    assert_eq!(look("2026-11-22T18:00:01Z"), None);
    assert_eq!(look("2026-11-22T11:59:59Z"), None, "over: nothing can be done in time");
    let near = look("2026-11-22T18:00:00Z").unwrap();
    assert_eq!(near.news, [News::CancelEnds(errored, at("2026-11-22T18:00:00Z"))]);

    let gaps = |is_over| GapsEnd {
        cnpj: "11222333000181".to_owned(),
        serie: 1,
        range: (7, 9),
        until: "2026-12-10".parse().unwrap(),
        is_over,
    };
    let look = |it: GapsEnd, told: &[Told]| {
        let deadlines = Deadlines { cancel: Vec::new(), gaps: vec![it] };
        digest(now(), &[], &Pulse::default(), &[], &deadlines, told)
    };
    let soon = look(gaps(false), &[]).unwrap();
    assert_eq!(look(gaps(false), &soon.told), None);
    assert_eq!(look(gaps(true), &soon.told).unwrap().news, [News::GapsEnd(gaps(true))]);
}

#[test]
fn events_that_cannot_be_read_are_a_cause_too() {
    let pulse = Pulse { unreadable: 2, ..Pulse::default() };
    let found = digest(now(), &[], &pulse, &[], &Deadlines::default(), &[]).unwrap();
    assert_eq!(found.news, [News::Unreadable(2, None)]);
}
