//! What the program keeps from one start to the next.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Mirror;
use crate::calendars::Entry;
use crate::folders::Folder;
use crate::messages::Envelope;

/// The copies of folders, messages and events. The links in them lead to the mailbox: keep the text as you keep mail.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct State {
    /// The folders of the mailbox.
    pub folders: Mirror<Folder>,
    /// The messages of each folder that was opened, by its key.
    pub messages: BTreeMap<String, Mirror<Envelope>>,
    /// The events of each calendar, by its key.
    pub events: BTreeMap<String, Mirror<Entry>>,
}

impl State {
    /// Returns the text to store.
    ///
    /// # Errors
    /// None in practice: all of it can be written as JSON.
    pub fn to_text(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }

    /// Reads a stored text.
    ///
    /// # Errors
    /// It is not one that was stored.
    pub fn from_text(text: &str) -> serde_json::Result<Self> {
        serde_json::from_str(text)
    }

    /// Returns the key of the folder with that well-known name.
    pub fn folder(&self, role: &str) -> Option<&str> {
        let mut folders = self.folders.rows().iter();
        let is_it = |folder: &Folder| folder.role.as_deref() == Some(role);
        folders
            .find(|(_, folder)| is_it(folder))
            .map(|(key, _)| &**key)
    }
}
