//! Finds what a documented request calls.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use graphwright_api::{
    Api, ItemType, Operation, OperationKind, OwnKind, Primitive, Resource, Target, TypeName,
    TypeRef,
};

use crate::path::{Rest, Value, arguments, is_placeholder, name_and_arguments, same_name};
use crate::route::{Call, Invocation, NoRoute, Route, Step, StepKind, Verb, Why};
use crate::url::{Url, decode};

/// What pages write for more steps of the kind that stands before it.
const ELLIPSIS: &str = "...";

/// Finds what a request calls (OData URL Conventions 4.01, 4).
///
/// `url` may be absolute or relative, its keys may be placeholders, and its names are read as pages
/// write them: in any case, functions with or without parentheses, bound operations and casts with
/// or without their namespace, keys as segments or in parentheses.
///
/// # Errors
/// `api` does not offer it.
pub fn resolve(api: &Api, method: &str, url: &str) -> Result<Route, NoRoute> {
    Resolver::new(api, None).resolve(method, url)
}

/// What resolving needs to know of a description, found once.
pub struct Resolver<'a> {
    api: &'a Api,
    /// Scheme and host of the service, and how many segments its root has.
    origin: Option<String>,
    root_segments: Option<usize>,
    /// Types by their name in lower case, with and without all but the last part of the namespace.
    types: HashMap<String, &'a TypeName>,
    namespaces: BTreeSet<String>,
    derived: HashMap<&'a TypeName, Vec<&'a TypeName>>,
}

impl<'a> Resolver<'a> {
    /// A resolver for the service at `service_root`, or where `api` says it is. Where neither is
    /// known, a URL of any host is taken for one of the service.
    pub fn new(api: &'a Api, service_root: Option<&str>) -> Self {
        let root = service_root.or(api.service_root.as_deref()).map(Url::parse);
        let mut types = HashMap::new();
        let mut derived: HashMap<&TypeName, Vec<&TypeName>> = HashMap::new();
        for name in api.types.keys() {
            types.insert(name.as_str().to_lowercase(), name);
            let last = name.namespace().rsplit('.').next().unwrap_or_default();
            let short = format!("{last}.{}", name.simple()).to_lowercase();
            types.entry(short).or_insert(name);
            for base in api.ancestry(name).into_iter().skip(1) {
                derived.entry(base).or_default().push(name);
            }
        }
        let namespaces = api.types.keys().map(|name| name.namespace().to_lowercase());
        Self {
            api,
            origin: root
                .as_ref()
                .and_then(|root| root.origin)
                .map(str::to_lowercase),
            root_segments: root.map(|root| {
                let parts = root.path.split('/');
                parts.filter(|part| !part.is_empty()).count()
            }),
            types,
            namespaces: namespaces.collect(),
            derived,
        }
    }

    /// What a request calls; see [`resolve`].
    ///
    /// # Errors
    /// The description does not offer it.
    pub fn resolve(&self, method: &str, url: &str) -> Result<Route, NoRoute> {
        let rest = self.below_root(url)?;
        let no_root = || NoRoute {
            why: if is_placeholder(url.split('/').find(|part| !part.is_empty()).unwrap_or("")) {
                Why::Placeholder
            } else {
                Why::NoRoot
            },
            at: url.to_owned(),
            target: None,
        };
        let (segment, rest) = rest.segment().ok_or_else(no_root)?;
        let (name, given) = name_and_arguments(segment);
        if let Some((name, root)) = find(&self.api.roots, name) {
            let mut walk = Walk {
                resolver: self,
                steps: Vec::new(),
                target: root.target.clone(),
                method,
            };
            walk.go(StepKind::Root(name.to_owned()), root.target.clone());
            walk.item(given)?;
            return walk.on(rest);
        }
        let (key, overloads) = self.unbound(name).ok_or_else(no_root)?;
        let invocation = invocation(key, overloads, given, None)?;
        let operation = &overloads[invocation.overload];
        if !rest.is_empty() || invoked_with(operation) != method {
            return Err(if rest.is_empty() {
                other_method(method, key, None)
            } else {
                no(Why::NotComposable, segment, None)
            });
        }
        Ok(Route {
            steps: Vec::new(),
            call: Call::Unbound(invocation),
        })
    }

