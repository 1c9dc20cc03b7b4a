//! Who may call what: for each kind of caller the least privileged permissions, and the others that suffice.
//!
//! The file is the one that Microsoft publishes for Graph: by permission, the paths that it opens.
//! [`Table`] turns it round, and [`Table::apply`] puts what it finds on the operations.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::route::{Call, Invocation, NoRoute, Resolver, Route, Why};
use crate::{Api, Operation, OwnKind, Target, Verb};

/// Who may call one operation, by kind of caller.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Permissions {
    /// An application on behalf of a user with a work or school account.
    pub delegated_work: Scopes,
    /// An application on behalf of a user with a personal Microsoft account.
    pub delegated_personal: Scopes,
    /// An application by itself.
    pub application: Scopes,
}

/// The permissions of one kind of caller, any one of which suffices; without any, it is not supported.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scopes {
    /// Those that are marked as least privileged: one, several that no order is said of, or none.
    pub least: Vec<String>,
    /// The others. Both lists are ordered by level of privilege, and then by name.
    pub others: Vec<String>,
    /// What does not suffice by itself, and the permissions one of which it takes besides.
    pub also: BTreeMap<String, Vec<String>>,
}

/// Whether these are all of them, least privileged first.
impl<const N: usize> PartialEq<[&str; N]> for Scopes {
    fn eq(&self, all: &[&str; N]) -> bool {
        self.least.iter().chain(&self.others).eq(all.iter())
    }
}

/// Permissions by path and method.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// By path as it is written, and method.
    grants: BTreeMap<(String, String), BTreeSet<Grant>>,
}

/// One permission that opens a path to one kind of caller.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Grant {
    scheme: Scheme,
    level: u32,
    permission: String,
    is_least: bool,
    /// One of these is needed besides, if there are any.
    also: BTreeSet<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
enum Scheme {
    DelegatedWork,
    DelegatedPersonal,
    Application,
}

#[derive(Deserialize)]
struct File {
    permissions: BTreeMap<String, Permission>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Permission {
    #[serde(default)]
    schemes: BTreeMap<String, SchemeInfo>,
    #[serde(default)]
    path_sets: Vec<PathSet>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SchemeInfo {
    #[serde(default)]
    privilege_level: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PathSet {
    scheme_keys: Vec<Scheme>,
    methods: Vec<String>,
    paths: BTreeMap<String, String>,
}

impl Table {
    /// Reads the file's text.
    ///
    /// # Errors
    /// The text is not JSON, or not of that form; the message has line and column.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        let file: File = serde_json::from_str(text)?;
        let mut table = Self::default();
        for (name, permission) in file.permissions {
            for set in &permission.path_sets {
                for (path, value) in &set.paths {
                    table.add(&name, &permission, set, path, value);
                }
            }
        }
        Ok(table)
    }

    fn add(&mut self, name: &str, permission: &Permission, set: &PathSet, path: &str, value: &str) {
        let said = |key: &str| {
            let mut parts = value.split(';').filter_map(|part| part.split_once('='));
            let names = parts.find(|(name, _)| name.trim() == key);
            let names = names.map_or("", |(_, names)| names).split(',');
            names.map(str::trim).filter(|name| !name.is_empty())
        };
        for scheme in &set.scheme_keys {
            let key = format!("{scheme:?}");
            let grant = Grant {
                scheme: *scheme,
                level: permission
                    .schemes
                    .get(&key)
                    .map_or(0, |info| info.privilege_level),
                permission: name.to_owned(),
                is_least: said("least").any(|one| one == key),
                also: said("AlsoRequires").map(str::to_owned).collect(),
            };
            for method in &set.methods {
                let place = (path.to_owned(), method.to_uppercase());
                self.grants.entry(place).or_default().insert(grant.clone());
            }
        }
    }

    /// What each path and method of this table calls, or why it calls nothing.
    pub fn calls<'t>(
        &'t self,
        resolver: &'t Resolver<'_>,
    ) -> impl Iterator<Item = (&'t str, &'t str, Result<Route, NoRoute>)> {
        let places = self.grants.keys();
        places.map(|(path, method)| {
            (
                path.as_str(),
                method.as_str(),
                called(resolver, method, path),
            )
        })
    }

    /// Puts the permissions on the requests of `api` that a path of this table reaches. Where several
    /// paths reach one request, each permission that one of them names is listed.
    pub fn apply(&self, api: &mut Api) {
        let mut found: BTreeMap<Place, BTreeSet<&Grant>> = BTreeMap::new();
        let resolver = Resolver::new(api, None);
        for ((_, _, route), grants) in self.calls(&resolver).zip(self.grants.values()) {
            for place in route.iter().flat_map(|route| places(api, route)) {
                found.entry(place).or_default().extend(grants);
            }
        }
        for (place, grants) in found {
            place.put(api, &permissions(&grants));
        }
    }
}

/// What a row calls. Rows leave `$ref` away: that of `POST /groups/{id}/members` is of `members/$ref`, for what is
/// reached by reference is added and removed, and neither made nor deleted there.
fn called(resolver: &Resolver<'_>, method: &str, path: &str) -> Result<Route, NoRoute> {
    let route = resolver.resolve(method, path);
    match &route {
        Err(no) if no.why == Why::NoMethod => {
            let reference = resolver.resolve(method, &format!("{path}/$ref"));
            reference.or(route)
        }
        _ => route,
    }
}

/// A request, or several that one path stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Own(Target, OwnKind),
    /// The overload with that number; without a target it is unbound.
    Operation(Option<Target>, String, usize),
    Stream(Target, String, Verb),
    Property(Target, String, Verb),
}

