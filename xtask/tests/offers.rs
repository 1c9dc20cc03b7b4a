//! What ways offer in all of Graph: the same from its metadata and from its document, and hardly anything that the
//! document does not have.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use support::{root, shared, unpacked, xtask};

const DOCUMENT: &str = "openapi/graph-v1.0-official.openapi31.json.gz";

/// The ways of which slices are generated.
const WAYS: [&str; 4] = [
    "/me/calendarView",
    "/users/{id}/calendarView",
    "/groups/{id}/members",
    "/me/calendars/{id}/calendarView",
];

/// The resources and offers of a slice, without comments: a document lists query options that the metadata rule out.
fn code(description: &Path, out: &Path) -> BTreeMap<String, String> {
    let mut arguments = vec![
        "codegen",
        "--description",
        description.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
        "--name",
        "slice",
        "--service-root",
        "https://graph.microsoft.com/v1.0",
    ];
    for way in WAYS {
        arguments.extend(["--include", way]);
    }
    let ran = xtask(&arguments);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    let mut files = BTreeMap::new();
    let resources = fs::read_dir(out.join("src/resources")).unwrap();
    let paths = resources.map(|entry| entry.unwrap().path());
    for path in paths.chain([out.join("src/offers.rs"), out.join("src/client.rs")]) {
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().filter(|line| !line.trim().starts_with("///"));
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        files.insert(name, lines.collect::<Vec<_>>().join("\n"));
    }
    files
}

#[test]
fn ways_offer_the_same_from_the_metadata_and_from_the_document() {
    let Some(shared) = shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let document = unpacked(&shared.join(DOCUMENT), folder.path());
    let metadata = shared.join("metadata/graph-v1.0-clean.csdl");
    let of_metadata = code(&metadata, &folder.path().join("metadata"));
    let of_document = code(&document, &folder.path().join("document"));
    assert_alike(&of_metadata, &of_document);

    let events = &of_metadata["event_collection.rs"];
    assert!(events.contains("start_date_time: &str,\n        end_date_time: &str,"));
    let user = &of_metadata["user_resource.rs"];
    let marker = "EventCollection<ListByStartDateTimeAndEndDateTimeCount>";
    assert!(user.contains(marker), "{user}");
    let group = &of_metadata["group_resource.rs"];
    let members = group.split("DirectoryObjectCollection<").nth(1).unwrap();
    let marker = members.split('>').next().unwrap();
    assert!(marker.ends_with("AndReferences"), "{marker}");
    assert!(!marker.contains("Create"), "{marker}");
}

fn assert_alike(one: &BTreeMap<String, String>, other: &BTreeMap<String, String>) {
    let names = |files: &BTreeMap<String, String>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(one), names(other));
    for (name, text) in one {
        assert_eq!(text, &other[name], "{name}");
    }
}

/// Ways whose references the reference pages of the service document, and its document does not have.
const BEYOND_THE_DOCUMENT: [&str; 3] = [
    "identityProviders",
    "custodianSources",
    "noncustodialSources",
];

#[test]
fn with_the_corrections_hardly_anything_is_offered_that_the_document_does_not_have() {
    let Some(shared) = shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let document = unpacked(&shared.join(DOCUMENT), folder.path());
    let json = folder.path().join("report.json");
    let ran = xtask(&[
        "crosscheck",
        shared.join("metadata/graph-v1.0.csdl").to_str().unwrap(),
        document.to_str().unwrap(),
        "--fixups",
        root()
            .join("specs/fixups/graph-v1.0.toml")
            .to_str()
            .unwrap(),
        "--json",
        json.to_str().unwrap(),
    ]);
    // The words of the corrections are ours, and not those of the document: that is told as a difference.
    assert!(ran.code.is_some_and(|code| code < 2), "{}", ran.err);
    let report: Value = serde_json::from_str(&fs::read_to_string(json).unwrap()).unwrap();
    let offered = &report["facts"]["offered"];
    let share = |what: &str| {
        let share = &offered[what];
        let all = share["offered"].as_f64().unwrap();
        (share["false"].as_array().unwrap().clone(), all)
    };
    let (standard, all) = share("standard");
    assert!(standard.len() as f64 * 100.0 <= all * 2.0, "{}", ran.out);
    let (references, _) = share("references");
    for one in &references {
        let documented = BEYOND_THE_DOCUMENT
            .iter()
            .any(|way| one.as_str().unwrap().contains(way));
        assert!(documented, "{one}");
    }
    let number = |name: &str| offered[name].as_f64().unwrap();
    let callable = number("callable") * 100.0 / number("documented");
    assert!(
        callable >= 99.4,
        "{callable} of a hundred operations can be called"
    );
}
