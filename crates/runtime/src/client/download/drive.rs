//! The loop that carries a download.

use std::fmt;

use bytes::Bytes;

use super::{Download, Next};
use crate::client::carrier::Carrier;
use crate::client::dispatch::{ByCarrier, Dispatch};
use crate::client::error::Result;

/// The next piece of a download, for which it asks for the rest where the response breaks off.
pub(super) async fn next<N: Dispatch>(
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
async fn step<N: Dispatch>(
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
    let next = match network.piece(open).await {
        Some(Ok(piece)) => return download.piece(piece),
        Some(Err(error)) => download.broken(error)?,
        None => download.ended()?,
    };
    *body = None;
    follow(network, next).await
}

async fn follow(network: &impl Dispatch, next: Next) -> Result<Bytes> {
    if let Next::Again(time) = next {
        network.wait(time).await;
    }
    Ok(Bytes::new())
}

/// The pieces of a download over a network stack of the program's own: [`Download::pieces_by`].
#[must_use = "nothing is sent before `next` is called"]
pub struct PiecesBy<'a, C: Carrier> {
    download: &'a mut Download,
    carrier: ByCarrier<'a, C>,
    body: Option<C::Body>,
}

impl Download {
    /// Returns the pieces of the file that are not there yet, over a network stack of the program's own. After an error
    /// the next call asks for the rest again.
    pub fn pieces_by<'a, C: Carrier>(&'a mut self, carrier: &'a C) -> PiecesBy<'a, C> {
        PiecesBy {
            download: self,
            carrier: ByCarrier(carrier),
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
