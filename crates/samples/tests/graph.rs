//! The documented requests of Graph against its real metadata, where it is.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;
use graphwright_api::Api;
use graphwright_samples::{Resolver, Sample, Why, read};

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
    let mut text = String::new();
    let file = File::open(shared.join("samples").join(corpus)).unwrap();
    GzDecoder::new(file).read_to_string(&mut text).unwrap();
    Some((api, read(&text).unwrap()))
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
        if let Err(no) = resolver.resolve(method, url) {
            *reasons.entry(no.why).or_default() += 1;
        }
    }
    (all, reasons)
}

#[test]
fn almost_every_documented_request_finds_its_function() {
    let Some((api, samples)) = real("graph-v1.0.csdl", "dev-v1.0.jsonl.gz") else {
        return;
    };
    let requests = samples.iter().filter_map(|one| one.request.as_ref());
    let requests = requests.map(|one| (one.method.as_str(), one.url.as_str()));
    let (all, reasons) = resolve(&api, requests);
    let lost: usize = reasons.values().sum();
    assert!(lost * 100 < all * 14, "{lost} of {all}: {reasons:?}");

    let templates = samples.iter().flat_map(|one| {
        let methods = one.template_methods.iter().map(String::as_str);
        methods.zip(one.path_templates.iter().map(String::as_str))
    });
    let (all, reasons) = resolve(&api, templates);
    let lost: usize = reasons.values().sum();
    assert!(lost * 100 < all * 19, "{lost} of {all}: {reasons:?}");
}
