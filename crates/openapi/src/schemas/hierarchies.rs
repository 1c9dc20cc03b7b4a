//! Hierarchies as the converter of OASIS writes them: the schema of a type lists the types that are
//! derived from it in `anyOf`, and each of those repeats the properties that it inherits.

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::{Api, DEEPEST_CHAIN, TypeKind, TypeName};

use crate::document::{Document, component};
use crate::shape::{Shape, Use};
use crate::uses::{Declares, Uses};

/// Gives each type that is so listed its base type, and takes the inherited properties from it.
pub(super) fn lower(document: &Document, uses: &Uses<'_>, api: &mut Api) {
    let bases = bases(document, uses, api);
    let inherited: BTreeMap<TypeName, BTreeSet<String>> = bases
        .keys()
        .map(|derived| (derived.clone(), inherited(&bases, api, derived)))
        .collect();
    for (derived, base) in bases {
        let Some(TypeKind::Structured(own)) = api.types.get_mut(&derived).map(|ty| &mut ty.kind)
        else {
            continue;
        };
        let known = &inherited[&derived];
        own.properties.retain(|one| !known.contains(&one.name));
        own.base = Some(base);
    }
}

/// The base types by the types derived from them. What already has one, or would come to extend itself,
/// is left as it is.
fn bases(document: &Document, uses: &Uses<'_>, api: &Api) -> BTreeMap<TypeName, TypeName> {
    let mut bases: BTreeMap<TypeName, TypeName> = BTreeMap::new();
    for (name, declares) in &uses.declared {
        let Some(Use::Schema(schema)) = document.schema(name) else {
            continue;
        };
        if *declares != Declares::Structured {
            continue;
        }
        let base = TypeName::new(name.as_str());
        for derived in Shape::of(schema).any_of {
            let Use::Reference(reference) = derived else {
                continue;
            };
            let Some(derived) = component(reference).map(TypeName::new) else {
                continue;
            };
            let free = api
                .types
                .get(&derived)
                .is_some_and(|ty| ty.structured().is_some_and(|one| one.base.is_none()));
            if free && !chain(&bases, &base).contains(&derived) {
                bases.entry(derived).or_insert_with(|| base.clone());
            }
        }
    }
    bases
}

fn chain(bases: &BTreeMap<TypeName, TypeName>, ty: &TypeName) -> Vec<TypeName> {
    let mut chain = vec![ty.clone()];
    while let Some(base) = bases.get(&chain[chain.len() - 1])
        && chain.len() < DEEPEST_CHAIN
    {
        chain.push(base.clone());
    }
    chain
}

fn inherited(bases: &BTreeMap<TypeName, TypeName>, api: &Api, ty: &TypeName) -> BTreeSet<String> {
    let chain = chain(bases, ty).into_iter().skip(1);
    let structured = chain.filter_map(|base| api.types.get(&base)?.structured());
    let properties = structured.flat_map(|one| &one.properties);
    properties.map(|one| one.name.clone()).collect()
}
