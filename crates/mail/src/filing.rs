//! Makes, renames, moves, copies, empties and deletes folders.

use graph_mail::Client;
use graph_mail::models::{MailFolder, MailFolderCopyParameters, MailFolderMoveParameters, Message};
use graphwright::{Patch, Result};

use crate::{Network, errors, items, many};

/// Makes a folder in another one, or at the top of the mailbox.
pub async fn create(
    network: &impl Network,
    graph: &Client,
    parent: Option<&str>,
    name: &str,
) -> Result<MailFolder> {
    let folder = MailFolder {
        display_name: Some(name.to_owned()),
        ..MailFolder::default()
    };
    let folders = graph.me().mail_folders();
    network
        .send(match parent {
            Some(parent) => folders.id(parent).child_folders().create(&folder),
            None => folders.create(&folder),
        })
        .await
}

/// Renames a folder.
pub async fn rename(
    network: &impl Network,
    graph: &Client,
    folder: &str,
    name: &str,
) -> Result<()> {
    let change = Patch::<MailFolder>::new().set(MailFolder::DISPLAY_NAME, name);
    let request = graph.me().mail_folders().id(folder).update(change);
    network.send(request).await?;
    Ok(())
}

/// Moves a folder into another one, and returns it: its key may be another one now.
pub async fn move_to(
    network: &impl Network,
    graph: &Client,
    folder: &str,
    parent: &str,
) -> Result<MailFolder> {
    let to = MailFolderMoveParameters {
        destination_id: Some(parent.to_owned()),
        ..MailFolderMoveParameters::default()
    };
    let request = graph.me().mail_folders().id(folder).r#move(&to);
    network.send(request).await
}

/// Copies a folder with all that is in it into another one, and returns the copy.
pub async fn copy_to(
    network: &impl Network,
    graph: &Client,
    folder: &str,
    parent: &str,
) -> Result<MailFolder> {
    let to = MailFolderCopyParameters {
        destination_id: Some(parent.to_owned()),
        ..MailFolderCopyParameters::default()
    };
    let request = graph.me().mail_folders().id(folder).copy(&to);
    network.send(request).await
}

/// Deletes all messages of a folder, and returns how many there were.
///
/// # Errors
/// The first message that could not be deleted; the others are.
pub async fn empty(network: &impl Network, graph: &Client, folder: &str) -> Result<usize> {
    let messages = graph.me().mail_folders().id(folder).messages();
    let all = messages.list().select(Message::ID).top(100);
    let messages = items(network, all).await?.into_iter();
    let ids: Vec<String> = messages.filter_map(|message| message.id).collect();
    for deleted in many::delete(network, graph, &ids).await {
        deleted?;
    }
    Ok(ids.len())
}

/// Deletes a folder. One that is gone already is deleted.
pub async fn delete(network: &impl Network, graph: &Client, folder: &str) -> Result<()> {
    let request = graph.me().mail_folders().id(folder).delete();
    errors::gone_is_deleted(network.send(request).await)
}
