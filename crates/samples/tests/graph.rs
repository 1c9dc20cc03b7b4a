//! The documented requests of Graph against its real metadata, where it is.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;
use graphwright_api::Api;
use graphwright_api::fixups::Fixups;
use graphwright_samples::{Inspector, Kind, Resolver, Sample, Why, answer, read};
use serde_json::Value;

const ROOT: &str = "https://graph.microsoft.com/v1.0";

/// The metadata and the corpus; nothing where they are not there.
fn real(description: &str, corpus: &str) -> Option<(Api, Vec<Sample>)> {
    let shared = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    if !shared.exists() {
        eprintln!("skipped: ../shared is absent");
        return None;
    }
    let path = shared.join("metadata").join(description);
    let text = fs::read_to_string(path).unwrap();
    let api = graphwright_csdl::read(description, &text).unwrap().api;
    Some((api, read(&unpacked(corpus)).unwrap()))
}

/// A gzip file of the shared samples.
fn unpacked(name: &str) -> String {
    let shared = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    let mut text = String::new();
    let file = File::open(shared.join("samples").join(name)).unwrap();
    GzDecoder::new(file).read_to_string(&mut text).unwrap();
    text
}

/// How many requests there are, and the reasons for which the others lead nowhere.
fn resolve<'a>(
    api: &Api,
    requests: impl Iterator<Item = (&'a str, &'a str)>,
) -> (usize, BTreeMap<Why, usize>) {
    let resolver = Resolver::new(api, Some(ROOT));
    let mut reasons = BTreeMap::new();
    let mut all = 0;
    for (method, url) in requests {
        all += 1;
        if let Err(no) = resolver.resolve_template(method, url) {
            *reasons.entry(no.why).or_default() += 1;
        }
    }
    (all, reasons)
}

#[test]
fn almost_every_documented_request_finds_its_function() {
    let Some((mut api, samples)) = real("graph-v1.0.csdl", "dev-v1.0.jsonl.gz") else {
        return;
    };
    let name = "graph-v1.0.toml";
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../specs/fixups"));
    let fixups = fs::read_to_string(folder.join(name)).unwrap();
    let fixups = Fixups::parse(name, &fixups).unwrap();
    fixups.apply(&mut api).unwrap();
    let requests = samples.iter().filter_map(|one| one.request.as_ref());
    let requests = requests.map(|one| (one.method.as_str(), one.url.as_str()));
    let (all, reasons) = resolve(&api, requests);
    let lost: usize = reasons.values().sum();
    assert!(lost * 100 < all * 5, "{lost} of {all}: {reasons:?}");

    let templates = samples.iter().flat_map(|one| {
        let methods = one.template_methods.iter().map(String::as_str);
        methods.zip(one.path_templates.iter().map(String::as_str))
    });
    let (all, reasons) = resolve(&api, templates);
    let lost: usize = reasons.values().sum();
    assert!(lost * 100 < all * 2, "{lost} of {all}: {reasons:?}");
}

#[test]
fn what_is_found_of_responses_is_what_an_independent_reader_found() {
    let Some((api, samples)) = real("graph-v1.0.csdl", "dev-v1.0.jsonl.gz") else {
        return;
    };
    let resolver = Resolver::new(&api, Some(ROOT));
    let inspector = Inspector::new(&api);
    let findings = unpacked("findings-v1.0.jsonl.gz");
    let findings = findings
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let findings: Vec<Value> = findings.collect();
    assert_eq!(findings.len(), samples.len());
    for (theirs, ours) in [
        ("envelope_object_for_single", Kind::EnvelopeAroundSingle),
        ("envelope_list_for_single", Kind::ListAroundSingle),
        ("bare_object_for_collection", Kind::BareInCollection),
        ("odata_type_no_hash", Kind::TypeWithoutHash),
        ("enum_case", Kind::EnumCase),
        ("property_case", Kind::MemberCase),
        ("number_as_string", Kind::NumberAsText),
    ] {
        let mut rows = 0;
        for (sample, finding) in samples.iter().zip(&findings) {
            let (Some(request), Some(response)) = (&sample.request, &sample.response) else {
                continue;
            };
            let Ok(route) = resolver.resolve(&request.method, &request.url) else {
                continue;
            };
            let Some(body) = response.body.as_ref().filter(|_| response.status < 300) else {
                continue;
            };
            let found = inspector.answer(&answer(&api, &route), body).deviations;
            let ours = found.iter().any(|one| one.kind == ours);
            let list = finding["findings"].as_array().unwrap();
            let theirs = list.iter().any(|one| one[0] == theirs);
            assert_eq!(ours, theirs, "{}: {list:?}: {found:?}", sample.page);
            rows += usize::from(ours);
        }
        assert!(rows > 0, "{theirs}");
    }
}
