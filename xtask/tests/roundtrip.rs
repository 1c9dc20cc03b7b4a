//! `cargo xtask roundtrip`: made-up values through every model of a crate that is generated for it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::fs;

use serde_json::Value;
use support::{root, xtask};

const CSDL: &str = "specs/vpp-beta.csdl.xml";

#[test]
fn every_model_is_tried_and_the_report_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.json");
    let out = root().join("target/roundtrip/vpp-test");
    let ran = xtask(&[
        "roundtrip",
        "--description",
        CSDL,
        "--cases",
        "50",
        "--seed",
        "9",
        "--json",
        report.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert_eq!(
        ran.out.lines().skip(1).collect::<Vec<_>>(),
        [
            "      5  enumerations",
            "      1  enums over derived types",
            "      1  parameters of actions",
            "      6  structs",
            "all came back equal",
        ]
    );
    assert!(
        ran.out.starts_with(&format!("{CSDL}: 650 values, ")),
        "{}",
        ran.out
    );
    assert!(
        ran.err.contains("roundtrip: 13 models generated"),
        "{}",
        ran.err
    );
    let report: Value = serde_json::from_str(&fs::read_to_string(report).unwrap()).unwrap();
    assert_eq!(report["values"], 650);
    assert_eq!(report["failures"], Value::Array(Vec::new()));
}

#[test]
fn a_type_that_is_not_there_is_told() {
    let out = root().join("target/roundtrip/vpp-test");
    let out = out.to_str().unwrap();
    let ran = xtask(&[
        "roundtrip",
        "--description",
        CSDL,
        "--type",
        "no.such",
        "--out",
        out,
    ]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err.contains("no model is of the type `no.such`"),
        "{}",
        ran.err
    );
    assert_eq!(ran.out, "");
}

#[test]
fn maps_lists_and_choices_of_a_plain_service_lose_nothing() {
    for name in ["maps", "lists-of-lists", "derived-by-discriminator"] {
        let description = format!("crates/openapi/tests/fixtures/plain/{name}.yaml");
        let out = root().join("target/roundtrip").join(name);
        let ran = xtask(&[
            "roundtrip",
            "--description",
            &description,
            "--cases",
            "100",
            "--out",
            out.to_str().unwrap(),
        ]);
        assert_eq!(ran.code, Some(0), "{name}: {}{}", ran.out, ran.err);
        assert!(ran.out.ends_with("all came back equal\n"), "{}", ran.out);
    }
}
