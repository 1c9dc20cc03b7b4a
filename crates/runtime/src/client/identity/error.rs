//! Why a sign-in failed.

use std::fmt;

use http::StatusCode;

use crate::client::error::BoxError;
use crate::escaped::Escaped;

/// Why a sign-in failed. Neither its text nor its `Debug` has a token, a code or a body.
#[derive(Debug)]
#[non_exhaustive]
pub enum SignInError {
    /// The session has ended (`invalid_grant`, `interaction_required` and their like): the user must sign in again.
    SignInAgain(Refusal),
    /// The user declined.
    Declined,
    /// The user did not sign in before the code expired: ask for another one.
    Expired,
    /// The browser came back with the answer to another sign-in (another `state`), or without a code.
    NotOurs,
    /// The identity platform refused for another reason, such as a client ID that it does not know.
    Refused(Refusal),
    /// The identity platform answered with this status and a body that RFC 6749 does not have.
    Unreadable(StatusCode),
    /// No answer came; the source says why.
    NoResponse(BoxError),
    /// A stored session is none, or of another program.
    Stored,
}

/// A refusal of the identity platform (RFC 6749, 5.2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// Its `error`, such as `invalid_grant`.
    pub error: String,
    /// Its `error_description`, in which what was sent in secret is hidden.
    pub description: Option<String>,
    /// Its `error_codes`, such as 50076 for a second factor.
    pub codes: Vec<u64>,
    /// The claims that it asks for, as JSON.
    pub claims: Option<String>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Escaped(&self.error))?;
        match &self.description {
            Some(description) => write!(f, ": {}", Escaped(description)),
            None => Ok(()),
        }
    }
}

impl fmt::Display for SignInError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SignInAgain(why) => write!(f, "the session has ended, sign in again: {why}"),
            Self::Declined => f.write_str("the user declined to sign in"),
            Self::Expired => {
                f.write_str("the code expired before the user signed in: ask for another one")
            }
            Self::NotOurs => f.write_str(
                "what came back from the browser does not belong to this sign-in: begin it again",
            ),
            Self::Refused(why) => write!(f, "the identity platform refused: {why}"),
            Self::Unreadable(status) => {
                write!(
                    f,
                    "the identity platform answered {status} with what is no answer to a sign-in"
                )
            }
            Self::NoResponse(_) => f.write_str("the identity platform gave no answer"),
            Self::Stored => {
                f.write_str("what was stored is no session of this program: sign in again")
            }
        }
    }
}

impl std::error::Error for SignInError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NoResponse(source) => Some(&**source),
            _ => None,
        }
    }
}
