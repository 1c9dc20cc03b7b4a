//! Reads one message as MIME.

use graph_mail::Client;
use graphwright::Result;

use crate::Network;

/// Hands on the MIME of a message piece by piece, however large it is. After an error what came is not all of it.
pub async fn mime(
    network: &impl Network,
    graph: &Client,
    message: &str,
    take: impl FnMut(&[u8]),
) -> Result<()> {
    let content = graph.me().messages().id(message).media();
    network.stream(content.get(), take).await
}
