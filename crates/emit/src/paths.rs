//! The shortest path to each resource, for its documentation.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use graphwright_api::route::shown;
use graphwright_api::{Api, Operation, Target};

/// The shortest path template to each resource that a root leads to; of several as short, the first
/// in the order of names.
pub(crate) fn canonical(api: &Api) -> BTreeMap<Target, String> {
    let mut paths = BTreeMap::new();
    let mut open: VecDeque<(Target, String)> = api
        .roots
        .iter()
        .map(|(name, root)| (root.target.clone(), format!("/{name}")))
        .collect();
    open.extend(composed("", &api.operations));
    while let Some((target, path)) = open.pop_front() {
        if paths.contains_key(&target) {
            continue;
        }
        if let Some(resource) = api.resources.get(&target) {
            if !resource.key.is_empty() {
                let key = shown(&resource.key_parts(api.key_style));
                open.push_back((target.item(), format!("{path}{key}")));
            }
            for (name, navigation) in &resource.navigation {
                open.push_back((navigation.target.clone(), format!("{path}/{name}")));
            }
            for (name, property) in &resource.properties {
                let known = property
                    .target()
                    .filter(|to| api.resources.contains_key(to));
                open.extend(known.map(|to| (to, format!("{path}/{name}"))));
            }
            for address in &resource.paths {
                let longer = format!("{path}{}", address.template);
                open.push_back((address.target.clone(), longer));
            }
            for (ty, to) in &resource.casts {
                open.push_back((to.clone(), format!("{path}/{ty}")));
            }
            open.extend(composed(&path, &resource.operations));
        }
        paths.insert(target, path);
    }
    paths
}

/// The resources that only properties lead to, and casts of these: they are complex values.
pub(crate) fn values(api: &Api) -> BTreeSet<&Target> {
    let resources = || api.resources.values();
    let properties = resources().flat_map(|resource| resource.properties.values());
    let mut open: Vec<Target> = properties
        .filter_map(|property| property.target())
        .collect();
    let mut values = BTreeSet::new();
    while let Some(target) = open.pop() {
        if let Some((target, resource)) = api.resources.get_key_value(&target)
            && values.insert(target)
        {
            open.extend(resource.casts.values().cloned());
        }
    }
    values
}

/// What composable functions lead to.
fn composed(path: &str, all: &BTreeMap<String, Vec<Operation>>) -> Vec<(Target, String)> {
    let mut composed = Vec::new();
    for (segment, overloads) in all {
        for operation in overloads {
            if let Some(target) = &operation.composes {
                let call = shown(&operation.parts(segment));
                composed.push((target.clone(), format!("{path}{call}")));
            }
        }
    }
    composed
}
