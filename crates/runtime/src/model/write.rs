//! Writing: fields in the order of the schema, and what `additional` has.

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::table::{Field, PrimitiveRef, PrimitivesRef};
use super::{FieldRef, Model, ObjectRef, Structured};
use crate::json::{Dynamic, Json, Wide};

/// Writes all members of `model`: what `Serialize` of every model is.
///
/// # Errors
/// The serializer's own.
pub fn serialize_model<M: Model, S: Serializer>(
    model: &M,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serialize_chosen(ObjectRef::new(model), None, Choice::ALL, serializer)
}

/// Which members are written, of a value and of the values in it: declared ones by their marks,
/// others by their name.
#[derive(Clone, Copy)]
pub(crate) struct Choice {
    /// All fields, if there is none.
    pub(crate) field: Option<fn(&Field) -> bool>,
    pub(crate) additional: fn(&str) -> bool,
    /// `additional` for the values inside.
    pub(crate) additional_inside: fn(&str) -> bool,
    /// Whether values of `Edm.Int64` and `Edm.Decimal` are marked as such, for the writer of bodies.
    pub(crate) wide: bool,
}

impl Choice {
    const ALL: Self = Self {
        field: None,
        additional: |_| true,
        additional_inside: |_| true,
        wide: false,
    };

    #[inline]
    fn has(self, field: &Field) -> bool {
        self.field.is_none_or(|chosen| chosen(field))
    }

    fn inside(self) -> Self {
        let additional = self.additional_inside;
        Self { additional, ..self }
    }
}

/// As [`serialize_model`], but only the members of `choice`, and `@odata.type` where the type
/// differs from the one that its place declares (JSON Format 4.01, 4.6.3).
pub(crate) fn serialize_chosen<S: Serializer>(
    object: ObjectRef<'_>,
    declared: Option<&str>,
    choice: Choice,
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
    let wide = match choice.wide {
        true => additional.wide_names(),
        false => Vec::new(),
    };
    for (name, value) in chosen().filter(|(name, _)| name.starts_with('@')) {
        map.serialize_entry(name, value)?;
    }
    let inside = choice.inside();
    for (index, field) in schema.fields.iter().enumerate() {
        if wide.binary_search(&field.name).is_ok()
            && let Some(value) = object.field(index).filter(|_| choice.has(field))
        {
            let choice = inside;
            map.serialize_entry(field.name, &Wide(Chosen { value, choice }))?;
        } else if choice.has(field) {
            let choice = inside;
            object.write_field(index, &mut map, choice.wide, |value| Chosen {
                value,
                choice,
            })?;
        }
    }
    let mut expected = 0;
    for (name, value) in chosen().filter(|(name, _)| !name.starts_with('@')) {
        // A null, or a value that did not fit: the field has the last word, and the same rules hold.
        let left_out = schema.find(name, expected).is_some_and(|index| {
            expected = index + 1;
            object.field(index).is_some() || !choice.has(&schema.fields[index])
        });
        if !left_out && wide.binary_search(&name).is_ok() {
            map.serialize_entry(name, &Wide(value))?;
        } else if !left_out && choice.wide {
            map.serialize_entry(name, &Dynamic(value))?;
        } else if !left_out {
            map.serialize_entry(name, value)?;
        }
    }
    map.end()
}

/// The value of a field, of which the members of `choice` are written.
pub(crate) struct Chosen<'a> {
    pub(crate) value: FieldRef<'a>,
    pub(crate) choice: Choice,
}

impl Serialize for Chosen<'_> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            FieldRef::Primitive(PrimitiveRef::Int64(value)) if self.choice.wide => {
                Wide(value).serialize(serializer)
            }
            FieldRef::Primitive(PrimitiveRef::Decimal(value)) if self.choice.wide => {
                Wide(value).serialize(serializer)
            }
            FieldRef::Primitives(PrimitivesRef::Int64(values)) if self.choice.wide => {
                Wide(values).serialize(serializer)
            }
            FieldRef::Primitives(PrimitivesRef::Decimal(values)) if self.choice.wide => {
                Wide(values).serialize(serializer)
            }
            FieldRef::Primitive(PrimitiveRef::Json(value)) if self.choice.wide => {
                Dynamic(value).serialize(serializer)
            }
            FieldRef::Primitives(PrimitivesRef::Json(values)) if self.choice.wide => {
                Dynamic(values).serialize(serializer)
            }
            FieldRef::Primitive(value) => value.serialize(serializer),
            FieldRef::Primitives(value) => value.serialize(serializer),
            FieldRef::Text(text) => serializer.serialize_str(text),
            FieldRef::Texts(texts) => {
                let mut items = serializer.serialize_seq(Some(texts.len()))?;
                for text in texts.iter() {
                    items.serialize_element(&*text)?;
                }
                items.end()
            }
            FieldRef::Object(object, declared) => {
                serialize_chosen(*object, Some(declared.name), self.choice, serializer)
            }
            FieldRef::Objects(objects, declared) => {
                let mut items = serializer.serialize_seq(Some(objects.len()))?;
                for object in objects.iter() {
                    items.serialize_element(&Typed {
                        object,
                        declared: declared.name,
                        choice: self.choice,
                    })?;
                }
                items.end()
            }
            FieldRef::Opaque(value) => {
                let json = match self.choice.field {
                    Some(_) => value.sent(),
                    None => value.json(),
                };
                let json = json.map_err(serde::ser::Error::custom)?;
                json.serialize(serializer)
            }
        }
    }
}

/// An object in a place that declares a type.
pub struct Typed<'a> {
    object: ObjectRef<'a>,
    declared: &'a str,
    choice: Choice,
}

impl<'a> Typed<'a> {
    /// `value` in the place that it is of.
    pub fn new<T: Structured>(value: &'a T) -> Self {
        Self {
            object: value.object(),
            declared: T::declared(),
            choice: Choice::ALL,
        }
    }
}

impl Serialize for Typed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_chosen(self.object, Some(self.declared), self.choice, serializer)
    }
}

/// Returns the JSON of a member, declared or not, as the value was read.
pub(crate) fn member_of(object: ObjectRef<'_>, name: &str) -> Option<Json> {
    let index = object.schema().find(name, 0);
    match index.and_then(|index| object.field(index)) {
        Some(value) => {
            let choice = Choice::ALL;
            Json::new(&Chosen { value, choice }).ok()
        }
        None => object.additional().get_json(name).cloned(),
    }
}
