//! Values of extended properties, by the type in their id.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{MapiType, PropertyId};
use crate::client::Operand;
use crate::conventions::Conventions;
use crate::edm::{Binary, DateTimeOffset, Double, Guid, Single};
use crate::json::Json;
use crate::literal::Literal;
use crate::model::{Structured, Target, member_of};

/// A type of Rust that an extended property has by its [`MapiType`]; a `Vec` of it has the type's `Array`. Graph sends
/// all of them as text.
pub trait MapiValue: Sized {
    /// Returns whether properties of that type have such values.
    fn is_of(mapi_type: MapiType) -> bool;

    /// Reads what stands in the member `value`.
    fn from_member(json: &Json) -> Option<Self>;

    /// Returns what stands in the member `value`.
    fn to_member(&self) -> Json;
}

/// A value that stands in a text of its own.
trait AsText: Serialize + DeserializeOwned {
    /// Whether the text is JSON as it is: a number or a Boolean.
    const BARE: bool;
}

fn read<T: AsText>(text: &str) -> Option<T> {
    let bare = || {
        let texts = [text.to_owned(), text.to_ascii_lowercase()];
        texts
            .iter()
            .find_map(|text| serde_json::from_str(text).ok())
    };
    // `INF` is a string in JSON too.
    let quoted = || Json::new(text).ok()?.to().ok();
    match T::BARE {
        true => bare().or_else(quoted),
        false => quoted(),
    }
}

fn written<T: AsText>(value: &T) -> String {
    let json = Json::new(value).unwrap_or_else(|_| Json::null());
    json.to::<String>()
        .unwrap_or_else(|_| json.as_str().to_owned())
}

macro_rules! values {
    ($($edm:literal $rust:ty: $bare:literal, $($one:ident)|+, $($many:ident)|*;)*) => {
        $(
            impl AsText for $rust {
                const BARE: bool = $bare;
            }

            impl MapiValue for $rust {
                fn is_of(mapi_type: MapiType) -> bool {
                    matches!(mapi_type, $(MapiType::$one)|+)
                }

                fn from_member(json: &Json) -> Option<Self> {
                    read(&json.to::<String>().ok()?)
                }

                fn to_member(&self) -> Json {
                    Json::new(&written(self)).unwrap_or_else(|_| Json::null())
                }
            }

            impl MapiValue for Vec<$rust> {
                fn is_of(mapi_type: MapiType) -> bool {
                    [$(MapiType::$many),*].contains(&mapi_type)
                }

                fn from_member(json: &Json) -> Option<Self> {
                    let texts = json.to::<Vec<String>>().ok()?;
                    texts.iter().map(|text| read(text)).collect()
                }

                fn to_member(&self) -> Json {
                    let texts: Vec<String> = self.iter().map(written).collect();
                    Json::new(&texts).unwrap_or_else(|_| Json::null())
                }
            }
        )*

        /// Returns the type in OData of a value, or of an item of a collection.
        fn edm_of(mapi_type: MapiType) -> &'static str {
            match mapi_type {
                $($(MapiType::$one)|+ $(| MapiType::$many)* => $edm,)*
            }
        }

        /// Returns the literal of a value of that type.
        fn literal_of(
            mapi_type: MapiType,
            value: &impl Serialize,
            conventions: Conventions,
        ) -> Option<String> {
            let json = Json::new(value).ok()?;
            if json.is_null() {
                return Some("null".to_owned());
            }
            match mapi_type {
                $($(MapiType::$one)|+ $(| MapiType::$many)* => {
                    Some(json.to::<$rust>().ok()?.to_literal(conventions))
                })*
            }
        }
    };
}

values! {
    "Edm.Binary" Binary: false, Binary, BinaryArray;
    "Edm.Boolean" bool: true, Boolean, ;
    "Edm.DateTimeOffset" DateTimeOffset: false, SystemTime, SystemTimeArray;
    "Edm.Double" Double: true, Double, DoubleArray;
    "Edm.Guid" Guid: false, CLSID, CLSIDArray;
    "Edm.Int16" i16: true, Short, ShortArray;
    "Edm.Int32" i32: true, Integer | Error, IntegerArray;
    "Edm.Int64" i64: true, Long, LongArray;
    "Edm.Single" Single: true, Float, FloatArray;
    // What Graph writes of the types behind `String` is documented nowhere: it stays as it is.
    "Edm.String" String: false, String | ApplicationTime | Currency | Null | Object,
        StringArray | ApplicationTimeArray | CurrencyArray | ObjectArray;
}

