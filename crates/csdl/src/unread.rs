//! What was read and not used.

use std::collections::{BTreeMap, HashSet};

use graphwright_api::Api;

use crate::Context;
use crate::report::Report;

/// Counts what was read and not used, and warns once of the requests that are therefore missing.
pub(crate) fn count(
    context: Context<'_>,
    api: &Api,
    report: &mut Report<'_>,
) -> BTreeMap<String, usize> {
    let csdl = context.csdl;
    let mut unread = csdl.unread.clone();
    csdl.annotations.count_unused(&mut unread);
    let imports = csdl.container.imports.iter();
    let imported: HashSet<&str> = imports.map(|import| &*import.operation).collect();
    let unbound = csdl.operations.iter().filter(|one| !one.bound);
    let unbound = unbound
        .filter(|one| !imported.contains(&*one.qualified()))
        .count();
    let index = context.index;
    let addressed = api.resources.keys().map(|target| target.ty.as_str());
    let addressed: HashSet<&str> = addressed
        .flat_map(|ty| index.chain(ty))
        .map(|(name, _)| name)
        .collect();
    let bound = csdl.operations.iter().filter(|one| one.bound);
    let bound = bound.filter(|one| {
        let binding = one.parameters.first().map(|binding| &*binding.ty.name);
        binding.is_some_and(|ty| !index.is_entity(ty) && !addressed.contains(ty))
    });
    let complex = csdl.types.iter().filter(|decl| {
        let structured = decl.structured();
        structured.is_some_and(|one| !one.entity) && !addressed.contains(decl.name.as_str())
    });
    let members = complex
        .filter_map(|decl| decl.structured())
        .flat_map(|one| &one.members);
    let missing = [
        ("unbound operations without an import", unbound),
        (
            "operations bound to values that no property leads to",
            bound.count(),
        ),
        (
            "navigation properties of complex types that no property leads to",
            members.filter(|member| member.navigation).count(),
        ),
    ];
    let missing: Vec<_> = missing.iter().filter(|(_, count)| *count > 0).collect();
    let counted = missing
        .iter()
        .map(|(what, count)| format!("{count} {what}"));
    let counted: Vec<String> = counted.collect();
    if !counted.is_empty() {
        let message = format!("no requests are made for {}", counted.join(", "));
        report.warning(None, message, "call them with `request`");
    }
    unread.extend(
        missing
            .into_iter()
            .map(|(what, count)| ((*what).to_owned(), *count)),
    );
    unread
}
