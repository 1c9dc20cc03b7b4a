//! From which types something can be expanded. Of others converters do not list `$expand`, and say nothing by
//! that.

use std::collections::BTreeSet;

use graphwright_api::{Api, TypeDef, TypeName};

/// The types with a navigation property: their own, one of a base type or of a derived type, or one behind a
/// structured value.
pub(super) fn leading(api: &Api) -> BTreeSet<TypeName> {
    let navigates = |ty: &&TypeDef| {
        let structured = ty.structured();
        structured.is_some_and(|one| one.properties.iter().any(|property| property.navigation))
    };
    let direct = api.types.values().filter(navigates);
    let mut leading: BTreeSet<TypeName> = direct.map(|ty| ty.name.clone()).collect();
    loop {
        let known = leading.len();
        for ty in api.types.values() {
            let base = ty.base();
            let is_led = base.is_some_and(|base| leading.contains(base))
                || ty
                    .uses()
                    .into_iter()
                    .filter_map(|used| used.named())
                    .any(|used| leading.contains(used));
            if is_led {
                leading.insert(ty.name.clone());
            }
            if leading.contains(&ty.name) {
                leading.extend(base.cloned());
            }
        }
        if leading.len() == known {
            return leading;
        }
    }
}
