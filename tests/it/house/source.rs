//! A Rust source as the house rules read it: code, comments and literals told apart, line by line.

use std::fs;
use std::path::Path;

/// One file.
pub(crate) struct Source {
    /// From the root of the repository: `src/domain/uf.rs`.
    pub(crate) path: String,
    pub(crate) text: String,
    /// The text with comments and the insides of literals blanked. Lines stand where they stood.
    pub(crate) code: String,
    /// String and character literals, with the line each begins on.
    pub(crate) literals: Vec<(usize, String)>,
    /// Lines of items under `#[cfg(test)]`, first and last.
    tests: Vec<(usize, usize)>,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let (code, literals) = split(text);
        let tests = test_lines(&code);
        Self { path: path.to_owned(), text: text.to_owned(), code, literals, tests }
    }

    pub(crate) fn is_test(&self, line: usize) -> bool {
        self.tests.iter().any(|(first, last)| (*first..=*last).contains(&line))
    }

    pub(crate) fn tokens(&self) -> Vec<Token> {
        tokens(&self.code)
    }
}

/// All Rust files under these folders of the repository, in order of their paths. A missing folder holds none.
pub(crate) fn sources(folders: &[&str]) -> Vec<Source> {
    let root = crate::tools::root("");
    let mut found = Vec::new();
    let mut open: Vec<_> = folders.iter().map(|folder| root.join(folder)).collect();
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let below: &Path = path.strip_prefix(&root).unwrap();
                let text = fs::read_to_string(&path).unwrap();
                found.push(Source::new(&below.to_string_lossy(), &text));
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty(), "no sources in {folders:?}: a rule over nothing holds nothing");
    found
}

/// A name or a single character of code, and its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) text: String,
    pub(crate) line: usize,
}

fn tokens(code: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    for (index, text) in code.lines().enumerate() {
        let mut joins = false;
        for c in text.chars() {
            let in_name = c.is_alphanumeric() || c == '_';
            match found.last_mut() {
                Some(name) if in_name && joins => name.text.push(c),
                _ if c.is_whitespace() => {}
                _ => found.push(Token { text: c.to_string(), line: index + 1 }),
            }
            joins = in_name;
        }
    }
    found
}

/// Blanks comments and the insides of literals; hands the literals over.
fn split(text: &str) -> (String, Vec<(usize, String)>) {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut literals = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < chars.len() {
        let rest = &chars[at..];
        let in_name = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
        let (length, inside) = piece(rest, in_name);
        let taken: String = rest[..length].iter().collect();
        match inside {
            Inside::Code => code.push_str(&taken),
            Inside::Comment => code.extend(taken.chars().map(blank)),
            Inside::Literal => {
                code.extend(taken.chars().map(blank));
                literals.push((line, taken.clone()));
            }
        }
        line += taken.matches('\n').count();
        at += length;
    }
    (code, literals)
}

enum Inside {
    Code,
    Comment,
    Literal,
}

fn blank(c: char) -> char {
    if c == '\n' { c } else { ' ' }
}

/// How long the next piece of a source is, and what it is.
fn piece(rest: &[char], in_name: bool) -> (usize, Inside) {
    match rest {
        ['/', '/', ..] => (until(rest, |left| left[0] == '\n'), Inside::Comment),
        ['/', '*', ..] => (block_comment(rest), Inside::Comment),
        ['"', ..] => (quoted(rest, '"'), Inside::Literal),
        ['b' | 'c', '"', ..] if !in_name => (1 + quoted(&rest[1..], '"'), Inside::Literal),
        ['b', '\'', ..] if !in_name => (1 + quoted(&rest[1..], '\''), Inside::Literal),
        ['b' | 'c', 'r', '"' | '#', ..] if !in_name => raw(rest, 2),
        ['r', '"' | '#', ..] if !in_name => raw(rest, 1),
        // 'x' and '\n' are characters; 'x without a closing quote is a lifetime.
        ['\'', '\\', ..] | ['\'', _, '\'', ..] => (quoted(rest, '\''), Inside::Literal),
        _ => (1, Inside::Code),
    }
}

