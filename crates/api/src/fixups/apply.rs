//! What rules do to a model.

use std::collections::BTreeSet;

use crate::{
    Api, ItemType, KeyPart, Navigation, Operation, Origin, Own, Parameter, PathAddress, Primitive,
    Property, Resource, Returns, Stream, Target, TypeKind, TypeName, TypeRef,
};

use super::places::{Place, Thing};
use super::rule::{Added, Changed, Fix};

/// What came of a rule at one place.
pub(super) enum Effect {
    Done,
    /// It is so already.
    Already,
    /// It cannot be done: why.
    Refused(String),
}

impl Effect {
    fn done(changed: bool) -> Self {
        if changed { Self::Done } else { Self::Already }
    }
}

/// What offers what a fix-up offers, in the place of a set or navigation property.
const VIA: &str = "fix-up";

/// Corrects `place`.
pub(super) fn apply(api: &mut Api, fix: &Fix, place: &Place) -> Effect {
    match (fix, place) {
        (Fix::Remove(thing), _) => remove(api, *thing, place),
        (
            Fix::Add(Added::Property {
                name,
                is,
                navigation,
                doc,
            }),
            Place::Type(ty),
        ) => add_property(api, ty, name, is, *navigation, doc),
        (Fix::Add(Added::Parameter { name, is, doc }), Place::Operation(..)) => {
            add_parameter(api, place, name, is, doc)
        }
        (Fix::Add(added), Place::Resource(target)) => add_member(api, target, added),
        (Fix::Change { to, .. }, _) => change(api, place, to),
        (_, Place::Resource(target)) => match api.resources.get_mut(target) {
            Some(resource) => own(resource, fix),
            None => Effect::Already,
        },
        _ => Effect::Already,
    }
}

