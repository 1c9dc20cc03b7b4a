//! The loop that carries an exchange: what it says is sent, and what comes is told to it.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use super::error::BoxError;
use super::error::{Error, ErrorKind, Result, SharedError};
use super::exchange::{Course, Outgoing, Step};
use super::receive::{Gathered, Received, TooLarge};
use super::secret::Secret;
use super::sign_in::{SecurityScheme, SignIn};

/// What the loop needs: the transport, secrets, and a timer.
pub(super) trait Carries {
    type Body: Stream<Item = std::result::Result<Bytes, BoxError>> + Unpin;

    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> impl Future<Output = std::result::Result<http::Response<Self::Body>, BoxError>>;

    /// Whether there is a secret of that scheme.
    fn has_secret(&self, scheme: &SecurityScheme) -> bool;

    /// It; with it `None` the request goes unsigned.
    fn secret(
        &self,
        scheme: &SecurityScheme,
        scopes: &[String],
    ) -> impl Future<Output = std::result::Result<Option<Secret>, SharedError>>;

    /// Whether a request for whose schemes there are no secrets goes unsigned.
    fn is_anonymous(
        &self,
        scopes: &[String],
    ) -> impl Future<Output = std::result::Result<bool, SharedError>>;

    /// The service refused that secret.
    fn refused(&self, scopes: &[String], secret: &Secret);

    /// Waits, unless that would take too long.
    fn wait(&self, time: Duration) -> impl Future<Output = bool>;
}

/// Sends a request, follows its redirects, and reads the whole response.
pub(super) async fn exchange<C: Carries>(request: Outgoing, carrier: &C) -> Result<Received> {
    let mut course = Course::new(request);
    let (head, body) = carry(&mut course, carrier).await?.into_parts();
    let (body, end) = read(body, course.limit()).await;
    match (head.status.is_success(), end) {
        (true, Ok(())) => Ok(course.succeeded(head, body)),
        // Of a body that is too large the beginning will do.
        (false, Ok(()) | Err(Unread::TooLarge)) => Err(course.refused(&head, body)),
        (true, Err(Unread::TooLarge)) => Err(course.too_large(head.status)),
        (_, Err(Unread::Broken(error))) => Err(broken(&course, error).with_status(head.status)),
    }
}

/// Sends a request and follows its redirects; the body of the response of success is still to come.
pub(super) async fn open<C: Carries>(request: Outgoing, carrier: &C) -> Result<Received<C::Body>> {
    let mut course = Course::new(request);
    let (head, body) = carry(&mut course, carrier).await?.into_parts();
    if head.status.is_success() {
        return Ok(course.succeeded(head, body));
    }
    let (body, end) = read(body, course.limit()).await;
    match end {
        Err(Unread::Broken(error)) => Err(broken(&course, error).with_status(head.status)),
        Ok(()) | Err(Unread::TooLarge) => Err(course.refused(&head, body)),
    }
}

/// Carries it as far as the response that is the answer, whose body is still to come.
async fn carry<C: Carries>(course: &mut Course, carrier: &C) -> Result<http::Response<C::Body>> {
    let mut secrets = None;
    loop {
        let signed = match secrets.take() {
            Some(secrets) => secrets,
            None => self::secrets(course, carrier).await?,
        };
        course.sign_with(signed);
        let response = carrier.send(course.request()?).await;
        let response = response.map_err(|error| broken(course, error))?;
        match course.answered(response.status(), response.headers())? {
            Step::Read => return Ok(response),
            Step::Again => {}
            Step::Wait(time) => {
                if !carrier.wait(time).await {
                    return Ok(response);
                }
            }
            Step::Renew => {
                secrets = others(course, carrier).await;
                if secrets.is_none() {
                    return Ok(response);
                }
            }
        }
    }
}

/// What signs the request, and where each secret stands; nothing where no secret may go.
async fn secrets<C: Carries>(course: &Course, carrier: &C) -> Result<Vec<(SignIn, Secret)>> {
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
            .secret(scheme, &place.scopes)
            .await
            .map_err(failed)?;
        secrets.extend(secret.map(|secret| (scheme.1, secret)));
    }
    Ok(secrets)
}

/// Other secrets than those that were refused, if there are any: with the same ones the service would only refuse
/// again.
async fn others<C: Carries>(course: &Course, carrier: &C) -> Option<Vec<(SignIn, Secret)>> {
    let refused = course.secrets();
    if refused.is_empty() {
        return None;
    }
    for (_, secret) in refused {
        carrier.refused(&course.outgoing.service.service().scopes, secret);
    }
    let others = secrets(course, carrier).await;
    others.ok().filter(|others| others != refused)
}

fn broken(course: &Course, error: BoxError) -> Error {
    course.place(Error::new(ErrorKind::Transport).with_source(error))
}

/// Why the whole body was not read.
enum Unread {
    TooLarge,
    Broken(BoxError),
}

/// What comes before the end, before `limit` bytes are exceeded, or before an error; and which it was.
async fn read<B>(mut body: B, limit: u64) -> (Bytes, std::result::Result<(), Unread>)
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