    /// The query options of `url`, decoded, in their order.
    pub fn query(url: &str) -> Vec<(String, String)> {
        Url::parse(url).query()
    }

    /// Whether `url` is written below another root than that of the service, such as another
    /// version of it.
    pub fn is_of_other_root(&self, url: &str, service_root: &str) -> bool {
        let url = Url::parse(url);
        let Some(origin) = url.origin else {
            return false;
        };
        let root = Url::parse(service_root);
        let below = url.path.get(..root.path.len());
        root.origin.is_some_and(|own| !same_name(own, origin))
            || !below.is_some_and(|below| same_name(below, root.path))
    }

    /// The path below the service root. Where the first segment names no root of the service, as
    /// many segments are passed over as the service root has.
    fn below_root<'u>(&self, url: &'u str) -> Result<Rest<'u>, NoRoute> {
        let parsed = Url::parse(url);
        if let (Some(origin), Some(own)) = (parsed.origin, &self.origin)
            && origin.to_lowercase() != *own
        {
            return Err(no(Why::OtherHost, url, None));
        }
        let most = match (parsed.origin, self.root_segments) {
            // How long the root is, is not known.
            (Some(_), None) => usize::MAX,
            (_, known) => known.unwrap_or(1),
        };
        let mut rest = Rest::new(parsed.path);
        for _ in 0..=most.min(64) {
            let Some((segment, after)) = rest.segment() else {
                break;
            };
            let (name, _) = name_and_arguments(segment);
            if find(&self.api.roots, name).is_some() || self.unbound(name).is_some() {
                return Ok(rest);
            }
            rest = after;
        }
        Ok(Rest::new(parsed.path))
    }

    fn unbound(&self, name: &str) -> Option<(&'a str, &'a [Operation])> {
        let found = find(&self.api.operations, name)?;
        Some((found.0, &found.1[..]))
    }

    /// The type that a segment names, in full or with the last part of its namespace.
    fn named_type(&self, segment: &str) -> Option<&'a TypeName> {
        let lower = segment.to_lowercase();
        lower
            .contains('.')
            .then(|| self.types.get(&lower).copied())
            .flatten()
    }

    /// The overloads of the operation that `name` calls, with or without its namespace.
    fn operation<'r>(
        &self,
        resource: &'r Resource,
        name: &str,
    ) -> Option<(&'r str, &'r [Operation])> {
        if let Some((key, overloads)) = find(&resource.operations, name) {
            return Some((key, overloads));
        }
        let simple = match name.rsplit_once('.') {
            None => name,
            Some((namespace, simple)) => {
                let known = namespace.to_lowercase();
                let is_known = |one: &String| {
                    *one == known || one.strip_suffix(&known).is_some_and(|b| b.ends_with('.'))
                };
                self.namespaces.iter().find(|one| is_known(one))?;
                simple
            }
        };
        let mut operations = resource.operations.iter();
        let (key, overloads) = operations.find(|(_, one)| same_name(&one[0].name, simple))?;
        Some((key, overloads))
    }
}

/// A path that is being walked.
struct Walk<'r, 'a> {
    resolver: &'r Resolver<'a>,
    steps: Vec<Step>,
    target: Target,
    method: &'r str,
}

impl Walk<'_, '_> {
    fn go(&mut self, kind: StepKind, to: Target) {
        self.target = to.clone();
        self.steps.push(Step { kind, to });
    }

    fn no<T>(&self, why: Why, at: &str) -> Result<T, NoRoute> {
        Err(no(why, at, Some(&self.target)))
    }

    fn end(self, call: Call) -> Result<Route, NoRoute> {
        Ok(Route {
            steps: self.steps,
            call,
        })
    }

