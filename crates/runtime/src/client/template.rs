//! The template of a path: the path with its keys and arguments left open, of which hashes are kept.

use std::hash::Hasher;

use fnv::FnvHasher;
use http::Method;

use super::permissions::{PermissionTable, Permissions};

/// The mark of a key or an argument in a template.
const OPEN: &str = "{}";

/// The running hashes of the templates of a path. A path grows at each step, and its template as a text is never
/// needed.
///
/// A template is the path as a generated crate builds it, with `{}` in place of each key and argument:
/// `/users/{}/messages`, `/users(mail={})`, `/drive/root:/{}:/children`. A function has all of its parameters,
/// whichever a call leaves out. A key that a table writes out stands in its braces in lower case:
/// `/drive/special/{approot}`. Such a path has a template with the key and one without it.
#[derive(Clone)]
pub(super) struct Template {
    /// Those with keys first. All but one are of paths with a key that the table writes out.
    hashes: Vec<u64>,
    table: &'static PermissionTable,
}

impl Template {
    /// The template of the service root.
    pub(super) fn root(table: &'static PermissionTable) -> Self {
        Self {
            hashes: vec![table.seed],
            table,
        }
    }

    /// Appends a text that every path of the template has.
    pub(super) fn text(mut self, text: &str) -> Self {
        for hash in &mut self.hashes {
            *hash = longer(*hash, text);
        }
        self
    }

    /// Appends a segment.
    pub(super) fn segment(self, name: &str) -> Self {
        self.text("/").text(name)
    }

    /// Appends an argument.
    pub(super) fn open(self) -> Self {
        self.text(OPEN)
    }

    /// Appends a key: left open, and itself where the table writes it out at this place.
    pub(super) fn key(mut self, key: &str) -> Self {
        let keys = self.table.keys;
        if keys.is_empty() {
            return self.open();
        }
        let key = format!("{{{}}}", key.to_ascii_lowercase());
        let hashes = self.hashes.iter().flat_map(|hash| {
            let written_out = longer(*hash, &key);
            let is_known = keys.binary_search(&written_out).is_ok();
            let written_out = is_known.then_some(written_out);
            written_out.into_iter().chain([longer(*hash, OPEN)])
        });
        self.hashes = hashes.collect();
        self
    }

    /// Returns who may make a request with that method.
    pub(super) fn permissions(&self, method: &Method) -> &'static Permissions {
        let rows = self.table.rows;
        let found = self.hashes.iter().find_map(|hash| {
            let asked = longer(longer(*hash, " "), method.as_str());
            let at = rows.binary_search_by_key(&asked, |(hash, _)| *hash).ok()?;
            rows.get(at)
        });
        found.map_or(Permissions::UNKNOWN, |(_, permissions)| permissions)
    }
}

/// The hash of a text that goes on.
fn longer(hash: u64, text: &str) -> u64 {
    let mut hasher = FnvHasher::with_key(hash);
    hasher.write(text.as_bytes());
    hasher.finish()
}
