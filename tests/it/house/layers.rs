//! Who may name whom.

use super::source::{Source, Token, sources};

/// Each module of the crate and those it may name besides itself.
/// `cli → console, simulator, adapters, config → stage → ports → lifecycle, tax, nfe, words → domain`;
/// `danfe` stands between `console` and `nfe`
const MAY_NAME: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("lifecycle", &["domain"]),
    ("tax", &["domain"]),
    ("nfe", &["domain"]),
    ("words", &["domain"]),
    ("danfe", &["nfe", "words", "domain"]),
    ("ports", &["lifecycle", "tax", "nfe", "words", "domain"]),
    ("stage", &["ports", "lifecycle", "tax", "nfe", "words", "domain"]),
    ("config", &["stage", "ports", "lifecycle", "tax", "nfe", "words", "domain"]),
    ("adapters", &["config", "stage", "ports", "lifecycle", "tax", "nfe", "words", "domain"]),
    (
        "simulator",
        &["adapters", "config", "stage", "ports", "lifecycle", "tax", "nfe", "words", "domain"],
    ),
    (
        "console",
        &["danfe", "config", "stage", "ports", "lifecycle", "tax", "nfe", "words", "domain"],
    ),
    (
        "cli",
        &[
            "console",
            "simulator",
            "danfe",
            "adapters",
            "config",
            "stage",
            "ports",
            "lifecycle",
            "tax",
            "nfe",
            "words",
            "domain",
        ],
    ),
];

/// The rooms that decide and compute. They cannot reach the world: not even by accident.
const PURE: &[&str] = &["domain", "lifecycle", "tax", "nfe", "words", "danfe"];
const WORLD: &[&str] = &[
    "tokio",
    "reqwest",
    "hyper_util",
    "lapin",
    "rusqlite",
    "axum",
    "tempfile",
    "indicatif",
    "clap",
];
const WORLD_OF_STD: &[&str] = &["fs", "net", "env", "process", "thread", "io"];

