//! The derived types that values may have (`Validation.DerivedTypeConstraint`).

use std::collections::BTreeSet;

use graphwright_api::TypeName;
use graphwright_api::close::MOST_DERIVED;

use crate::Context;
use crate::annotations::{Expression, term};

/// The types derived from `ty` that values at `place` may have: those that the constraint names, and what
/// is derived from them. `None` where nothing is said, or `ty` itself is named.
pub(crate) fn constraint(
    context: Context<'_>,
    ty: &str,
    place: &str,
) -> Option<BTreeSet<TypeName>> {
    let Context { csdl, index, .. } = context;
    let constraint = csdl.annotations.on(place).get(term::DERIVED_TYPES)?;
    let own: BTreeSet<&str> = index.chain(ty).into_iter().map(|(name, _)| name).collect();
    let mut found: BTreeSet<&str> = BTreeSet::new();
    for name in constraint.items().iter().filter_map(Expression::as_text) {
        let name = csdl.names.resolve(name);
        let chain = index.chain(&name);
        if own.contains(name.as_str()) {
            return None;
        }
        if let Some((named, _)) = chain.first()
            && chain.iter().any(|(base, _)| *base == ty)
        {
            found.insert(*named);
            found.extend(index.derived(named, MOST_DERIVED).unwrap_or_default());
        }
    }
    Some(found.into_iter().map(TypeName::new).collect())
}
