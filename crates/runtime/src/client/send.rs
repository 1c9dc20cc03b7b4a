//! The loop that carries an exchange: what it says is sent, and what comes is told to it.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use super::challenge;
use super::course::{Course, Outgoing};
use super::error::BoxError;
use super::error::{Error, ErrorKind, Result, SharedError};
use super::exchange::Step;
use super::receive::{Gathered, Received, TooLarge};
use super::secret::Secret;
use super::sign_in::{SecurityScheme, SignIn};
use http::response;

/// The needs of the loop: the transport, secrets, and a timer.
pub(super) trait Carries {
    type Body: Stream<Item = std::result::Result<Bytes, BoxError>> + Unpin;

    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> impl Future<Output = std::result::Result<http::Response<Self::Body>, BoxError>>;

    /// Returns whether there is a secret of that scheme.
    fn has_secret(&self, scheme: &SecurityScheme) -> bool;

    /// It, with the claims that the service asked for; with it `None` the request goes unsigned.
    fn secret(
        &self,
        scheme: &SecurityScheme,
        scopes: &[String],
        claims: Option<&str>,
    ) -> impl Future<Output = std::result::Result<Option<Secret>, SharedError>>;

    /// Returns whether a request for whose schemes there are no secrets goes unsigned.
    fn is_anonymous(
        &self,
        scopes: &[String],
    ) -> impl Future<Output = std::result::Result<bool, SharedError>>;

    /// The service refused that secret.
    fn refused(&self, scopes: &[String], secret: &Secret);

    /// Returns what an attempt gives, or the time that it has if it takes longer.
    fn attempt<T>(
        &self,
        work: impl Future<Output = T>,
    ) -> impl Future<Output = std::result::Result<T, Duration>>;

    /// Returns whether it waits for a secret.
    fn is_signing(&self) -> bool;

    /// Returns whether there is so much time left.
    fn may_wait(&self, time: Duration) -> bool;

    fn wait(&self, time: Duration) -> impl Future<Output = ()>;
}

/// How an attempt ended.
enum Attempt<R> {
    Done(R),
    /// It is repeated after that time.
    Wait(Duration),
}

/// Sends a request, as often as it takes, and reads the whole response.
pub(super) async fn exchange<C: Carries>(request: Outgoing, carrier: &C) -> Result<Received> {
    let mut course = Course::new(request);
    loop {
        let attempt = carrier.attempt(attempt_whole(&mut course, carrier)).await;
        match attempt.unwrap_or_else(|patience| Err(late(&course, carrier, patience)))? {
            Attempt::Done(received) => return Ok(received),
            Attempt::Wait(time) => carrier.wait(time).await,
        }
    }
}

/// Sends a request, as often as it takes; the body of the response of success is still to come.
pub(super) async fn open<C: Carries>(request: Outgoing, carrier: &C) -> Result<Received<C::Body>> {
    let mut course = Course::new(request);
    loop {
        let attempt = carrier.attempt(attempt_head(&mut course, carrier)).await;
        match attempt.unwrap_or_else(|patience| Err(late(&course, carrier, patience)))? {
            Attempt::Done((head, body)) => return Ok(course.succeeded(head, body)),
            Attempt::Wait(time) => carrier.wait(time).await,
        }
    }
}

async fn attempt_whole<C: Carries>(course: &mut Course, carrier: &C) -> Result<Attempt<Received>> {
    let (head, body) = match attempt_head(course, carrier).await? {
        Attempt::Done(response) => response,
        Attempt::Wait(time) => return Ok(Attempt::Wait(time)),
    };
    match read(body, course.limit()).await {
        (body, Ok(())) => Ok(Attempt::Done(course.succeeded(head, body))),
        (_, Err(Unread::TooLarge)) => Err(course.too_large(head.status)),
        (_, Err(Unread::Broken(error))) => {
            let error = failed(course, carrier, error);
            error.map_err(|error| error.with_status(head.status))
        }
    }
}

/// The response of success, whose body is still to come.
async fn attempt_head<C: Carries>(
    course: &mut Course,
    carrier: &C,
) -> Result<Attempt<(response::Parts, C::Body)>> {
    let (head, body) = match carry(course, carrier).await? {
        Attempt::Done(response) => response.into_parts(),
        Attempt::Wait(time) => return Ok(Attempt::Wait(time)),
    };
    if head.status.is_success() {
        return Ok(Attempt::Done((head, body)));
    }
    match read(body, course.limit()).await {
        // Of a body that is too large the beginning will do.
        (body, Ok(()) | Err(Unread::TooLarge)) => Err(course.refused(&head, body)),
        (_, Err(Unread::Broken(error))) => {
            Err(course.place(Error::broken(error)).with_status(head.status))
        }
    }
}

