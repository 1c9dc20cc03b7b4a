//! Moves, copies, marks, flags and deletes many messages. Each has a result of its own, in the order of `messages`.

use graph_mail::Client;
use graph_mail::models::{
    FollowupFlag, FollowupFlagStatus, Message, MessageCopyParameters, MessageMoveParameters,
};
use graphwright::{Patch, Result};

use crate::{Network, errors, send_all};

/// Moves messages into a folder. The results have their new keys.
pub async fn move_to(
    network: &impl Network,
    graph: &Client,
    messages: &[String],
    folder: &str,
) -> Vec<Result<Message>> {
    let to = MessageMoveParameters {
        destination_id: Some(folder.to_owned()),
        ..MessageMoveParameters::default()
    };
    let all = graph.me().messages();
    let requests = messages.iter().map(|id| all.id(id).r#move(&to));
    send_all(network, requests).await
}

/// Copies messages into a folder. The results are the copies.
pub async fn copy_to(
    network: &impl Network,
    graph: &Client,
    messages: &[String],
    folder: &str,
) -> Vec<Result<Message>> {
    let to = MessageCopyParameters {
        destination_id: Some(folder.to_owned()),
        ..MessageCopyParameters::default()
    };
    let all = graph.me().messages();
    let requests = messages.iter().map(|id| all.id(id).copy(&to));
    send_all(network, requests).await
}

/// Marks messages as read or unread.
pub async fn mark_read(
    network: &impl Network,
    graph: &Client,
    messages: &[String],
    is_read: bool,
) -> Vec<Result<Option<Message>>> {
    let change = || Patch::<Message>::new().set(Message::IS_READ, is_read);
    let all = graph.me().messages();
    // Who marks a message twice has marked it.
    let requests = messages
        .iter()
        .map(|id| all.id(id).update(change()).idempotent());
    send_all(network, requests).await
}

/// Flags messages.
pub async fn flag(
    network: &impl Network,
    graph: &Client,
    messages: &[String],
) -> Vec<Result<Option<Message>>> {
    let flag = FollowupFlag {
        flag_status: Some(FollowupFlagStatus::Flagged),
        ..FollowupFlag::default()
    };
    let change = || Patch::<Message>::new().set(Message::FLAG, &flag);
    let all = graph.me().messages();
    let requests = messages
        .iter()
        .map(|id| all.id(id).update(change()).idempotent());
    send_all(network, requests).await
}

/// Deletes messages. One that is gone already is deleted.
pub async fn delete(
    network: &impl Network,
    graph: &Client,
    messages: &[String],
) -> Vec<Result<()>> {
    let all = graph.me().messages();
    let requests = messages.iter().map(|id| all.id(id).delete());
    let results = send_all(network, requests).await.into_iter();
    results.map(errors::gone_is_deleted).collect()
}