    /// Follows what is left of the path, a segment at a time. A name goes before a key (4.3.6).
    fn on(mut self, mut rest: Rest<'_>) -> Result<Route, NoRoute> {
        let api = self.resolver.api;
        while !rest.is_empty() {
            let Some(resource) = api.resources.get(&self.target) else {
                return self.no(Why::NotLowered, rest.text());
            };
            if let Some(after) = self.path(resource, rest) {
                rest = after;
                continue;
            }
            let Some((segment, after)) = rest.segment() else {
                return self.no(Why::NoPath, rest.text());
            };
            if segment == ELLIPSIS {
                rest = after;
                continue;
            }
            let (name, given) = name_and_arguments(segment);
            if let Some((name, on)) = find(&resource.navigation, name) {
                self.go(StepKind::Navigation(name.to_owned()), on.target.clone());
                self.item(given)?;
            } else if let Some((key, overloads)) = self.resolver.operation(resource, name) {
                let invocation = invocation(key, overloads, given, Some(&self.target))?;
                let operation = &overloads[invocation.overload];
                let is_called = after.is_empty() && invoked_with(operation) == self.method;
                if is_called {
                    return self.end(Call::Bound(invocation));
                }
                let Some(to) = operation.composes.clone() else {
                    return match after.is_empty() {
                        true => Err(other_method(self.method, key, Some(&self.target))),
                        false => self.no(Why::NotComposable, segment),
                    };
                };
                self.go(StepKind::Compose(invocation), to);
            } else if let Some((name, _)) = find(&resource.streams, name) {
                return match (Verb::of_method(self.method), after.is_empty()) {
                    (Some(verb), true) => self.end(Call::Stream(name.to_owned(), verb)),
                    (None, true) => self.no(Why::NoMethod, self.method),
                    (_, false) => self.no(Why::NoSegment, after.text()),
                };
            } else if let Some((name, property)) = find(&resource.properties, name) {
                let (name, ty) = (name.to_owned(), property.ty.clone());
                let to = resource_of(&ty).filter(|to| api.resources.contains_key(to));
                match (to, Verb::of_method(self.method)) {
                    (Some(to), _) => self.go(StepKind::Property(name), to),
                    (None, Some(verb)) if after.is_empty() => {
                        return self.end(Call::Property(name, verb));
                    }
                    (None, None) if after.is_empty() => {
                        return self.no(Why::NoMethod, self.method);
                    }
                    (None, _) => return self.within(&ty, after),
                }
            } else if segment.starts_with('$') {
                return self.system(resource, segment, after);
            } else if let Some(ty) = self.resolver.named_type(segment).cloned() {
                self.cast_to(resource, ty, segment)?;
            } else if let Some(after) = self.key(resource, segment, after)? {
                rest = after;
                continue;
            } else {
                self.implied_cast(resource, name, segment)?;
                // The segment itself is read again, at the derived type.
                continue;
            }
            rest = after;
        }
        self.own()
    }

    /// What `name(key)` addresses, where `name` addresses a collection (4.3.1).
    fn item(&mut self, given: Option<&str>) -> Result<(), NoRoute> {
        let Some(given) = given.filter(|given| !given.trim().is_empty()) else {
            return Ok(());
        };
        let resource = self.resolver.api.resources.get(&self.target);
        let Some(resource) = resource.filter(|_| self.target.collection) else {
            return self.no(Why::NoSegment, given);
        };
        match keyed(resource, &arguments(given)) {
            Some(kind) => {
                let to = self.target.item();
                self.go(kind, to);
                Ok(())
            }
            None => self.no(Why::NoSegment, given),
        }
    }

