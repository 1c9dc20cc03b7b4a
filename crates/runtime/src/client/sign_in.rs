//! Which secrets a request has, and where they stand (OpenAPI 3.0, 4.7.27 and 4.7.30; RFC 6750,
//! RFC 7617).

use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE, HeaderName, HeaderValue};

use super::encode;
use super::headers;
use super::secret::Secret;

/// Where a service expects what the credential gives. OData services expect a bearer token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignIn {
    /// `Authorization: Bearer`.
    #[default]
    Bearer,
    /// `Authorization: Basic`; `StaticToken::basic` makes such a secret.
    Basic,
    /// In the header of that name.
    Header(&'static str),
    /// In the query, under that name.
    Query(&'static str),
    /// In the cookie of that name.
    Cookie(&'static str),
}

/// A security scheme: what the description calls it, and where its secret stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecurityScheme(pub &'static str, pub SignIn);

/// The ways to sign in, each of schemes that are needed together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ways {
    /// The client's own.
    pub(super) own: &'static [SecurityScheme],
    /// Those of the call, any of which will do, where it has others than the service.
    pub(super) asked: Option<&'static [&'static [SecurityScheme]]>,
}

impl Ways {
    /// The bearer token that OData services expect.
    pub(super) const BEARER: Self = Self {
        own: &[SecurityScheme("", SignIn::Bearer)],
        asked: None,
    };

    /// Returns whether the client's own credential is that of `scheme`, unless it has one of its own.
    pub(super) fn is_first(self, scheme: &SecurityScheme) -> bool {
        self.own.first().is_some_and(|first| first.0 == scheme.0)
    }

    /// The scheme of a request that is signed with one secret, the client's own.
    pub(super) fn first(self) -> Option<&'static SecurityScheme> {
        let schemes = self.chosen(|scheme| self.is_first(scheme));
        schemes.ok()?.first()
    }

    /// The schemes that sign the request: the client's own where the call allows them, else the first of
    /// which there are secrets, as `has` says. Where there are none, what to do.
    pub(super) fn chosen(
        self,
        has: impl Fn(&SecurityScheme) -> bool,
    ) -> Result<&'static [SecurityScheme], String> {
        let own = [self.own];
        let asked = self.asked.unwrap_or(&own);
        let has_all = |way: &&[SecurityScheme]| way.iter().all(&has);
        let is_own = |way: &&[SecurityScheme]| {
            way.len() == self.own.len() && way.iter().all(|one| self.own.contains(one))
        };
        if asked.is_empty() {
            return Ok(&[]);
        }
        let with_secrets = || asked.iter().filter(|way| has_all(way)).copied();
        let found = with_secrets().find(|way| is_own(way));
        found.or_else(|| with_secrets().next()).ok_or_else(|| {
            let ways = asked.iter().map(|way| {
                let names = way.iter().filter(|one| !has(one));
                let names: Vec<String> = names.map(|one| format!("`{}`", one.0)).collect();
                names.join(" and ")
            });
            let ways: Vec<String> = ways.collect();
            let ways = ways.join(" or ");
            format!("it needs a secret for {ways}: give it with `ClientBuilder::credential_of`")
        })
    }
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
            let known = headers::text(request.headers(), COOKIE);
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