/// Says why a value is not of an extended property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapiValueError(String);

impl fmt::Display for MapiValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for MapiValueError {}

/// An extended property with its value, for a new item or a [`Patch`](crate::Patch).
#[derive(Clone, Serialize)]
pub struct ExtendedProperty {
    id: String,
    value: Json,
}

/// The id alone; the value may be a secret.
impl fmt::Debug for ExtendedProperty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ExtendedProperty {}", self.id)
    }
}

/// A member of the collections of extended properties.
#[derive(Deserialize)]
struct Member {
    id: String,
    value: Json,
}

impl PropertyId {
    /// Returns the value of the property of a message, event, contact or folder, which was asked for by
    /// [`expand`](Self::expand). It is `None` if the item does not have it.
    ///
    /// # Errors
    /// `V` is not the Rust type of the property's type, or the service sent something else.
    pub fn value_of<V: MapiValue>(
        &self,
        item: &impl Structured,
    ) -> Result<Option<V>, MapiValueError> {
        self.check::<V>()?;
        let members = member_of(item.object(), self.collection());
        let members: Vec<Member> = members.and_then(|json| json.to().ok()).unwrap_or_default();
        let is_it = |member: &Member| member.id.parse().is_ok_and(|id: Self| self.is_same(&id));
        match members.into_iter().find(is_it) {
            Some(member) => V::from_member(&member.value).map(Some).ok_or_else(|| {
                MapiValueError(format!(
                    "the service sent a value of `{self}` that is not of that type"
                ))
            }),
            None => Ok(None),
        }
    }

    /// Gives the property a value, for a new item or a change of one: it is an item of
    /// `singleValueExtendedProperties`, or of `multiValueExtendedProperties` where the value is a `Vec`.
    ///
    /// # Errors
    /// `V` is not the Rust type of the property's type.
    pub fn with<V: MapiValue>(&self, value: &V) -> Result<ExtendedProperty, MapiValueError> {
        self.check::<V>()?;
        Ok(ExtendedProperty {
            id: self.to_string(),
            value: value.to_member(),
        })
    }

    fn check<V: MapiValue>(&self) -> Result<(), MapiValueError> {
        match V::is_of(self.mapi_type) {
            true => Ok(()),
            false => Err(MapiValueError(format!(
                "`{self}` has no values of the type `{}`: its values are {}`{}`",
                std::any::type_name::<V>(),
                if self.mapi_type.is_many() {
                    "collections of "
                } else {
                    ""
                },
                edm_of(self.mapi_type),
            ))),
        }
    }
}

/// The value of an extended property in a filter, with the cast that Graph asks for where it is no text
/// ([source](https://learn.microsoft.com/graph/api/singlevaluelegacyextendedproperty-get)).
#[derive(Clone, Debug)]
pub struct ExtendedValue {
    id: String,
    mapi_type: MapiType,
}

impl ExtendedValue {
    pub(super) fn of(id: &PropertyId) -> Self {
        Self {
            id: id.to_string(),
            mapi_type: id.mapi_type,
        }
    }
}

impl Operand for ExtendedValue {
    fn path(&self) -> String {
        let value = if self.mapi_type.is_many() {
            "v"
        } else {
            "ep/value"
        };
        match edm_of(self.mapi_type) {
            "Edm.String" => value.to_owned(),
            edm => format!("cast({value},{edm})"),
        }
    }

    fn name_in_errors(&self) -> String {
        format!("`{}`", self.id)
    }

    fn target(&self) -> Target {
        Target::Primitive(edm_of(self.mapi_type))
    }

    fn literal(
        &self,
        value: &(impl Literal + Serialize),
        conventions: Conventions,
    ) -> Result<String, String> {
        literal_of(self.mapi_type, value, conventions).ok_or_else(|| {
            format!(
                "the value in a filter on {} is not of the type of that property, which is {}",
                self.name_in_errors(),
                self.target()
            )
        })
    }
}
