//! The inputs that fuzzing begins with.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::Target;

/// Returns the seeds of a target by name, in the order of names. A name is the path of the file with `-` in place of `/`.
///
/// # Errors
/// A folder cannot be read.
pub fn seeds(target: &Target) -> io::Result<Vec<(String, Vec<u8>)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seeds = Vec::new();
    for folder in target.folders {
        let mut files = Vec::new();
        walk(&root.join(folder), &mut files)?;
        for path in files {
            let extension = path.extension().and_then(|one| one.to_str());
            if extension.is_some_and(|one| target.extensions.contains(&one)) {
                let name = path.strip_prefix(root.join(folder)).unwrap_or(&path);
                let name = name.to_string_lossy().replace(['/', '\\'], "-");
                seeds.push((name, fs::read(&path)?));
            }
        }
    }
    seeds.sort();
    Ok(seeds)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        match path.is_dir() {
            true => walk(&path, files)?,
            false => files.push(path),
        }
    }
    Ok(())
}
