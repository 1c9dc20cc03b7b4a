//! What a run wrote and from what, so that the next one need not render what would be the same.
//!
//! A record is kept outside of the output, for it names the tool by its very bytes, and output is the
//! same whichever build of the tool wrote it. It is believed only as far as it can be checked: the
//! inputs and the tool are hashed anew, and so is each file of the output; times of files count for
//! nothing. Whatever is missing, damaged or different means that there is no record.

use std::fmt::Write;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use graphwright_api::shares;

use super::{MANIFEST, manifest};
use crate::Files;

const HEADER: &str = "What `cargo xtask codegen` wrote, and from what. It may be deleted.";

/// All that an output is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inputs {
    hash: u64,
    length: u64,
}

impl Inputs {
    /// The inputs of a run of this tool; `None` where its own bytes cannot be read. Where a text
    /// ends and the next one begins counts too.
    pub fn new<'t>(texts: impl IntoIterator<Item = &'t str>) -> Option<Self> {
        // Linux gives the file that runs, even when another one has come to its place.
        let own = fs::read("/proc/self/exe").or_else(|_| fs::read(std::env::current_exe()?));
        let tool = own.ok()?;
        let mut parts = vec![&tool[..]];
        for text in texts {
            parts.push(text.as_bytes());
        }
        Some(Self::of(parts))
    }

    fn of<'b>(parts: impl IntoIterator<Item = &'b [u8]>) -> Self {
        let mut hasher = DefaultHasher::new();
        let mut length = 0;
        for part in parts {
            hasher.write_usize(part.len());
            hasher.write(part);
            length += part.len() as u64;
        }
        Self {
            hash: hasher.finish(),
            length,
        }
    }
}

/// Where the record of one output is.
#[derive(Debug)]
pub struct Place {
    file: PathBuf,
    output: PathBuf,
}

impl Place {
    /// Below `folder`, the record of what is written to the folder `output`, an absolute path.
    pub fn new(folder: &Path, output: &Path) -> Self {
        let name = Inputs::of([output.as_os_str().as_encoded_bytes()]).hash;
        Self {
            file: folder.join(format!("{name:016x}")),
            output: output.to_owned(),
        }
    }

    /// What was said of the run that wrote the output, if it had these inputs and every file of the
    /// output is still what it wrote.
    pub fn unchanged(&self, inputs: Inputs) -> Option<String> {
        let text = fs::read_to_string(&self.file).ok()?;
        let (head, said) = text.split_once("\n\n")?;
        let mut lines = head.lines();
        if lines.next()? != HEADER || lines.next()? != entry(inputs, "") {
            return None;
        }
        let lines: Vec<&str> = lines.collect();
        let same = shares::map(shares::all_cores(), lines.iter(), |line| {
            let path = line.splitn(3, ' ').nth(2)?;
            let content = fs::read(self.output.join(path)).ok()?;
            (entry(Inputs::of([&content[..]]), path) == **line).then_some(())
        });
        same.into_iter()
            .all(|same| same.is_some())
            .then(|| said.to_owned())
    }

    /// Keeps that `files` were written from `inputs`, and what was said of it. Where that does not
    /// work, there is no record; nothing but time is lost.
    pub fn keep(&self, inputs: Inputs, files: &Files, said: &str) {
        let folder = self.file.parent().unwrap_or(Path::new("."));
        let kept = fs::create_dir_all(folder)
            .and_then(|()| fs::write(&self.file, record(inputs, files, said)));
        if kept.is_err() {
            // What is there now will not be believed, or is not there.
            let _ = fs::remove_file(&self.file);
        }
    }
}

fn record(inputs: Inputs, files: &Files, said: &str) -> String {
    let mut text = format!("{HEADER}\n{}\n", entry(inputs, ""));
    let list = manifest(files);
    let all = files.iter().map(|(path, content)| (path.as_str(), content));
    for (path, content) in all.chain([(MANIFEST, &list)]) {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{}", entry(Inputs::of([content.as_bytes()]), path));
    }
    text.push('\n');
    text.push_str(said);
    text
}

