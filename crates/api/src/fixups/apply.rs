//! Applies rules to a model.

use std::collections::BTreeSet;

use crate::{Api, Operation, Property, Resource, StandardOperation, Target, TypeKind, TypeName};

use super::add::{add_member, add_option, add_parameter, add_property};
use super::change::change;
use super::offers;
use super::places::{Element, Thing};
use super::rule::{Added, Fix};

/// The effect of a rule at one place.
pub(super) enum Effect {
    Done,
    /// It is so already.
    Already,
    /// It cannot be done: why.
    Refused(String),
}

impl Effect {
    pub(super) fn done(changed: bool) -> Self {
        if changed { Self::Done } else { Self::Already }
    }
}

/// Corrects `place`.
pub(super) fn apply(api: &mut Api, fix: &Fix, place: &Element) -> Effect {
    match (fix, place) {
        (Fix::Remove(thing), _) => remove(api, *thing, place),
        (
            Fix::Add(Added::Property {
                name,
                is,
                navigation,
                doc,
            }),
            Element::Type(ty),
        ) => add_property(api, ty, name, is, *navigation, doc),
        (Fix::Add(Added::Parameter { name, is, doc }), Element::Operation(..)) => {
            add_parameter(api, place, name, is, doc)
        }
        (Fix::Add(Added::Option { of, option }), _) => add_option(api, place, of, option),
        (Fix::Add(added), Element::Resource(target)) => add_member(api, target, added),
        (Fix::Change { to, .. }, _) => change(api, place, to),
        (_, Element::Resource(target)) => {
            let effect = match api.resources.get_mut(target) {
                Some(resource) => own(resource, fix),
                None => Effect::Already,
            };
            match (fix, &effect) {
                (Fix::Offer { kind, .. }, Effect::Done) => {
                    offers::offer_by_all_ways(api, target, *kind);
                }
                (Fix::Withdraw(kind), Effect::Done) => {
                    offers::withdraw_by_all_ways(api, target, *kind);
                }
                _ => {}
            }
            effect
        }
        (Fix::Offer { kind, doc }, Element::Way(way)) => offers::offer(api, way, *kind, doc),
        (Fix::Withdraw(kind), Element::Way(way)) => offers::withdraw(api, way, *kind),
        _ => Effect::Already,
    }
}

fn own(resource: &mut Resource, fix: &Fix) -> Effect {
    match fix {
        Fix::Offer { kind, doc } => {
            if !kind.is_offered_by(&resource.target) {
                return Effect::Refused(format!(
                    "`{}` is {}, which cannot do that",
                    resource.target,
                    if resource.target.collection {
                        "a collection"
                    } else {
                        "no collection"
                    }
                ));
            }
            let own = StandardOperation {
                doc: doc.clone(),
                ..StandardOperation::default()
            };
            let known = resource.standard.contains_key(kind);
            resource.standard.entry(*kind).or_insert(own);
            Effect::done(!known)
        }
        Fix::Withdraw(kind) => Effect::done(resource.standard.remove(kind).is_some()),
        Fix::Allow(option) => {
            let mut changed = false;
            for own in resource.standard.values_mut() {
                let before = own.unsupported.len();
                own.unsupported.retain(|one| one != option);
                changed |= own.unsupported.len() < before;
            }
            Effect::done(changed)
        }
        _ => Effect::Already,
    }
}

fn remove(api: &mut Api, thing: Thing, place: &Element) -> Effect {
    let removed = match place {
        Element::Property(ty, index) => {
            let properties = properties(api, ty);
            properties.is_some_and(|all| {
                *index < all.len() && {
                    all.remove(*index);
                    true
                }
            })
        }
        Element::Operation(target, segment, index) if thing == Thing::Result => {
            overload(api, target.as_ref(), segment, *index)
                .is_some_and(|one| one.returns.take().is_some())
        }
        Element::Operation(target, segment, index) => {
            remove_overload(api, target.as_ref(), segment, *index)
        }
        Element::Parameter(target, segment, index, number) => {
            overload(api, target.as_ref(), segment, *index).is_some_and(|one| {
                *number < one.parameters.len() && {
                    one.parameters.remove(*number);
                    true
                }
            })
        }
        Element::Member(target, name) => {
            api.resources
                .get_mut(target)
                .is_some_and(|resource| match thing {
                    Thing::Navigation => resource.navigation.remove(name).is_some(),
                    Thing::PropertyPath => resource.properties.remove(name).is_some(),
                    _ => resource.streams.remove(name).is_some(),
                })
        }
        Element::Cast(target, ty) => {
            let resource = api.resources.get_mut(target);
            resource.is_some_and(|resource| resource.casts.remove(ty).is_some())
        }
        Element::Root(name) => api.roots.remove(name).is_some(),
        Element::Resource(target) if thing == Thing::Key => {
            let Some(resource) = api.resources.get_mut(target) else {
                return Effect::Already;
            };
            resource.alternate_keys.clear();
            !std::mem::take(&mut resource.key).is_empty()
        }
        Element::Resource(target) => {
            if let Some(way) = way_to(api, target) {
                return Effect::Refused(format!("{way} leads to it; remove that first"));
            }
            api.resources.remove(target).is_some()
        }
        Element::Type(_) => return Effect::Refused("a type is not removed: exclude it".into()),
        Element::Way(_) => {
            let why = "a way is not removed: remove the navigation, the property-path or the root";
            return Effect::Refused(why.into());
        }
    };
    Effect::done(removed)
}

