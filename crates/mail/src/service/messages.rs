//! Calls of messages.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::answer::Answer;
use super::asked::Asked;
use super::delta;
use super::mailbox::{Mailbox, id_of};
use super::table::text;

/// The one extended property that the service has.
const SIZE: &str = "singleValueExtendedProperties($filter=id eq 'Integer 0x0E08')";

impl Mailbox {
    /// Answers a call of messages; `path` is what follows their collection.
    pub(super) fn message_call(&mut self, asked: &Asked, path: &[&str]) -> Answer {
        if let ("POST", []) = (&*asked.method, path) {
            return self.save(asked);
        }
        let Some((&id, path)) = path.split_first() else {
            return Answer::error(400, "BadRequest");
        };
        let Some(message) = self.messages.items.get(id).cloned() else {
            return Answer::gone();
        };
        match (&*asked.method, path) {
            ("GET", []) => Answer::json(200, &message),
            ("GET", ["$value"]) if self.once("unavailable") => Answer::unavailable(),
            ("GET", ["$value"]) => {
                let mut answer = Answer::new(200).with("content-type", "text/plain");
                answer.body = self.mime.get(id).cloned().unwrap_or_default();
                answer
            }
            ("PATCH", []) => match self.messages.set(id, &asked.json()) {
                Some(message) => Answer::json(200, &message),
                None => Answer::gone(),
            },
            ("DELETE", []) => {
                self.messages.remove(id, "deleted");
                Answer::new(204)
            }
            ("POST", ["send"]) => self.send(asked, id),
            ("POST", ["move"]) => {
                self.messages.remove(id, "changed");
                self.put_into(message, &text(&asked.json(), "DestinationId"))
            }
            ("POST", ["copy"]) => self.put_into(message, &text(&asked.json(), "DestinationId")),
            _ => Answer::error(400, "BadRequest"),
        }
    }

    /// A message gets a new id where it goes.
    fn put_into(&mut self, mut message: Value, folder: &str) -> Answer {
        if !self.folders.items.contains_key(folder) {
            return Answer::error(404, "ErrorFolderNotFound");
        }
        let mime = self.mime.get(&text(&message, "id")).cloned();
        let id = self.make_id("message");
        message["id"] = id.clone().into();
        message["parentFolderId"] = folder.into();
        self.messages.put(message.clone());
        self.mime.extend(mime.map(|mime| (id, mime)));
        Answer::json(201, &message)
    }

    /// Saves a draft from MIME, which comes as base64.
    fn save(&mut self, asked: &Asked) -> Answer {
        let is_text = asked.headers.get("content-type").map(String::as_str) == Some("text/plain");
        let mime = STANDARD.decode(&asked.body).ok().filter(|_| is_text);
        let Some(mime) = mime.and_then(|mime| String::from_utf8(mime).ok()) else {
            return Answer::error(400, "ErrorMimeContentInvalid");
        };
        let mut lines = mime.lines();
        let subject = lines.find_map(|line| line.strip_prefix("Subject: "));
        let id = self.make_id("draft");
        let draft = json!({
            "id": id, "parentFolderId": id_of("drafts"), "subject": subject, "isDraft": true,
            "isRead": true, "size": mime.len(),
        });
        self.messages.put(draft.clone());
        self.mime.insert(id, mime.into_bytes());
        Answer::json(201, &draft)
    }

    fn send(&mut self, asked: &Asked, id: &str) -> Answer {
        if !asked.body.is_empty() {
            return Answer::error(400, "BadRequest");
        }
        let sent = json!({"parentFolderId": id_of("sentitems"), "isDraft": false});
        match self.messages.set(id, &sent) {
            Some(_) => Answer::new(202),
            None => Answer::gone(),
        }
    }

    /// The second page is throttled once.
    pub(super) fn message_changes(&mut self, asked: &Asked, folder: &str) -> Answer {
        if asked.query.contains_key("$skiptoken") && self.once("throttled") {
            return Answer::throttled();
        }
        // Links carry the options of the first request; the service keeps them in its token.
        let has_token = asked.query.keys().any(|name| name.ends_with("token"));
        let has_size = asked
            .query
            .get("$expand")
            .is_some_and(|expand| expand == SIZE);
        let with_size = has_size || has_token;
        let selected = asked.query.get("$select").cloned();
        let (answer, is_last) = delta::page(&self.messages, Some(folder), asked, |message| {
            shown(message, selected.as_deref(), with_size)
        });
        if is_last && self.once("messages changed") {
            self.messages
                .set(&id_of("message-03"), &json!({"isRead": true}));
            self.messages.remove(&id_of("message-04"), "deleted");
            self.add_message(26, 300);
        }
        answer
    }
}

/// A message with the members that were asked for, and its size as an extended property.
fn shown(mut message: Value, selected: Option<&str>, with_size: bool) -> Value {
    let size = message["size"].clone();
    if let Some(members) = message.as_object_mut() {
        members.remove("size");
        if let Some(selected) = selected {
            let selected: Vec<&str> = selected.split(',').collect();
            members.retain(|name, _| name.starts_with('@') || selected.contains(&&**name));
        }
        if with_size {
            let property = json!({"id": "Integer 0xe08", "value": size.to_string()});
            members.insert("singleValueExtendedProperties".into(), json!([property]));
        }
    }
    message
}
