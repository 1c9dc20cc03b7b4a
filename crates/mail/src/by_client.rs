//! The client of Graphwright as the network of the program.

use std::time::Duration;

use graphwright::{Bytes, Payload, Request, Result};

use crate::Network;

/// The client that made the requests: it knows tokens, retries and connections.
#[derive(Clone, Copy, Debug)]
pub struct ByClient;

impl Network for ByClient {
    async fn send<T: Payload>(&self, request: Request<T>) -> Result<T> {
        request.send().await
    }

    async fn stream(&self, request: Request<Bytes>, mut take: impl FnMut(&[u8])) -> Result<()> {
        let mut body = request.stream().await?.value;
        while let Some(piece) = body.next().await {
            take(&piece?);
        }
        Ok(())
    }

    async fn wait(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }
}
