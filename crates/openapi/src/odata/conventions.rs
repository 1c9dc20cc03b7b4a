//! Infers conventions from all paths of a document: how it names operations, and what it never speaks of.
//! By never speaking of a thing it does not rule it out, so that there OData's defaults hold.

use std::collections::BTreeSet;

use graphwright_api::graph;

use crate::document::Document;
use crate::odata::types::Types;

/// The conventions of one document.
#[derive(Debug, Default)]
pub(crate) struct Conventions {
    /// Whether any path counts (`/$count`).
    pub(crate) counts: bool,
    /// Whether any path leads to references (`/$ref`).
    pub(crate) references: bool,
    /// The namespaces of its types.
    namespaces: BTreeSet<String>,
}

impl Conventions {
    pub(crate) fn new(document: &Document, types: &Types) -> Self {
        let ends = |segment: &str| {
            let mut paths = document.paths.iter();
            paths.any(|(path, _)| path.trim_end_matches('/').ends_with(segment))
        };
        Self {
            counts: ends("/$count"),
            references: ends("/$ref"),
            namespaces: types.names().map(|ty| ty.namespace().to_owned()).collect(),
        }
    }

    /// The segment that calls an operation, with the namespace in place of an alias: either will do in a
    /// URL (CSDL 4.01, 5.2), and a document does not explain an alias. In Graph the name alone will do.
    pub(crate) fn operation_segment(&self, segment: &str) -> String {
        let Some((prefix, name)) = segment.rsplit_once('.') else {
            return segment.to_owned();
        };
        let namespace = self.namespace(prefix).unwrap_or(prefix);
        match graph::is_default(namespace) {
            true => name.to_owned(),
            false => format!("{namespace}.{name}"),
        }
    }

    /// The namespace that `prefix` is an alias of, if it is none itself: the only one that ends so, or the
    /// only one there is for `self`, as converters call what a schema itself declares.
    fn namespace(&self, prefix: &str) -> Option<&str> {
        if self.namespaces.contains(prefix) {
            return None;
        }
        let is_alone = self.namespaces.len() == 1 && prefix.eq_ignore_ascii_case("self");
        let ends_so = |space: &&String| {
            let rest = space.strip_suffix(prefix);
            is_alone || rest.is_some_and(|rest| rest.ends_with('.'))
        };
        let mut found = self.namespaces.iter().filter(ends_so);
        match (found.next(), found.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    }
}
