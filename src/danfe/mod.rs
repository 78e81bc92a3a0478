//! The DANFE: an authorised NF-e on paper, as PDF.
//!
//! Two forms: the sheet (A4, portrait; MOC 7.0 Anexo II, and from 2026-12-01 the layout of
//! NT 2026.010), and the label for parcels ("DANFE Simplificado - Etiqueta", NT 2020.004).
//! Both show what the XML says and nothing else. What is not in it stays blank.

mod code128;
mod face;
mod field;
mod format;
mod label;
mod note;
mod portrait;
mod sheet;
mod text;

use crate::domain::AccessKey;
use crate::domain::access_key::AccessKeyError;
use crate::nfe::Document;

use note::Note;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Print {
    /// Which form.
    pub form: Form,
    /// A look at a note that SEFAZ has not authorised, marked as such across the page.
    pub preview: bool,
}

/// Which paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A4 sheets.
    Portrait,
    /// A label of 100 by 150 mm.
    Label {
        /// Whether it tells what the note is worth. NT 2020.004 v1.10 no longer asks for that.
        total: bool,
    },
}

/// Why there is no DANFE of a note. Each begins with the field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DanfeError {
    /// Another model.
    #[error("ide/mod: expected 55, found {0}")]
    Model(String),
    /// The key cannot be read, so there is nothing to put into bars.
    #[error("infNFe/@Id: {0}")]
    Key(#[from] AccessKeyError),
    /// SEFAZ has not taken it.
    #[error("protNFe/infProt/cStat: expected 100 or 150 with nProt, found {0}")]
    NotAuthorized(String),
    /// The protocol is another note's.
    #[error("protNFe/infProt/chNFe: expected the key of infNFe/@Id, found another")]
    OtherNote,
    /// The protocol is of other bytes.
    #[error("protNFe/infProt/digVal: expected the DigestValue of the note, found another")]
    OtherBytes,
}

/// Prints a note. The same note gives the same bytes.
pub fn print(document: &Document, print: Print) -> Result<Vec<u8>, DanfeError> {
    let model = document.value("ide/mod").unwrap_or("nothing");
    if model != "55" {
        return Err(DanfeError::Model(model.to_owned()));
    }
    let key = document.key()?;
    if !print.preview {
        authorized(document, &key)?;
    }
    let note = Note::new(document, key, print.preview);
    Ok(match print.form {
        Form::Portrait => portrait::draw(&note),
        Form::Label { total } => label::draw(&note, total),
    })
}

fn authorized(document: &Document, key: &AccessKey) -> Result<(), DanfeError> {
    let Some(protocol) = document.protocol() else {
        return Err(DanfeError::NotAuthorized("no protocol".to_owned()));
    };
    if !protocol.is_authorized() {
        return Err(DanfeError::NotAuthorized(protocol.c_stat));
    }
    if protocol.ch_nfe != key.as_str() {
        return Err(DanfeError::OtherNote);
    }
    if protocol.dig_val.as_deref().is_some_and(|it| document.digest_value() != Some(it)) {
        return Err(DanfeError::OtherBytes);
    }
    Ok(())
}