/// Something that leads to `target`.
fn way_to(api: &Api, target: &Target) -> Option<String> {
    if let Some((name, _)) = api.roots.iter().find(|(_, root)| root.target == *target) {
        return Some(format!("`{name}`"));
    }
    let composes = |overloads: &Vec<Operation>| {
        overloads
            .iter()
            .any(|one| one.composes.as_ref() == Some(target))
    };
    if let Some((name, _)) = api.operations.iter().find(|(_, all)| composes(all)) {
        return Some(format!("`/{name}`"));
    }
    api.resources.values().find_map(|resource| {
        let from = &resource.target;
        let navigation = resource
            .navigation
            .iter()
            .find(|(_, one)| one.target == *target);
        let operation = resource.operations.iter().find(|(_, all)| composes(all));
        let name = navigation.map(|one| one.0).or(operation.map(|one| one.0));
        let by_cast = resource.casts.values().any(|to| to == target);
        let by_path = resource.paths.iter().any(|path| path.target == *target);
        let by_key = from.collection && !resource.key.is_empty() && from.item() == *target;
        match name {
            Some(name) => Some(format!("`{from}/{name}`")),
            None if by_key => Some(format!("the key of `{from}`")),
            None if by_cast || by_path => Some(format!("`{from}`")),
            None => None,
        }
    })
}

pub(super) fn properties<'a>(api: &'a mut Api, ty: &TypeName) -> Option<&'a mut Vec<Property>> {
    match &mut api.types.get_mut(ty)?.kind {
        TypeKind::Structured(structured) => Some(&mut structured.properties),
        _ => None,
    }
}

fn overloads<'a>(
    api: &'a mut Api,
    target: Option<&Target>,
    segment: &str,
) -> Option<&'a mut Vec<Operation>> {
    match target {
        Some(target) => api.resources.get_mut(target)?.operations.get_mut(segment),
        None => api.operations.get_mut(segment),
    }
}

pub(super) fn overload<'a>(
    api: &'a mut Api,
    target: Option<&Target>,
    segment: &str,
    index: usize,
) -> Option<&'a mut Operation> {
    overloads(api, target, segment)?.get_mut(index)
}

fn remove_overload(api: &mut Api, target: Option<&Target>, segment: &str, index: usize) -> bool {
    let Some(all) = overloads(api, target, segment).filter(|all| index < all.len()) else {
        return false;
    };
    all.remove(index);
    if all.is_empty() {
        match target {
            Some(target) => {
                let resource = api.resources.get_mut(target);
                resource.and_then(|resource| resource.operations.remove(segment));
            }
            None => {
                api.operations.remove(segment);
            }
        }
    }
    true
}

/// Brings overloads in order again, after their parameters have changed, and takes away what no way offers any
/// more.
pub(super) fn settle(api: &mut Api, fix: &Fix, places: &[Element]) -> Result<(), String> {
    let by_way = places.iter().any(|place| matches!(place, Element::Way(_)));
    if let (Fix::Withdraw(kind), true) = (fix, by_way) {
        offers::retire(api, *kind);
    }
    let touched: BTreeSet<(Option<&Target>, &str)> = places
        .iter()
        .filter_map(|place| match place {
            Element::Operation(target, segment, _) | Element::Parameter(target, segment, _, _) => {
                Some((target.as_ref(), segment.as_str()))
            }
            _ => None,
        })
        .collect();
    for (target, segment) in touched {
        let Some(all) = overloads(api, target, segment) else {
            continue;
        };
        all.sort_by(|a, b| a.order().cmp(&b.order()));
        if all.windows(2).any(|two| two[0].order() == two[1].order()) {
            return Err(format!(
                "two overloads of `{segment}` have the same parameters then; remove one of them"
            ));
        }
    }
    Ok(())
}