/// Carries it as far as the response that is the answer, whose body is still to come.
async fn carry<C: Carries>(
    course: &mut Course,
    carrier: &C,
) -> Result<Attempt<http::Response<C::Body>>> {
    let mut secrets = None;
    loop {
        let signed = match secrets.take() {
            Some(secrets) => secrets,
            None => self::secrets(course, carrier, None).await?,
        };
        course.sign_with(signed);
        let response = match carrier.send(course.request()?).await {
            Ok(response) => response,
            Err(error) => return failed(course, carrier, error),
        };
        match course.answered(response.status(), response.headers())? {
            Step::Again => {}
            Step::Wait(time) if carrier.may_wait(time) => return Ok(Attempt::Wait(time)),
            Step::Read | Step::Wait(_) => return Ok(Attempt::Done(response)),
            Step::Renew => {
                let claims = challenge::claims(response.headers());
                secrets = others(course, carrier, claims.as_deref()).await;
                if secrets.is_none() {
                    return Ok(Attempt::Done(response));
                }
            }
        }
    }
}

/// The error of an attempt that took too long, which says whether it was the credential that did.
fn late<C: Carries>(course: &Course, carrier: &C, patience: Duration) -> Error {
    course.place(match carrier.is_signing() {
        true => Error::slow_credential(patience),
        false => Error::new(ErrorKind::Timeout(patience)),
    })
}

/// Returns what follows when no response came, or not all of it.
fn failed<C: Carries, R>(course: &mut Course, carrier: &C, error: BoxError) -> Result<Attempt<R>> {
    match course.failed(&error) {
        Some(time) if carrier.may_wait(time) => Ok(Attempt::Wait(time)),
        Some(_) | None => Err(course.place(Error::broken(error))),
    }
}

/// Returns what signs the request, and where each secret stands; nothing where no secret may go.
async fn secrets<C: Carries>(
    course: &Course,
    carrier: &C,
    claims: Option<&str>,
) -> Result<Vec<(SignIn, Secret)>> {
    if !course.may_have_token() {
        return Ok(Vec::new());
    }
    let failed = |error| course.place(Error::new(ErrorKind::Credential).with_source(error));
    let place = course.outgoing.service.service();
    let schemes = match place.sign_in.chosen(|scheme| carrier.has_secret(scheme)) {
        Ok(schemes) => schemes,
        Err(why) => {
            return match carrier.is_anonymous(&place.scopes).await.map_err(failed)? {
                true => Ok(Vec::new()),
                false => Err(course.place(Error::new(ErrorKind::InvalidRequest(why)))),
            };
        }
    };
    let mut secrets = Vec::new();
    for scheme in schemes {
        let secret = carrier
            .secret(scheme, &place.scopes, claims)
            .await
            .map_err(failed)?;
        secrets.extend(secret.map(|secret| (scheme.1, secret)));
    }
    Ok(secrets)
}

/// Other secrets than those that were refused, if there are any: with the same ones the service would only refuse
/// again.
async fn others<C: Carries>(
    course: &Course,
    carrier: &C,
    claims: Option<&str>,
) -> Option<Vec<(SignIn, Secret)>> {
    let refused = course.secrets();
    if refused.is_empty() {
        return None;
    }
    for (_, secret) in refused {
        carrier.refused(&course.outgoing.service.service().scopes, secret);
    }
    let others = secrets(course, carrier, claims).await;
    others.ok().filter(|others| others != refused)
}

/// Why the whole body was not read.
pub(super) enum Unread {
    TooLarge,
    Broken(BoxError),
}

/// Returns what comes before the end, before `limit` bytes are exceeded, or before an error; and which it was.
pub(super) async fn read<B>(mut body: B, limit: u64) -> (Bytes, std::result::Result<(), Unread>)
where
    B: Stream<Item = std::result::Result<Bytes, BoxError>> + Unpin,
{
    let mut read = Gathered::new(limit);
    let end = loop {
        match poll_fn(|context| Pin::new(&mut body).poll_next(context)).await {
            None => break Ok(()),
            Some(Err(error)) => break Err(Unread::Broken(error)),
            Some(Ok(piece)) => {
                if let Err(TooLarge) = read.push(&piece) {
                    break Err(Unread::TooLarge);
                }
            }
        }
    };
    (read.finish(), end)
}
