//! One thing in a written note, made otherwise.

/// What is done to the text of a draft. A path names tags one inside the other; of each the first
/// that comes is taken.
#[derive(Clone, Copy, Debug)]
pub(super) enum Twist {
    /// The text of an element.
    Set(&'static str, &'static str),
    /// Two cents more.
    Bump(&'static str),
    /// Without the element.
    Drop(&'static str),
    /// Something behind the element.
    After(&'static str, &'static str),
    /// Other text for some text, everywhere.
    Swap(&'static str, &'static str),
}

impl Twist {
    pub(super) fn of(self, xml: &str) -> String {
        match self {
            Twist::Set(path, value) => {
                let (from, to) = inside(xml, path);
                format!("{}{value}{}", &xml[..from], &xml[to..])
            }
            Twist::Bump(path) => {
                let (from, to) = inside(xml, path);
                let (whole, cents) = xml[from..to].split_once('.').unwrap_or((&xml[from..to], "0"));
                let cents: u64 = format!("{whole}{cents:0<2}").parse().unwrap();
                let more = cents + 2;
                format!("{}{}.{:02}{}", &xml[..from], more / 100, more % 100, &xml[to..])
            }
            Twist::Drop(path) => {
                let (from, to) = around(xml, path);
                format!("{}{}", &xml[..from], &xml[to..])
            }
            Twist::After(path, text) => {
                let (_, to) = around(xml, path);
                format!("{}{text}{}", &xml[..to], &xml[to..])
            }
            Twist::Swap(from, to) => {
                assert!(xml.contains(from), "{from} is not there");
                xml.replace(from, to)
            }
        }
    }
}

/// From the first byte behind the start tag to the end tag.
fn inside(xml: &str, path: &str) -> (usize, usize) {
    let mut at = 0;
    for tag in path.split('/') {
        let opens = |end: &str| xml[at..].find(&format!("<{tag}{end}")).map(|it| at + it);
        let start = match (opens(">"), opens(" ")) {
            (Some(bare), Some(told)) => bare.min(told),
            (bare, told) => bare.or(told).unwrap_or_else(|| panic!("{path}: no {tag}")),
        };
        at = start + xml[start..].find('>').unwrap() + 1;
    }
    let tag = path.rsplit('/').next().unwrap();
    (at, at + xml[at..].find(&format!("</{tag}>")).unwrap())
}

fn around(xml: &str, path: &str) -> (usize, usize) {
    let (from, to) = inside(xml, path);
    (xml[..from].rfind('<').unwrap(), to + xml[to..].find('>').unwrap() + 1)
}
