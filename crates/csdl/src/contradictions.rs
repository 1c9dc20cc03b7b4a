//! Reports annotations that contradict each other, with both places.

use graphwright_api::{About, Origin, TypeName};

use crate::Context;
use crate::annotations::{Expression, term};
use crate::capabilities::{Capabilities, OfNavigation};
use crate::report::Report;
use crate::schema::Csdl;

/// The terms, with the members of their records, that allow or rule out an operation.
const ALLOWED: [(&str, &str); 9] = [
    (term::COUNT, "Countable"),
    (term::DELETE, "Deletable"),
    (term::EXPAND, "Expandable"),
    (term::FILTER, "Filterable"),
    (term::INSERT, "Insertable"),
    (term::READ, "Readable"),
    (term::SEARCH, "Searchable"),
    (term::SORT, "Sortable"),
    (term::UPDATE, "Updatable"),
];

const HELP: &str =
    "remove one of the two, or say in a fix-up file what holds (`offer`, `withdraw`, `allow`)";

/// Reports what annotations of one target say twice and otherwise.
pub(crate) fn of_targets(csdl: &Csdl, report: &mut Report<'_>) {
    for one in csdl.annotations.contradictions() {
        let (origin, first) = one.first;
        let (other, second) = one.other;
        let message = format!(
            "`{}` of `{}` is {first} here and {second} at {}: the first counts",
            one.what.escape_debug(),
            one.target.escape_debug(),
            report.place(other)
        );
        report.warning(Some(origin), about(csdl, one.target), message, HELP);
    }
}

/// Reports what is said of a navigation property at its own place and otherwise for a path from a set or
/// singleton, and properties that are fixed and updatable.
pub(crate) fn of_ways<'a>(
    context: Context<'a>,
    restrictions: &OfNavigation<'a>,
    report: &mut Report<'_>,
) {
    let csdl = context.csdl;
    for decl in &csdl.types {
        let members = decl.structured().map_or(&[][..], |one| &one.members);
        for member in members {
            if member.navigation {
                let way = restrictions.navigation(csdl, &decl.name, &member.name);
                of_way(csdl, &way, report);
            } else {
                fixed(csdl, &format!("{}/{}", decl.name, member.name), report);
            }
        }
    }
}

fn of_way(csdl: &Csdl, way: &Capabilities<'_, '_>, report: &mut Report<'_>) {
    for (term, member) in ALLOWED {
        let asked = |record: &Expression| Some((record.allows(member)?, record.origin(member)));
        let here = way.by_place(term).filter_map(asked);
        let here: Vec<(bool, Origin)> = here.collect();
        let Some((first, origin)) = here.first().copied() else {
            continue;
        };
        let by_path = way.by_path(term).filter_map(asked);
        let mut all = here.into_iter().chain(by_path);
        let Some((second, other)) = all.find(|(said, _)| *said != first) else {
            continue;
        };
        let counts = way.says(term, |record| record.allows(member));
        let message = format!(
            "`{term}/{member}` of `{}` is `{first}` here and `{second}` at {}: `{}` counts for all paths",
            way.place().escape_debug(),
            report.place(other),
            counts.unwrap_or(first)
        );
        report.warning(Some(origin), about(csdl, way.place()), message, HELP);
    }
}

/// A property that only the service sets, and that is updatable all the same.
fn fixed(csdl: &Csdl, place: &str, report: &mut Report<'_>) {
    let said = csdl.annotations.on(place);
    let Some(update) = said.get(term::UPDATE) else {
        return;
    };
    let fixed_by = [
        (term::COMPUTED, said.is_generated()),
        (term::PERMISSIONS, said.is_read_only()),
    ];
    let by = fixed_by.into_iter().find(|(_, is_fixed)| *is_fixed);
    let Some((by, _)) = by.filter(|_| update.allows("Updatable") == Some(true)) else {
        return;
    };
    let message = format!(
        "`{}` is updatable by `{}/Updatable` here, and only the service sets it by `{by}` at {}: it is not updated",
        place.escape_debug(),
        term::UPDATE,
        report.place(said.origin(by))
    );
    let origin = update.origin("Updatable");
    report.warning(Some(origin), about(csdl, place), message, HELP);
}

/// Returns what slices a finding about a target has to do with.
fn about(csdl: &Csdl, target: &str) -> About {
    let (owner, member) = target.split_once('/').unwrap_or((target, ""));
    if owner == csdl.container.name && !member.is_empty() {
        return About::Root(member.split('/').next().unwrap_or(member).to_owned());
    }
    let called = owner.split('(').next().unwrap_or(owner);
    match csdl.types.iter().any(|decl| decl.name == owner) {
        true => About::Type(TypeName::new(owner)),
        false => About::Operation(called.rsplit('.').next().unwrap_or(called).to_owned()),
    }
}
