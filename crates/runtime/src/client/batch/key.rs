//! What a request in a batch is called.

use std::fmt;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Takes the result of a request, which is read as a `T`, from the results of its batch.
pub struct Key<T> {
    id: Id,
    response: PhantomData<fn() -> T>,
}

/// Names a request of a batch, whatever its response is read as.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Id {
    batch: BatchId,
    pub(super) index: usize,
}

/// Tells the batches of a program apart.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct BatchId(usize);

impl BatchId {
    /// Another one each time.
    pub(super) fn next() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

impl Id {
    pub(super) fn is_of(self, batch: BatchId) -> bool {
        self.batch == batch
    }
}

impl<T> Key<T> {
    pub(super) fn new(batch: BatchId, index: usize) -> Self {
        Self {
            id: Id { batch, index },
            response: PhantomData,
        }
    }

    /// Returns the name of the request.
    pub fn id(&self) -> Id {
        self.id
    }
}

impl<T> From<Key<T>> for Id {
    fn from(key: Key<T>) -> Self {
        key.id
    }
}

impl<T> Clone for Key<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Key<T> {}

impl<T> fmt::Debug for Key<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Key").field(&self.id.index).finish()
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Id").field(&self.index).finish()
    }
}
