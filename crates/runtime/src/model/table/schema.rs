//! What the core knows of a model: names, places, kinds and marks, as data.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

use super::kind::{AnyKind, FieldType};
use crate::model::Additional;

/// The fields of a model.
pub struct Schema {
    /// The qualified name of the type, such as `microsoft.graph.vppToken`.
    pub name: &'static str,
    /// The fields, in their order.
    pub fields: &'static [Field],
    additional: usize,
    /// Numbers by name, for types so wide that looking at each name would take long.
    index: OnceLock<HashMap<&'static str, usize, BuildHasherDefault<NameHasher>>>,
}

/// Hashes names, eight bytes in one step. The names in an index are those of a description, so nobody who
/// sends members can make them fall together.
#[derive(Default)]
struct NameHasher(u64);

impl Hasher for NameHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut eight = [0; 8];
            eight[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(eight))
                .wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }

    fn finish(&self) -> u64 {
        self.0.rotate_left(26)
    }
}

/// From here on, a hash is faster than looking at each name.
const WIDE: usize = 24;

impl Schema {
    /// A schema, for [`model!`](crate::model!) alone. `additional` is the offset and, only as a
    /// witness of its type, the place of that field.
    #[doc(hidden)]
    pub const fn new(
        name: &'static str,
        fields: &'static [Field],
        additional: (usize, *const Additional),
    ) -> Self {
        Self {
            name,
            fields,
            additional: additional.0,
            index: OnceLock::new(),
        }
    }

    /// The number of the field of that name. Members mostly come in the order of the schema, so the
    /// search begins at `expected`.
    pub fn find(&self, name: &str, expected: usize) -> Option<usize> {
        if let Some(field) = self.fields.get(expected)
            && field.name == name
        {
            return Some(expected);
        }
        if self.fields.len() > WIDE {
            let index = self.index.get_or_init(|| {
                let names = self.fields.iter().map(|field| field.name);
                names.zip(0..).collect()
            });
            return index.get(name).copied();
        }
        self.fields.iter().position(|field| field.name == name)
    }

    pub(super) fn additional_offset(&self) -> usize {
        self.additional
    }

    /// What is wrong with this table, as far as it shows: two fields that overlap, or one name
    /// twice. A table that [`model!`](crate::model!) made has nothing wrong.
    pub fn problem(&self) -> Option<String> {
        let mut places: Vec<usize> = self.fields.iter().map(|field| field.offset).collect();
        places.push(self.additional);
        places.sort_unstable();
        let mut names: Vec<&str> = self.fields.iter().map(|field| field.name).collect();
        names.sort_unstable();
        if places.windows(2).any(|pair| pair[0] == pair[1]) {
            return Some(format!("`{}`: two fields have one place", self.name));
        }
        let twice = names.windows(2).find(|pair| pair[0] == pair[1])?;
        Some(format!("`{}`: `{}` stands twice", self.name, twice[0]))
    }
}

impl std::fmt::Debug for Schema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Schema")
            .field("name", &self.name)
            .field("fields", &self.fields)
            .finish_non_exhaustive()
    }
}

/// A field of a model.
#[derive(Clone, Copy)]
pub struct Field {
    /// The name on the wire.
    pub name: &'static str,
    /// Whether it is part of the key.
    pub key: bool,
    /// Whether only the service sets it.
    pub computed: bool,
    /// Whether its value must not show in logs.
    pub secret: bool,
    pub(super) offset: usize,
    pub(super) kind: AnyKind,
}

impl Field {
    /// A field with no marks, for [`model!`](crate::model!) alone. `place` is a witness of the
    /// field's type and is not read.
    ///
    /// # Safety
    /// `offset` is that of the field which `place` points to in the type that the schema is of.
    #[doc(hidden)]
    pub const unsafe fn of<T: FieldType>(
        name: &'static str,
        offset: usize,
        place: *const Option<T>,
    ) -> Self {
        let _ = place;
        Self {
            name,
            key: false,
            computed: false,
            secret: false,
            offset,
            kind: T::KIND.any,
        }
    }

    /// Marks it as part of the key.
    #[must_use]
    pub const fn key(self) -> Self {
        Self { key: true, ..self }
    }

    /// Marks it as set by the service only.
    #[must_use]
    pub const fn computed(self) -> Self {
        Self {
            computed: true,
            ..self
        }
    }

    /// Marks it as a secret.
    #[must_use]
    pub const fn secret(self) -> Self {
        Self {
            secret: true,
            ..self
        }
    }
}

impl std::fmt::Debug for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}
