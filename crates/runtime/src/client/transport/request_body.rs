//! The body of a request as a transport is given it.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::StreamExt;
use http_body::{Body, Frame, SizeHint};

use crate::client::error::BoxError;

/// The body of a request: whole, or piece by piece as it is sent. It is a stream of its pieces, and a
/// [`Body`](http_body::Body) for hyper and what is built on it.
pub struct RequestBody(Form);

enum Form {
    Whole(Bytes),
    Pieces {
        pieces: Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>,
        left: Option<u64>,
        /// The last piece is held back until it is known to be the last: HTTP/1.1 asks for nothing more when it has
        /// all bytes of the length.
        last: Option<Bytes>,
    },
}

impl RequestBody {
    /// A body that is sent piece by piece as `pieces` gives it; an error breaks the request off. `length` is the number
    /// of all bytes, which most services must know before: another number is an error. Without it HTTP/1.1 sends
    /// chunks (RFC 9112, 7.1).
    pub fn new(
        pieces: impl Stream<Item = Result<Bytes, BoxError>> + Send + 'static,
        length: Option<u64>,
    ) -> Self {
        Self(Form::Pieces {
            pieces: Box::pin(pieces.fuse()),
            left: length,
            last: None,
        })
    }

    /// The whole body, if it is at hand.
    pub fn bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Form::Whole(bytes) => Some(bytes),
            Form::Pieces { .. } => None,
        }
    }

    /// Returns how many bytes are still to come, if that is known.
    pub fn len(&self) -> Option<u64> {
        match &self.0 {
            Form::Whole(bytes) => Some(bytes.len() as u64),
            Form::Pieces { left, last, .. } => {
                let held = last.as_ref().map_or(0, Bytes::len) as u64;
                left.map(|left| left + held)
            }
        }
    }

    /// Returns whether it is known that no bytes are to come.
    pub fn is_empty(&self) -> bool {
        self.len() == Some(0)
    }
}

impl From<Bytes> for RequestBody {
    fn from(whole: Bytes) -> Self {
        Self(Form::Whole(whole))
    }
}

/// The pieces; an error ends them.
impl Stream for RequestBody {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let (pieces, left, last) = match &mut self.0 {
            Form::Whole(bytes) if bytes.is_empty() => return Poll::Ready(None),
            Form::Whole(bytes) => return Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Form::Pieces { pieces, left, last } => (pieces, left, last),
        };
        loop {
            let piece = ready!(pieces.as_mut().poll_next(context));
            let Some(left) = left else {
                return Poll::Ready(piece);
            };
            return Poll::Ready(match piece {
                Some(Ok(piece)) => match left.checked_sub(piece.len() as u64) {
                    Some(0) => {
                        *left = 0;
                        if !piece.is_empty() {
                            *last = Some(piece);
                        }
                        continue;
                    }
                    Some(rest) => {
                        *left = rest;
                        Some(Ok(piece))
                    }
                    None => Some(Err("the body has more bytes than its length says".into())),
                },
                None if *left > 0 => {
                    Some(Err("the body has fewer bytes than its length says".into()))
                }
                None => last.take().map(Ok),
                Some(Err(error)) => Some(Err(error)),
            });
        }
    }
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let piece = self.poll_next(context);
        piece.map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        // Pieces are asked for their end, so that one too few is noticed.
        self.bytes().is_some_and(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        self.len()
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// A body may hold secrets.
impl fmt::Debug for RequestBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RequestBody(…)")
    }
}
