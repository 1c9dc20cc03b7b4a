//! Whether what resources offer on the paths of a document is what the document has there.

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::route::{Call, Resolver, Route, StepKind};
use graphwright_api::{Api, StandardOperationKind};

use graphwright_openapi::DocumentSummary;

/// The operations that resources offer on the paths of a document, counted against those that it has.
#[derive(Clone, Debug, Default)]
pub struct Offered {
    /// How many operations the document has.
    pub documented: usize,
    /// How many of them can be called.
    pub callable: usize,
    /// The standard operations that resources offer on paths of the document. Casts and results of functions are
    /// left aside, for converters write no more than GET for them.
    pub standard: Share,
    /// The share of references (`$ref`).
    pub references: Share,
}

/// How much of what is offered the document has.
#[derive(Clone, Debug, Default)]
pub struct Share {
    /// How many operations are offered.
    pub offered: usize,
    /// Those that the document does not have: the path and the operation.
    pub false_offers: Vec<(String, StandardOperationKind)>,
}

impl Share {
    /// Returns how many of a hundred are false; of none, none is.
    pub fn percent(&self) -> f64 {
        match self.offered {
            0 => 0.0,
            all => self.false_offers.len() as f64 * 100.0 / all as f64,
        }
    }

    /// Returns how often each operation is offered where the document does not have it.
    pub fn by_kind(&self) -> BTreeMap<StandardOperationKind, usize> {
        let mut counts = BTreeMap::new();
        for (_, kind) in &self.false_offers {
            *counts.entry(*kind).or_default() += 1;
        }
        counts
    }
}

/// Judges what `api` offers by the requests that `summary` has of the document.
pub(super) fn offered(api: &Api, summary: &DocumentSummary) -> Offered {
    let resolver = Resolver::new(api, None);
    let mut found = Offered::default();
    for (template, method) in &summary.requests {
        found.documented += 1;
        found.callable += usize::from(resolver.resolve_template(method, template).is_ok());
    }
    let templates: BTreeSet<&str> = summary.requests.iter().map(|(path, _)| &**path).collect();
    for template in templates.iter().filter(|path| !is_system(path)) {
        for kind in StandardOperationKind::ALL {
            let path = match kind.segment() {
                Some(segment) => format!("{template}/{segment}"),
                None => (*template).to_owned(),
            };
            let route = resolver.resolve_template(kind.method(), &path);
            if !route.is_ok_and(|route| is_offered(&route, kind)) {
                continue;
            }
            let share = match kind.is_of_references() {
                true => &mut found.references,
                false => &mut found.standard,
            };
            share.offered += 1;
            let request = (path, kind.method().to_owned());
            if !summary.requests.contains(&request) {
                share.false_offers.push((request.0, kind));
            }
        }
    }
    found
}

/// Returns whether the last segment is one of OData's own.
fn is_system(path: &str) -> bool {
    path.rsplit('/')
        .next()
        .is_some_and(|it| it.starts_with('$'))
}

fn is_offered(route: &Route, kind: StandardOperationKind) -> bool {
    let last = route.steps.iter();
    let mut aside =
        last.filter(|step| matches!(step.kind, StepKind::Cast { .. } | StepKind::Compose(_)));
    route.call == Call::StandardOperation(kind) && aside.next().is_none()
}
