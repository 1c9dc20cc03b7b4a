//! Counts what was read and not used.

use std::collections::{BTreeMap, HashSet};

use graphwright_api::{About, Api, Origin, TypeName};

use crate::Context;
use crate::report::Report;

/// Counts what was read and not used, and warns of the requests that are therefore missing.
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
    let unbound = unbound.filter(|one| !imported.contains(&*one.qualified()));
    let mut missing = Missing {
        counts: BTreeMap::new(),
        report,
    };
    for one in unbound {
        // No slice has it, for no path calls it.
        let message = format!(
            "no request is made for `{}`, an unbound operation without an import",
            one.name.escape_debug()
        );
        let what = "unbound operations without an import";
        missing.add(what, one.origin, About::Nothing, message);
    }
    let index = context.index;
    let addressed = api.resources.keys().map(|target| target.ty.as_str());
    let addressed: HashSet<&str> = addressed
        .flat_map(|ty| index.chain(ty))
        .map(|(name, _)| name)
        .collect();
    for one in csdl.operations.iter().filter(|one| one.bound) {
        let Some(binding) = one.parameters.first().map(|binding| &*binding.ty.name) else {
            continue;
        };
        if index.is_entity(binding) || addressed.contains(binding) {
            continue;
        }
        let message = format!(
            "no request is made for `{}`, which is bound to `{}`: no property leads to such values",
            one.name.escape_debug(),
            binding.escape_debug()
        );
        let what = "operations bound to values that no property leads to";
        let about = About::Type(TypeName::new(binding));
        missing.add(what, one.origin, about, message);
    }
    let complex = csdl.types.iter().filter(|decl| {
        let structured = decl.structured();
        structured.is_some_and(|one| !one.entity) && !addressed.contains(decl.name.as_str())
    });
    for decl in complex {
        let members = decl.structured().into_iter().flat_map(|one| &one.members);
        for member in members.filter(|member| member.navigation) {
            let message = format!(
                "no request is made for the navigation property `{}` of `{}`, a complex type that no property \
                 leads to",
                member.name.escape_debug(),
                decl.name.escape_debug()
            );
            let what = "navigation properties of complex types that no property leads to";
            let about = About::Type(TypeName::new(&decl.name));
            missing.add(what, member.origin, about, message);
        }
    }
    unread.extend(missing.counts);
    unread
}

/// An element that no request is generated for.
struct Missing<'r, 't> {
    counts: BTreeMap<String, usize>,
    report: &'r mut Report<'t>,
}

impl Missing<'_, '_> {
    #[track_caller]
    fn add(&mut self, what: &str, origin: Origin, about: About, message: String) {
        *self.counts.entry(what.to_owned()).or_default() += 1;
        let help = "call it with `request`";
        self.report.warning(Some(origin), about, message, help);
    }
}
