//! Applies the rules that add to a model.

use crate::options;
use crate::{
    Api, ItemType, KeyPart, Navigation, Offers, Origin, Parameter, PathAddress, Primitive,
    Property, QueryOption, QueryOptions, StandardOperationKind, Stream, Target, TypeName, TypeRef,
    Way,
};

use super::apply::{Effect, overload, properties};
use super::places::Element;
use super::rule::{Added, Changed, rule_word};

pub(super) fn add_property(
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
        required: false,
        navigation,
        secret: false,
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

pub(super) fn add_parameter(
    api: &mut Api,
    place: &Element,
    name: &str,
    is: &Changed,
    doc: &str,
) -> Effect {
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
    let Element::Operation(target, segment, index) = place else {
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

/// Adds a query option to an action or function, or to what a way offers.
pub(super) fn add_option(
    api: &mut Api,
    place: &Element,
    of: &[StandardOperationKind],
    option: &QueryOption,
) -> Effect {
    match &option.ty {
        ItemType::Named(name) if !api.is_enumeration(name) => {
            return Effect::Refused(format!("no enumeration type is called `{name}`"));
        }
        _ => {}
    }
    match place {
        Element::Operation(target, segment, index) => {
            let operation = overload(api, target.as_ref(), segment, *index);
            Effect::done(operation.is_some_and(|one| options::put(&mut one.options, option)))
        }
        Element::Way(way) => {
            let (mut known, mut changed) = (false, false);
            let mut missing = None;
            for (offers, options) in ways(api, way) {
                known = true;
                for kind in of {
                    match offers.contains(*kind) {
                        true => changed |= options.put(*kind, option),
                        false => missing = Some(*kind),
                    }
                }
            }
            match missing {
                Some(kind) => {
                    Effect::Refused(format!("`{way}` does not offer `{}`", rule_word(kind)))
                }
                None => Effect::done(known && changed),
            }
        }
        _ => Effect::Already,
    }
}

/// Returns what each step by a way offers, and the query options of that.
fn ways<'a>(api: &'a mut Api, way: &Way) -> Vec<(Offers, &'a mut QueryOptions)> {
    if let Way::Root(name) = way {
        let root = api.roots.get_mut(name).into_iter();
        return root.map(|one| (one.offers, &mut one.options)).collect();
    }
    let mut found = Vec::new();
    for resource in api.resources.values_mut() {
        let navigation = resource.navigation.values_mut();
        let navigation = navigation.filter(|one| one.via == *way);
        found.extend(navigation.map(|one| (one.offers, &mut one.options)));
        let properties = resource.properties.values_mut();
        let properties = properties.filter(|one| one.via == *way);
        found.extend(properties.map(|one| (one.offers, &mut one.options)));
    }
    found
}

pub(super) fn add_member(api: &mut Api, target: &Target, added: &Added) -> Effect {
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
                via: Way::property(&target.ty, name),
                offers: Offers::ALL,
                options: QueryOptions::default(),
                doc: doc.clone(),
            };
            let known = resource.navigation.insert(name.clone(), navigation);
            known.is_none_or(|known| known.target != *to)
        }
        (Added::Stream { name, doc }, _) => {
            let stream = Stream {
                doc: doc.clone(),
                ..Stream::default()
            };
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
        // A value of no type that a key can have stands there as text.
        let ty = match &property.ty.item {
            ItemType::Primitive(_) => property.ty.item.clone(),
            ItemType::Named(ty) if api.is_enumeration(ty) => property.ty.item.clone(),
            _ => ItemType::Primitive(Primitive::String),
        };
        Ok(KeyPart {
            name: name.clone(),
            ty,
        })
    };
    names.iter().map(part).collect()
}
