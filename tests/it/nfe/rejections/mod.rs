//! Every family of rejections that we judge has two sides: a bad twin that is caught, and the good
//! one that is not. One change parts them.

mod bad;
mod good;
mod twist;

use std::collections::BTreeSet;

use jiff::civil::Date;
use proptest::prelude::*;

use fba_nfe::domain::{Code, Money};
use fba_nfe::nfe::check::{DRAFT_BYTES_MAX, FAMILIES, Family, NoTables, Scope, Severity, Tables};
use fba_nfe::nfe::element::BYTES_MAX;
use fba_nfe::nfe::{Dispute, Unsigned, check, content, sign, write};
use fba_nfe::words::{self, Lang};

use self::bad::Bad;
use self::good::Note;
use self::twist::Twist;
use super::invoices::numbered;
use super::{certificate, sealed};

/// Tables that know a few codes, so that the rest do not exist.
struct Few;

impl Tables for Few {
    fn cfop(&self, cfop: &str, _: Date) -> Option<bool> {
        Some(cfop != "5999")
    }

    fn ncm(&self, ncm: &str) -> Option<bool> {
        Some(ncm != "99999999")
    }

    fn cest(&self, cest: &str) -> Option<bool> {
        Some(cest != "9999999")
    }

    fn class(&self, class: &str, _: Date) -> Option<bool> {
        Some(class != "000999")
    }

    fn v_nf_max(&self) -> Option<Money> {
        Money::parse("9999999.00").ok()
    }
}

fn draft((invoice, numbering): &Note) -> Unsigned {
    write(invoice, numbering)
}

fn twisted(note: &Note, bad: &Bad) -> Unsigned {
    let mut unsigned = draft(note);
    let mut text = String::from_utf8(unsigned.xml).unwrap();
    for twist in bad.twists {
        text = twist.of(&text);
    }
    unsigned.xml = text.into_bytes();
    unsigned
}

fn disputes(unsigned: &Unsigned) -> Vec<Dispute> {
    content(unsigned, &Few)
}

fn rules(disputes: &[Dispute]) -> Vec<&'static str> {
    disputes.iter().map(|it| it.rule).collect()
}

#[track_caller]
fn is_caught(bad: &Bad) {
    let note = (bad.good)();
    assert_eq!(disputes(&draft(&note)), [], "{}: the good twin", bad.rule);
    let found = disputes(&twisted(&note, bad));
    assert!(rules(&found).contains(&bad.rule), "{} {:?}: {found:?}", bad.rule, bad.twists);
    for dispute in found.iter().filter(|it| it.rule == bad.rule) {
        assert!(!dispute.field.is_empty() && !dispute.expected.is_empty(), "{dispute:?}");
        let family = dispute.family().unwrap();
        assert!(family.rules.contains(&bad.rule), "{}: family {}", bad.rule, family.number);
    }
}

#[test]
fn what_is_wrong_with_parties_and_places_is_caught() {
    bad::PARTIES.iter().for_each(is_caught);
}

#[test]
fn what_is_wrong_with_products_is_caught() {
    bad::PRODUCTS.iter().for_each(is_caught);
}

#[test]
fn what_is_wrong_with_taxes_is_caught() {
    bad::TAXES.iter().for_each(is_caught);
}

#[test]
fn what_is_wrong_with_sums_and_payments_is_caught() {
    bad::SUMS.iter().for_each(is_caught);
}

/// Who mends it wants to know which product, and what it says now.
#[test]
fn a_dispute_of_a_product_tells_what_it_found() {
    let twists = &[Twist::Set("prod/NCM", "99999999")];
    let bad = Bad { rule: "778", good: good::simples, twists };
    let found = disputes(&twisted(&good::simples(), &bad));
    let told: Vec<_> = found.iter().filter(|it| it.rule == "778").collect();
    assert_eq!(told.len(), 1, "{found:?}");
    assert_eq!((told[0].field.as_str(), told[0].found.as_str()), ("det[1]/prod/NCM", "99999999"));
}

/// The limit itself is still taken; the cent above it is among the sums.
#[test]
fn a_note_may_reach_the_limit_of_its_amount() {
    for (rule, good, twists) in [
        ("628", good::simples as fn() -> Note, &[Twist::Set("ICMSTot/vNF", "9999999.00")]),
        ("935", good::normal, &[Twist::Set("ICMSTot/vBC", "9999999.00")]),
    ] {
        let found = rules(&disputes(&twisted(&good(), &Bad { rule, good, twists })));
        assert!(!found.is_empty() && !found.contains(&rule), "{rule}: {found:?}");
    }
}

