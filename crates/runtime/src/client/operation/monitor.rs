//! An operation without I/O: when to ask how it goes, whom, and what follows from the answer.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::header::LOCATION;

use super::start::value;
use super::status::{State, Status};
use crate::client::error::{Error, ErrorKind, Result};
use crate::client::headers;
use crate::client::odata_error::ODataError;
use crate::client::payload::Payload;
use crate::client::request::{Request, Response};
use crate::client::retry::retry_after;
use crate::json;

/// The wait between two questions where the service does not say it.
const INTERVAL: Duration = Duration::from_secs(10);

/// An operation that a service carries out, whose result is read as a `T`.
///
/// [`wait`](Self::wait) and [`poll`](Self::poll) ask with the client, [`wait_by`](Self::wait_by) and
/// [`poll_by`](Self::poll_by) over a network stack of the program's own. A program that sends requests in another way does what
/// [`step`](Self::step) says:
///
/// ```
/// # use std::time::Duration;
/// # use graphwright::operation::Step;
/// # use graphwright::{Bytes, Client, Error, Json, Method, Request, Response, ServiceClient, http};
/// # fn carry(request: &Request<Bytes>) -> Result<Response<Bytes>, Error> {
/// #     request.decode(http::Response::new(match request.url().ends_with("operations/8") {
/// #         true => r#"{"status":"succeeded","resourceLocation":"/things/9"}"#,
/// #         false => r#"{"id":"9"}"#,
/// #     }))
/// # }
/// # fn pause(_: Duration) {}
/// # let graph = ServiceClient::new(Client::sans_io().build()?, "https://graph.microsoft.com/v1.0");
/// # let copy: Request<Json> = graph.request(Method::POST, "/things/7/copy").returning();
/// # let accepted = http::Response::builder().status(202).header("location", "/operations/8");
/// # let accepted = accepted.body("").expect("a response");
/// let mut operation = copy.started(accepted)?;
/// let completed = loop {
///     match operation.step()? {
///         Step::Wait(time) => pause(time),
///         Step::Send(request) => operation.answered(carry(&request))?,
///         Step::Done(completed) => break completed,
///     }
/// };
/// assert_eq!(completed.value.map(|thing| thing.to_string()).as_deref(), Some(r#"{"id":"9"}"#));
/// # Ok::<(), Error>(())
/// ```
///
/// Whatever fails, and whenever a future of it is dropped: it can be asked again, and no request is sent twice that
/// starts anything.
#[must_use = "the service carries it out, and nobody asks how it goes"]
pub struct Operation<T> {
    /// The headers and settings that all requests have.
    base: Request<Bytes>,
    /// The URL of the monitor; `None` if the service has answered at once.
    url: Option<String>,
    /// Set if the status in the body alone says whether it is done, as with the header `Operation-Location`.
    pub(super) by_status: bool,
    /// The URL of the result, unless the operation gives another.
    pub(super) result: Option<String>,
    pub(super) status: Status,
    /// The body of the response that started it.
    pub(super) first: Bytes,
    stage: Stage<T>,
    interval: Option<Duration>,
    deadline: Option<Duration>,
    /// The time that it took so far.
    waited: Duration,
    /// When to ask, by the clock of the client.
    #[cfg(feature = "client")]
    pub(super) due: Option<Duration>,
}

/// The next step.
pub(super) enum Stage<T> {
    /// Wait, as long as the service says or else the interval.
    Wait(Option<Duration>),
    Ask,
    /// Ask for the result, which is there.
    Fetch(String),
    Done(Option<Completed<T>>),
}

/// The next step of an [`Operation`], for the program to take.
#[derive(Debug)]
#[must_use = "the operation goes on only if this is done"]
pub enum Step<T> {
    /// Wait so long.
    Wait(Duration),
    /// Send this, and give the response to [`Operation::answered`].
    Send(Request<Bytes>),
    /// The operation is done. This step comes once.
    Done(Completed<T>),
}

/// An operation that has succeeded.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Completed<T> {
    /// The result, if the service says where it is, or sends it.
    pub value: Option<T>,
    /// The last status of the operation.
    pub status: Status,
}

impl<T> Operation<T> {
    pub(super) fn new(base: Request<Bytes>, url: Option<String>, stage: Stage<T>) -> Self {
        Self {
            base,
            url,
            by_status: false,
            result: None,
            status: Status::default(),
            first: Bytes::new(),
            stage,
            interval: None,
            deadline: None,
            waited: Duration::ZERO,
            #[cfg(feature = "client")]
            due: None,
        }
    }

