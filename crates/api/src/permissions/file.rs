//! The file of permissions: by permission, the paths that it opens.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{Permissions, Scopes};
use crate::route::{NoRoute, Resolver, Route, Why};

/// Permissions by path and method.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// By path as it is written, and method.
    pub(super) grants: BTreeMap<(String, String), BTreeSet<Grant>>,
}

/// One permission that opens a path to one kind of caller.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Grant {
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

    /// Returns what each path and method of this table calls, or why it calls nothing.
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
}

/// Returns what a row calls. Rows leave `$ref` away: that of `POST /groups/{id}/members` is of `members/$ref`, for
/// what is reached by reference is added and removed, and neither made nor deleted there.
pub(super) fn called(resolver: &Resolver<'_>, method: &str, path: &str) -> Result<Route, NoRoute> {
    let route = resolver.resolve_path(method, path);
    match &route {
        Err(no) if no.why == Why::NoMethod => {
            let reference = resolver.resolve_path(method, &format!("{path}/$ref"));
            reference.or(route)
        }
        _ => route,
    }
}

/// Returns what `grants` say of each kind of caller.
pub(super) fn permissions(grants: &BTreeSet<&Grant>) -> Permissions {
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

/// Returns what `grants` say of one kind of caller. A permission of several is marked if one of them marks it, and
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
