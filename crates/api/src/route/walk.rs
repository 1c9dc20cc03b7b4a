//! Walks the path of a URL, a segment at a time.

use crate::{
    Addressed, ItemType, Offers, Primitive, PropertyPath, Resource, StandardOperationKind, Target,
    TypeName, TypeRef,
};

use super::given::{invocation, invoked_with, keyed};
use super::path::{Rest, Value, arguments, is_placeholder, name_and_arguments, same_name};
use super::resolve::{Resolver, find};
use super::{Call, NoRoute, Route, Step, StepKind, Verb, Why};

/// The mark by which pages abbreviate repeated steps.
const ELLIPSIS: &str = "...";

/// The segment of a media stream (OData URL Conventions 4.01, 4.14).
const VALUE: &str = "$value";

/// A path that is being walked.
#[derive(Clone)]
pub(super) struct RouteWalk<'r, 'a> {
    resolver: &'r Resolver<'a>,
    steps: Vec<Step>,
    target: Target,
    /// The offers of the last way.
    offers: Offers,
    method: &'r str,
    /// Whether a placeholder that is no key stands for any name that fits.
    pub(super) any_name: bool,
}

impl<'r, 'a> RouteWalk<'r, 'a> {
    /// The first step.
    pub(super) fn new(
        resolver: &'r Resolver<'a>,
        method: &'r str,
        kind: StepKind,
        (target, offers): (Target, Offers),
    ) -> Self {
        let to = target.clone();
        Self {
            resolver,
            steps: vec![Step { kind, to }],
            target,
            offers,
            method,
            any_name: false,
        }
    }

    fn go(&mut self, kind: StepKind, to: Target) {
        self.target = to.clone();
        self.steps.push(Step { kind, to });
    }

    fn no<T>(&self, why: Why, at: &str) -> Result<T, NoRoute> {
        Err(NoRoute::new(why, at, Some(&self.target)))
    }

    fn end(self, call: Call) -> Result<Route, NoRoute> {
        Ok(Route {
            steps: self.steps,
            call,
        })
    }

