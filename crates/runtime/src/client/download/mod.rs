//! Downloads that go on where they broke off ([`Request::download`]).
//!
//! A [`Download`] asks for the whole file. Where the connection breaks, it waits and asks for the rest (`Range`, RFC
//! 9110, 14.2), if it is still the same file (`If-Range`, 13.1.5). What comes is checked: 206 must begin where the rest
//! begins, of 200 the bytes that are known are left out, and a file with another `ETag`, `Last-Modified` or length is
//! [`ErrorKind::FileChanged`](crate::ErrorKind). Pieces are handed on as they come; none is kept.
//!
//! The [`RetryPolicy`](crate::retry::RetryPolicy) sets how many attempts in a row may bring no byte, and how long the waits
//! are. Where the service redirects to another origin, that origin gets no
//! token, and for the rest the service is asked anew, because such URLs expire.
//!
//! ```
//! # use graphwright::{BoxError, Bytes, Carrier, Client, Method, ResponseBody, Secret, SecurityScheme, ServiceClient, http};
//! # struct Network;
//! # impl Carrier for Network {
//! #     type Body = ResponseBody;
//! #     async fn send(&self, _: http::Request<Bytes>) -> Result<http::Response<ResponseBody>, BoxError> {
//! #         Ok(http::Response::new(ResponseBody::from(b"bytes".to_vec())))
//! #     }
//! #     async fn secret(&self, _: &SecurityScheme, _: &[String]) -> Result<Option<Secret>, BoxError> { Ok(None) }
//! #     async fn wait(&self, _: std::time::Duration) {}
//! # }
//! # fn write(_: &[u8]) {}
//! # async fn example(service: &ServiceClient, network: &Network) -> graphwright::Result<()> {
//! let content = service.request(Method::GET, "/me/drive/items/7/content");
//! let mut download = content.returning::<Bytes>().download();
//! let mut pieces = download.pieces_by(network);
//! while let Some(piece) = pieces.next().await {
//!     write(&piece?);
//! }
//!
//! // After a restart, with what was stored: how many bytes there are, and of which version of the file.
//! let (stored, etag) = (download.progress().done, download.etag());
//! let content = service.request(Method::GET, "/me/drive/items/7/content");
//! let mut download = content.returning::<Bytes>().download().resume(stored, etag);
//! # Ok(())
//! # }
//! ```
//!
//! With the feature `client`, `Download::stream` gives the pieces as a stream, and `Download::write_to` writes them
//! into a file or another writer. A program without futures carries the steps itself ([`Download::request`]).

mod answer;
mod drive;
#[cfg(feature = "client")]
mod stream;
mod version;

use std::fmt;

use bytes::Bytes;
use http::Method;
use http::header::{ACCEPT_ENCODING, HeaderValue, IF_RANGE, RANGE};

use super::redact;
use super::request::{Parts, Request};
use super::retry::Attempts;
use version::Version;

pub use super::progress::Progress;
pub use answer::Next;
pub use drive::PiecesBy;
#[cfg(feature = "client")]
pub use stream::Pieces;

/// A download that goes on where it broke off. [The module](self) says what it does.
#[must_use = "nothing is sent before its pieces are asked for"]
pub struct Download {
    parts: Parts,
    /// The number of bytes that were handed on.
    done: u64,
    total: Option<u64>,
    version: Version,
    /// The number of bytes, at the beginning of the response, that are known already.
    known: u64,
    /// Set if the service compresses the file all the same. Ranges would count other bytes than these, so that the whole
    /// is asked for.
    is_encoded: bool,
    is_ended: bool,
    /// The attempts since the last byte came.
    attempts: Attempts,
}

impl Request<Bytes> {
    /// Begins a download that goes on where it breaks off. Without it,
    /// [`stream_by`](Self::stream_by) reads one response piece by piece and ends with it.
    pub fn download(self) -> Download {
        let request = if self.headers().contains_key(RANGE) {
            self.refuse(
                "a download sets the header `Range` itself: leave it out, and begin at another byte with \
                 `Download::resume`",
            )
        } else if *self.method() != Method::GET {
            self.refuse(
                "a part of a response can be asked for by GET alone: read this one with `stream`",
            )
        } else {
            self
        };
        Download {
            parts: request.parts,
            done: 0,
            total: None,
            version: Version::default(),
            known: 0,
            is_encoded: false,
            is_ended: false,
            attempts: Attempts::NONE,
        }
    }
}

impl Download {
    /// Begins after `done` bytes, which an earlier run of the program has; they must be of the version of the file that
    /// has this [`etag`](Self::etag). Without an ETag nothing shows that the file has changed.
    pub fn resume(mut self, done: u64, etag: Option<&str>) -> Self {
        self.done = done;
        self.version = Version::tagged(etag);
        self
    }

    /// Returns how many bytes were handed on, and how many there are.
    pub fn progress(&self) -> Progress {
        Progress::new(self.done, self.total)
    }

    /// The ETag of the file, once a response has said it: what [`resume`](Self::resume) needs.
    pub fn etag(&self) -> Option<&str> {
        self.version.etag.as_deref()
    }

    /// Returns the request for what is not there yet, for a program that carries it itself:
    ///
    /// ```
    /// # use graphwright::{Bytes, Client, Error, Method, Request, ServiceClient, http};
    /// # use graphwright::download::Next;
    /// # fn carry(_: Request<Bytes>) -> Result<(http::response::Parts, Vec<Bytes>), Error> {
    /// #     let response = http::Response::builder().header("content-length", "5").body(()).expect("a response");
    /// #     Ok((response.into_parts().0, vec![Bytes::from("by"), Bytes::from("tes")]))
    /// # }
    /// # fn wait(_: std::time::Duration) {}
    /// # let service = ServiceClient::new(Client::sans_io().build()?, "https://graph.microsoft.com/v1.0");
    /// # let content = service.request(Method::GET, "/me/drive/items/7/content").returning::<Bytes>();
    /// let mut download = content.download();
    /// let mut file = Vec::new();
    /// loop {
    ///     let (head, pieces) = carry(download.request())?;
    ///     download.opened(head.status, &head.headers)?;
    ///     for piece in pieces {
    ///         file.extend(download.piece(piece)?);
    ///     }
    ///     match download.ended()? {
    ///         Next::Done => break,
    ///         Next::Again(time) => wait(time),
    ///     }
    /// }
    /// assert_eq!(file, b"bytes");
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// A response of failure goes to [`refused`](Self::refused), a body that breaks off to [`broken`](Self::broken).
    pub fn request(&self) -> Request<Bytes> {
        let mut request = Request::<Bytes>::from(self.parts.clone());
        // Ranges count the bytes that are sent, compressed or not (RFC 9110, 14.1).
        let headers = &mut request.parts.headers;
        let as_it_is = HeaderValue::from_static("identity");
        headers.entry(ACCEPT_ENCODING).or_insert(as_it_is);
        if self.done == 0 || self.is_encoded {
            return request;
        }
        let request = request.header(RANGE.as_str(), &format!("bytes={}-", self.done));
        match self.version.strong_etag() {
            Some(etag) => request.header(IF_RANGE.as_str(), etag),
            None => request,
        }
    }
}

/// A URL may be all that it takes to read the file.
impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("from", &redact::place(&self.parts.url))
            .field("progress", &self.progress())
            .finish_non_exhaustive()
    }
}
