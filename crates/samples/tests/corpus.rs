//! The documented samples, checked in and not.

mod common;

use std::error::Error;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;
use graphwright_samples::{Call, Sample, read, resolve, same_json};

fn checked_in(name: &str) -> Result<Vec<Sample>, Box<dyn Error>> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../specs/samples"));
    Ok(read(&fs::read_to_string(folder.join(name))?)?)
}

#[test]
fn every_checked_in_request_finds_its_operation() {
    let api = common::api(None);
    for (name, expected) in [
        (
            "vpp-beta.jsonl",
            "Create Delete getLicensesForApp List revokeLicenses syncLicenseCounts syncLicenses",
        ),
        ("vpp-v1.0.jsonl", "Create Delete List syncLicenses"),
    ] {
        let calls: Vec<String> = checked_in(name)
            .unwrap()
            .iter()
            .map(|sample| {
                let request = sample.request.as_ref().unwrap();
                let route = resolve(&api, &request.method, &request.url).unwrap();
                for (method, path) in sample.template_methods.iter().zip(&sample.path_templates) {
                    let listed = resolve(&api, method, path).unwrap();
                    assert_eq!(listed.target(), route.target());
                }
                match route.call {
                    Call::StandardOperation(kind) => format!("{kind:?}"),
                    Call::Bound(invocation) => invocation.operation,
                    other => panic!("{other:?}"),
                }
            })
            .collect();
        assert_eq!(calls.join(" "), expected, "{name}");
    }
}

#[test]
fn a_checked_in_body_is_there_exactly_when_it_is_json() {
    let files = ["vpp-beta.jsonl", "vpp-v1.0.jsonl"];
    for sample in files.iter().flat_map(|name| checked_in(name).unwrap()) {
        let (request, response) = (sample.request.unwrap(), sample.response.unwrap());
        assert_eq!(request.body.is_some(), request.body_kind == "json");
        assert_eq!(response.body.is_some(), response.body_kind == "json");
        assert_eq!(response.body.is_some(), response.status != 204);
        assert!(!sample.permissions.delegated_work.is_empty());
    }
}

#[test]
fn every_row_of_the_shared_corpora_is_read() {
    let folder = Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/samples"
    ));
    if !folder.exists() {
        eprintln!("skipped: ../shared is absent");
        return;
    }
    for (name, rows) in [("dev-v1.0", 2_563), ("dev-beta", 5_476)] {
        let file = File::open(folder.join(name).with_added_extension("jsonl.gz")).unwrap();
        let mut text = String::new();
        GzDecoder::new(file).read_to_string(&mut text).unwrap();
        let samples = read(&text).unwrap();
        assert_eq!(samples.len(), rows, "{name}");
        for sample in samples {
            let request = sample.request.and_then(|request| request.body);
            let response = sample.response.and_then(|response| response.body);
            for body in request.iter().chain(&response) {
                assert_eq!(same_json(body.get(), body.get()), Ok(()), "{}", sample.page);
            }
        }
    }
}
