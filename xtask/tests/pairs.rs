//! `cargo xtask crosscheck` on real services: what OpenAPI documents of both converters say is what the CSDL
//! says that they were made of, and what they cannot say is proven.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::fs;
use std::path::Path;

use serde_json::Value;
use support::{root, shared, unpacked, xtask};

/// How many of a hundred must be equal: of all types, of all request functions, and of those request
/// functions that the document has.
type Bar = (f64, f64, f64);

/// All of Graph: the CSDL, the document, and the bar.
const GRAPH: [(&str, &str, Bar); 4] = [
    (
        "metadata/graph-v1.0-clean.csdl",
        "openapi/graph-v1.0-official.openapi30.yaml.gz",
        (99.0, 97.0, 99.9),
    ),
    (
        "metadata/graph-beta-older-clean.csdl",
        "openapi/graph-beta-older-official.openapi30.yaml.gz",
        (99.0, 97.0, 99.9),
    ),
    (
        "metadata/graph-v1.0-security.csdl",
        "openapi/graph-v1.0-security.json",
        (98.0, 65.0, 99.0),
    ),
    (
        "metadata/graph-v1.0.csdl",
        "openapi/graph-v1.0-depth2.openapi30.json.gz",
        (93.0, 85.0, 98.0),
    ),
];

/// Other services. One type of TripService is for errors alone, so that its document has no schema of it.
const OTHERS: [(&str, &str, Bar); 13] = [
    (
        "ComposableFunctions",
        "ms.openapi30.yaml",
        (100.0, 100.0, 100.0),
    ),
    ("Contract", "ms.openapi30.yaml", (100.0, 100.0, 100.0)),
    ("Northwind", "ms.openapi30.yaml", (100.0, 98.0, 100.0)),
    ("Products", "ms.openapi30.yaml", (100.0, 100.0, 100.0)),
    ("TripPin", "ms.openapi30.yaml", (100.0, 95.0, 100.0)),
    ("containment", "ms.openapi30.yaml", (100.0, 92.0, 100.0)),
    ("Northwind", "openapi30.json", (100.0, 100.0, 100.0)),
    ("Products", "openapi30.json", (100.0, 100.0, 100.0)),
    ("TripPin", "openapi30.json", (100.0, 95.0, 100.0)),
    ("containment", "openapi30.json", (100.0, 100.0, 100.0)),
    ("csdl-16.1", "openapi30.json", (100.0, 100.0, 100.0)),
    ("TripService", "openapi30.yaml", (94.0, 100.0, 100.0)),
    ("TripService", "openapi31.yaml", (94.0, 100.0, 100.0)),
];

/// Services of our own, in `unseen`, which have together what no other pair has. Each as the converter of OASIS
/// writes it, and after the manner of Microsoft's. What OASIS's leaves out of a document: base types that nothing
/// refers to, which enumerations are of flags, keys of what is only reached through a cast, that a property is a
/// stream, for which namespace an alias stands, and the query options of function imports.
/// `shelf` has keys as segments, of several parts too; `words` descriptions of all that can have one; `options`
/// headers and query options of its own; `remarks` nothing but annotations of another schema; `post` a default
/// namespace, whose operations are called by their simple names, with parameters in the query that may be null.
const UNSEEN: [(&str, &str, Bar); 16] = [
    ("observatory", "oasis.json", (58.0, 57.0, 75.0)),
    ("observatory", "ms.yaml", (100.0, 95.0, 100.0)),
    ("harbour", "oasis.json", (94.0, 96.0, 100.0)),
    ("harbour", "ms.yaml", (100.0, 97.0, 100.0)),
    ("archive", "oasis.json", (71.0, 98.0, 100.0)),
    ("archive", "ms.yaml", (100.0, 100.0, 100.0)),
    ("shelf", "oasis.json", (100.0, 100.0, 100.0)),
    ("shelf", "oasis31.json", (100.0, 100.0, 100.0)),
    ("words", "oasis.json", (100.0, 100.0, 100.0)),
    ("words", "oasis31.json", (100.0, 100.0, 100.0)),
    ("options", "oasis.json", (100.0, 88.0, 87.0)),
    ("options", "oasis31.json", (100.0, 88.0, 87.0)),
    ("remarks", "oasis.json", (100.0, 100.0, 100.0)),
    ("remarks", "oasis31.json", (100.0, 100.0, 100.0)),
    ("post", "oasis.json", (100.0, 97.0, 100.0)),
    ("post", "oasis31.json", (100.0, 97.0, 100.0)),
];

/// Compares the two, which must explain all that they differ in and reach the bar.
fn meet(csdl: &Path, openapi: &Path, bar: Bar) {
    let folder = tempfile::tempdir().unwrap();
    let openapi = unpacked(openapi, folder.path());
    let json = folder.path().join("report.json");
    let ran = xtask(&[
        "crosscheck",
        csdl.to_str().unwrap(),
        openapi.to_str().unwrap(),
        "--json",
        json.to_str().unwrap(),
    ]);
    let name = openapi.display();
    assert_eq!(ran.code, Some(0), "{name}: {}{}", ran.out, ran.err);
    let report: Value = serde_json::from_str(&fs::read_to_string(json).unwrap()).unwrap();
    let facts = &report["facts"];
    let percent = |what: &str| {
        let number = |name: &str| facts[what][name].as_f64().unwrap();
        let equal = number("equal") + number("words");
        let all = equal + number("different");
        // Of nothing, nothing is different.
        if all == 0.0 {
            100.0
        } else {
            equal * 100.0 / all
        }
    };
    let (types, functions, stated) = bar;
    for (what, least) in [
        ("types", types),
        ("functions", functions),
        ("stated_functions", stated),
    ] {
        assert!(percent(what) >= least, "{name}: {what}: {}", ran.out);
    }
    let different = facts["different"].as_array().unwrap();
    assert!(
        different.iter().all(|one| one["reason"].is_string()),
        "{name}"
    );
}

#[test]
fn all_of_graph_is_read_as_far_as_its_documents_go() {
    let Some(shared) = shared() else { return };
    for (csdl, openapi, bar) in GRAPH {
        meet(&shared.join(csdl), &shared.join(openapi), bar);
    }
}

#[test]
fn services_with_rare_constructs_are_read_as_far_as_their_documents_go() {
    let folder = root().join("xtask/tests/unseen");
    for (name, document, bar) in UNSEEN {
        let pair = |end: &str| folder.join(format!("{name}.{end}"));
        meet(&pair("csdl.xml"), &pair(document), bar);
    }
}

#[test]
fn other_services_are_read_as_far_as_their_documents_go() {
    let Some(shared) = shared() else { return };
    for (name, document, bar) in OTHERS {
        let pair = |end: &str| shared.join(format!("pairs/{name}.{end}"));
        meet(&pair("csdl"), &pair(document), bar);
    }
}
