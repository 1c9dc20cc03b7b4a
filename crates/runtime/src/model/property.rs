//! A property of a model as a value: for `$select`, `Patch` and explicit nulls.

use std::fmt;
use std::marker::PhantomData;

use super::Model;

/// A property of `M`, such as `VppToken::DISPLAY_NAME`.
pub struct Property<M> {
    name: &'static str,
    model: PhantomData<fn() -> M>,
}

/// [`Property::new`] for [`model!`](crate::model!) alone: of thousands of calls, each takes less to
/// compile if it is of a function that belongs to no type.
#[doc(hidden)]
#[inline]
pub const fn property<M>(name: &'static str) -> Property<M> {
    Property::new(name)
}

impl<M> Property<M> {
    /// The property with that name on the wire.
    #[inline]
    pub const fn new(name: &'static str) -> Self {
        let model = PhantomData;
        Self { name, model }
    }

    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        self.name
    }
}

impl<M> Clone for Property<M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M> Copy for Property<M> {}

impl<M> AsRef<str> for Property<M> {
    fn as_ref(&self) -> &str {
        self.name
    }
}

impl<M: Model> fmt::Debug for Property<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", M::schema().name, self.name)
    }
}
