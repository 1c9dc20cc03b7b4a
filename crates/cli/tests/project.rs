//! `graphwright.toml`, as a maintainer writes it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::collections::BTreeSet;

use serde_json::Value;
use support::{Place, checkout, project};

#[test]
fn the_project_is_found_from_a_folder_below_and_nothing_is_written_but_the_crate() {
    let place = Place::with(&project(""));
    place.write("some/folder/mine.txt", "mine");
    let before: BTreeSet<String> = place.contents().into_keys().collect();
    let ran = place.run_in("some/folder", &["codegen"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let after: BTreeSet<String> = place.contents().into_keys().collect();
    let added: Vec<&String> = after.difference(&before).collect();
    assert!(!added.is_empty());
    let theirs = |name: &&String| name.starts_with("things/") || *name == "graphwright.lock";
    assert!(added.iter().all(theirs), "{added:?}");
    assert!(before.is_subset(&after));
}

#[test]
fn without_a_project_it_is_said_how_to_begin() {
    let ran = Place::empty().run(&["codegen"]);
    assert_eq!(ran.code, Some(1));
    for word in ["graphwright.toml", "graphwright init", "--description"] {
        assert!(ran.err.contains(word), "{}", ran.err);
    }
}

#[test]
fn a_project_without_a_crate_is_an_error_that_says_what_to_add() {
    let ran = Place::with("runtime = { version = \"0.1\" }\n").run(&["codegen"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("add a table `[[crate]]`"), "{}", ran.err);
}

#[test]
fn two_crates_have_two_names_and_two_folders() {
    let one = project("");
    for (other, said) in [
        (
            one.replace("out = \"things\"", "out = \"others\""),
            "two crates have the name `things`",
        ),
        (
            one.replace("name = \"things\"", "name = \"others\""),
            "have the same `out`, things",
        ),
    ] {
        let ran = Place::with(&format!("{one}{other}")).run(&["codegen"]);
        assert_eq!(ran.code, Some(1));
        assert!(ran.err.contains(said), "{}", ran.err);
    }
}

#[test]
fn keys_that_do_not_exist_are_named_all_at_once_with_place_and_suggestion() {
    let text = project(
        "inclde = []\nservce-root = \"\"\nfrobnicate = 1\n\
         types.\"microsoft.graph.user\" = { navigaton = \"none\" }\n\
         [crate.package]\nkeyword = []\n[crate.runtime]\nverson = \"1\"",
    );
    let ran = Place::with(&format!("packge = {{}}\n{text}")).run(&["codegen"]);
    assert_eq!(ran.code, Some(1));
    for said in [
        "graphwright.toml:1:1: `packge` is no key here; did you mean `package`?",
        "graphwright.toml:7:1: `inclde` is no key here; did you mean `include`?",
        "graphwright.toml:8:1: `servce-root` is no key here; did you mean `service-root`?",
        "graphwright.toml:9:1: `frobnicate` is no key here; known here: ",
        "graphwright.toml:10:34: `navigaton` is no key here; did you mean `navigation`?",
        "graphwright.toml:12:1: `keyword` is no key here; did you mean `keywords`?",
        "graphwright.toml:14:1: `verson` is no key here; did you mean `version`?",
    ] {
        assert!(ran.err.contains(said), "{said}\n{}", ran.err);
    }
}

#[test]
fn a_value_of_the_wrong_kind_is_an_error_with_its_line() {
    for (more, said) in [
        ("include = 7", "include = 7"),
        ("derived = \"some\"", "neither `declared`"),
        ("features = [1]", "features = [1]"),
    ] {
        let ran = Place::with(&project(more)).run(&["codegen"]);
        assert_eq!(ran.code, Some(1), "{more}");
        assert!(ran.err.contains(said), "{}", ran.err);
        assert!(
            ran.err.contains("line 6") || ran.err.contains("toml:6"),
            "{}",
            ran.err
        );
    }
}

#[test]
fn the_schema_that_is_checked_in_is_the_one_that_is_printed() {
    let ran = Place::empty().run(&["schema"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let file = checkout().join("crates/cli/graphwright.schema.json");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&file, &ran.out).unwrap();
    }
    let checked_in = std::fs::read_to_string(file).unwrap();
    assert!(checked_in == ran.out, "run this with UPDATE_EXPECT=1");
}

/// The schemas of `value` that describe keys, by place.
fn keys<'a>(place: &str, value: &'a Value, found: &mut Vec<(String, &'a Value)>) {
    if let Some(properties) = value.get("properties").and_then(Value::as_object) {
        for (name, schema) in properties {
            found.push((format!("{place}/{name}"), schema));
        }
    }
    for (name, definition) in value
        .get("$defs")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        keys(name, definition, found);
    }
}

#[test]
fn every_key_is_documented_and_every_key_that_is_known_is_in_the_schema() {
    let schema: Value = serde_json::from_str(&graphwright_cli::project::schema()).unwrap();
    let mut found = Vec::new();
    keys("", &schema, &mut found);
    for (place, schema) in &found {
        let said = schema.get("description").and_then(Value::as_str);
        assert!(said.is_some_and(|said| said.len() > 10), "{place}");
    }
    // What the reader knows: it names all keys of a table when it meets another.
    let whole = "[[crate]]\nzzzzzzzzzzzzzzzz = 1";
    let said = graphwright_cli::project::Project::parse("x.toml", whole).unwrap_err();
    for (place, _) in found.iter().filter(|(place, _)| place.starts_with("Job/")) {
        assert!(
            said.contains(place.trim_start_matches("Job/")),
            "{place}: {said}"
        );
    }
    assert!(found.len() > 40, "{}", found.len());
}

#[test]
fn completions_know_the_commands_in_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = Place::empty().run(&["completions", shell]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        for word in ["codegen", "crosscheck", "enum-literals"] {
            assert!(ran.out.contains(word), "{shell}: {word}");
        }
    }
}
