//! The files beside a document: which of them a reference may lead to (OpenAPI 3.0, 4.7.23; RFC 3986, 5.2).
//!
//! A description is untrusted. So a reference leads to a file in the folder of the document or below it, and
//! never out of it, to a URL, or to more than the limits allow.

use std::cell::OnceCell;
use std::collections::HashMap;

use serde_json::Value;

use crate::read::{ids, parse};
use crate::report::Report;

/// Gives the text of a file by its path from the folder of the document: names with `/` between them, none of
/// them `..`. An error says why there is none.
pub type Files<'f> = dyn Fn(&str) -> Result<String, String> + 'f;

/// How many files a document may consist of, and how many bytes they may have together.
const MOST_FILES: usize = 4096;
const MOST_BYTES: usize = 512 << 20;

/// How many files may refer to each other in a row.
const DEEPEST: usize = 32;

/// A file that was read.
#[derive(Debug)]
pub(crate) struct File {
    /// From the folder of the document.
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) value: Value,
    /// The pointers to its schemas with anchors, once one is asked for.
    anchors: OnceCell<HashMap<String, String>>,
    /// How many references lead there from the document itself.
    depth: usize,
}

impl File {
    /// The pointer to the schema that has this anchor.
    pub(crate) fn anchor(&self, name: &str) -> Option<&String> {
        self.anchors
            .get_or_init(|| ids::anchors(&self.value))
            .get(name)
    }
}

/// The files of one document, the first of which is the document itself; and what is known of each path that was
/// asked for.
#[derive(Debug)]
pub(crate) struct Loaded(pub(crate) Vec<File>, HashMap<String, Result<usize, String>>);

impl Loaded {
    pub(crate) fn new(file: &str, value: Value) -> Self {
        let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
        let document = File {
            path: name.to_owned(),
            text: String::new(),
            value,
            anchors: OnceCell::new(),
            depth: 0,
        };
        Self(vec![document], HashMap::from([(name.to_owned(), Ok(0))]))
    }

    /// The file that `reference` leads to from the file `from`, read when it is first asked for; where it does
    /// not, what to do.
    pub(crate) fn find(
        &mut self,
        from: usize,
        reference: &str,
        files: &Files<'_>,
        report: &mut Report<'_>,
    ) -> Result<usize, String> {
        let path = resolve(&self.0[from].path, reference)?;
        if let Some(known) = self.1.get(&path) {
            return known.clone();
        }
        let found = self.read(from, path.clone(), files, report);
        self.1.insert(path, found.clone());
        found
    }

    fn read(
        &mut self,
        from: usize,
        path: String,
        files: &Files<'_>,
        report: &mut Report<'_>,
    ) -> Result<usize, String> {
        let depth = self.0[from].depth + 1;
        if self.0.len() >= MOST_FILES || depth > DEEPEST {
            return Err(format!(
                "a document may consist of {MOST_FILES} files, {DEEPEST} in a row: join some of them"
            ));
        }
        let text = files(&path)?;
        let known: usize = self.0.iter().map(|file| file.text.len()).sum();
        if known + text.len() > MOST_BYTES {
            let most = MOST_BYTES >> 20;
            return Err(format!(
                "the files of a document may have {most} MB together"
            ));
        }
        let name = report.beside(&path);
        let mut own = Report::new(&name, &text);
        let mut value = parse::parse(text.trim_start_matches('\u{feff}'), &mut own);
        if let Some(value) = value.as_mut().filter(|_| ids::has_names(&text)) {
            ids::resolve(value, &mut own);
        }
        report.adopt(own);
        let value = value.ok_or("correct the file")?;
        self.0.push(File {
            path,
            text,
            value,
            anchors: OnceCell::new(),
            depth,
        });
        Ok(self.0.len() - 1)
    }
}

/// The path that `reference` means in the file at `from`; where it means none that is read, what to do.
fn resolve(from: &str, reference: &str) -> Result<String, String> {
    const BESIDE: &str = "put the file beside the document, and refer to it by a path from there";
    let decoded = percent_encoding::percent_decode_str(reference).decode_utf8();
    let decoded = decoded.map_err(|_| "correct the path, which is no text")?;
    let is_url = decoded.starts_with('/') || decoded.contains([':', '\\', '\0']);
    if is_url {
        return Err(format!("no URL and no absolute path is followed: {BESIDE}"));
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in decoded.split('/') {
        match step {
            "" | "." => {}
            ".." if steps.pop().is_none() => {
                return Err(format!("no path is followed out of its folder: {BESIDE}"));
            }
            ".." => {}
            step => steps.push(step),
        }
    }
    Ok(steps.join("/"))
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn a_path_leads_to_the_folder_of_the_document_and_below_and_nowhere_else() {
        for (from, reference, expected) in [
            ("a.yaml", "b.yaml", Some("b.yaml")),
            ("a.yaml", "./b.yaml", Some("b.yaml")),
            ("a.yaml", "x/../b.yaml", Some("b.yaml")),
            ("a.yaml", "sub/b%20c.yaml", Some("sub/b c.yaml")),
            ("sub/a.yaml", "../b.yaml", Some("b.yaml")),
            ("sub/a.yaml", "b.yaml", Some("sub/b.yaml")),
            ("a.yaml", "../b.yaml", None),
            ("sub/a.yaml", "../../b.yaml", None),
            ("a.yaml", "x/%2e%2e/../../b.yaml", None),
            ("a.yaml", "/etc/passwd", None),
            ("a.yaml", "file:///etc/passwd", None),
            ("a.yaml", "https://service.example/b.yaml", None),
            ("a.yaml", "//service.example/b.yaml", None),
            ("a.yaml", "C:\\b.yaml", None),
            ("a.yaml", "..\\b.yaml", None),
            ("a.yaml", "b%00.yaml", None),
            ("a.yaml", "b%ff.yaml", None),
            ("a.yaml", "b%2", Some("b%2")),
        ] {
            let found = resolve(from, reference).ok();
            assert_eq!(found.as_deref(), expected, "{from} {reference}");
        }
    }
}
