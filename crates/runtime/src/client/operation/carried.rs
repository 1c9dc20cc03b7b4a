//! Operations that are asked over a network stack of the program's own.

use super::monitor::{Completed, Operation, Step};
use crate::client::carrier::Carrier;
use crate::client::error::Result;
use crate::client::payload::Payload;
use crate::client::request::Request;

impl<T: Payload> Request<T> {
    /// Sends the request, which starts an operation, over a network stack of the program's own.
    ///
    /// # Errors
    /// As [`started`](Self::started).
    pub async fn start_by(self, carrier: &impl Carrier) -> Result<Operation<T>> {
        let response = self.starting().send_with_response_by(carrier).await?;
        Operation::begin(&self, response)
    }
}

impl<T: Payload> Operation<T> {
    /// Waits until the service wants to be asked, asks it once, and returns the result if there is one now. If the future
    /// is dropped while it waits, the service is asked at once the next time.
    ///
    /// # Errors
    /// As [`step`](Self::step) and [`answered`](Self::answered).
    pub async fn poll_by(&mut self, carrier: &impl Carrier) -> Result<Option<Completed<T>>> {
        loop {
            match self.step()? {
                Step::Wait(time) => carrier.wait(time).await,
                Step::Send(request) => {
                    self.answered(request.send_with_response_by(carrier).await)?;
                    if self.is_running() {
                        return Ok(None);
                    }
                }
                Step::Done(completed) => return Ok(Some(completed)),
            }
        }
    }

    /// Asks until the operation is done.
    ///
    /// # Errors
    /// As [`poll_by`](Self::poll_by).
    pub async fn wait_by(&mut self, carrier: &impl Carrier) -> Result<Completed<T>> {
        loop {
            if let Some(completed) = self.poll_by(carrier).await? {
                return Ok(completed);
            }
        }
    }
}
