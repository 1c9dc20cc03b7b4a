//! The table of a generated crate: templates as hashes.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hasher;

use fnv::FnvHasher;

use super::{Permissions, Permitted};

/// So many seeds are tried. With 64 bits the first one does.
const MOST_SEEDS: u64 = 64;

/// Who may make which request, by the hash of method and template. All hashes are different and in ascending order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hashed<'a> {
    /// The seed of each hash.
    pub seed: u64,
    /// The templates that end with a key that is written out.
    pub keys: Vec<u64>,
    /// The templates of requests.
    pub rows: Vec<(u64, &'a Permissions)>,
}

impl Permitted {
    /// The table of a generated crate.
    ///
    /// # Errors
    /// With each seed two templates have one hash. The message says so.
    pub fn hashed(&self) -> Result<Hashed<'_>, String> {
        self.hashed_by(&|seed, text| {
            let mut hasher = FnvHasher::with_key(seed);
            hasher.write(text.as_bytes());
            hasher.finish()
        })
    }

    fn hashed_by(&self, hash: &dyn Fn(u64, &str) -> u64) -> Result<Hashed<'_>, String> {
        let keys: BTreeSet<String> = self.rows().flat_map(|(one, _)| one.to_keys()).collect();
        let rows = self.rows();
        let rows = rows.map(|(template, row)| (template.to_string(), &row.permissions));
        let rows: BTreeMap<String, &Permissions> = rows.collect();
        let first = FnvHasher::default().finish();
        let mut seeds = (0..MOST_SEEDS).map(|number| first.wrapping_add(number));
        let found = seeds.find_map(|seed| {
            let of_rows = rows.iter();
            let of_rows = of_rows.map(|(text, one)| (hash(seed, text), *one));
            let of_rows: BTreeMap<u64, &Permissions> = of_rows.collect();
            let of_keys: BTreeSet<u64> = keys.iter().map(|text| hash(seed, text)).collect();
            let are_different = of_rows.len() == rows.len() && of_keys.len() == keys.len();
            are_different.then(|| Hashed {
                seed,
                keys: of_keys.into_iter().collect(),
                rows: of_rows.into_iter().collect(),
            })
        });
        found.ok_or_else(|| {
            format!(
                "of {} paths that permissions are known of, two have one hash",
                rows.len()
            )
        })
    }
}

#[cfg(test)]
mod tests;
