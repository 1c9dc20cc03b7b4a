//! One view of a schema object, whichever of the forms of `openapiv3` it took.

use graphwright_api::Primitive;
use openapiv3::{
    AdditionalProperties, AnySchema, IntegerFormat, NumberFormat, ReferenceOr, Schema, SchemaKind,
    StringFormat, Type, VariantOrUnknownOrEmpty as Format,
};
use serde_json::Value;

/// A schema where it is used: a reference to a component, or the schema itself.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Use<'a> {
    /// `#/components/schemas/…`.
    Reference(&'a str),
    /// Inline.
    Schema(&'a Schema),
}

impl<'a> From<&'a ReferenceOr<Schema>> for Use<'a> {
    fn from(schema: &'a ReferenceOr<Schema>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Schema(schema),
        }
    }
}

impl<'a> From<&'a ReferenceOr<Box<Schema>>> for Use<'a> {
    fn from(schema: &'a ReferenceOr<Box<Schema>>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Schema(schema),
        }
    }
}

/// The members of a schema object that the reader looks at.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shape<'a> {
    /// `type`.
    pub(crate) ty: Option<&'a str>,
    /// `format`.
    pub(crate) format: Option<&'a str>,
    /// `enum`: its strings.
    pub(crate) members: Vec<&'a str>,
    /// `enum`, where it is of integers: these.
    pub(crate) numbers: Vec<i64>,
    /// Whether `enum` has anything in it but strings and null.
    pub(crate) other_members: bool,
    /// Whether `enum` has null in it and nothing else.
    pub(crate) only_null: bool,
    /// `properties`.
    pub(crate) properties: Vec<(&'a str, Use<'a>)>,
    /// `required`.
    pub(crate) required: &'a [String],
    /// `additionalProperties`, where that is a schema.
    pub(crate) additional: Option<Use<'a>>,
    /// `items`.
    pub(crate) items: Option<Use<'a>>,
    /// `allOf`.
    pub(crate) all_of: Vec<Use<'a>>,
    /// `anyOf` or `oneOf`, which differ only in what they let through.
    pub(crate) any_of: Vec<Use<'a>>,
}

impl<'a> Shape<'a> {
    pub(crate) fn of(schema: &'a Schema) -> Self {
        match &schema.schema_kind {
            SchemaKind::Type(ty) => Self::of_type(ty),
            SchemaKind::OneOf { one_of: any_of } | SchemaKind::AnyOf { any_of } => Self {
                any_of: uses(any_of),
                ..Self::default()
            },
            SchemaKind::AllOf { all_of } => Self {
                all_of: uses(all_of),
                ..Self::default()
            },
            SchemaKind::Not { .. } => Self::default(),
            SchemaKind::Any(any) => Self::of_any(any),
        }
    }

    fn of_type(ty: &'a Type) -> Self {
        let named = |ty: &'static str, format: Option<&'a str>| Self {
            ty: Some(ty),
            format,
            ..Self::default()
        };
        match ty {
            Type::String(string) => {
                let format = format(&string.format, |format| match format {
                    StringFormat::Date => "date",
                    StringFormat::DateTime => "date-time",
                    StringFormat::Password => "password",
                    StringFormat::Byte => "byte",
                    StringFormat::Binary => "binary",
                });
                let members = string.enumeration.iter();
                Self {
                    members: members.filter_map(Option::as_deref).collect(),
                    ..named("string", format)
                }
            }
            Type::Number(number) => named(
                "number",
                format(&number.format, |format| match format {
                    NumberFormat::Float => "float",
                    NumberFormat::Double => "double",
                }),
            ),
            Type::Integer(integer) => {
                let format = format(&integer.format, |format| match format {
                    IntegerFormat::Int32 => "int32",
                    IntegerFormat::Int64 => "int64",
                });
                Self {
                    numbers: integer.enumeration.iter().copied().flatten().collect(),
                    ..named("integer", format)
                }
            }
            Type::Boolean(_) => named("boolean", None),
            Type::Array(array) => Self {
                items: array.items.as_ref().map(Use::from),
                ..named("array", None)
            },
            Type::Object(object) => {
                let properties = object.properties.iter();
                Self {
                    properties: properties
                        .map(|(name, schema)| (name.as_str(), Use::from(schema)))
                        .collect(),
                    required: &object.required,
                    additional: object.additional_properties.as_ref().and_then(additional),
                    ..named("object", None)
                }
            }
        }
    }

