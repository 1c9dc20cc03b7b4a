//! Reading: members into fields, and all else into `additional`.

use serde::{Deserialize, Deserializer, de};
use serde_json::value::RawValue;

use super::{Model, Object};
use crate::json::{Json, Reader};
use crate::value::Value;

/// Reads the next value into a new model. `None` if it is no object.
pub fn read_model<M: Model>(reader: &mut Reader<'_>) -> Option<M> {
    let mut model = M::default();
    read_members(&mut model, reader).then_some(model)
}

/// Reads the members of the next value into `object`. `false` if it is no object.
pub fn read_members(object: &mut dyn Object, reader: &mut Reader<'_>) -> bool {
    let schema = object.schema();
    let mut expected = 0;
    let read = reader.object(|reader, name| {
        let before = reader.mark();
        if let Some(index) = schema.find(&name, expected) {
            expected = index + 1;
            if object.slot_mut(index).read(reader) {
                object.additional_mut().remove(&name);
                return true;
            }
            reader.rewind(before);
        }
        let kept = Json::from_checked(reader.raw());
        object.additional_mut().set_json(name, kept);
        true
    });
    read.is_some()
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
