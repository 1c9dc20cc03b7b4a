//! One of several types, told apart by what members say or by what a value has (OpenAPI `oneOf`, `anyOf`).
//!
//! `tag` is what a member says, `read` decides which type a value is of, and `macros` makes an enum of them.

mod macros;
mod read;
mod tag;

use serde::{Serialize, Serializer, ser};

use crate::json::{Json, Reader};

pub use read::{fit, fit_listed, read, read_inside};
pub use tag::{Tag, TagOf};

/// An enum over several types; a value that is of none of them is kept as it was written.
/// [`one_of!`](crate::one_of!) implements it.
pub trait OneOf: Sized + 'static {
    /// The members that say which type a value is of, the one that tells most first.
    const TAGS: &'static [&'static str];
    /// The types, in the order of the description.
    const ALTERNATIVES: &'static [Alternative<Self>];

    /// A value of none of these types.
    fn keep(json: Json) -> Self;

    /// Writes the value that it holds.
    ///
    /// # Errors
    /// The serializer's own.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// The JSON of what a body has of the value that it holds.
    ///
    /// # Errors
    /// It cannot be written as JSON.
    fn sent_json(&self) -> Result<Json, serde_json::Error>;

    /// Returns whether the value that it holds has a member of that name.
    fn holds(&self, name: &str) -> bool;

    /// Returns what each of [`TAGS`](Self::TAGS) says of a value of this type.
    fn tags(&self) -> &'static [&'static [Tag]];
}

/// The weight of a value of no known type in a collection, which is one all the same, and a member of an enumeration
/// that its description does not list.
#[doc(hidden)]
pub const UNKNOWN: usize = 1 << 16;

/// One of the types.
pub struct Alternative<T> {
    /// The values of each of [`TAGS`](OneOf::TAGS); empty for those that do not tell.
    pub tags: &'static [&'static [Tag]],
    /// The members that such a value has in any case.
    pub required: &'static [&'static str],
    /// The first byte of such a value in JSON, if there is only one.
    pub begins: Option<u8>,
    /// Passes over a value of it, and says how many members no field holds.
    pub fit: fn(&mut Reader<'_>) -> Option<usize>,
    /// Reads a value of it.
    pub read: fn(&mut Reader<'_>) -> Option<T>,
}

/// The tags that are written where a value has none: the first of the member that tells most, and of the
/// others those that can be nothing else.
fn written(tags: &'static [&'static [Tag]]) -> impl Iterator<Item = (usize, &'static Tag)> {
    let telling = tags.iter().enumerate().filter(|(_, all)| !all.is_empty());
    let telling = telling.enumerate();
    telling.filter_map(|(place, (index, all))| {
        let is_written = place == 0 || all.len() == 1;
        all.first().filter(|_| is_written).map(|tag| (index, tag))
    })
}

/// Returns whether a member of that name is written of the value.
pub fn has_member<T: OneOf>(value: &T, name: &str) -> bool {
    let mut written = written(value.tags());
    written.any(|(index, _)| T::TAGS[index] == name) || value.holds(name)
}

/// Writes the value, with the tags that it does not have.
///
/// # Errors
/// The serializer's own.
pub fn serialize<T: OneOf, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let missing = missing(value);
    if missing.is_empty() {
        return value.write(serializer);
    }
    let json = Json::new(&Held(value)).and_then(|json| with_tags(&missing, json));
    json.map_err(ser::Error::custom)?.serialize(serializer)
}

/// Returns what a body has of the value, with the tags that it does not have.
///
/// # Errors
/// It cannot be written as JSON.
pub fn sent<T: OneOf>(value: &T) -> Result<Json, serde_json::Error> {
    let json = value.sent_json()?;
    with_tags(&missing(value), json)
}

/// The value that an enum holds.
struct Held<'a, T>(&'a T);

impl<T: OneOf> Serialize for Held<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

fn missing<T: OneOf>(value: &T) -> Vec<(&'static str, &'static Tag)> {
    let tags = written(value.tags()).map(|(index, tag)| (T::TAGS[index], tag));
    tags.filter(|(name, _)| !value.holds(name)).collect()
}

/// The object with these members before its own.
fn with_tags(
    missing: &[(&'static str, &'static Tag)],
    json: Json,
) -> Result<Json, serde_json::Error> {
    let Some(rest) = json.as_str().strip_prefix('{') else {
        return Ok(json);
    };
    if missing.is_empty() {
        return Ok(json);
    }
    let mut text = String::with_capacity(rest.len() + 32);
    for (name, tag) in missing {
        text.push(if text.is_empty() { '{' } else { ',' });
        text += &serde_json::to_string(name)?;
        text.push(':');
        text += &serde_json::to_string(tag)?;
    }
    if rest != "}" {
        text.push(',');
    }
    text += rest;
    Ok(Json::from_checked(&text))
}