    fn path<'u>(&mut self, resource: &Resource, rest: Rest<'u>) -> Option<Rest<'u>> {
        let mut ways = resource.paths.iter().enumerate();
        let (number, way, (values, after)) =
            ways.find_map(|(number, way)| Some((number, way, rest.matched(&way.template)?)))?;
        self.go(StepKind::Path(number, values), way.target.clone());
        Some(after)
    }

    /// A key in a segment: alone, in parentheses, or with the names of its parts.
    fn key<'u>(
        &mut self,
        resource: &Resource,
        segment: &str,
        after: Rest<'u>,
    ) -> Result<Option<Rest<'u>>, NoRoute> {
        if !self.target.collection {
            return Ok(None);
        }
        let to = self.target.item();
        let listed = segment
            .strip_prefix('(')
            .and_then(|text| text.strip_suffix(')'));
        let named = listed.unwrap_or(segment);
        let parts = arguments(named);
        let is_named = !parts.is_empty() && parts.iter().all(|(name, _)| name.is_some());
        if (listed.is_some() || is_named)
            && let Some(kind) = keyed(resource, &parts)
        {
            self.go(kind, to);
            return Ok(Some(after));
        }
        if resource.key.is_empty() {
            return Ok(None);
        }
        // A key of several properties takes as many segments (4.3.6).
        let mut values = vec![Value::raw(segment)];
        let mut after = after;
        while values.len() < resource.key.len() {
            let Some((part, rest)) = after.segment() else {
                return self.no(Why::NoSegment, segment);
            };
            values.push(Value::raw(part));
            after = rest;
        }
        self.go(StepKind::Key(values), to);
        Ok(Some(after))
    }

    /// What OData itself defines behind a resource: `$count`, `$ref`, `$value`.
    fn system(self, resource: &Resource, segment: &str, after: Rest<'_>) -> Result<Route, NoRoute> {
        if !after.is_empty() {
            return self.no(Why::NoSegment, segment);
        }
        let collection = self.target.collection;
        let kind = match (segment.to_lowercase().as_str(), self.method, collection) {
            ("$count", "GET", true) => OwnKind::Count,
            ("$ref", "GET", true) => OwnKind::ListReferences,
            ("$ref", "POST", true) => OwnKind::AddReference,
            ("$ref", "GET", false) => OwnKind::GetReference,
            ("$ref", "PUT", false) => OwnKind::SetReference,
            ("$ref", "DELETE", false) if self.is_item() => OwnKind::RemoveReference,
            ("$ref", "DELETE", false) => OwnKind::DeleteReference,
            ("$ref" | "$count", _, _) => return self.no(Why::NoMethod, self.method),
            _ => return self.no(Why::NoSegment, segment),
        };
        // The reference to an item is what the collection holds.
        let owner = match kind {
            OwnKind::RemoveReference => self.steps.iter().rev().nth(1).map(|step| &step.to),
            _ => None,
        };
        let owner = owner.and_then(|owner| self.resolver.api.resources.get(owner));
        let offers = |one: &Resource| one.own.contains_key(&kind);
        if offers(resource) || owner.is_some_and(offers) {
            self.end(Call::Own(kind))
        } else {
            self.no(Why::NoMethod, &format!("{} {segment}", self.method))
        }
    }

    /// Whether the last step took an item out of a collection.
    fn is_item(&self) -> bool {
        let last = self.steps.last().map(|step| &step.kind);
        matches!(last, Some(StepKind::Key(_) | StepKind::AlternateKey(..)))
    }

    fn cast_to(&mut self, resource: &Resource, ty: TypeName, segment: &str) -> Result<(), NoRoute> {
        let api = self.resolver.api;
        if api.ancestry(&self.target.ty).contains(&&ty) {
            return Ok(());
        }
        if let Some(to) = resource.casts.get(&ty).cloned() {
            let implied = false;
            self.go(StepKind::Cast { ty, implied }, to);
            return Ok(());
        }
        let is_derived = api.ancestry(&ty).contains(&&self.target.ty);
        let why = if is_derived {
            Why::NotLowered
        } else {
            Why::NoSegment
        };
        self.no(why, segment)
    }

    /// Goes on at a derived type, where a page leaves the cast out: at the one nearest to the
    /// declared type that has `name`.
    fn implied_cast(
        &mut self,
        resource: &Resource,
        name: &str,
        segment: &str,
    ) -> Result<(), NoRoute> {
        let api = self.resolver.api;
        let was_cast = self.steps.last().map(|step| &step.kind);
        if is_placeholder(name) || is_placeholder(segment) {
            return self.no(Why::Placeholder, segment);
        }
        if !matches!(was_cast, Some(StepKind::Cast { implied: true, .. })) {
            let has = |to: &Target| {
                api.resources.get(to).is_some_and(|one| {
                    find(&one.navigation, name).is_some()
                        || find(&one.streams, name).is_some()
                        || find(&one.properties, name).is_some()
                        || self.resolver.operation(one, name).is_some()
                })
            };
            let nearest = resource
                .casts
                .iter()
                .filter(|(_, to)| has(to))
                .min_by_key(|(ty, _)| (api.ancestry(ty).len(), ty.as_str().to_owned()));
            if let Some((ty, to)) = nearest {
                let kind = StepKind::Cast {
                    ty: ty.clone(),
                    implied: true,
                };
                let to = to.clone();
                self.go(kind, to);
                return Ok(());
            }
        }
        self.no(self.declared(&self.target.ty, name), segment)
    }

    /// Why a segment that no resource has leads nowhere, as far as the types tell.
    fn declared(&self, ty: &TypeName, name: &str) -> Why {
        let api = self.resolver.api;
        let of = |ty: &TypeName| {
            let properties = api.all_properties(ty);
            let found = properties.iter().find(|one| same_name(&one.name, name))?;
            let plain =
                matches!(found.ty.item, ItemType::Primitive(one) if one != Primitive::Stream);
            Some(match plain || self.is_enum(&found.ty) {
                true => Why::Primitive,
                false => Why::NotLowered,
            })
        };
        let derived = self.resolver.derived.get(ty);
        let derived = derived.into_iter().flatten();
        let found = of(ty).or_else(|| derived.into_iter().find_map(|ty| of(ty)));
        let chain = api.ancestry(ty);
        let mut chain = chain
            .iter()
            .filter_map(|name| api.types.get(*name)?.structured());
        found.unwrap_or(match chain.any(|one| one.open) {
            true => Why::Dynamic,
            false => Why::NoSegment,
        })
    }

    fn is_enum(&self, ty: &TypeRef) -> bool {
        let named = ty
            .named()
            .and_then(|name| self.resolver.api.types.get(name));
        named.is_some_and(|ty| ty.structured().is_none())
    }

    /// A path that goes on within a value that is no resource.
    fn within(&self, ty: &TypeRef, after: Rest<'_>) -> Result<Route, NoRoute> {
        let segment = after.segment().map_or(after.text(), |(segment, _)| segment);
        let why = match ty.named() {
            Some(name) if !ty.collection => self.declared(name, segment),
            _ => Why::NoSegment,
        };
        self.no(why, segment)
    }

    /// What the method asks of the resource itself.
    fn own(self) -> Result<Route, NoRoute> {
        let api = self.resolver.api;
        let kind = match (self.method, self.target.collection) {
            ("PUT", false) => Some(OwnKind::Replace),
            (method, collection) => OwnKind::of_method(method, collection),
        };
        let resource = api.resources.get(&self.target);
        let offered = |kind: &OwnKind| resource.is_some_and(|one| one.own.contains_key(kind));
        match kind.filter(offered) {
            Some(kind) => self.end(Call::Own(kind)),
            None => self.no(Why::NoMethod, self.method),
        }
    }
}