    /// Sets how long to wait before the service is asked again where it does not say it: ten seconds unless set.
    pub fn interval(mut self, time: Duration) -> Self {
        self.interval = Some(time);
        self
    }

    /// Sets how long it may take: for ever unless set. Where the next answer would come too late, asking for it fails with
    /// [`ErrorKind::Timeout`] at once. The service goes on with it all the same, and so can the program, with another
    /// deadline. Without the client's clock only waits count.
    pub fn deadline(mut self, time: Duration) -> Self {
        self.deadline = Some(time);
        self
    }

    /// Returns where to ask how it goes: text that survives a restart ([`Request::operation_at`]). It may be as good as a
    /// password to what it leads to. `None` if the service has answered at once, or if it went on
    /// from a link that leads where no link may lead.
    pub fn link(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// Returns what the service said of it last.
    pub fn status(&self) -> &Status {
        &self.status
    }

    /// Returns the body of the response that started it, which says of some operations what they do not say later, such as a
    /// new password; empty if it went on from a link.
    pub fn first_body(&self) -> &Bytes {
        &self.first
    }

    /// Adds the time that a request took.
    #[cfg(feature = "client")]
    pub(super) fn spend(&mut self, time: Duration) {
        self.waited = self.waited.saturating_add(time);
    }

    #[cfg(feature = "client")]
    pub(super) fn base(&self) -> &Request<Bytes> {
        &self.base
    }

    fn place(&self, error: Error) -> Error {
        let service = self.base.service();
        error.at(self.asked()).of_service(|url| service.is_own(url))
    }

    /// Returns the URL that was asked last.
    fn asked(&self) -> &str {
        self.url.as_deref().unwrap_or_else(|| self.base.url())
    }

    /// Returns whether the service is asked again only after a wait.
    pub(super) fn is_running(&self) -> bool {
        matches!(self.stage, Stage::Wait(_))
    }
}

impl<T: Payload> Operation<T> {
    /// Returns what to do next. A wait is said once: then it is over.
    ///
    /// # Errors
    /// The next answer would come after the [`deadline`](Self::deadline) ([`ErrorKind::Timeout`]); or the result was taken
    /// already.
    pub fn step(&mut self) -> Result<Step<T>> {
        match &mut self.stage {
            Stage::Wait(said) => {
                let time = said.unwrap_or_else(|| self.interval.unwrap_or(INTERVAL));
                let waited = self.waited.saturating_add(time);
                if let Some(deadline) = self.deadline.filter(|deadline| waited > *deadline) {
                    return Err(self.place(Error::new(ErrorKind::Timeout(deadline))));
                }
                self.waited = waited;
                self.stage = Stage::Ask;
                Ok(Step::Wait(time))
            }
            Stage::Ask | Stage::Fetch(_) => Ok(Step::Send(self.request())),
            Stage::Done(completed) => match completed.take() {
                Some(completed) => Ok(Step::Done(completed)),
                None => {
                    let why = "the operation is done, and its result was taken";
                    Err(self.place(Error::new(ErrorKind::InvalidRequest(why.into()))))
                }
            },
        }
    }

    fn request(&self) -> Request<Bytes> {
        let service = self.base.service();
        match (&self.stage, &self.url) {
            (Stage::Fetch(url), _) => service.operation_request(&self.base, url).accepting::<T>(),
            (_, Some(url)) => {
                let request = service.operation_request(&self.base, url);
                request.accepting::<Status>().stopping_at_see_other()
            }
            (_, None) => self.base.clone(),
        }
    }

    /// Takes the response to the request that [`step`](Self::step) gave, or why there is none.
    ///
    /// # Errors
    /// That; or the operation failed ([`ErrorKind::OperationFailed`]), or the response is not what was expected.
    pub fn answered(&mut self, answer: Result<Response<Bytes>>) -> Result<()> {
        let is_fetched = matches!(self.stage, Stage::Fetch(_));
        match answer {
            Ok(response) if is_fetched => {
                let value = value(&self.request(), response)?;
                self.finish(value);
                Ok(())
            }
            Ok(response) => self.follow(response),
            Err(error) => self.failed(error),
        }
    }

