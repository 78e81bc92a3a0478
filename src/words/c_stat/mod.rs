//! What SEFAZ's rejections mean, for those that a person can mend or meets often.
//!
//! Meanings by MOC 7.0 and the technical notes; where the notes gave a code a new meaning, theirs.

mod buyer;
mod bytes;
mod certificate;
mod events;
mod payments;
mod products;
mod remedy;
mod seller;
mod service;
mod taxes;

use super::{Lang, Sentences};
use crate::domain::{Mender, c_stat as table};
use remedy::{Both, Remedy};

/// One rejection.
struct Row {
    c_stat: u16,
    remedy: &'static Remedy,
    title: Both,
    why: Both,
}

/// A row: title and why in Portuguese, then in English.
const fn row(c_stat: u16, remedy: &'static Remedy, pt: Both, en: Both) -> Row {
    let [pt_title, pt_why] = pt;
    let [en_title, en_why] = en;
    Row { c_stat, remedy, title: [pt_title, en_title], why: [pt_why, en_why] }
}

fn rows() -> impl Iterator<Item = &'static Row> {
    let tables = [
        seller::ROWS,
        buyer::ROWS,
        products::ROWS,
        taxes::ROWS,
        payments::ROWS,
        certificate::ROWS,
        bytes::ROWS,
        service::ROWS,
        events::ROWS,
    ];
    tables.into_iter().flatten()
}

fn find(c_stat: u16) -> Option<&'static Row> {
    rows().find(|row| row.c_stat == c_stat)
}

/// The sentences of a cStat, where we know it. SEFAZ's own text goes beside them.
pub fn c_stat(c_stat: u16, lang: Lang) -> Option<Sentences> {
    let Row { remedy, title, why, .. } = find(c_stat)?;
    Some(Sentences {
        title: pick(*title, lang),
        what: pick(remedy.what, lang),
        why: pick(*why, lang),
        todo: pick(remedy.todo, lang),
    })
}

/// Who can mend it: by its words, else by what it means for us. One that we do not know goes to the
/// tax people, who can read SEFAZ's text.
pub fn c_stat_mender(c_stat: u16) -> Mender {
    find(c_stat).map_or_else(|| table::owner(c_stat), |row| row.remedy.mender)
}

fn pick([pt, en]: Both, lang: Lang) -> &'static str {
    match lang {
        Lang::PtBr => pt,
        Lang::En => en,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::c_stat::{Action, Service};
    use std::collections::BTreeSet;

    #[test]
    fn each_rejection_stands_once() {
        let mut seen = BTreeSet::new();
        for row in rows() {
            assert!((100..=9999).contains(&row.c_stat), "{}", row.c_stat);
            assert!(seen.insert(row.c_stat), "{} stands twice", row.c_stat);
        }
        assert!(seen.len() >= 60);
    }

    #[test]
    fn each_rejection_has_its_sentences_in_both_languages() {
        for lang in [Lang::PtBr, Lang::En] {
            let mut titles = BTreeSet::new();
            for row in rows() {
                let n = row.c_stat;
                let it = c_stat(n, lang).unwrap();
                assert!((4..=80).contains(&it.title.chars().count()), "{n}: {}", it.title);
                assert!(!it.title.ends_with('.'), "{n}: a title has no full stop: {}", it.title);
                assert!(titles.insert(it.title), "{n}: title used twice: {}", it.title);
                for text in [it.what, it.why, it.todo] {
                    assert!((10..=420).contains(&text.chars().count()), "{n}: {text}");
                    assert!(text.ends_with('.'), "{n}: no full stop: {text}");
                }
                if lang == Lang::PtBr {
                    let all = format!("{} {} {} {}", it.title, it.what, it.why, it.todo);
                    assert!(!all.contains(" the "), "{n}: {all}");
                }
            }
        }
    }

    #[track_caller]
    fn check(mender: Mender, codes: &[u16]) {
        for code in codes {
            assert_eq!(c_stat_mender(*code), mender, "{code}");
        }
    }

    #[test]
    fn certificate_schema_and_environment_are_for_the_engineers() {
        check(Mender::Ti, &[202, 213, 215, 225, 252, 253, 402, 404, 502, 587, 588, 656, 972]);
        check(Mender::Ti, &(280..=298).collect::<Vec<_>>());
        check(Mender::Ti, &[491, 492, 493, 572]);
    }

    #[test]
    fn registrations_addresses_and_product_codes_are_for_whoever_keeps_them() {
        check(Mender::Cadastro, &[207, 208, 209, 210, 230, 231, 232, 233, 234, 237, 272, 273]);
        check(Mender::Cadastro, &[274, 275, 305, 306, 611, 612, 777, 778, 806, 882, 883]);
    }

    #[test]
    fn taxes_and_what_is_not_known_are_for_the_tax_people() {
        check(Mender::Fiscal, &[220, 382, 528, 610, 694, 770, 865, 1115, 501]);
        check(Mender::Fiscal, &[0, 999, 1234, 9302, u16::MAX]);
        assert_eq!(c_stat(999, Lang::PtBr), None);
    }

    #[test]
    fn a_sefaz_that_is_down_passes() {
        check(Mender::Time, &[108, 109]);
    }

    #[test]
    fn each_rejection_with_words_has_an_action() {
        for row in rows() {
            assert!(table::listed(row.c_stat), "{}", row.c_stat);
        }
    }

    /// What the engineers must mend is never sent to the tax people, whatever the code. Two codes
    /// are good news of one service, whose words they have, and a fact about a note to another.
    #[test]
    fn words_and_action_name_the_same_mender() {
        for code in (0..10_000).filter(|code| table::listed(*code) && ![102, 155].contains(code)) {
            for service in Service::ALL {
                let action = table::action(*service, code);
                match action {
                    Action::Misconfigured
                    | Action::SignatureRefused
                    | Action::Misdirected
                    | Action::Abuse
                    | Action::OurBug
                    | Action::DuplicateKey
                    | Action::NumberTaken => check_action(Mender::Ti, code, action),
                    Action::ServiceDown | Action::EventRegistered | Action::Inutilized => {
                        check_action(Mender::Time, code, action);
                    }
                    Action::Cancelled | Action::Denied | Action::EventTooLate => {
                        check_action(Mender::Fiscal, code, action);
                    }
                    _ => {}
                }
            }
        }
    }

    #[track_caller]
    fn check_action(mender: Mender, code: u16, action: Action) {
        assert_eq!(c_stat_mender(code), mender, "{code} is {action:?}");
    }

    /// And back: words that call the engineers stand for an answer that alarms them.
    #[test]
    fn a_defect_is_our_bug_and_a_certificate_stops_the_seller() {
        for row in rows() {
            let action = table::action(Service::Authorization, row.c_stat);
            let fits = if std::ptr::eq(row.remedy, &remedy::DEFECT) {
                // What else the engineers read: a signature, and a number that SEFAZ has otherwise.
                let seal = matches!(action, Action::SignatureRefused | Action::NumberTaken);
                action == Action::OurBug || seal
            } else if std::ptr::eq(row.remedy, &remedy::CERTIFICATE) {
                matches!(action, Action::SignatureRefused | Action::Misconfigured)
            } else {
                action != Action::OurBug || row.remedy.mender == Mender::Ti
            };
            assert!(fits, "{} is {action:?}", row.c_stat);
        }
    }
}
