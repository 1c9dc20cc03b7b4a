//! The derived types that a resource can be cast to (OData URL Conventions 4.01, 4.11).

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::{Api, Own, OwnKind, Target};

use crate::annotations::{Expression, term};
use crate::hierarchy::Index;
use crate::schema::Csdl;

/// Where a way leads to values of more derived types than these, none of them is a cast: nobody chooses
/// among the 1,145 types derived from `entity` in Graph v1.0, and each of them would become a resource.
/// The next largest number there is 40 (`directoryObject`).
const MOST_CASTS: usize = 64;

/// The types derived from `ty` that values at `place` may have, as far as
/// `Validation.DerivedTypeConstraint` allows: those that it names, and what is derived from them.
pub(crate) fn along<'a>(
    csdl: &Csdl,
    index: &Index<'a>,
    ty: &str,
    place: &str,
) -> BTreeSet<&'a str> {
    let found = match csdl.annotations.on(place).get(term::DERIVED_TYPES) {
        None => index.derived(ty, MOST_CASTS),
        Some(constraint) => constrained(csdl, index, ty, constraint),
    };
    let mut found = found.unwrap_or_default();
    found.retain(|one| index.is_entity(one) == index.is_entity(ty));
    found
}

/// `None` if they are too many.
fn constrained<'a>(
    csdl: &Csdl,
    index: &Index<'a>,
    ty: &str,
    constraint: &Expression,
) -> Option<BTreeSet<&'a str>> {
    let own: BTreeSet<&str> = index.chain(ty).into_iter().map(|(name, _)| name).collect();
    let mut found = BTreeSet::new();
    for name in constraint.items().iter().filter_map(Expression::as_text) {
        let name = csdl.names.resolve(name);
        let chain = index.chain(&name);
        if own.contains(name.as_str()) {
            return index.derived(ty, MOST_CASTS);
        }
        if let Some((named, _)) = chain.first()
            && chain.iter().any(|(base, _)| *base == ty)
        {
            found.insert(*named);
            found.extend(index.derived(named, MOST_CASTS)?);
        }
        if found.len() > MOST_CASTS {
            return None;
        }
    }
    Some(found)
}

/// What a cast resource takes over from the resource that is cast.
const INHERITED: [OwnKind; 5] = [
    OwnKind::List,
    OwnKind::Count,
    OwnKind::Get,
    OwnKind::Update,
    OwnKind::Delete,
];

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
