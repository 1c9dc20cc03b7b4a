//! Reading: members into fields, and all else into `additional`.

use serde::{Deserialize, Deserializer, de};
use serde_json::value::RawValue;

use super::{ObjectMut, Structured};
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
}

/// Reads the members of the next value into `object`. `false` if it is no object.
pub fn read_members(mut object: ObjectMut<'_>, reader: &mut Reader<'_>) -> bool {
    let schema = object.schema();
    let mut expected = 0;
    let read = reader.object(|reader, name| {
        let before = reader.mark();
        if let Some(index) = schema.find(&name, expected) {
            expected = index + 1;
            if object.read(index, reader) {
                // The last of several members of one name is the one that counts.
                if !object.additional().is_empty() {
                    object.additional().remove(&name);
                }
                return true;
            }
            reader.rewind(before);
        }
        let kept = Json::from_checked(reader.raw());
        object.additional().set_json(name, kept);
        true
    });
    read.is_some()
}

/// The type that the next value says it is, without passing over the value.
pub(super) fn peek_type(reader: &mut Reader<'_>) -> Option<String> {
    let before = reader.mark();
    let mut found = None;
    // Control information comes first where its sender keeps to the order of JSON Format 4.01, 4.5,
    // so the search mostly ends at the first member.
    let _ = reader.object(|reader, name| {
        if name == "@odata.type" || name == "@type" {
            found = reader
                .string()
                .map(|name| name.trim_start_matches('#').to_owned());
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
