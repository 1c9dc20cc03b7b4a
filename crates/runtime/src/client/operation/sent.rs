//! Operations that the client asks.

use super::monitor::{Completed, Operation, Step};
use crate::client::error::Result;
use crate::client::payload::Payload;
use crate::client::request::Request;
use crate::client::sender;

impl<T: Payload> Request<T> {
    /// Sends the request, which starts an operation. What the operation results in is read as a `T`: set it by
    /// [`returning`](Self::returning) where the description says nothing of it.
    ///
    /// # Errors
    /// As [`started`](Self::started).
    pub async fn start(self) -> Result<Operation<T>> {
        let response = self.starting().send_with_response().await?;
        Operation::begin(&self, response)
    }
}

impl<T: Payload> Operation<T> {
    /// Waits until the service wants to be asked, asks it once, and returns the result if there is one now: for a program
    /// that shows how it goes ([`status`](Self::status)). The future may be dropped at any time: what was waited for is not
    /// waited for again.
    ///
    /// # Errors
    /// As [`step`](Self::step) and [`answered`](Self::answered).
    pub async fn poll(&mut self) -> Result<Option<Completed<T>>> {
        let time = sender::time_of(self.base())?;
        loop {
            if let Some(due) = self.due {
                let left = due.saturating_sub(time.now());
                if !left.is_zero() {
                    time.sleep(left).await;
                }
                self.due = None;
            }
            match self.step()? {
                Step::Wait(wait) => self.due = Some(time.now().saturating_add(wait)),
                Step::Send(request) => {
                    let before = time.now();
                    let answer = request.send_with_response().await;
                    self.spend(time.now().saturating_sub(before));
                    self.answered(answer)?;
                    if self.is_running() {
                        return Ok(None);
                    }
                }
                Step::Done(completed) => return Ok(Some(completed)),
            }
        }
    }

    /// Asks until the operation is done. The future may be dropped at any time, and the operation be asked again.
    ///
    /// # Errors
    /// As [`poll`](Self::poll).
    pub async fn wait(&mut self) -> Result<Completed<T>> {
        loop {
            if let Some(completed) = self.poll().await? {
                return Ok(completed);
            }
        }
    }
}