    /// Takes a status with a response of success.
    fn follow(&mut self, response: Response<Bytes>) -> Result<()> {
        let is_accepted = response.status == StatusCode::ACCEPTED;
        let status: Option<Status> = json::from_slice(&response.value).ok();
        let has_word = |status: &Status| status.word().is_some();
        let status = status.filter(has_word).unwrap_or_default();
        if let Some(code) = headers::text(&response.headers, "asyncresult")
            && code.trim().starts_with(['4', '5'])
        {
            // The response of the operation, which is one of failure (OData Protocol 4.01, 11.6).
            let said: Option<ODataError> = json::from_slice(&response.value).ok();
            let status = Status {
                status: Some(code.trim().to_owned()),
                error: said.and_then(|said| said.error),
                ..status
            };
            return Err(self.ended(status, Some(response.status)));
        }
        let is_running = match status.known_state() {
            Some(state) => state == State::Running,
            None => is_accepted || has_word(&status) && (self.by_status || status.is_operation()),
        };
        if is_running {
            self.stage = Stage::Wait(after(&response.headers));
            if has_word(&status) {
                self.status = status;
            }
            return Ok(());
        }
        self.conclude(response, status, is_accepted)
    }

    /// Takes the last status. Without a monitor, only a response that accepted the request (202) has the status of an
    /// operation.
    pub(super) fn conclude(
        &mut self,
        response: Response<Bytes>,
        status: Status,
        is_accepted: bool,
    ) -> Result<()> {
        match status.known_state() {
            Some(State::Failed | State::Canceled) if self.url.is_some() || is_accepted => {
                Err(self.ended(status, Some(response.status)))
            }
            Some(State::Succeeded) if self.url.is_some() || is_accepted => {
                let location = status.location().map(str::to_owned);
                let is_operation = self.by_status || is_accepted || status.is_operation();
                self.status = status;
                self.find(location, response, is_operation)
            }
            _ => {
                let value = value(&self.request(), response)?;
                self.finish(value);
                Ok(())
            }
        }
    }

    /// Goes on to where the result is, if that is known.
    fn find(
        &mut self,
        said: Option<String>,
        response: Response<Bytes>,
        is_operation: bool,
    ) -> Result<()> {
        let url = match said {
            None => self.result.clone(),
            Some(link) => {
                let url = self.base.service().operation_url(self.asked(), &link);
                Some(url.map_err(|why| self.place(Error::new(ErrorKind::Redirect(why))))?)
            }
        };
        match url {
            Some(url) if T::HAS_VALUE => self.stage = Stage::Fetch(url),
            None if !is_operation && T::HAS_VALUE => {
                // A resource with a status of its own, which is the result.
                let value = value(&self.request(), response)?;
                self.finish(value);
            }
            Some(_) | None => self.finish(None),
        }
        Ok(())
    }

    /// Takes a response of failure, or that none came.
    fn failed(&mut self, error: Error) -> Result<()> {
        if matches!(self.stage, Stage::Fetch(_)) {
            return Err(error);
        }
        if error.status() == Some(StatusCode::SEE_OTHER)
            && let Some(link) = headers::text(error.headers(), LOCATION)
        {
            let url = self.base.service().operation_url(self.asked(), link);
            let url = url.map_err(|why| self.place(Error::new(ErrorKind::Redirect(why))))?;
            match T::HAS_VALUE {
                true => self.stage = Stage::Fetch(url),
                false => self.finish(None),
            }
            return Ok(());
        }
        let status: Option<Status> = json::from_slice(error.body()).ok();
        match status {
            Some(status)
                if matches!(status.known_state(), Some(State::Failed | State::Canceled)) =>
            {
                Err(self.ended(status, error.status()))
            }
            _ => Err(error),
        }
    }

    /// The error of an operation that ended without success, as a response of that status of HTTP says.
    fn ended(&mut self, status: Status, http: Option<StatusCode>) -> Error {
        self.status = status.clone();
        let error = self.place(Error::new(ErrorKind::OperationFailed(Box::new(status))));
        match http {
            Some(http) => error.with_status(http),
            None => error,
        }
    }

    fn finish(&mut self, value: Option<T>) {
        let status = self.status.clone();
        self.stage = Stage::Done(Some(Completed { value, status }));
    }
}

/// Returns the wait that the service asks for; none if that is zero.
pub(super) fn after(headers: &http::HeaderMap) -> Option<Duration> {
    retry_after(headers).filter(|time| !time.is_zero())
}

/// Links are as good as a password to what they lead to, so they are not shown.
impl<T> fmt::Debug for Operation<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operation")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
