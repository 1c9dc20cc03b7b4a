//! Schemas that nothing but error responses use. The runtime has its own type for what an OData
//! service answers when it refuses (OData JSON Format 4.01, 21.1), so none is generated.

use std::collections::BTreeSet;

use openapiv3::{Operation, PathItem};

use crate::document::shape::{Shape, Use};
use crate::document::{Document, component};

/// The names of the component schemas that only error responses reach.
pub(crate) fn errors_only(document: &Document) -> BTreeSet<String> {
    let mut failing = Reach::new(document);
    let mut other = Reach::new(document);
    for (_, path) in &document.paths {
        for parameter in &path.parameters {
            let parameter = document.parameter(parameter);
            other.extend(parameter.and_then(|one| document.parameter_schema(one)));
        }
        for operation in operations(path) {
            failing.extend(document.answers(operation, false));
            other.extend(document.answers(operation, true));
            other.extend(document.body(operation).map(|body| body.schema));
            for parameter in &operation.parameters {
                let parameter = document.parameter(parameter);
                other.extend(parameter.and_then(|one| document.parameter_schema(one)));
            }
        }
    }
    // A derived type, for instance, need not be reached by anything; what it uses is not an error.
    for (name, _) in &document.schemas {
        if !failing.seen.contains(name) {
            other.name(name.clone());
        }
    }
    &failing.seen - &other.seen
}

/// The methods that a path item may have (OpenAPI 3.0, 4.7.9).
pub(crate) const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The operations of a path that OData has a meaning for.
pub(crate) fn operations(path: &PathItem) -> impl Iterator<Item = &Operation> {
    [&path.get, &path.post, &path.put, &path.patch, &path.delete]
        .into_iter()
        .flatten()
}

struct Reach<'a> {
    document: &'a Document,
    seen: BTreeSet<String>,
}

impl<'a> Reach<'a> {
    fn new(document: &'a Document) -> Self {
        Self {
            document,
            seen: BTreeSet::new(),
        }
    }

    fn name(&mut self, name: String) {
        if self.seen.insert(name.clone()) {
            self.extend(self.document.schema(&name));
        }
    }

    /// Follows all references from `uses`; without recursion, since they may form a long chain.
    fn extend(&mut self, uses: impl IntoIterator<Item = Use<'a>>) {
        let mut pending: Vec<Use> = uses.into_iter().collect();
        while let Some(next) = pending.pop() {
            match next {
                Use::Reference(reference) => {
                    if let Some(name) = component(reference)
                        && self.seen.insert(name.clone())
                    {
                        pending.extend(self.document.schema(&name));
                    }
                }
                Use::Schema(schema) => {
                    let shape = Shape::of(schema);
                    pending.extend(shape.properties.into_iter().map(|(_, schema)| schema));
                    pending.extend(shape.items);
                    pending.extend(shape.all_of);
                    pending.extend(shape.any_of);
                }
            }
        }
    }
}