fn until(rest: &[char], ends: impl Fn(&[char]) -> bool) -> usize {
    (0..rest.len()).find(|at| ends(&rest[*at..])).unwrap_or(rest.len())
}

fn block_comment(rest: &[char]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        match &rest[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn quoted(rest: &[char], quote: char) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != quote {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(rest.len())
}

/// `r"…"`, `r#"…"#`; but `r#type` is a name.
fn raw(rest: &[char], prefix: usize) -> (usize, Inside) {
    let hashes = rest[prefix..].iter().take_while(|c| **c == '#').count();
    let open = prefix + hashes;
    if rest.get(open) != Some(&'"') {
        return (1, Inside::Code);
    }
    let body = &rest[open + 1..];
    let closes = |left: &[char]| {
        left[0] == '"' && left.len() > hashes && left[1..=hashes].iter().all(|c| *c == '#')
    };
    ((open + 1 + until(body, closes) + 1 + hashes).min(rest.len()), Inside::Literal)
}

/// The lines of each item that `#[cfg(test)]` stands before: to its closing brace, or its semicolon.
fn test_lines(code: &str) -> Vec<(usize, usize)> {
    let tokens = tokens(code);
    let mark = ["#", "[", "cfg", "(", "test", ")", "]"];
    let starts = tokens.windows(mark.len()).enumerate();
    let marked = starts.filter(|(_, seen)| seen.iter().map(|t| t.text.as_str()).eq(mark));
    marked.map(|(at, seen)| (seen[0].line, item_end(&tokens[at + mark.len()..]))).collect()
}

fn item_end(item: &[Token]) -> usize {
    let mut depth = 0;
    for token in item {
        match token.text.as_str() {
            "{" | "[" | "(" => depth += 1,
            "}" | "]" | ")" => depth -= 1,
            _ => {}
        }
        if depth == 0 && (token.text == "}" || token.text == ";") {
            return token.line;
        }
    }
    item.last().map_or(0, |token| token.line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_are_told_from_code() {
        let text = "a(\"b // c\", 'd', '\\'', r#\"e\"f\"#, b\"g\", r#type, &'h i); // j\n/* k /* l */ m */ n\n";
        let source = Source::new("x.rs", text);
        let names: Vec<_> = source.tokens().into_iter().map(|t| (t.text, t.line)).collect();
        let names: Vec<_> = names.iter().map(|(t, l)| (t.as_str(), *l)).collect();
        let names: Vec<_> =
            names.into_iter().filter(|(t, _)| t.chars().all(char::is_alphabetic)).collect();
        assert_eq!(names, [("a", 1), ("r", 1), ("type", 1), ("h", 1), ("i", 1), ("n", 2)]);
        let literals: Vec<_> = source.literals.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(literals, ["\"b // c\"", "'d'", "'\\''", "r#\"e\"f\"#", "b\"g\""]);
        assert_eq!(source.code.lines().count(), text.lines().count());
    }

    #[test]
    fn a_literal_over_several_lines_keeps_the_lines_after_it() {
        let source = Source::new("x.rs", "let a = \"\n\n\";\nlet b = 1;\n\"c\"");
        assert_eq!(source.tokens().iter().find(|t| t.text == "b").unwrap().line, 4);
        assert_eq!(source.literals[1], (5, "\"c\"".to_owned()));
    }

    #[test]
    fn broken_sources_end() {
        for text in ["\"", "'\\", "r#\"", "/*", "b'", "\"\\", "r##\"#", "'", "//", "#[cfg(test)]"] {
            Source::new("x.rs", text);
        }
    }

    #[test]
    fn test_items_are_known_by_their_mark() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\nfn c() {}\n#[cfg(test)]\nuse d;\nfn e() {}";
        let source = Source::new("x.rs", text);
        let tests: Vec<_> = (1..=9).filter(|line| source.is_test(*line)).collect();
        assert_eq!(tests, [2, 3, 4, 5, 7, 8]);
    }
}
