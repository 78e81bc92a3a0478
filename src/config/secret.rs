//! Secrets: never in the file, never in a fault.

use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

use secrecy::SecretString;

use super::section::Section;
use super::source::read_bounded;

/// A secret is a password, a token or a key, never longer than this.
const SECRET_MAX: u64 = 64 * 1024;

impl Section<'_> {
    /// A secret, as exactly one of `x_env` (a variable's name) and `x_file` (a file's path).
    ///
    /// Faults here repeat neither: somebody may have written the secret itself in that place.
    pub(super) fn secret(&mut self, stem: &str) -> Option<SecretString> {
        let found = self.optional_secret(stem)?;
        if found.is_none() {
            self.missing(&format!("{stem}_env"), &secret_remedy(stem));
        }
        found
    }

    /// A secret that may be missing: `Some(None)` is missing, `None` is wrong.
    pub(super) fn optional_secret(&mut self, stem: &str) -> Option<Option<SecretString>> {
        let found = self.optional_secret_from(stem)?;
        Some(found.map(|(secret, _)| secret))
    }

    /// As [`Section::optional_secret`], with the file that it stands in.
    pub(super) fn optional_secret_from(
        &mut self,
        stem: &str,
    ) -> Option<Option<(SecretString, Option<PathBuf>)>> {
        let (env_key, file_key) = (format!("{stem}_env"), format!("{stem}_file"));
        let remedy = secret_remedy(stem);
        let name = self.optional_hidden(&env_key, &remedy, |text| Ok::<_, String>(text.to_owned()));
        let file =
            self.optional_hidden(&file_key, &remedy, |text| Ok::<_, String>(text.to_owned()));
        match (name?, file?) {
            (None, None) => Some(None),
            (Some(_), Some(_)) => {
                let problem = format!("stands beside {file_key}");
                self.source().fault(&self.key(&env_key), problem, &remedy);
                None
            }
            (Some(name), None) => {
                let value = self.source().env(&name).filter(|value| !value.is_empty());
                if value.is_none() {
                    let problem = "the environment has no such variable, or it is empty";
                    self.source().fault(&self.key(&env_key), problem, "set it before the start");
                }
                Some(Some((SecretString::from(value?), None)))
            }
            (None, Some(file)) => {
                let key = self.key(&file_key);
                let path = self.source().resolve(&file);
                let bytes = self.source().bytes(&key, &path, SECRET_MAX)?;
                let secret = secret_in(bytes);
                if secret.is_none() {
                    self.source().fault(&key, "the file is empty or is not text", &remedy);
                }
                Some(Some((secret?, Some(path))))
            }
        }
    }
}

/// The secret that a file holds: its text, without the end of its line.
fn secret_in(bytes: Vec<u8>) -> Option<SecretString> {
    let text = String::from_utf8(bytes).ok()?;
    let text = text.trim_end_matches(['\r', '\n']);
    (!text.is_empty()).then(|| SecretString::from(text))
}

/// Reads a file with a secret once more.
pub(super) fn reread(path: &Path) -> std::io::Result<SecretString> {
    let invalid = |text: &str| Error::new(ErrorKind::InvalidData, text.to_owned());
    let bytes = read_bounded(path, SECRET_MAX)?.ok_or_else(|| invalid("the file is too long"))?;
    secret_in(bytes).ok_or_else(|| invalid("the file is empty or is not text"))
}

fn secret_remedy(stem: &str) -> String {
    format!("write exactly one of {stem}_env (a variable) and {stem}_file (a path)")
}
