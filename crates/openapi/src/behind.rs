//! What lies behind values: which complex types declare ways on, so that a property of such a type is more
//! than a value (OData URL Conventions 4.01, 4.3, 4.6 and 4.11). The reader of CSDL has the same rule.

use std::collections::{BTreeSet, HashSet};

use graphwright_api::{Target, TypeName};

use crate::evidence::Evidence;
use crate::types::{Member, Types};

/// What types lead to.
pub(crate) struct Behind {
    /// The types that declare a way on themselves.
    declaring: HashSet<TypeName>,
    /// The complex types that something is derived from which does.
    above: HashSet<TypeName>,
}

impl Behind {
    pub(crate) fn new(types: &Types, evidence: &Evidence, entities: &BTreeSet<TypeName>) -> Self {
        let is_entity = |ty: &TypeName| entities.contains(types.root(ty));
        let leads = |owner: &TypeName, name: &str, member: &Member| {
            let key = (owner.clone(), name.to_owned());
            let held = member.ty.named().filter(|held| types.contains(held));
            evidence.streams.contains(&key)
                || held.is_some_and(|held| is_entity(held) || !is_entity(owner))
        };
        let mut declaring = HashSet::new();
        let mut above = HashSet::new();
        for name in types.names() {
            let mut members = types.members(name);
            let is_bound = [Target::one(name.clone()), Target::many(name.clone())]
                .iter()
                .any(|target| evidence.operations.contains_key(target));
            if members.any(|(member, of)| leads(name, member, of)) || is_bound {
                let bases = types.chain(name).into_iter().skip(1);
                above.extend(bases.filter(|base| !is_entity(base)).cloned());
                declaring.insert(name.clone());
            }
        }
        Self { declaring, above }
    }

    /// Whether there is more to a value of a complex type than a value.
    pub(crate) fn leads_on(&self, types: &Types, evidence: &Evidence, target: &Target) -> bool {
        let chain = types.chain(&target.ty);
        if target.collection {
            let mut targets = chain.into_iter().cloned().map(Target::many);
            return targets.any(|one| evidence.operations.contains_key(&one));
        }
        self.above.contains(&target.ty) || chain.iter().any(|ty| self.declaring.contains(*ty))
    }

    /// Whether a cast from `base` to `derived` leads to what `base` does not lead to.
    pub(crate) fn adds(&self, types: &Types, base: &TypeName, derived: &TypeName) -> bool {
        let chain = types.chain(derived).into_iter();
        let mut own = chain.take_while(|name| *name != base);
        self.above.contains(derived) || own.any(|name| self.declaring.contains(name))
    }
}
