//! The body of a response: how a transport gives it, and how it is read.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use tokio::time::{Instant, Sleep};

use super::error::{Error, ErrorKind, Result};
use super::transport::BoxError;

/// The body of a response as a [`Transport`](super::Transport) gives it: whole, or piece by piece, and
/// decompressed where it was compressed on the way. The client reads it within its timeout, and no further than
/// its limit.
pub struct ResponseBody(Form);

enum Form {
    Whole(Bytes),
    Pieces(Pin<Box<dyn Stream<Item = std::result::Result<Bytes, BoxError>> + Send>>),
}

/// Why the whole body was not read.
pub(super) enum Unread {
    TooLarge,
    Broken(BoxError),
}

impl ResponseBody {
    /// A body that comes piece by piece; an error ends it.
    pub fn new(
        pieces: impl Stream<Item = std::result::Result<Bytes, BoxError>> + Send + 'static,
    ) -> Self {
        Self(Form::Pieces(Box::pin(pieces)))
    }

    fn poll(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<std::result::Result<Bytes, BoxError>>> {
        match &mut self.0 {
            Form::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Form::Whole(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Form::Pieces(pieces) => pieces.as_mut().poll_next(context),
        }
    }

    /// What comes before the end, before `limit` bytes are exceeded, or before an error; and which it was.
    pub(super) async fn read(mut self, limit: u64) -> (Bytes, std::result::Result<(), Unread>) {
        let mut read = BytesMut::new();
        let mut left = limit;
        let end = loop {
            match poll_fn(|context| self.poll(context)).await {
                None => break Ok(()),
                Some(Err(error)) => break Err(Unread::Broken(error)),
                Some(Ok(piece)) => {
                    // An empty piece counts too, or a body of nothing else would have no end.
                    let length = piece.len().max(1) as u64;
                    let Some(rest) = left.checked_sub(length) else {
                        break Err(Unread::TooLarge);
                    };
                    left = rest;
                    read.extend_from_slice(&piece);
                }
            }
        };
        (read.freeze(), end)
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

/// The bytes of a response as they come: [`Request::stream`](super::Request::stream) gives them. There is
/// no limit on their number; each piece must come within the client's timeout.
#[must_use = "nothing is read before `next` is called"]
pub struct ByteStream {
    body: ResponseBody,
    patience: Duration,
    /// When the next piece is late; there is none while nobody waits for one.
    late: Option<Pin<Box<Sleep>>>,
    url: String,
    ended: bool,
}

impl ByteStream {
    pub(super) fn new(body: ResponseBody, patience: Duration, url: String) -> Self {
        Self {
            body,
            patience,
            late: None,
            url,
            ended: false,
        }
    }

    fn end(&mut self, error: Error) -> Poll<Option<Result<Bytes>>> {
        self.ended = true;
        Poll::Ready(Some(Err(error.at(&self.url))))
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
        let error = match self.body.poll(context) {
            Poll::Ready(Some(Ok(piece))) => {
                self.late = None;
                return Poll::Ready(Some(Ok(piece)));
            }
            Poll::Ready(None) => {
                self.ended = true;
                return Poll::Ready(None);
            }
            Poll::Ready(Some(Err(error))) => Error::new(ErrorKind::Transport).with_source(error),
            Poll::Pending => {
                let patience = self.patience;
                if tokio::runtime::Handle::try_current().is_err() {
                    return self.end(Error::new(ErrorKind::NoRuntime));
                }
                let at = Instant::now() + patience;
                let late = self
                    .late
                    .get_or_insert_with(|| Box::pin(tokio::time::sleep_until(at)));
                ready!(late.as_mut().poll(context));
                Error::new(ErrorKind::Timeout(patience))
            }
        };
        self.end(error)
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ByteStream(…)")
    }
}
