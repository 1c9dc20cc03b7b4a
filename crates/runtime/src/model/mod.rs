//! Models: structs with public fields, and one core that reads, writes and shows all of them.
//!
//! A generated model is a plain struct whose fields are all `Option`, a [`Schema`] that names them,
//! and accessors by number ([`Object`]). Everything else is written here once, for all models.

mod additional;
mod debug;
mod enumeration;
mod flags;
mod polymorphic;
mod property;
mod read;
mod schema;
mod write;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use additional::Additional;
pub use debug::debug_model;
pub use enumeration::Enumeration;
pub use flags::Flags;
pub use polymorphic::Polymorphic;
pub use property::Property;
pub use read::{deserialize, read_members, read_model};
pub use schema::{PropertySchema, Schema};
pub(crate) use write::{Choice, Erased, serialize_chosen};
pub use write::{Typed, serialize_object};

use crate::json::{Json, Reader};
use crate::value::Value;

/// Members by number: what the core needs of a model.
pub trait Object: Send + Sync {
    /// The names of the members.
    fn schema(&self) -> &'static Schema;
    /// The member with that number in the schema.
    ///
    /// # Panics
    /// The schema has no such number.
    fn slot(&self, index: usize) -> &dyn Slot;
    /// The same to change it.
    ///
    /// # Panics
    /// The schema has no such number.
    fn slot_mut(&mut self, index: usize) -> &mut dyn Slot;
    /// The members that have no field.
    fn additional(&self) -> &Additional;
    /// The same to change them.
    fn additional_mut(&mut self) -> &mut Additional;
}

/// A field of a model.
pub trait Slot {
    /// Its value.
    fn value(&self) -> Option<&dyn Value>;
    /// Reads the next value into it. `false` if it does not fit; the field is then empty.
    fn read(&mut self, reader: &mut Reader<'_>) -> bool;
    /// Empties it.
    fn clear(&mut self);
}

impl<T: Value> Slot for Option<T> {
    fn value(&self) -> Option<&dyn Value> {
        self.as_ref().map(|value| value as &dyn Value)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> bool {
        *self = T::read(reader);
        self.is_some()
    }

    fn clear(&mut self) {
        *self = None;
    }
}

/// A structured type of a service: an entity type or a complex type.
///
/// Decoding and encoding are each other's inverse: a member that has no field, a null, and a value
/// that does not fit its field's type are kept in `additional`, as they were written.
pub trait Model:
    Object + Value + Clone + Default + PartialEq + Serialize + DeserializeOwned + 'static
{
    /// The names of the members.
    const SCHEMA: &'static Schema;

    /// Whether the member of that name is there and is `null`.
    fn is_null(&self, name: impl AsRef<str>) -> bool {
        self.additional()
            .get_json(name.as_ref())
            .is_some_and(Json::is_null)
    }

    /// Makes a member an explicit `null`, which is sent, as an absent one is not.
    fn set_null(&mut self, property: Property<Self>) {
        self.slot_mut(property.index()).clear();
        self.additional_mut()
            .set_json(property.name(), Json::null());
    }

    /// The type that the service says this value is (`@odata.type` without `#`), where it does.
    fn odata_type(&self) -> Option<String> {
        self.additional().odata_type()
    }

    /// Reads a value as a derived type that the caller knows and that this declared type does not:
    /// `None` unless the service said that it is a `T`. Nothing is lost on the way.
    fn downcast<T: Model>(&self) -> Option<T> {
        (self.odata_type()? == T::SCHEMA.name)
            .then(|| Json::new(self).ok()?.to().ok())
            .flatten()
    }
}

/// What accessors do with a number that their schema does not have.
///
/// # Panics
/// Always.
#[cold]
pub fn no_such_slot(index: usize) -> ! {
    panic!("the schema has no member number {index}")
}

/// The implementations that every model shares, each one line here and the work in the core.
#[macro_export]
macro_rules! model {
    ($model:ty) => {
        impl $crate::Value for $model {
            fn read(reader: &mut $crate::json::Reader<'_>) -> Option<Self> {
                $crate::model::read_model(reader)
            }
        }

        impl $crate::Payload for $model {
            fn from_reply(reply: $crate::Reply<'_>) -> ::core::result::Result<Self, $crate::Unfit> {
                $crate::structured(reply, <Self as $crate::Model>::SCHEMA)
            }
        }

        impl ::core::fmt::Debug for $model {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::model::debug_model(self, f)
            }
        }

        impl $crate::serde::Serialize for $model {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::model::serialize_object(self, None, serializer)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $model {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::model::deserialize(deserializer)
            }
        }
    };
}
