//! Whether the query options that a way takes are the same: each way once, whatever types inherit it.

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::facts::differences;
use graphwright_api::route::{Call, Resolver, Route, StepKind};
use graphwright_api::{
    Api, QueryOption, QueryOptions, Root, StandardOperationKind, Target, TypeName, Way,
};

use super::reasons::{NO_PATH, ONLY_DOCUMENT};
use super::{Comparison, Different, Found};
use graphwright_openapi::DocumentSummary;

/// Compares what the ways of two models take, and takes it away from them.
pub(super) fn compare(
    csdl: &mut Api,
    openapi: &mut Api,
    summary: &DocumentSummary,
    into: &mut Comparison,
) {
    let (before, after) = (taken(csdl), taken(openapi));
    let resolver = Resolver::new(openapi, None);
    let ways: BTreeSet<&(Way, StandardOperationKind)> = before.keys().chain(after.keys()).collect();
    for way in ways {
        let (a, b) = (before.get(way), after.get(way));
        let facts = differences(&only(way, a), &only(way, b));
        into.ways.add(Found::of(&facts));
        if facts.is_empty() {
            continue;
        }
        let is_shown = summary.ways.contains(way);
        let reason = match (a, b) {
            (Some(_), None) if !is_shown => Some(NO_PATH),
            (None, Some(_)) => Some(ONLY_DOCUMENT),
            _ => {
                super::reasons::of_options(&facts, |option| lists(&resolver, summary, way, option))
            }
        };
        into.different.push(Different {
            subject: format!("{} {:?}", way.0, way.1),
            facts,
            reason,
        });
    }
}

/// Returns whether a request of the document asks this of the way and lists the query option.
fn lists(
    resolver: &Resolver<'_>,
    summary: &DocumentSummary,
    (way, kind): &(Way, StandardOperationKind),
    option: &str,
) -> bool {
    let mut listed = summary.query.iter().filter(|(.., name)| name == option);
    listed.any(|(template, method, _)| {
        let route = resolver.resolve_template(method, template);
        route.is_ok_and(|route| {
            route.call == Call::StandardOperation(*kind) && leads_by(&route, way)
        })
    })
}

/// Returns whether the last step of a path that is no key is the way.
fn leads_by(route: &Route, way: &Way) -> bool {
    let mut steps = route.steps.iter().rev();
    let last =
        steps.find(|step| !matches!(step.kind, StepKind::Key(_) | StepKind::AlternateKey(..)));
    match (last.map(|step| &step.kind), way) {
        (Some(StepKind::Root(name)), Way::Root(root)) => name == root,
        (
            Some(StepKind::Navigation(name) | StepKind::Property(name)),
            Way::Property(_, property),
        ) => name == property,
        _ => false,
    }
}

/// The query options of all ways, which are left without.
fn taken(api: &mut Api) -> BTreeMap<(Way, StandardOperationKind), Vec<QueryOption>> {
    let mut found = BTreeMap::new();
    let mut take = |way: Way, options: &mut QueryOptions| {
        for (kind, all) in std::mem::take(options).iter() {
            found.insert((way.clone(), kind), all.to_vec());
        }
    };
    for (name, root) in &mut api.roots {
        take(Way::Root(name.clone()), &mut root.options);
    }
    for resource in api.resources.values_mut() {
        for one in resource.navigation.values_mut() {
            take(one.via.clone(), &mut one.options);
        }
        for one in resource.properties.values_mut() {
            take(one.via.clone(), &mut one.options);
        }
    }
    found
}

/// A model that has nothing but a way with these options, under the name of the way.
fn only((way, kind): &(Way, StandardOperationKind), options: Option<&Vec<QueryOption>>) -> Api {
    let options = options.map(|all| (*kind, all.clone()));
    let root = Root {
        target: Target::one(TypeName::new("")),
        offers: graphwright_api::Offers::NONE,
        options: options.into_iter().collect(),
        doc: String::new(),
    };
    Api {
        roots: BTreeMap::from([(way.to_string(), root)]),
        ..Api::default()
    }
}
