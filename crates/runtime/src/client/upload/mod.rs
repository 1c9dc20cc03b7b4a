//! Uploads of large files, fragment by fragment ([`Request::upload`]).
//!
//! The service makes an upload session and gives its URL: in Microsoft Graph by `createUploadSession` of a
//! [file](https://learn.microsoft.com/graph/api/driveitem-createuploadsession) or of an
//! [attachment](https://learn.microsoft.com/graph/outlook-large-attachments). An [`Upload`] sends the file there:
//! no header of the caller goes along, and no token but to sessions whose [`Rules`] want it; no more than one fragment
//! is held in memory; and what the service says it expects next is what is sent next.
//!
//! | what came of a fragment | what follows |
//! |---|---|
//! | success with `nextExpectedRanges` | the fragment that is expected next |
//! | success with nothing that is expected, as of a session that was made with `deferCommit` | a POST without a body, which makes the file |
//! | 429, 503 with `Retry-After`, no connection | the same fragment, after a wait |
//! | 500, 502, 503, 504, 509; no response, or not all of it | after a wait the service is asked what it has, and the upload goes on from there |
//! | 416 | the service is asked at once what it has, and the upload goes on from there |
//! | 404, 410 | [`ErrorKind::SessionGone`](crate::ErrorKind): start over with a new session |
//! | anything else | an error |
//!
//! The [`RetryPolicy`](crate::retry::RetryPolicy) sets how many attempts in a row may make no progress, and how long the
//! waits are. After an error, and after a restart of the program, the upload goes
//! on from what the service has.
//!
//! ```
//! use graphwright::upload::Rules;
//! # use graphwright::{BoxError, Bytes, Carrier, Client, Json, Method, ResponseBody, Secret, SecurityScheme, ServiceClient, http};
//! # struct Network;
//! # impl Carrier for Network {
//! #     type Body = ResponseBody;
//! #     async fn send(&self, _: http::Request<Bytes>) -> Result<http::Response<ResponseBody>, BoxError> {
//! #         Ok(http::Response::builder().status(201).body(Bytes::from(r#"{"id":"7"}"#).into())?)
//! #     }
//! #     async fn secret(&self, _: &SecurityScheme, _: &[String]) -> Result<Option<Secret>, BoxError> { Ok(None) }
//! #     async fn wait(&self, _: std::time::Duration) {}
//! # }
//! # async fn example(service: &ServiceClient, network: &Network) -> graphwright::Result<()> {
//! // What `createUploadSession` returned; a program that may be restarted stores the URL.
//! let upload_url = "https://contoso.sharepoint.com/upload?tempauth=…";
//! let mut file: &[u8] = b"the bytes of the file";
//!
//! let session = service.pre_authenticated(Method::PUT, upload_url);
//! let mut upload = session.upload::<Json>(file.len() as u64, Rules::ONE_DRIVE);
//! let item = upload
//!     .send_by(network, &mut file, |progress| println!("{progress:?}"))
//!     .await?;
//!
//! // After a restart: the service is asked what it has.
//! let session = service.pre_authenticated(Method::PUT, upload_url);
//! let mut upload = session.upload::<Json>(file.len() as u64, Rules::ONE_DRIVE).resume();
//! # Ok(())
//! # }
//! ```
//!
//! The client of this crate sends it by `Upload::send`. A program without futures carries the steps itself
//! ([`Upload::next_step`]).

mod answer;
mod drive;
#[cfg(feature = "client")]
mod files;
mod ranges;
mod rules;
mod source;
mod steps;

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use bytes::Bytes;
use http::Method;

use super::payload::Payload;
use super::redact;
use super::request::{Parts, Request};
use super::retry::Attempts;
use ranges::Missing;

pub use super::progress::Progress;
#[cfg(feature = "client")]
pub use files::{Seekable, Sequential};
pub use rules::Rules;
pub use source::ReadAt;
pub use steps::Step;

/// An upload to a session, whose last response is read as a `T`: the item where the service sends it, `()` where it
/// sends nothing. [The module](self) says what it does.
#[must_use = "nothing is sent before `send` is called"]
pub struct Upload<T> {
    /// The URL, service and settings that all its requests have.
    parts: Parts,
    rules: Rules,
    fragment: u64,
    length: u64,
    missing: Missing,
    state: State,
    /// Set if it was carried before.
    is_begun: bool,
    /// The wait that comes first.
    wait: Option<Duration>,
    /// The attempts since the service took something.
    attempts: Attempts,
    /// The number of answers after which the service had no more than before.
    setbacks: u32,
    /// Set if all was sent, and the answer to the last of it did not come.
    is_perhaps_done: bool,
    response: PhantomData<fn() -> T>,
}

