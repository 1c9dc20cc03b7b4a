//! The mailbox of the user, and what a request calls in it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::answer::Answer;
use super::asked::Asked;
use super::table::{Table, text};
use super::{LARGE, TOKEN, delta};

/// All that the service has, and what has happened to it.
pub(super) struct Mailbox {
    pub(super) folders: Table,
    pub(super) messages: Table,
    events: Table,
    /// The messages as they came, by id.
    pub(super) mime: BTreeMap<String, Vec<u8>>,
    pub(super) log: Vec<String>,
    /// What happens once, and has.
    happened: BTreeSet<&'static str>,
    made: usize,
    pub(super) folder_rounds: usize,
}

/// The well-known folders that there are; `archive` is not among them.
pub(super) const FOLDERS: [(&str, &str, &str); 8] = [
    ("msgfolderroot", "", "Top of Information Store"),
    ("inbox", "msgfolderroot", "Inbox"),
    ("drafts", "msgfolderroot", "Drafts"),
    ("sentitems", "msgfolderroot", "Sent Items"),
    ("deleteditems", "msgfolderroot", "Deleted Items"),
    ("junkemail", "msgfolderroot", "Junk Email"),
    ("outbox", "msgfolderroot", "Outbox"),
    (
        "conversationhistory",
        "msgfolderroot",
        "Conversation History",
    ),
];

/// An id as Graph's look: with characters that a path must encode.
pub(super) fn id_of(name: &str) -> String {
    format!("AAMkAD/{name}+w==")
}

impl Mailbox {
    pub(super) fn new() -> Self {
        let mut mailbox = Self {
            folders: Table::new("parentFolderId"),
            messages: Table::new("parentFolderId"),
            events: Table::new("calendar"),
            mime: BTreeMap::new(),
            log: Vec::new(),
            happened: BTreeSet::new(),
            made: 0,
            folder_rounds: 0,
        };
        for (name, parent, shown) in FOLDERS {
            mailbox.add_folder(name, parent, shown);
        }
        for number in 1..=60 {
            let name = format!("folder-{number:02}");
            mailbox.add_folder(&name, "inbox", &format!("Folder {number}"));
        }
        for number in 1..=25 {
            let length = if number == 1 { LARGE } else { 300 };
            mailbox.add_message(number, length);
        }
        for (number, hour) in [(1, 9), (2, 14)] {
            mailbox.events.put(json!({
                "id": id_of(&format!("event-{number}")), "calendar": id_of("calendar"),
                "subject": format!("Meeting {number}"), "hour": hour,
            }));
        }
        mailbox
    }

    fn add_folder(&mut self, name: &str, parent: &str, shown: &str) {
        self.folders.put(json!({
            "id": id_of(name), "parentFolderId": id_of(parent), "displayName": shown, "unreadItemCount": 0,
        }));
    }

    pub(super) fn add_message(&mut self, number: usize, length: usize) {
        let id = id_of(&format!("message-{number:02}"));
        let mut mime = format!("From: bob@contoso.com\r\nSubject: Letter {number}\r\n\r\n");
        let text = (0..).map(|line| format!("Line {line} of the letter.\r\n"));
        for line in text {
            if mime.len() + line.len() > length {
                break;
            }
            mime.push_str(&line);
        }
        mime.push_str(&".".repeat(length - mime.len()));
        self.messages.put(json!({
            "@odata.etag": "W/\"1\"", "id": id, "parentFolderId": id_of("inbox"),
            "subject": format!("Letter {number}"), "isRead": false, "isDraft": false,
            "from": {"emailAddress": {"name": "Bob", "address": "bob@contoso.com"}},
            "receivedDateTime": format!("2026-03-{:02}T08:00:00Z", number.min(31)),
            "flag": {"flagStatus": "notFlagged"}, "size": length,
        }));
        self.mime.insert(id, mime.into_bytes());
    }

    /// Returns an id that there was not before.
    pub(super) fn make_id(&mut self, what: &str) -> String {
        self.made += 1;
        id_of(&format!("made-{what}-{}", self.made))
    }

    /// Returns whether it is the first time.
    pub(super) fn once(&mut self, what: &'static str) -> bool {
        self.happened.insert(what)
    }

    /// Answers a request, whose token is looked at first.
    pub(super) fn answer(&mut self, asked: &Asked) -> Answer {
        let token = asked.headers.get("authorization");
        let mut answer = match token.is_some_and(|token| token == &format!("Bearer {TOKEN}")) {
            true => self.call(asked),
            false => Answer::error(401, "InvalidAuthenticationToken"),
        };
        answer.is_lost = answer.status < 400 && self.is_lost(asked);
        let outcome = match answer.is_lost {
            true => "lost".to_owned(),
            false => answer.status.to_string(),
        };
        self.log.push(format!("{} {outcome}", asked.line()));
        answer
    }

    /// Returns whether the connection breaks after the request was carried out: at the first calendars, and at the second
    /// message that is sent.
    fn is_lost(&mut self, asked: &Asked) -> bool {
        match asked.path.last().map(String::as_str) {
            Some("calendars") => self.once("calendars lost"),
            Some("send") => !self.once("sent") && self.once("sent and lost"),
            _ => false,
        }
    }

    /// Answers a request whose token was looked at.
    pub(super) fn call(&mut self, asked: &Asked) -> Answer {
        let path: Vec<&str> = asked.path.iter().map(String::as_str).collect();
        match (&*asked.method, &path[..]) {
            ("POST", ["$batch"]) => self.batch(asked),
            ("GET", ["me"]) => Answer::json(
                200,
                &json!({"id": "1", "displayName": "Ada", "mail": "ada@contoso.com"}),
            ),
            (_, ["me", "mailFolders", rest @ ..]) => self.folder_call(asked, rest),
            (_, ["me", "messages", rest @ ..]) => self.message_call(asked, rest),
            ("GET", ["me", "calendars"]) => {
                let own =
                    json!({"id": id_of("calendar"), "name": "Calendar", "isDefaultCalendar": true});
                let other = json!({"id": id_of("shared"), "name": "Of the team"});
                Answer::json(200, &json!({"value": [own, other]}))
            }
            ("GET", ["me", "calendars", calendar, "events", "delta()"]) => {
                if *calendar != id_of("calendar") {
                    return Answer::error(403, "ErrorAccessDenied");
                }
                let zone = asked.preference("outlook.timezone").unwrap_or("UTC");
                delta::page(&self.events, Some(calendar), asked, |event| {
                    at(&event, zone)
                })
                .0
            }
            _ => Answer::error(400, "BadRequest"),
        }
    }
}

/// An event with the times of a time zone.
fn at(event: &Value, zone: &str) -> Value {
    let ahead = i64::from(zone == "W. Europe Standard Time");
    let hour = event["hour"].as_i64().unwrap_or_default() + ahead;
    let time = |hour: i64| json!({"dateTime": format!("2026-03-02T{hour:02}:00:00.0000000"), "timeZone": zone});
    json!({
        "id": event["id"], "subject": text(event, "subject"), "start": time(hour), "end": time(hour + 1),
        "type": "singleInstance",
    })
}