fn entry(inputs: Inputs, path: &str) -> String {
    format!("{:016x} {} {path}", inputs.hash, inputs.length)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::super::Plan;
    use super::*;

    struct Case {
        folder: tempfile::TempDir,
        place: Place,
        inputs: Inputs,
    }

    fn case() -> Case {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("out");
        let files: Files = (0..50)
            .map(|number| (format!("src/f{number}.rs"), format!("// {number}\n")))
            .collect();
        Plan::new(&output, &files).unwrap().apply().unwrap();
        let place = Place::new(&folder.path().join("records"), &output);
        let inputs = Inputs::new(["description", "options"]).unwrap();
        assert_eq!(place.unchanged(inputs), None);
        place.keep(inputs, &files, "50 files\n\nwarning\n");
        Case {
            folder,
            place,
            inputs,
        }
    }

    impl Case {
        fn output(&self, path: &str) -> PathBuf {
            self.folder.path().join("out").join(path)
        }

        fn is_unchanged(&self) -> bool {
            self.place.unchanged(self.inputs).is_some()
        }
    }

    #[test]
    fn an_output_that_is_as_it_was_written_is_unchanged_and_says_what_was_said() {
        let case = case();
        let said = case.place.unchanged(case.inputs);
        assert_eq!(said.as_deref(), Some("50 files\n\nwarning\n"));
    }

    #[test]
    fn other_inputs_are_a_change() {
        let case = case();
        for other in [
            &["description2", "options"][..],
            &["descriptio", "noptions"],
            &["description", "options", ""],
            &["options", "description"],
            &[],
        ] {
            let inputs = Inputs::new(other.iter().copied()).unwrap();
            assert_eq!(case.place.unchanged(inputs), None, "{other:?}");
        }
    }

    #[test]
    fn another_build_of_the_tool_is_a_change() {
        let own = fs::read(std::env::current_exe().unwrap()).unwrap();
        let mut other = own.clone();
        *other.last_mut().unwrap() ^= 1;
        let made = |tool: &[u8]| Inputs::of([tool, b"description"]);
        assert_eq!(Inputs::new(["description"]), Some(made(&own)));
        assert_ne!(made(&other), made(&own));
    }

    #[test]
    fn a_file_that_was_changed_by_hand_is_a_change_whatever_its_time() {
        let case = case();
        let path = case.output("src/f7.rs");
        let time = fs::metadata(&path).unwrap().modified().unwrap();
        fs::write(&path, "// 8\n").unwrap();
        let file = fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(time).unwrap();
        assert!(!case.is_unchanged());
        fs::write(&path, "// 7\n").unwrap();
        assert!(case.is_unchanged());
    }

    #[test]
    fn a_file_that_is_gone_and_a_list_of_files_that_differs_are_changes() {
        let case = case();
        fs::remove_file(case.output("src/f7.rs")).unwrap();
        assert!(!case.is_unchanged());
        fs::write(case.output("src/f7.rs"), "// 7\n").unwrap();
        assert!(case.is_unchanged());
        fs::write(case.output(MANIFEST), "mine.rs\n").unwrap();
        assert!(!case.is_unchanged());
    }

    #[test]
    fn a_damaged_record_is_none() {
        let case = case();
        let whole = fs::read_to_string(&case.place.file).unwrap();
        for damaged in [
            String::new(),
            whole[..100].to_owned(),
            whole.replace("What", "Whatever"),
            whole.replace(" src/f7.rs", ""),
            whole.replace("src/f7.rs", "../../victim"),
        ] {
            fs::write(&case.place.file, damaged).unwrap();
            assert!(!case.is_unchanged());
        }
        fs::write(&case.place.file, whole).unwrap();
        assert!(case.is_unchanged());
    }
}
