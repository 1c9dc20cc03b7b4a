//! The loop that carries batches.

use super::collect::Batch;
use super::results::Results;
use super::sending::{Sending, Step};
use crate::client::carrier::Carrier;
#[cfg(feature = "client")]
use crate::client::dispatch::ByClient;
use crate::client::dispatch::{ByCarrier, Dispatch};
use crate::client::error::Result;

impl Batch {
    /// Sends the requests with their client, in as many batches as it takes. The results hold all that came: also where a
    /// whole batch fails, each of its requests has that error, and others have theirs.
    ///
    /// # Errors
    /// As [`start`](Self::start), before anything is sent.
    #[cfg(feature = "client")]
    pub async fn send(self) -> Result<Results> {
        let service = self.service().cloned();
        let mut sending = self.start()?;
        match service {
            Some(service) => Ok(carry(sending, &ByClient(service)).await),
            None => Ok(sending.finish()),
        }
    }

    /// Sends the requests as `send` does, over a network stack of the program's own.
    ///
    /// # Errors
    /// As [`start`](Self::start), before anything is sent.
    pub async fn send_by(self, carrier: &impl Carrier) -> Result<Results> {
        Ok(carry(self.start()?, &ByCarrier(carrier)).await)
    }
}

async fn carry(mut sending: Sending, network: &impl Dispatch) -> Results {
    loop {
        match sending.step() {
            Step::Send(request) => {
                let answer = network.send_from(request).await;
                sending.answered(answer.map(|(answers, _)| answers));
            }
            Step::Wait(time) => network.wait(time).await,
            Step::Done(results) => return results,
        }
    }
}
