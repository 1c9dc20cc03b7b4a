//! Reading: members into fields, and all else into `additional`.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::{Deserialize, Deserializer, de};
use serde_json::value::RawValue;

use super::{ObjectMut, Structured};
use crate::body::Body;
use crate::json::{Json, Reader};
use crate::value::Value;

impl<T: Structured> Value for T {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let name = if T::POLYMORPHIC {
            peek_type(reader)
        } else {
            None
        };
        let mut value = T::of_type(name.as_deref().unwrap_or_default());
        read_members(value.object_mut(), reader).then_some(value)
    }

    fn left_over(&self) -> usize {
        self.object().additional().len()
    }

    fn sent(&self) -> Result<Json, serde_json::Error> {
        Json::new(&Body::plain(self))
    }
}

/// Reads the members of the next value into `object`. `false` if it is no object.
pub fn read_members(mut object: ObjectMut<'_>, reader: &mut Reader<'_>) -> bool {
    let schema = object.schema();
    let mut expected = 0;
    let mut others = Vec::new();
    let read = reader.object(|reader, name| {
        let found = schema.find(&name, expected);
        if let Some(index) = found {
            expected = index + 1;
            let before = reader.mark();
            if object.read(index, reader) {
                return true;
            }
            reader.rewind(before);
        }
        others.push(Other {
            name,
            text: reader.raw(),
            field: found,
        });
        true
    });
    if !others.is_empty() {
        keep(&mut object, others);
    }
    read.is_some()
}

/// A member that no field holds.
struct Other<'a> {
    name: Cow<'a, str>,
    text: &'a str,
    /// The number of the field which it is declared as, and does not fit.
    field: Option<usize>,
}

/// From here on, a hash is faster than comparing each name with each.
const MANY: usize = 16;

/// Keeps what no field holds. The last of several members of one name is the one that counts.
fn keep(object: &mut ObjectMut<'_>, mut others: Vec<Other<'_>>) {
    // What did not fit has emptied its field; what is in it now came later.
    others.retain(|other| other.field.is_none_or(|index| !object.shared().has(index)));
    if others.len() > MANY {
        let mut last = HashMap::with_capacity(others.len());
        for (index, other) in others.iter().enumerate() {
            last.insert(other.name.clone(), index);
        }
        let mut index = 0..;
        others.retain(|other| last.get(&other.name).copied() == index.next());
    } else {
        for index in (0..others.len()).rev() {
            let again = |later: &Other<'_>| later.name == others[index].name;
            if others[index + 1..].iter().any(again) {
                others.remove(index);
            }
        }
    }
    let fields = object.schema().fields;
    let members = others.into_iter().map(|other| {
        let name = match other.field {
            Some(index) => Cow::Borrowed(fields[index].name),
            None => Cow::Owned(other.name.into_owned()),
        };
        (name, Json::from_checked(other.text))
    });
    object.additional().extend_new(members);
}

/// The type that the next value says it is, without passing over the value.
pub(super) fn peek_type<'a>(reader: &mut Reader<'a>) -> Option<Cow<'a, str>> {
    let before = reader.mark();
    let mut found = None;
    // Control information comes first where its sender keeps to the order of JSON Format 4.01, 4.5,
    // so the search mostly ends at the first member.
    let _ = reader.object(|reader, name| {
        if name == "@odata.type" || name == "@type" {
            found = reader.string().map(|name| match name {
                Cow::Borrowed(name) => Cow::Borrowed(name.trim_start_matches('#')),
                Cow::Owned(name) => Cow::Owned(name.trim_start_matches('#').to_owned()),
            });
            return false;
        }
        reader.raw();
        true
    });
    reader.rewind(before);
    found
}

/// Deserializes from JSON; what is behind `#[derive(Deserialize)]`-like impls of models.
///
/// # Errors
/// The input is not JSON, or is not what a `T` is written as.
pub fn deserialize<'de, T: Value, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    T::read(&mut Reader::new(&raw)).ok_or_else(|| {
        let name = std::any::type_name::<T>()
            .rsplit("::")
            .next()
            .unwrap_or_default();
        de::Error::custom(format_args!("this JSON is not a {name}"))
    })
}
