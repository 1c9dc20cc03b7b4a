//! Saves drafts and sends them.

use graph_mail::Client;
use graph_mail::models::{EmailAddress, Message, Recipient};
use graphwright::{Patch, Result};

use crate::{Network, errors};

/// Saves a message that the program has written as MIME. Graph takes it as base64, which no description says.
pub async fn save(network: &impl Network, graph: &Client, mime: &[u8]) -> Result<Message> {
    let draft = graph.me().messages().create(&Message::default());
    network.send(draft.mime_body(mime)).await
}

/// Sends a draft to those recipients too whom its MIME does not name.
///
/// A POST that brought no answer is not sent twice: ask [`is_sent`] then.
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

/// Returns whether a draft went out: it is no longer there, or no draft any more.
pub async fn is_sent(network: &impl Network, graph: &Client, draft: &str) -> Result<bool> {
    let draft = graph.me().messages().id(draft).get();
    match network.send(draft.select(Message::IS_DRAFT)).await {
        Ok(message) => Ok(message.is_draft == Some(false)),
        Err(error) if errors::is_gone(&error) => Ok(true),
        Err(error) => Err(error),
    }
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
