//! Where in a model a rule is for.

use std::collections::BTreeSet;
use std::fmt;

use crate::names::Glob;
use crate::select::near;
use crate::{Api, Operation, Resource, Target, TypeName, Way};

use super::rule::is_exact;

/// The kind of element at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A structured type.
    Type,
    /// A property of a structured type.
    Property,
    /// An addressable resource.
    Resource,
    /// The key of a collection.
    Key,
    /// An action or function.
    Operation,
    /// The result of an action or function.
    Result,
    /// A parameter of an action or function.
    Parameter,
    /// A navigation property as a way on from a resource.
    Navigation,
    /// A complex property with a URL of its own.
    PropertyPath,
    /// Media of a resource.
    Stream,
    /// A cast of a resource to a derived type.
    Cast,
    /// An entity set or singleton.
    Root,
    /// A way to a resource: an entity set or singleton, or a property by the type that declares it.
    Way,
}

/// The words of a file for what stands at a place.
pub(super) const THINGS: [(&str, Thing); 13] = [
    ("type", Thing::Type),
    ("property", Thing::Property),
    ("resource", Thing::Resource),
    ("key", Thing::Key),
    ("operation", Thing::Operation),
    ("result", Thing::Result),
    ("parameter", Thing::Parameter),
    ("navigation", Thing::Navigation),
    ("property-path", Thing::PropertyPath),
    ("stream", Thing::Stream),
    ("cast", Thing::Cast),
    ("root", Thing::Root),
    ("way", Thing::Way),
];

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = THINGS.iter().find(|(_, thing)| thing == self);
        f.write_str(word.map_or("", |(word, _)| word))
    }
}

/// The places that a rule is for, as a file writes them.
#[derive(Clone, Debug, PartialEq)]
pub struct Address {
    text: String,
    owner: Owner,
    member: Option<Glob>,
    parameter: Option<Glob>,
}

/// Types or resources.
#[derive(Clone, Debug, PartialEq)]
struct Owner {
    /// Empty is the service itself.
    name: Glob,
    /// One instance, or a collection; unsaid, both.
    collection: Option<bool>,
    /// Whether derived types are meant too.
    derived: bool,
}

impl Address {
    /// Reads it as written. All texts are addresses; some are of nothing.
    pub fn parse(text: &str) -> Self {
        let mut parts = text.splitn(3, '/');
        let owner = parts.next().unwrap_or("");
        let inner = owner
            .strip_prefix("Collection(")
            .and_then(|rest| rest.strip_suffix(')'));
        let name = inner.unwrap_or(owner);
        let (name, derived) = match name.strip_suffix('+') {
            Some(name) => (name, true),
            None => (name, false),
        };
        Self {
            owner: Owner {
                name: Glob::new(name),
                collection: (owner != "*").then_some(inner.is_some()),
                derived,
            },
            member: parts.next().map(Glob::new),
            parameter: parts.next().map(Glob::new),
            text: text.to_owned(),
        }
    }

    /// The address as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it names a member.
    pub(super) fn has_member(&self) -> bool {
        self.member.is_some()
    }

    /// How many parts it has.
    fn parts(&self) -> usize {
        1 + usize::from(self.member.is_some()) + usize::from(self.parameter.is_some())
    }
}

/// One place. Overloads, properties and parameters are counted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Element {
    Type(TypeName),
    Property(TypeName, usize),
    Resource(Target),
    /// Without a target it is unbound.
    Operation(Option<Target>, String, usize),
    Parameter(Option<Target>, String, usize, usize),
    /// A navigation property, property path or stream by name.
    Member(Target, String),
    Cast(Target, TypeName),
    Root(String),
    Way(Way),
}

