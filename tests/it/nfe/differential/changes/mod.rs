//! What can happen to an element, an attribute or the bytes: each change has a name.

mod raw;
mod value;

use std::collections::BTreeSet;

use super::outline::Tree;

/// A document after one change.
pub(super) struct Changed {
    /// What was done, and where.
    pub(super) kind: String,
    pub(super) path: String,
    pub(super) xml: Vec<u8>,
}

/// Which changes are made. Each is made once for a path; what is changed about the structure, once
/// for each surrounding in which an element stands. Of the rest, a share that is drawn by name.
pub(super) struct Plan {
    made: BTreeSet<(String, String, String)>,
    /// `None`: all of them.
    seed: Option<u64>,
}

/// Of so many changes about the structure, one is made.
const STRUCTURE: u64 = 4;
/// Of so many changes of attributes and of the value that stands there, one is made.
const OWN: u64 = 3;
/// Of so many values that could stand anywhere, one is tried.
const ANYWHERE: u64 = 60;

impl Plan {
    pub(super) fn new(seed: Option<u64>) -> Plan {
        Plan { made: BTreeSet::new(), seed }
    }

    fn takes(&mut self, one_in: u64, path: &str, kind: &str, surrounding: &str) -> bool {
        self.draws(one_in, path, kind, surrounding)
            && self.made.insert((path.to_owned(), kind.to_owned(), surrounding.to_owned()))
    }

    /// The same answer each time, whatever the order.
    fn draws(&self, one_in: u64, path: &str, kind: &str, surrounding: &str) -> bool {
        let Some(seed) = self.seed else { return true };
        let bytes = path.bytes().chain(kind.bytes()).chain(surrounding.bytes());
        let hash = bytes.fold(0xcbf2_9ce4_8422_2325 ^ seed, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        (hash >> 17).is_multiple_of(one_in)
    }
}

/// One element of a document, and where its changes go.
struct Place<'a> {
    document: &'a Tree,
    path: &'a str,
    steps: &'a [usize],
    /// The names of what stands beside it, or in it.
    surrounding: String,
    plan: &'a mut Plan,
    sink: &'a mut dyn FnMut(Changed),
}

impl Place<'_> {
    fn it(&self) -> &Tree {
        self.steps.iter().fold(self.document, |it, step| &it.children[*step])
    }

    fn parent(&self) -> Option<&Tree> {
        let (_, above) = self.steps.split_last()?;
        Some(above.iter().fold(self.document, |it, step| &it.children[*step]))
    }

    /// Structure, in each surrounding.
    fn keep(&mut self, kind: &str, xml: impl FnOnce(&Self) -> String) {
        let surrounding = self.surrounding.clone();
        if self.plan.takes(STRUCTURE, self.path, kind, &surrounding) {
            self.give(kind, xml);
        }
    }

    /// What must be tried.
    fn must(&mut self, kind: &str, xml: impl FnOnce(&Self) -> String) {
        if self.plan.takes(1, self.path, kind, "") {
            self.give(kind, xml);
        }
    }

    /// A value made of the one that stands there.
    fn try_own(&mut self, kind: &str, xml: impl FnOnce(&Self) -> String) {
        if self.plan.takes(OWN, self.path, kind, "") {
            self.give(kind, xml);
        }
    }

    /// A value that could stand anywhere.
    fn try_any(&mut self, kind: &str, xml: impl FnOnce(&Self) -> String) {
        if self.plan.takes(ANYWHERE, self.path, kind, "") {
            self.give(kind, xml);
        }
    }

    fn give(&mut self, kind: &str, xml: impl FnOnce(&Self) -> String) {
        let xml = xml(self).into_bytes();
        (self.sink)(Changed { kind: kind.to_owned(), path: self.path.to_owned(), xml });
    }

    /// The document with the element changed.
    fn with(&self, change: impl FnOnce(&mut Tree)) -> String {
        let mut document = self.document.clone();
        change(at(&mut document, self.steps));
        document.write()
    }

    /// The document with the element's siblings changed.
    fn among(&self, change: impl FnOnce(&mut Vec<Tree>, usize)) -> String {
        let mut document = self.document.clone();
        if let Some((last, above)) = self.steps.split_last() {
            change(&mut at(&mut document, above).children, *last);
        }
        document.write()
    }
}

/// Every planned change of every element.
pub(super) fn all(document: &Tree, plan: &mut Plan, sink: &mut dyn FnMut(Changed)) {
    let mut places = Vec::new();
    walk(document, "", &mut Vec::new(), &mut places);
    for (path, steps) in &places {
        let surrounding = String::new();
        let mut place = Place { document, path, steps, surrounding, plan, sink };
        let of = if place.it().children.is_empty() { place.parent() } else { Some(place.it()) };
        let names: BTreeSet<&str> =
            of.into_iter().flat_map(|it| &it.children).map(|it| it.name.as_str()).collect();
        place.surrounding = names.into_iter().collect();
        element(&mut place);
        attributes(&mut place);
        value::all(&mut place);
        raw::all(&mut place);
    }
}

/// The path of each element, without its place among its like, and the way to it.
fn walk(tree: &Tree, above: &str, steps: &mut Vec<usize>, out: &mut Vec<(String, Vec<usize>)>) {
    let path = format!("{above}/{}", tree.name);
    out.push((path.clone(), steps.clone()));
    for (place, child) in tree.children.iter().enumerate() {
        steps.push(place);
        walk(child, &path, steps, out);
        steps.pop();
    }
}

