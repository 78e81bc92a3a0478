//! The house rules. A rule that nothing checks is a wish.

mod layers;
pub(crate) mod source;
mod stories;

use std::io::Write;

use source::{Source, Token, sources};

const LINES_MAX: usize = 500;
const LINES_AIM: usize = 300;

/// The two files that may ask what time it is.
const CLOCKS: &[&str] =
    &["src/adapters/clock.rs", "tests/it/tools/deadline.rs", "benches/desk/main.rs"];

/// Sentences for people stand in `src/words`. Accents elsewhere are facts, and each says why.
const MAY_HOLD_ACCENTS: &[(&str, &str)] = &[
    ("src/words/", "the sentences themselves"),
    ("src/domain/memoria.rs", "the names of laws, as they are cited"),
    ("src/danfe/", "the headings of the form, as MOC Anexo II and the NTs print them"),
    ("src/domain/uf.rs", "the names of the states, as buyers write them"),
    ("src/domain/text.rs", "the letters that are folded and replaced"),
    ("src/simulator/generate.rs", "invented buyers and goods"),
    ("src/simulator/motivo.rs", "SEFAZ's own texts, as it sends them"),
    ("src/simulator/rules/evento.rs", "what the layout of events fixes word for word"),
    ("src/simulator/rules/shape.rs", "the last letter of TString"),
    // Modules that are compiled for tests alone.
    ("src/config/sheet_tests.rs", "a test"),
    ("src/config/tests.rs", "a test"),
    ("src/simulator/script/tests.rs", "a test"),
    ("src/simulator/sefaz_tests/", "tests"),
    ("src/tax/address/corpus.rs", "a test"),
    ("src/tax/address/laws.rs", "a test"),
    ("src/tax/address/tests.rs", "a test"),
    ("src/tax/golden.rs", "a test"),
    ("src/tax/laws.rs", "a test"),
    ("src/tax/memoria_laws.rs", "a test"),
    ("src/tax/municipality/tests.rs", "a test"),
    ("src/tax/sample.rs", "a test"),
    ("src/tax/stock_laws.rs", "a test"),
];

