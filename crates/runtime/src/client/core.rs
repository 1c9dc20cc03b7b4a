//! The client that all generated crates share.

use std::fmt;
use std::sync::Arc;

use super::cloud::Cloud;
#[cfg(feature = "client")]
use super::credential::Credential;
use super::error::{Error, ErrorKind, Result};
use super::origin::{self, Origin};
use super::retry::{Budget, Observer, Report, RetryPolicy};
#[cfg(feature = "client")]
use super::sender::{Sender, SenderBuilder};
use crate::conventions::Conventions;

/// Pages are far smaller, and one response of this size does not exhaust the memory of a machine.
const RESPONSE_LIMIT: u64 = 128 << 20;

/// Sign-in, transport and cloud, shared by the clients of all generated crates. Cloning it is cheap.
#[derive(Clone)]
pub struct Client(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub(super) response_limit: u64,
    pub(super) user_agent: String,
    pub(super) retry: RetryPolicy,
    pub(super) budget: Budget,
    pub(super) observer: Option<Observer>,
    cloud: Cloud,
    endpoint: Option<String>,
    token_scopes: Option<Vec<String>>,
    ieee754_compatible: Option<bool>,
    /// There is none where the program sends requests itself.
    #[cfg(feature = "client")]
    pub(super) sender: Option<Sender>,
}

impl Client {
    /// A client that signs in with `credential`.
    #[cfg(feature = "client")]
    pub fn builder(credential: impl Credential + 'static) -> ClientBuilder {
        ClientBuilder {
            sender: Some(SenderBuilder::new(credential)),
            ..Self::sans_io()
        }
    }

    /// A client that sends nothing itself: it makes requests and reads responses, and the program carries them over a
    /// network stack of its own ([`Request::send_by`](super::Request::send_by),
    /// [`Request::exchange`](super::Request::exchange)).
    pub fn sans_io() -> ClientBuilder {
        ClientBuilder {
            cloud: Cloud::default(),
            endpoint: None,
            token_scopes: None,
            ieee754_compatible: None,
            response_limit: RESPONSE_LIMIT,
            user_agent: concat!("graphwright/", env!("CARGO_PKG_VERSION")).to_owned(),
            retry: RetryPolicy::default(),
            budget: Budget::default(),
            observer: None,
            #[cfg(feature = "client")]
            sender: None,
            #[cfg(feature = "client")]
            unsent: None,
        }
    }

    /// The conventions of a service whose own are these.
    pub(super) fn conventions_of(&self, own: Conventions) -> Conventions {
        match self.0.ieee754_compatible {
            Some(texts) => own.ieee754_compatible(texts),
            None => own,
        }
    }

    /// Returns whether the service that is published at `origin` is Microsoft Graph.
    pub(super) fn is_graph(&self, origin: Option<&Origin>) -> bool {
        origin.is_some_and(|origin| self.0.cloud.is_graph(origin))
    }

    /// Returns where the service with that root is: as it is published in this cloud, and as it is called.
    pub(super) fn place(&self, root: &str) -> Placed {
        let placed = self.0.cloud.place(root);
        let published = Origin::of(&placed);
        let scopes = self.0.token_scopes.clone();
        let scopes =
            scopes.unwrap_or_else(|| vec![format!("{}/.default", origin::prefix(&placed))]);
        let effective = match &self.0.endpoint {
            Some(endpoint) => format!("{endpoint}{}", &placed[origin::prefix(&placed).len()..]),
            None => placed,
        };
        Placed {
            published,
            root: effective,
            scopes,
        }
    }
}

/// Where a service is.
pub(super) struct Placed {
    /// The origin that its own links name.
    pub(super) published: Option<Origin>,
    /// The root that requests go to.
    pub(super) root: String,
    /// The scopes of its tokens.
    pub(super) scopes: Vec<String>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("cloud", &self.0.cloud)
            .field("endpoint", &self.0.endpoint)
            .finish_non_exhaustive()
    }
}

/// Makes a [`Client`].
#[must_use]
pub struct ClientBuilder {
    cloud: Cloud,
    endpoint: Option<String>,
    token_scopes: Option<Vec<String>>,
    ieee754_compatible: Option<bool>,
    response_limit: u64,
    user_agent: String,
    retry: RetryPolicy,
    budget: Budget,
    observer: Option<Observer>,
    #[cfg(feature = "client")]
    pub(super) sender: Option<SenderBuilder>,
    /// The first setting of a client that has no sender for it.
    #[cfg(feature = "client")]
    pub(super) unsent: Option<&'static str>,
}

