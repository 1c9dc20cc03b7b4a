//! The steps of an upload without I/O.

use std::time::Duration;

use bytes::Bytes;
use http::Method;
use http::header::{ACCEPT, CONTENT_RANGE, CONTENT_TYPE, HeaderValue};

use super::{State, Upload};
use crate::client::error::{Error, ErrorKind, Result};
use crate::client::payload::Payload;
use crate::client::request::{Request, Response};
use crate::client::retry::RetryPolicy;

/// The next step of an [`Upload`], for the program to take.
#[derive(Debug)]
#[must_use = "the upload does not go on before this is done"]
#[expect(
    clippy::large_enum_variant,
    reason = "a step is taken apart where it is made"
)]
pub enum Step {
    /// Read so many bytes of the file from `offset` on, and give them to [`Upload::fragment`].
    Read {
        /// The first of these bytes.
        offset: u64,
        /// The number of bytes.
        length: usize,
    },
    /// Send this request and give what came to [`Upload::answered`]. It is sent once: what follows from a failure the
    /// upload knows.
    Send(Request<Bytes>),
    /// Wait so long.
    Wait(Duration),
}

/// An upload that a program carries itself, step by step:
///
/// ```
/// # use graphwright::{Bytes, Client, Error, Json, Method, Request, Response, ServiceClient, http};
/// # use graphwright::upload::{Rules, Step};
/// # fn carry(request: Request<Bytes>) -> Result<Response<Bytes>, Error> {
/// #     let response = http::Response::builder().status(201).body(r#"{"id":"7"}"#).expect("a response");
/// #     request.decode(response)
/// # }
/// # fn wait(_: std::time::Duration) {}
/// # let service = ServiceClient::new(Client::sans_io().build()?, "https://graph.microsoft.com/v1.0");
/// let file = b"the bytes of the file";
/// let session = service.pre_authenticated(Method::PUT, "https://contoso.sharepoint.com/upload");
/// let mut upload = session.upload::<Json>(file.len() as u64, Rules::ONE_DRIVE);
/// let item = loop {
///     match upload.next_step()? {
///         Step::Read { offset, length } => {
///             let first = offset as usize;
///             upload.fragment(Bytes::copy_from_slice(&file[first..first + length]))?;
///         }
///         Step::Send(request) => {
///             if let Some(response) = upload.answered(carry(request))? {
///                 break response.value;
///             }
///         }
///         Step::Wait(time) => wait(time),
///     }
/// };
/// # Ok::<(), Error>(())
/// ```
impl<T> Upload<T> {
    /// Returns what to do next.
    ///
    /// # Errors
    /// The upload is done, or cannot be made: the size of its fragments is none that the service takes.
    pub fn next_step(&mut self) -> Result<Step> {
        if let Some(why) = &self.parts.invalid {
            return Err(self.invalid(why));
        }
        if !self.rules.allows(self.fragment) {
            return Err(self.invalid(format!(
                "the service takes fragments of at most {} bytes, each a multiple of {}, and these have {}",
                self.rules.largest, self.rules.multiple, self.fragment
            )));
        }
        if let Some(time) = self.wait.take() {
            return Ok(Step::Wait(time));
        }
        match &self.state {
            State::Read => match self.next_fragment() {
                Some((offset, length)) => {
                    let length = usize::try_from(length)
                        .map_err(|_| self.invalid("a fragment does not fit into the memory"))?;
                    Ok(Step::Read { offset, length })
                }
                None => {
                    self.state = State::Commit;
                    self.next_step()
                }
            },
            State::Ask => Ok(Step::Send(self.request(Method::GET, None))),
            State::Commit => Ok(Step::Send(self.request(Method::POST, Some(Bytes::new())))),
            State::Send { offset, bytes } => {
                // RFC 9110, 14.4.
                let last = offset + bytes.len() as u64 - 1;
                let range = format!("bytes {offset}-{last}/{}", self.length);
                let mut request = self.request(Method::PUT, Some(bytes.clone()));
                let url = &mut request.parts.url;
                let path = url.find('?').unwrap_or(url.len());
                url.insert_str(path, self.rules.content);
                Ok(Step::Send(request.header(CONTENT_RANGE.as_str(), &range)))
            }
            State::Done => Err(self.invalid("the upload is done")),
        }
    }

    /// Takes the fragment that was to be read.
    ///
    /// # Errors
    /// The fragment has another number of bytes than the step said: the file has become shorter
    /// ([`ErrorKind::FileChanged`]).
    pub fn fragment(&mut self, bytes: impl Into<Bytes>) -> Result<()> {
        let bytes = bytes.into();
        match (&self.state, self.next_fragment()) {
            (State::Read, Some((offset, length))) if length == bytes.len() as u64 => {
                self.state = State::Send { offset, bytes };
                Ok(())
            }
            (State::Read, Some((offset, _))) => Err(self.changed(offset + bytes.len() as u64)),
            _ => Err(self.invalid("no fragment was to be read")),
        }
    }

    /// Takes the answer to the request that was to be sent; returns the last response when the upload is done.
    ///
    /// # Errors
    /// The upload cannot go on. Nothing of it is lost: another [`next_step`](Self::next_step) asks the service what it
    /// has.
    pub fn answered(&mut self, answer: Result<Response<Bytes>>) -> Result<Option<Response<T>>>
    where
        T: Payload,
    {
        let result = match answer {
            Ok(response) => self.succeeded(response),
            Err(error) => self.failed(error).map(|()| None),
        };
        if result.is_err() && !matches!(self.state, State::Done) {
            self.ask();
        }
        result
    }

    /// The first byte of the fragment that is sent next, and how many it has.
    fn next_fragment(&self) -> Option<(u64, u64)> {
        let multiple = self.rules.multiple;
        self.missing.next(self.fragment, multiple, self.length)
    }

    /// A request to the session.
    fn request(&self, method: Method, body: Option<Bytes>) -> Request<Bytes> {
        let mut request = Request::<Bytes>::from(self.parts.clone()).retry(RetryPolicy::never());
        request.parts.method = method;
        let headers = &mut request.parts.headers;
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        if body.is_some() {
            let bytes = HeaderValue::from_static("application/octet-stream");
            headers.insert(CONTENT_TYPE, bytes);
        }
        request.parts.body = body;
        request
    }

    /// The file has so many bytes now.
    pub(super) fn changed(&self, length: u64) -> Error {
        let why = format!(
            "the file had {} bytes when its upload began, and now it has {length}: cancel the upload and start over",
            self.length
        );
        self.parts.place(Error::new(ErrorKind::FileChanged(why)))
    }

    pub(super) fn invalid(&self, why: impl Into<String>) -> Error {
        self.parts
            .place(Error::new(ErrorKind::InvalidRequest(why.into())))
    }
}
