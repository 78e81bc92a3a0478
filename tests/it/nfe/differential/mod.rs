//! Our own check against libxml2 and the official schema: thousands of documents with one change
//! each. Whatever libxml2 refuses, ours refuses. What only ours refuses, a rule beyond the schema
//! refuses.

mod changes;
mod documents;
mod outline;
mod taxes;
mod trades;

use std::collections::{BTreeMap, BTreeSet};

use fba_nfe::nfe::layout;

use crate::tools::xml;
use changes::{Changed, Plan};

const XSD: &str = "nfe_v4.00.xsd";
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

/// Where libxml2 takes what neither the schema's words nor we do: the end of the path, what the
/// change is called (or all of them), and why.
const STRICTER: &[(&str, &str, &str)] = &[
    ("/infNFe", "@Id space first", "an xs:ID loses its blanks"),
    ("/infNFe", "@Id space last", "an xs:ID loses its blanks"),
    ("/infNFe", "@Id a line first", "an xs:ID loses its blanks"),
    ("/competApur", "", "a month loses its blanks, and may have a time zone"),
    ("/hashCSRT", "", "Base64 loses its blanks, and libxml2 passes over strange letters"),
    ("/NCM", "", "libxml2 miscounts /[0-9]{2}|[0-9]{8}/"),
    ("/AAMM", "", "libxml2 miscounts alternatives that begin alike"),
    ("/NFe", "a document type", "none is read"),
    ("/NFe", "an entity", "none is read"),
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
        let stricter = STRICTER
            .iter()
            .any(|(end, it, _)| path.ends_with(end) && (it.is_empty() || kind == it));
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

    #[expect(clippy::print_stdout, reason = "a count tells how much the verdict means")]
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

    // `CHANGES=all` makes every change there is, which takes an hour; a number draws others.
    let drawn = std::env::var("CHANGES").unwrap_or_else(|_| "1".to_owned());
    let seed = (drawn != "all").then(|| drawn.parse().unwrap());
    let mut plan = Plan::new(seed);
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
