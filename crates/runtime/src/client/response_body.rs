//! The body of a response as a transport gives it.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use super::error::BoxError;

/// The body of a response as a transport or a [`Carrier`](super::Carrier) gives it: whole, or piece by piece, and
/// decompressed where it was compressed on the way. The client reads it within its timeout, and no further than
/// its limit.
pub struct ResponseBody(Form);

enum Form {
    Whole(Bytes),
    Pieces(Pin<Box<dyn Stream<Item = std::result::Result<Bytes, BoxError>> + Send>>),
}

impl ResponseBody {
    /// A body that comes piece by piece; an error ends it.
    pub fn new(
        pieces: impl Stream<Item = std::result::Result<Bytes, BoxError>> + Send + 'static,
    ) -> Self {
        Self(Form::Pieces(Box::pin(pieces)))
    }
}

/// The pieces of the body; an error ends it.
impl Stream for ResponseBody {
    type Item = std::result::Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.0 {
            Form::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Form::Whole(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Form::Pieces(pieces) => pieces.as_mut().poll_next(context),
        }
    }
}

impl Default for ResponseBody {
    fn default() -> Self {
        Self::from(Bytes::new())
    }
}

impl From<Bytes> for ResponseBody {
    fn from(whole: Bytes) -> Self {
        Self(Form::Whole(whole))
    }
}

impl From<Vec<u8>> for ResponseBody {
    fn from(whole: Vec<u8>) -> Self {
        Bytes::from(whole).into()
    }
}

/// A body may hold secrets.
impl fmt::Debug for ResponseBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseBody(…)")
    }
}
