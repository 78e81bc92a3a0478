//! Figures for node_exporter's textfile collector: a file in Prometheus's text format, written
//! anew each minute and put in its place whole.
//!
//! Names begin with `fba_nfe_`. Labels hold sellers, CNPJs and codes; never a buyer's data.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use crate::domain::Timestamp;

/// What is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// (seller, CNPJ) → the last moment of the certificate that signs.
    pub certificates: BTreeMap<(String, String), Timestamp>,
    /// State → lives.
    pub lives: BTreeMap<String, u64>,
    /// First fault's code → held lives.
    pub held: BTreeMap<String, u64>,
    /// (environment, CNPJ, serie) → gaps that SEFAZ was not told of.
    pub gaps: BTreeMap<(&'static str, String, u16), u64>,
    /// Letters that the broker has not confirmed.
    pub unsent: u64,
    /// Documents that are not in the archive yet.
    pub unfiled: u64,
}

/// The figures, as the collector reads them.
pub fn text(figures: &Figures) -> String {
    let mut text = String::new();
    let help = "Last moment of the A1 certificate that signs, in seconds since 1970.";
    family(&mut text, "certificate_not_after_seconds", help);
    for ((seller, cnpj), at) in &figures.certificates {
        let labels = [("seller", seller.as_str()), ("cnpj", cnpj)];
        sample(&mut text, "certificate_not_after_seconds", &labels, at.as_second());
    }
    family(&mut text, "lives", "Invoices, by state.");
    for (state, lives) in &figures.lives {
        sample(&mut text, "lives", &[("state", state)], lives);
    }
    family(&mut text, "held", "Invoices that wait for a person, by their first fault.");
    for (code, lives) in &figures.held {
        sample(&mut text, "held", &[("code", code)], lives);
    }
    family(&mut text, "gaps_open", "Numbers without a note that SEFAZ was not told of.");
    for ((environment, cnpj, serie), gaps) in &figures.gaps {
        let serie = serie.to_string();
        let labels = [("environment", *environment), ("cnpj", cnpj.as_str()), ("serie", &serie)];
        sample(&mut text, "gaps_open", &labels, gaps);
    }
    family(&mut text, "outbox_unsent", "Letters that the broker has not confirmed.");
    sample(&mut text, "outbox_unsent", &[], figures.unsent);
    family(&mut text, "archive_unfiled", "Documents that are not in the archive yet.");
    sample(&mut text, "archive_unfiled", &[], figures.unfiled);
    text
}

/// Puts the file in its place whole: whoever reads it sees the old one or the new one.
pub fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or_else(|| Path::new(".")))?;
    file.write_all(text.as_bytes())?;
    readable(file.as_file())?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// The collector runs as another user, and there is nothing secret in it.
fn readable(file: &std::fs::File) -> std::io::Result<()> {
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))?;
    Ok(())
}

fn family(text: &mut String, name: &str, help: &str) {
    // Writing to a text does not fail.
    let _written = write!(text, "# HELP fba_nfe_{name} {help}\n# TYPE fba_nfe_{name} gauge\n");
}

fn sample(text: &mut String, name: &str, labels: &[(&str, &str)], value: impl std::fmt::Display) {
    let labels: Vec<String> =
        labels.iter().map(|(label, value)| format!("{label}=\"{}\"", escaped(value))).collect();
    let labels = match labels.is_empty() {
        true => String::new(),
        false => format!("{{{}}}", labels.join(",")),
    };
    let _written = writeln!(text, "fba_nfe_{name}{labels} {value}");
}

/// A label's value, as the text format wants it.
fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures() -> Figures {
        let mut figures = Figures { unsent: 2, ..Figures::default() };
        let until = "2036-01-01T00:00:00Z".parse().unwrap();
        figures.certificates.insert(("A1".to_owned(), "11222333000181".to_owned()), until);
        figures.lives.insert("accepted".to_owned(), 40);
        figures.held.insert("odd\"\\\n".to_owned(), 1);
        figures.gaps.insert(("producao", "11222333000181".to_owned(), 7), 3);
        figures
    }

    #[test]
    fn figures_are_lines_with_labels() {
        let text = text(&figures());
        for line in [
            "fba_nfe_certificate_not_after_seconds{seller=\"A1\",cnpj=\"11222333000181\"} 2082758400",
            "fba_nfe_lives{state=\"accepted\"} 40",
            "fba_nfe_held{code=\"odd\\\"\\\\\\n\"} 1",
            "fba_nfe_gaps_open{environment=\"producao\",cnpj=\"11222333000181\",serie=\"7\"} 3",
            "fba_nfe_outbox_unsent 2",
            "fba_nfe_archive_unfiled 0",
        ] {
            assert!(text.lines().any(|it| it == line), "{line}\n{text}");
        }
        for line in text.lines().filter(|it| !it.starts_with('#')) {
            let name = line.split(['{', ' ']).next().unwrap();
            assert!(text.contains(&format!("# TYPE {name} gauge\n")), "{name}");
        }
        assert!(text.ends_with('\n'));
    }

    #[test]
    fn the_file_is_there_whole_and_for_all_to_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("fba-nfe.prom");
        write(&path, "a 1\n").unwrap();
        write(&path, "a 2\n").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "a 2\n");
        let mode = std::os::unix::fs::MetadataExt::mode(&std::fs::metadata(&path).unwrap());
        assert_eq!(mode & 0o777, 0o644);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left over");
        assert!(write(&folder.path().join("no/such/folder.prom"), "a 1\n").is_err());
    }
}
