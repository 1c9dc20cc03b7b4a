//! Puts the files of a crate into a folder, whole or not at all.
//!
//! A list of what was written stands beside the files. What is not on it was not written here, and
//! is neither overwritten nor deleted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use similar::TextDiff;
use tempfile::TempPath;

use crate::{Files, package};

mod list;

pub use list::hash;

/// The list of the files that were written, below the folder.
pub const MANIFEST: &str = ".graphwright";

/// The changes that bring a folder up to date.
#[derive(Debug)]
pub struct Plan {
    folder: PathBuf,
    /// By path below the folder: what is there, and what must be.
    changes: BTreeMap<String, Change>,
    /// The files among them that are not as they were written.
    edited: Vec<PathBuf>,
    overwrites: bool,
    list: String,
}

#[derive(Debug)]
struct Change {
    old: Option<String>,
    new: Option<String>,
}

impl Change {
    fn new(old: Option<String>, new: &str) -> Self {
        Self {
            old,
            new: Some(new.to_owned()),
        }
    }
}

impl Plan {
    /// Compares `files` with what is in `folder`, which need not exist.
    ///
    /// # Errors
    /// The folder cannot be read, one of the files is there and was not written here, or what was
    /// written there is a crate of another name; the message says what to do.
    pub fn new(folder: &Path, files: &Files) -> Result<Self, String> {
        let old = read_text(&folder.join(package::MANIFEST))?;
        let names = [old.as_ref(), files.get(package::MANIFEST)];
        match names.map(|manifest| package::name(manifest?)).into() {
            (Some(old), Some(new)) if old != new => Err(format!(
                "{}: this folder has the crate `{old}`, so `{new}` is not generated here; generate into another \
                 folder, or delete this one first if `{new}` is to take its place",
                folder.display()
            )),
            _ => Self::replacing(folder, files),
        }
    }

    /// Compares, whatever the name of the crate that was written there.
    ///
    /// # Errors
    /// As [`new`](Self::new), but for the name.
    pub fn replacing(folder: &Path, files: &Files) -> Result<Self, String> {
        let listed = read_text(&folder.join(MANIFEST))?;
        let owned = list::read(listed.as_deref().unwrap_or(""), folder)?;
        let list = list::write(files);
        let mut wanted: Vec<(&str, &str)> = vec![(MANIFEST, &list)];
        wanted.extend(
            files
                .iter()
                .map(|(path, new)| (path.as_str(), new.as_str())),
        );
        let found = wanted.par_iter().map(|(path, new)| {
            let place = folder.join(path);
            let Some(old) = read(&place)? else {
                return Ok(Some(Change::new(None, new)));
            };
            if old == new.as_bytes() {
                return Ok(None);
            }
            if *path != MANIFEST && !owned.contains_key(*path) {
                return Err(format!(
                    "{}: this file was not written by codegen, so it is not overwritten; move it, or generate into \
                     another folder",
                    place.display()
                ));
            }
            Ok(Some(Change::new(Some(text(old)), new)))
        });
        let found: Vec<Option<Change>> = found.collect::<Result<_, String>>()?;
        let mut changes = BTreeMap::new();
        for ((path, _), found) in wanted.into_iter().zip(found) {
            if let Some(change) = found {
                changes.insert(path.to_owned(), change);
            }
        }
        for path in owned.keys().filter(|path| !files.contains_key(*path)) {
            if let Some(old) = read_text(&folder.join(path))? {
                changes.insert(
                    path.clone(),
                    Change {
                        old: Some(old),
                        new: None,
                    },
                );
            }
        }
        let edited = changes.iter().filter(|(path, change)| {
            let written = owned.get(*path).and_then(Option::as_deref);
            let old = change.old.as_deref();
            written
                .zip(old)
                .is_some_and(|(written, old)| hash(old.as_bytes()) != written)
        });
        Ok(Self {
            folder: folder.to_owned(),
            edited: edited.map(|(path, _)| folder.join(path)).collect(),
            changes,
            overwrites: false,
            list,
        })
    }

    /// Returns the list of the files, as it must be: with the hash of each.
    pub fn list(&self) -> &str {
        &self.list
    }

    /// Returns the files that the changes would overwrite or delete although they are not as they were written:
    /// somebody has edited them.
    pub fn edited(&self) -> &[PathBuf] {
        &self.edited
    }

    /// Overwrites and deletes files that were edited, too.
    pub fn overwriting(self) -> Self {
        Self {
            overwrites: true,
            ..self
        }
    }

    /// Returns whether the folder is up to date.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Returns how many files are written and how many deleted.
    pub fn counts(&self) -> (usize, usize) {
        let written = self
            .changes
            .values()
            .filter(|change| change.new.is_some())
            .count();
        (written, self.changes.len() - written)
    }

