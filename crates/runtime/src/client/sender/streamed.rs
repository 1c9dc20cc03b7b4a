//! Requests whose bodies are sent piece by piece.

use std::fmt;

use http::header::CONTENT_TYPE;

use super::exchange_of;
use crate::client::error::Result;
use crate::client::payload::Payload;
use crate::client::request::{Request, Response};
use crate::client::transport::RequestBody;

/// A request whose body is sent piece by piece, however large it is. It is sent once: its body cannot be had again, so
/// that it is neither repeated nor sent anew with another token.
#[must_use = "a request does nothing until it is sent"]
pub struct StreamedRequest<T> {
    request: Request<T>,
    body: RequestBody,
}

impl<T> Request<T> {
    /// Sets the body to what `body` gives piece by piece. As [`body_as`](Self::body_as), it takes the place of a body
    /// that says nothing.
    pub fn body_stream(self, content_type: &str, body: RequestBody) -> StreamedRequest<T> {
        StreamedRequest {
            request: self
                .without_other_body()
                .header(CONTENT_TYPE.as_str(), content_type),
            body,
        }
    }
}

impl<T: Payload> StreamedRequest<T> {
    /// Sends it and reads the response.
    ///
    /// # Errors
    /// As [`Request::send`].
    pub async fn send(self) -> Result<T> {
        Ok(self.send_with_response().await?.value)
    }

    /// Sends it and gives status and headers too.
    ///
    /// # Errors
    /// As [`Request::send`].
    pub async fn send_with_response(self) -> Result<Response<T>> {
        let mut outgoing = self.request.outgoing()?;
        outgoing.streamed = Some(self.body.len());
        exchange_of(outgoing, Some(self.body)).await?.read()
    }
}

impl<T> fmt::Debug for StreamedRequest<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("StreamedRequest")
            .field(&self.request)
            .finish()
    }
}
