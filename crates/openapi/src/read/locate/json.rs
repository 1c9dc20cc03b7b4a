//! In JSON, of which nothing is read but what the pointers lead through.

use std::collections::BTreeSet;
use std::fmt;

use graphwright_api::Position;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::Places;
use crate::pointer::join;

/// The places of all pointers that are `wanted`; `None` where `text` is not JSON, as YAML may be that begins with a
/// brace.
pub(super) fn locate(text: &str, wanted: &BTreeSet<&str>) -> Option<Places> {
    let root: &RawValue = serde_json::from_str(text).ok()?;
    let mut walk = JsonLocator {
        text,
        wanted,
        found: Vec::new(),
    };
    walk.value(root, "", walk.offset(root))?;
    let mut places = Places::default();
    let (mut at, mut position) = (0, Position::START);
    for (pointer, offset) in walk.found {
        position = position.behind(&text[at..offset]);
        at = offset;
        places.add(&pointer, position);
    }
    Some(places)
}

struct JsonLocator<'t> {
    text: &'t str,
    wanted: &'t BTreeSet<&'t str>,
    /// Pointers, and at which byte each was found, in the order of the text.
    found: Vec<(String, usize)>,
}

impl<'t> JsonLocator<'t> {
    /// Takes down what stands at `pointer`, whose place is at `offset`, and what is wanted in it; `None` where
    /// something is not JSON.
    fn value(&mut self, value: &'t RawValue, pointer: &str, offset: usize) -> Option<()> {
        self.found.push((pointer.to_owned(), offset));
        let inside = format!("{pointer}/");
        let next = self.wanted.range(inside.as_str()..).next();
        if next.is_none_or(|next| !next.starts_with(&inside)) {
            return Some(());
        }
        let text = value.get();
        if text.starts_with('{') {
            let Members(members) = serde_json::from_str(text).ok()?;
            for (key, value) in members {
                let name: String = serde_json::from_str(key.get()).ok()?;
                self.wanted_value(value, join(pointer, &name), self.offset(key))?;
            }
        } else if text.starts_with('[') {
            let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
            for (index, item) in items.into_iter().enumerate() {
                self.wanted_value(item, join(pointer, &index.to_string()), self.offset(item))?;
            }
        }
        Some(())
    }

    fn wanted_value(&mut self, value: &'t RawValue, pointer: String, offset: usize) -> Option<()> {
        match self.wanted.contains(pointer.as_str()) {
            true => self.value(value, &pointer, offset),
            false => Some(()),
        }
    }

    /// Returns where in the text a part of it stands.
    fn offset(&self, part: &RawValue) -> usize {
        let start = part.get().as_ptr().addr();
        start.saturating_sub(self.text.as_ptr().addr())
    }
}

/// The members of an object as they stand, equal keys too.
struct Members<'t>(Vec<(&'t RawValue, &'t RawValue)>);

impl<'t> Deserialize<'t> for Members<'t> {
    fn deserialize<D: Deserializer<'t>>(deserializer: D) -> Result<Self, D::Error> {
        struct All;

        impl<'t> Visitor<'t> for All {
            type Value = Members<'t>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'t>>(self, mut entries: A) -> Result<Members<'t>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = entries.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(All)
    }
}
