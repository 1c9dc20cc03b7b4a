//! A declared type and the types derived from it, chosen by `@odata.type`.

use super::{Model, Object, read_members};
use crate::json::{Json, Reader};

/// An enumeration over a declared type and the derived types that the crate knows. A value of any
/// other derived type is read as the declared type, and its other members are kept.
pub trait Polymorphic: Sized {
    /// The qualified name of the declared type.
    const DECLARED: &'static str;

    /// An empty value of the type with that name, or of the declared type if the name is unknown.
    fn of_type(name: &str) -> Self;

    /// The value as an object.
    fn object(&self) -> &dyn Object;

    /// The same to change it.
    fn object_mut(&mut self) -> &mut dyn Object;

    /// Reads the next value as the type that it says it is. `None` if it is no object.
    fn read_typed(reader: &mut Reader<'_>) -> Option<Self> {
        let mut value = Self::of_type(&peek_type(reader).unwrap_or_default());
        read_members(value.object_mut(), reader).then_some(value)
    }

    /// Reads a value of a derived type that the crate does not know as one that the caller does:
    /// `None` unless the service said that it is a `T`. Nothing is lost on the way.
    fn downcast<T: Model>(&self) -> Option<T> {
        let typed = super::Typed {
            object: self.object(),
            declared: Self::DECLARED,
        };
        let said = self.object().additional().odata_type();
        let name = said.as_deref().unwrap_or(self.object().schema().name);
        (name == T::SCHEMA.name)
            .then(|| Json::new(&typed).ok()?.to().ok())
            .flatten()
    }
}

/// The type that the next value says it is, without passing over the value.
fn peek_type(reader: &mut Reader<'_>) -> Option<String> {
    let before = reader.mark();
    let mut found = None;
    let _ = reader.object(|reader, name| {
        if name == "@odata.type" || name == "@type" {
            found = reader
                .string()
                .map(|name| name.trim_start_matches('#').to_owned());
        } else {
            reader.raw();
        }
        true
    });
    reader.rewind(before);
    found
}

/// The implementations that every polymorphic type shares.
#[macro_export]
macro_rules! polymorphic {
    ($polymorphic:ty) => {
        impl $crate::Value for $polymorphic {
            fn read(reader: &mut $crate::json::Reader<'_>) -> Option<Self> {
                $crate::Polymorphic::read_typed(reader)
            }
        }

        impl $crate::Payload for $polymorphic {
            fn from_reply(reply: $crate::Reply<'_>) -> ::core::result::Result<Self, $crate::Unfit> {
                let declared = <Self as $crate::Polymorphic>::of_type("");
                let schema = $crate::Polymorphic::object(&declared).schema();
                $crate::structured(reply, schema)
            }
        }

        impl ::core::fmt::Debug for $polymorphic {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::model::debug_model($crate::Polymorphic::object(self), f)
            }
        }

        impl $crate::serde::Serialize for $polymorphic {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                let declared = Some(<Self as $crate::Polymorphic>::DECLARED);
                $crate::model::serialize_object(
                    $crate::Polymorphic::object(self),
                    declared,
                    serializer,
                )
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $polymorphic {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::model::deserialize(deserializer)
            }
        }
    };
}
