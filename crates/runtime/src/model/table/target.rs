//! What a field is to a query: its type, as OData calls it.

use std::fmt;

use super::Field;
use super::kind::{AnyKind, Primitive};
use super::primitive::each_primitive;

/// What a property, or the end of a path, is to a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Target {
    /// A name that no metadata has, or a value of any type.
    Unknown,
    /// A value of this primitive type, such as `Edm.String`.
    Primitive(&'static str),
    /// A value of this enumeration type.
    Enumeration(&'static str),
    /// A collection of values that are no objects.
    Values,
    /// A value of this complex or entity type.
    Object(&'static str),
    /// A collection of such values.
    Objects(&'static str),
}

macro_rules! edm_names {
    ($($name:ident: $ty:ty,)*) => {
        fn edm_name(one: Primitive) -> &'static str {
            match one {
                $(Primitive::$name => concat!("Edm.", stringify!($name)),)*
            }
        }
    };
}
each_primitive!(edm_names);

impl Field {
    /// Returns what the field is to a query.
    pub(crate) fn target(&self) -> Target {
        match self.kind {
            AnyKind::Primitive(Primitive::Json) | AnyKind::Opaque(_) => Target::Unknown,
            AnyKind::Primitive(Primitive::Base64Url) => Target::Primitive("Edm.Binary"),
            AnyKind::Primitive(one) => Target::Primitive(edm_name(one)),
            AnyKind::Text(fns) => Target::Enumeration(fns.name),
            AnyKind::Primitives(_) | AnyKind::Texts(_) => Target::Values,
            AnyKind::Object(fns) => Target::Object((fns.declared)().name),
            AnyKind::Objects(fns) => Target::Objects((fns.declared)().name),
        }
    }
}

impl Target {
    /// Returns whether it is a collection, or `None` where that is not known.
    pub(crate) fn is_collection(self) -> Option<bool> {
        match self {
            Self::Unknown => None,
            Self::Values | Self::Objects(_) => Some(true),
            Self::Primitive(_) | Self::Enumeration(_) | Self::Object(_) => Some(false),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("a value of any type"),
            Self::Primitive(name) | Self::Enumeration(name) => write!(f, "a value of `{name}`"),
            Self::Values => f.write_str("a collection of values"),
            Self::Object(name) => write!(f, "an object of type `{name}`"),
            Self::Objects(name) => write!(f, "a collection of objects of type `{name}`"),
        }
    }
}
