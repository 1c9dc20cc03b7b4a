//! A user who is signed in, as the credential of a client.

use std::fmt;
use std::time::SystemTime;

use tokio::sync::Mutex;

use super::app::App;
use super::network::Network;
use super::session::Session;
use crate::client::credential::{AccessToken, Credential, TokenRequest};
use crate::client::error::BoxError;
use crate::client::transport::BoxFuture;

type Store = dyn Fn(&Session) -> Result<(), BoxError> + Send + Sync;

/// Signs requests with the tokens of a user, and keeps the refresh token that comes with each.
pub struct UserCredential {
    app: App,
    /// Held while a token is asked for: a refresh token may be good for one use.
    session: Mutex<Kept>,
    network: Network,
    store: Box<Store>,
}

struct Kept {
    session: Session,
    /// Set if the program has stored the session as it is.
    is_stored: bool,
}

impl UserCredential {
    /// Makes the credential of a user.
    pub fn new(app: App, session: Session, network: Network) -> Self {
        Self {
            app,
            session: Mutex::new(Kept {
                session,
                is_stored: true,
            }),
            network,
            store: Box::new(|_| Ok(())),
        }
    }

    /// Calls `store` when the session has another refresh token, before its first token is used. A program stores
    /// [`Session::to_text`] there. Where `store` fails the request fails, and `store` is called again for the next one.
    #[must_use]
    pub fn on_change(
        mut self,
        store: impl Fn(&Session) -> Result<(), BoxError> + Send + Sync + 'static,
    ) -> Self {
        self.store = Box::new(store);
        self
    }
}

impl Credential for UserCredential {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        Box::pin(async move {
            let mut kept = self.session.lock().await;
            let Kept { session, is_stored } = &mut *kept;
            let before = session.clone();
            let (scopes, claims) = (request.scopes, request.claims);
            let token = session.token(&self.app, scopes, claims, &self.network);
            let token = token.await?;
            *is_stored &= *session == before;
            if !*is_stored {
                (self.store)(session)?;
                *is_stored = true;
            }
            Ok(AccessToken {
                secret: token.secret,
                expires_on: SystemTime::now() + token.life,
            })
        })
    }
}

impl fmt::Debug for UserCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UserCredential(…)")
    }
}
