//! What the reader says of documents that it cannot use.

#[path = "../../api/tests/support/malformed.rs"]
mod cases;

use std::path::Path;

use graphwright_openapi::Kind;

#[test]
fn every_malformed_document_is_refused_in_the_expected_words() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/malformed");
    cases::assert_cases(&folder, &["input.yaml", "input.json"], |file, text| {
        graphwright_openapi::read_as(file, text, Some(Kind::OData))
    });
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
