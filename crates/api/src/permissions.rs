//! Who may call what: for each kind of caller the least privileged permissions, and the others that suffice.
//!
//! The file is the one that Microsoft publishes for Graph: by permission, the paths that it opens. [`Table`] turns it
//! round, and [`Table::of`] finds what its paths are of an [`Api`](crate::Api). Permissions belong to a path, not to
//! what it leads to: who may read `/me/messages` may not read those of others.

mod file;
mod hashed;
mod rows;
mod template;

use std::collections::BTreeMap;

pub use file::Table;
pub use hashed::Hashed;
pub use rows::{Permitted, RequestFunction, Row};
pub use template::Template;

/// Who may make a request, by kind of caller.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Permissions {
    /// An application on behalf of a user with a work or school account.
    pub delegated_work: Scopes,
    /// An application on behalf of a user with a personal Microsoft account.
    pub delegated_personal: Scopes,
    /// An application by itself.
    pub application: Scopes,
}

/// The permissions of one kind of caller, any one of which suffices; without any, it is not supported.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scopes {
    /// Those that are marked as least privileged: one, several that no order is said of, or none.
    pub least: Vec<String>,
    /// The others. Both lists are ordered by level of privilege, and then by name.
    pub others: Vec<String>,
    /// Permissions that do not suffice by themselves, each with those of which one is needed as well.
    pub also: BTreeMap<String, Vec<String>>,
}

/// Whether these are all of them, least privileged first.
impl<const N: usize> PartialEq<[&str; N]> for Scopes {
    fn eq(&self, all: &[&str; N]) -> bool {
        self.least.iter().chain(&self.others).eq(all.iter())
    }
}
