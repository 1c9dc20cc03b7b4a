//! Types: what values look like.

use std::fmt;

use crate::{Origin, TypeName};

/// A structured or enumeration type.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDef {
    /// The qualified name.
    pub name: TypeName,
    /// The documentation in the description (`Core.Description`); empty if there is none.
    pub doc: String,
    /// Structured or enumeration.
    pub kind: TypeKind,
    /// When it goes away, where that is said.
    pub deprecation: Option<Deprecation>,
    /// Where the description declares it.
    pub origin: Origin,
}

/// Structured or enumeration.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// An entity type or a complex type; what differs between them is how it is addressed, and
    /// that stands in the resources.
    Structured(Structured),
    /// An enumeration type.
    Enum(EnumType),
    /// Numbers that have names (OpenAPI `enum` of integers).
    IntegerEnum(Vec<NumberMember>),
    /// One of several types (OpenAPI `oneOf` and `anyOf`).
    OneOf(OneOf),
    /// An object whose members are all of that type (OpenAPI `additionalProperties`). It has no item
    /// of its own in Rust, and stands where it is used.
    Map(TypeRef),
    /// A collection that is an item of a collection; it has no item of its own in Rust either.
    List(TypeRef),
}

impl TypeDef {
    /// The structured type in it.
    pub fn structured(&self) -> Option<&Structured> {
        match &self.kind {
            TypeKind::Structured(structured) => Some(structured),
            _ => None,
        }
    }

    /// Returns whether there is an item for it in Rust.
    pub fn is_item(&self) -> bool {
        !matches!(self.kind, TypeKind::Map(_) | TypeKind::List(_))
    }

    /// The types of what stands in it.
    pub fn uses(&self) -> Vec<&TypeRef> {
        match &self.kind {
            TypeKind::Structured(one) => one.properties.iter().map(|one| &one.ty).collect(),
            TypeKind::Enum(_) | TypeKind::IntegerEnum(_) => Vec::new(),
            TypeKind::OneOf(one) => one.alternatives.iter().map(|one| &one.ty).collect(),
            TypeKind::Map(item) | TypeKind::List(item) => vec![item],
        }
    }

    /// Returns them to be changed.
    pub fn uses_mut(&mut self) -> Vec<&mut TypeRef> {
        match &mut self.kind {
            TypeKind::Structured(one) => one.properties.iter_mut().map(|one| &mut one.ty).collect(),
            TypeKind::Enum(_) | TypeKind::IntegerEnum(_) => Vec::new(),
            TypeKind::OneOf(one) => one.alternatives.iter_mut().map(|one| &mut one.ty).collect(),
            TypeKind::Map(item) | TypeKind::List(item) => vec![item],
        }
    }

    /// The base type of a structured type.
    pub fn base(&self) -> Option<&TypeName> {
        self.structured()?.base.as_ref()
    }
}

/// An entity type or a complex type (CSDL 4.01, 6 and 9).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Structured {
    /// The type that this one extends.
    pub base: Option<TypeName>,
    /// Whether no value is of this type itself, but of a type derived from it.
    pub is_abstract: bool,
    /// Whether values may have members that are not declared.
    pub open: bool,
    /// Own properties, without the inherited ones, in the order of the description.
    pub properties: Vec<Property>,
}

/// A structural or navigation property (CSDL 4.01, 7 and 8).
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// The name on the wire.
    pub name: String,
    /// The documentation in the description; empty if there is none.
    pub doc: String,
    /// Its type.
    pub ty: TypeRef,
    /// Whether the value may be null; of a collection, whether an item may.
    pub nullable: bool,
    /// Whether it is part of the key of its entity type.
    pub key: bool,
    /// Whether only the service sets it (`Core.Computed`, OpenAPI `readOnly`).
    pub computed: bool,
    /// Whether an object must have it. OData has no such rule: of what is left out, the service decides.
    pub required: bool,
    /// Whether it is a navigation property.
    pub navigation: bool,
    /// Whether the description says that its value is a secret (OpenAPI `format: password`).
    pub secret: bool,
    /// When it goes away, where that is said.
    pub deprecation: Option<Deprecation>,
    /// Where the description declares it.
    pub origin: Origin,
}

/// An enumeration type (CSDL 4.01, 10). Values stand on the wire as member names, so the numbers
/// behind them are not kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EnumType {
    /// Whether a value is a set of members, separated by commas.
    pub flags: bool,
    /// The members in the order of the description.
    pub members: Vec<EnumMember>,
}

/// A member of an enumeration type.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumMember {
    /// The name on the wire.
    pub name: String,
    /// The name on the wire; empty where it is the declared name.
    pub label: String,
    /// The meaning, in the words of the description; empty if there are none.
    pub doc: String,
    /// When it goes away, where that is said.
    pub deprecation: Option<Deprecation>,
}

/// A number that has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberMember {
    /// The number on the wire.
    pub number: i64,
    /// The name; empty if the description has none.
    pub name: String,
    /// The meaning, in the words of the description; empty if there are none.
    pub doc: String,
}

