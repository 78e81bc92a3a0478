//! The archive on disk: `ROOT/CNPJ/AAAA/MM/NAME.xml`, one file for each authorised note and each
//! event of it, read-only, never written over.
//!
//! A document is listed in the store with what made it true, and filed here afterwards
//! ([`filer::work`]). So nothing is lost while the disk is full or away; it is only late.

mod filer;

use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

pub use filer::work;

use crate::nfe::element::BYTES_MAX;
use crate::ports::Filing;

/// The folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archive {
    root: PathBuf,
}

/// Why a document is not on disk.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// Another document lies under its name. It is never written over.
    #[error("{}: another document lies there", .0.display())]
    Other(PathBuf),
    /// The disk.
    #[error("{}: {source}", path.display())]
    Disk {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// Whether there is a folder to write to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// A file was made in it, and taken away again.
    There,
    /// There is no folder yet.
    NotYet,
}

impl Archive {
    /// The archive in this folder, which may not be there yet.
    pub fn new(root: &Path) -> Archive {
        Archive { root: root.to_owned() }
    }

    /// Where a document lies. The store's rules keep `name` and `CNPJ` to digits and letters.
    pub fn path(&self, filing: &Filing) -> PathBuf {
        self.folder(filing).join(format!("{}.xml", filing.name))
    }

    fn folder(&self, filing: &Filing) -> PathBuf {
        let (year, month) = filing.year_month;
        self.root.join(&filing.cnpj).join(format!("{year:04}")).join(format!("{month:02}"))
    }

    /// Puts a document there whole, or not at all: after a power cut it is there. The same bytes
    /// may be there already.
    pub fn keep(&self, filing: &Filing, bytes: &[u8]) -> Result<(), ArchiveError> {
        let (path, folder) = (self.path(filing), self.folder(filing));
        self.make(&folder)?;
        let disk = |source| ArchiveError::Disk { path: path.clone(), source };
        let mut builder = tempfile::Builder::new();
        builder.prefix(".").suffix(".part");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(READ_ONLY));
        let mut part = builder.tempfile_in(&folder).map_err(disk)?;
        part.write_all(bytes).map_err(disk)?;
        part.as_file().sync_all().map_err(disk)?;
        match part.persist_noclobber(&path) {
            Ok(_) => {}
            Err(error) if error.error.kind() == ErrorKind::AlreadyExists => {
                if read(&path).map_err(disk)? != bytes {
                    return Err(ArchiveError::Other(path));
                }
                // Whoever wrote it may have died before it was safe.
                std::fs::File::open(&path).and_then(|file| file.sync_all()).map_err(disk)?;
            }
            Err(error) => return Err(disk(error.error)),
        }
        sync(&folder)
    }

    /// What lies there, `None` when nothing does.
    pub fn read(&self, filing: &Filing) -> Result<Option<Vec<u8>>, ArchiveError> {
        let path = self.path(filing);
        match read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(source) => Err(ArchiveError::Disk { path, source }),
        }
    }

    /// Whether a file can be made there.
    pub fn room(&self) -> Result<Room, ArchiveError> {
        if !self.root.exists() {
            return Ok(Room::NotYet);
        }
        let disk = |source| ArchiveError::Disk { path: self.root.clone(), source };
        let mut trial = tempfile::Builder::new()
            .prefix(".")
            .suffix(".part")
            .tempfile_in(&self.root)
            .map_err(disk)?;
        trial.write_all(b"room").map_err(disk)?;
        Ok(Room::There)
    }

    /// The folders, each on the disk before there is anything in it. The root's own parent is
    /// not made: where it is missing, a disk is not mounted.
    fn make(&self, folder: &Path) -> Result<(), ArchiveError> {
        if folder.is_dir() {
            return Ok(());
        }
        if folder != self.root
            && let Some(parent) = folder.parent()
        {
            self.make(parent)?;
        }
        let disk = |source| ArchiveError::Disk { path: folder.to_owned(), source };
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, FOLDER);
        match builder.create(folder) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => {}
            Err(source) => return Err(disk(source)),
        }
        let parent = folder.parent().filter(|it| !it.as_os_str().is_empty());
        sync(parent.unwrap_or(Path::new(".")))
    }
}

/// The documents name buyers: their owner reads them, and a group that the operator chooses.
#[cfg(unix)]
const READ_ONLY: u32 = 0o440;
#[cfg(unix)]
const FOLDER: u32 = 0o750;

/// A note has at most half a mebibyte, and its protocol little more.
fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    let most = u64::try_from(BYTES_MAX).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A new name survives a power cut once its folder is on the disk too.
fn sync(folder: &Path) -> Result<(), ArchiveError> {
    #[cfg(unix)]
    std::fs::File::open(folder)
        .and_then(|file| file.sync_all())
        .map_err(|source| ArchiveError::Disk { path: folder.to_owned(), source })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Digest;
    use crate::ports::FilingKind;

    fn filing(bytes: &[u8]) -> Filing {
        Filing {
            kind: FilingKind::Note,
            cnpj: "11222333000181".to_owned(),
            year_month: (2027, 1),
            name: "35270111222333000181550010000000011000000070".to_owned(),
            digest: Digest::of(bytes),
        }
    }

    #[cfg(unix)]
    fn mode(path: &Path) -> u32 {
        std::os::unix::fs::MetadataExt::mode(&std::fs::metadata(path).unwrap()) & 0o777
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_document_is_kept_whole_read_only_and_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("archive");
        let archive = Archive::new(&root);
        assert_eq!(archive.room().unwrap(), Room::NotYet);
        let note = filing(b"<nfeProc/>");
        assert_eq!(archive.read(&note).unwrap(), None);
        for _ in 0..2 {
            archive.keep(&note, b"<nfeProc/>").unwrap();
        }
        let path = archive.path(&note);
        assert!(path.ends_with(format!("11222333000181/2027/01/{}.xml", note.name)));
        assert_eq!(archive.read(&note).unwrap().unwrap(), b"<nfeProc/>");
        assert_eq!(names(path.parent().unwrap()).len(), 1, "nothing else is left there");
        #[cfg(unix)]
        assert_eq!((mode(&path), mode(&root)), (0o440, 0o750));
        assert_eq!(archive.room().unwrap(), Room::There);
        assert_eq!(names(&root), ["11222333000181"]);

        let error = archive.keep(&note, b"<nfeProc>other</nfeProc>").unwrap_err();
        assert!(matches!(error, ArchiveError::Other(_)), "{error}");
        assert_eq!(archive.read(&note).unwrap().unwrap(), b"<nfeProc/>");
        assert_eq!(names(path.parent().unwrap()).len(), 1);
    }

    #[test]
    fn a_disk_that_is_not_there_is_not_made_up() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::new(&folder.path().join("mount/archive"));
        let error = archive.keep(&filing(b"x"), b"x").unwrap_err();
        assert!(matches!(error, ArchiveError::Disk { .. }), "{error}");
        assert!(names(folder.path()).is_empty());
        std::fs::write(folder.path().join("file"), b"").unwrap();
        let archive = Archive::new(&folder.path().join("file"));
        assert!(archive.room().is_err() && archive.keep(&filing(b"x"), b"x").is_err());
    }
}
