//! Follows the folders of the mailbox.

use std::collections::BTreeMap;

use graph_mail::Client;
use graph_mail::models::MailFolder;
use graphwright::Result;
use serde::{Deserialize, Serialize};

use crate::mirror::set;
use crate::{Mirror, Network, Round, Row, errors, send_all};

/// The names under which Graph knows some folders, whatever the user calls them. A mailbox need not have all.
pub const WELL_KNOWN: [&str; 10] = [
    "msgfolderroot",
    "inbox",
    "drafts",
    "sentitems",
    "deleteditems",
    "junkemail",
    "outbox",
    "archive",
    "conversationhistory",
    "syncissues",
];

/// A folder as the program keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Folder {
    /// What the user calls it.
    pub name: String,
    /// The key of the folder that it is in.
    pub parent: String,
    /// How many messages are in it that were not read.
    pub unread: i32,
    /// Its well-known name.
    pub role: Option<String>,
}

impl Row for Folder {
    type Item = MailFolder;

    fn key(item: &MailFolder) -> Option<&str> {
        item.id.as_deref()
    }

    fn update(&mut self, item: MailFolder) {
        set(&mut self.name, item.display_name);
        set(&mut self.parent, item.parent_folder_id);
        set(&mut self.unread, item.unread_item_count);
    }
}

/// Asks for the folders that have changed, and, while it knows none of them, which are the well-known ones: after the
/// first round, however often it broke off, and after the service had forgotten the link.
pub async fn follow(
    network: &impl Network,
    graph: &Client,
    folders: &mut Mirror<Folder>,
) -> Result<Round> {
    let request = graph.me().mail_folders().delta();
    let round = folders
        .follow(network, request.prefer("odata.maxpagesize=50"))
        .await?;
    if folders.rows().values().all(|folder| folder.role.is_none()) {
        for (key, name) in well_known(network, graph).await? {
            if let Some(folder) = folders.row_mut(&key) {
                folder.role = Some(name.to_owned());
            }
        }
    }
    Ok(round)
}

/// Returns the well-known names of the folders that there are, by key.
async fn well_known(
    network: &impl Network,
    graph: &Client,
) -> Result<BTreeMap<String, &'static str>> {
    let folders = graph.me().mail_folders();
    let requests = WELL_KNOWN.map(|name| folders.id(name).get().select(MailFolder::ID));
    let mut names = BTreeMap::new();
    for (name, folder) in WELL_KNOWN
        .into_iter()
        .zip(send_all(network, requests).await)
    {
        match folder {
            Ok(folder) => names.extend(folder.id.map(|id| (id, name))),
            Err(error) if errors::is_gone(&error) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(names)
}
