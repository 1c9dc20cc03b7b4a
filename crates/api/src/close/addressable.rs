//! Which types declare a way on: so that a complex property is more than a value, and a cast leads to more
//! than the same entity (OData URL Conventions 4.01, 4.3, 4.6 and 4.11).

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::casts::{MOST_CASTS, MOST_DERIVED};
use crate::declare::{Addresses, Declarations, Restrictions, all_derived};
use crate::{Target, TypeName};

/// Decides which complex values and casts lead on, so that they are resources of their own.
pub(super) struct Addressable<'d> {
    declared: &'d Declarations,
    /// The types that declare a way on themselves.
    declaring: HashSet<&'d TypeName>,
    /// The types that something is derived from which does.
    above: HashSet<&'d TypeName>,
    derived: BTreeMap<&'d TypeName, Vec<&'d TypeName>>,
}

impl<'d> Addressable<'d> {
    pub(super) fn new(declared: &'d Declarations) -> Self {
        // An entity holds its values: by themselves they are no reason to cast it.
        let leads = |addresses: &Addresses, entity: bool| match addresses {
            Addresses::Entities { .. } | Addresses::Stream { .. } => true,
            Addresses::Value { .. } => !entity,
        };
        let is_bound = |name: &TypeName| {
            let one = Target::one(name.clone());
            declared.bound.contains_key(&one) || declared.bound.contains_key(&Target::many(one.ty))
        };
        let mut declaring = HashSet::new();
        let mut above = HashSet::new();
        for (name, ty) in &declared.types {
            let mut properties = ty.properties.values();
            if properties.any(|one| leads(&one.addresses, ty.entity)) || is_bound(name) {
                above.extend(declared.chain(name).into_iter().skip(1));
                declaring.insert(name);
            }
        }
        Self {
            declared,
            declaring,
            above,
            derived: declared.derived(),
        }
    }

    /// Returns whether there is more to a complex `target` than a value.
    pub(super) fn leads_on(&self, target: &Target) -> bool {
        let chain = self.declared.chain(&target.ty);
        if self.declared.is_entity(&target.ty) {
            return false;
        }
        if target.collection {
            let mut targets = chain.into_iter().map(|base| Target::many(base.clone()));
            return targets.any(|one| self.declared.bound.contains_key(&one));
        }
        self.above.contains(&target.ty) || chain.iter().any(|base| self.declaring.contains(*base))
    }

    /// Returns whether a cast from `base` to `derived` leads to what `base` does not lead to.
    fn adds(&self, base: &TypeName, derived: &TypeName) -> bool {
        let chain = self.declared.chain(derived).into_iter();
        let mut own = chain.take_while(|name| *name != base);
        let derived_on = !self.declared.is_entity(derived) && self.above.contains(derived);
        derived_on || own.any(|name| self.declaring.contains(name))
    }

    /// The derived types that values of `ty` can be cast to, as far as is said of the way. A complex value is
    /// cast only to what has more behind it.
    pub(super) fn casts(&self, ty: &TypeName, said: &Restrictions) -> BTreeSet<TypeName> {
        let derived = |ty: &TypeName| self.derived.get(ty).map_or(&[][..], Vec::as_slice);
        let all = || all_derived(derived, ty, MOST_DERIVED).unwrap_or_default();
        let mut found = said.derived.clone().unwrap_or_else(all);
        let entity = self.declared.is_entity(ty);
        found.retain(|one| self.declared.is_entity(one) == entity);
        if !entity || found.len() > MOST_CASTS {
            found.retain(|one| self.adds(ty, one));
        }
        if found.len() > MOST_CASTS {
            found.clear();
        }
        found
    }
}
