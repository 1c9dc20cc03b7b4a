//! The report of each attempt that a program can receive.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use http::{Method, StatusCode};

use crate::client::exchange::Step;

/// An attempt, and what follows from it: for logs and figures
/// ([`ClientBuilder::on_attempt`](crate::ClientBuilder::on_attempt)). Nothing in it is secret.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Report<'a> {
    /// Which attempt it was: 1 for the first. A request that is redirected or signed anew is the same attempt.
    pub number: u32,
    /// The method.
    pub method: &'a Method,
    /// The URL, without what may be secret.
    pub url: &'a str,
    /// The status, if a response came.
    pub status: Option<StatusCode>,
    /// Why none came, or not all of it.
    pub error: Option<&'a (dyn Error + Send + Sync)>,
    /// The service's name for the request.
    pub request_id: Option<&'a str>,
    /// The client's name for it, the same in all attempts.
    pub client_request_id: Option<&'a str>,
    /// The next step. `None` if the request fails by this.
    pub next: Option<Step>,
}

/// Who is told.
#[derive(Clone)]
pub(in crate::client) struct Observer(Arc<dyn Fn(&Report<'_>) + Send + Sync>);

impl Observer {
    pub(in crate::client) fn new(told: impl Fn(&Report<'_>) + Send + Sync + 'static) -> Self {
        Self(Arc::new(told))
    }

    pub(in crate::client) fn tell(&self, report: &Report<'_>) {
        (self.0)(report);
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Observer(…)")
    }
}
