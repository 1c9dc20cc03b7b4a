//! The query options of a service's own (`CustomQueryOptions` of the vocabulary `Org.OData.Capabilities.V1`).

use graphwright_api::options::{is_custom, unite};
use graphwright_api::{QueryOption, StandardOperationKind};

use crate::annotations::{Expression, term};
use crate::capabilities::{Capabilities, by_key};
use crate::schema::Csdl;

impl Capabilities<'_, '_> {
    /// The query options that an operation of the way takes: those that are listed at its own place, and those
    /// that are listed for a path from a set or singleton.
    pub(crate) fn options(&self, kind: StandardOperationKind) -> Vec<QueryOption> {
        let term = match kind {
            StandardOperationKind::List | StandardOperationKind::Get => term::READ,
            StandardOperationKind::Create => term::INSERT,
            StandardOperationKind::Update | StandardOperationKind::Replace => term::UPDATE,
            StandardOperationKind::Delete => term::DELETE,
            _ => return Vec::new(),
        };
        let asked = |record: &Expression| {
            let by_key = by_key(record).filter(|_| kind == StandardOperationKind::Get);
            by_key.and_then(listed).or_else(|| listed(record))
        };
        let mut options = self.by_place(term).find_map(asked).unwrap_or_default();
        let by_path = self.by_path(term).filter_map(asked);
        by_path.for_each(|more| unite(&mut options, more));
        options
    }
}

/// The query options that a call of an operation takes, by the first of the targets that lists any.
pub(crate) fn of_call(csdl: &Csdl, places: &[String]) -> Vec<QueryOption> {
    let mut said = places
        .iter()
        .filter_map(|place| csdl.annotations.on(place).get(term::OPERATION));
    said.find_map(listed).unwrap_or_default()
}

/// The options that a restriction lists. No annotation types them.
fn listed(restriction: &Expression) -> Option<Vec<QueryOption>> {
    let mut options: Vec<QueryOption> = Vec::new();
    for one in restriction.property("CustomQueryOptions")?.items() {
        let Some(name) = one.said("Name").map(str::trim).filter(|it| is_custom(it)) else {
            continue;
        };
        if options.iter().any(|known| known.name == name) {
            continue;
        }
        options.push(QueryOption {
            name: name.to_owned(),
            doc: described(one),
            ty: QueryOption::TEXT,
            required: one.allows("Required") == Some(true),
            origin: one.origin("Name"),
        });
    }
    Some(options)
}

/// The description, with the page that it refers to as Microsoft's converter writes it.
fn described(option: &Expression) -> String {
    let said = |name| option.said(name).unwrap_or_default().trim();
    match (said("Description"), said("DocumentationURL")) {
        (text, "") => text.to_owned(),
        (text, page) => format!("{text} Documentation URL: {page}")
            .trim_start()
            .to_owned(),
    }
}
