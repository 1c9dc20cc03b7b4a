//! The published file, read by this test alone.

use std::collections::{BTreeMap, BTreeSet};

use graphwright::Permissions;
use serde_json::Value;

/// What the file says of each path and method: by kind of caller, names with their level and what is said of them.
pub(crate) struct Published(BTreeMap<(String, String), Vec<Grant>>);

struct Grant {
    caller: String,
    name: String,
    level: u64,
    is_least: bool,
    also: BTreeSet<String>,
}

const CALLERS: [&str; 3] = ["DelegatedWork", "DelegatedPersonal", "Application"];

/// What is said of who may make a request: by kind of caller, the least privileged, all in order, and what some take
/// besides.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Answer(Vec<OfCaller>);

#[derive(Debug, Default, PartialEq)]
struct OfCaller {
    least: Vec<String>,
    others: Vec<String>,
    also: BTreeMap<String, BTreeSet<String>>,
}

fn texts(value: &Value) -> impl Iterator<Item = &str> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
}

impl Published {
    pub(crate) fn parse(text: &str) -> Self {
        let file: Value = serde_json::from_str(text).unwrap();
        let mut places: BTreeMap<(String, String), Vec<Grant>> = BTreeMap::new();
        for (name, permission) in file["permissions"].as_object().unwrap() {
            for set in permission["pathSets"].as_array().into_iter().flatten() {
                for (path, said) in set["paths"].as_object().unwrap() {
                    for method in texts(&set["methods"]) {
                        let place = (path.clone(), method.to_uppercase());
                        let grants = places.entry(place).or_default();
                        grants.extend(texts(&set["schemeKeys"]).map(|caller| {
                            Grant {
                                caller: caller.to_owned(),
                                name: name.clone(),
                                level: permission["schemes"][caller]["privilegeLevel"]
                                    .as_u64()
                                    .unwrap_or_default(),
                                is_least: names(said, "least").contains(caller),
                                also: names(said, "AlsoRequires"),
                            }
                        }));
                    }
                }
            }
        }
        Self(places)
    }

    pub(crate) fn places(&self) -> impl Iterator<Item = (&str, &str)> {
        let places = self.0.keys();
        places.map(|(path, method)| (path.as_str(), method.as_str()))
    }

    /// What these paths say together of a method.
    pub(crate) fn of(&self, paths: &[&str], method: &str) -> Answer {
        let grants = || {
            let places = paths
                .iter()
                .map(|path| ((*path).to_owned(), method.to_owned()));
            places.flat_map(|place| &self.0[&place])
        };
        let of_caller = |caller: &&str| {
            let of_caller = || grants().filter(|grant| grant.caller == **caller);
            let mut names: Vec<(u64, &str)> = Vec::new();
            for grant in of_caller() {
                match names.iter_mut().find(|(_, name)| *name == grant.name) {
                    Some((level, _)) => *level = grant.level.min(*level),
                    None => names.push((grant.level, &grant.name)),
                }
            }
            names.sort_unstable();
            let mut answer = OfCaller::default();
            for (_, name) in names {
                let all = || of_caller().filter(|grant| grant.name == name);
                match all().any(|grant| grant.is_least) {
                    true => answer.least.push(name.to_owned()),
                    false => answer.others.push(name.to_owned()),
                }
                if all().all(|grant| !grant.also.is_empty()) {
                    let also = all().flat_map(|grant| grant.also.clone());
                    answer.also.insert(name.to_owned(), also.collect());
                }
            }
            answer
        };
        Answer(CALLERS.iter().map(of_caller).collect())
    }
}

/// The names that the text of a path has under `key`.
fn names(said: &Value, key: &str) -> BTreeSet<String> {
    let parts = said.as_str().unwrap_or_default().split(';');
    let found = parts.filter_map(|part| part.trim().strip_prefix(key)?.strip_prefix('='));
    let names = found.flat_map(|names| names.split(','));
    let names = names.map(str::trim).filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

impl Answer {
    /// What a request says.
    pub(crate) fn said_by(permissions: &Permissions) -> Self {
        let callers = [
            permissions.delegated_work,
            permissions.delegated_personal,
            permissions.application,
        ];
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let callers = callers.iter().map(|scopes| OfCaller {
            least: owned(scopes.least),
            others: owned(scopes.others),
            also: scopes
                .also
                .iter()
                .map(|(name, also)| {
                    let also = also.iter().map(|one| (*one).to_owned());
                    ((*name).to_owned(), also.collect())
                })
                .collect(),
        });
        Self(callers.collect())
    }
}
