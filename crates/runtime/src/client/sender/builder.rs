//! How a client sends requests, as its program says it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::Sender;
use super::clock::{Clock, Time};
use super::timeouts::Timeouts;
use crate::client::core::{ClientBuilder, configuration};
use crate::client::credential::Credential;
use crate::client::error::Result;
use crate::client::token_cache::TokenCache;
use crate::client::transport::{HttpTransport, HttpTransportBuilder, Proxy, Transport};

/// The settings of a client's sender.
pub(in crate::client) struct SenderBuilder {
    credential: Arc<dyn Credential>,
    others: BTreeMap<String, Arc<dyn Credential>>,
    transport: Option<Arc<dyn Transport>>,
    /// The transport of this crate, if something was set of it.
    http: Option<HttpTransportBuilder>,
    timeouts: Timeouts,
    time: Time,
}

impl SenderBuilder {
    pub(in crate::client) fn new(credential: impl Credential + 'static) -> Self {
        Self {
            credential: Arc::new(credential),
            others: BTreeMap::new(),
            transport: None,
            http: None,
            timeouts: Timeouts {
                attempt: Some(Duration::from_secs(100)),
                ..Timeouts::default()
            },
            time: Time::TOKIO,
        }
    }

    pub(in crate::client) fn build(self) -> Result<Sender> {
        let transport = match (self.transport, self.http) {
            (Some(_), Some(_)) => {
                return Err(configuration(
                    "certificates, proxies and connections are settings of the transport of this crate, and another \
                     one was given: make it by `HttpTransport::builder` with these settings, and wrap it",
                ));
            }
            (Some(transport), None) => transport,
            (None, http) => Arc::new(http.unwrap_or_else(HttpTransport::builder).build()?),
        };
        let patience = self.timeouts.attempt.unwrap_or(Duration::MAX);
        let time = &self.time;
        let cached = |credential| TokenCache::new(credential, patience, time.clone());
        let others = self.others.into_iter();
        Ok(Sender {
            tokens: cached(self.credential),
            others: others
                .map(|(scheme, credential)| (scheme, cached(credential)))
                .collect(),
            transport,
            timeouts: self.timeouts,
            time: self.time,
        })
    }
}

/// How the client sends requests.
impl ClientBuilder {
    /// The secret of the security scheme that the description calls `scheme`. A service that asks for
    /// several at once, or for another one call by call, needs it; for the first scheme that a client
    /// signs in by, the client's own credential does as well.
    pub fn credential_of(self, scheme: &str, credential: impl Credential + 'static) -> Self {
        self.with_sender("credential_of", |sender| {
            let others = &mut sender.others;
            others.insert(scheme.to_owned(), Arc::new(credential));
        })
    }

    /// Sends requests by other means than the transport of this crate, or by that one wrapped
    /// ([`HttpTransport`]).
    pub fn transport(self, transport: impl Transport + 'static) -> Self {
        self.with_sender("transport", |sender| {
            sender.transport = Some(Arc::new(transport));
        })
    }

    /// Trusts a certificate besides those that the system trusts: one as DER, or any number as PEM.
    pub fn root_certificate(self, certificate: impl Into<Vec<u8>>) -> Self {
        self.with_http("root_certificate", |http| {
            http.root_certificate(certificate)
        })
    }

    /// Shows services that ask for it this certificate, with those that vouch for it, and proves it by this key: each
    /// PEM, or one DER.
    pub fn client_certificate(
        self,
        certificates: impl Into<Vec<u8>>,
        key: impl Into<Vec<u8>>,
    ) -> Self {
        self.with_http("client_certificate", |http| {
            http.client_certificate(certificates, key)
        })
    }

    /// Goes over these proxies, instead of those that the environment names.
    pub fn proxy(self, proxy: Proxy) -> Self {
        self.with_http("proxy", |http| http.proxy(proxy))
    }

    /// Sets how long it may take until there is a connection, tunnel and TLS included: 10 seconds unless set.
    pub fn connect_timeout(self, timeout: Duration) -> Self {
        self.with_http("connect_timeout", |http| http.connect_timeout(timeout))
    }

    /// Sets how long one attempt may take, redirects and the body of the response included: 100 seconds unless set.
    /// [`Request::timeout`](crate::Request::timeout) sets it for one request.
    pub fn timeout(self, timeout: Duration) -> Self {
        self.with_sender("timeout", |sender| sender.timeouts.attempt = Some(timeout))
    }

    /// Sets how long nothing may come: until the head of a response, and then between two pieces of its body. Unless
    /// set, an attempt has the time that [`timeout`](Self::timeout) says and no other.
    pub fn read_timeout(self, timeout: Duration) -> Self {
        self.with_sender("read_timeout", |sender| {
            sender.timeouts.read = Some(timeout)
        })
    }

    /// Sets how long a request may take as a whole, with all attempts and the waits between them. There is no such
    /// limit unless it is set.
    pub fn total_timeout(self, timeout: Duration) -> Self {
        self.with_sender("total_timeout", |sender| {
            sender.timeouts.total = Some(timeout)
        })
    }

    /// Goes by another clock than tokio's, such as one that a test moves. Tokens go by it too; connections do
    /// not.
    pub fn clock(self, clock: impl Clock + 'static) -> Self {
        self.with_sender("clock", |sender| sender.time = Time::of(clock))
    }

    fn with_http(
        self,
        name: &'static str,
        set: impl FnOnce(HttpTransportBuilder) -> HttpTransportBuilder,
    ) -> Self {
        self.with_sender(name, |sender| {
            let http = sender.http.take().unwrap_or_else(HttpTransport::builder);
            sender.http = Some(set(http));
        })
    }

    fn with_sender(mut self, name: &'static str, set: impl FnOnce(&mut SenderBuilder)) -> Self {
        match &mut self.sender {
            Some(sender) => set(sender),
            None => self.unsent = Some(name),
        }
        self
    }
}
