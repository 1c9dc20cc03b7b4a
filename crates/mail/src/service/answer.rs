//! A response.

use serde_json::{Value, json};

/// A response, whether alone or of a batch.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
    /// Whether the connection breaks before it.
    pub(super) is_lost: bool,
}

impl Answer {
    pub(super) fn new(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            is_lost: false,
        }
    }

    pub(super) fn json(status: u16, value: &Value) -> Self {
        let mut answer = Self::new(status).with("content-type", "application/json");
        answer.body = value.to_string().into_bytes();
        answer
    }

    /// An error as Graph writes it.
    pub(super) fn error(status: u16, code: &str) -> Self {
        let message = "The message is for people, and may change.";
        Self::json(
            status,
            &json!({"error": {"code": code, "message": message}}),
        )
    }

    /// What is asked for is not there.
    pub(super) fn gone() -> Self {
        Self::error(404, "ErrorItemNotFound")
    }

    /// The program asks too much for the moment.
    pub(super) fn throttled() -> Self {
        Self::error(429, "ApplicationThrottled").with("retry-after", "0.05")
    }

    /// The service is down for the moment.
    pub(super) fn unavailable() -> Self {
        Self::error(503, "ErrorServerBusy").with("retry-after", "0.05")
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}
