//! The loop that carries a download.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use super::{Download, Next};
use crate::client::carrier::Carrier;
use crate::client::error::{BoxError, Error, Result};
use crate::client::request::{Request, Response};

/// The network that the loop sends and waits by.
pub(super) trait Opens {
    type Body;

    async fn open(&self, request: Request<Bytes>) -> Result<Response<Self::Body>>;

    async fn next(&self, body: &mut Self::Body) -> Option<Result<Bytes>>;

    async fn wait(&self, time: Duration);
}

/// The next piece of a download, for which it asks for the rest where the response breaks off.
pub(super) async fn next<N: Opens>(
    download: &mut Download,
    network: &N,
    body: &mut Option<N::Body>,
) -> Option<Result<Bytes>> {
    loop {
        if download.is_ended {
            return None;
        }
        match step(download, network, body).await {
            Ok(piece) if piece.is_empty() => {}
            Ok(piece) => return Some(Ok(piece)),
            Err(error) => {
                *body = None;
                return Some(Err(error));
            }
        }
    }
}

/// Goes on by one step, which may bring bytes.
async fn step<N: Opens>(
    download: &mut Download,
    network: &N,
    body: &mut Option<N::Body>,
) -> Result<Bytes> {
    let Some(open) = body else {
        let next = match network.open(download.request()).await {
            Ok(response) => {
                download.opened(response.status, &response.headers)?;
                *body = Some(response.value);
                return Ok(Bytes::new());
            }
            Err(error) => download.refused(error)?,
        };
        return follow(network, next).await;
    };
    let next = match network.next(open).await {
        Some(Ok(piece)) => return download.piece(piece),
        Some(Err(error)) => download.broken(error)?,
        None => download.ended()?,
    };
    *body = None;
    follow(network, next).await
}

async fn follow(network: &impl Opens, next: Next) -> Result<Bytes> {
    if let Next::Again(time) = next {
        network.wait(time).await;
    }
    Ok(Bytes::new())
}

/// The pieces of a download over a network stack of the program's own: [`Download::pieces_by`].
#[must_use = "nothing is sent before `next` is called"]
pub struct PiecesBy<'a, C: Carrier> {
    download: &'a mut Download,
    carrier: By<'a, C>,
    body: Option<C::Body>,
}

impl Download {
    /// Returns the pieces of the file that are not there yet, over a network stack of the program's own. After an error
    /// the next call asks for the rest again.
    pub fn pieces_by<'a, C: Carrier>(&'a mut self, carrier: &'a C) -> PiecesBy<'a, C> {
        PiecesBy {
            download: self,
            carrier: By(carrier),
            body: None,
        }
    }
}

impl<C: Carrier> PiecesBy<'_, C> {
    /// Returns the next piece; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Bytes>> {
        next(self.download, &self.carrier, &mut self.body).await
    }

    /// The download, which says how far it is.
    pub fn download(&self) -> &Download {
        self.download
    }
}

impl<C: Carrier> fmt::Debug for PiecesBy<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PiecesBy").field(&self.download).finish()
    }
}

/// A carrier of the program's own.
struct By<'a, C>(&'a C);

impl<C: Carrier> Opens for By<'_, C> {
    type Body = C::Body;

    async fn open(&self, request: Request<Bytes>) -> Result<Response<C::Body>> {
        request.stream_by(self.0).await
    }

    async fn next(&self, body: &mut C::Body) -> Option<Result<Bytes>> {
        let piece: Option<std::result::Result<Bytes, BoxError>> =
            poll_fn(|context| Pin::new(&mut *body).poll_next(context)).await;
        piece.map(|piece| piece.map_err(Error::broken))
    }

    async fn wait(&self, time: Duration) {
        self.0.wait(time).await;
    }
}
