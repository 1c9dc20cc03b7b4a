//! The way to the identity platform over the transport of this crate.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use super::answer::LIMIT;
use crate::client::carrier::Carrier;
use crate::client::error::{BoxError, Result};
use crate::client::response_body::ResponseBody;
use crate::client::secret::Secret;
use crate::client::send::{self, Unread};
use crate::client::sender::Time;
use crate::client::sign_in::SecurityScheme;
use crate::client::transport::{HttpTransport, Transport};

/// The time in which an answer must arrive, its last byte included.
const PATIENCE: Duration = Duration::from_secs(30);

/// Carries what the flows send, signed by nothing. Cloning it is cheap.
#[derive(Clone)]
pub struct Network(Arc<dyn Transport>);

impl Network {
    /// The transport of this crate, as it is unless something is set of it.
    ///
    /// # Errors
    /// The proxy that the environment names cannot be read.
    pub fn new() -> Result<Self> {
        Ok(Self::over(HttpTransport::builder().build()?))
    }

    /// Another transport, such as one with proxies or certificates of its own.
    pub fn over(transport: impl Transport + 'static) -> Self {
        Self(Arc::new(transport))
    }
}

impl Carrier for Network {
    type Body = ResponseBody;

    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> std::result::Result<http::Response<ResponseBody>, BoxError> {
        let whole = async {
            let response = self.0.send(request.map(Into::into)).await?;
            let (head, body) = response.into_parts();
            match send::read(body, LIMIT).await {
                (body, Ok(())) => Ok(http::Response::from_parts(head, body.into())),
                (_, Err(Unread::Broken(error))) => Err(error),
                (_, Err(Unread::TooLarge)) => {
                    Err(format!("it is longer than {LIMIT} bytes").into())
                }
            }
        };
        let response = Time::TOKIO.within(PATIENCE, whole).await;
        response.unwrap_or_else(|| Err(format!("it gave none within {PATIENCE:?}").into()))
    }

    async fn secret(
        &self,
        _: &SecurityScheme,
        _: &[String],
    ) -> std::result::Result<Option<Secret>, BoxError> {
        Ok(None)
    }

    async fn wait(&self, time: Duration) {
        Time::TOKIO.sleep(time).await;
    }
}

impl std::fmt::Debug for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Network(…)")
    }
}
