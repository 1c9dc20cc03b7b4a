//! The derived types that a resource can be cast to (OData URL Conventions 4.01, 4.11).

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::{Api, Own, OwnKind, Target};

use crate::Context;
use crate::annotations::{Expression, term};
use crate::behind::Behind;
use crate::hierarchy::Index;
use crate::schema::Csdl;

/// Where a way leads to values of more derived types than these, only those are casts that have more
/// behind them; and where these are too many, none: nobody chooses among the 1,145 types derived from
/// `entity` in Graph v1.0, and each of them would become a resource. The next largest number there is 40
/// (`directoryObject`), and in beta 100 or so (`deviceConfiguration`).
const MOST_CASTS: usize = 64;

/// How many derived types are looked at.
const MOST_DERIVED: usize = 512;

/// The types derived from `ty` that values at `place` may have, as far as
/// `Validation.DerivedTypeConstraint` allows: those that it names, and what is derived from them. A
/// complex value is cast only to what has more behind it.
pub(crate) fn along<'a>(
    context: Context<'a>,
    behind: &Behind<'a>,
    ty: &str,
    place: &str,
) -> BTreeSet<&'a str> {
    let Context { csdl, index, .. } = context;
    let mut found = match csdl.annotations.on(place).get(term::DERIVED_TYPES) {
        None => index.derived(ty, MOST_DERIVED).unwrap_or_default(),
        Some(constraint) => constrained(csdl, index, ty, constraint).unwrap_or_default(),
    };
    let entity = index.is_entity(ty);
    found.retain(|one| index.is_entity(one) == entity);
    if !entity || found.len() > MOST_CASTS {
        found.retain(|one| behind.adds(index, ty, one));
    }
    if found.len() > MOST_CASTS {
        found.clear();
    }
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
            return index.derived(ty, MOST_DERIVED);
        }
        if let Some((named, _)) = chain.first()
            && chain.iter().any(|(base, _)| *base == ty)
        {
            found.insert(*named);
            found.extend(index.derived(named, MOST_DERIVED)?);
        }
        if found.len() > MOST_DERIVED {
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
