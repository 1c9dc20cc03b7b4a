//! Writing: what was read, and nothing else.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::Object;
use crate::value::Value;

/// Writes all members of `object`: annotations of the object first (JSON Format 4.01, 4.4), then
/// fields in the order of the schema, then the rest.
///
/// `declared` is the type that the place declares, where it may hold a derived one: the object then
/// says its own type if it is another (4.6.3).
///
/// # Errors
/// The serializer's own.
pub fn serialize_object<S: Serializer>(
    object: &dyn Object,
    declared: Option<&str>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let schema = object.schema();
    let additional = object.additional();
    let mut map = serializer.serialize_map(None)?;
    if declared.is_some_and(|declared| declared != schema.name) && additional.odata_type().is_none()
    {
        map.serialize_entry("@odata.type", &format_args!("#{}", schema.name))?;
    }
    for (name, value) in additional.iter().filter(|(name, _)| name.starts_with('@')) {
        map.serialize_entry(name, value)?;
    }
    for (index, property) in schema.properties.iter().enumerate() {
        if let Some(value) = object.slot(index).value() {
            map.serialize_entry(property.name, &Erased(value))?;
        }
    }
    for (name, value) in additional.iter().filter(|(name, _)| !name.starts_with('@')) {
        let in_field = schema
            .find(name, 0)
            .is_some_and(|index| object.slot(index).value().is_some());
        if !in_field {
            map.serialize_entry(name, value)?;
        }
    }
    map.end()
}

/// Writes `@odata.type` where the place declares another type and the object does not say it yet.
pub(crate) fn write_type<M: SerializeMap>(
    map: &mut M,
    object: &dyn Object,
    declared: Option<&str>,
) -> Result<(), M::Error> {
    let name = object.schema().name;
    if declared.is_some_and(|declared| declared != name)
        && object.additional().odata_type().is_none()
    {
        map.serialize_entry("@odata.type", &format_args!("#{name}"))?;
    }
    Ok(())
}

/// An object in a place that declares the type named `declared`.
pub struct Typed<'a> {
    /// What is written.
    pub object: &'a dyn Object,
    /// The declared type.
    pub declared: &'a str,
}

impl Serialize for Typed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_object(self.object, Some(self.declared), serializer)
    }
}

/// Any value, through the one table of functions that its type has.
pub(crate) struct Erased<'a>(pub(crate) &'a dyn Value);

impl Serialize for Erased<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        erased_serde::serialize(self.0, serializer)
    }
}
