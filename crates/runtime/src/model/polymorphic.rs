//! A declared type and the types derived from it, chosen by `@odata.type`.

use std::fmt::Debug;

use serde::{Serialize, Serializer};

use super::{Misfits, Model, ObjectMut, ObjectRef, Typed, is_type};
use crate::json::Json;

/// The values of a place that declares a structured type: the type itself, or an enum over it and types
/// derived from it.
pub trait Structured: Serialize + Debug + Sized + Send + Sync + 'static {
    /// Whether there are several types, so that what a value says it is must be known first.
    const POLYMORPHIC: bool;

    /// The declared type itself.
    type Declared: Model;

    /// The qualified name of the declared type.
    fn declared() -> &'static str;

    /// An empty value of the type with that name, or of the declared type if the name is unknown.
    fn of_type(name: &str) -> Self;

    /// The value as an object.
    fn object(&self) -> ObjectRef<'_>;

    /// Returns the object, to change it.
    fn object_mut(&mut self) -> ObjectMut<'_>;
}

impl<M: Model> Structured for M {
    const POLYMORPHIC: bool = false;

    type Declared = Self;

    fn declared() -> &'static str {
        M::schema().name
    }

    fn of_type(_: &str) -> Self {
        Self::default()
    }

    fn object(&self) -> ObjectRef<'_> {
        ObjectRef::new(self)
    }

    fn object_mut(&mut self) -> ObjectMut<'_> {
        ObjectMut::new(self)
    }
}

/// An enumeration over a declared type and the derived types that the crate knows. A value of any
/// other derived type is read as the declared type, and its other members are kept.
pub trait Polymorphic: Structured {
    /// The declared members whose values did not fit, in this value and in those inside.
    fn misfits(&self) -> Misfits<'_> {
        Misfits::of_object(self.object())
    }

    /// Returns a copy as a value of the declared type, whichever type it is of: its members without a match. The type, and
    /// the members of the derived type, are in `additional`; nothing is lost on the way.
    fn to_declared(&self) -> Self::Declared {
        let json = Json::new(&Typed::new(self)).ok();
        // Writing a model does not fail, and reading one keeps what does not fit.
        json.and_then(|json| json.to().ok()).unwrap_or_default()
    }

    /// Reads a value of a derived type that the crate does not know as one that the caller does:
    /// `None` unless the service said that it is a `T`. Nothing is lost on the way.
    fn downcast<T: Model>(&self) -> Option<T> {
        let object = self.object();
        let said = object.additional().odata_type();
        let name = said.as_deref().unwrap_or(object.schema().name);
        is_type(name, T::schema().name)
            .then(|| Json::new(&Typed::new(self)).ok()?.to().ok())
            .flatten()
    }
}

/// A copy of `value`: what `Clone` of every polymorphic type is.
pub fn clone_structured<T: Structured>(value: &T) -> T {
    let object = value.object();
    let mut copy = T::of_type(object.schema().name);
    copy.object_mut().copy(object);
    copy
}

/// Returns whether both are of one type and equal in every member: what `PartialEq` of every model and polymorphic
/// type is.
pub fn eq_structured<T: Structured>(one: &T, other: &T) -> bool {
    one.object() == other.object()
}

/// Writes `value` with its type, where that is not the declared one: what `Serialize` of every
/// polymorphic type is.
///
/// # Errors
/// The serializer's own.
pub fn serialize_structured<T: Structured, S: Serializer>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    Typed::new(value).serialize(serializer)
}
