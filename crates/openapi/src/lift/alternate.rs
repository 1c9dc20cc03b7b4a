//! Alternate keys of derived types: converters write no path for those that a type inherits.

use graphwright_api::{Api, KeyPart, Target};

/// Gives each collection the alternate keys of the collections of its base types.
pub(super) fn inherit(api: &mut Api) {
    let keys_of = |target: &Target| -> &[Vec<KeyPart>] {
        let resource = api.resources.get(target);
        resource.map_or(&[], |one| one.alternate_keys.as_slice())
    };
    let collections = api.resources.keys().filter(|target| target.collection);
    let inherited: Vec<(Target, Vec<Vec<KeyPart>>)> = collections
        .map(|target| {
            let bases = api.ancestry(&target.ty).into_iter().skip(1);
            let keys = bases.flat_map(|base| keys_of(&Target::many(base.clone())));
            (target.clone(), keys.cloned().collect::<Vec<_>>())
        })
        .filter(|(_, keys)| !keys.is_empty())
        .collect();
    for (target, keys) in inherited {
        let own = &mut api.resource_mut(&target).alternate_keys;
        for key in keys {
            if !own.contains(&key) {
                own.push(key);
            }
        }
        own.sort_by_cached_key(|key| key.iter().map(|part| part.name.clone()).collect::<Vec<_>>());
    }
}
