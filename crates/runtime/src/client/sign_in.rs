//! Where the secret of a request stands (OpenAPI 3.0, 4.7.27; RFC 6750, RFC 7617).

use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE, HeaderName, HeaderValue};

use super::credential::Secret;
use super::encode;

/// Where a service expects what the credential gives. OData services expect a bearer token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignIn {
    /// `Authorization: Bearer`.
    #[default]
    Bearer,
    /// `Authorization: Basic`; [`StaticToken::basic`](super::StaticToken::basic) makes such a secret.
    Basic,
    /// In the header of that name.
    Header(&'static str),
    /// In the query, under that name.
    Query(&'static str),
    /// In the cookie of that name.
    Cookie(&'static str),
}

/// Puts `secret` into `request`; an empty one is none.
pub(super) fn sign(
    request: &mut http::Request<Bytes>,
    sign_in: &SignIn,
    secret: &Secret,
) -> Result<(), &'static str> {
    let secret = secret.reveal();
    if secret.is_empty() {
        return Ok(());
    }
    let (name, text) = match sign_in {
        SignIn::Bearer => (AUTHORIZATION, format!("Bearer {secret}")),
        SignIn::Basic => (AUTHORIZATION, format!("Basic {secret}")),
        SignIn::Header(name) => {
            let name = HeaderName::try_from(*name);
            let name = name.map_err(|_| "the description signs in by a header that is none")?;
            (name, secret.to_owned())
        }
        SignIn::Cookie(name) => {
            let known = request.headers().get(COOKIE);
            let known = known.and_then(|known| known.to_str().ok());
            let known = known.map_or(String::new(), |known| format!("{known}; "));
            (COOKIE, format!("{known}{name}={secret}"))
        }
        SignIn::Query(name) => {
            let url = request.uri();
            let separator = if url.query().is_some() { '&' } else { '?' };
            let (name, secret) = (encode::strict(name), encode::strict(secret));
            let url = format!("{url}{separator}{name}={secret}").parse();
            *request.uri_mut() = url.map_err(|_| "this is not a URL that can be sent")?;
            return Ok(());
        }
    };
    let value = HeaderValue::from_str(&text);
    let mut value = value.map_err(|_| "the credential gave a token that no header can carry")?;
    value.set_sensitive(true);
    request.headers_mut().insert(name, value);
    Ok(())
}
