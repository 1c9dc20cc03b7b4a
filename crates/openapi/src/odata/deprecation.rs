//! Types that go away, which only all that can be asked of them says.

use std::collections::BTreeMap;

use graphwright_api::{Api, Deprecation, Target, TypeName};

use crate::odata::path_facts::PathFacts;

/// Says of a type what all that can be asked of its entities says: OpenAPI marks operations alone, and
/// converters repeat there what the metadata says of the type.
pub(crate) fn deprecate_types(api: &mut Api, facts: &PathFacts) {
    let mut said: BTreeMap<&TypeName, Vec<Option<&Deprecation>>> = BTreeMap::new();
    for way in facts.ways.values() {
        let said = said.entry(&way.target.ty).or_default();
        said.extend(way.standard.values().map(|one| one.deprecation.as_ref()));
    }
    for (ty, said) in said {
        let Some(Some(first)) = said.first() else {
            continue;
        };
        let Some(def) = api.types.get_mut(ty) else {
            continue;
        };
        if said.iter().any(|one| *one != Some(first)) || def.deprecation.is_some() {
            continue;
        }
        def.deprecation = Some((*first).clone());
        for target in [Target::one(ty.clone()), Target::many(ty.clone())] {
            let resource = api.resources.get_mut(&target);
            for own in resource
                .into_iter()
                .flat_map(|one| one.standard.values_mut())
            {
                own.deprecation = None;
            }
        }
    }
}
