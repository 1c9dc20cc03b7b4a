//! Values that the core does not look into: maps, collections of collections, one of several types.

use std::any::Any;
use std::fmt::Debug;

use crate::json::Json;
use crate::model::Misfits;
use crate::value::Value;

/// A type whose values the core reads, writes, copies and compares as one.
pub trait Opaque: Value + Clone + PartialEq + 'static {}

impl<T: Value + Clone + PartialEq + 'static> Opaque for T {}

/// A value of any such type.
pub(crate) trait AnyOpaque: Debug {
    /// Returns what is written of it.
    fn json(&self) -> Result<Json, serde_json::Error>;

    /// Returns what a body has of it.
    fn sent(&self) -> Result<Json, serde_json::Error>;

    /// Collects the values in it that do not fit.
    fn misfits<'a>(&'a self, found: &mut Misfits<'a>);

    /// Returns whether `other` is of the same type and equal.
    fn equals(&self, other: &dyn AnyOpaque) -> bool;

    fn any(&self) -> &dyn Any;
}

impl<T: Opaque> AnyOpaque for T {
    fn json(&self) -> Result<Json, serde_json::Error> {
        Json::new(self)
    }

    fn sent(&self) -> Result<Json, serde_json::Error> {
        Value::sent(self)
    }

    fn misfits<'a>(&'a self, found: &mut Misfits<'a>) {
        Value::find_misfits(self, found);
    }

    fn equals(&self, other: &dyn AnyOpaque) -> bool {
        other.any().downcast_ref::<T>() == Some(self)
    }

    fn any(&self) -> &dyn Any {
        self
    }
}
