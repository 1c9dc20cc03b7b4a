//! Macros by which generated crates declare each of their types in one line.

/// Makes a struct a model: `model!(Name = "qualified.name", [CONSTANT field "wireName" marks, …])`
/// with all its fields but `additional`. Marks are `key`, `computed`, `secret` and `escaped`. `plain` before the
/// qualified name says that the type is not one of OData, where texts may stand for numbers.
///
/// A field that is missing from the list, or of a type that no property has, does not compile.
///
/// ```
/// #[repr(C)]
/// pub struct Licence {
///     pub active: Option<bool>,
///     pub count: Option<i64>,
///     pub additional: graphwright::Additional,
/// }
/// graphwright::model!(Licence = "example.licence", [ACTIVE active "active", COUNT count "count"]);
/// ```
///
/// Nor does a packed struct, to whose fields there are no references:
///
/// ```compile_fail,E0588
/// #[repr(C, packed)]
/// pub struct Licence {
///     pub active: Option<bool>,
///     pub count: Option<i64>,
///     pub additional: graphwright::Additional,
/// }
/// graphwright::model!(Licence = "example.licence", [ACTIVE active "active", COUNT count "count"]);
/// ```
///
/// However wide its packing is:
///
/// ```compile_fail,E0588
/// #[repr(packed(8))]
/// pub struct Licence {
///     pub active: Option<bool>,
///     pub count: Option<i64>,
///     pub additional: graphwright::Additional,
/// }
/// graphwright::model!(Licence = "example.licence", [ACTIVE active "active", COUNT count "count"]);
/// ```
#[macro_export]
macro_rules! model {
    ($model:ident = $($plain:ident)? $name:literal, [$($constant:ident $field:ident $wire:literal $($mark:ident)*),* $(,)?]) => {
        impl $model {
            $(
                #[doc = concat!("`", $wire, "`.")]
                pub const $constant: $crate::Property<Self> = $crate::model::property($wire);
            )*
        }

        impl ::core::default::Default for $model {
            #[inline]
            fn default() -> Self {
                // Without `..`: this is what proves that the list is complete.
                Self { $($field: ::core::option::Option::None,)* additional: ::core::default::Default::default() }
            }
        }

        // SAFETY: places and types are those of the fields, and `Default` names all fields.
        #[allow(unsafe_code, reason = "the table core; see graphwright::model")]
        #[allow(clippy::macro_metavars_in_unsafe, reason = "they are names and literals")]
        unsafe impl $crate::Model for $model {
            const TABLE: $crate::model::Table = {
                let place = $crate::model::place::<Self>();
                // SAFETY: the pointers are to the fields of a whole `Self` in that place, and nothing is
                // read through them.
                unsafe {
                    $crate::model::Table {
                        name: $name,
                        exact: !::core::stringify!($($plain)?).is_empty(),
                        fields: &[$($crate::model::field($wire, &raw const (*place).$field)$(.$mark())*),*],
                        additional: $crate::model::additional_offset(&raw const (*place).additional),
                    }
                }
            };
        }

        // SAFETY: by the table every field is an `Option` of a `FieldType` or is `additional`, and these
        // are all `Send` and `Sync`.
        #[allow(unsafe_code, reason = "spares the compiler a walk over all types; see graphwright::model")]
        unsafe impl ::core::marker::Send for $model {}
        #[allow(unsafe_code, reason = "as above")]
        unsafe impl ::core::marker::Sync for $model {}

        impl ::core::clone::Clone for $model {
            #[inline]
            fn clone(&self) -> Self {
                $crate::model::clone_model(self)
            }
        }

        impl ::core::cmp::PartialEq for $model {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::model::eq_structured(self, other)
            }
        }

        impl ::core::fmt::Debug for $model {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::model::debug_structured(self, f)
            }
        }

        impl $crate::serde::Serialize for $model {
            #[inline]
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::model::serialize_model(self, serializer)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $model {
            #[inline]
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::model::deserialize(deserializer)
            }
        }
    };
}

