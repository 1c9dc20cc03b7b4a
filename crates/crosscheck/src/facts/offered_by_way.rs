//! Whether each way offers the same standard operations: each way once, whatever types inherit it.

use std::collections::BTreeSet;

use graphwright_api::{Api, Offers, StandardOperationKind, Way};
use graphwright_openapi::DocumentSummary;

use super::reasons::{BY_DEFAULT, NO_PATH, ONLY_DOCUMENT};
use super::{Comparison, Different, Found};

/// Compares what the ways that both models have offer.
pub(super) fn compare(csdl: &Api, openapi: &Api, summary: &DocumentSummary, into: &mut Comparison) {
    let (before, after) = (offered(csdl), offered(openapi));
    let (known, read) = (ways(&before), ways(&after));
    let in_both =
        |one: &&(Way, StandardOperationKind)| known.contains(&one.0) && read.contains(&one.0);
    for one in before.union(&after).filter(in_both) {
        if before.contains(one) && after.contains(one) {
            into.ways.add(Found::Equal);
            continue;
        }
        let reason = match (before.contains(one), summary.ways.contains(one)) {
            (true, false) => Some(NO_PATH),
            (true, true) => None,
            (false, true) => Some(ONLY_DOCUMENT),
            (false, false) => Some(BY_DEFAULT),
        };
        into.ways.add(Found::Different);
        into.different.push(Different {
            subject: format!("{} offers {:?}", one.0, one.1),
            facts: Vec::new(),
            reason,
        });
    }
}

fn ways(offered: &BTreeSet<(Way, StandardOperationKind)>) -> BTreeSet<&Way> {
    offered.iter().map(|(way, _)| way).collect()
}

/// Each way with each operation that it offers.
fn offered(api: &Api) -> BTreeSet<(Way, StandardOperationKind)> {
    let mut found = BTreeSet::new();
    let mut add = |way: &Way, offers: Offers| {
        found.extend(offers.kinds().map(|kind| (way.clone(), kind)));
    };
    for (name, root) in &api.roots {
        add(&Way::Root(name.clone()), root.offers);
    }
    for resource in api.resources.values() {
        for one in resource.navigation.values() {
            add(&one.via, one.offers);
        }
        for one in resource.properties.values() {
            add(&one.via, one.offers);
        }
    }
    found
}
