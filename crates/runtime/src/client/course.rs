//! The state of an exchange: where it is, how often it was tried, and what follows from what came.

use std::time::Duration;

use bytes::Bytes;
use http::header::{HeaderValue, IF_MATCH, IF_NONE_MATCH, USER_AGENT};
use http::{HeaderMap, Method, StatusCode, response};

use super::error::{BoxError, Error, ErrorKind, Result, request_id};
use super::exchange::Step;
use super::not_sent::NotSent;
use super::origin::Origin;
use super::payload::Payload;
use super::permissions::Permissions;
use super::receive::{Received, SentWith};
use super::redirect::{self, Redirect};
use super::request::{CLIENT_REQUEST_ID, Response};
use super::resource::ServiceClient;
use super::retry::{Attempt, Decision, Outcome, Report, RetryPolicy};
use super::secret::Secret;
#[cfg(feature = "client")]
use super::sender::Timeouts;
use super::service_error::ServiceError;
use super::sign_in::{self, SignIn};
use super::{core, framing, headers};

/// A request that is ready to be sent.
#[derive(Clone)]
pub(super) struct Outgoing {
    pub(super) service: ServiceClient,
    pub(super) method: Method,
    pub(super) url: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Bytes>,
    /// How many bytes of a response are read at most.
    pub(super) limit: u64,
    /// Whether no secret goes along.
    pub(super) without_secrets: bool,
    pub(super) permissions: &'static Permissions,
    /// How often it is sent, if it says so itself.
    pub(super) retry: Option<RetryPolicy>,
    /// Whether it may be carried out twice.
    pub(super) is_idempotent: bool,
    /// Set for a request whose answer is a 303 itself, which is not followed.
    pub(super) stops_at_see_other: bool,
    #[cfg(feature = "client")]
    pub(super) timeouts: Timeouts,
    /// If its body is sent piece by piece, the length, as far as that is known. Such a body cannot be had again.
    pub(super) streamed: Option<Option<u64>>,
}

/// The state of an exchange, whatever its response is read as.
pub(super) struct Course {
    pub(super) outgoing: Outgoing,
    /// The origin that the caller's headers are for, and no other.
    home: Option<Origin>,
    redirects: usize,
    renewed: bool,
    /// The secrets that sign the request, and the place of each.
    secrets: Vec<(SignIn, Secret)>,
    /// Which attempt it is: 1 for the first.
    number: u32,
    waited: Duration,
    /// Whether an attempt that brought no answer may have been carried out.
    may_be_done: bool,
}

impl Course {
    pub(super) fn new(outgoing: Outgoing) -> Self {
        let home = match outgoing.without_secrets {
            true => Origin::of(&outgoing.url),
            false => outgoing.service.service().origin.clone(),
        };
        Self {
            outgoing,
            home,
            redirects: 0,
            renewed: false,
            secrets: Vec::new(),
            number: 1,
            waited: Duration::ZERO,
            may_be_done: false,
        }
    }

    /// The state of a request that is sent in a batch, whose token is that of the batch.
    pub(super) fn in_batch(outgoing: Outgoing) -> Self {
        Self {
            renewed: true,
            ..Self::new(outgoing)
        }
    }

    /// Takes over how the batch was sent that brought an answer.
    pub(super) fn sent_with(&mut self, batch: &SentWith) {
        self.secrets.clone_from(&batch.secrets);
        self.may_be_done |= batch.may_be_done;
    }

    /// Adds to the time that was waited before the request is repeated.
    pub(super) fn waited_longer(&mut self, time: Duration) {
        self.waited = self.waited.saturating_add(time);
    }

    pub(super) fn limit(&self) -> u64 {
        self.outgoing.limit
    }

    pub(super) fn may_have_token(&self) -> bool {
        let outgoing = &self.outgoing;
        !outgoing.without_secrets && outgoing.service.may_have_token(&outgoing.url)
    }

    pub(super) fn secrets(&self) -> &[(SignIn, Secret)] {
        &self.secrets
    }

    pub(super) fn sign_with(&mut self, secrets: Vec<(SignIn, Secret)>) {
        self.secrets = secrets;
    }

    /// Returns the request to send, signed.
    pub(super) fn request(&self) -> Result<http::Request<Bytes>> {
        let mut request = self.prepare()?;
        for (place, secret) in &self.secrets {
            sign_in::sign(&mut request, place, secret).map_err(|why| self.invalid(why))?;
        }
        self.frame(request)
    }

    /// Returns the request to send, without its secrets.
    pub(super) fn unsigned(&self) -> Result<http::Request<Bytes>> {
        self.frame(self.prepare()?)
    }

