//! The time that a client goes by.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use crate::client::error::{Error, ErrorKind, Result};
use crate::client::transport::BoxFuture;

/// The time that a client goes by, for its timeouts and for the waits between attempts: tokio's unless
/// [`ClientBuilder::clock`](super::super::ClientBuilder::clock) gives another one, such as one that a test moves.
pub trait Clock: Send + Sync {
    /// Returns how much time has passed since some moment, the same for each call.
    fn now(&self) -> Duration;

    /// Waits so long.
    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()>;
}

/// A clock that a test keeps at hand to move it.
impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> Duration {
        (**self).now()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        (**self).sleep(time)
    }
}

/// The clock of a client.
#[derive(Clone)]
pub(in crate::client) struct Time(Option<Arc<dyn Clock>>);

impl Time {
    /// Tokio's time.
    pub(in crate::client) const TOKIO: Self = Self(None);

    pub(in crate::client) fn of(clock: impl Clock + 'static) -> Self {
        Self(Some(Arc::new(clock)))
    }

    /// # Errors
    /// No tokio runtime is here, and it is tokio's time.
    pub(in crate::client) fn check(&self) -> Result<()> {
        match self.0.is_some() || tokio::runtime::Handle::try_current().is_ok() {
            true => Ok(()),
            false => Err(Error::new(ErrorKind::NoRuntime)),
        }
    }

    pub(in crate::client) fn now(&self) -> Duration {
        match &self.0 {
            Some(clock) => clock.now(),
            None => tokio::time::Instant::now().duration_since(*START),
        }
    }

    pub(in crate::client) fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        match &self.0 {
            Some(clock) => clock.sleep(time),
            None => Box::pin(tokio::time::sleep(time)),
        }
    }

    /// Returns what `work` gives; `None` if it takes longer than `time`.
    pub(in crate::client) async fn within<T>(
        &self,
        time: Duration,
        work: impl Future<Output = T>,
    ) -> Option<T> {
        let mut work = pin!(work);
        let mut late = self.sleep(time);
        poll_fn(|context| {
            if let Poll::Ready(done) = work.as_mut().poll(context) {
                return Poll::Ready(Some(done));
            }
            Pin::new(&mut late).poll(context).map(|()| None)
        })
        .await
    }
}

/// When the program asked for the time first.
static START: std::sync::LazyLock<tokio::time::Instant> =
    std::sync::LazyLock::new(tokio::time::Instant::now);

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Time(…)")
    }
}
