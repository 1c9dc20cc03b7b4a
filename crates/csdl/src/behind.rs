//! What lies behind values: which types declare ways on, so that a complex property is more than a value
//! and a cast leads to more than the same entity (OData URL Conventions 4.01, 4.3, 4.6 and 4.11).

use std::collections::HashSet;

use graphwright_api::{Target, TypeName};

use crate::hierarchy::Index;
use crate::operations::Bound;
use crate::schema::{Csdl, MemberDecl};

/// What types lead to.
pub(crate) struct Behind<'a> {
    /// The types that declare a way on themselves.
    declaring: HashSet<&'a str>,
    /// The types that something is derived from which does.
    above: HashSet<&'a str>,
    /// The targets that an operation is bound to.
    bound: HashSet<Target>,
}

impl<'a> Behind<'a> {
    pub(crate) fn new(csdl: &'a Csdl, index: &Index<'a>, bound: &Bound<'a>) -> Self {
        let bound: HashSet<Target> = bound.targets().cloned().collect();
        // An entity holds its values: by themselves they are no reason to cast it.
        let leads = |member: &MemberDecl, entity: bool| {
            let ty = member.ty.name.as_str();
            match member.navigation {
                true => index.is_entity(ty),
                false => ty == "Edm.Stream" || (!entity && index.is_complex(ty)),
            }
        };
        let is_bound = |name: &str| {
            let one = Target::one(TypeName::new(name));
            bound.contains(&one) || bound.contains(&Target::many(one.ty))
        };
        let mut declaring = HashSet::new();
        let mut above = HashSet::new();
        for decl in &csdl.types {
            let name = decl.name.as_str();
            let Some(one) = decl.structured() else {
                continue;
            };
            let mut members = one.members.iter();
            if members.any(|member| leads(member, one.entity)) || is_bound(name) {
                let chain = index.chain(name).into_iter().skip(1);
                above.extend(chain.map(|(base, _)| base));
                declaring.insert(name);
            }
        }
        Self {
            declaring,
            above,
            bound,
        }
    }

    /// Whether there is more to a complex `target` than a value.
    pub(crate) fn leads_on(&self, index: &Index<'a>, target: &Target) -> bool {
        let name = target.ty.as_str();
        let chain = index.chain(name);
        if !index.is_complex(name) {
            return false;
        }
        if target.collection {
            let mut targets = chain
                .iter()
                .map(|(base, _)| Target::many(TypeName::new(*base)));
            return targets.any(|one| self.bound.contains(&one));
        }
        self.above.contains(name) || chain.iter().any(|(base, _)| self.declaring.contains(base))
    }

    /// Whether a cast from `base` to `derived` leads to what `base` does not lead to.
    pub(crate) fn adds(&self, index: &Index<'a>, base: &str, derived: &str) -> bool {
        let chain = index.chain(derived).into_iter();
        let mut own = chain.take_while(|(name, _)| *name != base);
        let derived_on = !index.is_entity(derived) && self.above.contains(derived);
        derived_on || own.any(|(name, _)| self.declaring.contains(name))
    }
}
