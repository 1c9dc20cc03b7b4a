//! A body that must go on coming.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use super::clock::Time;
use crate::client::error::{BoxError, Error, ErrorKind};
use crate::client::response_body::ResponseBody;
use crate::client::transport::BoxFuture;

/// The error of a response of which nothing came for that time.
pub(super) fn late_after(patience: Duration) -> BoxError {
    Error::new(ErrorKind::Timeout(patience)).into()
}

/// The body of a response, each piece of which must come within a time.
pub(super) struct Watched {
    body: ResponseBody,
    time: Time,
    patience: Option<Duration>,
    /// When the next piece is late; there is none while nobody waits for one.
    late: Option<BoxFuture<'static, ()>>,
}

impl Watched {
    pub(super) fn new(body: ResponseBody, time: Time, patience: Option<Duration>) -> Self {
        Self {
            body,
            time,
            patience,
            late: None,
        }
    }

    /// Limits the time for each piece to `patience`, unless a limit is set already.
    pub(super) fn or_within(mut self, patience: Duration) -> Self {
        self.patience.get_or_insert(patience);
        self
    }
}

impl Stream for Watched {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Poll::Ready(piece) = Pin::new(&mut this.body).poll_next(context) {
            this.late = None;
            return Poll::Ready(piece);
        }
        let Some(patience) = this.patience else {
            return Poll::Pending;
        };
        if let Err(error) = this.time.check() {
            return Poll::Ready(Some(Err(error.into())));
        }
        let time = &this.time;
        let late = this.late.get_or_insert_with(|| time.sleep(patience));
        ready!(late.as_mut().poll(context));
        Poll::Ready(Some(Err(late_after(patience))))
    }
}
