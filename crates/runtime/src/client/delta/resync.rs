//! When a round must start over, and what becomes of what a program has.

use http::StatusCode;
use serde_json::Value;

use crate::client::error::{Error, ErrorKind};

/// The service no longer knows what a link stands for: all items must be read anew. What to do with those that the
/// program has is what this says
/// ([Graph](https://learn.microsoft.com/graph/api/driveitem-delta), "Response").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Resync {
    /// The items of the new round are all that there are: replace what is kept, and discard what the round does not
    /// have.
    Replace,
    /// `resyncChangesApplyDifferences`: replace what is kept by what the service has, deletions included, where the
    /// service had all local changes at the last round; upload those that it did not have.
    ApplyDifferences,
    /// `resyncChangesUploadDifferences`: upload what is kept and the round does not have, and what differs from the
    /// service's; keep both where it is not certain which is newer.
    UploadDifferences,
}

impl Resync {
    /// Returns how to start over after the error of a delta request; `None` if the error says nothing of it.
    ///
    /// A program starts over after the status 410, or another one between 400 and 499 with a code that is documented for it
    /// (`syncStateNotFound`, `resyncRequired`, `fullSyncRequired` and others), in any case of letters, also as the code
    /// of an inner error.
    pub fn of(error: &Error) -> Option<Self> {
        let ErrorKind::Service(said) = error.kind() else {
            return None;
        };
        if !said.status.is_client_error() {
            return None;
        }
        let body: Option<Value> = error.body_as();
        let mut codes = vec![said.code.clone()];
        if let Some(body) = &body {
            collect(body.get("error").unwrap_or(body), &mut codes);
        }
        let mut asked = codes.iter().filter_map(|code| asked_by(code));
        // The outer code may only say that something has to be done, and an inner one what.
        let particular = asked.clone().find(|resync| *resync != Self::Replace);
        let gone = (said.status == StatusCode::GONE).then_some(Self::Replace);
        particular.or_else(|| asked.next()).or(gone)
    }
}

/// Collects the codes of an error and of those inside it.
fn collect(error: &Value, codes: &mut Vec<String>) {
    match error {
        Value::Object(members) => {
            for (name, value) in members {
                match (&*name.to_ascii_lowercase(), value) {
                    ("code", Value::String(code)) => codes.push(code.clone()),
                    ("innererror" | "details", value) => collect(value, codes),
                    _ => {}
                }
            }
        }
        Value::Array(errors) => errors.iter().for_each(|error| collect(error, codes)),
        _ => {}
    }
}

fn asked_by(code: &str) -> Option<Resync> {
    match &*code.to_ascii_lowercase() {
        "resyncchangesapplydifferences" | "resyncapplydifferences" => {
            Some(Resync::ApplyDifferences)
        }
        "resyncchangesuploaddifferences" | "resyncuploaddifferences" => {
            Some(Resync::UploadDifferences)
        }
        "syncstatenotfound"
        | "errorsyncstatenotfound"
        | "syncstateinvalid"
        | "resyncrequired"
        | "fullsyncrequired" => Some(Resync::Replace),
        _ => None,
    }
}
