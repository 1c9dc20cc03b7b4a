//! The loop that carries an upload.

use super::{Progress, ReadAt, Step, Upload};
use crate::client::carrier::Carrier;
#[cfg(feature = "client")]
use crate::client::dispatch::ByClient;
use crate::client::dispatch::{ByCarrier, Dispatch};
use crate::client::error::{BoxError, Error, ErrorKind, Result};
use crate::client::payload::Payload;
use crate::client::request::Response;

impl<T: Payload> Upload<T> {
    /// Uploads `source` over a network stack of the program's own, and returns what the last response was read as.
    /// `told` is called after each fragment, also the last.
    ///
    /// The future can be dropped at any time, and the method called once more after an error: the upload goes on from
    /// what the service has.
    ///
    /// # Errors
    /// [The module](super) says which failures are repeated. Others are the session that is gone
    /// ([`ErrorKind::SessionGone`]), a file that cannot be read ([`ErrorKind::File`]) or that has become shorter or
    /// longer ([`ErrorKind::FileChanged`]).
    pub async fn send_by(
        &mut self,
        carrier: &impl Carrier,
        source: &mut impl ReadAt,
        told: impl FnMut(Progress),
    ) -> Result<T> {
        let response = self.drive(&ByCarrier(carrier), source, told).await?;
        Ok(response.value)
    }

    /// Uploads `source` as [`send_by`](Self::send_by) does, and returns status and headers of the last response beside
    /// the value. Outlook says there where the attachment is (`Location`).
    ///
    /// # Errors
    /// As [`send_by`](Self::send_by).
    pub async fn send_with_response_by(
        &mut self,
        carrier: &impl Carrier,
        source: &mut impl ReadAt,
        told: impl FnMut(Progress),
    ) -> Result<Response<T>> {
        self.drive(&ByCarrier(carrier), source, told).await
    }

    /// Uploads `source`, and returns what the last response was read as. `told` is called after each fragment, also the
    /// last.
    ///
    /// The future can be dropped at any time, and the method called once more after an error: the upload goes on from
    /// what the service has.
    ///
    /// # Errors
    /// As [`send_by`](Self::send_by).
    #[cfg(feature = "client")]
    pub async fn send(
        &mut self,
        source: &mut impl ReadAt,
        told: impl FnMut(Progress),
    ) -> Result<T> {
        Ok(self.send_with_response(source, told).await?.value)
    }

    /// Uploads `source`, and returns status and headers of the last response beside the value. Outlook says there where
    /// the attachment is (`Location`).
    ///
    /// # Errors
    /// As [`send_by`](Self::send_by).
    #[cfg(feature = "client")]
    pub async fn send_with_response(
        &mut self,
        source: &mut impl ReadAt,
        told: impl FnMut(Progress),
    ) -> Result<Response<T>> {
        let service = self.parts.service.clone();
        self.drive(&ByClient(service), source, told).await
    }

    async fn drive(
        &mut self,
        network: &impl Dispatch,
        source: &mut impl ReadAt,
        mut told: impl FnMut(Progress),
    ) -> Result<Response<T>> {
        self.begin();
        self.check_length(source).await?;
        let mut known = self.progress();
        loop {
            match self.next_step()? {
                Step::Read { offset, length } => {
                    let bytes = source.read_at(offset, length).await;
                    let bytes = bytes.map_err(|error| self.unread_file(error))?;
                    // What was added to a file while it was sent would be missing from what arrives.
                    if offset + length as u64 == self.length {
                        self.check_length(source).await?;
                    }
                    self.fragment(bytes)?;
                }
                Step::Send(request) => {
                    let done = self.answered(network.send(request).await)?;
                    let progress = self.progress();
                    if std::mem::replace(&mut known, progress) != progress {
                        told(progress);
                    }
                    if let Some(response) = done {
                        return Ok(response);
                    }
                }
                Step::Wait(time) => network.wait(time).await,
            }
        }
    }

    async fn check_length(&self, source: &mut impl ReadAt) -> Result<()> {
        let length = source.length().await;
        match length.map_err(|error| self.unread_file(error))? {
            length if length == self.length => Ok(()),
            length => Err(self.changed(length)),
        }
    }

    fn unread_file(&self, error: BoxError) -> Error {
        self.parts
            .place(Error::new(ErrorKind::File).with_source(error))
    }
}
