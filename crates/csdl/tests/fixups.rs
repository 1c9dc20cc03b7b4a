//! The fix-ups for Microsoft Graph, on real metadata where it is.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;

use graphwright_api::facts::differences;
use graphwright_api::fixups::Fixups;
use graphwright_api::{Api, Diagnostic, Target, TypeName};

const FILE: &str = "specs/fixups/graph-v1.0.toml";

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn read(name: &str) -> Option<Api> {
    let path = root().join("../shared/metadata").join(name);
    let Ok(text) = fs::read_to_string(path) else {
        eprintln!("skipped: ../shared is absent");
        return None;
    };
    Some(graphwright_csdl::read(name, &text).unwrap().api)
}

fn shown<T: ToString>(all: &[T]) -> String {
    all.iter().map(|one| one.to_string() + "\n").collect()
}

fn fixups() -> Fixups {
    let text = fs::read_to_string(root().join(FILE)).unwrap();
    Fixups::parse(FILE, &text).unwrap_or_else(|errors| panic!("{}", shown(&errors)))
}

fn apply(api: &mut Api) -> Result<(), Vec<Diagnostic>> {
    fixups().apply(api)
}

/// The proof of the file: what Microsoft corrects before it generates, we correct too, or say why not.
#[test]
fn graph_with_our_fix_ups_is_graph_with_microsofts_but_for_what_the_file_lists() {
    let (Some(mut ours), Some(theirs)) = (read("graph-v1.0.csdl"), read("graph-v1.0-clean.csdl"))
    else {
        return;
    };
    // Microsoft's correction has $ref where the service has none, which the file says once.
    let counted = |ours: &Api| {
        let all = differences(ours, &theirs);
        let others = all
            .iter()
            .filter(|one| !one.to_string().contains("Reference"));
        others.count()
    };
    let before = counted(&ours);
    apply(&mut ours).unwrap_or_else(|errors| panic!("{}", shown(&errors)));
    assert!(counted(&ours) < before, "{before} differences before");
    let differences = differences(&ours, &theirs);
    let unexplained = fixups()
        .unexplained(&differences)
        .unwrap_or_else(|errors| panic!("{}", shown(&errors)));
    assert!(unexplained.is_empty(), "{}", shown(&unexplained));
}

#[test]
fn every_rule_for_graph_is_still_needed_and_none_is_needed_twice() {
    let Some(mut api) = read("graph-v1.0.csdl") else {
        return;
    };
    apply(&mut api).unwrap_or_else(|errors| panic!("{}", shown(&errors)));
    let again = apply(&mut api).unwrap_err();
    assert_eq!(again.len(), fixups().rules().len(), "{}", shown(&again));
}

#[test]
fn the_rules_for_beta_are_needed() {
    let Some(mut api) = read("graph-beta-older.csdl") else {
        return;
    };
    let file = "specs/fixups/graph-beta.toml";
    let text = fs::read_to_string(root().join(file)).unwrap();
    let fixups = Fixups::parse(file, &text).unwrap_or_else(|errors| panic!("{}", shown(&errors)));
    fixups
        .apply(&mut api)
        .unwrap_or_else(|errors| panic!("{}", shown(&errors)));
}

#[test]
fn items_and_sites_are_addressed_by_path() {
    let Some(mut api) = read("graph-v1.0.csdl") else {
        return;
    };
    apply(&mut api).unwrap_or_else(|errors| panic!("{}", shown(&errors)));
    let path = |target: Target| api.resources[&target].paths[0].clone();
    let item = path(Target::one(TypeName::new("microsoft.graph.driveItem")));
    let site = path(Target::many(TypeName::new("microsoft.graph.site")));
    assert_eq!(
        (item.name.as_str(), item.template.as_str()),
        ("at path", ":/{path}:")
    );
    assert_eq!(
        (site.name.as_str(), site.template.as_str()),
        ("by path", "/{host}:/{path}:")
    );
}
