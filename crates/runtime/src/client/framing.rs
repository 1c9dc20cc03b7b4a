//! Headers that say where a message ends on its connection, which neither callers nor descriptions may set.

use http::header::{CONTENT_LENGTH, HOST};
use http::uri::Authority;
use http::{HeaderValue, Method};

/// Headers of the connection (RFC 9110, 7.6.1), which both sides would read in different ways.
const OF_THE_CONNECTION: [&str; 8] = [
    "connection",
    "http2-settings",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Sets the length of the body, if it is known.
///
/// # Errors
/// The request has a header, or a method, that would change where it or its response ends.
pub(super) fn frame<B>(request: &mut http::Request<B>, length: Option<u64>) -> Result<(), String> {
    if *request.method() == Method::CONNECT {
        return Err(
            "CONNECT makes a tunnel of a connection, and asks a service for nothing".into(),
        );
    }
    let carries_body = length != Some(0)
        || ![Method::GET, Method::HEAD, Method::DELETE].contains(request.method());
    let headers = request.headers_mut();
    if let Some(name) = OF_THE_CONNECTION
        .iter()
        .find(|name| headers.contains_key(**name))
    {
        return Err(format!(
            "the header `{name}` is one of the connection and not of a request (RFC 9110, 7.6.1): leave it out"
        ));
    }
    if headers.get(HOST).is_some_and(|host| !is_host(host)) {
        return Err("the header `host` is no host with or without a port: leave it out, and it is that of the URL".into());
    }
    let given = headers.remove(CONTENT_LENGTH);
    let Some(length) = length else {
        return match given {
            Some(_) => Err("the header `content-length` is there, and the length of the body is not known: leave it out, or give the body its length".into()),
            None => Ok(()),
        };
    };
    if given.is_some_and(|given| given != HeaderValue::from(length)) {
        return Err(format!(
            "the header `content-length` is not the length of the body, which has {length} bytes: leave it out, \
             and it is set when the request is sent"
        ));
    }
    if carries_body {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    Ok(())
}

fn is_host(value: &HeaderValue) -> bool {
    let authority = Authority::try_from(value.as_bytes());
    authority.is_ok_and(|authority| !authority.as_str().contains('@'))
}