fn no(why: Why, at: &str, target: Option<&Target>) -> NoRoute {
    NoRoute {
        why,
        at: at.to_owned(),
        target: target.cloned(),
    }
}

fn other_method(method: &str, operation: &str, target: Option<&Target>) -> NoRoute {
    let at = format!("`{operation}` is not invoked with {method}");
    no(Why::OtherMethod, &at, target)
}

/// The key that the parts between parentheses are: that of the items, or an alternate one.
fn keyed(resource: &Resource, parts: &[(Option<&str>, Value)]) -> Option<StepKind> {
    let by_name = |key: &[graphwright_api::KeyPart]| -> Option<Vec<Value>> {
        let found = key.iter().map(|part| {
            let is = |name: &Option<&str>| name.is_some_and(|name| same_name(name, &part.name));
            let (_, value) = parts.iter().find(|(name, _)| is(name))?;
            Some(value.clone())
        });
        let found = found.collect::<Option<Vec<_>>>()?;
        (!found.is_empty() && found.len() == parts.len()).then_some(found)
    };
    if let Some(values) = by_name(&resource.key) {
        return Some(StepKind::Key(values));
    }
    let mut alternate = resource.alternate_keys.iter().enumerate();
    if let Some((number, values)) =
        alternate.find_map(|(number, key)| Some((number, by_name(key)?)))
    {
        return Some(StepKind::AlternateKey(number, values));
    }
    match (parts, resource.key.len()) {
        ([(None, value)], 1) => Some(StepKind::Key(vec![value.clone()])),
        _ => None,
    }
}

