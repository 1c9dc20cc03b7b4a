//! Paths that nothing is made of: counted by kind, and said in one warning a kind.

use std::collections::BTreeMap;

use crate::report::Report;

/// Why a path is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unread {
    /// It goes on behind a complex property.
    Complex,
    /// Its segments are none that OData has in that place.
    Unknown,
    /// Nothing says the type of what it addresses.
    Untyped,
}

impl Unread {
    /// As it completes "12 paths …".
    fn words(self) -> &'static str {
        match self {
            Self::Complex => "through complex properties",
            Self::Unknown => "through something that is no resource",
            Self::Untyped => "to something whose type is not told",
        }
    }
}

/// How often a kind was met, and the pointer to the first path of it.
#[derive(Debug, Default)]
pub(crate) struct Counts(BTreeMap<Unread, (usize, String)>);

impl Counts {
    pub(crate) fn add(&mut self, what: Unread, pointer: &str) {
        let fresh = || (0, pointer.to_owned());
        let (count, _) = self.0.entry(what).or_insert_with(fresh);
        *count += 1;
    }

    pub(crate) fn report(&self, report: &mut Report) {
        for (what, (count, first)) in &self.0 {
            let (paths, verb) = match count {
                1 => ("path", "is"),
                _ => ("paths", "are"),
            };
            let words = what.words();
            let message =
                format!("{count} {paths} {words} {verb} not generated; this is the first");
            let help = "call them with `request` on the resource";
            report.warning(first.as_str(), message, help);
        }
    }
}
