//! A property of a model as a value: for `$select`, `Patch` and explicit nulls.

use std::fmt;
use std::marker::PhantomData;

use super::Model;

/// A property of `M`, such as `VppToken::DISPLAY_NAME`.
pub struct Property<M> {
    index: usize,
    model: PhantomData<fn() -> M>,
}

impl<M: Model> Property<M> {
    /// The property with that number in the schema of `M`. A number that the schema does not have
    /// does not compile in a constant.
    pub const fn new(index: usize) -> Self {
        assert!(
            index < M::SCHEMA.properties.len(),
            "the schema has no such property"
        );
        Self {
            index,
            model: PhantomData,
        }
    }

    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        M::SCHEMA.properties[self.index].name
    }

    /// The number in the schema.
    pub const fn index(self) -> usize {
        self.index
    }
}

impl<M> Clone for Property<M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M> Copy for Property<M> {}

impl<M: Model> AsRef<str> for Property<M> {
    fn as_ref(&self) -> &str {
        self.name()
    }
}

impl<M: Model> fmt::Debug for Property<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", M::SCHEMA.name, self.name())
    }
}
