//! One of several types, told apart by a member or by what a value has (OpenAPI `oneOf`, `anyOf`).

use std::borrow::Cow;

use serde::{Serialize, Serializer, ser};

use crate::json::{Json, Reader};
use crate::value::Value;

/// An enum over several types; a value that is of none of them is kept as it was written.
/// [`one_of!`](crate::one_of!) implements it.
pub trait OneOf: Sized + 'static {
    /// The member that says which type a value is of, where there is such a member.
    const TAG: Option<&'static str>;
    /// The types, in the order of the description.
    const ALTERNATIVES: &'static [Alternative<Self>];

    /// A value of none of these types.
    fn keep(json: Json) -> Self;

    /// The JSON of the value itself.
    ///
    /// # Errors
    /// It cannot be written as JSON.
    fn json(&self) -> Result<Json, serde_json::Error>;

    /// The JSON of what a body has of it.
    ///
    /// # Errors
    /// It cannot be written as JSON.
    fn sent_json(&self) -> Result<Json, serde_json::Error>;

    /// What the tag says of a value of this type.
    fn tag(&self) -> Option<&'static str>;
}

/// One of the types.
pub struct Alternative<T> {
    /// What the tag says of it.
    pub tags: &'static [&'static str],
    /// The members that such a value has in any case.
    pub required: &'static [&'static str],
    /// Reads a value of it; with that, how many members no field holds.
    pub read: fn(&mut Reader<'_>) -> Option<(T, usize)>,
}

/// Reads the next value, which is never refused.
pub fn read<T: OneOf>(reader: &mut Reader<'_>) -> Option<T> {
    let start = reader.mark();
    let found = match T::TAG {
        Some(tag) => tagged(reader, tag),
        None => best(reader),
    };
    found.or_else(|| {
        reader.rewind(start);
        Json::read(reader).map(T::keep)
    })
}

fn tagged<T: OneOf>(reader: &mut Reader<'_>, tag: &str) -> Option<T> {
    let start = reader.mark();
    let mut said = None;
    reader.object(|reader, name| {
        if name != tag {
            reader.raw();
            return true;
        }
        // A tag may be a number or a Boolean too.
        said = reader
            .string()
            .or_else(|| Some(Cow::Borrowed(reader.raw())));
        false
    });
    reader.rewind(start);
    let said = said?;
    let mut all = T::ALTERNATIVES.iter();
    let one = all.find(|one| one.tags.contains(&said.as_ref()))?;
    Some((one.read)(reader)?.0)
}

/// The first alternative that holds all members, else the one that leaves the fewest over. All that it
/// requires must be there.
fn best<T: OneOf>(reader: &mut Reader<'_>) -> Option<T> {
    let start = reader.mark();
    let mut there = Vec::new();
    reader.object(|reader, name| {
        reader.raw();
        there.push(name);
        true
    });
    let mut best: Option<(T, usize, usize)> = None;
    for one in T::ALTERNATIVES {
        if !one
            .required
            .iter()
            .all(|name| there.iter().any(|known| known == name))
        {
            continue;
        }
        reader.rewind(start);
        let Some((value, left)) = (one.read)(reader).filter(|(_, left)| *left < usize::MAX) else {
            continue;
        };
        let end = reader.mark();
        if best.as_ref().is_none_or(|(_, least, _)| left < *least) {
            best = Some((value, left, end));
        }
        if left == 0 {
            break;
        }
    }
    let (value, _, end) = best?;
    reader.rewind(end);
    Some(value)
}

/// Writes the value, with its tag where it has none.
///
/// # Errors
/// The serializer's own.
pub fn serialize<T: OneOf, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let json = value.json().and_then(|json| with_tag(value, json));
    json.map_err(ser::Error::custom)?.serialize(serializer)
}

/// What a body has of the value, with its tag where it has none.
///
/// # Errors
/// It cannot be written as JSON.
pub fn sent<T: OneOf>(value: &T) -> Result<Json, serde_json::Error> {
    value.sent_json().and_then(|json| with_tag(value, json))
}

fn with_tag<T: OneOf>(value: &T, json: Json) -> Result<Json, serde_json::Error> {
    let (Some(name), Some(tag)) = (T::TAG, value.tag()) else {
        return Ok(json);
    };
    let mut missing = true;
    let mut empty = true;
    let is_object = Reader::unchecked(json.as_str()).object(|reader, known| {
        reader.raw();
        empty = false;
        missing &= known != name;
        true
    });
    if !missing || is_object.is_none() {
        return Ok(json);
    }
    let comma = if empty { "" } else { "," };
    let [name, tag] = [serde_json::to_string(name)?, serde_json::to_string(tag)?];
    let rest = &json.as_str()[1..];
    Ok(Json::from_checked(&format!("{{{name}:{tag}{comma}{rest}")))
}

