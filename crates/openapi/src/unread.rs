//! What nothing is made of, or less than the document says: counted by kind, and said in one warning a kind.

use std::collections::BTreeMap;

use crate::report::Report;

/// What is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unread {
    /// A path that goes on behind a complex property.
    Complex,
    /// A path whose segments are none that OData has in that place.
    Unknown,
    /// A path of which nothing says the type of what it addresses.
    Untyped,
    /// A request that the service makes by itself (OpenAPI 3.1, 4.8.1).
    Webhook,
    /// A request that the service makes for another (OpenAPI 3.0, 4.7.18).
    Callback,
    /// A relation between operations (4.7.20).
    Link,
    /// XML of which the document says what is in it.
    Xml,
}

impl Unread {
    /// What it is called, one of it and several.
    fn words(self) -> [&'static str; 2] {
        match self {
            Self::Complex => [
                "path through complex properties",
                "paths through complex properties",
            ],
            Self::Unknown => [
                "path through something that is no resource",
                "paths through something that is no resource",
            ],
            Self::Untyped => [
                "path to something whose type is not told",
                "paths to something whose type is not told",
            ],
            Self::Webhook => ["webhook", "webhooks"],
            Self::Callback => ["callback", "callbacks"],
            Self::Link => ["link", "links"],
            Self::Xml => ["body of XML", "bodies of XML"],
        }
    }

    /// What is not done with it.
    fn missing(self) -> &'static str {
        match self {
            Self::Xml => "typed",
            _ => "generated",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::Complex | Self::Unknown | Self::Untyped => {
                "call them with `request` on the resource"
            }
            Self::Webhook | Self::Callback => {
                "they are requests that the service makes: receive them with a server of your own"
            }
            Self::Xml => "it is text in Rust: read and write it with a library for XML",
            Self::Link => "call the operation that a link names with what was answered",
        }
    }
}

/// How often a kind was met, and the pointer to the first of it.
#[derive(Debug, Default)]
pub(crate) struct Counts(BTreeMap<Unread, (usize, String)>);

impl Counts {
    /// Counts `number` of them, the first of which is at `pointer`.
    pub(crate) fn add(&mut self, what: Unread, number: usize, pointer: &str) {
        let fresh = || (0, pointer.to_owned());
        let (count, _) = self.0.entry(what).or_insert_with(fresh);
        *count += number;
    }

    pub(crate) fn report(&self, report: &mut Report) {
        for (what, (count, first)) in &self.0 {
            let [one, several] = what.words();
            let (words, verb) = match count {
                1 => (one, "is"),
                _ => (several, "are"),
            };
            let missing = what.missing();
            let message = format!("{count} {words} {verb} not {missing}; this is the first");
            report.warning(first.as_str(), message, what.help());
        }
    }
}
