//! Saves drafts and sends them.

use graph_mail::Client;
use graph_mail::models::{EmailAddress, Message, Recipient};
use graphwright::{Patch, Result};

use crate::Network;

/// Saves a message that the program has written as MIME. Graph takes it as base64, which no description says.
pub async fn save(network: &impl Network, graph: &Client, mime: &[u8]) -> Result<Message> {
    let draft = graph.me().messages().create(&Message::default());
    network.send(draft.mime_body(mime)).await
}

/// Sends a draft to those recipients too whom its MIME does not name.
///
/// A POST that brought no answer is not sent twice. Whether the draft went out then shows in the folder of sent items.
pub async fn send(
    network: &impl Network,
    graph: &Client,
    draft: &str,
    bcc: &[&str],
    wants_receipt: bool,
) -> Result<()> {
    let draft = graph.me().messages().id(draft);
    let bcc: Vec<Recipient> = bcc.iter().map(|address| recipient(address)).collect();
    let change = Patch::<Message>::new()
        .set(Message::BCC_RECIPIENTS, bcc)
        .set(Message::IS_DELIVERY_RECEIPT_REQUESTED, wants_receipt);
    network.send(draft.update(change)).await?;
    network.send(draft.send()).await
}

fn recipient(address: &str) -> Recipient {
    let address = EmailAddress {
        address: Some(address.to_owned()),
        ..EmailAddress::default()
    };
    Recipient {
        email_address: Some(Box::new(address)),
        ..Recipient::default()
    }
}
