//! The status of an operation.

use std::borrow::Cow;
use std::fmt;

use crate::client::odata_error::MainError;
use crate::client::service_error::shortened;
use crate::edm::Double;
use crate::escaped::Escaped;
use crate::model::Additional;

/// The status of an operation, in any of the forms that Graph has: `longRunningOperation`,
/// `teamsAsyncOperation`, `workbookOperation`, `onenoteOperation`, the monitor of OneDrive and others. Members of one of
/// them alone are in `additional`; `Json::new(&status)?.to::<TeamsAsyncOperation>()` reads it as the type of the generated
/// crate.
pub struct Status {
    /// The service's word for the state ([`state`](Self::state) says what it means).
    pub status: Option<String>,
    /// The part that is done, in percent ([`percentage`](Self::percentage) knows all names).
    pub percentage_complete: Option<Double>,
    /// The ID of the resource that it makes or changes.
    pub resource_id: Option<String>,
    /// The ID of that resource, as Teams calls it.
    pub target_resource_id: Option<String>,
    /// The URL of the resource that it makes or changes.
    pub resource_location: Option<String>,
    /// The URL of that resource, as Teams calls it.
    pub target_resource_location: Option<String>,
    /// The error with which it failed.
    pub error: Option<Box<MainError>>,
    /// Members without a field of their own, kept as they were written.
    pub additional: Additional,
}

crate::model!(Status = "Operation.Status", [
    STATUS status "status",
    PERCENTAGE_COMPLETE percentage_complete "percentageComplete",
    RESOURCE_ID resource_id "resourceId",
    TARGET_RESOURCE_ID target_resource_id "targetResourceId",
    RESOURCE_LOCATION resource_location "resourceLocation" secret,
    TARGET_RESOURCE_LOCATION target_resource_location "targetResourceLocation" secret,
    ERROR error "error",
]);

/// The state of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum State {
    /// Not begun, or not done; also the state of a word that is not known.
    Running,
    /// Done; in part, where the word says that.
    Succeeded,
    /// Ended without success.
    Failed,
    /// Given up.
    Canceled,
}

impl Status {
    /// Returns the state. Letters may be of any case: `Succeeded` and `inProgress` of one service are `succeeded` and
    /// `InProgress` of another.
    pub fn state(&self) -> State {
        self.known_state().unwrap_or(State::Running)
    }

    /// Returns the service's word for the state: `status`, or `state` in it, as operations of printers have it.
    pub fn word(&self) -> Option<Cow<'_, str>> {
        let word = self.status.as_deref().map(Cow::Borrowed);
        word.or_else(|| Some(Cow::Owned(self.text_in("status", "state")?)))
    }

    /// Returns a text in a member that is an object.
    fn text_in(&self, member: &str, name: &str) -> Option<String> {
        let object: serde_json::Map<String, serde_json::Value> = self.additional.get(member)?;
        Some(object.get(name)?.as_str()?.to_owned())
    }

    /// Returns what the service says for people of how it ended: the message of `error` or of `resultInfo`, else
    /// `statusDetail`, else the description in `status`.
    pub fn message(&self) -> Option<Cow<'_, str>> {
        let error = self.error.as_deref();
        let said = error.and_then(|error| error.message.as_deref());
        let other = || {
            let info = self.text_in("resultInfo", "message");
            let detail = info.or_else(|| self.additional.get("statusDetail"));
            detail.or_else(|| self.text_in("status", "description"))
        };
        said.map(Cow::Borrowed).or_else(|| other().map(Cow::Owned))
    }

    /// Returns the state that the word means; `None` for an unknown word or none.
    pub(super) fn known_state(&self) -> Option<State> {
        let word = self.word()?.to_ascii_lowercase();
        Some(match &*word {
            "succeeded" | "success" | "completed" | "complete" | "partiallysucceeded" => {
                State::Succeeded
            }
            "failed" | "submissionfailed" | "deletefailed" | "error" | "timedout" | "invalid" => {
                State::Failed
            }
            "canceled" | "cancelled" => State::Canceled,
            "notstarted" | "running" | "inprogress" | "waiting" | "updating" | "deletepending"
            | "pending" | "queued" | "accepted" | "unspecified" | "unknownfuturevalue" => {
                State::Running
            }
            _ => return None,
        })
    }

    /// Returns how much of it is done, in percent, by any of the names that Graph has for it: `percentageComplete`,
    /// `percentComplete`, which OneNote writes as a text, `percentProgress` and `progress`.
    pub fn percentage(&self) -> Option<f64> {
        let number = self.percentage_complete.as_ref().map(|number| number.get());
        let named = |name: &&str| {
            let text: Option<String> = self.additional.get(name);
            let number = self.additional.get(name);
            number.or_else(|| text?.parse().ok())
        };
        let names = ["percentComplete", "percentProgress", "progress"];
        number.or_else(|| names.iter().find_map(named))
    }

    /// Returns the id of what it makes or changes (`resourceId`, `targetResourceId`).
    pub fn resource_id(&self) -> Option<&str> {
        let ids = [&self.resource_id, &self.target_resource_id];
        ids.into_iter()
            .flatten()
            .map(String::as_str)
            .find(|id| !id.is_empty())
    }

    /// Returns the URL of the resource that it makes or changes.
    pub(super) fn location(&self) -> Option<&str> {
        let links = [&self.resource_location, &self.target_resource_location];
        let mut links = links.into_iter().flatten().map(|link| link.trim());
        links.find(|link| !link.is_empty())
    }

    /// Returns whether it has members that operations have and resources have not.
    pub(super) fn is_operation(&self) -> bool {
        let names = [
            "operation",
            "operationType",
            "lastActionDateTime",
            "attemptsCount",
            "percentComplete",
            "percentProgress",
            "resultInfo",
            "statusDetail",
        ];
        let has = |name: &&str| self.additional.get_json(name).is_some();
        let says = |name: &str| {
            let text: Option<String> = self.additional.get(name);
            text.is_some_and(|text| text.to_ascii_lowercase().contains("operation"))
        };
        self.percentage_complete.is_some()
            || self.resource_id.is_some()
            || self.location().is_some()
            || names.iter().any(has)
            || ["@odata.type", "@odata.context", "@type", "@context"]
                .into_iter()
                .any(says)
    }

    /// Says that it failed, in one line.
    pub(in crate::client) fn show_failure(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = self.word().unwrap_or_default();
        write!(
            f,
            "the operation ended with `{}`",
            Escaped(shortened(&word))
        )?;
        let code = self.error.as_ref().and_then(|error| error.code.as_deref());
        if let Some(code) = code {
            write!(f, ", {}", Escaped(shortened(code)))?;
        }
        match self.message() {
            Some(message) => write!(f, ": {}", Escaped(shortened(&message))),
            None => Ok(()),
        }
    }
}