    fn frame(&self, mut request: http::Request<Bytes>) -> Result<http::Request<Bytes>> {
        let whole = Some(request.body().len() as u64);
        let length = self.outgoing.streamed.unwrap_or(whole);
        framing::frame(&mut request, length).map_err(|why| self.invalid(why))?;
        Ok(request)
    }

    fn prepare(&self) -> Result<http::Request<Bytes>> {
        let Outgoing {
            method,
            url,
            headers,
            body,
            ..
        } = &self.outgoing;
        let origin = Origin::of(url);
        let is_home = self.home.is_some() && origin == self.home;
        let (mut headers, body) =
            redirect::carried(headers, body.as_ref(), is_home, self.may_have_token());
        if let Ok(name) = HeaderValue::from_str(&self.core().user_agent) {
            headers.entry(USER_AGENT).or_insert(name);
        }
        // What is no origin to us must be none to the transport either.
        let request = origin.and_then(|_| {
            let request = http::Request::builder().method(method.clone()).uri(url);
            request.body(body.unwrap_or_default()).ok()
        });
        let mut request =
            request.ok_or_else(|| self.invalid("this is not a URL that can be sent"))?;
        *request.headers_mut() = headers;
        Ok(request)
    }

    /// Decides what follows from the head of a response.
    pub(super) fn answered(&mut self, status: StatusCode, headers: &HeaderMap) -> Result<Step> {
        let number = self.number;
        let url = self.shown_url();
        let step = self.follow(status, headers);
        self.report(Report {
            number,
            method: &self.outgoing.method,
            url: &url,
            status: Some(status),
            error: None,
            request_id: request_id(headers).as_deref(),
            client_request_id: self.client_request_id(),
            next: step.as_ref().ok().copied(),
        });
        step
    }

    fn follow(&mut self, status: StatusCode, headers: &HeaderMap) -> Result<Step> {
        let outgoing = &self.outgoing;
        let refuse = |why, url: &str| {
            let error = Error::new(ErrorKind::Redirect(why)).with_status(status);
            let service = &self.outgoing.service;
            Err(error.at(url).of_service(|url| service.is_own(url)))
        };
        match outgoing
            .service
            .redirect(&outgoing.method, &outgoing.url, status, headers)
        {
            Redirect::Refuse(why) => return refuse(why, &outgoing.url),
            Redirect::Follow(_) | Redirect::See(_)
                if outgoing.stops_at_see_other && status == StatusCode::SEE_OTHER =>
            {
                return Ok(Step::Read);
            }
            Redirect::Follow(url) | Redirect::See(url) if self.redirects >= redirect::LIMIT => {
                return refuse(format!("more than {} redirects", redirect::LIMIT), &url);
            }
            Redirect::Follow(url) if outgoing.streamed.is_some() => {
                let why = "the service redirects, and the body cannot be sent once more";
                return refuse(why.into(), &url);
            }
            Redirect::Follow(url) => {
                self.lead_to(url);
                return Ok(Step::Again);
            }
            Redirect::See(url) => {
                self.lead_to(url);
                self.ask_for_answer();
                return Ok(Step::Again);
            }
            Redirect::Done => {}
        }
        // No service answers so (RFC 9110, 15.5.8; RFC 6585, 6), and no repetition signs in.
        if let Some(between) = NotSent::by_what_is_between(status) {
            let error = Error::new(ErrorKind::Transport).with_source(BoxError::from(between));
            return Err(self.place(error.with_status(status)));
        }
        // A token can be revoked before it expires. The request was refused and not carried out, so
        // that it may be sent again whatever its method is.
        if status == StatusCode::UNAUTHORIZED
            && !self.renewed
            && self.may_have_token()
            && outgoing.streamed.is_none()
        {
            self.renewed = true;
            return Ok(Step::Renew);
        }
        if status.is_success() {
            self.core().budget.succeeded();
        }
        let again = self.again(&Outcome::Answered { status, headers });
        Ok(again.map_or(Step::Read, Step::Wait))
    }

    fn lead_to(&mut self, url: String) {
        self.redirects += 1;
        self.outgoing.url = url;
        self.secrets.clear();
    }

    /// Makes it the request for the answer to what was carried out, which may be asked for any number of times.
    fn ask_for_answer(&mut self) {
        let outgoing = &mut self.outgoing;
        redirect::keep_for_answer(&mut outgoing.headers);
        outgoing.method = Method::GET;
        outgoing.body = None;
        outgoing.streamed = None;
        outgoing.is_idempotent = true;
    }

