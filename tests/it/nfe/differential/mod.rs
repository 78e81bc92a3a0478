//! Our own check against libxml2 and the official schema: thousands of documents with one change
//! each. Whatever libxml2 refuses, ours refuses. What only ours refuses, a rule beyond the schema
//! refuses.

mod changes;
mod documents;
mod outline;
mod taxes;

use std::collections::{BTreeMap, BTreeSet};

use fba_nfe::nfe::layout;

use crate::tools::xml;
use changes::{Changed, Plan};

const XSD: &str = "nfe_v4.00.xsd";
/// Of the values that could stand anywhere, one in so many is tried: all of them, with
/// `CHANGES_ONE_IN=1`, take an hour. `CHANGES_SEED` chooses others.
const ONE_IN: u64 = 40;
/// So many documents are judged at once.
const AT_ONCE: usize = 500;

/// Rules that are not the schema's, so that libxml2 knows nothing of them.
const BEYOND: &[(&str, &str)] = &[
    ("214", "SEFAZ takes no message of more than 500 KB"),
    ("402", "no byte order mark"),
    ("404", "no prefixes, whatever they stand for"),
    ("587", "namespaces are declared where the layout has them, and nowhere else"),
    ("588", "no blanks, comments, declarations between the tags"),
    ("298", "one form of the signature, of the several that its schema allows"),
    ("canonical", "what is sent is what was signed"),
    ("empty", "what is empty is left out"),
    ("trade", "groups of other trades"),
];

/// Values that the schema takes by a slip of its own, and we do not.
const STRICTER: &[(&str, &str, &str)] = &[
    ("/infNFe", "@Id space first", "an xs:ID loses its blanks"),
    ("/infNFe", "@Id space last", "an xs:ID loses its blanks"),
    ("/infNFe", "@Id a line first", "an xs:ID loses its blanks"),
];

/// What each said of one document.
struct Verdict<'a> {
    changed: &'a Changed,
    schema_takes: bool,
    ours: BTreeSet<&'static str>,
}

impl Verdict<'_> {
    fn disagreement(&self) -> Option<String> {
        let Changed { kind, path, .. } = self.changed;
        if !self.schema_takes {
            return self
                .ours
                .is_empty()
                .then(|| format!("taken, and should not be: {path} {kind}"));
        }
        let stricter = STRICTER.iter().any(|(end, it, _)| path.ends_with(end) && kind == it);
        let beyond = |rule: &str| BEYOND.iter().any(|(known, _)| *known == rule);
        (!stricter && !self.ours.iter().all(|it| beyond(it)))
            .then(|| format!("refused by {:?}, and should not be: {path} {kind}", self.ours))
    }
}

fn ours(xml: &[u8]) -> BTreeSet<&'static str> {
    layout(xml).err().unwrap_or_default().iter().map(|it| it.rule).collect()
}

/// What was found so far.
#[derive(Default)]
struct Findings {
    changes: usize,
    kinds: BTreeSet<String>,
    paths: BTreeSet<String>,
    /// Whether libxml2 takes it, whether ours does, and how many.
    counts: BTreeMap<(bool, bool), usize>,
    /// What refused where libxml2 did not.
    rules: BTreeMap<&'static str, usize>,
    wrong: Vec<String>,
}

impl Findings {
    fn ask(&mut self, changes: &mut Vec<Changed>) {
        let accepted = xml::accepted(XSD, changes.iter().map(|it| it.xml.as_slice())).unwrap();
        for (changed, schema_takes) in changes.iter().zip(accepted) {
            let verdict = Verdict { changed, schema_takes, ours: ours(&changed.xml) };
            *self.counts.entry((schema_takes, verdict.ours.is_empty())).or_default() += 1;
            if schema_takes {
                for rule in &verdict.ours {
                    *self.rules.entry(rule).or_default() += 1;
                }
            }
            self.changes += 1;
            self.wrong.extend(verdict.disagreement());
            self.paths.insert(changed.path.clone());
            self.kinds.insert(changed.kind.clone());
        }
        changes.clear();
    }

    fn print(&self, documents: usize) {
        let (kinds, paths) = (self.kinds.len(), self.paths.len());
        println!(
            "{} changes: {kinds} kinds at {paths} paths of {documents} documents",
            self.changes
        );
        for ((schema, ours), count) in &self.counts {
            println!("libxml2 takes it: {schema}, we take it: {ours}: {count}");
        }
        println!("refused beyond the schema: {:?}", self.rules);
    }
}

#[test]
fn what_libxml2_refuses_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let documents = documents::all();
    let bases: Vec<Vec<u8>> = documents.iter().map(|(_, it)| it.write().into_bytes()).collect();
    let files = super::laws::files(folder.path(), bases.clone());
    assert_eq!(xml::all_conform(XSD, &files), Ok(()), "every document is valid before the change");
    let mut findings = Findings::default();
    for ((name, _), base) in documents.iter().zip(&bases) {
        if let Err(disputes) = layout(base) {
            findings.wrong.push(format!("{name} is valid: {disputes:?}"));
        }
    }

    let number = |name: &str, usual| std::env::var(name).map_or(usual, |it| it.parse().unwrap());
    let mut plan = Plan::new(number("CHANGES_ONE_IN", ONE_IN), number("CHANGES_SEED", 1));
    let mut changes = Vec::new();
    for (_, document) in &documents {
        changes::all(document, &mut plan, &mut |changed| {
            changes.push(changed);
            if changes.len() == AT_ONCE {
                findings.ask(&mut changes);
            }
        });
    }
    if !changes.is_empty() {
        findings.ask(&mut changes);
    }
    findings.print(documents.len());
    let wrong = &mut findings.wrong;
    wrong.sort();
    let shown: Vec<_> = wrong.iter().take(200).cloned().collect();
    assert!(wrong.is_empty(), "{} disagree:\n{}", wrong.len(), shown.join("\n"));
    assert!(findings.kinds.len() >= 300 && findings.paths.len() >= 300, "enough to mean something");
}
