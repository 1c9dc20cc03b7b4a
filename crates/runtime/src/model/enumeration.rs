//! Enumeration types whose unknown members are kept.

/// An enumeration type. Its last variant keeps the text of a member that the description does not
/// list, so a service may add members without breaking those who read them.
pub trait Enumeration: Clone + Eq + 'static {
    /// The qualified name of the type.
    const NAME: &'static str;
    /// The names of the members on the wire, in the order of the description.
    const MEMBERS: &'static [&'static str];

    /// The member of that name; any other name is kept.
    fn from_name(name: &str) -> Self;

    /// The name on the wire.
    fn as_str(&self) -> &str;
}

/// The implementations that every enumeration type shares.
#[macro_export]
macro_rules! enumeration {
    ($enumeration:ty) => {
        impl $crate::Value for $enumeration {
            fn read(reader: &mut $crate::json::Reader<'_>) -> Option<Self> {
                Some($crate::Enumeration::from_name(&reader.string()?))
            }
        }

        impl ::core::fmt::Display for $enumeration {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad($crate::Enumeration::as_str(self))
            }
        }

        impl $crate::Literal for $enumeration {
            fn to_literal(&self) -> String {
                $crate::Literal::to_literal($crate::Enumeration::as_str(self))
            }
        }

        impl ::core::convert::From<&str> for $enumeration {
            fn from(name: &str) -> Self {
                $crate::Enumeration::from_name(name)
            }
        }

        impl $crate::serde::Serialize for $enumeration {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::Enumeration::as_str(self))
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $enumeration {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::model::deserialize(deserializer)
            }
        }
    };
}
