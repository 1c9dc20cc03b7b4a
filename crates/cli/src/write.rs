//! Writing single files.

use std::io::Write;
use std::path::Path;

use crate::place::shown;

/// Writes a file in one step: whoever reads it finds the old bytes or the new ones.
///
/// # Errors
/// The file system's own, with the path.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let mut file = beside(path)?;
    let fail = |error: std::io::Error| format!("{}: {error}", shown(path));
    file.write_all(bytes).map_err(fail)?;
    put(file, path)
}

/// Begins a file that will stand at `path`.
///
/// # Errors
/// The file system's own, with the path.
pub(crate) fn beside(path: &Path) -> Result<tempfile::NamedTempFile, String> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // What the umask allows, as for any other file.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder
        .prefix(".graphwright-")
        .tempfile_in(folder.unwrap_or(Path::new(".")))
        .map_err(|error| format!("{}: {error}", shown(path)))
}

/// Puts a file that is complete where it belongs.
///
/// # Errors
/// The file system's own, with the path.
pub(crate) fn put(file: tempfile::NamedTempFile, path: &Path) -> Result<(), String> {
    let put = file.persist(path);
    put.map_err(|error| format!("{}: {}", shown(path), error.error))?;
    Ok(())
}
