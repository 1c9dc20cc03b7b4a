//! `cargo xtask conform`: documented samples through a crate that is generated and built for it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use support::{Ran, root, xtask};

const CSDL: &str = "specs/vpp-beta.csdl.xml";

/// Runs the command over samples, in a folder that stays from run to run so that little is built.
fn conform(name: &str, samples: &Path) -> (Ran, Value) {
    let out = root().join("target/conform").join(name);
    let report = samples.with_extension("report.json");
    let ran = xtask(&[
        "conform",
        "--description",
        CSDL,
        "--samples",
        samples.to_str().unwrap(),
        "--json",
        report.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ]);
    let report = fs::read_to_string(report).unwrap_or_else(|_| panic!("{}", ran.err));
    let report = serde_json::from_str(&report).unwrap();
    (ran, report)
}

/// A row of a corpus.
fn row(page: &str, method: &str, url: &str, status: u16, body: Value) -> Value {
    json!({
        "page": page,
        "version": "beta",
        "kind": "pair",
        "path_templates": [url],
        "template_methods": [method],
        "request": {"method": method, "url": format!("https://graph.microsoft.com/beta{url}"), "headers": {"X-Test": "a"}, "body": null, "body_kind": "none"},
        "response": {"status": status, "body": body, "body_kind": if body.is_null() { "none" } else { "json" }},
    })
}

#[test]
fn samples_are_judged_row_by_row_and_a_failure_is_named_with_its_page() {
    const ALL: &str = "/deviceAppManagement/vppTokens";
    let one = format!("{ALL}/1");
    let mut unsendable = row("unsendable.md", "GET", ALL, 200, json!({"value": []}));
    unsendable["request"]["headers"]["X-Test"] = json!("two\nlines");
    let mut rows = fs::read_to_string(root().join("specs/samples/vpp-beta.jsonl")).unwrap();
    for row in [
        row(
            "exact.md",
            "GET",
            &format!("{ALL}?$top=5"),
            200,
            json!({"value": [{"id": "1"}]}),
        ),
        row(
            "additional.md",
            "GET",
            &one,
            200,
            json!({"id": "1", "colour": "red"}),
        ),
        row(
            "placeholder.md",
            "GET",
            &one,
            200,
            json!({"expirationDateTime": "String (timestamp)"}),
        ),
        row("list.md", "GET", ALL, 200, json!({"id": "1"})),
        row(
            "refused.md",
            "GET",
            &one,
            404,
            json!({"error": {"code": "NotFound"}}),
        ),
        row("elsewhere.md", "GET", "/devices", 200, json!({"value": []})),
        unsendable,
    ] {
        rows.push_str(&format!("{row}\n"));
    }
    let folder = tempfile::tempdir().unwrap();
    let samples = folder.path().join("samples.jsonl");
    fs::write(&samples, rows).unwrap();
    let (ran, report) = conform("vpp-test", &samples);

    let outcomes: Vec<(String, &str)> = report["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let page = row["page"].as_str().unwrap();
            let page = page.rsplit(['/', '-']).next().unwrap().to_owned();
            (page, row["outcome"].as_str().unwrap())
        })
        .collect();
    let outcomes: Vec<(&str, &str)> = outcomes
        .iter()
        .map(|(page, outcome)| (page.as_str(), *outcome))
        .collect();
    assert_eq!(
        outcomes,
        [
            ("create.md", "exact"),
            ("delete.md", "exact"),
            ("getlicensesforapp.md", "exact"),
            ("list.md", "exact"),
            ("revokelicenses.md", "exact"),
            ("synclicensecounts.md", "exact"),
            ("synclicenses.md", "page error"),
            ("exact.md", "exact"),
            ("additional.md", "typed with members kept as additional"),
            ("placeholder.md", "page error"),
            ("list.md", "page error"),
            ("refused.md", "exact"),
            ("elsewhere.md", "unresolved"),
            ("unsendable.md", "failure"),
        ]
    );
    assert_eq!(report["serviceRoot"], "https://graph.microsoft.com/beta");
    assert_eq!(
        report["rows"][9]["response"]["deviations"][0]["kind"],
        "placeholder instead of a value"
    );
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.out.contains("failure: unsendable.md ("), "{}", ran.out);
    assert!(
        ran.out.contains("     14  rows\n      8    exact\n"),
        "{}",
        ran.out
    );
    assert!(ran.err.contains("14 samples"), "{}", ran.err);
    assert_eq!(ran.out.matches("failure: ").count(), 1, "{}", ran.out);
}

#[test]
fn what_is_no_corpus_is_told_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let samples = folder.path().join("samples.jsonl");
    fs::write(&samples, "\n{\"page\":1}\n").unwrap();
    let ran = xtask(&[
        "conform",
        "--description",
        CSDL,
        "--samples",
        samples.to_str().unwrap(),
    ]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("samples.jsonl:2:9: "), "{}", ran.err);
    assert_eq!(ran.out, "");
}
