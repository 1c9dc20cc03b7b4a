//! The macro behind each enum over several types.

/// Makes an enum one of several types:
/// `one_of!(Name by("tag"), [Variant boxed(Type) tags(("a")) required("b"), Variant plain(Type) tags(()) required()])`.
/// Its last variant is `Unrecognized(Json)`. A value is held `boxed` or `plain`; one of an enumeration is `listed`.
/// Each alternative has a list of tags for each member that tells; a tag is a text, a number or a Boolean.
#[macro_export]
macro_rules! one_of {
    ($name:ident $(by($($member:literal),*))?, [$(
        $variant:ident $how:ident($ty:ty) tags($(($($tag:literal),*)),*) required($($required:literal),*)
    ),* $(,)?]) => {
        impl $crate::model::OneOf for $name {
            const TAGS: &'static [&'static str] = &[$($($member),*)?];
            const ALTERNATIVES: &'static [$crate::model::one_of::Alternative<Self>] = &[$(
                $crate::model::one_of::Alternative {
                    tags: &[$(&[$($crate::model::one_of::TagOf($tag).tag()),*]),*],
                    required: &[$($required),*],
                    begins: <$ty as $crate::Value>::BEGINS,
                    fit: $crate::one_of_fit!($how $ty),
                    read: |reader| {
                        let value = <$ty as $crate::Value>::read(reader)?;
                        ::core::option::Option::Some(Self::$variant($crate::one_of_value!($how value)))
                    },
                },
            )*];

            #[inline]
            fn keep(json: $crate::Json) -> Self {
                Self::Unrecognized(json)
            }

            #[inline]
            fn write<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => $crate::serde::Serialize::serialize(value, serializer),)*
                    Self::Unrecognized(json) => $crate::serde::Serialize::serialize(json, serializer),
                }
            }

            #[inline]
            fn sent_json(&self) -> ::core::result::Result<$crate::Json, $crate::serde_json::Error> {
                match self {
                    $(Self::$variant(value) => $crate::Value::sent($crate::one_of_inside!($how value)),)*
                    Self::Unrecognized(json) => ::core::result::Result::Ok(json.clone()),
                }
            }

            #[inline]
            fn holds(&self, name: &str) -> bool {
                match self {
                    $(Self::$variant(value) => {
                        $crate::Value::has_member($crate::one_of_inside!($how value), name)
                    })*
                    Self::Unrecognized(_) => true,
                }
            }

            #[inline]
            fn tags(&self) -> &'static [&'static [$crate::model::one_of::Tag]] {
                match self {
                    $(Self::$variant(_) => const {
                        &[$(&[$($crate::model::one_of::TagOf($tag).tag()),*]),*]
                    },)*
                    Self::Unrecognized(_) => &[],
                }
            }
        }

        impl $crate::Value for $name {
            #[inline]
            fn read(reader: &mut $crate::json::Reader<'_>) -> ::core::option::Option<Self> {
                $crate::model::one_of::read(reader)
            }

            #[inline]
            fn read_inside(reader: &mut $crate::json::Reader<'_>) -> ::core::option::Option<Self> {
                $crate::model::one_of::read_inside(reader)
            }

            #[inline]
            fn fit(reader: &mut $crate::json::Reader<'_>) -> ::core::option::Option<usize> {
                $crate::model::one_of::fit::<Self>(reader)
            }

            #[inline]
            fn has_member(&self, name: &str) -> bool {
                $crate::model::one_of::has_member(self, name)
            }

            #[inline]
            fn find_misfits<'a>(&'a self, found: &mut $crate::Misfits<'a>) {
                match self {
                    $(Self::$variant(value) => $crate::Value::find_misfits($crate::one_of_inside!($how value), found),)*
                    Self::Unrecognized(json) => found.add(json),
                }
            }

            #[inline]
            fn sent(&self) -> ::core::result::Result<$crate::Json, $crate::serde_json::Error> {
                $crate::model::one_of::sent(self)
            }
        }

        impl $crate::model::FieldType for $name {
            const KIND: $crate::model::Kind<Self> = $crate::model::Kind::opaque();
        }

        impl $crate::model::Item for $name {
            const MANY: $crate::model::Kind<::std::vec::Vec<Self>> = $crate::model::Kind::opaque();
        }

        impl $crate::Payload for $name {
            #[inline]
            fn from_reply(reply: $crate::Reply<'_>) -> ::core::result::Result<Self, $crate::DecodeError> {
                reply.value()
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    $(Self::$variant(value) => ::core::fmt::Debug::fmt(value, f),)*
                    // Nobody has said whether there is a secret in it.
                    Self::Unrecognized(_) => f.write_str("…"),
                }
            }
        }

        impl $crate::serde::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::model::one_of::serialize(self, serializer)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::model::deserialize(deserializer)
            }
        }

        $($crate::one_of_from!($name $variant $how $ty);)*
    };
}

/// How well a value fits, for [`one_of!`](crate::one_of!) alone: an enumeration keeps what it does not list.
#[doc(hidden)]
#[macro_export]
macro_rules! one_of_fit {
    (listed $ty:ty) => {
        $crate::model::one_of::fit_listed::<$ty>
    };
    ($how:ident $ty:ty) => {
        <$ty as $crate::Value>::fit
    };
}

/// The type that a variant holds of a value, for [`one_of!`](crate::one_of!) alone.
#[doc(hidden)]
#[macro_export]
macro_rules! one_of_value {
    (boxed $value:expr) => {
        ::std::boxed::Box::new($value)
    };
    ($how:ident $value:expr) => {
        $value
    };
}

/// The type that a variant holds, for [`one_of!`](crate::one_of!) alone.
#[doc(hidden)]
#[macro_export]
macro_rules! one_of_inside {
    (boxed $value:expr) => {
        &**$value
    };
    ($how:ident $value:expr) => {
        $value
    };
}

/// The conversion of a structured value, for [`one_of!`](crate::one_of!) alone.
#[doc(hidden)]
#[macro_export]
macro_rules! one_of_from {
    ($name:ident $variant:ident boxed $ty:ty) => {
        impl ::core::convert::From<$ty> for $name {
            #[inline]
            fn from(value: $ty) -> Self {
                Self::$variant(::std::boxed::Box::new(value))
            }
        }
    };
    ($name:ident $variant:ident $how:ident $ty:ty) => {};
}
