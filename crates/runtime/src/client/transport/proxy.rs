//! Which requests go over a proxy.

use std::error::Error;
use std::fmt;
use std::iter::successors;

use http::Uri;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};

use crate::client::origin::Origin;

/// The proxies that requests go over: those that the environment names, one that the program names, or none.
///
/// Requests over TLS go through a tunnel (RFC 9110, 9.3.6), so that the proxy sees the name of the host and nothing
/// else. Plain HTTP to this machine never goes over a proxy, for its tokens would leave the machine unprotected.
pub struct Proxy {
    rule: Rule,
    except: String,
}

enum Rule {
    None,
    Environment(Box<Matcher>),
    All(String),
}

impl Proxy {
    /// The proxies of the environment, as curl reads it: `HTTPS_PROXY`, `HTTP_PROXY` and `ALL_PROXY`, and in `NO_PROXY`
    /// the hosts that are reached without one. It is read once, here. A host of this machine is reached without one.
    pub fn environment() -> Self {
        Self {
            rule: Rule::Environment(Box::new(Matcher::from_env())),
            except: String::new(),
        }
    }

    /// No proxy, whatever the environment says.
    pub fn none() -> Self {
        Self {
            rule: Rule::None,
            except: String::new(),
        }
    }

    /// The proxy at `url`, such as `http://proxy.example:3128` or `https://user:password@proxy.example`, whatever the
    /// environment says.
    pub fn at(url: impl Into<String>) -> Self {
        Self {
            rule: Rule::All(url.into()),
            except: String::new(),
        }
    }

    /// Reaches these hosts without the proxy, in the form of `NO_PROXY`: `localhost, .corp.example, 10.0.0.0/8`.
    #[must_use]
    pub fn except(self, hosts: impl Into<String>) -> Self {
        Self {
            except: hosts.into(),
            ..self
        }
    }

    /// Returns what decides for each request.
    ///
    /// # Errors
    /// The URL is not that of a proxy.
    pub(super) fn build(self) -> Result<Proxies, String> {
        let of = |url: String| Matcher::builder().all(url).no(self.except.clone()).build();
        let (matcher, also_local) = match self.rule {
            Rule::None => (of(String::new()), false),
            Rule::Environment(matcher) => (*matcher, false),
            Rule::All(url) => {
                let probe = Uri::from_static("https://host.invalid");
                let found = Matcher::builder()
                    .all(url.clone())
                    .build()
                    .intercept(&probe);
                let scheme = found.as_ref().and_then(|found| found.uri().scheme_str());
                if !matches!(scheme, Some("http" | "https")) {
                    return Err(
                        "the proxy is not a URL such as `http://proxy.example:3128` or `https://proxy.example`"
                            .into(),
                    );
                }
                (of(url), true)
            }
        };
        let except = (!self.except.is_empty()).then(|| of("http://proxy.invalid".into()));
        Ok(Proxies {
            matcher,
            except,
            also_local,
        })
    }
}

/// A URL of a proxy may hold a password.
impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Proxy(…)")
    }
}

/// Decides which proxy a request goes over.
pub(super) struct Proxies {
    matcher: Matcher,
    /// Intercepts all but the hosts that are excepted besides those of the environment.
    except: Option<Matcher>,
    /// Whether hosts of this machine are reached over it too.
    also_local: bool,
}

impl Proxies {
    /// The proxy on the way to `target`.
    pub(super) fn of(&self, target: &Uri) -> Option<Intercept> {
        let is_plain = target.scheme_str() == Some("http");
        let is_local = Origin::of(&target.to_string()).is_some_and(|origin| origin.is_loopback());
        if is_local && (is_plain || !self.also_local) {
            return None;
        }
        let is_excepted = |except: &Matcher| except.intercept(target).is_none();
        if self.except.as_ref().is_some_and(is_excepted) {
            return None;
        }
        let proxy = self.matcher.intercept(target)?;
        matches!(proxy.uri().scheme_str(), Some("http" | "https")).then_some(proxy)
    }
}

/// Returns whether there is no tunnel because the proxy answered 407. Its error has no public type, so that its text tells.
pub(super) fn asks_for_sign_in(error: &(dyn Error + 'static)) -> bool {
    successors(Some(error), |&error| error.source())
        .any(|error| error.to_string() == "tunnel error: proxy authorization required")
}
