//! Composable functions (OData CSDL 4.01, 12.6): a call of one is a resource only where more is to be had of
//! it than its result.

use std::collections::BTreeSet;

use crate::{Api, PropertyPath, Resource, Target};

/// Makes functions whose result leads nowhere but to itself ordinary functions, which give their result
/// at once, and takes away what only these lead to.
///
/// Composition serves to ask more of a result (OData URL Conventions 4.01, 4.7). Where nothing more can be
/// asked of it than to be read, a resource would only be another step between the caller and the
/// result: in Graph's beta, 70 kinds of reports.
pub(super) fn settle(api: &mut Api) {
    let elsewhere = led_to(api);
    let mut ends: BTreeSet<Target> = BTreeSet::new();
    for target in api.all_operations().filter_map(|one| one.composes.as_ref()) {
        if !leads_on(api, target) {
            ends.insert(target.clone());
        }
    }
    let bound = api.resources.values_mut();
    let all = bound
        .flat_map(|resource| resource.operations.values_mut())
        .chain(api.operations.values_mut());
    for operation in all.flatten() {
        operation.composes.take_if(|target| ends.contains(target));
    }
    for target in ends {
        for alone in [target.item(), target] {
            if !elsewhere.contains(&alone) {
                api.resources.remove(&alone);
            }
        }
    }
}

/// Returns what is addressed by other ways than the call of a function.
fn led_to(api: &Api) -> BTreeSet<Target> {
    let mut found: BTreeSet<Target> = BTreeSet::new();
    found.extend(api.roots.values().map(|root| root.target.clone()));
    for resource in api.resources.values() {
        found.extend(resource.navigation.values().map(|one| one.target.clone()));
        found.extend(resource.casts.values().cloned());
        found.extend(
            resource
                .properties
                .values()
                .filter_map(PropertyPath::target),
        );
    }
    let items: Vec<Target> = found
        .iter()
        .filter(|one| one.collection)
        .map(Target::item)
        .collect();
    found.extend(items);
    found
}

/// Returns whether more can be had of it, or of an item of it, than its value. A complex property is part of the
/// value, unless something lies behind it.
fn leads_on(api: &Api, target: &Target) -> bool {
    let more = |resource: &Resource| {
        let mut properties = resource
            .properties
            .values()
            .filter_map(PropertyPath::target);
        !resource.operations.is_empty()
            || !resource.navigation.is_empty()
            || !resource.streams.is_empty()
            || !resource.casts.is_empty()
            || properties.any(|target| api.resources.contains_key(&target))
    };
    let item = target.collection.then(|| target.item());
    let mut asked = [Some(target), item.as_ref()].into_iter().flatten();
    asked.any(|one| api.resources.get(one).is_some_and(more))
}
