//! Signs in the client of Graphwright to the service of this machine.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use graph_mail::Client;
use graphwright::{AccessToken, BoxError, BoxFuture, Credential, Result, Secret, TokenRequest};

use super::{EXPIRED_TOKEN, Service, TOKEN};

/// Gives a token that has expired, then one that has not.
#[derive(Default)]
struct Tokens {
    was_asked: AtomicBool,
}

impl Credential for Tokens {
    fn token<'a>(
        &'a self,
        _: TokenRequest<'a>,
    ) -> BoxFuture<'a, std::result::Result<AccessToken, BoxError>> {
        let token = match self.was_asked.swap(true, Ordering::Relaxed) {
            false => EXPIRED_TOKEN,
            true => TOKEN,
        };
        Box::pin(async move {
            Ok(AccessToken {
                secret: Secret::new(token),
                expires_on: SystemTime::now() + Duration::from_secs(3600),
            })
        })
    }
}

impl Service {
    /// Returns a client that sends all requests to this service.
    ///
    /// # Errors
    /// As `graphwright::ClientBuilder::build`.
    pub fn client(&self) -> Result<Client> {
        let core = graphwright::Client::builder(Tokens::default()).endpoint(self.origin());
        Ok(Client::from(core.build()?))
    }
}
