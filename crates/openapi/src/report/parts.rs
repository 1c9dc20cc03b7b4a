//! Which part of a service each place of a document is about, for slices that leave others out.

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::{About, Api, TypeName};
use openapiv3::ReferenceOr;

use crate::document::Document;
use crate::pointer::{self, Origins};

/// The positions of the parts of a document.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    /// The types that schemas became, by pointer.
    types: BTreeMap<String, TypeName>,
    /// The paths that use a shared parameter, body or response, by its pointer.
    users: BTreeMap<String, BTreeSet<String>>,
}

impl Parts {
    pub(crate) fn new(document: &Document, origins: &Origins, api: &Api) -> Self {
        let types = api.types.values();
        let mut parts = Self {
            types: types
                .map(|ty| (origins.pointer(ty.origin), ty.name.clone()))
                .collect(),
            users: BTreeMap::new(),
        };
        for (path, item) in &document.paths {
            parts.uses(document, path, item.parameters.iter().filter_map(referred));
            for (_, operation) in item.iter() {
                let parameters = operation.parameters.iter().filter_map(referred);
                let body = operation.request_body.iter().filter_map(referred);
                let answers = operation.responses.responses.values();
                let answers = answers.chain(&operation.responses.default);
                let all = parameters.chain(body).chain(answers.filter_map(referred));
                parts.uses(document, path, all);
            }
        }
        parts
    }

    fn uses<'a>(
        &mut self,
        document: &Document,
        path: &str,
        references: impl Iterator<Item = &'a str>,
    ) {
        for reference in references {
            for passed in document.passed(reference) {
                let users = self.users.entry(passed).or_default();
                users.insert(path.to_owned());
            }
        }
    }

    /// Returns what the finding at `pointer` is about.
    pub(crate) fn of(&self, pointer: &str) -> About {
        let mut steps = pointer.split('/').skip(1);
        match (steps.next(), steps.next(), steps.next()) {
            (Some("paths"), Some(path), _) => About::Paths(vec![pointer::unescape(path)]),
            (Some("components"), Some("schemas"), Some(_)) => {
                let known = above(pointer).find_map(|above| self.types.get(above));
                known.map_or(About::Everything, |name| About::Type(name.clone()))
            }
            (Some("components"), Some("parameters" | "requestBodies" | "responses"), Some(_)) => {
                let users = above(pointer).find_map(|above| self.users.get(above));
                About::Paths(users.into_iter().flatten().cloned().collect())
            }
            _ => About::Everything,
        }
    }
}

/// A pointer and those of all that it stands in, the longest first.
fn above(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer), |below| Some(below.rsplit_once('/')?.0))
}

fn referred<T>(item: &ReferenceOr<T>) -> Option<&str> {
    match item {
        ReferenceOr::Reference { reference } => Some(reference),
        ReferenceOr::Item(_) => None,
    }
}
