//! Which derived types of a slice are told apart.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Api, TypeName, TypeRef};

use super::Chosen;
use super::profile::{DerivedTypes, Profile};

/// How many variants a declared type has, unless a profile says of the very type that it may have
/// more. In Graph, 1,145 types are derived from `entity` and most hierarchies have fewer than 20.
pub const MOST_VARIANTS: usize = 64;

/// [`Api::variants`] for `part`.
pub(super) fn variants(
    part: &Api,
    profile: &Profile,
    chosen: &Chosen<'_>,
) -> BTreeMap<TypeName, Vec<TypeName>> {
    let declared = declared(part);
    let mut variants: BTreeMap<&TypeName, Vec<&TypeName>> = BTreeMap::new();
    for name in part.types.keys() {
        let listed = matches!(chosen.types.get(name), Some(Some(_)));
        for base in part.ancestry(name).into_iter().skip(1) {
            let counts = listed || profile.derived_of(base) != DerivedTypes::Listed;
            if counts && declared.contains(base) {
                variants.entry(base).or_default().push(name);
            }
        }
    }
    variants.retain(|declared, derived| {
        derived.len() <= MOST_VARIANTS || profile.derived_said_for(declared).is_some()
    });
    let owned = |names: Vec<&TypeName>| names.into_iter().cloned().collect();
    variants
        .into_iter()
        .map(|(declared, derived)| (declared.clone(), owned(derived)))
        .collect()
}

/// The types that something declares: a property, a parameter, a result, a resource.
fn declared(part: &Api) -> BTreeSet<&TypeName> {
    let structured = part.types.values().filter_map(|ty| ty.structured());
    let mut types: Vec<&TypeRef> = structured
        .flat_map(|one| &one.properties)
        .map(|property| &property.ty)
        .collect();
    let resources = || part.resources.values();
    for operation in part.all_operations() {
        types.extend(operation.parameters.iter().map(|parameter| &parameter.ty));
        types.extend(operation.returns.as_ref().map(|returns| &returns.ty));
    }
    let properties = resources().flat_map(|resource| resource.properties.values());
    types.extend(properties.map(|property| &property.ty));
    let named = types.into_iter().filter_map(TypeRef::named);
    let addressed = resources()
        .filter(|resource| !resource.standard.is_empty())
        .map(|resource| &resource.target.ty);
    named.chain(addressed).collect()
}