    /// The changes as a unified diff.
    pub fn diff(&self) -> String {
        let mut text = String::new();
        for (path, change) in &self.changes {
            let name = self.folder.join(path).display().to_string();
            let (from, to) = (change.old.as_deref(), change.new.as_deref());
            let diff = TextDiff::from_lines(from.unwrap_or(""), to.unwrap_or(""));
            let old_name = if from.is_some() {
                name.as_str()
            } else {
                "/dev/null"
            };
            let new_name = if to.is_some() {
                name.as_str()
            } else {
                "/dev/null"
            };
            text.push_str(
                &diff
                    .unified_diff()
                    .context_radius(3)
                    .header(old_name, new_name)
                    .to_string(),
            );
        }
        text
    }

    /// Makes the changes. Every new text is written before the first old one goes, so that an error
    /// while writing leaves the folder as it was.
    ///
    /// # Errors
    /// A file was edited, and [`overwriting`](Self::overwriting) was not asked for; else the file system's own, with the
    /// path.
    pub fn apply(&self) -> Result<(), String> {
        if !self.overwrites && !self.edited.is_empty() {
            let edited = self
                .edited
                .iter()
                .map(|path| format!("\n  {}", path.display()));
            return Err(format!(
                "edited by hand since Graphwright wrote it, so nothing is written:{}\n  help: move what you added to a \
                 file of your own and what you corrected to a fix-up file; --force overwrites it",
                edited.collect::<String>()
            ));
        }
        if !self.folder.exists() {
            return self.make();
        }
        let texts = self.texts(&self.folder);
        make_folders(&texts)?;
        let staged = texts.par_iter();
        let staged = staged.map(|(place, new)| stage(place, new).map_err(at(place)));
        let staged = staged.collect::<Result<Vec<TempPath>, String>>()?;
        for (file, (place, _)) in staged.into_iter().zip(&texts) {
            file.persist(place)
                .map_err(|error| at(place)(error.error))?;
        }
        for (path, _) in self
            .changes
            .iter()
            .filter(|(_, change)| change.new.is_none())
        {
            let place = self.folder.join(path);
            fs::remove_file(&place).map_err(at(&place))?;
            remove_empty_folders(&self.folder, &place);
        }
        Ok(())
    }

    /// Makes the folder, which is not there: beside its place, so that one step brings all of it.
    fn make(&self) -> Result<(), String> {
        let beside = self
            .folder
            .parent()
            .filter(|parent| *parent != Path::new(""));
        let beside = beside.unwrap_or(Path::new("."));
        fs::create_dir_all(beside).map_err(at(beside))?;
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        builder.permissions(for_everybody(0o777));
        let folder = builder
            .prefix(".graphwright-")
            .tempdir_in(beside)
            .map_err(at(beside))?;
        let texts = self.texts(folder.path());
        make_folders(&texts)?;
        let written = texts.par_iter();
        let written = written.map(|(place, new)| fs::write(place, new).map_err(at(place)));
        written.collect::<Result<(), String>>()?;
        fs::rename(folder.path(), &self.folder).map_err(at(&self.folder))?;
        // It is not there any more, so there is nothing to clean up.
        let _ = folder.keep();
        Ok(())
    }

    /// The new texts, by where they stand below `folder`.
    fn texts(&self, folder: &Path) -> Vec<(PathBuf, &str)> {
        let texts = self.changes.iter();
        texts
            .filter_map(|(path, change)| Some((folder.join(path), change.new.as_deref()?)))
            .collect()
    }
}

/// Gives a temporary file, which is for its owner only, the permissions that the umask allows.
#[cfg(unix)]
fn for_everybody(mode: u32) -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt;
    fs::Permissions::from_mode(mode)
}

/// Makes the folders that `texts` stand in.
fn make_folders(texts: &[(PathBuf, &str)]) -> Result<(), String> {
    let folders: BTreeSet<&Path> = texts
        .iter()
        .filter_map(|(place, _)| place.parent())
        .collect();
    folders
        .into_iter()
        .try_for_each(|folder| fs::create_dir_all(folder).map_err(at(folder)))
}

fn stage(place: &Path, text: &str) -> io::Result<TempPath> {
    let folder = place.parent().unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(for_everybody(0o666));
    let mut file = builder.prefix(".graphwright-").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    // Closed: a process may have few files open, and a crate has thousands.
    Ok(file.into_temp_path())
}

fn at(place: &Path) -> impl Fn(io::Error) -> String {
    let place = place.display().to_string();
    move |error| format!("{place}: {error}")
}

fn read_text(place: &Path) -> Result<Option<String>, String> {
    Ok(read(place)?.map(text))
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8_lossy(&bytes).into_owned()
}

fn read(place: &Path) -> Result<Option<Vec<u8>>, String> {
    match fs::read(place) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at(place)(error)),
    }
}

fn remove_empty_folders(top: &Path, removed: &Path) {
    let mut folder = removed.parent();
    while let Some(place) = folder.filter(|place| *place != top) {
        // A folder with a file in it stays; that is what the refusal means.
        if fs::remove_dir(place).is_err() {
            break;
        }
        folder = place.parent();
    }
}
