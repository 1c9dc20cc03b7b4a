//! The loop that carries batches.

use std::time::Duration;

use super::answers::Answers;
use super::collect::Batch;
use super::results::Results;
use super::sending::{Sending, Step};
use crate::client::carrier::Carrier;
#[cfg(feature = "client")]
use crate::client::dispatch::ByClient;
use crate::client::dispatch::{ByCarrier, Dispatch};
use crate::client::error::Result;
use crate::client::request::Request;
#[cfg(feature = "client")]
use crate::client::sender::{Deadline, Timeouts};

impl Batch {
    /// Sends the requests with their client, in as many batches as it takes. The results hold all that came: also where a
    /// whole batch fails, each of its requests has that error, and others have theirs.
    ///
    /// # Errors
    /// As [`start`](Self::start), before anything is sent; or the client sends nothing
    /// ([`Client::sans_io`](crate::Client::sans_io)), or no tokio runtime is here.
    #[cfg(feature = "client")]
    pub async fn send(self) -> Result<Results> {
        let timeouts = self.items.iter().map(|item| item.course.outgoing.timeouts);
        let timeouts = Timeouts::longest(timeouts);
        let service = self.service().cloned();
        let mut sending = self.start()?;
        match service {
            Some(service) => {
                let deadline = Deadline::of(&service, timeouts)?;
                Ok(carry(sending, &ByClient(service), deadline).await)
            }
            None => Ok(sending.finish()),
        }
    }

    /// Sends the requests as `send` does, over a network stack of the program's own.
    ///
    /// # Errors
    /// As [`start`](Self::start), before anything is sent.
    pub async fn send_by(self, carrier: &impl Carrier) -> Result<Results> {
        Ok(carry(self.start()?, &ByCarrier(carrier), Unlimited).await)
    }
}

/// How long the requests of a batch may take, with those that repeat it.
trait Patience {
    /// A batch begins.
    fn begin(&mut self);

    fn may_wait(&self, time: Duration) -> bool;

    /// Gives a request the time that is left.
    fn limit(&self, request: Request<Answers>) -> Request<Answers>;
}

/// As long as the network takes.
struct Unlimited;

impl Patience for Unlimited {
    fn begin(&mut self) {}

    fn may_wait(&self, _: Duration) -> bool {
        true
    }

    fn limit(&self, request: Request<Answers>) -> Request<Answers> {
        request
    }
}

#[cfg(feature = "client")]
impl Patience for Deadline {
    fn begin(&mut self) {
        Self::begin(self);
    }

    fn may_wait(&self, time: Duration) -> bool {
        Self::may_wait(self, time)
    }

    fn limit(&self, request: Request<Answers>) -> Request<Answers> {
        Self::limit(self, request)
    }
}

async fn carry(
    mut sending: Sending,
    network: &impl Dispatch,
    mut patience: impl Patience,
) -> Results {
    loop {
        if sending.begins() {
            patience.begin();
        }
        match sending.step() {
            Step::Send(request) => {
                let answer = network.send_from(patience.limit(request)).await;
                sending.answered(answer.map(|(answers, _)| answers));
            }
            Step::Wait(time) if patience.may_wait(time) => network.wait(time).await,
            Step::Wait(_) => sending.give_up(),
            Step::Done(results) => return results,
        }
    }
}
