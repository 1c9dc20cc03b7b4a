//! What a documented request calls.

use std::collections::BTreeMap;
use std::fmt;

use graphwright_api::{Api, Operation, OperationKind, OwnKind, Resource, Target};

use crate::path::{below_root, name_and_arguments, same_name};

/// What a request calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The resource that its path addresses, without the operation.
    pub target: Target,
    /// What it asks of that resource.
    pub call: Call,
}

/// What a request asks of a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// Something that OData itself defines.
    Own(OwnKind),
    /// The bound action or function with this key in [`Resource::operations`].
    Bound(String),
}

/// Why a request leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoRoute {
    /// This URL begins with no entity set or singleton.
    Root(String),
    /// A segment means nothing where it stands.
    Segment {
        /// The segment.
        segment: String,
        /// What the path before it addresses.
        target: Target,
    },
    /// The resource exists, but does not answer this method.
    Method {
        /// The method.
        method: String,
        /// What the path addresses.
        target: Target,
    },
    /// The bound operation exists, but is invoked with another method.
    Invocation {
        /// The method.
        method: String,
        /// The key of the operation.
        operation: String,
    },
}

impl fmt::Display for NoRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root(url) => write!(f, "`{url}` begins with no entity set or singleton"),
            Self::Segment { segment, target } => {
                write!(f, "`{segment}` leads nowhere from `{target}`")
            }
            Self::Method { method, target } => write!(f, "`{target}` does not answer {method}"),
            Self::Invocation { method, operation } => {
                write!(f, "`{operation}` is not invoked with {method}")
            }
        }
    }
}

impl std::error::Error for NoRoute {}

/// Finds what a request calls (OData URL Conventions 4.01, 4).
///
/// `url` may be absolute or relative, its keys may be placeholders, and its names are read as pages
/// write them: in any case, functions with or without parentheses, bound operations with or without
/// their namespace, keys as segments or in parentheses.
///
/// # Errors
/// `api` does not offer it.
pub fn resolve(api: &Api, method: &str, url: &str) -> Result<Route, NoRoute> {
    let mut segments = below_root(api, url).into_iter();
    let first = segments.next().unwrap_or_default();
    let (name, arguments) = name_and_arguments(first);
    let root = find(&api.roots, name).ok_or_else(|| NoRoute::Root(url.to_owned()))?;
    let mut target = entered(&root.1.target, arguments);
    while let Some(segment) = segments.next() {
        let nowhere = || NoRoute::Segment {
            segment: segment.to_owned(),
            target: target.clone(),
        };
        let resource = api.resources.get(&target).ok_or_else(nowhere)?;
        match step(api, resource, segment).ok_or_else(nowhere)? {
            Step::To(next) => target = next,
            Step::Item => {
                // A key of several properties takes as many segments (4.3.6).
                let rest = resource.key.len().saturating_sub(1);
                if segments.by_ref().take(rest).count() < rest {
                    return Err(nowhere());
                }
                target = target.item();
            }
            Step::Call(call) => {
                return match segments.next() {
                    None => called(resource, call, method),
                    Some(after) => Err(NoRoute::Segment {
                        segment: after.to_owned(),
                        target,
                    }),
                };
            }
        }
    }
    let call = OwnKind::of_method(method, target.collection).map(Call::Own);
    match (call, api.resources.get(&target)) {
        (Some(call), Some(resource)) => called(resource, call, method),
        _ => Err(NoRoute::Method {
            method: method.to_owned(),
            target,
        }),
    }
}

enum Step {
    To(Target),
    Item,
    Call(Call),
}

/// What `segment` means behind `resource`. A name goes before a key (4.3.6).
fn step(api: &Api, resource: &Resource, segment: &str) -> Option<Step> {
    let (name, arguments) = name_and_arguments(segment);
    if let Some((_, on)) = find(&resource.navigation, name) {
        return Some(Step::To(entered(&on.target, arguments)));
    }
    if let Some(key) = operation(api, resource, name) {
        return Some(Step::Call(Call::Bound(key.to_owned())));
    }
    if !resource.target.collection {
        return None;
    }
    if same_name(segment, "$count") {
        return Some(Step::Call(Call::Own(OwnKind::Count)));
    }
    // What OData gives a meaning of its own is no key, though nothing here follows it: `$ref` and
    // its like, and a type that items are cast to.
    let cast = segment.contains('.') && api.types.keys().any(|ty| same_name(ty.as_str(), segment));
    let key = !segment.starts_with('$') && !cast && !resource.key.is_empty();
    key.then_some(Step::Item)
}

/// What `name` or `name(key)` addresses, where `name` alone addresses `target` (4.3.1).
fn entered(target: &Target, arguments: Option<&str>) -> Target {
    match arguments {
        Some(key) if target.collection && !key.is_empty() => target.item(),
        _ => target.clone(),
    }
}

/// The key of the operation that `name` calls, with or without its namespace.
fn operation<'a>(api: &Api, resource: &'a Resource, name: &str) -> Option<&'a str> {
    if let Some((key, _)) = find(&resource.operations, name) {
        return Some(key);
    }
    let simple = match name.rsplit_once('.') {
        None => name,
        Some((namespace, simple)) => {
            let known = |one: &str| same_name(one, namespace);
            api.types.keys().find(|ty| known(ty.namespace()))?;
            simple
        }
    };
    let mut operations = resource.operations.iter();
    let (key, _) = operations.find(|(_, one)| same_name(&one[0].name, simple))?;
    Some(key)
}

/// The route, if `resource` offers `call` under `method`.
fn called(resource: &Resource, call: Call, method: &str) -> Result<Route, NoRoute> {
    let offered = match &call {
        Call::Own(OwnKind::Count) if method != "GET" => false,
        Call::Own(kind) => resource.own.contains_key(kind),
        Call::Bound(key) => {
            if resource
                .operations
                .get(key)
                .map(|one| invoked_with(&one[0]))
                != Some(method)
            {
                return Err(NoRoute::Invocation {
                    method: method.to_owned(),
                    operation: key.clone(),
                });
            }
            true
        }
    };
    let target = resource.target.clone();
    if offered {
        Ok(Route { target, call })
    } else {
        let method = method.to_owned();
        Err(NoRoute::Method { method, target })
    }
}

/// OData Protocol 4.01, 11.5.4 and 11.5.5.
fn invoked_with(operation: &Operation) -> &'static str {
    match operation.kind {
        OperationKind::Function => "GET",
        OperationKind::Action => "POST",
    }
}

/// What is called `name`: the one of that very spelling, else one of another case.
fn find<'a, T>(map: &'a BTreeMap<String, T>, name: &str) -> Option<(&'a str, &'a T)> {
    let exact = map.get_key_value(name);
    exact
        .or_else(|| map.iter().find(|(known, _)| same_name(known, name)))
        .map(|(known, value)| (known.as_str(), value))
}
