//! Who may call what: permissions from least to most privileged, for each kind of caller.
//!
//! The file is the one that Microsoft publishes for Graph: by permission, the paths that it opens.
//! [`Table`] turns it round, and [`Table::apply`] puts what it finds on the operations.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::{Api, OwnKind, Target};

/// The permissions of one operation, each list from least to most privileged. One of a list is
/// enough; an empty list means that this kind of caller is not supported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Permissions {
    /// An application on behalf of a user with a work or school account.
    pub delegated_work: Vec<String>,
    /// An application on behalf of a user with a personal Microsoft account.
    pub delegated_personal: Vec<String>,
    /// An application by itself.
    pub application: Vec<String>,
}

/// Permissions by path and method.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// By lower-case path without placeholders' names, and method.
    grants: BTreeMap<(String, String), BTreeSet<Grant>>,
}

/// One permission that opens a path to one kind of caller. Ordered from least to most privileged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Grant {
    scheme: Scheme,
    not_least: bool,
    level: u32,
    permission: String,
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
        let least = value
            .split(';')
            .find_map(|part| part.trim().strip_prefix("least="))
            .unwrap_or("");
        for scheme in &set.scheme_keys {
            let key = format!("{scheme:?}");
            let grant = Grant {
                scheme: *scheme,
                not_least: !least.split(',').any(|one| one.trim() == key),
                level: permission
                    .schemes
                    .get(&key)
                    .map_or(0, |info| info.privilege_level),
                permission: name.to_owned(),
            };
            for method in &set.methods {
                let place = (path.to_lowercase(), method.to_uppercase());
                self.grants.entry(place).or_default().insert(grant.clone());
            }
        }
    }

    /// Puts the permissions on the operations of `api` that a path of this table reaches. Where
    /// several paths reach one operation, each permission that one of them names is listed.
    pub fn apply(&self, api: &mut Api) {
        let mut found: BTreeMap<(Target, Called), BTreeSet<&Grant>> = BTreeMap::new();
        for ((path, method), grants) in &self.grants {
            if let Some(called) = resolve(api, path, method) {
                found.entry(called).or_default().extend(grants);
            }
        }
        for ((target, called), grants) in found {
            let Some(resource) = api.resources.get_mut(&target) else {
                continue;
            };
            match called {
                Called::Own(kind) => {
                    if let Some(own) = resource.own.get_mut(&kind) {
                        own.permissions = Some(permissions(&grants));
                    }
                }
                Called::Bound(segment) => {
                    for one in resource.operations.get_mut(&segment).into_iter().flatten() {
                        one.permissions = Some(permissions(&grants));
                    }
                }
            }
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Called {
    Own(OwnKind),
    Bound(String),
}

fn permissions(grants: &BTreeSet<&Grant>) -> Permissions {
    let of = |scheme: Scheme| {
        let mut names: Vec<String> = Vec::new();
        for grant in grants.iter().filter(|grant| grant.scheme == scheme) {
            if !names.contains(&grant.permission) {
                names.push(grant.permission.clone());
            }
        }
        names
    };
    Permissions {
        delegated_work: of(Scheme::DelegatedWork),
        delegated_personal: of(Scheme::DelegatedPersonal),
        application: of(Scheme::Application),
    }
}

/// What the lower-case `path` of the file calls. The file names functions without parentheses.
fn resolve(api: &Api, path: &str, method: &str) -> Option<(Target, Called)> {
    let mut segments = path.trim_matches('/').split('/');
    let first = segments.next()?;
    let (_, root) = api
        .roots
        .iter()
        .find(|(name, _)| name.to_lowercase() == first)?;
    let mut target = root.target.clone();
    while let Some(segment) = segments.next() {
        let resource = api.resources.get(&target)?;
        if target.collection && segment.starts_with('{') {
            target = target.item();
        } else if segment == "$count" && segments.next().is_none() {
            return Some((target, Called::Own(OwnKind::Count)));
        } else if let Some((_, on)) = resource
            .navigation
            .iter()
            .find(|(name, _)| name.to_lowercase() == segment)
        {
            target = on.target.clone();
        } else {
            let name = segment.split('(').next()?;
            let (segment, _) = resource
                .operations
                .iter()
                .find(|(_, overloads)| overloads[0].name.to_lowercase() == name)?;
            return segments
                .next()
                .is_none()
                .then(|| (target.clone(), Called::Bound(segment.clone())));
        }
    }
    let kind = OwnKind::of_method(method, target.collection)?;
    Some((target, Called::Own(kind)))
}
