//! Types whose schema does not refer to that of their base type: they repeat what they inherit.

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::{Api, TypeKind, TypeName};

use super::bases::chain;
use crate::odata::uses::Uses;

/// Gives each such type its base type, and takes the inherited properties from it.
pub(super) fn lower(uses: &Uses<'_>, api: &mut Api) {
    let is_repeated = |derived: &TypeName| {
        let structured = api.types.get(derived).and_then(|ty| ty.structured());
        structured.is_some_and(|one| one.base.is_none())
    };
    let all = uses.bases.iter();
    let repeating: Vec<(TypeName, TypeName)> = all
        .map(|(derived, base)| {
            (
                TypeName::new(derived.as_str()),
                TypeName::new(base.as_str()),
            )
        })
        .filter(|(derived, _)| is_repeated(derived))
        .collect();
    let inherited: BTreeMap<TypeName, BTreeSet<String>> = repeating
        .iter()
        .map(|(derived, _)| (derived.clone(), inherited(uses, api, derived)))
        .collect();
    for (derived, base) in repeating {
        let Some(TypeKind::Structured(own)) = api.types.get_mut(&derived).map(|ty| &mut ty.kind)
        else {
            continue;
        };
        let known = &inherited[&derived];
        own.properties.retain(|one| !known.contains(&one.name));
        own.base = Some(base);
    }
}

fn inherited(uses: &Uses<'_>, api: &Api, ty: &TypeName) -> BTreeSet<String> {
    let bases = chain(&uses.bases, ty.as_str()).into_iter().skip(1);
    let bases = bases.filter_map(|base| api.types.get(&TypeName::new(base))?.structured());
    let properties = bases.flat_map(|one| &one.properties);
    properties.map(|one| one.name.clone()).collect()
}
