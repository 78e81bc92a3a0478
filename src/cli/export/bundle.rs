//! The zip: written beside its place, and moved there when it is whole.

use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Context as _;
use tempfile::NamedTempFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// A zip under way. Dropped before its end, nothing is left of it.
pub(super) struct Bundle {
    zip: ZipWriter<BufWriter<NamedTempFile>>,
}

/// The same moment for every file, so that the same documents give the same bytes.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(6))
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644)
}

impl Bundle {
    /// Begins one in the folder where it will lie: a move inside a folder is whole or not at all.
    pub(super) fn beside(out: &Path) -> anyhow::Result<Bundle> {
        let folder = out.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = tempfile::Builder::new()
            .prefix(".")
            .suffix(".part")
            .tempfile_in(folder)
            .with_context(|| format!("cannot write in {}", folder.display()))?;
        Ok(Bundle { zip: ZipWriter::new(BufWriter::new(file)) })
    }

    /// Adds a file.
    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let context = || format!("the zip: {name}");
        self.zip.start_file(name, options()).with_context(context)?;
        self.zip.write_all(bytes).with_context(context)
    }

    /// Ends it, and puts it in its place.
    pub(super) fn finish(self, out: &Path) -> anyhow::Result<()> {
        let file = self.zip.finish().context("the zip")?;
        let file = file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        file.as_file().sync_all().context("the zip")?;
        file.persist(out)
            .map_err(|error| error.error)
            .with_context(|| format!("cannot write {}", out.display()))?;
        Ok(())
    }
}
