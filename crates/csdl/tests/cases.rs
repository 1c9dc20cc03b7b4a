//! What documents lower to, and what is said of those that cannot be used: a folder a case.
//!
//! In `tests/lowering`, `expected.txt` has the warnings and all of the `Api`; in `tests/malformed`, all
//! errors. `UPDATE_EXPECT=1` writes them anew.

#[path = "../../api/tests/support/malformed.rs"]
mod cases;
mod dump;

use std::fs;
use std::path::{Path, PathBuf};

use graphwright_api::Lowered;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(name)
}

/// The inputs in a folder, in the order of their names.
fn inputs(name: &str) -> Vec<String> {
    let entries = fs::read_dir(folder(name)).expect("the folder is there");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path().join("input.xml"))
        .collect();
    files.sort();
    let texts = files.iter().map(fs::read_to_string);
    texts.map(|text| text.expect("the input is text")).collect()
}

#[test]
fn every_malformed_document_is_refused_in_the_expected_words() {
    cases::assert_cases(&folder("malformed"), &["input.xml"], graphwright_csdl::read);
}

#[test]
fn every_document_lowers_to_the_expected_api() {
    cases::assert_shown(
        &folder("lowering"),
        &["input.xml"],
        graphwright_csdl::read,
        dump::dump,
    );
}

#[test]
fn every_malformed_document_is_refused() {
    for text in inputs("malformed") {
        let read = graphwright_csdl::read("input.xml", &text);
        assert!(read.is_err(), "{text}");
    }
}

#[test]
fn every_error_has_a_place_and_says_what_to_do() {
    for text in inputs("malformed") {
        let errors = graphwright_csdl::read("input.xml", &text).expect_err("an error");
        for error in errors {
            assert!(error.position.is_some(), "{error}");
            assert!(!error.help.is_empty(), "{error}");
        }
    }
}

#[test]
fn no_cut_and_no_wrong_character_brings_the_reader_down() {
    let wrong = ["", "<", "\"", "/", "é", "&", "("];
    for text in inputs("lowering") {
        for (number, (at, character)) in text.char_indices().enumerate().step_by(5) {
            let (before, after) = (&text[..at], &text[at + character.len_utf8()..]);
            let wrong = wrong[number % wrong.len()];
            // What is said does not matter here.
            let _ = graphwright_csdl::read("input.xml", before);
            let _ = graphwright_csdl::read("input.xml", &format!("{before}{wrong}{after}"));
        }
    }
}

#[test]
fn an_origin_is_the_offset_at_which_a_declaration_begins() {
    for whole in inputs("lowering") {
        let text = whole.trim_start_matches('\u{feff}');
        let read = graphwright_csdl::read("input.xml", &whole);
        let Lowered { api, .. } = read.expect("no error");
        for ty in api.types.values() {
            let declaration = &text[ty.origin.0 as usize..];
            let simple = ty.name.simple();
            let tag = declaration.split('>').next().unwrap_or_default();
            assert!(
                tag.starts_with('<') && tag.contains(&format!("Name=\"{simple}\"")),
                "{tag}"
            );
        }
    }
}

#[test]
fn descriptions_are_kept_as_they_are() {
    let doc = "*/ #![no_std] \"#{}` \\n \u{202e}évil\u{0}".replace('\0', "&#9;&lt;script>&#10;x");
    let text = format!(
        "<Edmx><DataServices><Schema Namespace='shop'><ComplexType Name='a'>\
         <Annotation Term='Core.Description' String='{}'/>\
         </ComplexType></Schema></DataServices></Edmx>",
        doc.replace('"', "&quot;")
    );
    let api = graphwright_csdl::read("input.xml", &text)
        .expect("no error")
        .api;
    let kept = &api.types.values().next().expect("a type").doc;
    assert_eq!(kept, &doc.replace("&#9;&lt;", "\t<").replace("&#10;", "\n"));
}
