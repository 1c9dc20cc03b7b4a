//! Sign-in: where bearer tokens come from.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::error::BoxError;
use super::secret::Secret;
use super::transport::BoxFuture;

/// A bearer token and when it expires.
#[derive(Clone, Debug)]
pub struct AccessToken {
    /// The text that follows `Authorization: Bearer`.
    pub secret: Secret,
    /// When it is no longer valid.
    pub expires_on: SystemTime,
}

/// The purpose of a token.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct TokenRequest<'a> {
    /// The scopes that are asked for, such as `https://graph.microsoft.com/.default`.
    pub scopes: &'a [&'a str],
    /// The claims that a service asks for in a claims challenge (`WWW-Authenticate`), as JSON.
    pub claims: Option<&'a str>,
}

impl<'a> TokenRequest<'a> {
    /// A request for a token with these scopes.
    pub fn new(scopes: &'a [&'a str]) -> Self {
        Self {
            scopes,
            claims: None,
        }
    }

    /// Adds the claims of a claims challenge.
    #[must_use]
    pub fn with_claims(self, claims: &'a str) -> Self {
        Self {
            claims: Some(claims),
            ..self
        }
    }
}

/// Gives tokens. A client asks once for all requests that wait for a token of the same scopes, and shares an
/// error among them too. It asks again when five minutes, or a quarter of the token's life, are left,
/// and uses the token that it has until another is there. A call goes on when the request that caused
/// it is dropped.
pub trait Credential: Send + Sync {
    /// A token for `request`.
    ///
    /// # Errors
    /// The credential's own; it reaches the caller as the source of [`ErrorKind::Credential`](super::ErrorKind).
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, BoxError>>;
}

impl<C: Credential + ?Sized> Credential for Arc<C> {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        (**self).token(request)
    }
}

/// A token that the caller already has, taken to be valid as long as the program runs.
#[derive(Clone, Debug)]
pub struct StaticToken(Secret);

impl StaticToken {
    /// The credential that always gives `token`.
    pub fn new(token: impl Into<Arc<str>>) -> Self {
        Self(Secret::new(token))
    }

    /// The credential of a user with a password, for services that are signed in to with
    /// [`SignIn::Basic`](super::SignIn) (RFC 7617).
    pub fn basic(user: &str, password: &str) -> Self {
        use base64::Engine;
        let pair = format!("{user}:{password}");
        Self::new(base64::engine::general_purpose::STANDARD.encode(pair))
    }
}

/// No sign-in: nothing is sent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Anonymous;

impl Credential for Anonymous {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        Box::pin(async move { StaticToken::new("").token(request).await })
    }
}

impl Credential for StaticToken {
    fn token<'a>(&'a self, _: TokenRequest<'a>) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        let expires_on = SystemTime::now() + Duration::from_secs(24 * 60 * 60);
        Box::pin(async move {
            Ok(AccessToken {
                secret: self.0.clone(),
                expires_on,
            })
        })
    }
}