/// The places of `thing` that `on` names, in order.
pub(super) fn find(api: &Api, thing: Thing, on: &Address) -> Vec<Element> {
    let parts = match thing {
        Thing::Type | Thing::Resource | Thing::Key | Thing::Root => 1,
        Thing::Parameter => 3,
        Thing::Way => on.parts().min(2),
        _ => 2,
    };
    if on.parts() != parts {
        return Vec::new();
    }
    match thing {
        Thing::Type => types(api, &on.owner)
            .map(|name| Element::Type(name.clone()))
            .collect(),
        Thing::Property => types(api, &on.owner)
            .flat_map(|name| properties(api, name, on))
            .collect(),
        Thing::Root => {
            let named = api.roots.keys().filter(|name| on.owner.name.matches(name));
            named.map(|name| Element::Root(name.clone())).collect()
        }
        Thing::Way => ways(api, on).into_iter().map(Element::Way).collect(),
        Thing::Operation | Thing::Result | Thing::Parameter => operations(api, thing, on),
        Thing::Resource => resources(api, &on.owner)
            .map(|one| Element::Resource(one.target.clone()))
            .collect(),
        Thing::Key => resources(api, &on.owner)
            .filter(|one| !one.key.is_empty())
            .map(|one| Element::Resource(one.target.clone()))
            .collect(),
        Thing::Navigation | Thing::PropertyPath | Thing::Stream | Thing::Cast => {
            let all = resources(api, &on.owner);
            all.flat_map(|resource| members(resource, thing, on))
                .collect()
        }
    }
}

/// Suggests what `on` may have meant, as the end of a message.
pub(super) fn near(api: &Api, thing: Thing, on: &Address) -> String {
    let owner = on.owner.name.as_str();
    match thing {
        Thing::Root | Thing::Way if on.member.is_none() => {
            near::near(api.roots.keys().map(String::as_str), owner)
        }
        Thing::Way if owner.is_empty() => {
            let name = on.member.as_ref().map_or("", Glob::as_str);
            near::near(api.roots.keys().map(String::as_str), name)
        }
        _ if owner.is_empty() => match &on.member {
            Some(name) => near::near(api.operations.keys().map(String::as_str), name.as_str()),
            None => String::new(),
        },
        _ if api
            .types
            .keys()
            .any(|name| on.owner.name.matches(name.as_str())) =>
        {
            String::new()
        }
        _ => near::near(api.types.keys().map(TypeName::as_str), owner),
    }
}

impl Owner {
    fn matches(&self, api: &Api, name: &TypeName) -> bool {
        if self.derived {
            let mut chain = api.ancestry(name).into_iter();
            chain.any(|one| self.name.matches(one.as_str()))
        } else {
            self.name.matches(name.as_str())
        }
    }

    /// The one name that it has, if it stands for no other.
    fn exact(&self) -> Option<TypeName> {
        (!self.derived && is_exact(&self.name)).then(|| TypeName::new(self.name.as_str()))
    }
}

fn types<'a>(api: &'a Api, owner: &Owner) -> Box<dyn Iterator<Item = &'a TypeName> + 'a> {
    if owner.collection == Some(true) {
        return Box::new(std::iter::empty());
    }
    if let Some(name) = owner.exact() {
        return Box::new(
            api.types
                .get_key_value(&name)
                .map(|(name, _)| name)
                .into_iter(),
        );
    }
    let owner = owner.clone();
    Box::new(
        api.types
            .keys()
            .filter(move |name| owner.matches(api, name)),
    )
}

fn properties<'a>(
    api: &'a Api,
    owner: &'a TypeName,
    on: &'a Address,
) -> impl Iterator<Item = Element> + 'a {
    let structured = api.types.get(owner).and_then(|ty| ty.structured());
    let properties = structured.map_or(&[][..], |one| &one.properties);
    let named = properties.iter().enumerate().filter(|(_, property)| {
        on.member
            .as_ref()
            .is_some_and(|name| name.matches(&property.name))
    });
    named.map(|(index, _)| Element::Property(owner.clone(), index))
}