/// The next step.
enum State {
    /// The service is to be asked what it has.
    Ask,
    /// This fragment is to be read.
    Read,
    /// This one is to be sent.
    Send {
        offset: u64,
        bytes: Bytes,
    },
    /// The service has all and is to be told that this is the file.
    Commit,
    Done,
}

impl<U> Request<U> {
    /// Begins an upload of `length` bytes to the upload session that this request leads to
    /// ([`ServiceClient::pre_authenticated`](crate::ServiceClient::pre_authenticated) with the URL of the session). The
    /// request's timeouts and retry policy hold for each fragment; its headers and its body are not sent, and a token
    /// only where the rules say so.
    pub fn upload<T: Payload>(self, length: u64, rules: Rules) -> Upload<T> {
        let mut request = match rules.is_signed {
            true => self,
            false => self.without_secrets(),
        };
        request.parts.headers.clear();
        request.parts.body = None;
        if length == 0 {
            request = request.refuse(
                "an upload session takes no empty file, whose bytes have no range: send an empty body to the content of \
                 the item instead",
            );
        }
        Upload {
            parts: request.parts,
            rules,
            fragment: rules.usual,
            length,
            missing: Missing::all(length),
            state: State::Read,
            is_begun: false,
            wait: None,
            attempts: Attempts::NONE,
            setbacks: 0,
            is_perhaps_done: false,
            response: PhantomData,
        }
    }
}

impl<T> Upload<T> {
    /// Sends so many bytes at a time, instead of as many as the rules have for usual. That much memory is taken; the
    /// larger a fragment, the faster it goes, and the more is lost with it. Each must arrive within the timeout of the
    /// request (`Request::timeout`), or else of the client: on a slow connection take smaller ones, or a longer time.
    ///
    /// A size that the rules do not allow is an error when the upload is sent.
    pub fn fragment_size(mut self, bytes: u64) -> Self {
        self.fragment = bytes;
        self
    }

    /// Begins with what the service said that it expects, `nextExpectedRanges` of the session, instead of the whole file.
    ///
    /// Ranges that the file does not have are an error when the upload is sent.
    pub fn expecting(mut self, ranges: &[impl AsRef<str>]) -> Self {
        match Missing::read(ranges, self.length) {
            Ok(missing) => self.missing = missing,
            Err(why) => {
                let why = why.to_string();
                self.parts.invalid.get_or_insert(why);
            }
        }
        self
    }

    /// Asks the service first what it has, and goes on from there: for an upload that an earlier run of the program
    /// began. The file must be the same.
    pub fn resume(mut self) -> Self {
        self.state = State::Ask;
        self.is_perhaps_done = true;
        self
    }

    /// Returns the URL of the session, which a program stores to resume the upload after a restart. It is as good as a
    /// password.
    pub fn url(&self) -> &str {
        &self.parts.url
    }

    /// Begins to carry it. What was carried before and came to no end is not believed: the service is asked what it has.
    fn begin(&mut self) {
        if self.is_begun && !matches!(self.state, State::Done) {
            self.is_perhaps_done |= self.sends_last();
            self.ask();
        }
        self.is_begun = true;
    }

    fn ask(&mut self) {
        self.state = State::Ask;
        self.wait = None;
        self.attempts = Attempts::NONE;
        self.setbacks = 0;
    }

    /// Returns whether the service has all when it has what is sent now.
    fn sends_last(&self) -> bool {
        match &self.state {
            State::Send { bytes, .. } => bytes.len() as u64 == self.missing.bytes(),
            State::Commit => true,
            State::Ask | State::Read | State::Done => false,
        }
    }

    /// Returns how far the upload is, as the service said it last.
    pub fn progress(&self) -> Progress {
        Progress::new(self.missing.done(self.length), Some(self.length))
    }

    /// Returns the request that ends the session without a file. It fails with 404 if the session is gone already.
    pub fn cancel(&self) -> Request<()> {
        let mut request = Request::from(self.parts.clone());
        request.parts.method = Method::DELETE;
        request
    }
}

/// The URL of a session is as good as a password.
impl<T> fmt::Debug for Upload<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("to", &redact::place(self.url()))
            .field("progress", &self.progress())
            .finish_non_exhaustive()
    }
}
