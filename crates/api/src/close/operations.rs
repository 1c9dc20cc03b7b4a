//! Actions and functions: which can be called on a resource, and what a call of one addresses (CSDL 4.01, 12).

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::Closure;
use super::defaults::WayKind;
use crate::declare::Callable;
use crate::{Offers, Operation, OperationKind, Target, TypeName};

/// Tells overloads on one binding apart: by their kind, and by the names of their parameters in any order
/// (CSDL XML 4.01, 12.2.1).
type Overload<'a> = (bool, BTreeSet<&'a str>);

fn overload(one: &Callable) -> Overload<'_> {
    let names = one.operation.parameters.iter().map(|one| &*one.name);
    let is_action = one.operation.kind == OperationKind::Action;
    (is_action, names.collect())
}

impl<'d> Closure<'d, '_> {
    pub(super) fn operations(&mut self, target: &Target, chain: &[&TypeName]) {
        let found = self.callable(target, chain);
        let lowered = found.into_iter().map(|(segment, overloads)| {
            let overloads = self.overloads(overloads);
            (segment.clone(), overloads)
        });
        let lowered = lowered.collect();
        self.api.resource_mut(target).operations = lowered;
    }

    pub(super) fn imports(&mut self) {
        for (name, overloads) in &self.declared.imports {
            let overloads = self.overloads(overloads.iter().collect());
            self.api.operations.insert(name.clone(), overloads);
        }
    }

    /// Returns the operations of a target whose type has this chain of base types, itself first. An
    /// overload that is bound to the derived type hides the one that is bound to its base type. Of actions
    /// the binding parameter alone should tell overloads apart (CSDL XML 4.01, 12.2), but Graph offers both
    /// forms of `targetApps`, and its OpenAPI has that of the base type.
    fn callable(
        &self,
        target: &Target,
        chain: &[&TypeName],
    ) -> BTreeMap<&'d String, Vec<&'d Callable>> {
        let declared = self.declared;
        let allowed: HashSet<&String> = chain
            .iter()
            .filter_map(|ty| declared.types.get(*ty))
            .flat_map(|ty| &ty.explicit)
            .collect();
        let mut found: BTreeMap<&String, Vec<&Callable>> = BTreeMap::new();
        let mut known: HashSet<(&String, Overload<'_>)> = HashSet::new();
        for owner in chain {
            let bound_to = Target {
                ty: (*owner).clone(),
                collection: target.collection,
            };
            for (segment, overloads) in declared.bound.get(&bound_to).into_iter().flatten() {
                for one in overloads {
                    let is_offered = one.named.as_ref().is_none_or(|it| allowed.contains(it));
                    if is_offered && known.insert((segment, overload(one))) {
                        found.entry(segment).or_default().push(one);
                    }
                }
            }
        }
        found
    }

    /// Overloads in their order, each with what a call of it addresses.
    fn overloads(&mut self, declared: Vec<&'d Callable>) -> Vec<Operation> {
        let mut overloads: Vec<Operation> = Vec::new();
        for one in declared {
            let composes = self.composes(one);
            let offers = composes.as_ref().map_or(Offers::NONE, |target| {
                self.arrive(target, WayKind::Call, one.way.clone(), &one.restrictions)
                    .offers
            });
            overloads.push(Operation {
                composes,
                offers,
                ..one.operation.clone()
            });
        }
        overloads.sort_by(|a, b| a.order().cmp(&b.order()));
        overloads
    }

    /// Returns the resource that a call of the function addresses, if its result leads on (CSDL XML 4.01, 12.6).
    fn composes(&self, one: &Callable) -> Option<Target> {
        let is_function = one.operation.kind == OperationKind::Function;
        let returns = one.operation.returns.as_ref();
        let target = Target::of(&returns.filter(|_| one.composable && is_function)?.ty)?;
        let leads_on = self.declared.is_entity(&target.ty) || self.addressable.leads_on(&target);
        leads_on.then_some(target)
    }
}
