//! Writing: what was read, and nothing else.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{Object, PropertySchema};
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
    let all = Choice {
        property: |_| true,
        additional: |_| true,
    };
    serialize_chosen(object, declared, &all, serializer)
}

/// Which members are written: declared ones by their marks, others by their name.
pub(crate) struct Choice {
    pub(crate) property: fn(&PropertySchema) -> bool,
    pub(crate) additional: fn(&str) -> bool,
}

/// As [`serialize_object`], but only the members of `choice`.
pub(crate) fn serialize_chosen<S: Serializer>(
    object: &dyn Object,
    declared: Option<&str>,
    choice: &Choice,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let schema = object.schema();
    let additional = object.additional();
    let mut map = serializer.serialize_map(None)?;
    if declared.is_some_and(|declared| declared != schema.name) && additional.odata_type().is_none()
    {
        map.serialize_entry("@odata.type", &format_args!("#{}", schema.name))?;
    }
    let chosen = || {
        additional
            .iter()
            .filter(|(name, _)| (choice.additional)(name))
    };
    for (name, value) in chosen().filter(|(name, _)| name.starts_with('@')) {
        map.serialize_entry(name, value)?;
    }
    for (index, property) in schema.properties.iter().enumerate() {
        if let Some(value) = object
            .slot(index)
            .value()
            .filter(|_| (choice.property)(property))
        {
            map.serialize_entry(property.name, &Erased(value))?;
        }
    }
    for (name, value) in chosen().filter(|(name, _)| !name.starts_with('@')) {
        // A null, or a value that did not fit: the field has the last word, and the same rules hold.
        let left_out = schema.find(name, 0).is_some_and(|index| {
            object.slot(index).value().is_some() || !(choice.property)(&schema.properties[index])
        });
        if !left_out {
            map.serialize_entry(name, value)?;
        }
    }
    map.end()
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
