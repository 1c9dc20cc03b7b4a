//! Where nothing can be expanded, converters do not list `$expand`, and say nothing by that.

use std::collections::BTreeSet;

use graphwright_api::{Api, TypeDef, TypeName};

const EXPAND: &str = "$expand";

/// Takes `$expand` from what is not supported of types that lead nowhere.
pub(super) fn allow(api: &mut Api) {
    let resources = api.resources.values();
    let mut own = resources.flat_map(|one| one.own.values());
    if !own.any(|one| one.unsupported.iter().any(|option| option == EXPAND)) {
        return;
    }
    let leading = leading(api);
    for (target, resource) in &mut api.resources {
        if !leading.contains(&target.ty) {
            for own in resource.own.values_mut() {
                own.unsupported.retain(|option| option != EXPAND);
            }
        }
    }
}

/// The types with a navigation property: their own, one of a base type or of a derived type, or one behind a
/// structured value.
fn leading(api: &Api) -> BTreeSet<TypeName> {
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