    fn of_any(any: &'a AnySchema) -> Self {
        let properties = any.properties.iter();
        let mut any_of = uses(&any.any_of);
        any_of.extend(uses(&any.one_of));
        Self {
            ty: any.typ.as_deref(),
            format: any.format.as_deref(),
            members: any.enumeration.iter().filter_map(Value::as_str).collect(),
            numbers: numbers(&any.enumeration).unwrap_or_default(),
            other_members: any
                .enumeration
                .iter()
                .any(|one| !one.is_string() && !one.is_null()),
            required: &any.required,
            additional: any.additional_properties.as_ref().and_then(additional),
            only_null: !any.enumeration.is_empty() && any.enumeration.iter().all(Value::is_null),
            properties: properties
                .map(|(name, schema)| (name.as_str(), Use::from(schema)))
                .collect(),
            items: any.items.as_ref().map(Use::from),
            all_of: uses(&any.all_of),
            any_of,
        }
    }

    /// Returns whether it says nothing about the value but that it may be null: what converters put beside a
    /// reference to say that the reference may be null.
    pub(crate) fn says_nothing(&self) -> bool {
        let typeless = self.ty.is_none_or(|ty| ty == "object" || ty == "null");
        typeless
            && self.members.is_empty()
            && self.numbers.is_empty()
            && !self.other_members
            && self.properties.is_empty()
            && self.items.is_none()
            && self.all_of.is_empty()
            && self.any_of.is_empty()
    }
}

/// The integers of a list that has nothing else but null.
fn numbers(all: &[Value]) -> Option<Vec<i64>> {
    let numbers = all.iter().filter(|one| !one.is_null());
    numbers.map(Value::as_i64).collect()
}

fn additional(additional: &AdditionalProperties) -> Option<Use<'_>> {
    match additional {
        AdditionalProperties::Any(_) => None,
        AdditionalProperties::Schema(schema) => Some(Use::from(&**schema)),
    }
}

fn uses(all: &[ReferenceOr<Schema>]) -> Vec<Use<'_>> {
    all.iter().map(Use::from).collect()
}

fn format<T: Copy>(format: &Format<T>, name: impl Fn(T) -> &'static str) -> Option<&str> {
    match format {
        Format::Item(known) => Some(name(*known)),
        Format::Unknown(other) => Some(other),
        Format::Empty => None,
    }
}

/// Returns whether a part of `anyOf` says that the value may be null, and nothing else.
pub(crate) fn is_null(part: &Use) -> bool {
    let Use::Schema(schema) = part else {
        return false;
    };
    let shape = Shape::of(schema);
    shape.says_nothing()
        && (schema.schema_data.nullable || shape.only_null || shape.ty == Some("null"))
}

/// The primitive type that `type` and `format` stand for (OData to OpenAPI Mapping 1.0, 4.5.1).
/// A stream in a property cannot be told from binary data.
pub(crate) fn primitive(shape: &Shape) -> Option<Primitive> {
    Some(match (shape.ty?, shape.format.unwrap_or_default()) {
        ("boolean", _) => Primitive::Boolean,
        ("string", "base64url" | "byte" | "binary") => Primitive::Binary,
        ("string", "date") => Primitive::Date,
        ("string", "date-time") => Primitive::DateTimeOffset,
        ("string", "decimal") => Primitive::Decimal,
        ("string", "duration") => Primitive::Duration,
        ("string", "time") => Primitive::TimeOfDay,
        ("string", "uuid") => Primitive::Guid,
        ("string", _) => Primitive::String,
        ("number" | "integer", "decimal") => Primitive::Decimal,
        ("number" | "integer", "float") => Primitive::Single,
        ("number" | "integer", "int16") => Primitive::Int16,
        ("number" | "integer", "int32") => Primitive::Int32,
        ("number" | "integer", "int64") => Primitive::Int64,
        ("number" | "integer", "int8") => Primitive::SByte,
        ("number" | "integer", "uint8") => Primitive::Byte,
        ("number" | "integer", "uint16") => Primitive::UInt16,
        ("number" | "integer", "uint32") => Primitive::UInt32,
        ("number" | "integer", "uint64") => Primitive::UInt64,
        ("number", _) => Primitive::Double,
        ("integer", _) => Primitive::Int64,
        _ => return None,
    })
}