/// Makes an enum one of several types:
/// `one_of!(Name by "tag", [Variant boxed(Type) tags("a") required("b"), Variant plain(Type) tags() required()])`.
/// Its last variant is `Unrecognized(Json)`.
#[macro_export]
macro_rules! one_of {
    ($name:ident $(by $tag:literal)?, [$(
        $variant:ident $how:ident($ty:ty) tags($($tags:literal),*) required($($required:literal),*)
    ),* $(,)?]) => {
        impl $crate::model::OneOf for $name {
            const TAG: ::core::option::Option<&'static str> = $crate::one_of_tag!($($tag)?);
            const ALTERNATIVES: &'static [$crate::model::one_of::Alternative<Self>] = &[$(
                $crate::model::one_of::Alternative {
                    tags: &[$($tags),*],
                    required: &[$($required),*],
                    read: |reader| {
                        let value = <$ty as $crate::Value>::read(reader)?;
                        let left = $crate::Value::left_over(&value);
                        ::core::option::Option::Some((Self::$variant($crate::one_of_value!($how value)), left))
                    },
                },
            )*];

            #[inline]
            fn keep(json: $crate::Json) -> Self {
                Self::Unrecognized(json)
            }

            #[inline]
            fn json(&self) -> ::core::result::Result<$crate::Json, $crate::serde_json::Error> {
                match self {
                    $(Self::$variant(value) => $crate::Json::new(value),)*
                    Self::Unrecognized(json) => ::core::result::Result::Ok(json.clone()),
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
            fn tag(&self) -> ::core::option::Option<&'static str> {
                let tags: &[&'static str] = match self {
                    $(Self::$variant(_) => &[$($tags),*],)*
                    Self::Unrecognized(_) => &[],
                };
                tags.first().copied()
            }
        }

        impl $crate::Value for $name {
            #[inline]
            fn read(reader: &mut $crate::json::Reader<'_>) -> ::core::option::Option<Self> {
                $crate::model::one_of::read(reader)
            }

            #[inline]
            fn left_over(&self) -> usize {
                match self {
                    $(Self::$variant(value) => $crate::Value::left_over($crate::one_of_inside!($how value)),)*
                    Self::Unrecognized(_) => usize::MAX,
                }
            }

            #[inline]
            fn sent(&self) -> ::core::result::Result<$crate::Json, $crate::serde_json::Error> {
                $crate::model::one_of::sent(self)
            }

            #[inline]
            fn find_misfits<'a>(&'a self, found: &mut $crate::Misfits<'a>) {
                match self {
                    $(Self::$variant(value) => $crate::Value::find_misfits($crate::one_of_inside!($how value), found),)*
                    Self::Unrecognized(json) => found.add(json),
                }
            }
        }

        impl $crate::model::FieldType for $name {
            const KIND: $crate::model::Kind<Self> = $crate::model::Kind::whole();
        }

        impl $crate::model::Item for $name {
            const MANY: $crate::model::Kind<::std::vec::Vec<Self>> = $crate::model::Kind::whole();
        }

        impl $crate::Payload for $name {
            #[inline]
            fn from_reply(reply: $crate::Reply<'_>) -> ::core::result::Result<Self, $crate::Unfit> {
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

/// The tag, for [`one_of!`](crate::one_of!) alone.
#[doc(hidden)]
#[macro_export]
macro_rules! one_of_tag {
    () => {
        ::core::option::Option::None
    };
    ($tag:literal) => {
        ::core::option::Option::Some($tag)
    };
}

/// What a variant holds of a value, for [`one_of!`](crate::one_of!) alone.
#[doc(hidden)]
#[macro_export]
macro_rules! one_of_value {
    (boxed $value:expr) => {
        ::std::boxed::Box::new($value)
    };
    (plain $value:expr) => {
        $value
    };
}

/// What a variant holds, for [`one_of!`](crate::one_of!) alone.
#[doc(hidden)]
#[macro_export]
macro_rules! one_of_inside {
    (boxed $value:expr) => {
        &**$value
    };
    (plain $value:expr) => {
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
    ($name:ident $variant:ident plain $ty:ty) => {};
}