    /// Follows what is left of the path, a segment at a time. A name goes before a key (4.3.6).
    pub(super) fn on(mut self, mut rest: Rest<'_>) -> Result<Route, NoRoute> {
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
                self.offers = on.offers;
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
                        true => Err(NoRoute::other_method(self.method, key, Some(&self.target))),
                        false => self.no(Why::NotComposable, segment),
                    };
                };
                self.go(StepKind::Compose(invocation), to);
                self.offers = operation.offers;
            } else if let Some((name, stream)) = find(&resource.streams, name) {
                if !after.is_empty() {
                    return self.no(Why::NoSegment, after.text());
                }
                let verb = Verb::of_method(self.method).filter(|verb| stream.verbs.contains(verb));
                return match verb {
                    Some(verb) => self.end(Call::Stream(name.to_owned(), verb)),
                    None => self.no(Why::NoMethod, self.method),
                };
            } else if let Some((name, property)) = find(&resource.properties, name) {
                let to = property
                    .target()
                    .filter(|to| api.resources.contains_key(to));
                let Some(to) = to else {
                    return self.property(name, property, after);
                };
                self.go(StepKind::Property(name.to_owned()), to);
                self.offers = property.offers;
            } else if segment.starts_with('$') && segment != VALUE {
                return self.system(resource, segment, after);
            } else if let Some(ty) = self.named_type(resource, segment).cloned() {
                self.cast_to(resource, ty, segment, after)?;
            } else if let Some(after) = self.key(resource, segment, after)? {
                rest = after;
                continue;
            } else if let Some(call) = self.value(resource, name, after) {
                return self.end(call);
            } else if self.any_name && is_placeholder(segment) && segment.starts_with(['{', '<']) {
                return self.any(resource, segment, after);
            } else {
                self.implied_cast(resource, name, segment)?;
                // The segment itself is read again, at the derived type.
                continue;
            }
            rest = after;
        }
        self.own()
    }

    /// Goes on by the first member from which what stands behind it leads somewhere. One segment of a
    /// path may stand for any name, so that no path takes longer than there are members.
    fn any(
        mut self,
        resource: &Resource,
        segment: &str,
        after: Rest<'_>,
    ) -> Result<Route, NoRoute> {
        self.any_name = false;
        let navigation = resource.navigation.keys();
        let names = navigation.chain(resource.streams.keys());
        let mut names = names.chain(resource.properties.keys());
        let found = names.find_map(|name| {
            let path = format!("/{name}{}", after.text());
            self.clone().on(Rest::new(&path)).ok()
        });
        found.map_or_else(|| self.no(Why::Placeholder, segment), Ok)
    }

    /// Returns what `name(key)` addresses, where `name` addresses a collection (4.3.1).
    pub(super) fn item(&mut self, given: Option<&str>) -> Result<(), NoRoute> {
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
        if !self.target.collection || segment == VALUE {
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

    /// Returns what OData itself defines behind a resource: `$count`, `$ref`.
    fn system(self, resource: &Resource, segment: &str, after: Rest<'_>) -> Result<Route, NoRoute> {
        if !after.is_empty() {
            return self.no(Why::NoSegment, segment);
        }
        let name = segment.to_lowercase();
        if !matches!(name.as_str(), "$count" | "$ref") {
            return self.no(Why::NoSegment, segment);
        }
        let Some(kind) = self.asked(Some(&name)) else {
            return self.no(Why::NoMethod, self.method);
        };
        if self.offers(resource, kind) {
            self.end(Call::StandardOperation(kind))
        } else {
            self.no(Why::NoMethod, &format!("{} {segment}", self.method))
        }
    }

    /// Returns what OData defines for the method, of what the path addresses.
    fn asked(&self, segment: Option<&str>) -> Option<StandardOperationKind> {
        let asked = |addressed| StandardOperationKind::asked(self.method, segment, addressed);
        if self.target.collection {
            return asked(Addressed::Collection);
        }
        let last = self.steps.last().map(|step| &step.kind);
        let is_item = matches!(last, Some(StepKind::Key(_) | StepKind::AlternateKey(..)));
        let item = is_item.then(|| asked(Addressed::Item)).flatten();
        // A page may speak of where an item is as of where a single entity is.
        item.or_else(|| asked(Addressed::Single))
    }

    /// The type that a segment names. Part of a description may have the cast without the type, where
    /// no value of it is sent or received.
    fn named_type<'n>(&self, resource: &'n Resource, segment: &str) -> Option<&'n TypeName>
    where
        'a: 'n,
    {
        let named = self.resolver.named_type(segment);
        let mut casts = resource.casts.keys();
        named.or_else(|| casts.find(|ty| same_name(ty.as_str(), segment)))
    }

    fn cast_to(
        &mut self,
        resource: &Resource,
        ty: TypeName,
        segment: &str,
        after: Rest<'_>,
    ) -> Result<(), NoRoute> {
        let api = self.resolver.api;
        if api.ancestry(&self.target.ty).contains(&&ty) {
            return Ok(());
        }
        if let Some(to) = resource.casts.get(&ty).cloned() {
            let implied = false;
            self.go(StepKind::Cast { ty, implied }, to);
            self.offers = self.offers.cast();
            return Ok(());
        }
        let is_derived = api.ancestry(&ty).contains(&&self.target.ty);
        match after.segment() {
            _ if !is_derived => self.no(Why::NoSegment, segment),
            // What follows may be what is not there.
            Some((next, _)) => self.no(self.declared(&ty, next), next),
            None => self.no(Why::NotLowered, segment),
        }
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
                self.offers = self.offers.cast();
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
        let dynamic = !name.starts_with('$') && chain.any(|one| one.open);
        found.unwrap_or(match dynamic {
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

    /// Returns what is asked of a complex property that is no resource of its own.
    fn property(
        mut self,
        name: &str,
        property: &PropertyPath,
        after: Rest<'_>,
    ) -> Result<Route, NoRoute> {
        let counts = after
            .text()
            .trim_matches('/')
            .eq_ignore_ascii_case("$count");
        if counts && property.ty.collection && self.method == "GET" {
            return self.end(Call::Count(name.to_owned()));
        }
        if let Some((segment, rest)) = after.segment() {
            let to = property
                .target()
                .filter(|to| !to.collection && rest.is_empty());
            let plain = to.and_then(|to| Some((self.plain(&to.ty, segment)?, to)));
            let Some((call, to)) = plain else {
                return self.within(&property.ty, after);
            };
            self.go(StepKind::Property(name.to_owned()), to);
            return self.end(call);
        }
        match Verb::of_method(self.method) {
            Some(verb) => self.end(Call::Property(name.to_owned(), verb)),
            None => self.no(Why::NoMethod, self.method),
        }
    }

    /// Returns what is asked of a property that is a single value and no object. Where the resource can be read, so
    /// can its properties one by one (4.6).
    fn value(&self, resource: &Resource, name: &str, after: Rest<'_>) -> Option<Call> {
        let readable =
            !self.target.collection && resource.standard.contains_key(&StandardOperationKind::Get);
        let whole = readable && after.is_empty();
        whole.then(|| self.plain(&self.target.ty, name)).flatten()
    }

    fn plain(&self, ty: &TypeName, name: &str) -> Option<Call> {
        // There is nothing to merge with (OData Protocol 4.01, 11.4.9.1).
        let verb = Verb::of_method(self.method).filter(|verb| *verb != Verb::Patch)?;
        let properties = self.resolver.api.all_properties(ty);
        let found = properties.iter().find(|one| same_name(&one.name, name))?;
        let is_plain = match &found.ty.item {
            ItemType::Primitive(primitive) => *primitive != Primitive::Stream,
            ItemType::Named(_) => self.is_enum(&found.ty),
            ItemType::Untyped => false,
        };
        let is_single = is_plain && !found.ty.collection && !found.navigation;
        is_single.then(|| Call::Value(found.name.clone(), verb))
    }

    /// A path that goes on within a value that is no resource.
    fn within(&self, ty: &TypeRef, after: Rest<'_>) -> Result<Route, NoRoute> {
        let segment = after.segment().map_or(after.text(), |(segment, _)| segment);
        let why = match ty.named() {
            _ if is_placeholder(segment) => Why::Placeholder,
            Some(name) if !ty.collection => self.declared(name, segment),
            _ => Why::NoSegment,
        };
        self.no(why, segment)
    }

    /// Returns whether the way that was taken offers an operation of the resource.
    fn offers(&self, resource: &Resource, kind: StandardOperationKind) -> bool {
        self.offers.contains(kind) && resource.standard.contains_key(&kind)
    }

    /// Returns what the method asks of the resource itself.
    fn own(self) -> Result<Route, NoRoute> {
        let api = self.resolver.api;
        let kind = self.asked(None);
        let resource = api.resources.get(&self.target);
        let offered =
            |kind: &StandardOperationKind| resource.is_some_and(|one| self.offers(one, *kind));
        match kind.filter(offered) {
            Some(kind) => self.end(Call::StandardOperation(kind)),
            None => self.no(Why::NoMethod, self.method),
        }
    }
}