/// To the byte; and what is larger than we read at all is no other fault.
#[test]
fn a_draft_that_is_too_large_is_caught() {
    let of_bytes = |many: usize| {
        let mut note = good::simples();
        note.0.inf_cpl = "x".to_owned();
        let rest = draft(&note).xml.len() - 1;
        note.0.inf_cpl = "x".repeat(many - rest);
        let unsigned = draft(&note);
        assert_eq!(unsigned.xml.len(), many);
        disputes(&unsigned)
    };
    assert!(!rules(&of_bytes(DRAFT_BYTES_MAX)).contains(&"214"));
    for many in [DRAFT_BYTES_MAX + 1, BYTES_MAX - 100, BYTES_MAX + 1, 3 * BYTES_MAX] {
        let found = of_bytes(many);
        assert_eq!(found.iter().filter(|it| it.rule == "214").count(), 1, "{many}");
        let code = found[0].family().map(|it| it.code);
        assert_eq!(code, Some(Code::NoteTooLarge), "{many}");
        assert_eq!(found[0].found, many.to_string());
    }
    assert_eq!(rules(&of_bytes(3 * BYTES_MAX)), ["214"]);
}

/// A draft that passes has room for its seal.
#[test]
fn what_the_seal_adds_fits_beside_the_largest_draft() {
    let note = good::simples();
    let unsigned = draft(&note);
    let sealed = sign(&unsigned, certificate(note.0.emit.crt)).unwrap().xml;
    assert!(sealed.len() - unsigned.xml.len() < 8 * 1024);
}

/// What is no note at all is not sealed either.
#[test]
fn a_draft_that_cannot_be_read_back_is_caught() {
    let mut unsigned = draft(&good::simples());
    unsigned.xml.truncate(1_000);
    let found = disputes(&unsigned);
    assert_eq!(rules(&found), ["225"]);
    assert_eq!(found[0].family().map(|it| it.code), Some(Code::NoteLayout));
}

/// Who pays too much gets the rest back, and that is no fault.
#[test]
fn change_is_what_was_paid_beyond_the_note() {
    let note = good::simples();
    let with_change = |change| {
        let twists = [Twist::Bump("detPag/vPag"), Twist::After("pag/detPag", change)];
        let mut unsigned = draft(&note);
        let text = String::from_utf8(unsigned.xml).unwrap();
        unsigned.xml = twists.into_iter().fold(text, |text, it| it.of(&text)).into_bytes();
        rules(&disputes(&unsigned))
    };
    assert_eq!(with_change("<vTroco>0.02</vTroco>"), [""; 0]);
    assert_eq!(with_change("<vTroco>0.01</vTroco>"), ["869"]);
    assert_eq!(with_change("<vTroco>0.03</vTroco>"), ["869"]);
}

/// What the sealed bytes of this unsigned note are disputed for.
fn seal_rules(note: &Note, unsigned: &Unsigned) -> Vec<&'static str> {
    let certificate = certificate(note.0.emit.crt);
    let sealed = sign(unsigned, certificate).unwrap();
    let found = check(&sealed.xml, certificate.facts(), note.1.dh_emi.timestamp());
    rules(&found.err().unwrap_or_default())
}

#[test]
fn what_is_wrong_with_key_and_bytes_is_caught() {
    for bad in bad::SEALED {
        let note = (bad.good)();
        assert_eq!(seal_rules(&note, &draft(&note)), [""; 0], "{}: the good twin", bad.rule);
        let found = seal_rules(&note, &twisted(&note, bad));
        assert!(found.contains(&bad.rule), "{} {:?}: {found:?}", bad.rule, bad.twists);
    }
}

/// Rules of the seal that need other bytes than a change of the draft: each has its own twin.
const BY_HAND: [&str; 9] = ["402", "213", "291", "292", "297", "298", "214", "protNFe", "253"];

