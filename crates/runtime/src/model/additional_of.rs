//! Additional members of one model among many.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

use super::Additional;

/// [`Additional`] in a model of a crate of many models; `M` names them all.
///
/// The compiler finds out what dropping a value does along the types of its fields, and gives up after 64 types in a
/// row (E0320), in the crate of the models and in every crate that uses one. It looks up no type twice. Behind `M`,
/// which is no part of the value, it comes across all types at once, and none of them lies deep.
#[repr(transparent)]
pub struct AdditionalOf<M> {
    additional: Additional,
    models: PhantomData<M>,
}

impl<M> From<Additional> for AdditionalOf<M> {
    #[inline]
    fn from(additional: Additional) -> Self {
        Self {
            additional,
            models: PhantomData,
        }
    }
}

impl<M> From<AdditionalOf<M>> for Additional {
    #[inline]
    fn from(of: AdditionalOf<M>) -> Self {
        of.additional
    }
}

impl<M> Default for AdditionalOf<M> {
    #[inline]
    fn default() -> Self {
        Additional::new().into()
    }
}

impl<M> Deref for AdditionalOf<M> {
    type Target = Additional;

    #[inline]
    fn deref(&self) -> &Additional {
        &self.additional
    }
}

impl<M> DerefMut for AdditionalOf<M> {
    #[inline]
    fn deref_mut(&mut self) -> &mut Additional {
        &mut self.additional
    }
}

impl<M> Clone for AdditionalOf<M> {
    fn clone(&self) -> Self {
        self.additional.clone().into()
    }
}

impl<M> PartialEq for AdditionalOf<M> {
    fn eq(&self, other: &Self) -> bool {
        self.additional == other.additional
    }
}

impl<M> fmt::Debug for AdditionalOf<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.additional.fmt(f)
    }
}
