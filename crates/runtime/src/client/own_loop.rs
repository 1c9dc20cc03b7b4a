//! The needs of a program that sends requests by a loop of its own ([`Request::to_http`], [`Request::decode`],
//! [`decide`](super::retry::decide)): the attempt to decide about, and the errors that no response says.

use super::error::{BoxError, Error, ErrorKind, SharedError};
use super::request::Request;
use super::retry::Attempt;

impl<'a> Attempt<'a> {
    /// The first attempt of `request`, with what it says of being sent twice ([`Request::idempotent`]).
    ///
    /// ```
    /// # use graphwright::{Client, Method, ServiceClient};
    /// use graphwright::retry::{Attempt, Decision, Outcome, decide};
    ///
    /// # let service = ServiceClient::new(Client::sans_io().build()?, "https://graph.microsoft.com/v1.0");
    /// let change = service.request(Method::PATCH, "/me/messages/7");
    /// assert_eq!(decide(&Attempt::of(&change), &Outcome::Lost), Decision::GiveUp);
    /// let change = change.idempotent();
    /// assert!(matches!(decide(&Attempt::of(&change), &Outcome::Lost), Decision::Wait(_)));
    /// # Ok::<(), graphwright::Error>(())
    /// ```
    pub fn of<T>(request: &'a Request<T>) -> Self {
        Self {
            is_idempotent: request.parts.is_idempotent,
            ..Self::first(request.method())
        }
    }
}

impl Error {
    /// Makes the error of a request to which no response came, or not all of it ([`ErrorKind::Transport`]), for a program
    /// that sends requests itself. The source must not show their headers and bodies.
    pub fn transport(source: impl Into<BoxError>) -> Self {
        Self::broken(source.into())
    }

    /// Makes the error of a request for which no token could be had ([`ErrorKind::Credential`]), for a program that signs
    /// requests itself. The source must not show a token.
    pub fn credential(source: impl Into<BoxError>) -> Self {
        let source: SharedError = source.into().into();
        Self::new(ErrorKind::Credential).with_source(source)
    }
}
