//! Documents as outlines: a line for an element, one space for a level, `@name` for an attribute.
//! After `name:` come leaves, as `name=value`.

use fba_nfe::nfe::Element;

/// An element that can be changed and written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tree {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) text: String,
    pub(super) children: Vec<Tree>,
}

impl Tree {
    pub(super) fn new(name: &str, text: &str) -> Tree {
        Tree {
            name: name.to_owned(),
            attributes: Vec::new(),
            text: text.to_owned(),
            children: Vec::new(),
        }
    }

    /// Reads an outline: the elements of its first level.
    pub(super) fn outline(text: &str) -> Vec<Tree> {
        let mut open: Vec<Tree> = vec![Tree::new("", "")];
        for line in text.lines().filter(|it| !it.trim().is_empty()) {
            let bare = line.trim_start_matches(' ');
            let level = line.len() - bare.len();
            let (name, value) = bare.split_once(' ').unwrap_or((bare, ""));
            close(&mut open, level + 1);
            match name.strip_prefix('@') {
                Some(name) => {
                    let attribute = (name.to_owned(), value.to_owned());
                    open.last_mut().unwrap().attributes.push(attribute);
                }
                None => open.push(group(name, value)),
            }
        }
        close(&mut open, 1);
        open.remove(0).children
    }

    pub(super) fn of(element: &Element) -> Tree {
        Tree {
            name: element.name().to_owned(),
            attributes: element.attributes().to_vec(),
            text: element.text().to_owned(),
            children: element.elements().map(Tree::of).collect(),
        }
    }

    /// Puts a subtree in the place of the first element of that name, wherever it is.
    pub(super) fn replaced(&self, name: &str, with: &[Tree]) -> Tree {
        let mut tree = self.clone();
        tree.children = Vec::new();
        for child in &self.children {
            if child.name == name {
                tree.children.extend_from_slice(with);
            } else {
                tree.children.push(child.replaced(name, with));
            }
        }
        tree
    }

    /// In canonical form.
    pub(super) fn write(&self) -> String {
        let mut out = String::new();
        self.push(&mut out);
        out
    }

    fn push(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        let mut attributes: Vec<_> = self.attributes.iter().collect();
        attributes.sort_by_key(|(name, _)| (name != "xmlns", name.clone()));
        for (name, value) in attributes {
            let value = value.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
            let value = value.replace('\n', "&#xA;").replace('\t', "&#x9;");
            out.push_str(&format!(" {name}=\"{value}\""));
        }
        out.push('>');
        let text = self.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        out.push_str(&text);
        for child in &self.children {
            child.push(out);
        }
        out.push_str(&format!("</{}>", self.name));
    }
}

fn group(name: &str, value: &str) -> Tree {
    let Some(name) = name.strip_suffix(':') else { return Tree::new(name, value) };
    let mut tree = Tree::new(name, "");
    for leaf in value.split(' ') {
        let (name, value) = leaf.split_once('=').unwrap();
        tree.children.push(Tree::new(name, value));
    }
    tree
}

/// Until so many are open.
fn close(open: &mut Vec<Tree>, many: usize) {
    while open.len() > many {
        let done = open.pop().unwrap();
        open.last_mut().unwrap().children.push(done);
    }
}
