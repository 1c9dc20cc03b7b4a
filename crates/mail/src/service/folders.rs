//! Calls of folders.

use serde_json::json;

use super::answer::Answer;
use super::asked::Asked;
use super::delta;
use super::mailbox::{FOLDERS, Mailbox, id_of};
use super::table::text;

impl Mailbox {
    /// Answers a call of folders; `path` is what follows their collection.
    pub(super) fn folder_call(&mut self, asked: &Asked, path: &[&str]) -> Answer {
        match (&*asked.method, path) {
            ("POST", []) => self.create_folder(asked, &id_of("msgfolderroot")),
            ("GET", ["delta()"]) => self.folder_changes(asked),
            (method, [name, rest @ ..]) => {
                let id = match FOLDERS.iter().any(|(known, ..)| known == name) {
                    true => id_of(name),
                    false => (*name).to_owned(),
                };
                if !self.folders.items.contains_key(&id) {
                    return Answer::gone();
                }
                match (method, rest) {
                    ("GET", []) => Answer::json(200, &self.folders.items[&id]),
                    ("PATCH", []) => self.set_folder(&id, &asked.json()),
                    ("DELETE", []) => {
                        self.folders.remove(&id, "deleted");
                        Answer::new(204)
                    }
                    ("POST", ["childFolders"]) => self.create_folder(asked, &id),
                    ("POST", ["move"]) => {
                        let to = text(&asked.json(), "DestinationId");
                        self.set_folder(&id, &json!({"parentFolderId": to}))
                    }
                    ("POST", ["copy"]) => {
                        let mut copy = self.folders.items[&id].clone();
                        copy["id"] = self.make_id("folder").into();
                        copy["parentFolderId"] = text(&asked.json(), "DestinationId").into();
                        self.folders.put(copy.clone());
                        Answer::json(201, &copy)
                    }
                    ("GET", ["messages", "delta()"]) => self.message_changes(asked, &id),
                    ("GET", ["messages"]) => {
                        Answer::json(200, &json!({"value": self.messages.of(Some(&id))}))
                    }
                    _ => Answer::error(400, "BadRequest"),
                }
            }
            _ => Answer::error(400, "BadRequest"),
        }
    }

    fn create_folder(&mut self, asked: &Asked, parent: &str) -> Answer {
        let mut folder = asked.json();
        folder["id"] = self.make_id("folder").into();
        folder["parentFolderId"] = parent.into();
        self.folders.put(folder.clone());
        Answer::json(201, &folder)
    }

    fn set_folder(&mut self, id: &str, members: &serde_json::Value) -> Answer {
        match self.folders.set(id, members) {
            Some(folder) => Answer::json(200, &folder),
            None => Answer::gone(),
        }
    }

    /// The third round begins with a link that the service no longer knows.
    fn folder_changes(&mut self, asked: &Asked) -> Answer {
        if asked.query.contains_key("$deltatoken")
            && self.folder_rounds == 2
            && self.once("expired")
        {
            // Graph writes the code in more than one way.
            return Answer::error(410, "SyncStateNotFound");
        }
        let (answer, is_last) = delta::page(&self.folders, None, asked, |folder| folder);
        if is_last {
            self.folder_rounds += 1;
        }
        if is_last && self.once("folders changed") {
            // Another program works on the mailbox as well.
            self.set_folder(&id_of("folder-01"), &json!({"displayName": "Plans"}));
            self.folders.remove(&id_of("folder-02"), "deleted");
        }
        answer
    }
}