fn at<'a>(tree: &'a mut Tree, steps: &[usize]) -> &'a mut Tree {
    steps.iter().fold(tree, |it, step| &mut it.children[*step])
}

/// How often an element may come at most, and so how often once too often is.
const TOO_OFTEN: &[(&str, usize)] = &[
    ("autXML", 10),
    ("NFref", 999),
    ("gPagAntecipado/refNFe", 99),
    ("refDFeAnt", 99),
    ("NVE", 8),
    ("gCred", 4),
    ("rastro", 500),
    ("det", 990),
    ("reboque", 5),
    ("vol", 5000),
    ("lacres", 5000),
    ("dup", 120),
    ("detPag", 100),
    ("infAdic/obsCont", 10),
    ("infAdic/obsFisco", 10),
    ("procRef", 100),
    ("obsItem/obsCont", 1),
];

fn element(place: &mut Place<'_>) {
    let name = place.it().name.clone();
    let mut inside = |kind: &str, change: &dyn Fn(&mut Tree)| {
        place.keep(kind, |it| it.with(change));
    };
    inside("emptied", &|it| {
        it.text = String::new();
        it.children = Vec::new();
    });
    inside("renamed", &|it| it.name.push('X'));
    inside("in the other case", &|it| {
        let lower = it.name.to_lowercase();
        it.name = if it.name == lower { it.name.to_uppercase() } else { lower };
    });
    inside("a stranger first", &|it| it.children.insert(0, Tree::new("stranger", "1")));
    inside("a stranger last", &|it| it.children.push(Tree::new("stranger", "1")));
    inside("itself within", &|it| it.children.push(it.clone()));
    if place.parent().is_none() {
        return;
    }
    let mut here = |kind: &str, change: &dyn Fn(&mut Vec<Tree>, usize)| {
        place.keep(kind, |it| it.among(change));
    };
    here("deleted", &|all, i| drop(all.remove(i)));
    here("doubled", &|all, i| all.insert(i, all[i].clone()));
    here("swapped with the next", &|all, i| {
        let next = (i + 1).min(all.len() - 1);
        all.swap(i, next);
    });
    here("moved to the front", &|all, i| all[..=i].rotate_right(1));
    here("moved to the end", &|all, i| all[i..].rotate_left(1));
    here("copied to the end", &|all, i| all.push(all[i].clone()));
    here("a stranger before", &|all, i| all.insert(i, Tree::new("stranger", "1")));
    here("only this left", &|all, i| *all = vec![all[i].clone()]);
    here("nothing after", &|all, i| all.truncate(i + 1));
    here("nothing before", &|all, i| drop(all.drain(..i)));
    here("named as the next", &|all, i| {
        if let Some(next) = all.get(i + 1).map(|it| it.name.clone()) {
            all[i].name = next;
        }
    });
    here("unwrapped", &|all, i| {
        let it = all.remove(i);
        all.splice(i..i, it.children);
    });
    here("wrapped", &|all, i| {
        let mut wrap = Tree::new(&all[i].name, "");
        wrap.children.push(all[i].clone());
        all[i] = wrap;
    });
    for (end, most) in TOO_OFTEN {
        if place.path.ends_with(&format!("/{end}")) {
            place.must("as often as may be", |it| it.among(|all, i| fill(all, i, &name, *most)));
            place.must("once too often", |it| it.among(|all, i| fill(all, i, &name, most + 1)));
        }
    }
}

/// Copies until there are so many.
fn fill(all: &mut Vec<Tree>, i: usize, name: &str, many: usize) {
    let of = all.iter().filter(|it| it.name == name).count();
    let mut copies = vec![all[i].clone(); many.saturating_sub(of)];
    // Each item its own number, as far as there are any.
    for (place, copy) in copies.iter_mut().enumerate().filter(|(_, it)| it.name == "det") {
        copy.attributes = vec![("nItem".to_owned(), (place + 2).to_string())];
    }
    all.splice(i..i, copies);
}

fn attributes(place: &mut Place<'_>) {
    for (name, value) in [
        ("extra", "1"),
        ("Id", "A1"),
        ("nItem", "1"),
        ("versao", "4.00"),
        ("xmlns", ""),
        ("xmlns", "urn:x"),
        ("xmlns", "http://www.portalfiscal.inf.br/nfe"),
        ("xmlns", "http://www.w3.org/2000/09/xmldsig#"),
        ("xmlns:x", "urn:x"),
        ("xml:lang", "pt"),
    ] {
        let set = |it: &mut Tree| {
            it.attributes.retain(|(known, _)| known != name);
            it.attributes.push((name.to_owned(), value.to_owned()));
        };
        place.try_own(&format!("@{name}={value}"), |it| it.with(set));
    }
    for (name, value) in place.it().attributes.clone() {
        place.must(&format!("without @{name}"), |it| {
            it.with(|it| it.attributes.retain(|(known, _)| *known != name))
        });
        for (what, value) in value::of_attribute(&value) {
            let set = |it: &mut Tree| {
                let all = it.attributes.iter_mut().filter(|(known, _)| *known == name);
                all.for_each(|(_, old)| old.clone_from(&value));
            };
            place.must(&format!("@{name} {what}"), |it| it.with(set));
        }
    }
}
