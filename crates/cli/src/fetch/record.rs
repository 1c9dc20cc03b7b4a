//! Where a file was fetched from: `FILE.fetched`, beside it.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use graphwright_emit::output::hash;
use serde::{Deserialize, Serialize};

use crate::place::shown;

const HEADER: &str =
    "# Written by `graphwright fetch`; keep it beside its file, under version control.\n";

/// Where a file came from, and what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) url: String,
    /// The service's name for this state of it, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) etag: Option<String>,
    /// Of the file; ends of lines do not count.
    pub(super) sha256: String,
}

impl Record {
    /// Reads the record of `file`, if there is one.
    pub(super) fn read(file: &Path) -> Result<Option<Self>, String> {
        let path = path(file);
        let Some(bytes) = read(&path)? else {
            return Ok(None);
        };
        let text = String::from_utf8_lossy(&bytes);
        toml::from_str(&text).map(Some).map_err(|error| {
            format!(
                "{}: {error}\n  help: delete the file and fetch again; it is not written by hand",
                shown(&path)
            )
        })
    }

    /// The text of the record.
    pub(super) fn text(&self) -> Result<String, String> {
        let text = toml::to_string(self).map_err(|error| error.to_string())?;
        Ok(format!("{HEADER}{text}"))
    }
}

/// Where the record of `file` stands.
pub(super) fn path(file: &Path) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(".fetched");
    name.into()
}

/// The hash of a file, if it is there.
pub(super) fn hash_of(file: &Path) -> Result<Option<String>, String> {
    Ok(read(file)?.map(|bytes| hash(&bytes)))
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, String> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("{}: {error}", shown(path))),
    }
}
