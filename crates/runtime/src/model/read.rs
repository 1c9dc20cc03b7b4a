//! Reading: members into fields, and all else into `additional`.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::{Deserializer, Serializer};

use super::type_name::qualified;
use super::{Additional, Misfits, ObjectMut, Structured, serialize_chosen};
use crate::body::{Body, INSIDE};
use crate::json::{self, Json, Name, Other, Reader};
use crate::value::Value;

impl<T: Structured> Value for T {
    const BEGINS: Option<u8> = Some(b'{');

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let name = if T::POLYMORPHIC {
            peek_type(reader)
        } else {
            None
        };
        let mut value = T::of_type(name.as_deref().unwrap_or_default());
        read_members(value.object_mut(), reader).then_some(value)
    }

    fn read_into(items: &mut Vec<Self>, reader: &mut Reader<'_>) -> bool {
        let name = if T::POLYMORPHIC {
            peek_type(reader)
        } else {
            None
        };
        items.push(T::of_type(name.as_deref().unwrap_or_default()));
        let read = items
            .last_mut()
            .is_some_and(|item| read_members(item.object_mut(), reader));
        if !read {
            items.pop();
        }
        read
    }

    fn fit(reader: &mut Reader<'_>) -> Option<usize> {
        Some(Self::read(reader)?.object().additional().len())
    }

    fn has_member(&self, name: &str) -> bool {
        let object = self.object();
        let is_field = object
            .schema()
            .find(name, 0)
            .is_some_and(|index| object.has(index));
        is_field || object.additional().get_json(name).is_some()
    }

    fn write_in_body<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let declared = Some(T::declared());
        serialize_chosen(self.object(), declared, INSIDE, serializer)
    }

    fn sent(&self) -> Result<Json, serde_json::Error> {
        Json::new(&Body::plain(self))
    }

    fn find_misfits<'a>(&'a self, found: &mut Misfits<'a>) {
        found.object(self.object());
    }
}

/// Reads the members of the next value into `object`. `false` if it is no object.
pub fn read_members(mut object: ObjectMut<'_>, reader: &mut Reader<'_>) -> bool {
    let schema = object.schema();
    let outside = reader.set_exact(schema.exact);
    let first = reader.others.len();
    let mut expected = 0;
    let mut in_order = true;
    let read = reader.members(|reader| {
        let guess = schema.fields.get(expected);
        let index = if guess.is_some_and(|field| !field.escaped && reader.passes_name(field.name)) {
            expected
        } else {
            let name = reader.name()?;
            let Some(index) = schema.find(&name, expected) else {
                let (name, text) = (Name::Unknown(name), reader.raw());
                reader.others.push(Other { name, text });
                return Some(());
            };
            index
        };
        in_order &= index >= expected;
        expected = index + 1;
        let before = reader.mark();
        if !object.read(index, reader) {
            reader.rewind(before);
            let (name, text) = (Name::Declared(index), reader.raw());
            reader.others.push(Other { name, text });
        }
        Some(())
    });
    reader.set_exact(outside);
    if read.is_none() {
        reader.others.truncate(first);
    } else if reader.others.len() > first {
        if reader.choice.trials > 0 {
            // How many they are is all that is asked, and what is in them may be long.
            let others = reader.others[first..].iter_mut();
            others.for_each(|other| other.text = "null");
        }
        keep(&mut object, &mut reader.others, first, in_order);
    }
    read.is_some()
}

/// From here on, a hash is faster than comparing each name with each.
const MANY: usize = 16;

/// Keeps what no field holds: all from `first` on. The last of several members of one name is the one that
/// counts; of declared names none comes twice if all came in order.
fn keep(object: &mut ObjectMut<'_>, all: &mut Vec<Other<'_>>, first: usize, in_order: bool) {
    let others = &all[first..];
    let unknown = others
        .iter()
        .filter(|other| matches!(other.name, Name::Unknown(_)));
    if !in_order || unknown.take(2).count() > 1 {
        keep_last(object, all, first);
    }
    let fields = object.schema().fields;
    let members = all.drain(first..).map(|other| {
        let name = match other.name {
            Name::Declared(index) => Cow::Borrowed(fields[index].name),
            Name::Unknown(name) => Additional::name(name),
        };
        (name, Json::from_checked(other.text))
    });
    object.additional().extend_new(members);
}

/// Takes out those after which the same member came again.
fn keep_last(object: &mut ObjectMut<'_>, all: &mut Vec<Other<'_>>, first: usize) {
    // What did not fit has emptied its field; what is in it now came later.
    let is_held = |other: &Other<'_>| match other.name {
        Name::Declared(index) => object.shared().has(index),
        Name::Unknown(_) => false,
    };
    if all.len() - first <= MANY {
        for index in (first..all.len()).rev() {
            let again = |later: &Other<'_>| later.name == all[index].name;
            if is_held(&all[index]) || all[index + 1..].iter().any(again) {
                all.remove(index);
            }
        }
        return;
    }
    let mut others = all.split_off(first);
    others.retain(|other| !is_held(other));
    let numbered = others.iter().enumerate();
    let last: HashMap<_, _> = numbered
        .map(|(index, other)| (&other.name, index))
        .collect();
    let mut is_last = vec![false; others.len()];
    for index in last.into_values() {
        is_last[index] = true;
    }
    let counting = others
        .into_iter()
        .zip(is_last)
        .filter(|(_, is_last)| *is_last);
    all.extend(counting.map(|(other, _)| other));
}

/// The type that the next value says it is, without passing over the value.
pub(super) fn peek_type<'a>(reader: &mut Reader<'a>) -> Option<Cow<'a, str>> {
    let before = reader.mark();
    let mut found = None;
    // Control information comes first where its sender keeps to the order of JSON Format 4.01, 4.5,
    // so the search mostly ends at the first member.
    let _ = reader.object(|reader, name| {
        if name == "@odata.type" || name == "@type" {
            found = reader.string().map(|said| match said {
                Cow::Borrowed(said) => Cow::Borrowed(qualified(said)),
                Cow::Owned(said) => Cow::Owned(qualified(&said).to_owned()),
            });
            return false;
        }
        reader.raw();
        true
    });
    reader.rewind(before);
    found
}

/// Deserializes from JSON or any other format that says what its values are; what is behind
/// `#[derive(Deserialize)]`-like impls of models.
///
/// # Errors
/// The input is not of that format, or is not what a `T` is written as.
pub fn deserialize<'de, T: Value, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    json::deserialize(deserializer)
}