fn own(resource: &mut Resource, fix: &Fix) -> Effect {
    match fix {
        Fix::Offer { kind, doc } => {
            if kind.is_of_collection() != resource.target.collection {
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
            let own = Own {
                doc: doc.clone(),
                via: VIA.into(),
                ..Own::default()
            };
            let known = resource.own.contains_key(kind);
            resource.own.entry(*kind).or_insert(own);
            Effect::done(!known)
        }
        Fix::Withdraw(kind) => Effect::done(resource.own.remove(kind).is_some()),
        Fix::Allow(option) => {
            let mut changed = false;
            for own in resource.own.values_mut() {
                let before = own.unsupported.len();
                own.unsupported.retain(|one| one != option);
                changed |= own.unsupported.len() < before;
            }
            Effect::done(changed)
        }
        _ => Effect::Already,
    }
}

fn remove(api: &mut Api, thing: Thing, place: &Place) -> Effect {
    let removed = match place {
        Place::Property(ty, index) => {
            let properties = properties(api, ty);
            properties.is_some_and(|all| {
                *index < all.len() && {
                    all.remove(*index);
                    true
                }
            })
        }
        Place::Operation(target, segment, index) if thing == Thing::Result => {
            overload(api, target.as_ref(), segment, *index)
                .is_some_and(|one| one.returns.take().is_some())
        }
        Place::Operation(target, segment, index) => {
            remove_overload(api, target.as_ref(), segment, *index)
        }
        Place::Parameter(target, segment, index, number) => {
            overload(api, target.as_ref(), segment, *index).is_some_and(|one| {
                *number < one.parameters.len() && {
                    one.parameters.remove(*number);
                    true
                }
            })
        }
        Place::Member(target, name) => {
            api.resources
                .get_mut(target)
                .is_some_and(|resource| match thing {
                    Thing::Navigation => resource.navigation.remove(name).is_some(),
                    Thing::PropertyPath => resource.properties.remove(name).is_some(),
                    _ => resource.streams.remove(name).is_some(),
                })
        }
        Place::Cast(target, ty) => {
            let resource = api.resources.get_mut(target);
            resource.is_some_and(|resource| resource.casts.remove(ty).is_some())
        }
        Place::Root(name) => api.roots.remove(name).is_some(),
        Place::Resource(target) if thing == Thing::Key => {
            let Some(resource) = api.resources.get_mut(target) else {
                return Effect::Already;
            };
            resource.alternate_keys.clear();
            !std::mem::take(&mut resource.key).is_empty()
        }
        Place::Resource(target) => {
            if let Some(way) = way_to(api, target) {
                return Effect::Refused(format!("{way} leads to it; remove that first"));
            }
            api.resources.remove(target).is_some()
        }
        Place::Type(_) => return Effect::Refused("a type is not removed: exclude it".into()),
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

fn add_property(
    api: &mut Api,
    ty: &TypeName,
    name: &str,
    is: &Changed,
    navigation: bool,
    doc: &str,
) -> Effect {
    if api.all_properties(ty).iter().any(|one| one.name == name) {
        return Effect::Already;
    }
    let mut property = Property {
        name: name.into(),
        doc: doc.into(),
        ty: TypeRef::one(ItemType::Untyped),
        nullable: true,
        key: false,
        computed: false,
        navigation,
        deprecation: None,
        origin: Origin::default(),
    };
    if let Err(why) = is.of_property(api, &mut property) {
        return Effect::Refused(why);
    }
    match properties(api, ty) {
        Some(all) => {
            all.push(property);
            Effect::Done
        }
        None => Effect::Refused(format!("`{ty}` is an enumeration type")),
    }
}

fn add_parameter(api: &mut Api, place: &Place, name: &str, is: &Changed, doc: &str) -> Effect {
    let mut parameter = Parameter {
        name: name.into(),
        doc: doc.into(),
        ty: TypeRef::one(ItemType::Untyped),
        nullable: true,
        optional: false,
        origin: Origin::default(),
    };
    if let Err(why) = is.of_parameter(api, &mut parameter) {
        return Effect::Refused(why);
    }
    let Place::Operation(target, segment, index) = place else {
        return Effect::Already;
    };
    let Some(operation) = overload(api, target.as_ref(), segment, *index) else {
        return Effect::Already;
    };
    if operation.parameters.iter().any(|one| one.name == name) {
        return Effect::Already;
    }
    operation.parameters.push(parameter);
    Effect::Done
}

fn add_member(api: &mut Api, target: &Target, added: &Added) -> Effect {
    let parts = match added {
        Added::Key(names) | Added::AlternateKey(names) => key(api, target, names),
        _ => Ok(Vec::new()),
    };
    let parts = match parts {
        Ok(parts) => parts,
        Err(why) => return Effect::Refused(why),
    };
    let leads_to = match added {
        Added::Navigation { target: to, .. } => Some(to.clone()),
        Added::Path { target: to, .. } => Some(to.clone().unwrap_or_else(|| target.item())),
        Added::Cast(ty) => Some(Target {
            ty: ty.clone(),
            collection: target.collection,
        }),
        Added::Key(_) => Some(target.item()),
        _ => None,
    };
    if let Some(unknown) = leads_to
        .as_ref()
        .filter(|to| !api.types.contains_key(&to.ty))
    {
        return Effect::Refused(format!("no type is called `{}`", unknown.ty));
    }
    let resource = api.resource_mut(target);
    let done = match (added, &leads_to) {
        (Added::Navigation { name, doc, .. }, Some(to)) => {
            let navigation = Navigation {
                target: to.clone(),
                doc: doc.clone(),
            };
            let known = resource.navigation.insert(name.clone(), navigation);
            known.is_none_or(|known| known.target != *to)
        }
        (Added::Stream { name, doc }, _) => {
            let stream = Stream { doc: doc.clone() };
            resource.streams.insert(name.clone(), stream).is_none()
        }
        (Added::Cast(ty), Some(to)) => resource.casts.insert(ty.clone(), to.clone()).is_none(),
        (
            Added::Path {
                name,
                template,
                doc,
                ..
            },
            Some(to),
        ) => {
            let known = resource.paths.iter().any(|path| path.template == *template);
            if !known {
                resource.paths.push(PathAddress {
                    name: name.clone(),
                    template: template.clone(),
                    target: to.clone(),
                    doc: doc.clone(),
                });
            }
            !known
        }
        (Added::Key(_), _) => {
            let known = resource.key == parts;
            resource.key = parts;
            !known
        }
        (Added::AlternateKey(_), _) => {
            let known = resource.alternate_keys.contains(&parts);
            if !known {
                resource.alternate_keys.push(parts);
                resource
                    .alternate_keys
                    .sort_by(|a, b| names(a).cmp(&names(b)));
            }
            !known
        }
        _ => false,
    };
    if let Some(to) = leads_to {
        api.resource_mut(&to);
    }
    Effect::done(done)
}

fn names(parts: &[KeyPart]) -> Vec<&str> {
    parts.iter().map(|part| part.name.as_str()).collect()
}

/// The parts of a key of the items of `target`.
fn key(api: &Api, target: &Target, names: &[String]) -> Result<Vec<KeyPart>, String> {
    if !target.collection {
        return Err(format!("`{target}` is no collection, and has no key"));
    }
    let properties = api.all_properties(&target.ty);
    let part = |name: &String| {
        let property = properties.iter().find(|one| one.name == *name);
        let property = property.ok_or_else(|| format!("`{}` has no `{name}`", target.ty))?;
        // The value of an enumeration type stands in a key as text.
        let ty = match property.ty.item {
            ItemType::Primitive(primitive) => primitive,
            _ => Primitive::String,
        };
        Ok(KeyPart {
            name: name.clone(),
            ty,
        })
    };
    names.iter().map(part).collect()
}

fn change(api: &mut Api, place: &Place, to: &Changed) -> Effect {
    let changed = match place {
        Place::Property(ty, index) => {
            let Some(mut property) = properties(api, ty).and_then(|all| all.get(*index).cloned())
            else {
                return Effect::Already;
            };
            let changed = to.of_property(api, &mut property);
            if let Some(one) = properties(api, ty).and_then(|all| all.get_mut(*index)) {
                *one = property;
            }
            changed
        }
        Place::Parameter(target, segment, index, number) => {
            let parameter = |api: &mut Api| -> Option<Parameter> {
                let operation = overload(api, target.as_ref(), segment, *index)?;
                operation.parameters.get(*number).cloned()
            };
            let Some(mut parameter) = parameter(api) else {
                return Effect::Already;
            };
            let changed = to.of_parameter(api, &mut parameter);
            let operation = overload(api, target.as_ref(), segment, *index);
            if let Some(one) = operation.and_then(|one| one.parameters.get_mut(*number)) {
                *one = parameter;
            }
            changed
        }
        Place::Operation(target, segment, index) => {
            let returns =
                overload(api, target.as_ref(), segment, *index).and_then(|one| one.returns.clone());
            to.of_result(api, returns.as_ref()).map(|returns_now| {
                let changed = returns != returns_now;
                if let Some(one) = overload(api, target.as_ref(), segment, *index) {
                    one.returns = returns_now;
                }
                changed
            })
        }
        _ => Ok(false),
    };
    match changed {
        Ok(changed) => Effect::done(changed),
        Err(why) => Effect::Refused(why),
    }
}

impl Changed {
    /// Makes the property so; says whether it was otherwise.
    fn of_property(&self, api: &Api, property: &mut Property) -> Result<bool, String> {
        let before = property.clone();
        self.known_type(api)?;
        set(&mut property.name, self.rename.as_ref());
        set(&mut property.ty, self.ty.as_ref());
        set(&mut property.nullable, self.nullable.as_ref());
        set(&mut property.computed, self.computed.as_ref());
        set(&mut property.key, self.key.as_ref());
        Ok(before != *property)
    }

    fn of_parameter(&self, api: &Api, parameter: &mut Parameter) -> Result<bool, String> {
        let before = parameter.clone();
        self.known_type(api)?;
        set(&mut parameter.name, self.rename.as_ref());
        set(&mut parameter.ty, self.ty.as_ref());
        set(&mut parameter.nullable, self.nullable.as_ref());
        set(&mut parameter.optional, self.optional.as_ref());
        Ok(before != *parameter)
    }

    fn of_result(&self, api: &Api, returns: Option<&Returns>) -> Result<Option<Returns>, String> {
        self.known_type(api)?;
        let known = returns.cloned();
        let ty = self.ty.clone().or(known.as_ref().map(|one| one.ty.clone()));
        let nullable = self
            .nullable
            .or(known.map(|one| one.nullable))
            .unwrap_or(false);
        let ty = ty.ok_or("it returns nothing: say the `type`")?;
        Ok(Some(Returns { ty, nullable }))
    }

    fn known_type(&self, api: &Api) -> Result<(), String> {
        match self.ty.as_ref().and_then(TypeRef::named) {
            Some(name) if !api.types.contains_key(name) => {
                Err(format!("no type is called `{name}`"))
            }
            _ => Ok(()),
        }
    }
}

fn set<T: Clone>(place: &mut T, value: Option<&T>) {
    if let Some(value) = value {
        place.clone_from(value);
    }
}

fn properties<'a>(api: &'a mut Api, ty: &TypeName) -> Option<&'a mut Vec<Property>> {
    match &mut api.types.get_mut(ty)?.kind {
        TypeKind::Structured(structured) => Some(&mut structured.properties),
        TypeKind::Enum(_) => None,
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

fn overload<'a>(
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

/// Brings overloads in order again, after their parameters have changed.
pub(super) fn settle(api: &mut Api, places: &[Place]) -> Result<(), String> {
    let touched: BTreeSet<(Option<&Target>, &str)> = places
        .iter()
        .filter_map(|place| match place {
            Place::Operation(target, segment, _) | Place::Parameter(target, segment, _, _) => {
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
