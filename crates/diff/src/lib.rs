//! Judges what a change of a description means to callers of the generated Rust.
//!
//! [`compare`] is a pure function of two closed models. In stages: what a caller can name ([`surface`]), what changed
//! ([`Change`]), the verdict by a table of rules ([`rules`]), and texts ([`mod@print`]).

mod changes;
mod facts;
pub mod print;
pub mod rules;
pub mod surface;

use std::collections::BTreeSet;

use graphwright_api::Api;
use graphwright_emit::{Files, Options, Runtime, emit};
use rules::Rule;

/// A change as a caller sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The rule that judges it.
    pub rule: &'static Rule,
    /// The path in the generated crate.
    pub item: String,
    /// What changed; empty where the rule says all.
    pub detail: String,
}

/// Compares the crates that two descriptions give: breaking changes first, then by rule and item.
///
/// # Errors
/// One of them does not make a crate.
pub fn compare(old: &Api, new: &Api) -> Result<Vec<Change>, String> {
    let (before, after) = rayon::join(|| files(old), || files(new));
    let (before, after) = (before?, after?);
    // A file that is the same declares the same: its imports are part of it.
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut changed = paths;
    changed.retain(|path| before.get(*path) != after.get(*path));
    // What offers stand for is asked for wherever a step changed.
    let offers = "src/offers.rs".to_owned();
    changed.insert(&offers);
    let old_surface = surface::read(&before, &changed)?;
    let new_surface = surface::read(&after, &changed)?;
    let mut all = changes::of(&old_surface, &new_surface);
    all.extend(facts::of(old, new));
    all.sort_by(|a, b| {
        let key = |one: &Change| (one.rule.verdict, one.rule.code);
        (key(a), &a.item, &a.detail).cmp(&(key(b), &b.item, &b.detail))
    });
    Ok(all)
}

fn files(api: &Api) -> Result<Files, String> {
    let root = api.service_root.clone();
    let options = Options {
        package: "compared".into(),
        service_root: root.unwrap_or_else(|| "https://service.example".into()),
        runtime: Runtime::at("runtime"),
        ..Options::default()
    };
    emit(api, &options)
}
