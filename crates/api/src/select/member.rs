//! The members of a resource that patterns match, and the target of each.

use crate::{
    Api, ItemType, Operation, QueryOption, QueryOptions, StandardOperationKind, Target, TypeName,
};

/// One thing that a resource can do, or one way on from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Member<'a> {
    /// An entity set or singleton.
    Root(&'a str),
    /// An item of a collection, by its key or an alternate key.
    Item,
    /// An item by a path of names: the index in `Resource::paths`.
    Path(usize),
    /// A standard operation.
    StandardOperation(StandardOperationKind),
    /// The overloads of an action or function, by segment.
    Operation(&'a str),
    Navigation(&'a str),
    /// A complex property with a URL of its own.
    Property(&'a str),
    Stream(&'a str),
    Cast(&'a TypeName),
}

/// A member, and the resource that has it; none is the service itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct MemberOf<'a> {
    pub(super) target: Option<&'a Target>,
    pub(super) member: Member<'a>,
}

/// All that stands at the service root.
pub(super) fn service(api: &Api) -> impl Iterator<Item = Member<'_>> {
    let roots = api.roots.keys().map(|name| Member::Root(name));
    let operations = api.operations.keys().map(|name| Member::Operation(name));
    roots.chain(operations)
}

/// All that the resource can do.
pub(super) fn members<'a>(api: &'a Api, target: &Target) -> Vec<Member<'a>> {
    let Some(resource) = api.resources.get(target) else {
        return Vec::new();
    };
    let own = resource
        .standard
        .keys()
        .map(|kind| Member::StandardOperation(*kind));
    let is_addressed = !resource.key.is_empty() || !resource.alternate_keys.is_empty();
    let item = is_addressed.then_some(Member::Item);
    let paths = (0..resource.paths.len()).map(Member::Path);
    let operations = resource.operations.keys();
    let navigation = resource.navigation.keys();
    let properties = resource.properties.keys();
    let streams = resource.streams.keys();
    own.chain(operations.map(|name| Member::Operation(name)))
        .chain(navigation.map(|name| Member::Navigation(name)))
        .chain(properties.map(|name| Member::Property(name)))
        .chain(streams.map(|name| Member::Stream(name)))
        .chain(resource.casts.keys().map(Member::Cast))
        .chain(item)
        .chain(paths)
        .collect()
}

impl<'a> Member<'a> {
    /// The resources that one gets to by this member of the service.
    pub(super) fn root_leads_to(self, api: &'a Api) -> Vec<&'a Target> {
        match self {
            Self::Root(name) => api
                .roots
                .get(name)
                .map(|root| &root.target)
                .into_iter()
                .collect(),
            Self::Operation(name) => composed(api.operations.get(name)),
            _ => Vec::new(),
        }
    }

    /// The resources that one gets to by this member of `target`.
    pub(super) fn leads_to(self, api: &'a Api, target: &Target) -> Vec<&'a Target> {
        let Some(resource) = api.resources.get(target) else {
            return Vec::new();
        };
        let known = |target: &Target| Some(api.resources.get_key_value(target)?.0);
        let one = match self {
            Self::Item => known(&target.item()),
            Self::Path(index) => resource.paths.get(index).map(|path| &path.target),
            Self::Navigation(name) => resource.navigation.get(name).map(|one| &one.target),
            Self::Cast(ty) => resource.casts.get(ty),
            // A complex value leads on where its type has members to be addressed.
            Self::Property(name) => resource
                .properties
                .get(name)
                .and_then(|property| known(&property.target()?)),
            Self::Operation(name) => return composed(resource.operations.get(name)),
            Self::Root(_) | Self::StandardOperation(_) | Self::Stream(_) => None,
        };
        one.into_iter().collect()
    }

    /// Returns what it is called, where it has a name.
    pub(super) fn name(self) -> Option<&'a str> {
        match self {
            Self::Root(name)
            | Self::Operation(name)
            | Self::Navigation(name)
            | Self::Property(name)
            | Self::Stream(name) => Some(name),
            Self::Cast(ty) => Some(ty.as_str()),
            Self::StandardOperation(kind) => kind.segment(),
            Self::Item | Self::Path(_) => None,
        }
    }

    /// Returns whether it is all that is asked for where a path ends with it.
    pub(super) fn is_whole(self) -> bool {
        match self {
            Self::StandardOperation(_)
            | Self::Operation(_)
            | Self::Property(_)
            | Self::Stream(_) => true,
            Self::Root(_) | Self::Item | Self::Path(_) | Self::Navigation(_) | Self::Cast(_) => {
                false
            }
        }
    }

    /// Returns whether the lower-case `segment` stands for this member of `target`. A path of names is of several
    /// segments, and no single one stands for it.
    pub(super) fn is_called(self, segment: &str) -> bool {
        match self {
            Self::Item => segment == "*" || segment.starts_with('{'),
            Self::StandardOperation(kind) => {
                kind.segment().is_some_and(|name| matches(segment, name))
            }
            Self::Root(name) | Self::Navigation(name) => matches(segment, name),
            Self::Property(name) | Self::Stream(name) => matches(segment, name),
            // A function stands in a path with its parameters: only the name counts.
            Self::Operation(name) => {
                let called = segment.split('(').next().unwrap_or(segment);
                called == "*" || is_last_part(called, name)
            }
            Self::Cast(ty) => is_last_part(segment, ty.as_str()),
            Self::Path(_) => false,
        }
    }
}

/// The resources that a composable function leads to, each once.
fn composed(overloads: Option<&Vec<Operation>>) -> Vec<&Target> {
    let mut targets: Vec<&Target> = overloads
        .into_iter()
        .flatten()
        .filter_map(|one| one.composes.as_ref())
        .collect();
    targets.sort_unstable();
    targets.dedup();
    targets
}

fn matches(segment: &str, name: &str) -> bool {
    segment == "*" || segment == name.to_lowercase()
}

/// Returns whether one of the two is the other, or the last dotted parts of it.
fn is_last_part(segment: &str, name: &str) -> bool {
    let name = name.to_lowercase();
    let ends = |long: &str, short: &str| {
        long.strip_suffix(short)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    !segment.is_empty() && (ends(&name, segment) || ends(segment, &name))
}

/// The types that a request function needs: each with the words that say where.
pub(super) fn used<'a>(api: &'a Api, place: MemberOf<'a>) -> Vec<(Use<'a>, &'a TypeName)> {
    let resource = place.target.and_then(|target| api.resources.get(target));
    let overloads = match place.member {
        Member::StandardOperation(kind) => {
            let typed = kind.sends().is_typed() || kind.receives().is_typed();
            let own = place.target.filter(|_| typed);
            return own
                .map(|target| (Use::Itself, &target.ty))
                .into_iter()
                .collect();
        }
        Member::Property(name) => {
            let property = resource.and_then(|resource| resource.properties.get(name));
            let ty = property.and_then(|property| property.ty.named());
            let options = property.into_iter().flat_map(|one| of_way(&one.options));
            return ty
                .map(|ty| (Use::Itself, ty))
                .into_iter()
                .chain(options)
                .collect();
        }
        Member::Navigation(name) => {
            let way = resource.and_then(|resource| resource.navigation.get(name));
            let options = way.into_iter().flat_map(|one| of_way(&one.options));
            return options.collect();
        }
        Member::Root(name) => {
            let way = api.roots.get(name).into_iter();
            return way.flat_map(|one| of_way(&one.options)).collect();
        }
        Member::Item => {
            let keys = resource.into_iter();
            let keys = keys.flat_map(|one| std::iter::once(&one.key).chain(&one.alternate_keys));
            let parts = keys.flatten().filter_map(|part| match &part.ty {
                ItemType::Named(ty) => Some((Use::Key(&part.name), ty)),
                ItemType::Primitive(_) | ItemType::Untyped => None,
            });
            return parts.collect();
        }
        Member::Operation(name) => match resource {
            Some(resource) => resource.operations.get(name),
            None => api.operations.get(name),
        },
        _ => None,
    };
    let mut used = Vec::new();
    for operation in overloads.into_iter().flatten() {
        for parameter in &operation.parameters {
            let ty = parameter.ty.named();
            used.extend(ty.map(|ty| (Use::Parameter(&parameter.name), ty)));
        }
        let returns = operation.returns.as_ref();
        let ty = returns.and_then(|returns| returns.ty.named());
        used.extend(ty.map(|ty| (Use::Result, ty)));
        used.extend(of_options(&operation.options));
    }
    used
}

/// The types of the query options that a way takes.
fn of_way(options: &QueryOptions) -> impl Iterator<Item = (Use<'_>, &TypeName)> {
    options.iter().flat_map(|(_, all)| of_options(all))
}

fn of_options(options: &[QueryOption]) -> impl Iterator<Item = (Use<'_>, &TypeName)> {
    options.iter().filter_map(|one| match &one.ty {
        ItemType::Named(ty) => Some((Use::Option(&one.name), ty)),
        ItemType::Primitive(_) | ItemType::Untyped => None,
    })
}

/// Where a request function uses a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use<'a> {
    /// It is what the URL addresses.
    Itself,
    Key(&'a str),
    Parameter(&'a str),
    Option(&'a str),
    Result,
}