#[track_caller]
fn check(folders: &[&str], faults_of: impl Fn(&Source) -> Vec<String>) {
    let faults: Vec<_> = sources(folders).iter().flat_map(faults_of).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_file_is_longer_than_a_sitting() {
    check(&["src", "tests", "benches"], too_long);
    // Straight to the terminal: the test runner would keep a print to itself.
    for Source { path, text, .. } in sources(&["src", "tests", "benches"]) {
        let lines = text.lines().count();
        if lines > LINES_AIM {
            let _ =
                writeln!(std::io::stderr(), "note: {path}: {lines} lines, the aim is {LINES_AIM}");
        }
    }
}

#[test]
fn the_clock_is_asked_in_one_place() {
    check(&["src", "tests", "benches"], asks_the_clock);
}

#[test]
fn money_is_never_a_float() {
    check(&["src"], floats);
}

#[test]
fn tests_do_not_sleep() {
    check(&["tests"], sleeps);
}

#[test]
fn sentences_for_people_stand_in_words() {
    check(&["src"], accents);
}

#[test]
fn nothing_is_left_for_later() {
    check(&["src", "tests", "benches"], left_for_later);
}

#[test]
fn every_file_says_what_it_is() {
    check(&["src", "tests", "benches"], says_nothing);
}

fn too_long(source: &Source) -> Vec<String> {
    let lines = source.text.lines().count();
    let fault = format!("{}: {lines} lines, at most {LINES_MAX}: split it", source.path);
    (lines > LINES_MAX).then_some(fault).into_iter().collect()
}

fn asks_the_clock(source: &Source) -> Vec<String> {
    if CLOCKS.contains(&source.path.as_str()) {
        return Vec::new();
    }
    let asked = |now: &[Token]| {
        let [of, a, b, ask] = now else { return false };
        let clock = ["Instant", "SystemTime", "Timestamp", "Zoned", "Utc", "Local"];
        let called = clock.contains(&of.text.as_str())
            && a.text == ":"
            && b.text == ":"
            && ask.text == "now";
        called || (b.text == "." && ask.text == "elapsed")
    };
    let tokens = source.tokens();
    let faults = tokens.windows(4).filter(|now| asked(now));
    faults
        .map(|now| {
            format!("{}:{}: time is an input: only {CLOCKS:?} ask for it", source.path, now[3].line)
        })
        .collect()
}

fn floats(source: &Source) -> Vec<String> {
    let tokens = source.tokens();
    let floats = tokens.iter().filter(|token| ["f32", "f64"].contains(&token.text.as_str()));
    floats
        .map(|token| format!("{}:{}: money is `Money`, a rate is `Rate`", source.path, token.line))
        .collect()
}

fn sleeps(source: &Source) -> Vec<String> {
    if CLOCKS.contains(&source.path.as_str()) {
        return Vec::new();
    }
    let sleeping = ["sleep", "sleep_until", "sleep_ms"];
    let tokens = source.tokens();
    let calls =
        tokens.windows(2).filter(|t| sleeping.contains(&t[0].text.as_str()) && t[1].text == "(");
    calls
        .map(|t| {
            format!("{}:{}: wait for what you wait for, with a `Deadline`", source.path, t[0].line)
        })
        .collect()
}

fn accents(source: &Source) -> Vec<String> {
    if MAY_HOLD_ACCENTS.iter().any(|(path, _)| source.path.starts_with(path)) {
        return Vec::new();
    }
    let accented = |text: &str| text.chars().any(|c| ('À'..='ÿ').contains(&c) && !"×÷".contains(c));
    let faults =
        source.literals.iter().filter(|(line, text)| !source.is_test(*line) && accented(text));
    faults
        .map(|(line, text)| {
            format!("{}:{line}: {text}: sentences for people stand in src/words; else add the file and why to MAY_HOLD_ACCENTS", source.path)
        })
        .collect()
}

fn left_for_later(source: &Source) -> Vec<String> {
    // In two halves, so that this file does not accuse itself.
    let marks =
        [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("X", "XX"), concat!("HA", "CK")];
    let marked = |line: &str| {
        line.split(|c: char| !c.is_alphanumeric() && c != '.').any(|word| marks.contains(&word))
    };
    let lines = source.text.lines().enumerate().filter(|(_, line)| marked(line));
    lines
        .map(|(at, line)| format!("{}:{}: do it or drop it: {}", source.path, at + 1, line.trim()))
        .collect()
}

fn says_nothing(source: &Source) -> Vec<String> {
    let fault = format!("{}:1: begin with `//!` and what the file is for", source.path);
    (!source.text.starts_with("//! ")).then_some(fault).into_iter().collect()
}

/// A check that cannot fail is a defect: each rule meets a good and a bad sample.
#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn lines(rule: impl Fn(&Source) -> Vec<String>, path: &str, text: &str, expected: &[usize]) {
        let faults = rule(&Source::new(path, text));
        let found: Vec<_> =
            faults.iter().map(|fault| fault.split(':').nth(1).unwrap().parse().unwrap()).collect();
        assert_eq!(&found as &[usize], expected, "{faults:?}");
        assert!(faults.iter().all(|fault| fault.starts_with(path)), "{faults:?}");
    }

    #[test]
    fn length() {
        assert!(too_long(&Source::new("src/a.rs", &"\n".repeat(LINES_MAX))).is_empty());
        assert_eq!(too_long(&Source::new("src/a.rs", &"\n".repeat(LINES_MAX + 1))).len(), 1);
    }

    #[test]
    fn the_clock() {
        let text = "let a = jiff::Timestamp::now();\n// Instant::now()\nlet b = clock.now();\nlet c = begun.elapsed();\n";
        lines(asks_the_clock, "src/stage/run.rs", text, &[1, 4]);
        lines(asks_the_clock, CLOCKS[0], text, &[]);
    }

    #[test]
    fn floating() {
        lines(floats, "src/tax/a.rs", "let a: f64 = b;\n// f64\nlet c = \"f32\";\n", &[1]);
    }

    #[test]
    fn sleeping() {
        lines(
            sleeps,
            "tests/it/a.rs",
            "//! x\nthread::sleep(a);\ntokio::time::sleep(b);\n// sleep(c)",
            &[2, 3],
        );
        lines(sleeps, CLOCKS[1], "thread::sleep(a);", &[]);
    }

    #[test]
    fn portuguese() {
        let text = "let a = \"ação\";\n// ação\n#[cfg(test)]\nmod tests { const A: &str = \"ação\"; }\nlet b = 'ã'; let c = \"–\";\n";
        lines(accents, "src/tax/icms.rs", text, &[1, 5]);
        lines(accents, "src/words/pt.rs", text, &[]);
    }

    #[test]
    fn leftovers() {
        let text = format!(
            "//! x\n// {}: later\nlet a = \"{}\";\nlet todo = TODOS;\n",
            concat!("TO", "DO"),
            concat!("X", "XX")
        );
        lines(left_for_later, "src/a.rs", &text, &[2, 3]);
    }

    #[test]
    fn headings() {
        lines(says_nothing, "src/a.rs", "use std::fmt;\n//! too late", &[1]);
        lines(says_nothing, "src/a.rs", "//! What it is.", &[]);
    }
}
