#![allow(clippy::all, missing_docs)]
use graphwright_api::{fixups::Fixups, permissions::Table, route::*, *};
use std::collections::*;
use std::io::Read;
fn gz(p: &str) -> String {
    let mut t = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(p).unwrap())
        .read_to_string(&mut t)
        .unwrap();
    t
}
fn old(api: &Api, path: &str, method: &str) -> Option<()> {
    let path = path.to_lowercase();
    let mut segments = path.trim_matches('/').split('/');
    let first = segments.next()?;
    let (_, root) = api
        .roots
        .iter()
        .find(|(name, _)| name.to_lowercase() == first)?;
    let mut target = root.target.clone();
    while let Some(segment) = segments.next() {
        let resource = api.resources.get(&target)?;
        if target.collection && segment.starts_with('{') {
            target = target.item();
        } else if segment == "$count" && segments.next().is_none() {
            return Some(());
        } else if let Some((_, on)) = resource
            .navigation
            .iter()
            .find(|(name, _)| name.to_lowercase() == segment)
        {
            target = on.target.clone();
        } else {
            let name = segment.split('(').next()?;
            resource
                .operations
                .iter()
                .find(|(_, o)| o[0].name.to_lowercase() == name)?;
            return segments.next().is_none().then_some(());
        }
    }
    OwnKind::of_method(method, target.collection).filter(|k| *k != OwnKind::Replace)?;
    Some(())
}
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let text = std::fs::read_to_string(&a[1]).unwrap();
    let lowered = graphwright_csdl::read(&a[1], &text).unwrap();
    for w in &lowered.warnings {
        eprintln!("{w}");
    }
    let mut api = lowered.api;
    if a[2] != "-" {
        Fixups::parse("f", &std::fs::read_to_string(&a[2]).unwrap())
            .unwrap()
            .apply(&mut api)
            .map_err(|e| e.iter().for_each(|e| eprintln!("{e}")))
            .ok();
    }
    println!(
        "resources {} complex {}",
        api.resources.len(),
        api.resources
            .values()
            .filter(|r| r.own.keys().all(|_| true))
            .count()
    );
    let resolver = Resolver::new(&api, Some("https://graph.microsoft.com/v1.0"));
    let mut show = |what: &str, all: Vec<(String, String)>| {
        let t0 = std::time::Instant::now();
        let mut why: BTreeMap<Why, Vec<String>> = BTreeMap::new();
        for (m, p) in &all {
            if let Err(no) = resolver.resolve(m, p) {
                why.entry(no.why)
                    .or_default()
                    .push(format!("{m} {p}   -- {no}"));
            }
        }
        let lost: usize = why.values().map(Vec::len).sum();
        println!(
            "## {what}: {} of {} resolve ({:?})",
            all.len() - lost,
            all.len(),
            t0.elapsed()
        );
        for (w, l) in why {
            println!("  {} {}", l.len(), w.as_str());
            for x in &l {
                println!("      [{what}|{w:?}] {x}");
            }
        }
    };
    let table = Table::parse(&gz("../shared/permissions/permissions.json.gz")).unwrap();
    let r0 = Resolver::new(&api, None);
    let pairs: Vec<(String, String)> = table
        .calls(&r0)
        .map(|(p, m, _)| (m.to_owned(), p.to_owned()))
        .collect();
    println!(
        "old: {}",
        pairs
            .iter()
            .filter(|(m, p)| old(&api, p, m).is_some())
            .count()
    );
    show("perm", pairs);
    let samples = graphwright_samples::read(&gz(&a[3])).unwrap();
    show(
        "rows",
        samples
            .iter()
            .filter_map(|s| s.request.as_ref())
            .map(|r| (r.method.clone(), r.url.clone()))
            .collect(),
    );
    show(
        "tmpl",
        samples
            .iter()
            .flat_map(|s| {
                s.template_methods
                    .iter()
                    .cloned()
                    .zip(s.path_templates.iter().cloned())
            })
            .collect(),
    );
    if let Some(o) = a.get(4) {
        let mut ops = vec![];
        let (mut path, mut on) = (String::new(), false);
        for l in gz(o).lines() {
            if l == "paths:" {
                on = true
            } else if !l.starts_with(' ') {
                on = false
            }
            if !on {
                continue;
            }
            let l = l.trim_end();
            if l.starts_with("  ") && !l.starts_with("   ") {
                path = l
                    .trim()
                    .trim_end_matches(':')
                    .trim_matches('\'')
                    .replace("''", "'")
                    .to_owned();
            }
            for m in ["get", "post", "put", "patch", "delete"] {
                if l == format!("    {m}:") {
                    ops.push((m.to_uppercase(), path.clone()));
                }
            }
        }
        show("open", ops);
    }
}
