//! Downloads by the client: as a stream, and into a writer.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::io::{AsyncWrite, AsyncWriteExt};

use super::drive;
use super::{Download, Progress};
use crate::client::dispatch::ByClient;
use crate::client::error::{BoxError, Error, ErrorKind, Result};
use crate::client::sender::ByteStream;
use crate::client::transport::BoxFuture;

impl Download {
    /// Returns the file as a stream of its pieces.
    pub fn stream(self) -> Pieces {
        Pieces {
            progress: self.progress(),
            etag: self.etag().map(str::to_owned),
            state: State::Idle(Box::new(Reading {
                network: ByClient(self.parts.service.clone()),
                download: self,
                body: None,
            })),
        }
    }

    /// Writes what is not there yet into `writer`, such as a `tokio::fs::File`, and returns how many bytes the file
    /// has. `told` is called after each piece.
    ///
    /// After an error of the service or the way to it, another call goes on with the same writer. The writer is
    /// flushed at the end and not closed.
    ///
    /// # Errors
    /// As those of a request ([`Request::send`](crate::Request::send)); the writer fails ([`ErrorKind::File`]); the
    /// file is another one than at the beginning ([`ErrorKind::FileChanged`]).
    pub async fn write_to(
        &mut self,
        writer: &mut (impl AsyncWrite + Unpin),
        mut told: impl FnMut(Progress),
    ) -> Result<u64> {
        let network = ByClient(self.parts.service.clone());
        let mut body = None;
        while let Some(piece) = drive::next(self, &network, &mut body).await {
            let written = writer.write_all(&piece?).await;
            written.map_err(|error| self.unwritten(error))?;
            told(self.progress());
        }
        let flushed = writer.flush().await;
        flushed.map_err(|error| self.unwritten(error))?;
        Ok(self.done)
    }

    fn unwritten(&self, error: std::io::Error) -> Error {
        let error: BoxError = error.into();
        self.parts
            .place(Error::new(ErrorKind::File).with_source(error))
    }
}

/// The pieces of a download: [`Download::stream`]. Where the response breaks off it asks for the rest; after an error
/// it ends, and [`progress`](Self::progress) and [`etag`](Self::etag) are what [`Download::resume`] needs.
#[must_use = "nothing is sent before `next` is called"]
pub struct Pieces {
    state: State,
    progress: Progress,
    etag: Option<String>,
}

enum State {
    Idle(Box<Reading>),
    Busy(BoxFuture<'static, (Box<Reading>, Option<Result<Bytes>>)>),
    Ended,
}

struct Reading {
    download: Download,
    network: ByClient,
    body: Option<ByteStream>,
}

impl Pieces {
    /// Returns the next piece; `None` at the end and after an error.
    pub async fn next(&mut self) -> Option<Result<Bytes>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns how many bytes were handed on, and how many there are.
    pub fn progress(&self) -> Progress {
        self.progress
    }

    /// The ETag of the file, once a response has said it.
    pub fn etag(&self) -> Option<&str> {
        self.etag.as_deref()
    }
}

impl Stream for Pieces {
    type Item = Result<Bytes>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes>>> {
        let this = &mut *self;
        this.state = match std::mem::replace(&mut this.state, State::Ended) {
            State::Idle(mut reading) => State::Busy(Box::pin(async move {
                let Reading {
                    download,
                    network,
                    body,
                } = &mut *reading;
                let piece = drive::next(download, network, body).await;
                (reading, piece)
            })),
            other => other,
        };
        let State::Busy(work) = &mut this.state else {
            return Poll::Ready(None);
        };
        let (reading, piece) = ready!(work.as_mut().poll(context));
        this.progress = reading.download.progress();
        this.etag = reading.download.etag().map(str::to_owned);
        this.state = match piece {
            Some(Ok(_)) => State::Idle(reading),
            Some(Err(_)) | None => State::Ended,
        };
        Poll::Ready(piece)
    }
}

impl fmt::Debug for Pieces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pieces")
            .field("progress", &self.progress)
            .finish_non_exhaustive()
    }
}
