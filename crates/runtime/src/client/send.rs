//! The exchange: token, redirects, status, and what the body is read as.

use bytes::Bytes;
use http::header::{
    ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, HeaderName, HeaderValue,
    IF_RANGE, LOCATION, PROXY_AUTHORIZATION, RANGE, USER_AGENT,
};
use http::{HeaderMap, Method, StatusCode};

use super::credential::Secret;
use super::error::{Error, ErrorKind, Result, ServiceError};
use super::framing;
use super::origin::Origin;
use super::payload::{Payload, Reply, Unfit};
use super::resource::ServiceClient;
use super::response_body::{ResponseBody, Unread};
use super::sign_in::{self, SecurityScheme, SignIn};

/// As many as browsers follow, halved.
const REDIRECT_LIMIT: usize = 10;

/// A request that is ready to be sent.
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
}

/// A response of success, and where it came from; its body is read or not yet.
pub(super) struct Received<B = Bytes> {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: B,
    pub(super) url: String,
    plain: bool,
}

/// Sends a request, follows its redirects, and reads the whole response.
pub(super) async fn exchange(request: Outgoing) -> Result<Received> {
    within(&request.service.clone(), &request.url.clone(), async {
        let limit = request.limit;
        let received = follow(request).await?;
        let (body, end) = received.body.read(limit).await;
        end.map_err(|unread| {
            let error = match unread {
                Unread::TooLarge => Error::new(ErrorKind::TooLarge(limit)),
                Unread::Broken(error) => Error::new(ErrorKind::Transport).with_source(error),
            };
            error.with_status(received.status).at(&received.url)
        })?;
        Ok(Received {
            body,
            status: received.status,
            headers: received.headers,
            url: received.url,
            plain: received.plain,
        })
    })
    .await
}

/// Sends a request and follows its redirects; the body of the response is still to come.
pub(super) async fn open(request: Outgoing) -> Result<Received<ResponseBody>> {
    within(
        &request.service.clone(),
        &request.url.clone(),
        follow(request),
    )
    .await
}

async fn within<T>(
    service: &ServiceClient,
    url: &str,
    work: impl Future<Output = Result<T>>,
) -> Result<T> {
    if tokio::runtime::Handle::try_current().is_err() {
        return Err(Error::new(ErrorKind::NoRuntime).at(url));
    }
    let patience = service.service().core.0.timeout;
    let done = tokio::time::timeout(patience, work).await;
    let done = done.unwrap_or_else(|_| Err(Error::new(ErrorKind::Timeout(patience)).at(url)));
    done.map_err(|error| error.of_service(|url| service.is_own(url)))
}

async fn follow(request: Outgoing) -> Result<Received<ResponseBody>> {
    let Outgoing {
        ref service,
        method,
        mut url,
        headers,
        body,
        limit,
        without_secrets,
    } = request;
    // What the caller set is for whoever the request was made for, and for no other origin.
    let home = match without_secrets {
        true => Origin::of(&url),
        false => service.service().origin.clone(),
    };
    let core = &service.service().core.0;
    let mut redirects = 0;
    let mut renewed = false;
    while redirects <= REDIRECT_LIMIT {
        let secrets = match without_secrets {
            true => None,
            false => secrets(service, &url).await?,
        };
        let is_home = home.is_some() && Origin::of(&url) == home;
        let caller = Caller {
            headers: &headers,
            body: body.as_ref(),
        };
        let mut request = prepare(
            &core.user_agent,
            &method,
            &url,
            caller.at(is_home, secrets.is_some()),
        )?;
        let secrets = secrets.unwrap_or_default();
        for (place, secret) in &secrets {
            sign_in::sign(&mut request, place, secret)
                .map_err(|why| Error::new(ErrorKind::InvalidRequest(why.to_owned())).at(&url))?;
        }
        framing::frame(&mut request)
            .map_err(|why| Error::new(ErrorKind::InvalidRequest(why)).at(&url))?;
        let response = core.transport.send(request).await;
        let broken = |error| Error::new(ErrorKind::Transport).with_source(error).at(&url);
        let (parts, response) = response.map_err(broken)?.into_parts();
        if let Some(location) = redirect(parts.status, &parts.headers) {
            url = next(service, &method, &url, location).map_err(|why| {
                Error::new(ErrorKind::Redirect(why))
                    .with_status(parts.status)
                    .at(&url)
            })?;
            redirects += 1;
            continue;
        }
        // A token can be revoked before it expires. The request was refused and not carried out, so
        // that it may be sent again whatever its method is.
        if parts.status == StatusCode::UNAUTHORIZED && !renewed && !secrets.is_empty() {
            renewed = true;
            if has_other_secrets(service, &url, &secrets).await {
                continue;
            }
        }
        if !parts.status.is_success() {
            // Of a body that is too large the beginning will do.
            let (body, end) = response.read(limit).await;
            if let Err(Unread::Broken(error)) = end {
                return Err(broken(error).with_status(parts.status));
            }
            let plain = service.service().plain;
            let mut error = ServiceError::read(parts.status, &parts.headers, &body, plain);
            for (_, secret) in &secrets {
                error.hide(secret);
            }
            return Err(Error::new(ErrorKind::Service(error))
                .with_status(parts.status)
                .with_body(body, secrets.iter().map(|(_, secret)| secret))
                .at(&url));
        }
        return Ok(Received {
            status: parts.status,
            headers: parts.headers,
            body: response,
            url,
            plain: service.service().plain,
        });
    }
    let why = format!("more than {REDIRECT_LIMIT} redirects");
    Err(Error::new(ErrorKind::Redirect(why)).at(&url))
}

