//! Finds what a documented request calls.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{Api, Operation, Resource, TypeName};

use super::given::{invocation, invoked_with};
use super::path::{Rest, is_placeholder, name_and_arguments, same_name};
use super::url::{Url, decode, without_aliases};
use super::walk::RouteWalk;
use super::{Call, NoRoute, Route, StepKind, Why};

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

/// The lookup tables for resolving, built once for each description.
pub struct Resolver<'a> {
    pub(super) api: &'a Api,
    /// Scheme and host of the service, and how many segments its root has.
    origin: Option<String>,
    root_segments: Option<usize>,
    /// Types by their name in lower case, with and without all but the last part of the namespace.
    types: HashMap<String, &'a TypeName>,
    namespaces: BTreeSet<String>,
    /// All types derived from each type.
    pub(super) derived: HashMap<&'a TypeName, Vec<&'a TypeName>>,
}

impl<'a> Resolver<'a> {
    /// A resolver for the service at `service_root`, or where `api` says it is. Where neither is
    /// known, a URL of any host is taken for one of the service.
    pub fn new(api: &'a Api, service_root: Option<&str>) -> Self {
        let root = service_root.or(api.service_root.as_deref()).map(Url::parse);
        let mut types = HashMap::new();
        for name in api.types.keys() {
            types.insert(name.as_str().to_lowercase(), name);
            let last = name.namespace().rsplit('.').next().unwrap_or_default();
            let short = format!("{last}.{}", name.simple()).to_lowercase();
            types.entry(short).or_insert(name);
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
            derived: derived(api),
        }
    }

    /// Returns what a request calls; see [`resolve`].
    ///
    /// # Errors
    /// The description does not offer it.
    pub fn resolve(&self, method: &str, url: &str) -> Result<Route, NoRoute> {
        let url = &without_aliases(url);
        self.walk(method, self.below_root(url)?, url, false)
    }

    /// Resolves a path that begins at the service root: none of its segments is passed over.
    ///
    /// # Errors
    /// The description does not offer it.
    pub fn resolve_path(&self, method: &str, path: &str) -> Result<Route, NoRoute> {
        let path = &without_aliases(path);
        self.walk(method, Rest::new(path), path, false)
    }

    /// Follows what `url` has below the service root.
    fn walk(
        &self,
        method: &str,
        rest: Rest<'_>,
        url: &str,
        any_name: bool,
    ) -> Result<Route, NoRoute> {
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
            let mut walk = RouteWalk::new(
                self,
                method,
                StepKind::Root(name.to_owned()),
                (root.target.clone(), root.offers),
            );
            walk.any_name = any_name;
            walk.item(given)?;
            return walk.on(rest);
        }
        let (key, overloads) = self.unbound(name).ok_or_else(no_root)?;
        let invocation = invocation(key, overloads, given, None)?;
        let operation = &overloads[invocation.overload];
        if rest.is_empty() && invoked_with(operation) == method {
            return Ok(Route {
                steps: Vec::new(),
                call: Call::Unbound(invocation),
            });
        }
        match operation.composes.clone() {
            Some(to) => {
                let to = (to, operation.offers);
                RouteWalk::new(self, method, StepKind::Compose(invocation), to).on(rest)
            }
            None if rest.is_empty() => Err(NoRoute::other_method(method, key, None)),
            None => Err(NoRoute::new(Why::NotComposable, segment, None)),
        }
    }

    /// Resolves a path that is a template: where it leaves a name to the reader, such as
    /// `/branding/{property name}`, that stands for the first name by which the path goes on.
    ///
    /// # Errors
    /// The description does not offer it, whatever the name.
    pub fn resolve_template(&self, method: &str, url: &str) -> Result<Route, NoRoute> {
        match self.resolve(method, url) {
            Err(no) if no.why == Why::Placeholder => {
                let url = &without_aliases(url);
                self.walk(method, self.below_root(url)?, url, true)
            }
            found => found,
        }
    }

    /// The query options of `url`, decoded, in their order.
    pub fn query(url: &str) -> Vec<(String, String)> {
        Url::parse(url).query()
    }

    /// Returns what an absolute URL has before the first segment that the description knows.
    pub fn root_of<'u>(&self, url: &'u str) -> Option<&'u str> {
        let parsed = Url::parse(url);
        let origin = parsed.origin?;
        let rest = self.below_root(url).ok()?;
        let (segment, _) = rest.segment()?;
        let (name, _) = name_and_arguments(segment);
        find(&self.api.roots, name)?;
        let before = parsed.path.len().saturating_sub(rest.text().len());
        let root = url.trim().get(..origin.len() + before)?;
        Some(root.trim_end_matches('/'))
    }

    /// Returns whether `url` is written below another root than that of the service, such as another version of it.
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
            return Err(NoRoute::new(Why::OtherHost, url, None));
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
    pub(super) fn named_type(&self, segment: &str) -> Option<&'a TypeName> {
        let lower = segment.to_lowercase();
        lower
            .contains('.')
            .then(|| self.types.get(&lower).copied())
            .flatten()
    }

    /// The overloads of the operation that `name` calls, with or without its namespace.
    pub(super) fn operation<'r>(
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

/// Returns what is called `name`, which may be percent-encoded: the one of that very spelling, else one of another
/// case.
pub(super) fn find<'a, T>(map: &'a BTreeMap<String, T>, name: &str) -> Option<(&'a str, &'a T)> {
    let name = &decode(name);
    let exact = map.get_key_value(name);
    exact
        .or_else(|| map.iter().find(|(known, _)| same_name(known, name)))
        .map(|(known, value)| (known.as_str(), value))
}

/// All types derived from each type, directly or not, in order of name.
pub fn derived(api: &Api) -> HashMap<&TypeName, Vec<&TypeName>> {
    let mut derived: HashMap<&TypeName, Vec<&TypeName>> = HashMap::new();
    for name in api.types.keys() {
        for base in api.ancestry(name).into_iter().skip(1) {
            derived.entry(base).or_default().push(name);
        }
    }
    derived
}
