//! Scheme, host and port of a URL.

use http::Uri;

/// What a bearer token is for: the same scheme, host and port (RFC 6454, 4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    pub(super) scheme: String,
    pub(super) host: String,
    pub(super) port: u16,
}

impl Origin {
    /// The origin of an absolute http(s) URL.
    pub(super) fn of(url: &str) -> Option<Self> {
        let uri: Uri = url.parse().ok()?;
        let scheme = uri.scheme_str()?.to_ascii_lowercase();
        let default = match scheme.as_str() {
            "https" => 443,
            "http" => 80,
            _ => return None,
        };
        let host = uri.host()?.to_ascii_lowercase();
        Some(Self {
            port: port(uri.authority()?.as_str(), default)?,
            scheme,
            host,
        })
    }

    /// Whether it is this machine itself, where a token may go without TLS.
    pub(super) fn is_loopback(&self) -> bool {
        let host = self.host.trim_start_matches('[').trim_end_matches(']');
        host == "localhost"
            || host
                .parse::<std::net::IpAddr>()
                .is_ok_and(|address| address.is_loopback())
    }
}

/// The port that an authority names, or `default`; one that no connection can have is no port (RFC 3986, 3.2.3).
fn port(authority: &str, default: u16) -> Option<u16> {
    let behind_user = authority.rsplit('@').next()?;
    let behind_host = behind_user
        .rsplit_once(']')
        .map_or(behind_user, |(_, rest)| rest);
    match behind_host.split_once(':') {
        None | Some((_, "")) => Some(default),
        Some((_, digits)) if digits.bytes().all(|digit| digit.is_ascii_digit()) => {
            digits.parse().ok()
        }
        Some(_) => None,
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

/// The URL that `reference` means in what came from `base` (RFC 3986, 5.2). An absolute one stays as
/// it is, to the byte; dot segments are left to the service.
pub(super) fn resolve(base: &str, reference: &str) -> String {
    let first = reference.split(['/', '?', '#']).next();
    if first.is_some_and(|first| first.contains(':')) {
        return reference.to_owned();
    }
    let origin = prefix(base);
    let place = base.split(['?', '#']).next().unwrap_or(base);
    let path = place.get(origin.len()..).unwrap_or_default();
    if reference.starts_with("//") {
        let scheme = base.split('/').next().unwrap_or_default();
        format!("{scheme}{reference}")
    } else if reference.starts_with('/') {
        format!("{origin}{reference}")
    } else if reference.starts_with('?') {
        format!("{place}{reference}")
    } else {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{origin}{folder}/{reference}")
    }
}
