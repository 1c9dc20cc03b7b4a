//! Checks the connection.

use graph_mail::Client;
use graph_mail::models::User;
use graphwright::Result;

use crate::Network;

/// Returns whose mailbox it is; an error says why there is none ([`errors`](crate::errors)).
pub async fn check(network: &impl Network, graph: &Client) -> Result<User> {
    network.send(graph.me().get()).await
}
