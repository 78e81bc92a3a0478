//! A mood: every fault in so many of a thousand calls.

use std::collections::BTreeMap;

use super::*;

const KINDS: [&str; 9] =
    ["lost", "timeout", "103", "108", "109", "garbage", "truncated", "503", "cstat 302"];

fn mood(per_mille: u16) -> String {
    let one =
        |word: &&str| format!("[[world.weather]]\nsay = \"{word}\"\nper_mille = {per_mille}\n");
    KINDS.iter().map(one).collect()
}

fn many() -> Vec<Note> {
    (1..=150).map(|number| note(number, &format!("FBA{number}"), |it| it)).collect()
}

/// What each of many notes met at its first send.
fn met(script: &str, notes: &[Note]) -> BTreeMap<String, u32> {
    let world = simulated(script);
    let mut met = BTreeMap::new();
    for sent in notes {
        let word = match send(&world, sent) {
            Ok(answer) => answer.c_stat.to_string(),
            Err(error) => error.message,
        };
        *met.entry(word).or_default() += 1;
    }
    met
}

#[test]
fn each_fault_comes_as_often_as_it_was_asked_for_and_the_same_each_time() {
    let notes = many();
    let found = met(&mood(50), &notes);
    assert_eq!(found, met(&mood(50), &notes));
    // Seven or so of each are expected of a hundred and fifty.
    for word in
        ["the connection broke", "no answer in time", "103", "108", "109", "HTTP 503", "302"]
    {
        let count = found.get(word).copied().unwrap_or_default();
        assert!((1..=20).contains(&count), "{word}: {found:?}");
    }
    assert!(found["an answer that cannot be read"] > 3, "{found:?}");
    assert!(found["100"] > 50, "{found:?}");
}

#[test]
fn without_a_mood_the_world_is_healthy() {
    let notes = many();
    let healthy = BTreeMap::from([("100".to_owned(), 150)]);
    assert_eq!((met(&mood(0), &notes), met("", &notes)), (healthy.clone(), healthy));
}

#[test]
fn a_word_is_meant_only_where_it_has_a_meaning() {
    let world = simulated("[[world.weather]]\nsay = \"cstat 302\"\n");
    let sent = note(1, "FBA1", |it| it);
    assert_eq!(send(&world, &sent).unwrap().c_stat, 302);
    assert_eq!(consult(&world, &sent).c_stat, 217);
    let world = simulated("[[world.weather]]\nsay = \"503\"\nto = [\"NFeConsultaProtocolo4\"]\n");
    assert_eq!(send(&world, &sent).unwrap().c_stat, 100);
    let error = done(world.consult(&seller(), &sent.key, Route::Home)).unwrap_err();
    assert_eq!(error.message, "HTTP 503");
    let _now: Timestamp = world.now();
}