/// The overload that takes the arguments between the parentheses, and these in its order.
fn invocation(
    key: &str,
    overloads: &[Operation],
    given: Option<&str>,
    target: Option<&Target>,
) -> Result<Invocation, NoRoute> {
    let given = arguments(given.unwrap_or_default());
    let found = overloads.iter().enumerate().find_map(|(number, one)| {
        let arguments = taken(one, &given)?;
        Some((number, arguments))
    });
    // Pages leave arguments out where they name the operation alone.
    let found = found.or_else(|| {
        let none = vec![None; overloads.first()?.parameters.len()];
        given.is_empty().then_some((0, none))
    });
    let Some((overload, mut arguments)) = found else {
        let names: Vec<&str> = given.iter().map(|(name, _)| name.unwrap_or("?")).collect();
        let at = format!("`{key}` takes ({})", names.join(","));
        return Err(no(Why::NoOverload, &at, target));
    };
    if overloads[overload].kind == OperationKind::Action {
        arguments.clear();
    }
    Ok(Invocation {
        operation: key.to_owned(),
        overload,
        arguments,
    })
}

/// The arguments in the order of the parameters, if `operation` takes them.
fn taken(operation: &Operation, given: &[(Option<&str>, Value)]) -> Option<Vec<Option<Value>>> {
    if operation.kind == OperationKind::Action {
        return given.is_empty().then(Vec::new);
    }
    let parameters = &operation.parameters;
    if given.iter().all(|(name, _)| name.is_none()) && given.len() == parameters.len() {
        return Some(given.iter().map(|(_, value)| Some(value.clone())).collect());
    }
    let mut used = 0;
    let mut arguments = Vec::with_capacity(parameters.len());
    for parameter in parameters {
        let is = |name: &Option<&str>| name.is_some_and(|name| same_name(name, &parameter.name));
        let value = given.iter().find(|(name, _)| is(name));
        if value.is_none() && !parameter.optional {
            return None;
        }
        used += usize::from(value.is_some());
        arguments.push(value.map(|(_, value)| value.clone()));
    }
    (used == given.len()).then_some(arguments)
}

/// OData Protocol 4.01, 11.5.4 and 11.5.5.
fn invoked_with(operation: &Operation) -> &'static str {
    match operation.kind {
        OperationKind::Function => "GET",
        OperationKind::Action => "POST",
    }
}

/// The resource that a complex value is, if it can be one.
fn resource_of(ty: &TypeRef) -> Option<Target> {
    Some(Target {
        ty: ty.named()?.clone(),
        collection: ty.collection,
    })
}

/// What is called `name`, which may be percent-encoded: the one of that very spelling, else one of
/// another case.
fn find<'a, T>(map: &'a BTreeMap<String, T>, name: &str) -> Option<(&'a str, &'a T)> {
    let name = &decode(name);
    let exact = map.get_key_value(name);
    exact
        .or_else(|| map.iter().find(|(known, _)| same_name(known, name)))
        .map(|(known, value)| (known.as_str(), value))
}
