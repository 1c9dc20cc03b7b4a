//! The derived types that a resource can be cast to (OData URL Conventions 4.01, 4.11).

use std::collections::BTreeSet;

use graphwright_api::casts::{MOST_CASTS, MOST_DERIVED};

use crate::Context;
use crate::annotations::{Expression, term};
use crate::behind::Behind;
use crate::hierarchy::Index;
use crate::schema::Csdl;

/// The types derived from `ty` that values at `place` may have, as far as
/// `Validation.DerivedTypeConstraint` allows: those that it names, and what is derived from them. A
/// complex value is cast only to what has more behind it.
pub(crate) fn along<'a>(
    context: Context<'a>,
    behind: &Behind<'a>,
    ty: &str,
    place: &str,
) -> BTreeSet<&'a str> {
    let Context { csdl, index, .. } = context;
    let mut found = match csdl.annotations.on(place).get(term::DERIVED_TYPES) {
        None => index.derived(ty, MOST_DERIVED).unwrap_or_default(),
        Some(constraint) => constrained(csdl, index, ty, constraint).unwrap_or_default(),
    };
    let entity = index.is_entity(ty);
    found.retain(|one| index.is_entity(one) == entity);
    if !entity || found.len() > MOST_CASTS {
        found.retain(|one| behind.adds(index, ty, one));
    }
    if found.len() > MOST_CASTS {
        found.clear();
    }
    found
}

/// `None` if they are too many.
fn constrained<'a>(
    csdl: &Csdl,
    index: &Index<'a>,
    ty: &str,
    constraint: &Expression,
) -> Option<BTreeSet<&'a str>> {
    let own: BTreeSet<&str> = index.chain(ty).into_iter().map(|(name, _)| name).collect();
    let mut found = BTreeSet::new();
    for name in constraint.items().iter().filter_map(Expression::as_text) {
        let name = csdl.names.resolve(name);
        let chain = index.chain(&name);
        if own.contains(name.as_str()) {
            return index.derived(ty, MOST_DERIVED);
        }
        if let Some((named, _)) = chain.first()
            && chain.iter().any(|(base, _)| *base == ty)
        {
            found.insert(*named);
            found.extend(index.derived(named, MOST_DERIVED)?);
        }
        if found.len() > MOST_DERIVED {
            return None;
        }
    }
    Some(found)
}
