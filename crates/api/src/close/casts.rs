//! Casts (OData URL Conventions 4.01, 4.11): how many there may be, and what they
//! take over from what is cast.

use std::collections::BTreeMap;

use crate::{Api, Offers, StandardOperation, StandardOperationKind, Target, Way};

/// Where a way leads to values of more derived types than these, only those are casts that have more
/// behind them; and where these are too many, none: nobody chooses among the 1,145 types derived from
/// `entity` in Graph v1.0, and each of them would become a resource. The next largest number there is 40
/// (`directoryObject`), and in beta 100 or so (`deviceConfiguration`).
pub const MOST_CASTS: usize = 64;

/// How many derived types are looked at.
pub const MOST_DERIVED: usize = 512;

/// Gives each resource that a cast leads to what OData defines for the resource that is cast. What a
/// way of its own offers stays as that way describes it.
pub(super) fn inherit(api: &mut Api) {
    let mut inherited: BTreeMap<(Target, StandardOperationKind), StandardOperation> =
        BTreeMap::new();
    for resource in api.resources.values() {
        for (ty, target) in &resource.casts {
            for kind in Offers::ALL.cast().kinds() {
                let Some(own) = resource.standard.get(&kind) else {
                    continue;
                };
                let via = Way::Cast(Box::new(own.via.clone()), ty.clone());
                let known = inherited.get(&(target.clone(), kind));
                if known.is_none_or(|known| via < known.via) {
                    let own = StandardOperation { via, ..own.clone() };
                    inherited.insert((target.clone(), kind), own);
                }
            }
        }
    }
    for ((target, kind), own) in inherited {
        api.resource_mut(&target)
            .standard
            .entry(kind)
            .or_insert(own);
    }
}
