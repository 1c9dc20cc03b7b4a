//! Follows the messages of a folder.

use graph_mail::Client;
use graph_mail::models::{FollowupFlagStatus, Message};
use graphwright::outlook::{MapiType, PropertyId};
use graphwright::{Property, Result};
use serde::{Deserialize, Serialize};

use crate::mirror::set;
use crate::{Mirror, Network, Round, Row};

/// What the program asks for of each message.
pub const SELECTED: [Property<Message>; 17] = [
    Message::ID,
    Message::PARENT_FOLDER_ID,
    Message::INTERNET_MESSAGE_ID,
    Message::CONVERSATION_ID,
    Message::SUBJECT,
    Message::FROM,
    Message::SENDER,
    Message::TO_RECIPIENTS,
    Message::CC_RECIPIENTS,
    Message::REPLY_TO,
    Message::RECEIVED_DATE_TIME,
    Message::SENT_DATE_TIME,
    Message::IS_READ,
    Message::IS_DRAFT,
    Message::FLAG,
    Message::IMPORTANCE,
    Message::HAS_ATTACHMENTS,
];

/// A message as the list of a folder shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// The subject.
    pub subject: String,
    /// The address of who it is from.
    pub from: String,
    /// When it came, in UTC.
    pub received: String,
    /// Whether it was read.
    pub is_read: bool,
    /// Whether there is something to do about it.
    pub is_flagged: bool,
    /// Its length in bytes.
    pub size: Option<i32>,
}

impl Row for Envelope {
    type Item = Message;

    fn key(item: &Message) -> Option<&str> {
        item.id.as_deref()
    }

    fn update(&mut self, item: Message) {
        // It is asked for, but nothing fails without it.
        if let Ok(Some(length)) = size().value_of(&item) {
            self.size = Some(length);
        }
        let from = item.from.and_then(|from| from.email_address);
        set(&mut self.from, from.and_then(|from| from.address));
        set(&mut self.subject, item.subject);
        let received = item.received_date_time;
        set(
            &mut self.received,
            received.map(|received| received.to_string()),
        );
        set(&mut self.is_read, item.is_read);
        let status = item.flag.and_then(|flag| flag.flag_status);
        set(
            &mut self.is_flagged,
            status.map(|status| status == FollowupFlagStatus::Flagged),
        );
    }
}

/// The length of a message, which is a property of MAPI's and no member of the message.
fn size() -> PropertyId {
    PropertyId::tag(MapiType::Integer, 0x0E08)
}

/// Asks for the messages of a folder that have changed, `page` of them at a time.
pub async fn follow(
    network: &impl Network,
    graph: &Client,
    folder: &str,
    page: usize,
    messages: &mut Mirror<Envelope>,
) -> Result<Round> {
    let delta = graph.me().mail_folders().id(folder).messages().delta();
    let request = delta
        .select(SELECTED)
        .expand(size().expand())
        .prefer(&format!("odata.maxpagesize={page}"));
    messages.follow(network, request).await
}
