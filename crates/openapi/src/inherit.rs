//! What can be said once all ways are lifted: what casts take over, and types that go away.

use std::collections::BTreeMap;

use graphwright_api::{Api, Deprecation, Own, OwnKind, Target, TypeName};

use crate::evidence::Evidence;

/// What a cast resource takes over from the resource that is cast.
const INHERITED: [OwnKind; 5] = [
    OwnKind::List,
    OwnKind::Count,
    OwnKind::Get,
    OwnKind::Update,
    OwnKind::Delete,
];

/// Says of a type what all that can be asked of its entities says: OpenAPI marks operations alone, and
/// converters repeat there what the metadata says of the type.
pub(crate) fn deprecate_types(api: &mut Api, evidence: &Evidence) {
    let mut said: BTreeMap<&TypeName, Vec<Option<&Deprecation>>> = BTreeMap::new();
    for way in evidence.ways.values() {
        let said = said.entry(&way.target.ty).or_default();
        said.extend(way.own.values().map(|one| one.deprecation.as_ref()));
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
            for own in resource.into_iter().flat_map(|one| one.own.values_mut()) {
                own.deprecation = None;
            }
        }
    }
}

/// Gives each resource that a cast leads to what OData defines for the resource that is cast. What a
/// way of its own offers stays as that way describes it.
pub(crate) fn inherit(api: &mut Api) {
    let mut inherited: BTreeMap<(Target, OwnKind), Own> = BTreeMap::new();
    for resource in api.resources.values() {
        for (ty, target) in &resource.casts {
            for kind in INHERITED {
                let Some(own) = resource.own.get(&kind) else {
                    continue;
                };
                let via = format!("{}/{ty}", own.via);
                let known = inherited.get(&(target.clone(), kind));
                if known.is_none_or(|known| via < known.via) {
                    let own = Own { via, ..own.clone() };
                    inherited.insert((target.clone(), kind), own);
                }
            }
        }
    }
    for ((target, kind), own) in inherited {
        api.resource_mut(&target).own.entry(kind).or_insert(own);
    }
}
