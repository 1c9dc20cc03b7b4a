//! What the reader says of documents that it cannot use.
//!
//! Each folder in `tests/malformed` has an `input.yaml` or `input.json` and, in `expected.txt`, all that is said of it.
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
        let input = if case.join("input.json").exists() {
            "input.json"
        } else {
            "input.yaml"
        };
        let text = fs::read_to_string(case.join(input)).expect("the input is there");
        let said = match graphwright_openapi::read(input, &text) {
            Ok(lowered) => format!("no error\n{}", display(&lowered.warnings)),
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

#[test]
fn nesting_without_end_is_refused_and_harms_nothing() {
    let deep = [
        format!(
            "{{\"openapi\":\"3.0.0\",\"x\":{}{}}}",
            "[".repeat(10_000),
            "]".repeat(10_000)
        ),
        "[".repeat(1_000_000),
        "{\"a\":".repeat(100_000),
        format!("x: {}{}", "[".repeat(10_000), "]".repeat(10_000)),
        (0..3_000)
            .map(|depth| format!("{}a:\n", " ".repeat(depth)))
            .collect(),
        "- ".repeat(10_000),
    ];
    for text in deep {
        let errors = graphwright_openapi::read("deep", &text).expect_err("it nests too deep");
        assert!(errors[0].position.is_some(), "{}", errors[0]);
        assert!(
            errors[0].message.contains("recursion limit"),
            "{}",
            errors[0]
        );
    }
}
