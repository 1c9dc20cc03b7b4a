//! The table of a generated crate: templates as hashes.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hasher;

use fnv::FnvHasher;

use super::template::{Piece, written};
use super::{Permissions, Permitted, Template};

/// So many seeds are tried. With 64 bits the first one does.
const MOST_SEEDS: u64 = 64;

/// Who may make which request, by the hash of method and template. All hashes are different and in ascending order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hashed<'a> {
    /// What each hash begins with.
    pub seed: u64,
    /// The templates that end with a key that is written out.
    pub keys: Vec<u64>,
    /// The templates of requests.
    pub rows: Vec<(u64, &'a Permissions)>,
}

impl Permitted {
    /// The table of a generated crate.
    ///
    /// `graphwright` hashes a path as it grows, and takes a key that is written out before the open one without ever
    /// going back. So where a key is written out, what holds behind the open one is said again.
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
        let keys = Keys::of(self.rows().map(|(template, _)| template));
        let mut rows: BTreeMap<Template, &Permissions> = BTreeMap::new();
        for (template, row) in self.rows() {
            rows.insert(template.clone(), &row.permissions);
        }
        // The most particular row comes first.
        for (template, row) in self.rows() {
            for path in keys.written_out(&template.path) {
                let method = template.method.clone();
                let particular = Template { path, method };
                rows.entry(particular).or_insert(&row.permissions);
            }
        }
        let keys: Vec<String> = keys.paths().map(|path| written(&path)).collect();
        let rows: BTreeMap<String, &Permissions> = rows
            .into_iter()
            .map(|(template, permissions)| (template.to_string(), permissions))
            .collect();
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

/// The keys that are written out, by the path before them.
#[derive(Default)]
struct Keys(BTreeMap<Vec<Piece>, BTreeSet<String>>);

impl Keys {
    fn of<'t>(templates: impl Iterator<Item = &'t Template>) -> Self {
        let mut found: Vec<(&[Piece], &String)> = Vec::new();
        for template in templates {
            let pieces = template.path.iter().enumerate();
            found.extend(pieces.filter_map(|(at, piece)| match piece {
                Piece::Key(key) => Some((&template.path[..at], key)),
                Piece::Text(_) | Piece::AnyKey | Piece::AnyArgument => None,
            }));
        }
        // A path before a key may have others: those are there by then.
        found.sort_by_key(|(before, _)| before.len());
        let mut keys = Self::default();
        for (before, key) in found {
            let written_out = keys.written_out(before);
            for path in written_out.into_iter().chain([before.to_vec()]) {
                keys.0.entry(path).or_default().insert(key.clone());
            }
        }
        keys
    }

    /// `path` with keys written out where it has any key, in each way but its own.
    fn written_out(&self, path: &[Piece]) -> Vec<Vec<Piece>> {
        let mut found: Vec<Vec<Piece>> = vec![Vec::new()];
        for piece in path {
            let mut more = Vec::new();
            for before in &mut found {
                if *piece == Piece::AnyKey {
                    let keys = self.0.get(before).into_iter().flatten();
                    more.extend(keys.map(|key| {
                        let key = Piece::Key(key.clone());
                        before.iter().cloned().chain([key]).collect()
                    }));
                }
                before.push(piece.clone());
            }
            found.extend(more);
        }
        found.remove(0);
        found
    }

    fn paths(&self) -> impl Iterator<Item = Vec<Piece>> {
        self.0.iter().flat_map(|(before, keys)| {
            keys.iter().map(|key| {
                let key = Piece::Key(key.clone());
                before.iter().cloned().chain([key]).collect()
            })
        })
    }
}

#[cfg(test)]
mod tests;
