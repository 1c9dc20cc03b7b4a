//! Query options that a service defines beside those of OData (OData URL Conventions 4.01, 5.2).

use std::collections::BTreeMap;

use crate::{ItemType, Offers, Origin, Primitive, StandardOperationKind};

/// A query option of the service's own, such as `startDateTime` of a calendar view.
#[derive(Clone, Debug, PartialEq)]
pub struct QueryOption {
    /// The name on the wire.
    pub name: String,
    /// The documentation in the description; empty if there is none.
    pub doc: String,
    /// Its type: primitive, or an enumeration type; text where nothing types it.
    pub ty: ItemType,
    /// Whether a request must have it.
    pub required: bool,
    /// Where the description declares it.
    pub origin: Origin,
}

impl QueryOption {
    /// The type of an option that nothing types.
    pub const TEXT: ItemType = ItemType::Primitive(Primitive::String);
}

/// Returns whether a service may define a query option of that name: those that begin with `$` or `@` are OData's
/// (OData URL Conventions 4.01, 5.2).
pub fn is_custom(name: &str) -> bool {
    !name.is_empty() && !name.starts_with(['$', '@'])
}

/// Adds to the options that a way takes by one path those that it takes by another. The function of the way is one
/// for all paths: it takes what is taken by any of them, and requires what any of them requires.
pub fn unite(known: &mut Vec<QueryOption>, more: Vec<QueryOption>) {
    for one in more {
        match known.iter_mut().find(|other| other.name == one.name) {
            Some(known) => {
                known.required |= one.required;
                if known.doc.is_empty() {
                    known.doc = one.doc;
                }
                if known.ty != one.ty {
                    known.ty = QueryOption::TEXT;
                }
            }
            None => known.push(one),
        }
    }
}

/// Adds an option, in place of one of that name; whether it was otherwise.
pub(crate) fn put(options: &mut Vec<QueryOption>, option: &QueryOption) -> bool {
    let known = options.iter_mut().find(|one| one.name == option.name);
    match known {
        Some(known) => {
            let option = QueryOption {
                origin: known.origin,
                ..option.clone()
            };
            std::mem::replace(known, option.clone()) != option
        }
        None => {
            options.push(option.clone());
            true
        }
    }
}

/// The query options of the service's own that the operations of a way take.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QueryOptions(BTreeMap<StandardOperationKind, Vec<QueryOption>>);

impl QueryOptions {
    /// Those of one operation, in the order of the description.
    pub fn of(&self, kind: StandardOperationKind) -> &[QueryOption] {
        self.0.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// Says which options an operation takes.
    pub fn set(&mut self, kind: StandardOperationKind, options: Vec<QueryOption>) {
        match options.is_empty() {
            true => self.0.remove(&kind),
            false => self.0.insert(kind, options),
        };
    }

    /// Gives an operation an option, in place of one of that name; whether it was otherwise.
    pub(crate) fn put(&mut self, kind: StandardOperationKind, option: &QueryOption) -> bool {
        put(self.0.entry(kind).or_default(), option)
    }

    /// All of them, by operation.
    pub fn iter(&self) -> impl Iterator<Item = (StandardOperationKind, &[QueryOption])> {
        self.0.iter().map(|(kind, all)| (*kind, all.as_slice()))
    }

    /// Returns whether no operation takes any.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns what is taken of the derived type that a cast leads to.
    pub fn cast(&self) -> Self {
        let kept = Offers::ALL.cast();
        let all = self.0.iter().filter(|(kind, _)| kept.contains(**kind));
        Self(all.map(|(kind, all)| (*kind, all.clone())).collect())
    }

    /// The types of all of them.
    pub(crate) fn types_mut(&mut self) -> impl Iterator<Item = &mut ItemType> {
        self.0.values_mut().flatten().map(|one| &mut one.ty)
    }
}

impl FromIterator<(StandardOperationKind, Vec<QueryOption>)> for QueryOptions {
    fn from_iter<I: IntoIterator<Item = (StandardOperationKind, Vec<QueryOption>)>>(
        all: I,
    ) -> Self {
        let mut options = Self::default();
        for (kind, one) in all {
            options.set(kind, one);
        }
        options
    }
}
