//! What generated crates say of each of their types, in one line each.

/// Makes a struct a model: `model!(Name = "qualified.name", [CONSTANT field "wireName" marks, …])`
/// with all its fields but `additional`. Marks are `key`, `computed` and `secret`.
///
/// A field that is missing from the list, or of a type that no property has, does not compile.
#[macro_export]
macro_rules! model {
    ($model:ident = $name:literal, [$($constant:ident $field:ident $wire:literal $($mark:ident)*),* $(,)?]) => {
        impl $model {
            $(
                #[doc = concat!("`", $wire, "`.")]
                pub const $constant: $crate::Property<Self> = $crate::Property::new($wire);
            )*
        }

        impl ::core::default::Default for $model {
            #[inline]
            fn default() -> Self {
                // Without `..`: this is what proves that the list is complete.
                Self { $($field: ::core::option::Option::None,)* additional: $crate::Additional::new() }
            }
        }

        // SAFETY: offsets and types are those of the fields that they are named by, and `Default`
        // names all fields.
        #[allow(unsafe_code, reason = "the table core; see graphwright::model")]
        unsafe impl $crate::Model for $model {
            fn schema() -> &'static $crate::model::Schema {
                static SCHEMA: $crate::model::Schema = {
                    let place = ::core::mem::MaybeUninit::<$model>::uninit();
                    let place = place.as_ptr();
                    const FIELDS: &[$crate::model::Field] = {
                        let place = ::core::mem::MaybeUninit::<$model>::uninit();
                        let place = place.as_ptr();
                        // For a type without fields.
                        let _ = place;
                        &[$(
                            // SAFETY: offset and place are of one field.
                            unsafe {
                                $crate::model::Field::of(
                                    $wire,
                                    ::core::mem::offset_of!($model, $field),
                                    &raw const (*place).$field,
                                )
                            }
                            $(.$mark())*
                        ),*]
                    };
                    $crate::model::Schema::new(
                        $name,
                        FIELDS,
                        // SAFETY: no value is read; the place is that of a field of a whole `$model`.
                        (::core::mem::offset_of!($model, additional), unsafe { &raw const (*place).additional }),
                    )
                };
                &SCHEMA
            }
        }

        impl ::core::clone::Clone for $model {
            #[inline]
            fn clone(&self) -> Self {
                $crate::model::clone_model(self)
            }
        }

        impl ::core::cmp::PartialEq for $model {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::model::ObjectRef::new(self) == $crate::model::ObjectRef::new(other)
            }
        }

        impl ::core::fmt::Debug for $model {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::model::debug_object($crate::model::ObjectRef::new(self), f)
            }
        }

        impl $crate::serde::Serialize for $model {
            #[inline]
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::model::serialize_object($crate::model::ObjectRef::new(self), serializer)
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

            fn declared() -> &'static str {
                $declared
            }

            fn of_type(name: &str) -> Self {
                match name {
                    $($name => Self::$variant(::std::boxed::Box::default()),)*
                    _ => Self::$own(::std::boxed::Box::default()),
                }
            }

            fn object(&self) -> $crate::model::ObjectRef<'_> {
                match self {
                    Self::$own(value) => $crate::model::ObjectRef::new(&**value),
                    $(Self::$variant(value) => $crate::model::ObjectRef::new(&**value),)*
                }
            }

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
                $crate::model::Structured::object(self) == $crate::model::Structured::object(other)
            }
        }

        impl ::core::fmt::Debug for $any {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::model::debug_object($crate::model::Structured::object(self), f)
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
#[macro_export]
macro_rules! enumeration {
    ($enumeration:ident = $name:literal, [$($variant:ident $wire:literal),* $(,)?]) => {
        impl $crate::Enumeration for $enumeration {
            const NAME: &'static str = $name;
            const MEMBERS: &'static [&'static str] = &[$($wire),*];

            #[inline]
            fn from_name(name: &str) -> Self {
                match name {
                    $($wire => Self::$variant,)*
                    _ => Self::Unrecognized(name.into()),
                }
            }

            #[inline]
            fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unrecognized(name) => name,
                }
            }
        }

        impl $crate::model::Text for $enumeration {
            #[inline]
            fn from_text(text: &str) -> Self {
                $crate::Enumeration::from_name(text)
            }

            #[inline]
            fn text(&self) -> ::std::borrow::Cow<'_, str> {
                ::std::borrow::Cow::Borrowed($crate::Enumeration::as_str(self))
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
                ::core::option::Option::Some($crate::Enumeration::from_name(&reader.string()?))
            }
        }

        impl ::core::fmt::Display for $enumeration {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad($crate::Enumeration::as_str(self))
            }
        }

        impl $crate::Literal for $enumeration {
            #[inline]
            fn to_literal(&self) -> ::std::string::String {
                $crate::Literal::to_literal($crate::Enumeration::as_str(self))
            }
        }

        impl ::core::convert::From<&str> for $enumeration {
            #[inline]
            fn from(name: &str) -> Self {
                $crate::Enumeration::from_name(name)
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
