//! The body of a response, read piece by piece.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use tokio::time::Sleep;

use super::error::{Error, ErrorKind, Result};
use super::response_body::ResponseBody;

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
        let error = match Pin::new(&mut self.body).poll_next(context) {
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
                let late = self
                    .late
                    .get_or_insert_with(|| Box::pin(tokio::time::sleep(patience)));
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
