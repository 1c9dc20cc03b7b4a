//! The error of a request that has not left this machine.

use std::fmt;

use super::error::BoxError;

/// Says that nothing of a request was sent: no connection came about. Such a request may be repeated whatever its method
/// is. A [`Carrier`](super::Carrier) or a transport that can tell wraps its error in this.
#[derive(Debug)]
pub struct NotSent(BoxError);

impl NotSent {
    /// The error that `source` explains.
    pub fn new(source: impl Into<BoxError>) -> Self {
        Self(source.into())
    }
}

impl fmt::Display for NotSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there was no connection")
    }
}

impl std::error::Error for NotSent {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.0)
    }
}