/// Makes an enum over a declared type and types derived from it polymorphic:
/// `polymorphic!(AnyName = "qualified.name", own Variant(Type), [Variant(Type) "qualified.name", …])`.
#[macro_export]
macro_rules! polymorphic {
    ($any:ident = $declared:literal, $own:ident($own_model:ty), [$($variant:ident($model:ty) $name:literal),* $(,)?]) => {
        impl $crate::Polymorphic for $any {}

        impl $crate::model::Structured for $any {
            const POLYMORPHIC: bool = true;

            type Declared = $own_model;

            #[inline]
            fn declared() -> &'static str {
                $declared
            }

            #[inline]
            fn of_type(name: &str) -> Self {
                match name {
                    $($name => Self::$variant(::std::boxed::Box::default()),)*
                    other => match $crate::model::by_alias(other, [$declared, $($name),*]) {
                        ::core::option::Option::Some(known) if known != $declared => Self::of_type(known),
                        _ => Self::$own(::std::boxed::Box::default()),
                    },
                }
            }

            #[inline]
            fn object(&self) -> $crate::model::ObjectRef<'_> {
                match self {
                    Self::$own(value) => $crate::model::ObjectRef::new(&**value),
                    $(Self::$variant(value) => $crate::model::ObjectRef::new(&**value),)*
                }
            }

            #[inline]
            fn object_mut(&mut self) -> $crate::model::ObjectMut<'_> {
                match self {
                    Self::$own(value) => $crate::model::ObjectMut::new(&mut **value),
                    $(Self::$variant(value) => $crate::model::ObjectMut::new(&mut **value),)*
                }
            }
        }

        impl $crate::model::FieldType for $any {
            const KIND: $crate::model::Kind<Self> = $crate::model::Kind::polymorphic();
        }

        impl ::core::clone::Clone for $any {
            #[inline]
            fn clone(&self) -> Self {
                $crate::model::clone_structured(self)
            }
        }

        impl ::core::cmp::PartialEq for $any {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::model::eq_structured(self, other)
            }
        }

        impl ::core::fmt::Debug for $any {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::model::debug_structured(self, f)
            }
        }

        impl $crate::serde::Serialize for $any {
            #[inline]
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::model::serialize_structured(self, serializer)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $any {
            #[inline]
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::model::deserialize(deserializer)
            }
        }

        impl ::core::convert::From<$own_model> for $any {
            #[inline]
            fn from(value: $own_model) -> Self {
                Self::$own(::std::boxed::Box::new(value))
            }
        }

        $(
            impl ::core::convert::From<$model> for $any {
                #[inline]
                fn from(value: $model) -> Self {
                    Self::$variant(::std::boxed::Box::new(value))
                }
            }
        )*
    };
}

/// Makes an enum whose last variant is `Unrecognized(Box<str>)` an enumeration type:
/// `enumeration!(Name = "qualified.name", [Variant "wireName", …])`.
///
/// A variant that is missing from the list, or has data, does not compile.
#[macro_export]
macro_rules! enumeration {
    ($enumeration:ident = $name:literal, [$($variant:ident $wire:literal),* $(,)?]) => {
        // SAFETY: the paths in `variants` are values, so they are of variants without data, and the
        // macro below shows that these are all but `Unrecognized`.
        #[allow(unsafe_code, reason = "members are copied by the table core; see graphwright::model")]
        unsafe impl $crate::Enumeration for $enumeration {
            const TABLE: $crate::model::Members<Self> = $crate::model::Members {
                name: $name,
                names: &[$($wire),*],
                variants: &[$(Self::$variant),*],
                keep: Self::Unrecognized,
            };

            #[inline]
            fn unrecognized(&self) -> ::core::option::Option<&str> {
                $crate::unrecognized!(self, $($variant)*)
            }
        }

        impl $crate::model::FieldType for $enumeration {
            const KIND: $crate::model::Kind<Self> = $crate::model::Kind::text();
        }

        impl $crate::model::Item for $enumeration {
            const MANY: $crate::model::Kind<::std::vec::Vec<Self>> = $crate::model::Kind::texts();
        }

        impl $crate::Value for $enumeration {
            #[inline]
            fn read(reader: &mut $crate::json::Reader<'_>) -> ::core::option::Option<Self> {
                $crate::model::enumeration::read(reader)
            }
        }

        impl $crate::Literal for $enumeration {
            #[inline]
            fn to_literal(&self, conventions: $crate::Conventions) -> ::std::string::String {
                $crate::model::enumeration::to_literal(self, conventions)
            }
        }

        impl ::core::clone::Clone for $enumeration {
            #[inline]
            fn clone(&self) -> Self {
                $crate::model::enumeration::clone(self)
            }
        }

        impl ::core::cmp::PartialEq for $enumeration {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::model::enumeration::eq(self, other)
            }
        }

        impl ::core::cmp::Eq for $enumeration {}

        impl ::core::hash::Hash for $enumeration {
            #[inline]
            fn hash<H: ::core::hash::Hasher>(&self, hasher: &mut H) {
                ::core::hash::Hash::hash($crate::Enumeration::as_str(self), hasher);
            }
        }

        impl ::core::fmt::Debug for $enumeration {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str($crate::Enumeration::as_str(self))
            }
        }

        impl ::core::fmt::Display for $enumeration {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad($crate::Enumeration::as_str(self))
            }
        }

        impl ::core::convert::From<&str> for $enumeration {
            #[inline]
            fn from(name: &str) -> Self {
                $crate::Enumeration::from_name(name)
            }
        }

        impl ::core::str::FromStr for $enumeration {
            type Err = ::core::convert::Infallible;

            #[inline]
            fn from_str(name: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok($crate::Enumeration::from_name(name))
            }
        }

        impl $crate::serde::Serialize for $enumeration {
            #[inline]
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::Enumeration::as_str(self))
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $enumeration {
            #[inline]
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::model::deserialize(deserializer)
            }
        }
    };
}

