//! Begins operations: with the response to the request that starts one, or from a link that was kept.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LOCATION, HeaderName, LOCATION, RANGE};
use http::{Method, StatusCode};

use super::monitor::{Operation, Stage, after};
use super::status::{State, Status};
use crate::client::error::{Error, ErrorKind, Result};
use crate::client::headers;
use crate::client::payload::Payload;
use crate::client::receive::{Received, SentWith};
use crate::client::request::{CLIENT_REQUEST_ID, Request, Response, accepted};
use crate::json;

impl<T: Payload> Request<T> {
    /// Takes the whole response to this request, which starts an operation, for a program that sends requests itself. What
    /// the operation results in is read as a `T`: set it by [`returning`](Self::returning) where the description says
    /// nothing of it.
    ///
    /// # Errors
    /// The response is one of failure; or the service has accepted the request (202), and does not say where to ask how
    /// it goes.
    pub fn started(&self, response: http::Response<impl AsRef<[u8]>>) -> Result<Operation<T>> {
        let response = self.starting().decode(response)?;
        Operation::begin(self, response)
    }

    /// Goes on with an operation from its link ([`Operation::link`]), which this request or another one has started. This
    /// request is not sent: it says what the result is read as.
    ///
    /// ```
    /// # use graphwright::{Client, Json, Method, ServiceClient};
    /// # let graph = ServiceClient::new(Client::sans_io().build()?, "https://graph.microsoft.com/v1.0");
    /// let saved = "https://graph.microsoft.com/v1.0/teams('7')/operations('8')";
    /// let operation = graph.request(Method::GET, "").returning::<Json>().operation_at(saved);
    /// assert_eq!(operation.link(), Some(saved));
    /// # Ok::<(), graphwright::Error>(())
    /// ```
    ///
    /// A link to another host carries its own permission: no token goes there.
    pub fn operation_at(self, link: &str) -> Operation<T> {
        let service = self.service().clone();
        let base = self.base();
        match service.operation_url(self.url(), link) {
            Ok(url) => Operation::new(base, Some(url), Stage::Ask),
            Err(why) => Operation::new(base.refuse(why), None, Stage::Ask),
        }
    }

    /// The request that starts the operation, whose response is looked at before it is read.
    pub(super) fn starting(&self) -> Request<Bytes> {
        self.clone().returning::<Bytes>().accepting::<T>()
    }

    /// Returns the request that the monitor is asked with: with the headers of this one that say who asks, such as
    /// `workbook-session-id`, and without those that say what was asked for.
    fn base(&self) -> Request<Bytes> {
        let is_of_one = |name: &HeaderName| {
            [ACCEPT, CONTENT_LOCATION, RANGE, CLIENT_REQUEST_ID].contains(name)
                || name == "prefer"
                || name.as_str().starts_with("if-")
        };
        self.at(self.url().to_owned())
            .returning::<Bytes>()
            .without_headers_that(is_of_one)
    }
}

impl<T> Request<T> {
    /// Asks for what a `U` is read from, unless it asks for something else.
    pub(in crate::client) fn accepting<U: Payload>(mut self) -> Self {
        let wide = self.parts.service.wide_numbers();
        let accept = self.parts.headers.entry(ACCEPT);
        accept.or_insert_with(|| accepted(U::ACCEPT, wide));
        self
    }

    /// Removes the headers that `is_gone` names.
    pub(super) fn without_headers_that(mut self, is_gone: impl Fn(&HeaderName) -> bool) -> Self {
        let names: Vec<HeaderName> = self.parts.headers.keys().cloned().collect();
        for name in names.iter().filter(|name| is_gone(name)) {
            self.parts.headers.remove(name);
        }
        self
    }

    /// Takes a 303 for the answer, which says where a result is and may need a token that this request has not.
    pub(super) fn stopping_at_see_other(mut self) -> Self {
        self.parts.stops_at_see_other = true;
        self
    }
}

impl<T: Payload> Operation<T> {
    /// The operation that `request` has started by that response of success.
    pub(super) fn begin(request: &Request<T>, response: Response<Bytes>) -> Result<Self> {
        let from = request.url();
        let place = |error: Error| {
            let service = request.service();
            let error = error.with_status(response.status);
            error.at(from).of_service(|url| service.is_own(url))
        };
        let service = request.service();
        let by_header = |name: &str| headers::text(&response.headers, name);
        let status_link =
            by_header("operation-location").or_else(|| by_header("azure-asyncoperation"));
        let location = by_header(LOCATION.as_str());
        let is_accepted = response.status == StatusCode::ACCEPTED;
        let monitor = status_link.or(location.filter(|_| is_accepted));
        let status = json::from_slice::<Status>(&response.value).unwrap_or_default();
        let Some(monitor) = monitor else {
            if is_accepted && status.state() == State::Running {
                let why = "the service accepted the request (202), and has neither `Location` nor `Operation-Location` to \
                           say where to ask how it goes: use `send` for it";
                return Err(place(Error::new(ErrorKind::Decode {
                    content_type: headers::content_type(&response.headers),
                    why: why.to_owned(),
                })));
            }
            let mut operation = Self::new(request.base(), None, Stage::Ask);
            operation.first = response.value.clone();
            operation.conclude(response, status, is_accepted)?;
            return Ok(operation);
        };
        let refused = |why| place(Error::new(ErrorKind::Redirect(why)));
        let url = service.operation_url(from, monitor).map_err(refused)?;
        let wait = after(&response.headers);
        let mut operation = Self::new(request.base(), Some(url), Stage::Wait(wait));
        operation.by_status = status_link.is_some();
        if operation.by_status {
            // By the Azure guidelines the result is where it was put, or where the first response leads.
            operation.result = match *request.method() {
                Method::PUT | Method::PATCH => Some(from.to_owned()),
                _ => location.and_then(|link| service.operation_url(from, link).ok()),
            };
        }
        if status.word().is_some() {
            operation.status = status;
        }
        operation.first = response.value;
        Ok(operation)
    }
}

/// Reads a response of success as a `T`; `None` if it has no value.
pub(super) fn value<T: Payload>(
    request: &Request<Bytes>,
    response: Response<Bytes>,
) -> Result<Option<T>> {
    let received = Received {
        status: response.status,
        headers: response.headers,
        body: response.value,
        url: request.url().to_owned(),
        service: request.service().clone(),
        client_request_id: None,
        sent_with: SentWith::default(),
    };
    match received.read::<T>() {
        Ok(read) => Ok(Some(read.value)),
        Err(error) if matches!(error.kind(), ErrorKind::Empty) => Ok(None),
        Err(error) => Err(error),
    }
}
