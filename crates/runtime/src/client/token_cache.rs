//! Tokens, kept until shortly before they expire.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::sync::Mutex;

use super::credential::{AccessToken, Credential, Secret, TokenRequest};
use super::transport::BoxError;

/// A token is fetched anew this long before it expires, so that it is still valid on arrival.
const MARGIN: Duration = Duration::from_secs(5 * 60);

pub(super) struct TokenCache {
    credential: Arc<dyn Credential>,
    /// By scopes. The lock is held while a token is fetched, so that many requests fetch it once.
    tokens: Mutex<HashMap<Vec<String>, AccessToken>>,
}

impl TokenCache {
    pub(super) fn new(credential: Arc<dyn Credential>) -> Self {
        Self {
            credential,
            tokens: Mutex::new(HashMap::new()),
        }
    }

    pub(super) async fn token(&self, scopes: &[String]) -> Result<Secret, BoxError> {
        let mut tokens = self.tokens.lock().await;
        if let Some(known) = tokens.get(scopes)
            && known.expires_on > SystemTime::now() + MARGIN
        {
            return Ok(known.secret.clone());
        }
        let asked: Vec<&str> = scopes.iter().map(String::as_str).collect();
        let token = self.credential.token(TokenRequest::new(&asked)).await?;
        let secret = token.secret.clone();
        tokens.insert(scopes.to_vec(), token);
        Ok(secret)
    }

    /// Keeps `refused` no longer; a token that has replaced it meanwhile stays.
    pub(super) async fn drop_token(&self, scopes: &[String], refused: &Secret) {
        let mut tokens = self.tokens.lock().await;
        if tokens
            .get(scopes)
            .is_some_and(|known| known.secret == *refused)
        {
            tokens.remove(scopes);
        }
    }
}