/// The requests that `route` makes.
fn places(api: &Api, route: &Route) -> Vec<Place> {
    match (&route.call, route.target()) {
        (Call::Own(kind), Some(target)) => vec![Place::Own(target.clone(), *kind)],
        (Call::Bound(call), Some(target)) => {
            let resource = api.resources.get(target);
            let overloads = resource.and_then(|one| one.operations.get(&call.operation));
            invoked(Some(target), call, overloads)
        }
        (Call::Unbound(call), _) => invoked(None, call, api.operations.get(&call.operation)),
        (Call::Stream(name, verb), Some(target)) => {
            vec![Place::Stream(target.clone(), name.clone(), *verb)]
        }
        (Call::Property(name, verb), Some(target)) => {
            vec![Place::Property(target.clone(), name.clone(), *verb)]
        }
        // A plain property is asked for by one method for all of them.
        (Call::Value(..) | Call::Count(_) | Call::Own(_) | Call::Bound(_), _)
        | (Call::Stream(..) | Call::Property(..), None) => Vec::new(),
    }
}

/// The overload that the arguments of a path name; a path without arguments means them all.
fn invoked(
    target: Option<&Target>,
    call: &Invocation,
    overloads: Option<&Vec<Operation>>,
) -> Vec<Place> {
    let is_named = call.arguments.iter().any(Option::is_some);
    let mut places = Vec::new();
    for (number, one) in overloads.into_iter().flatten().enumerate() {
        if is_named && number != call.overload {
            continue;
        }
        let (target, segment) = (target.cloned(), call.operation.clone());
        places.push(Place::Operation(target, segment, number));
        // What a composable function leads to is asked for by the resource itself.
        let composes = one.composes.as_ref();
        places.extend(composes.map(|to| Place::Own(to.clone(), OwnKind::read(to.collection))));
    }
    places
}

impl Place {
    fn put(self, api: &mut Api, permissions: &Permissions) {
        let permissions = || permissions.clone();
        match self {
            Self::Own(target, kind) => {
                let resource = api.resources.get_mut(&target);
                if let Some(own) = resource.and_then(|one| one.own.get_mut(&kind)) {
                    own.permissions = Some(permissions());
                }
            }
            Self::Operation(target, segment, number) => {
                let operations = match target {
                    Some(target) => api
                        .resources
                        .get_mut(&target)
                        .map(|one| &mut one.operations),
                    None => Some(&mut api.operations),
                };
                let overloads = operations.and_then(|all| all.get_mut(&segment));
                if let Some(one) = overloads.and_then(|all| all.get_mut(number)) {
                    one.permissions = Some(permissions());
                }
            }
            Self::Stream(target, name, verb) => {
                let resource = api.resources.get_mut(&target);
                if let Some(stream) = resource.and_then(|one| one.streams.get_mut(&name)) {
                    stream.permissions.insert(verb, permissions());
                }
            }
            Self::Property(target, name, verb) => {
                let resource = api.resources.get_mut(&target);
                if let Some(property) = resource.and_then(|one| one.properties.get_mut(&name)) {
                    property.permissions.insert(verb, permissions());
                }
            }
        }
    }
}

fn permissions(grants: &BTreeSet<&Grant>) -> Permissions {
    let of = |scheme| {
        scopes(
            grants
                .iter()
                .filter(|grant| grant.scheme == scheme)
                .copied(),
        )
    };
    Permissions {
        delegated_work: of(Scheme::DelegatedWork),
        delegated_personal: of(Scheme::DelegatedPersonal),
        application: of(Scheme::Application),
    }
}

/// What `grants` say of one kind of caller. A permission of several is marked if one of them marks it, and
/// suffices by itself if it does for one of them.
fn scopes<'a>(grants: impl Iterator<Item = &'a Grant>) -> Scopes {
    let mut by_name: BTreeMap<&str, Vec<&Grant>> = BTreeMap::new();
    for grant in grants {
        by_name.entry(&grant.permission).or_default().push(grant);
    }
    let mut order: Vec<_> = by_name.into_iter().collect();
    order.sort_by_key(|(name, grants)| (grants.iter().map(|one| one.level).min(), *name));
    let mut scopes = Scopes::default();
    for (name, grants) in order {
        let list = match grants.iter().any(|one| one.is_least) {
            true => &mut scopes.least,
            false => &mut scopes.others,
        };
        list.push(name.to_owned());
        if grants.iter().all(|one| !one.also.is_empty()) {
            let also: BTreeSet<&String> = grants.iter().flat_map(|one| &one.also).collect();
            let also = also.into_iter().cloned().collect();
            scopes.also.insert(name.to_owned(), also);
        }
    }
    scopes
}