/// One of several types. A value that is of none of them is kept as it was written.
///
/// A value is of the alternative whose tags it has; of several such, and where no tag tells, of the first
/// that it fits best.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OneOf {
    /// The members that tell the alternatives apart, the one that tells most first.
    pub members: Vec<String>,
    /// The alternatives in the order of the description.
    pub alternatives: Vec<Alternative>,
}

/// One of several types.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// The name of the alternative.
    pub name: String,
    /// The type.
    pub ty: TypeRef,
    /// The tags that distinguish it: of each member at most one, in the order of `members`.
    pub tags: Vec<Tag>,
    /// The members that such a value has in any case.
    pub required: Vec<String>,
}

/// A member whose value tells the type of its object: by a discriminator, or because no other value is allowed.
#[derive(Clone, Debug, PartialEq)]
pub struct Tag {
    /// The name of the member.
    pub member: String,
    /// The allowed values, the default first.
    pub values: Vec<Constant>,
}

/// A value that a schema lists (OpenAPI 3.0 `enum`, JSON Schema 2020-12 `const`).
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Constant {
    Boolean(bool),
    Integer(i64),
    Number(f64),
    Text(String),
}

/// As JSON.
impl std::fmt::Display for Constant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Number(value) => write!(f, "{value:?}"),
            Self::Text(text) => f.write_str(&serde_json::Value::from(text.as_str()).to_string()),
        }
    }
}

/// That something goes away (`Core.Revisions` of kind `Deprecated`; OpenAPI `deprecated`,
/// `x-ms-deprecation`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deprecation {
    /// Why, and what to use instead, in the description's words; empty where it says nothing.
    pub note: String,
    /// The version or date since when; empty where it says nothing.
    pub since: String,
    /// The date when it is removed; empty where it says nothing.
    pub removal: String,
}

/// The type of a property, parameter or result: one item, or a collection of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeRef {
    /// The type of the item.
    pub item: ItemType,
    /// Whether it is a collection of items.
    pub collection: bool,
}

impl TypeRef {
    /// One item.
    pub fn one(item: ItemType) -> Self {
        Self {
            item,
            collection: false,
        }
    }

    /// A collection of items.
    pub fn many(item: ItemType) -> Self {
        Self {
            item,
            collection: true,
        }
    }

    /// The type that it names.
    pub fn named(&self) -> Option<&TypeName> {
        match &self.item {
            ItemType::Named(name) => Some(name),
            ItemType::Primitive(_) | ItemType::Untyped => None,
        }
    }
}

/// The type of an item.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemType {
    /// A primitive type of OData.
    Primitive(Primitive),
    /// A type in [`Api::types`](crate::Api::types).
    Named(TypeName),
    /// Any JSON (`Edm.Untyped`, `Edm.ComplexType`, `Edm.EntityType`, `graph.Json`; OpenAPI `{}`).
    Untyped,
}

/// By its qualified name.
impl fmt::Display for ItemType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Primitive(primitive) => write!(f, "Edm.{primitive:?}"),
            Self::Named(name) => write!(f, "{name}"),
            Self::Untyped => f.write_str("Edm.Untyped"),
        }
    }
}

/// The primitive types (CSDL 4.01, 3.3). Geography and geometry are [`ItemType::Untyped`]: GeoJSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is named as CSDL names it")]
pub enum Primitive {
    /// Binary data that a plain document says is base64url (OpenAPI Format Registry, `base64url`); binary data of
    /// OData is [`Primitive::Binary`], whatever the alphabet.
    Base64Url,
    Binary,
    Boolean,
    Byte,
    Date,
    DateTimeOffset,
    Decimal,
    Double,
    Duration,
    Guid,
    Int16,
    Int32,
    Int64,
    SByte,
    Single,
    Stream,
    String,
    TimeOfDay,
    /// A whole number without a sign, of 16 bits (OpenAPI Format Registry, `uint16`). OData has none but
    /// [`Primitive::Byte`].
    UInt16,
    /// The same of 32 bits (`uint32`).
    UInt32,
    /// The same of 64 bits (`uint64`).
    UInt64,
}

impl Primitive {
    /// The type of that name, without `Edm.`.
    pub fn from_edm(name: &str) -> Option<Self> {
        Some(match name {
            "Binary" => Self::Binary,
            "Boolean" => Self::Boolean,
            "Byte" => Self::Byte,
            "Date" => Self::Date,
            "DateTimeOffset" => Self::DateTimeOffset,
            "Decimal" => Self::Decimal,
            "Double" => Self::Double,
            "Duration" => Self::Duration,
            "Guid" => Self::Guid,
            "Int16" => Self::Int16,
            "Int32" => Self::Int32,
            "Int64" => Self::Int64,
            "SByte" => Self::SByte,
            "Single" => Self::Single,
            "Stream" => Self::Stream,
            "String" => Self::String,
            "TimeOfDay" => Self::TimeOfDay,
            _ => return None,
        })
    }
}
