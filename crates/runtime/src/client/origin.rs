//! Scheme, host and port of a URL.

use http::Uri;
use iri_string::types::UriStr;

/// The origin that a bearer token is for: scheme, host and port (RFC 6454, 4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    pub(super) scheme: String,
    pub(super) host: String,
    pub(super) port: u16,
}

impl Origin {
    /// The origin of an absolute http(s) URL. A URL whose host the transport's own parser reads in another way
    /// has none: where two parsers disagree, tokens leak.
    pub(super) fn of(url: &str) -> Option<Self> {
        let uri = UriStr::new(url).ok()?;
        let scheme = uri.scheme_str().to_ascii_lowercase();
        let default = match scheme.as_str() {
            "https" => 443,
            "http" => 80,
            _ => return None,
        };
        let authority = uri.authority_components()?;
        let of_transport: Uri = url.parse().ok()?;
        if authority.host().is_empty() || of_transport.host() != Some(authority.host()) {
            return None;
        }
        // A port that no connection can have is no port (RFC 3986, 3.2.3).
        let port = match authority.port() {
            None | Some("") => default,
            Some(digits) => digits.parse().ok()?,
        };
        Some(Self {
            host: authority.host().to_ascii_lowercase(),
            scheme,
            port,
        })
    }

    /// Returns whether nobody can read what goes there: TLS protects it, or it stays on this machine.
    pub(super) fn is_secure(&self) -> bool {
        self.scheme == "https" || self.is_loopback()
    }

    /// Returns whether what was sent to `from` would be less safe there.
    pub(super) fn is_worse_than(&self, from: &Self) -> bool {
        (from.is_secure() && !self.is_secure())
            || (from.scheme == "https" && self.scheme != "https")
    }

    /// Returns whether it is this machine itself, where a token may go without TLS.
    pub(super) fn is_loopback(&self) -> bool {
        let host = self.host.trim_start_matches('[').trim_end_matches(']');
        host == "localhost"
            || host
                .parse::<std::net::IpAddr>()
                .is_ok_and(|address| address.is_loopback())
    }
}

/// The URL up to its path.
pub(super) fn prefix(url: &str) -> &str {
    let start = url.find("://").map_or(0, |at| at + 3);
    let end = url[start..]
        .find(['/', '?', '#'])
        .map_or(url.len(), |at| start + at);
    &url[..end]
}