fn resources<'a>(api: &'a Api, owner: &Owner) -> Box<dyn Iterator<Item = &'a Resource> + 'a> {
    if let (Some(ty), Some(collection)) = (owner.exact(), owner.collection) {
        return Box::new(api.resources.get(&Target { ty, collection }).into_iter());
    }
    let owner = owner.clone();
    Box::new(api.resources.values().filter(move |resource| {
        let target = &resource.target;
        owner.collection.is_none_or(|one| one == target.collection)
            && owner.matches(api, &target.ty)
    }))
}

/// The ways that `on` names: those of all types that inherit a property are one.
fn ways(api: &Api, on: &Address) -> BTreeSet<Way> {
    let root = match &on.member {
        None => Some(&on.owner.name),
        // As unbound operations are written.
        Some(name) if on.owner.name.as_str().is_empty() => Some(name),
        Some(_) => None,
    };
    let (None, Some(wanted)) = (root, &on.member) else {
        let named = api.roots.keys();
        let named = named.filter(|name| root.is_some_and(|root| root.matches(name)));
        return named.map(|name| Way::Root(name.clone())).collect();
    };
    let all = api.resources.values().flat_map(|resource| {
        let navigation = resource.navigation.values().map(|one| &one.via);
        navigation.chain(resource.properties.values().map(|one| &one.via))
    });
    let is_named = |way: &&Way| match way {
        Way::Property(owner, name) => on.owner.matches(api, owner) && wanted.matches(name),
        _ => false,
    };
    all.filter(is_named).cloned().collect()
}

fn members(resource: &Resource, thing: Thing, on: &Address) -> Vec<Element> {
    let target = &resource.target;
    let Some(wanted) = &on.member else {
        return Vec::new();
    };
    let named = |names: Vec<&String>| {
        let names = names.into_iter().filter(|name| wanted.matches(name));
        names
            .map(|name| Element::Member(target.clone(), name.clone()))
            .collect()
    };
    match thing {
        Thing::Navigation => named(resource.navigation.keys().collect()),
        Thing::PropertyPath => named(resource.properties.keys().collect()),
        Thing::Stream => named(resource.streams.keys().collect()),
        Thing::Cast => {
            let types = resource
                .casts
                .keys()
                .filter(|ty| wanted.matches(ty.as_str()));
            types
                .map(|ty| Element::Cast(target.clone(), ty.clone()))
                .collect()
        }
        _ => Vec::new(),
    }
}

fn operations(api: &Api, thing: Thing, on: &Address) -> Vec<Element> {
    let mut found = Vec::new();
    if on.owner.name.as_str().is_empty() {
        for (segment, overloads) in &api.operations {
            found.extend(overload(None, segment, overloads, thing, on));
        }
    } else {
        for resource in resources(api, &on.owner) {
            for (segment, overloads) in &resource.operations {
                let target = Some(&resource.target);
                found.extend(overload(target, segment, overloads, thing, on));
            }
        }
    }
    found
}

fn overload(
    target: Option<&Target>,
    segment: &str,
    overloads: &[Operation],
    thing: Thing,
    on: &Address,
) -> Vec<Element> {
    let Some(wanted) = &on.member else {
        return Vec::new();
    };
    // With parameters it is one overload, and without all of the name.
    let one = wanted.as_str().contains('(');
    if !one && !wanted.matches(segment) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (index, operation) in overloads.iter().enumerate() {
        if one && !wanted.matches(&signature(segment, operation)) {
            continue;
        }
        let place = (target.cloned(), segment.to_owned(), index);
        let Some(parameter) = on.parameter.as_ref().filter(|_| thing == Thing::Parameter) else {
            found.push(Element::Operation(place.0, place.1, place.2));
            continue;
        };
        let names = operation.parameters.iter().enumerate();
        let names = names.filter(|(_, one)| parameter.matches(&one.name));
        found.extend(names.map(|(number, _)| {
            let (target, segment, index) = place.clone();
            Element::Parameter(target, segment, index, number)
        }));
    }
    found
}

/// `delta(token)`.
fn signature(segment: &str, operation: &Operation) -> String {
    let names = operation.parameters.iter().map(|one| one.name.as_str());
    format!("{segment}({})", names.collect::<Vec<_>>().join(", "))
}
