//! The body of a response of failure (JSON Format 4.01, 21.1), with the members that Graph adds.

use crate::edm::DateTimeOffset;
use crate::model::Additional;

/// The body itself.
pub struct ODataError {
    /// The problem.
    pub error: Option<Box<MainError>>,
    /// Members without a field of their own, kept as they were written.
    pub additional: Additional,
}

crate::model!(ODataError = "ODataError", [ERROR error "error"]);

/// The problem.
pub struct MainError {
    /// A code for programs.
    pub code: Option<String>,
    /// A message for people.
    pub message: Option<String>,
    /// The subject, such as the name of a property.
    pub target: Option<String>,
    /// Further errors.
    pub details: Option<Vec<ErrorDetails>>,
    /// Details for the service's support.
    pub inner_error: Option<Box<InnerError>>,
    /// Members without a field of their own, kept as they were written.
    pub additional: Additional,
}

crate::model!(MainError = "ODataErrors.MainError", [
    CODE code "code",
    MESSAGE message "message",
    TARGET target "target",
    DETAILS details "details",
    INNER_ERROR inner_error "innerError",
]);

/// A further error.
pub struct ErrorDetails {
    /// A code for programs.
    pub code: Option<String>,
    /// A message for people.
    pub message: Option<String>,
    /// The subject.
    pub target: Option<String>,
    /// Members without a field of their own, kept as they were written.
    pub additional: Additional,
}

crate::model!(ErrorDetails = "ODataErrors.ErrorDetails", [
    CODE code "code",
    MESSAGE message "message",
    TARGET target "target",
]);

/// Details for the service's support.
pub struct InnerError {
    /// The service's name for the request.
    pub request_id: Option<String>,
    /// The caller's name for the request.
    pub client_request_id: Option<String>,
    /// When it happened.
    pub date: Option<DateTimeOffset>,
    /// Members without a field of their own, kept as they were written.
    pub additional: Additional,
}

crate::model!(InnerError = "ODataErrors.InnerError", [
    REQUEST_ID request_id "request-id",
    CLIENT_REQUEST_ID client_request_id "client-request-id",
    DATE date "date",
]);

impl MainError {
    /// The inner error under either of its names: OData's is `innererror`, Graph's `innerError`.
    pub fn inner(&self) -> Option<InnerError> {
        self.inner_error
            .as_deref()
            .cloned()
            .or_else(|| self.additional.get("innererror"))
    }
}
