//! Opening the file: who may read it, how it is kept, which version it is.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::schema;

/// Older ones can lose commits in WAL mode with two connections (the WAL-reset bug).
const OLDEST_SQLITE: i32 = 3_051_003;

/// How long one statement waits for another process.
const BUSY: Duration = Duration::from_secs(5);

/// How often the switch to WAL is tried: it does not always wait by itself.
const WAL_TRIES: u32 = 100;
const WAL_PAUSE: Duration = Duration::from_millis(20);

/// Why a store cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The SQLite that was linked is too old to be trusted.
    #[error("SQLite {found} is too old: 3051003 (3.51.3) or later is needed")]
    OldSqlite {
        /// `sqlite3_libversion_number`.
        found: i32,
    },
    /// The file cannot be made or read.
    #[error("the store {} cannot be opened: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A newer program was here.
    #[error(
        "the store is of version {found}, and this program knows up to {known}: \
         use the program that wrote it, or a newer one"
    )]
    Newer {
        /// The file's.
        found: i64,
        /// Ours.
        known: usize,
    },
    /// An SQLite file that is not ours.
    #[error("the file is a database of another program")]
    Foreign,
    /// What is in it does not hold together: bringing it up to date would not mend that.
    #[error(
        "the store cannot be brought up to version {version}: {rows} rows name rows that are \
         missing; it is left as it was"
    )]
    Orphans {
        /// The version that it should have come to.
        version: usize,
        /// How many.
        rows: i64,
    },
    /// The file system does not carry shared memory (some network shares).
    #[error("the store must be in WAL mode, and SQLite left it in {found:?}: use a local disk")]
    NoWal {
        /// What it is in.
        found: String,
    },
    /// SQLite itself.
    #[error("the store cannot be opened: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// No thread for the writer.
    #[error("the store's writer cannot be started: {0}")]
    Thread(std::io::Error),
}

/// Whether a power cut may cost what was written last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Durability {
    /// `synchronous=FULL`.
    Full,
    /// `synchronous=OFF`: only for a store that does not outlive the program.
    Off,
}

/// Makes the file when it is missing, readable to its owner alone: it holds personal data.
/// SQLite gives its WAL the same mode.
pub(super) fn make_file(path: &Path) -> Result<(), OpenError> {
    let error = |source| OpenError::File { path: path.to_owned(), source };
    let mut options = std::fs::OpenOptions::new();
    options.create_new(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => remember(path).map_err(error),
        Err(found) if found.kind() == std::io::ErrorKind::AlreadyExists => {
            let metadata = std::fs::metadata(path).map_err(error)?;
            #[cfg(unix)]
            if std::os::unix::fs::MetadataExt::mode(&metadata) & 0o077 != 0 {
                tracing::warn!(
                    store.path = %path.display(),
                    "others than its owner may read the store, which holds personal data: chmod 600"
                );
            }
            if metadata.is_file() { Ok(()) } else { Err(error(found)) }
        }
        Err(found) => Err(error(found)),
    }
}

/// A new file survives a power cut once its folder is on the disk too.
#[cfg(unix)]
fn remember(path: &Path) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    std::fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(not(unix))]
fn remember(_path: &Path) -> std::io::Result<()> {
    Ok(())
}

/// The connection that writes: checked, in WAL mode, of this program's version.
pub(super) fn writer(path: &Path, durability: Durability) -> Result<Connection, OpenError> {
    let found = rusqlite::version_number();
    if found < OLDEST_SQLITE {
        return Err(OpenError::OldSqlite { found });
    }
    let mut conn = connect(path)?;
    schema::check(&conn)?;
    to_wal(&conn)?;
    match durability {
        Durability::Full => conn.pragma_update(None, "synchronous", "FULL")?,
        Durability::Off => conn.pragma_update(None, "synchronous", "OFF")?,
    }
    // A burst leaves a large WAL behind; it is cut back at the next checkpoint.
    conn.pragma_update(None, "journal_size_limit", 64 * 1024 * 1024)?;
    // What a savepoint would undo is kept in memory, not in a file beside the store.
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    schema::migrate(&mut conn)?;
    Ok(conn)
}

/// A connection that only reads.
pub(super) fn reader(path: &Path) -> Result<Connection, rusqlite::Error> {
    let conn = connect(path)?;
    conn.pragma_update(None, "query_only", true)?;
    Ok(conn)
}

fn connect(path: &Path) -> Result<Connection, rusqlite::Error> {
    // Neither CREATE (the file is made with its mode first) nor URI (a path is a path).
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(BUSY)?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "trusted_schema", false)?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok(conn)
}

fn to_wal(conn: &Connection) -> Result<(), OpenError> {
    let mut tries = 0;
    loop {
        let asked = conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0));
        match asked {
            Ok(mode) => {
                let found: String = mode;
                return if found == "wal" { Ok(()) } else { Err(OpenError::NoWal { found }) };
            }
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                    && tries < WAL_TRIES =>
            {
                tries += 1;
                std::thread::sleep(WAL_PAUSE);
            }
            Err(error) => return Err(error.into()),
        }
    }
}
