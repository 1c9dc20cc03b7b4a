//! The schema of a model for the core: names, places, kinds and marks, as data.

use std::any::TypeId;

use super::kind::{AnyKind, FieldType, Primitive};
use crate::model::{Additional, AdditionalOf, Model};

/// The table of a model, as [`model!`](crate::model!) makes it.
#[doc(hidden)]
pub struct Table {
    pub name: &'static str,
    pub exact: bool,
    pub fields: &'static [Field],
    pub additional: usize,
}

/// The fields of a model.
pub struct Schema {
    /// The qualified name of the type, such as `microsoft.graph.vppToken`.
    pub name: &'static str,
    /// The fields, in their order.
    pub fields: &'static [Field],
    /// Whether a text is no number to its fields: the type is not one of OData.
    pub(crate) exact: bool,
    additional: usize,
    model: TypeId,
}

/// Schemas are equal if they are of one type. Their addresses say nothing: a constant may have
/// several.
impl PartialEq for Schema {
    fn eq(&self, other: &Self) -> bool {
        self.model == other.model
    }
}

impl Schema {
    pub(in crate::model) const fn of<M: Model>() -> Self {
        Self {
            name: M::TABLE.name,
            fields: M::TABLE.fields,
            exact: M::TABLE.exact,
            additional: M::TABLE.additional,
            model: TypeId::of::<M>(),
        }
    }

    /// The number of the field of that name. Members mostly come in the order of the schema, with
    /// some left out, so the search begins at `expected` and goes round: all members of an object in
    /// that order are found in one round together, however wide the type is.
    pub fn find(&self, name: &str, expected: usize) -> Option<usize> {
        let (before, after) = self.fields.split_at_checked(expected)?;
        let found = |field: &Field| field.name == name;
        match after.iter().position(found) {
            Some(index) => Some(expected + index),
            None => before.iter().position(found),
        }
    }

    pub(super) fn additional_offset(&self) -> usize {
        self.additional
    }

    /// Returns what is wrong with this table, as far as it shows: two fields that overlap, one name twice, or a name
    /// that must be escaped and is not marked so. A table that [`model!`](crate::model!) made has nothing wrong.
    pub fn problem(&self) -> Option<String> {
        let mut places: Vec<usize> = self.fields.iter().map(|field| field.offset).collect();
        places.push(self.additional);
        places.sort_unstable();
        let mut names: Vec<&str> = self.fields.iter().map(|field| field.name).collect();
        names.sort_unstable();
        if places.windows(2).any(|pair| pair[0] == pair[1]) {
            return Some(format!("`{}`: two fields have one place", self.name));
        }
        if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            return Some(format!("`{}`: `{}` stands twice", self.name, twice[0]));
        }
        let must = |name: &str| name.contains(|c: char| matches!(c, '"' | '\\' | ..'\u{20}'));
        let unsaid = self
            .fields
            .iter()
            .find(|field| !field.escaped && must(field.name))?;
        let name = unsaid.name.escape_debug();
        Some(format!(
            "`{}`: `{name}` is not marked as escaped",
            self.name
        ))
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
    /// Whether JSON must escape something in its name.
    pub escaped: bool,
    pub(super) offset: usize,
    pub(super) kind: AnyKind,
}

impl Field {
    /// Returns whether its value may be of any type (`Edm.Untyped`, `Edm.PrimitiveType`), so that only the value can
    /// say of which it is.
    pub(crate) fn is_untyped(&self) -> bool {
        let kind = self.kind;
        matches!(
            kind,
            AnyKind::Primitive(Primitive::Json) | AnyKind::Primitives(Primitive::Json)
        )
    }

    /// Returns the name of the enumeration type whose value, or set of values, is in it.
    pub(crate) fn enumeration(&self) -> Option<&'static str> {
        match self.kind {
            AnyKind::Text(fns) => Some(fns.name),
            _ => None,
        }
    }

    /// Returns whether a value of `Edm.Int64` or `Edm.Decimal` may be in it.
    pub(crate) fn may_be_wide(&self) -> bool {
        use Primitive::{Decimal, Int64, Json};
        match self.kind {
            AnyKind::Primitive(one) | AnyKind::Primitives(one) => {
                matches!(one, Decimal | Int64 | Json)
            }
            AnyKind::Object(_) | AnyKind::Objects(_) => true,
            AnyKind::Text(_) | AnyKind::Texts(_) | AnyKind::Opaque(_) => false,
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

    /// Marks its name as one in which JSON must escape something. It is said and not found out here:
    /// looking at the names of 15,000 fields takes the compiler five seconds.
    #[must_use]
    pub const fn escaped(self) -> Self {
        Self {
            escaped: true,
            ..self
        }
    }
}

/// Room for a model, of which only places are asked: while the program is compiled, so that it is in none.
static ROOM: [u128; 1 << 14] = [0; 1 << 14];

/// A place with room for a whole `M`, for [`model!`](crate::model!) alone: the same for each model, and what
/// the places of its fields are counted from. There is no `M` in it, so that no model has to show what
/// dropping it would do.
#[doc(hidden)]
pub const fn place<M>() -> *const M {
    assert!(
        size_of::<M>() <= size_of_val(&ROOM) && align_of::<M>() <= align_of_val(&ROOM),
        "a model is larger than 256 KiB"
    );
    (&raw const ROOM).cast()
}

/// A field with no marks, for [`model!`](crate::model!) alone; no function of a type, as
/// [`property`](crate::model::property) is none. It is not given the model: of thousands of calls, each takes
/// a quarter less to compile if it is generic over one type and not two.
///
/// # Safety
/// `field` points to that field of a whole model at [`place`].
#[doc(hidden)]
pub const unsafe fn field<T: FieldType>(name: &'static str, field: *const Option<T>) -> Field {
    Field {
        name,
        key: false,
        computed: false,
        secret: false,
        escaped: false,
        // SAFETY: the caller's.
        offset: unsafe { offset(field) },
        kind: T::KIND.any,
    }
}

/// The offset of the field `additional`, for [`model!`](crate::model!) alone.
///
/// # Safety
/// As for [`field`].
#[doc(hidden)]
pub const unsafe fn additional_offset<T: Kept>(field: *const T) -> usize {
    // SAFETY: the caller's.
    unsafe { offset(field) }
}

/// A type that is an [`Additional`] in memory.
pub trait Kept: sealed::Sealed {}

impl Kept for Additional {}
impl<M> Kept for AdditionalOf<M> {}

mod sealed {
    pub trait Sealed {}

    impl Sealed for super::Additional {}
    impl<M> Sealed for super::AdditionalOf<M> {}
}

/// Proves rule 6 of this module for the one field that is no [`FieldType`]; of models there are none in
/// [`AdditionalOf`].
const _: fn() = {
    const fn shared<T: Send + Sync>() {}
    shared::<Additional>
};

/// # Safety
/// As for [`field`].
const unsafe fn offset<T>(field: *const T) -> usize {
    // SAFETY: both point into `ROOM`, at whose start each model is.
    unsafe { field.byte_offset_from_unsigned(&raw const ROOM) }
}

impl std::fmt::Debug for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}
