//! The body of a response, read piece by piece.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::watched::Watched;
use crate::client::error::{Error, Result};

/// The bytes of a response as they come: [`Request::stream`](crate::Request::stream) gives them. There is
/// no limit on their number; each piece must come within the read timeout, or else the client's timeout.
#[must_use = "nothing is read before `next` is called"]
pub struct ByteStream {
    body: Watched,
    url: String,
    ended: bool,
}

impl ByteStream {
    pub(super) fn new(body: Watched, url: String) -> Self {
        Self {
            body,
            url,
            ended: false,
        }
    }

    /// Returns the next piece; `None` at the end and after an error.
    pub async fn next(&mut self) -> Option<Result<Bytes>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes>>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let piece = ready!(Pin::new(&mut self.body).poll_next(context));
        self.ended = !matches!(piece, Some(Ok(_)));
        Poll::Ready(piece.map(|piece| piece.map_err(|error| Error::broken(error).at(&self.url))))
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ByteStream(…)")
    }
}
