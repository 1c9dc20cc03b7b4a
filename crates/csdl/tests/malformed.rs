//! What the reader says of documents that it cannot use.
//!
//! Each folder in `tests/malformed` has an `input.xml` and, in `expected.txt`, all that is said of it.
//! `UPDATE_EXPECT=1` writes the latter anew.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use graphwright_api::Diagnostic;
use similar::TextDiff;

fn display(diagnostics: &[Diagnostic]) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        writeln!(text, "{diagnostic}").expect("a string takes all");
    }
    text
}

#[test]
fn every_malformed_document_is_refused_in_the_expected_words() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/malformed");
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut cases: Vec<_> = fs::read_dir(&folder)
        .expect("tests/malformed is there")
        .map(|entry| entry.expect("its entries can be read").path())
        .collect();
    cases.sort();
    assert!(!cases.is_empty(), "{} is empty", folder.display());
    let mut failures = String::new();
    for case in cases {
        let name = case.file_name().unwrap_or_default().to_string_lossy();
        let text = fs::read_to_string(case.join("input.xml")).expect("input.xml is there");
        let said = match graphwright_csdl::read("input.xml", &text) {
            Ok(_) => "no error\n".to_owned(),
            Err(errors) => display(&errors),
        };
        let file = case.join("expected.txt");
        if update {
            fs::write(&file, &said).expect("expected.txt can be written");
            continue;
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        if expected != said {
            let difference = TextDiff::from_lines(&expected, &said);
            let difference = difference.unified_diff();
            writeln!(failures, "{name} (- expected, + said):\n{difference}").expect("a string");
        }
    }
    assert!(
        failures.is_empty(),
        "{failures}\nUPDATE_EXPECT=1 takes over what is said"
    );
}
