//! How far a transfer is.

/// How far an upload or a download is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// So many bytes have arrived.
    pub done: u64,
    /// So many there are, if that is known.
    pub total: Option<u64>,
}

impl Progress {
    pub(super) fn new(done: u64, total: Option<u64>) -> Self {
        Self { done, total }
    }
}
