//! Applies the rules that change the offers of ways.

use std::collections::BTreeMap;

use crate::{Addressed, Api, Offers, StandardOperation, StandardOperationKind, Target, Way};

use super::apply::Effect;

/// Calls `change` with each step: its way, where the description names it, what it leads to, and what it offers.
fn each_step(api: &mut Api, mut change: impl FnMut(Option<&Way>, &Target, &mut Offers)) {
    for (name, root) in &mut api.roots {
        let way = Way::Root(name.clone());
        change(Some(&way), &root.target, &mut root.offers);
    }
    let mut calls: Vec<_> = api.operations.values_mut().flatten().collect();
    for resource in api.resources.values_mut() {
        for on in resource.navigation.values_mut() {
            change(Some(&on.via), &on.target, &mut on.offers);
        }
        for property in resource.properties.values_mut() {
            if let Some(to) = property.target() {
                change(Some(&property.via), &to, &mut property.offers);
            }
        }
        calls.extend(resource.operations.values_mut().flatten());
    }
    for call in calls {
        if let Some(to) = &call.composes {
            change(None, to, &mut call.offers);
        }
    }
}

/// Returns the resources that take the operation after a step to `to`: the target, an item of it, or both.
fn asked_of(to: &Target, kind: StandardOperationKind) -> Vec<Target> {
    let single = match to.collection {
        true => Addressed::Collection,
        false => Addressed::Single,
    };
    let item = to.collection && kind.is_of(Addressed::Item);
    let whole = kind.is_of(single).then(|| to.clone());
    whole.into_iter().chain(item.then(|| to.item())).collect()
}

/// Makes a way offer the operation, of which `doc` says what it does.
pub(super) fn offer(api: &mut Api, way: &Way, kind: StandardOperationKind, doc: &str) -> Effect {
    let mut targets = Vec::new();
    let mut leads_to = None;
    let mut changed = false;
    each_step(api, |by, to, offers| {
        if by != Some(way) {
            return;
        }
        leads_to = Some(to.clone());
        let asked = asked_of(to, kind);
        if !asked.is_empty() && !offers.contains(kind) {
            offers.insert(kind);
            changed = true;
        }
        targets.extend(asked);
    });
    if let Some(to) = leads_to.filter(|_| targets.is_empty()) {
        return Effect::Refused(format!("`{way}` leads to `{to}`, which cannot do that"));
    }
    for target in targets {
        if let Some(resource) = api.resources.get_mut(&target) {
            let own = StandardOperation {
                doc: doc.to_owned(),
                via: way.clone(),
                ..StandardOperation::default()
            };
            resource.standard.entry(kind).or_insert(own);
        }
    }
    Effect::done(changed)
}

/// Makes a way not offer the operation.
pub(super) fn withdraw(api: &mut Api, way: &Way, kind: StandardOperationKind) -> Effect {
    let mut changed = false;
    each_step(api, |by, _, offers| {
        if by == Some(way) {
            changed |= offers.contains(kind);
            offers.remove(kind);
        }
    });
    Effect::done(changed)
}

/// Makes each way that leads to `target` offer the operation: a rule speaks of the resource.
pub(super) fn offer_by_all_ways(api: &mut Api, target: &Target, kind: StandardOperationKind) {
    each_step(api, |_, to, offers| {
        if to.ty == target.ty && asked_of(to, kind).contains(target) {
            offers.insert(kind);
        }
    });
}

/// Makes no way that leads to `target` offer the operation, once nothing that these ways lead to has it.
pub(super) fn withdraw_by_all_ways(api: &mut Api, target: &Target, kind: StandardOperationKind) {
    let has = |to: &Target| {
        let resource = api.resources.get(to);
        resource.is_some_and(|one| one.standard.contains_key(&kind))
    };
    let gone = |to: &Target| asked_of(to, kind).iter().all(|one| !has(one));
    let gone: Vec<Target> = [
        Target::many(target.ty.clone()),
        Target::one(target.ty.clone()),
    ]
    .into_iter()
    .filter(gone)
    .collect();
    each_step(api, |_, to, offers| {
        if gone.contains(to) {
            offers.remove(kind);
        }
    });
}

/// Takes the operation from resources that are reached, and by no way that offers it. What a rule has given to a
/// resource stays: a cast may be all that leads there.
pub(super) fn retire(api: &mut Api, kind: StandardOperationKind) {
    let offered = offered(api);
    for resource in api.resources.values_mut() {
        let offers = offered.get(&resource.target);
        let given = |own: &StandardOperation| own.via == Way::Rule;
        let lost = offers.is_some_and(|offers| !offers.contains(kind));
        if lost && !resource.standard.get(&kind).is_some_and(given) {
            resource.standard.remove(&kind);
        }
    }
}

/// Returns the offers of each resource, united over all ways to it, including keys, paths of names and casts.
fn offered(api: &mut Api) -> BTreeMap<Target, Offers> {
    let mut open = Vec::new();
    each_step(api, |_, to, offers| open.push((to.clone(), *offers)));
    let mut found: BTreeMap<Target, Offers> = BTreeMap::new();
    while let Some((target, offers)) = open.pop() {
        let known = found.get(&target).copied();
        let all = known.unwrap_or(Offers::NONE).with(offers);
        if known == Some(all) {
            continue;
        }
        found.insert(target.clone(), all);
        let Some(resource) = api.resources.get(&target) else {
            continue;
        };
        if target.collection {
            open.push((target.item(), offers));
        }
        open.extend(
            resource
                .casts
                .values()
                .map(|to| (to.clone(), offers.cast())),
        );
        open.extend(resource.paths.iter().map(|to| (to.target.clone(), offers)));
    }
    found
}
