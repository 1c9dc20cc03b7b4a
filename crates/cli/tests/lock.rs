//! What a project was generated from, and what became of it since.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::fs;

use support::{Place, project};

/// A project that is generated.
fn generated(more: &str) -> Place {
    let place = Place::with(&project(more));
    let ran = place.run(&["codegen"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    place
}

const TOKEN: &str = "things/src/models/vpp_token.rs";

/// Changes a file of the crate, as somebody does who knows no better.
fn edit(place: &Place, file: &str) -> String {
    let edited = place.read(file) + "// mine\n";
    place.write(file, &edited);
    edited
}

#[test]
fn the_lock_has_the_program_the_options_and_the_hashes_of_what_was_read_and_written() {
    let place = generated("include = [\"/deviceAppManagement/vppTokens/**\"]");
    let lock: toml::Table = place.read("graphwright.lock").parse().unwrap();
    assert_eq!(
        lock["graphwright"].as_str(),
        Some(env!("CARGO_PKG_VERSION"))
    );
    let locked = &lock["crate"]["things"];
    let inputs = locked["inputs"].as_table().unwrap();
    assert_eq!(inputs.keys().collect::<Vec<_>>(), ["metadata.xml"]);
    for hash in [&inputs["metadata.xml"], &locked["output"]] {
        assert_eq!(hash.as_str().unwrap().len(), 64);
    }
    assert_eq!(
        locked["options"]["include"].as_array().unwrap()[0].as_str(),
        Some("/deviceAppManagement/vppTokens/**")
    );
    let before = place.contents();
    for arguments in [&["codegen"][..], &["codegen", "--check"]] {
        let ran = place.run(arguments);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
        assert_eq!(place.contents(), before);
    }
}

#[test]
fn check_says_which_input_and_which_option_has_changed_and_writes_nothing() {
    let place = generated("");
    let stale = |said: &[&str]| {
        let before = place.contents();
        let ran = place.run(&["codegen", "--check"]);
        assert_eq!(ran.code, Some(1), "{}", ran.out);
        for said in said {
            assert!(ran.err.contains(said), "{said}: {}", ran.err);
        }
        assert_eq!(place.contents(), before);
        assert_eq!(place.run(&["codegen"]).code, Some(0));
        assert_eq!(place.run(&["codegen", "--check"]).code, Some(0));
    };
    // A change that the crate does not show is a change all the same.
    place.write("metadata.xml", &(support::csdl() + "\n"));
    stale(&[
        "graphwright.lock: things: metadata.xml has changed",
        "is stale: run `graphwright codegen`",
    ]);
    place.write("graphwright.toml", &project("notes = [\"New.\"]"));
    stale(&[
        "things: `notes` of the project file has changed",
        "things: the files of the crate",
    ]);
    place.write(
        "graphwright.toml",
        &format!("[package]\nlicense = \"MIT\"\n{}", project("")),
    );
    stale(&[
        "things: `package` of the project file has changed",
        "things: `notes` of the project file has changed",
    ]);
    let other = place
        .read("graphwright.lock")
        .replace("graphwright = \"", "graphwright = \"9");
    place.write("graphwright.lock", &other);
    stale(&["graphwright 90.1.0 wrote it, and this is 0.1.0"]);
    fs::remove_file(place.path("graphwright.lock")).unwrap();
    stale(&["graphwright.lock: it is not there"]);
}

#[test]
fn files_beside_a_description_are_inputs_too() {
    let place = Place::empty();
    place.write(
        "specs/shop.yaml",
        "openapi: 3.0.3\ninfo: { title: shop, version: '1' }\nservers: [{ url: https://shop.example }]\n\
         paths: { /products: { get: { operationId: list, responses: { 200: { description: d, content: { \
         application/json: { schema: { $ref: 'parts/product.yaml' } } } } } } } }\n",
    );
    let part = "type: object\ntitle: product\nproperties: { name: { type: string } }\n";
    place.write("specs/parts/product.yaml", part);
    place.write(
        "graphwright.toml",
        "[[crate]]\nname = \"shop\"\ndescription = \"specs/shop.yaml\"\nout = \"shop\"\nservice = \"plain\"\n",
    );
    let ran = place.run(&["codegen"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(
        place
            .read("graphwright.lock")
            .contains("\"specs/parts/product.yaml\" = ")
    );
    place.write("specs/parts/product.yaml", &part.replace("name", "title"));
    let ran = place.run(&["codegen", "--check"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err
            .contains("shop: specs/parts/product.yaml has changed"),
        "{}",
        ran.err
    );
}

#[test]
fn a_file_that_was_edited_by_hand_is_named_and_kept() {
    let place = generated("");
    let edited = edit(&place, TOKEN);
    for file in ["vpp_token.rs", "edited by hand", "--force"] {
        let ran = place.run(&["codegen"]);
        assert_eq!(ran.code, Some(1), "{}", ran.out);
        assert!(ran.err.contains(file), "{}", ran.err);
        assert_eq!(place.read(TOKEN), edited);
    }
    let ran = place.run(&["codegen", "--check"]);
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    assert!(
        ran.err.contains("vpp_token.rs was edited by hand"),
        "{}",
        ran.err
    );
    let ran = place.run(&["codegen", "--force"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(!place.read(TOKEN).contains("// mine"));
}

#[test]
fn a_file_that_was_edited_by_hand_is_kept_too_where_it_is_not_generated_any_more() {
    let place = generated("");
    let edited = edit(&place, "things/src/models/vpp_token_license_summary.rs");
    place.write(
        "graphwright.toml",
        &project("exclude = [\"/deviceAppManagement/vppTokens/getLicensesForApp\"]\ninclude = [\"/deviceAppManagement/vppTokens/**\"]"),
    );
    let before = place.contents();
    let ran = place.run(&["codegen"]);
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    assert!(
        ran.err.contains("vpp_token_license_summary.rs"),
        "{}",
        ran.err
    );
    assert_eq!(place.contents(), before);
    assert!(before.values().any(|text| *text == edited));
}

#[test]
fn other_ends_of_lines_and_a_file_that_is_gone_are_no_edits() {
    let place = generated("");
    let (before, lock) = (place.read(TOKEN), place.read("graphwright.lock"));
    place.write(TOKEN, &before.replace('\n', "\r\n"));
    place.write("metadata.xml", &support::csdl().replace('\n', "\r\n"));
    fs::remove_file(place.path("things/src/client.rs")).unwrap();
    let ran = place.run(&["codegen"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("2 written"), "{}", ran.out);
    assert_eq!(place.read(TOKEN), before);
    assert_eq!(place.read("graphwright.lock"), lock);
}

#[test]
fn a_list_of_files_without_hashes_is_read_as_older_programs_wrote_it() {
    let place = generated("");
    let list = place.read("things/.graphwright");
    let older = list
        .lines()
        .map(|line| line.rsplit("  ").next().unwrap().to_owned() + "\n");
    place.write("things/.graphwright", &older.collect::<String>());
    edit(&place, TOKEN);
    let ran = place.run(&["codegen"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(place.read("things/.graphwright"), list);
}

#[test]
fn a_lock_that_cannot_be_read_is_an_error_that_says_what_to_do() {
    let place = generated("");
    place.write("graphwright.lock", "<<<<<<< ours\n");
    let ran = place.run(&["codegen", "--check"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err.contains("delete the file and generate anew"),
        "{}",
        ran.err
    );
    // Generating heals it.
    assert_eq!(place.run(&["codegen"]).code, Some(0));
    assert_eq!(place.run(&["codegen", "--check"]).code, Some(0));
}