    /// How long to wait before the request is repeated, of which no response came, or not all of it. `None` if it is
    /// not repeated.
    pub(super) fn failed(&mut self, error: &BoxError) -> Option<Duration> {
        let number = self.number;
        let again = match error.downcast_ref::<NotSent>() {
            Some(error) if error.is_for_good() => None,
            Some(_) => self.again(&Outcome::NotSent),
            None => self.again(&Outcome::Lost),
        };
        self.report(Report {
            number,
            method: &self.outgoing.method,
            url: &self.shown_url(),
            status: None,
            error: Some(&**error),
            request_id: None,
            client_request_id: self.client_request_id(),
            next: again.map(Step::Wait),
        });
        again
    }

    /// How long to wait before the request is repeated after `outcome`.
    fn again(&mut self, outcome: &Outcome<'_>) -> Option<Duration> {
        let attempt = Attempt {
            number: self.number,
            waited: self.waited,
            is_idempotent: self.outgoing.is_idempotent,
            is_replayable: self.outgoing.streamed.is_none(),
            ..Attempt::first(&self.outgoing.method)
        };
        let core = self.core();
        let policy = self.outgoing.retry.unwrap_or(core.retry);
        let Decision::Wait(time) = policy.decide(&attempt, outcome) else {
            return None;
        };
        if !core.budget.take() {
            return None;
        }
        self.may_be_done |= outcome.may_be_done();
        self.number += 1;
        self.waited = self.waited.saturating_add(time);
        Some(time)
    }

    fn core(&self) -> &core::Inner {
        &self.outgoing.service.service().core.0
    }

    fn report(&self, report: Report<'_>) {
        if let Some(observer) = &self.core().observer {
            observer.tell(&report);
        }
    }

    /// Returns the URL, as far as it may be shown.
    pub(super) fn shown_url(&self) -> String {
        self.outgoing.service.shown(&self.outgoing.url)
    }

    fn client_request_id(&self) -> Option<&str> {
        headers::text(&self.outgoing.headers, CLIENT_REQUEST_ID)
    }

    /// Whether a response of failure is what a request gets that an earlier attempt has carried out: what it deletes
    /// is gone, and what it changes is no longer as its precondition says.
    fn is_perhaps_done(&self, status: StatusCode) -> bool {
        let Outgoing {
            method, headers, ..
        } = &self.outgoing;
        let has_precondition = [IF_MATCH, IF_NONE_MATCH]
            .iter()
            .any(|name| headers.contains_key(name));
        self.may_be_done
            && match status {
                StatusCode::NOT_FOUND | StatusCode::GONE => *method == Method::DELETE,
                StatusCode::PRECONDITION_FAILED => has_precondition,
                StatusCode::CONFLICT => *method == Method::POST,
                _ => false,
            }
    }

    /// A response that is the answer, if it is one of success.
    pub(super) fn succeeded<B>(&self, head: response::Parts, body: B) -> Received<B> {
        Received {
            status: head.status,
            headers: head.headers,
            body,
            url: self.outgoing.url.clone(),
            service: self.outgoing.service.clone(),
            client_request_id: self.client_request_id().map(str::to_owned),
            sent_with: SentWith {
                secrets: self.secrets.clone(),
                may_be_done: self.may_be_done,
            },
        }
    }

    /// Returns the error of a failed response, with the secrets that it repeats hidden.
    pub(super) fn refused(&self, head: &response::Parts, body: Bytes) -> Error {
        let plain = self.outgoing.service.service().plain;
        let mut error = ServiceError::read(head.status, &head.headers, &body, plain);
        let secrets = || self.secrets.iter().map(|(_, secret)| secret);
        secrets().for_each(|secret| error.hide(secret));
        let error = Error::new(ErrorKind::Service(error))
            .with_status(head.status)
            .with_headers(head.headers.clone())
            .with_permissions(self.outgoing.permissions)
            .perhaps_done(self.is_perhaps_done(head.status));
        self.place(error.with_body(body, secrets()))
    }

    /// Reads the whole answer.
    pub(super) fn read<T: Payload>(
        &self,
        head: response::Parts,
        body: Bytes,
    ) -> Result<Response<T>> {
        if !head.status.is_success() {
            return Err(self.refused(&head, body));
        }
        self.succeeded(head, body).read()
    }

    pub(super) fn too_large(&self, status: StatusCode) -> Error {
        let error = Error::new(ErrorKind::TooLarge(self.limit()));
        self.place(error.with_status(status))
    }

    pub(super) fn invalid(&self, why: impl Into<String>) -> Error {
        self.place(Error::new(ErrorKind::InvalidRequest(why.into())))
    }

    /// The error of a request to where this one goes.
    pub(super) fn place(&self, error: Error) -> Error {
        let Outgoing { service, url, .. } = &self.outgoing;
        let error = error.with_client_request_id(self.client_request_id());
        error.at(url).of_service(|url| service.is_own(url))
    }
}
