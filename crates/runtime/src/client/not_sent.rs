//! The error of a request that has not left this machine.

use std::fmt;

use http::StatusCode;

use super::error::BoxError;

/// Says that nothing of a request was sent: no connection came about. Such a request may be repeated whatever its
/// method is, unless it is so for good. A [`Carrier`](super::Carrier) or a transport that can tell wraps its error in
/// this.
#[derive(Debug)]
pub struct NotSent {
    source: BoxError,
    is_final: bool,
}

impl NotSent {
    /// The error that `source` explains.
    pub fn new(source: impl Into<BoxError>) -> Self {
        Self {
            source: source.into(),
            is_final: false,
        }
    }

    /// Creates an error for a connection that would fail again, such as one to a service whose
    /// certificate nobody trusts: the request is not repeated.
    pub fn for_good(source: impl Into<BoxError>) -> Self {
        Self {
            source: source.into(),
            is_final: true,
        }
    }

    /// A proxy stands before the service and wants to know who asks (407).
    pub(super) fn by_proxy() -> Self {
        Self::for_good(
            "the proxy asks for sign-in (407): give its user and password in its URL, as in \
             `http://user:password@proxy.example:8080`",
        )
    }

    /// A proxy or a network stands before the service and answered with `status` that it wants to know who asks.
    pub(super) fn by_what_is_between(status: StatusCode) -> Option<Self> {
        match status {
            StatusCode::PROXY_AUTHENTICATION_REQUIRED => Some(Self::by_proxy()),
            StatusCode::NETWORK_AUTHENTICATION_REQUIRED => Some(Self::for_good(
                "the network asks for sign-in (511): open a page in a browser of this machine and sign in there",
            )),
            _ => None,
        }
    }

    /// Whether it will be so the next time as well.
    pub fn is_for_good(&self) -> bool {
        self.is_final
    }
}

impl fmt::Display for NotSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there was no connection")
    }
}

impl std::error::Error for NotSent {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}