#[test]
fn what_is_wrong_with_the_seal_is_caught() {
    let note = good::simples();
    let crt = note.0.emit.crt;
    let (xml, at) = (sealed(&note).xml, note.1.dh_emi.timestamp());
    let rules_of = |xml: &[u8], facts: &fba_nfe::nfe::certificate::Facts, at| {
        rules(&check(xml, facts, at).err().unwrap_or_default())
    };
    let facts = certificate(crt).facts();
    assert_eq!(rules_of(&xml, facts, at), [""; 0]);
    // A mark before it, and a byte that is no UTF-8.
    let marked = [b"\xef\xbb\xbf", xml.as_slice()].concat();
    assert!(rules_of(&marked, facts, at).contains(&"402"));
    assert!(rules_of(b"<NFe>\xff</NFe>", facts, at).contains(&"402"));
    let text = String::from_utf8(xml.clone()).unwrap();
    let cut = text.replace("<SignatureValue>", "<SignatureValue>AAAA");
    assert!(rules_of(cut.as_bytes(), facts, at).contains(&"297"));
    let sha256 = text.replace("xmldsig#rsa-sha1", "xmldsig-more#rsa-sha256");
    assert!(rules_of(sha256.as_bytes(), facts, at).contains(&"298"));
    let mut bare = facts.clone();
    bare.cnpj = None;
    assert!(rules_of(&xml, &bare, at).contains(&"292"));
    let other = super::certificate(fba_nfe::domain::codes::Crt::Normal).facts();
    let mut foreign = facts.clone();
    foreign.cnpj = other.cnpj.clone();
    assert!(rules_of(&xml, &foreign, at).contains(&"213"));
    let late = "2040-01-01T00:00:00Z".parse().unwrap();
    assert!(rules_of(&xml, facts, late).contains(&"291"));
    // A clock that is five minutes behind, and thirty days, are what SEFAZ bears.
    let after = |minutes: i64| {
        let now = at.checked_add(jiff::Span::new().minutes(minutes)).unwrap();
        rules_of(&xml, facts, now)
    };
    let thirty_days = 30 * 24 * 60;
    assert_eq!((after(-5), after(thirty_days)), (vec![], vec![]));
    assert!(after(-6).contains(&"703") && after(thirty_days + 1).contains(&"228"));
    // The last digit of a key, wherever it stands.
    let key = sealed(&note).key.to_string();
    let last = key.chars().last().and_then(|it| it.to_digit(10)).unwrap();
    let wrong = text.replace(&key, &format!("{}{}", &key[..43], (last + 1) % 10));
    assert!(rules_of(wrong.as_bytes(), facts, at).contains(&"253"));
}

#[test]
fn every_rule_of_every_family_has_a_bad_twin() {
    let twins = [bad::PARTIES, bad::PRODUCTS, bad::TAXES, bad::SUMS, bad::SEALED];
    let shown: BTreeSet<&str> =
        twins.into_iter().flatten().map(|it| it.rule).chain(BY_HAND).collect();
    let known: BTreeSet<&str> = FAMILIES.iter().flat_map(|it| it.rules).copied().collect();
    assert_eq!(shown, known);
    // Families of our table of 77.
    assert!(FAMILIES.iter().filter(|it| it.number <= 77).count() >= 62);
}

#[test]
fn every_family_has_words_and_a_mender() {
    for family in FAMILIES {
        for lang in [Lang::PtBr, Lang::En] {
            assert!(!words::of(family.code, lang).title.is_empty());
        }
        assert!(family.rules.iter().all(|rule| Family::of(rule) == Some(family)));
    }
}

/// Every rule that the check names belongs to a family: read from its own source.
#[test]
fn every_rule_in_the_source_has_a_family() {
    let folder = crate::tools::root("src/nfe/check");
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // `proc.rs` names the cStats of answers, which are no rules.
        if path.is_dir() || path.ends_with("family.rs") || path.ends_with("proc.rs") {
            continue;
        }
        let text = std::fs::read_to_string(path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for line in code.lines().filter(|it| !it.trim_start().starts_with("//")) {
            for word in line.split('"').skip(1).step_by(2) {
                let digits = word.bytes().all(|it| it.is_ascii_digit());
                // Places in CFOP lists have three digits too, and stand in tables of their own.
                if digits && matches!(word.len(), 3 | 4) && line.contains("disputes") {
                    found.insert(word.to_owned());
                }
            }
        }
    }
    assert!(found.len() > 25, "{found:?}");
    for rule in found {
        assert!(Family::of(&rule).is_some(), "{rule} has no family");
    }
}

#[test]
fn what_only_warns_stops_nothing() {
    let special = Bad {
        rule: "882",
        good: good::simples,
        twists: &[twist::Twist::Swap("7891000315507", "2000000000008")],
    };
    let note = good::simples();
    let found = disputes(&twisted(&note, &special));
    assert!(found.iter().all(|it| it.severity == Severity::Warn), "{found:?}");
    assert_eq!(seal_rules(&note, &twisted(&note, &special)), [""; 0]);
    let scope = |rule| Family::of(rule).map(|it| it.scope);
    assert_eq!((scope("882"), scope("502")), (Some(Scope::Draft), Some(Scope::Seal)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is lawful is not disputed: no rule has a good twin that it hits.
    #[test]
    fn no_good_note_is_disputed(note in numbered()) {
        let unsigned = draft(&note);
        for tables in [&Few as &dyn Tables, &NoTables] {
            let found = content(&unsigned, tables);
            let refused: Vec<_> =
                found.iter().filter(|it| it.severity == Severity::Refuse).collect();
            prop_assert!(refused.is_empty(), "{:?}", refused);
            // CRT 3 without IBS and CBS is told, and nothing else.
            prop_assert!(found.iter().all(|it| it.rule == "1115"), "{:?}", found);
        }
    }
}