#[test]
fn a_module_names_only_those_to_its_right() {
    let faults: Vec<_> = sources(&["src"]).iter().flat_map(wrong_names).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn pure_modules_do_not_reach_the_world() {
    let faults: Vec<_> = sources(&["src"]).iter().flat_map(world_in_pure).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// `src/domain/uf.rs` is of `domain`; `main.rs` and `lib.rs` stand above all modules.
fn module_of(path: &str) -> Option<&str> {
    let below = path.strip_prefix("src/")?;
    let first = below.split('/').next().unwrap_or(below);
    let name = first.strip_suffix(".rs").unwrap_or(first);
    (!["main", "lib"].contains(&name)).then_some(name)
}

fn wrong_names(source: &Source) -> Vec<String> {
    let Some(module) = module_of(&source.path) else { return Vec::new() };
    let Some((_, allowed)) = MAY_NAME.iter().find(|(name, _)| *name == module) else {
        return vec![format!("{}: `{module}` has no place in the table of MAY_NAME", source.path)];
    };
    let wrong = |name: &Token| {
        let fine = name.text == module || allowed.contains(&name.text.as_str());
        (!fine).then(|| {
            let Token { text, line } = name;
            format!("{}:{line}: `{module}` may not name `{text}`, only {allowed:?}", source.path)
        })
    };
    names_from_the_root(source).iter().filter_map(wrong).collect()
}

/// What follows `crate::`, or a `super::` that leads as far up; each name of a group.
fn names_from_the_root(source: &Source) -> Vec<Token> {
    let tokens = source.tokens();
    let mut open: Vec<bool> = Vec::new();
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match tokens[at].text.as_str() {
            "{" => {
                open.push(at >= 2 && tokens[at - 2].text == "mod");
                at += 1;
            }
            "}" => {
                open.pop();
                at += 1;
            }
            "crate" => {
                at += 1;
                if is_path(&tokens[at..]) {
                    found.extend(first_names(&tokens[at + 2..]));
                }
            }
            "super" => {
                let mut up = 1;
                at += 1;
                while is_path(&tokens[at..])
                    && tokens.get(at + 2).is_some_and(|t| t.text == "super")
                {
                    (up, at) = (up + 1, at + 3);
                }
                let inline = open.iter().filter(|is_mod| **is_mod).count();
                if is_path(&tokens[at..]) && up >= depth(&source.path) + inline {
                    found.extend(first_names(&tokens[at + 2..]));
                }
            }
            _ => at += 1,
        }
    }
    found
}

/// How many `super` lead from a file to the root of the crate.
fn depth(path: &str) -> usize {
    let parts = path.split('/').count() - 1;
    if path.ends_with("/mod.rs") { parts - 1 } else { parts }
}

fn is_path(rest: &[Token]) -> bool {
    matches!(rest, [a, b, _, ..] if a.text == ":" && b.text == ":")
}

/// The first name of a path, or of each path of a group.
fn first_names(rest: &[Token]) -> Vec<Token> {
    if rest.first().is_none_or(|token| token.text != "{") {
        return rest.first().cloned().into_iter().collect();
    }
    let (mut depth, mut begins, mut found) = (0, false, Vec::new());
    for token in rest {
        match token.text.as_str() {
            "{" => (depth, begins) = (depth + 1, depth == 0),
            "}" => depth -= 1,
            "," => begins = depth == 1,
            _ if begins => {
                found.push(token.clone());
                begins = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    found
}

fn world_in_pure(source: &Source) -> Vec<String> {
    if !module_of(&source.path).is_some_and(|module| PURE.contains(&module)) {
        return Vec::new();
    }
    let tokens = source.tokens();
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if source.is_test(token.line) || !is_path(&tokens[at + 1..]) {
            continue;
        }
        if WORLD.contains(&token.text.as_str()) {
            found.push(token.clone());
        }
        if token.text == "std" {
            let names = first_names(&tokens[at + 3..]);
            found.extend(names.into_iter().filter(|t| WORLD_OF_STD.contains(&t.text.as_str())));
        }
    }
    let say = |Token { text, line }| {
        format!("{}:{line}: `{text}` is the world: hand the value in as an argument", source.path)
    };
    found.into_iter().map(say).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, text: &str, expected: &[&str]) {
        let source = Source::new(path, text);
        let names: Vec<_> = names_from_the_root(&source).into_iter().map(|t| t.text).collect();
        assert_eq!(names, expected, "{text}");
    }

    #[test]
    fn names_are_found_in_paths_and_groups() {
        check("src/tax/icms.rs", "use crate::nfe::det;", &["nfe"]);
        check(
            "src/tax/icms.rs",
            "use crate::{domain::{Cfop, Ncm}, nfe, ports::{self}};",
            &["domain", "nfe", "ports"],
        );
        check(
            "src/tax/icms.rs",
            "fn a(b: crate::stage::C) { crate :: words :: d() }",
            &["stage", "words"],
        );
        check("src/tax/icms.rs", "pub(crate) fn a() {} pub(in crate::tax) fn b() {}", &["tax"]);
        check("src/tax/icms.rs", "// crate::nfe\nconst A: &str = \"crate::nfe\";", &[]);
    }

    #[test]
    fn super_counts_where_it_leads_to_the_root() {
        check("src/tax/mod.rs", "use super::nfe::det;", &["nfe"]);
        check("src/ports.rs", "use super::stage;", &["stage"]);
        check("src/tax/icms.rs", "use super::Draft;", &[]);
        check("src/tax/icms.rs", "use super::super::nfe;", &["nfe"]);
        check(
            "src/tax/mod.rs",
            "mod tests { use super::*; fn a() { super::super::nfe::b() } }",
            &["nfe"],
        );
        check("src/tax/mod.rs", "fn a() { super::nfe::b() }", &["nfe"]);
    }

    #[test]
    fn a_name_to_the_left_is_a_fault_with_file_and_line() {
        let faults =
            wrong_names(&Source::new("src/tax/icms.rs", "//! x\nuse crate::{domain, nfe};\n"));
        assert_eq!(faults.len(), 1);
        assert!(faults[0].starts_with("src/tax/icms.rs:2: `tax` may not name `nfe`"), "{faults:?}");
        assert!(
            wrong_names(&Source::new("src/cli/work.rs", "use crate::{console, stage};")).is_empty()
        );
        assert!(wrong_names(&Source::new("src/main.rs", "use crate::anything;")).is_empty());
        assert_eq!(
            wrong_names(&Source::new("src/attic.rs", "")).len(),
            1,
            "a module without a place"
        );
        assert_eq!(wrong_names(&Source::new("src/domain/a.rs", "use crate::*;")).len(), 1);
    }

    #[test]
    fn the_world_is_found_in_pure_modules_only() {
        let text = "use std::{fs, fmt};\nfn a() { tokio::spawn(b) }\n#[cfg(test)]\nmod tests { use std::env; }";
        assert_eq!(world_in_pure(&Source::new("src/nfe/a.rs", text)).len(), 2);
        assert!(world_in_pure(&Source::new("src/adapters/a.rs", text)).is_empty());
        assert!(
            world_in_pure(&Source::new("src/nfe/a.rs", "use std::fmt; let fs = 1;")).is_empty()
        );
    }
}