/// The text that a member of an enumeration type keeps, for [`enumeration!`](crate::enumeration!)
/// alone. Without a wildcard, and one arm for all: this is what proves that the list is complete,
/// and an arm for each would take most of the time that an enumeration type takes to compile.
#[doc(hidden)]
#[macro_export]
macro_rules! unrecognized {
    ($member:expr,) => {{
        let Self::Unrecognized(name) = $member;
        ::core::option::Option::Some(name)
    }};
    ($member:expr, $($variant:ident)+) => {
        match $member {
            Self::Unrecognized(name) => ::core::option::Option::Some(name),
            $(Self::$variant)|+ => ::core::option::Option::None,
        }
    };
}

/// Makes an enum whose last variant is `Unrecognized(i64)` one of numbers that have names:
/// `numbers!(Name, [Variant 1, …])`. A number of that list is never `Unrecognized` when it is read.
#[macro_export]
macro_rules! numbers {
    ($numbers:ident, [$($variant:ident $number:literal),* $(,)?]) => {
        impl $numbers {
            /// The number on the wire.
            pub const fn number(self) -> i64 {
                match self {
                    $(Self::$variant => $number,)*
                    Self::Unrecognized(number) => number,
                }
            }
        }

        impl ::core::convert::From<i64> for $numbers {
            fn from(number: i64) -> Self {
                match number {
                    $($number => Self::$variant,)*
                    number => Self::Unrecognized(number),
                }
            }
        }

        impl ::core::convert::From<$numbers> for i64 {
            fn from(member: $numbers) -> Self {
                member.number()
            }
        }

        impl ::core::fmt::Display for $numbers {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.number(), f)
            }
        }

        impl $crate::model::FieldType for $numbers {
            const KIND: $crate::model::Kind<Self> = $crate::model::Kind::opaque();
        }

        impl $crate::model::Item for $numbers {
            const MANY: $crate::model::Kind<::std::vec::Vec<Self>> = $crate::model::Kind::opaque();
        }

        impl $crate::Value for $numbers {
            fn read(reader: &mut $crate::json::Reader<'_>) -> ::core::option::Option<Self> {
                let number = <i64 as $crate::Value>::read(reader)?;
                ::core::option::Option::Some(::core::convert::From::from(number))
            }

            fn fit(reader: &mut $crate::json::Reader<'_>) -> ::core::option::Option<usize> {
                let number = <Self as $crate::Value>::read(reader)?;
                let is_listed = !::core::matches!(number, Self::Unrecognized(_));
                ::core::option::Option::Some(if is_listed { 0 } else { $crate::model::one_of::UNKNOWN })
            }
        }

        impl $crate::serde::Serialize for $numbers {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.number())
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $numbers {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let number = <i64 as $crate::serde::Deserialize>::deserialize(deserializer)?;
                ::core::result::Result::Ok(::core::convert::From::from(number))
            }
        }
    };
}
