//! The template of a path: the path with its keys and arguments left open, of which a hash is kept.

use std::hash::Hasher;

use fnv::FnvHasher;
use http::Method;

use super::permissions::{PermissionTable, Permissions};

/// What stands in a template for a key or an argument.
const OPEN: &str = "{}";

/// The running hash of the template of a path. A path grows at each step, and its template as a text is never needed.
///
/// A template is the path as a generated crate builds it, with `{}` in place of each key and argument:
/// `/users/{}/messages`, `/users(mail={})`, `/drive/root:/{}:/children`. A function has all of its parameters,
/// whichever a call leaves out. A key that a table writes out stands in its braces in lower case:
/// `/drive/special/{approot}`.
#[derive(Clone, Copy)]
pub(super) struct Template {
    hash: u64,
    table: &'static PermissionTable,
}

impl Template {
    /// The template of the service root.
    pub(super) fn root(table: &'static PermissionTable) -> Self {
        Self {
            hash: table.seed,
            table,
        }
    }

    /// Appends a text that every path of the template has.
    pub(super) fn text(mut self, text: &str) -> Self {
        let mut hasher = FnvHasher::with_key(self.hash);
        hasher.write(text.as_bytes());
        self.hash = hasher.finish();
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

    /// Appends a key: itself where the table writes it out at this place, left open anywhere else.
    pub(super) fn key(self, key: &str) -> Self {
        let written_out = self.text(&format!("{{{}}}", key.to_ascii_lowercase()));
        match self.table.keys.binary_search(&written_out.hash) {
            Ok(_) => written_out,
            Err(_) => self.open(),
        }
    }

    /// Returns who may make a request with that method.
    pub(super) fn permissions(self, method: &Method) -> &'static Permissions {
        let asked = self.text(" ").text(method.as_str()).hash;
        let rows = self.table.rows;
        let found = rows.binary_search_by_key(&asked, |(hash, _)| *hash);
        found.map_or(Permissions::UNKNOWN, |at| rows[at].1)
    }
}