/// What signs a request to `url`: secrets, and where each stands. `None` where no secret may go there.
async fn secrets(service: &ServiceClient, url: &str) -> Result<Option<Vec<(SignIn, Secret)>>> {
    if !service.may_have_token(url) {
        return Ok(None);
    }
    let place = service.service();
    let failed = |error| Error::new(ErrorKind::Credential).with_source(error).at(url);
    let tokens = |scheme: &SecurityScheme| {
        let is_first = place.sign_in.is_first(scheme);
        place.core.tokens_of(scheme.0, is_first)
    };
    let schemes = match place.sign_in.chosen(|scheme| tokens(scheme).is_some()) {
        Ok(schemes) => schemes,
        Err(why) => {
            let own = place.core.0.tokens.token(&place.scopes).await;
            // Who does not sign in at all needs no secrets.
            return match own.map_err(failed)?.reveal() {
                "" => Ok(Some(Vec::new())),
                _ => Err(Error::new(ErrorKind::InvalidRequest(why)).at(url)),
            };
        }
    };
    let mut secrets = Vec::new();
    for scheme in schemes {
        if let Some(tokens) = tokens(scheme) {
            let secret = tokens.token(&place.scopes).await.map_err(failed)?;
            secrets.push((scheme.1, secret));
        }
    }
    Ok(Some(secrets))
}

/// Drops what was refused from the tokens that are kept. Whether there are others: with the same ones the
/// service would only refuse again.
async fn has_other_secrets(
    service: &ServiceClient,
    url: &str,
    refused: &[(SignIn, Secret)],
) -> bool {
    let place = service.service();
    for (_, refused) in refused {
        place.core.drop_token(&place.scopes, refused);
    }
    let other = secrets(service, url).await;
    other.is_ok_and(|other| other.as_deref() != Some(refused))
}

/// What the caller set.
struct Caller<'a> {
    headers: &'a HeaderMap,
    body: Option<&'a Bytes>,
}

/// What of that goes along.
struct Carried {
    headers: HeaderMap,
    body: Option<Bytes>,
}

/// Headers that say what is asked for and nothing of who asks.
const FOR_ANYONE: [HeaderName; 4] = [ACCEPT, ACCEPT_LANGUAGE, IF_RANGE, RANGE];

impl Caller<'_> {
    /// All but secrets goes to the origin that the request was made for. Another origin gets no body, and of the
    /// headers those that anyone may have.
    fn at(&self, is_home: bool, is_signed: bool) -> Carried {
        if !is_home {
            let own = self.headers.iter();
            let own = own.filter(|(name, _)| FOR_ANYONE.contains(name));
            return Carried {
                headers: own
                    .map(|(name, value)| (name.clone(), value.clone()))
                    .collect(),
                body: None,
            };
        }
        let mut headers = self.headers.clone();
        headers.remove(AUTHORIZATION);
        if !is_signed {
            for name in [COOKIE, HOST, PROXY_AUTHORIZATION] {
                headers.remove(name);
            }
        }
        Carried {
            headers,
            body: self.body.cloned(),
        }
    }
}

fn prepare(
    user_agent: &str,
    method: &Method,
    url: &str,
    carried: Carried,
) -> Result<http::Request<Bytes>> {
    let invalid = |why: &str| Error::new(ErrorKind::InvalidRequest(why.to_owned())).at(url);
    let mut headers = carried.headers;
    if let Ok(name) = HeaderValue::from_str(user_agent) {
        headers.entry(USER_AGENT).or_insert(name);
    }
    // What is no origin to us must be none to the transport either.
    if Origin::of(url).is_none() {
        return Err(invalid("this is not a URL that can be sent"));
    }
    let request = http::Request::builder()
        .method(method.clone())
        .uri(url)
        .body(carried.body.unwrap_or_default());
    let mut request = request.map_err(|_| invalid("this is not a URL that can be sent"))?;
    *request.headers_mut() = headers;
    Ok(request)
}

fn redirect(status: StatusCode, headers: &HeaderMap) -> Option<&str> {
    let codes = [301, 302, 303, 307, 308];
    codes
        .contains(&status.as_u16())
        .then(|| std::str::from_utf8(headers.get(LOCATION)?.as_bytes()).ok())
        .flatten()
}

/// Where a redirect from `url` leads, if it is one to follow.
fn next(
    service: &ServiceClient,
    method: &Method,
    url: &str,
    location: &str,
) -> std::result::Result<String, String> {
    let target = service.lead(url, location)?;
    if *method != Method::GET && *method != Method::HEAD {
        let host = Origin::of(&target).map(|to| to.host).unwrap_or_default();
        return Err(format!(
            "the service redirects to {host}, and a {method} is not sent twice"
        ));
    }
    Ok(target)
}

/// Reads the body of a response of success.
pub(super) fn read<T: Payload>(received: &Received) -> Result<T> {
    let reply = Reply {
        status: received.status,
        headers: &received.headers,
        body: &received.body,
        plain: received.plain,
    };
    T::from_reply(reply).map_err(|unfit| {
        let kind = match unfit {
            Unfit::Empty => ErrorKind::Empty,
            Unfit::Other { why } => {
                let content_type = received
                    .headers
                    .get(CONTENT_TYPE)
                    .and_then(|value| value.to_str().ok());
                let content_type = content_type.unwrap_or("no content type").to_owned();
                ErrorKind::Decode { content_type, why }
            }
        };
        let request_id = super::error::request_id(&received.headers);
        Error::new(kind)
            .with_status(received.status)
            .with_request_id(request_id)
            .at(&received.url)
    })
}
