//! Signing in with any credential of the Azure SDK for Rust.

use std::fmt;
use std::sync::Arc;

use azure_core::credentials::TokenCredential;

use super::credential::{AccessToken, Credential, TokenRequest};
use super::error::BoxError;
use super::secret::Secret;
use super::transport::BoxFuture;

/// A credential of the Azure SDK, such as one of `azure_identity`, as one of ours.
///
/// Their trait cannot carry the claims of a claims challenge yet, so a request with claims is an
/// error that says so.
#[derive(Clone)]
pub struct AzureCredential(Arc<dyn TokenCredential>);

impl AzureCredential {
    /// Signs in with `credential`.
    pub fn new(credential: Arc<dyn TokenCredential>) -> Self {
        Self(credential)
    }
}

impl fmt::Debug for AzureCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AzureCredential(…)")
    }
}

impl Credential for AzureCredential {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        Box::pin(async move {
            if request.claims.is_some() {
                return Err("the service asks for claims, which credentials of azure_core cannot pass on yet".into());
            }
            let token = self.0.get_token(request.scopes, None).await?;
            Ok(AccessToken {
                secret: Secret::new(token.token.secret()),
                expires_on: token.expires_on.into(),
            })
        })
    }
}
