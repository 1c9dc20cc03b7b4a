//! The progress of a transfer.

/// The progress of an upload or a download.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The number of bytes that have arrived.
    pub done: u64,
    /// The number of bytes in all, if that is known.
    pub total: Option<u64>,
}

impl Progress {
    pub(super) fn new(done: u64, total: Option<u64>) -> Self {
        Self { done, total }
    }
}
