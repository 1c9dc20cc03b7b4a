//! CSDL JSON: the same service in XML and in JSON gives the same.

#[path = "../../api/tests/support/malformed.rs"]
mod cases;
mod dump;

use std::path::{Path, PathBuf};

use graphwright_api::Lowered;
use graphwright_csdl::{is_csdl, read};

const XML: &str = include_str!("json/library.xml");
const JSON: &str = include_str!("json/library.json");

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(name)
}

fn lowered(file: &str, text: &str) -> Lowered {
    let read = read(file, text);
    read.unwrap_or_else(|errors| panic!("{errors:#?}"))
}

#[test]
fn the_same_service_in_xml_and_json_gives_the_same() {
    let (xml, json) = (lowered("library.xml", XML), lowered("library.json", JSON));
    let texts = [&xml, &json].map(dump::dump);
    let difference = similar::TextDiff::from_lines(&texts[0], &texts[1]);
    assert_eq!(texts[0], texts[1], "{}", difference.unified_diff());
    assert_eq!(xml.warnings.len(), json.warnings.len());
}

#[test]
fn an_origin_is_the_offset_of_the_name_that_is_declared() {
    for ty in lowered("library.json", JSON).api.types.values() {
        let declared = &JSON[ty.origin.0 as usize..];
        assert!(
            declared.starts_with(&format!("\"{}\": {{", ty.name.simple())),
            "{}",
            ty.name
        );
    }
}

#[test]
fn every_malformed_document_is_refused_in_the_expected_words() {
    cases::assert_cases(&folder("malformed-json"), &["input.json"], read);
}

#[test]
fn no_cut_and_no_wrong_character_brings_the_reader_down() {
    let wrong = ["", "{", "\"", "[", "é", "$", "null", "5", "}"];
    for (number, (at, character)) in JSON.char_indices().enumerate().step_by(3) {
        let (before, after) = (&JSON[..at], &JSON[at + character.len_utf8()..]);
        let wrong = wrong[number % wrong.len()];
        // What is said does not matter here.
        let _ = read("library.json", before);
        let _ = read("library.json", &format!("{before}{wrong}{after}"));
    }
}

#[test]
fn a_document_without_end_is_refused() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let read = |depth| {
            let value = format!("{}0{}", open.repeat(depth), close.repeat(depth));
            let text = format!("{{\"$Version\": \"4.01\", \"a\": {{\"@b.c\": {value}}}}}");
            read("deep.json", &text)
        };
        assert!(read(100).is_ok(), "{open}");
        for depth in [5_000, 200_000] {
            let errors = read(depth).expect_err("an error");
            assert_eq!(errors[0].message, "values nest too deep", "{open}");
        }
    }
}

#[test]
fn content_says_what_is_csdl() {
    assert!(is_csdl(XML) && is_csdl(JSON));
    assert!(is_csdl(
        "\u{feff} {\"library\": {}, \"$Version\": \"4.01\"}"
    ));
    assert!(is_csdl("{\n\"$Version\": \"4.01\", \"cut"));
    assert!(!is_csdl(
        "{\"openapi\": \"3.0.0\", \"paths\": {\"/$Version\": {}}}"
    ));
    let parameter =
        "{\"components\": {\"parameters\": {\"$Version\": {}}}, \"openapi\": \"3.0.0\"}";
    assert!(!is_csdl(parameter));
    assert!(!is_csdl("openapi: 3.0.0") && !is_csdl("") && !is_csdl("[\"$Version\"]"));
}
