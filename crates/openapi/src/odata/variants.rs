//! Reads the schemas that OASIS's converter writes for one verb of a type: what is sent to create an entity
//! has neither what only the service sets nor what another set holds (OData to OpenAPI Mapping 1.0, 4.5).

use std::collections::{BTreeMap, HashMap};

use graphwright_api::TypeName;

use crate::document::shape::{Shape, Use};
use crate::document::{Document, component};
use crate::odata::types::Types;

/// How many schemas of one may extend each other.
const DEEPEST: usize = 32;

/// The members of the schemas `…-create`.
#[derive(Debug, Default)]
pub(crate) struct Variants {
    /// By the type that is created: its members, and whether what they hold is created with it.
    creates: HashMap<TypeName, BTreeMap<String, bool>>,
}

impl Variants {
    pub(crate) fn new(document: &Document, types: &Types) -> Self {
        let mut creates = HashMap::new();
        for ty in types.names() {
            if let Some(schema) = document.schema(&format!("{ty}-create")) {
                let mut members = BTreeMap::new();
                collect(document, schema, DEEPEST, &mut members);
                creates.insert(ty.clone(), members);
            }
        }
        Self { creates }
    }

    /// Returns whether the document has such schemas at all.
    pub(crate) fn are_written(&self) -> bool {
        !self.creates.is_empty()
    }

    /// Returns whether the navigation property contains what it leads to: that is created with its owner, and what is
    /// not contained is at most linked. `None` where no schema says it.
    pub(crate) fn contains(&self, types: &Types, owner: &TypeName, name: &str) -> Option<bool> {
        let all = self.of(types, owner);
        (!all.is_empty()).then(|| all.iter().any(|one| one.get(name) == Some(&true)))
    }

    /// Returns whether only the service sets a property that is no navigation property.
    pub(crate) fn is_computed(&self, types: &Types, owner: &TypeName, name: &str) -> bool {
        let all = self.of(types, owner);
        !all.is_empty() && all.iter().all(|one| !one.contains_key(name))
    }

    /// Returns what is created of a type; of one that is none by itself, of the types derived from it.
    fn of(&self, types: &Types, owner: &TypeName) -> Vec<&BTreeMap<String, bool>> {
        if let Some(own) = self.creates.get(owner) {
            return vec![own];
        }
        if self.creates.is_empty() {
            return Vec::new();
        }
        let derived = types.derived(owner, usize::MAX).unwrap_or_default();
        derived
            .iter()
            .filter_map(|ty| self.creates.get(ty))
            .collect()
    }
}

fn collect(document: &Document, schema: Use<'_>, left: usize, into: &mut BTreeMap<String, bool>) {
    let (schema, left) = match (schema, left.checked_sub(1)) {
        (_, None) => return,
        (Use::Schema(schema), Some(left)) => (schema, left),
        (Use::Reference(reference), Some(left)) => {
            let named = component(reference).and_then(|name| document.schema(&name));
            if let Some(schema) = named {
                collect(document, schema, left, into);
            }
            return;
        }
    };
    let shape = Shape::of(schema);
    for (name, held) in shape.properties {
        into.insert(name.to_owned(), is_created(held, DEEPEST));
    }
    for part in shape.all_of {
        collect(document, part, left, into);
    }
}

/// Returns whether a member holds the form for creating it of another type.
fn is_created(schema: Use<'_>, left: usize) -> bool {
    match schema {
        Use::Reference(reference) => {
            component(reference).is_some_and(|name| name.ends_with("-create"))
        }
        Use::Schema(schema) => {
            let shape = Shape::of(schema);
            let parts = shape.all_of.into_iter().chain(shape.any_of);
            let Some(left) = left.checked_sub(1) else {
                return false;
            };
            let mut held = parts.chain(shape.items);
            held.any(|one| is_created(one, left))
        }
    }
}
