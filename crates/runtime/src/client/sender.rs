//! What sends the requests of a client: its transport, its secrets and its timer.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use super::byte_stream::ByteStream;
use super::credential::Credential;
use super::error::BoxError;
use super::error::{Error, ErrorKind, Result, SharedError};
use super::exchange::Outgoing;
use super::payload::Payload;
use super::receive::Received;
use super::request::{Request, Response};
use super::resource::ServiceClient;
use super::response_body::ResponseBody;
use super::secret::Secret;
use super::send::{self, Carries};
use super::sign_in::SecurityScheme;
use super::token_cache::TokenCache;
use super::transport::Transport;

/// What a client sends by.
pub(super) struct Sender {
    tokens: TokenCache,
    /// By security scheme.
    others: BTreeMap<String, TokenCache>,
    transport: Arc<dyn Transport>,
    timeout: Duration,
}

impl Sender {
    /// What gives the secret of that security scheme; `is_first` says whether it is the one that the
    /// client's own credential is for.
    fn tokens_of(&self, scheme: &str, is_first: bool) -> Option<&TokenCache> {
        let own = self.others.get(scheme);
        own.or_else(|| is_first.then_some(&self.tokens))
    }
}

/// What a client will send by.
pub(super) struct SenderBuilder {
    pub(super) credential: Arc<dyn Credential>,
    pub(super) others: BTreeMap<String, Arc<dyn Credential>>,
    pub(super) root_certificates: Vec<Vec<u8>>,
    pub(super) transport: Option<Arc<dyn Transport>>,
    pub(super) timeout: Duration,
}

impl SenderBuilder {
    pub(super) fn new(credential: impl Credential + 'static) -> Self {
        Self {
            credential: Arc::new(credential),
            others: BTreeMap::new(),
            root_certificates: Vec::new(),
            transport: None,
            timeout: Duration::from_secs(100),
        }
    }

    pub(super) fn build(self) -> std::result::Result<Sender, BoxError> {
        let transport = match self.transport {
            Some(transport) => transport,
            None => super::transport::default(&self.root_certificates)?,
        };
        let cached = |credential| TokenCache::new(credential, self.timeout);
        let others = self.others.into_iter();
        Ok(Sender {
            tokens: cached(self.credential),
            others: others
                .map(|(scheme, credential)| (scheme, cached(credential)))
                .collect(),
            transport,
            timeout: self.timeout,
        })
    }
}

/// The sender of a service's client.
struct Own<'a> {
    sender: &'a Sender,
    service: &'a ServiceClient,
}

impl Own<'_> {
    fn tokens_of(&self, scheme: &SecurityScheme) -> Option<&TokenCache> {
        let is_first = self.service.service().sign_in.is_first(scheme);
        self.sender.tokens_of(scheme.0, is_first)
    }
}

impl Carries for Own<'_> {
    type Body = ResponseBody;

    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> std::result::Result<http::Response<ResponseBody>, BoxError> {
        self.sender.transport.send(request).await
    }

    fn has_secret(&self, scheme: &SecurityScheme) -> bool {
        self.tokens_of(scheme).is_some()
    }

    async fn secret(
        &self,
        scheme: &SecurityScheme,
        scopes: &[String],
    ) -> std::result::Result<Option<Secret>, SharedError> {
        match self.tokens_of(scheme) {
            Some(tokens) => tokens.token(scopes).await.map(Some),
            None => Ok(None),
        }
    }

    async fn is_anonymous(&self, scopes: &[String]) -> std::result::Result<bool, SharedError> {
        let own = self.sender.tokens.token(scopes).await?;
        Ok(own.reveal().is_empty())
    }

    fn refused(&self, scopes: &[String], secret: &Secret) {
        for tokens in self.sender.others.values().chain([&self.sender.tokens]) {
            tokens.drop_token(scopes, secret);
        }
    }

    async fn wait(&self, time: Duration) -> bool {
        tokio::time::sleep(time).await;
        true
    }
}

impl<T: Payload> Request<T> {
    /// Sends it and reads the response.
    ///
    /// # Errors
    /// [`ErrorKind`] says all that can go wrong.
    pub async fn send(self) -> Result<T> {
        Ok(self.send_with_response().await?.value)
    }

    /// Sends it and gives status and headers too.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn send_with_response(self) -> Result<Response<T>> {
        exchange(self.outgoing()?).await?.read()
    }

    /// Sends it and gives the value, and the URL that it came from: another one where the service redirected.
    pub(super) async fn send_from(self) -> Result<(T, String)> {
        let received = exchange(self.outgoing()?).await?;
        let from = received.url.clone();
        Ok((received.read()?.value, from))
    }
}

impl Request<Bytes> {
    /// Sends it and gives the body of the response piece by piece as it comes, however large it is. The head of
    /// the response, and then each piece, must come within the client's timeout.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn stream(self) -> Result<Response<ByteStream>> {
        let outgoing = self.outgoing()?;
        let service = outgoing.service.clone();
        let sender = sender(&service, &outgoing.url)?;
        let own = Own {
            sender,
            service: &service,
        };
        let received = within(&outgoing.url.clone(), &own, send::open(outgoing, &own)).await?;
        Ok(Response {
            status: received.status,
            headers: received.headers,
            value: ByteStream::new(received.body, sender.timeout, received.url),
        })
    }
}

async fn exchange(outgoing: Outgoing) -> Result<Received> {
    let service = outgoing.service.clone();
    let own = Own {
        sender: sender(&service, &outgoing.url)?,
        service: &service,
    };
    within(&outgoing.url.clone(), &own, send::exchange(outgoing, &own)).await
}

/// What sends the requests of that service's client.
fn sender<'a>(service: &'a ServiceClient, url: &str) -> Result<&'a Sender> {
    service.service().core.0.sender.as_ref().ok_or_else(|| {
        let why = "its client was made by `Client::sans_io` and has no transport: send it with `Request::send_by` over \
                   one of your own, or make the client with `Client::builder`";
        Error::new(ErrorKind::InvalidRequest(why.into())).at(url)
    })
}

async fn within<T>(url: &str, own: &Own<'_>, work: impl Future<Output = Result<T>>) -> Result<T> {
    let place = |error: Error| error.at(url).of_service(|url| own.service.is_own(url));
    if tokio::runtime::Handle::try_current().is_err() {
        return Err(place(Error::new(ErrorKind::NoRuntime)));
    }
    let patience = own.sender.timeout;
    let done = tokio::time::timeout(patience, work).await;
    done.unwrap_or_else(|_| Err(place(Error::new(ErrorKind::Timeout(patience)))))
}
