//! Models: structs with public fields, and one core that reads, writes and shows all of them.
//!
//! A generated model is a plain struct whose fields are all `Option`, and one line that lists them
//! ([`model!`](crate::model!)). Everything else is written here once, for all models; `table` is how
//! fields are reached.

mod additional;
mod additional_of;
mod debug;
pub mod enumeration;
mod flags;
mod macros;
mod misfits;
pub mod one_of;
mod ordered;
mod polymorphic;
mod property;
mod read;
mod table;
mod type_name;
pub(crate) mod wide;
mod write;

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use additional::Additional;
pub use additional_of::AdditionalOf;
pub use debug::debug_structured;
pub use enumeration::{Enumeration, Members, Text};
pub use flags::Flags;
pub use misfits::{Misfit, Misfits};
pub use one_of::OneOf;
pub(crate) use ordered::Ordered;
pub use polymorphic::{
    Polymorphic, Structured, clone_structured, eq_structured, serialize_structured,
};
pub use property::{Property, property};
pub use read::{deserialize, read_members};
pub(crate) use table::FieldRef;
pub use table::{
    Field, FieldType, Item, Kept, Kind, ObjectMut, ObjectRef, Opaque, Schema, Table, Target,
    additional_offset, field, place,
};
pub use type_name::by_alias;
pub(crate) use type_name::is as is_type;
pub(crate) use write::{Choice, Chosen, member_of, serialize_chosen};
pub use write::{Typed, serialize_model};

use crate::json::Json;

/// A structured type of a service: an entity type or a complex type.
///
/// Decoding and encoding are each other's inverse: a member that has no field, a null, and a value
/// that does not fit its field's type are kept in `additional`, as they were written.
///
/// # Safety
/// `TABLE` is made from the fields of this very type; [`model!`](crate::model!) sees to it.
#[allow(unsafe_code, reason = "the promise that the table core rests on")]
pub unsafe trait Model:
    Clone + Default + PartialEq + Debug + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// The fields of the type.
    #[doc(hidden)]
    const TABLE: Table;

    /// The table in the core's form. As one constant of the trait it costs a type nothing.
    #[doc(hidden)]
    const SCHEMA: &'static Schema = &Schema::of::<Self>();

    /// The names, places and kinds of the fields.
    fn schema() -> &'static Schema {
        Self::SCHEMA
    }

    /// Returns whether the member of that name is there and is `null`.
    fn is_null(&self, name: impl AsRef<str>) -> bool {
        ObjectRef::new(self)
            .additional()
            .get_json(name.as_ref())
            .is_some_and(Json::is_null)
    }

    /// Makes a member an explicit `null`, which is sent, as an absent one is not.
    fn set_null(&mut self, property: Property<Self>) {
        let mut object = ObjectMut::new(self);
        if let Some(index) = Self::schema().find(property.name(), 0) {
            object.clear(index);
        }
        object.additional().set_json(property.name(), Json::null());
    }

    /// The declared members whose values did not fit, in this value and in those inside: the fields are `None`,
    /// and nobody would notice. As text, this is one line for a log.
    fn misfits(&self) -> Misfits<'_> {
        Misfits::of_object(ObjectRef::new(self))
    }

    /// The type that the service says this value is, where it does: what stands behind `#` in `@odata.type`.
    fn odata_type(&self) -> Option<String> {
        ObjectRef::new(self).additional().odata_type()
    }

    /// Reads a value as a derived type that the caller knows and that this declared type does not:
    /// `None` unless the service said that it is a `T`. Nothing is lost on the way.
    fn downcast<T: Model>(&self) -> Option<T> {
        is_type(&self.odata_type()?, T::schema().name)
            .then(|| Json::new(self).ok()?.to().ok())
            .flatten()
    }
}

/// A copy of `model`: what `Clone` of every model is.
pub fn clone_model<M: Model>(model: &M) -> M {
    let mut copy = M::default();
    ObjectMut::new(&mut copy).copy(ObjectRef::new(model));
    copy
}
