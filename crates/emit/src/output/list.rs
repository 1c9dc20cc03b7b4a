//! The list of the files that were written, each with the hash of its text, in the form of `sha256sum`.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::MANIFEST;
use crate::Files;

const HEADER: &str = "# The files here that Graphwright wrote; it touches no other.\n";

/// How many digits a hash has.
const DIGITS: usize = 64;

/// The SHA-256 of a file, in hexadecimal digits. Ends of lines do not count (CRLF is taken for LF): version control may
/// write them in another way.
pub fn hash(bytes: &[u8]) -> String {
    let mut digest = Sha256::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match line.strip_suffix(b"\r\n") {
            Some(line) => {
                digest.update(line);
                digest.update(b"\n");
            }
            None => digest.update(line),
        }
    }
    let digest = digest.finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The list of `files`.
pub(super) fn write(files: &Files) -> String {
    let lines = files.par_iter();
    let lines = lines.map(|(path, text)| format!("{}  {path}\n", hash(text.as_bytes())));
    let lines: Vec<String> = lines.collect();
    format!("{HEADER}{}", lines.concat())
}

/// The paths on a list, with their hashes; older lists have none. A path that leads out of the folder was not written
/// by us.
pub(super) fn read(list: &str, folder: &Path) -> Result<BTreeMap<String, Option<String>>, String> {
    let lines = list
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let entries = lines.map(|line| {
        let (hash, path) = match line.split_once("  ") {
            Some((hash, path)) if is_hash(hash) => (Some(hash.to_owned()), path),
            _ => (None, line),
        };
        let is_inside = Path::new(path)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        match is_inside {
            true => Ok((path.to_owned(), hash)),
            false => Err(format!(
                "{}: `{}` is not a path below this folder",
                folder.join(MANIFEST).display(),
                path.escape_debug()
            )),
        }
    });
    entries.collect()
}

fn is_hash(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_with_other_ends_of_lines_has_the_same_hash() {
        let text = "a\nb\n\nc";
        let windows = text.replace('\n', "\r\n");
        assert_eq!(hash(text.as_bytes()), hash(windows.as_bytes()));
        assert_ne!(hash(text.as_bytes()), hash(b"a\nb\nc"));
        assert_eq!(hash(b"\r\n"), hash(b"\n"));
        assert_ne!(hash(b"a\rb"), hash(b"ab"));
        // As `sha256sum` has it.
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(hash(b""), empty);
    }
}