impl ClientBuilder {
    /// The cloud that Graph is called in.
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// Sends every request to this origin, such as `http://127.0.0.1:8080`, whatever the host of the
    /// service root: for proxies and tests. Tokens then go there. `http` is for this machine only.
    pub fn endpoint(mut self, origin: impl Into<String>) -> Self {
        self.endpoint = Some(origin.into());
        self
    }

    /// The scopes that tokens are asked for, instead of `/.default` of the service's origin.
    pub fn token_scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.token_scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// Sets whether `Edm.Int64` and `Edm.Decimal` are sent as texts, and asked for so by the parameter
    /// `IEEE754Compatible=true` of the media type (OData JSON Format 4.01, 3.2); without this, as each generated
    /// crate says, which is as numbers unless it was generated otherwise. Both are read.
    pub fn ieee754_compatible(mut self, texts: bool) -> Self {
        self.ieee754_compatible = Some(texts);
        self
    }

    /// Sets how many bytes the body of a response may have, decompressed: 128 MiB unless set. Of a larger one no more
    /// is read, and the request fails with [`ErrorKind::TooLarge`]. A request can have a limit of its own
    /// ([`Request::response_limit`](super::Request::response_limit)), and what is read piece by piece has none
    /// (`Request::stream`, [`Request::stream_by`](super::Request::stream_by)).
    pub fn response_limit(mut self, bytes: u64) -> Self {
        self.response_limit = bytes;
        self
    }

    /// The header `User-Agent`.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = name.into();
        self
    }

    /// Sets how often requests are sent, and how long the client waits in between.
    /// [`Request::retry`](super::Request::retry) sets it for one request.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets how many requests are repeated in all; several clients may share it. 100 unless set.
    pub fn retry_budget(mut self, budget: Budget) -> Self {
        self.budget = budget;
        self
    }

    /// Calls `told` after each attempt of each request, before anything follows from it: for logs and figures.
    ///
    /// ```
    /// # use graphwright::Client;
    /// let client = Client::sans_io().on_attempt(|attempt| {
    ///     eprintln!("{} {} {:?}", attempt.method, attempt.url, attempt.status);
    /// });
    /// # client.build()?;
    /// # Ok::<(), graphwright::Error>(())
    /// ```
    pub fn on_attempt(mut self, told: impl Fn(&Report<'_>) + Send + Sync + 'static) -> Self {
        self.observer = Some(Observer::new(told));
        self
    }

    /// The client.
    ///
    /// # Errors
    /// The endpoint is no origin or would send tokens in the clear, the user agent is no header, a certificate cannot
    /// be read, or something was set for a transport that there is none of ([`ErrorKind::Configuration`]).
    pub fn build(self) -> Result<Client> {
        let endpoint = self
            .endpoint
            .map(|endpoint| check_endpoint(&endpoint))
            .transpose()?;
        if http::HeaderValue::from_str(&self.user_agent).is_err() {
            return Err(configuration(
                "the user agent has a character that no header may have",
            ));
        }
        #[cfg(feature = "client")]
        if let Some(name) = self.unsent {
            return Err(configuration(&format!(
                "`{name}` says how requests are sent, and a client made by `Client::sans_io` sends none: use \
                 `Client::builder`"
            )));
        }
        Ok(Client(Arc::new(Inner {
            response_limit: self.response_limit,
            user_agent: self.user_agent,
            retry: self.retry,
            budget: self.budget,
            observer: self.observer,
            cloud: self.cloud,
            endpoint,
            ieee754_compatible: self.ieee754_compatible,
            token_scopes: self.token_scopes,
            #[cfg(feature = "client")]
            sender: self.sender.map(SenderBuilder::build).transpose()?,
        })))
    }
}

pub(super) fn configuration(message: &str) -> Error {
    Error::new(ErrorKind::Configuration(message.to_owned()))
}

pub(super) fn check_endpoint(endpoint: &str) -> Result<String> {
    let endpoint = endpoint.trim_end_matches('/');
    let Some(origin) = Origin::of(endpoint)
        .filter(|_| origin::prefix(endpoint) == endpoint && !endpoint.contains('@'))
    else {
        return Err(configuration(
            "the endpoint is not an origin such as `https://proxy.example` or `http://127.0.0.1:8080`",
        ));
    };
    if !origin.is_secure() {
        return Err(configuration(
            "the endpoint is http on another machine, so that tokens would travel in the clear: use https",
        ));
    }
    Ok(endpoint.to_owned())
}
