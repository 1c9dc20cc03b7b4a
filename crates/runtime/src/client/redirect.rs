//! Where a response leads, and what of a request goes there: the rules of redirects and of links to pages.
//!
//! One rule holds for all links. From https a service leads to https alone. Within the origin of the service a link
//! is followed as the request was sent; to another origin go neither secrets, nor the body, nor headers that say who
//! asks.

use std::fmt;

use bytes::Bytes;
use http::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_ENCODING, CONTENT_LANGUAGE,
    CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST, HeaderName, IF_MATCH, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, IF_RANGE, IF_UNMODIFIED_SINCE, LOCATION, PROXY_AUTHORIZATION, RANGE,
};
use http::{HeaderMap, Method, StatusCode};

use super::headers;
use super::link::resolve;
use super::origin::Origin;
use super::redact;
use super::resource::ServiceClient;

/// As many as browsers follow, halved.
pub(super) const LIMIT: usize = 10;

/// The place of the result that a response names.
#[derive(Clone, PartialEq, Eq)]
pub enum Redirect {
    /// The response is the answer, of success or of failure.
    Done,
    /// The answer is at this URL. Ask for it with the same method, a token only where
    /// [`may_have_token`](super::ServiceClient::may_have_token) allows it, and without the body and the caller's
    /// headers where that is another origin.
    Follow(String),
    /// The request was carried out, and its answer is at this URL (303; RFC 9110, 15.4.4). Ask for it with GET, without
    /// the body and what describes it, and otherwise as for [`Follow`](Self::Follow).
    See(String),
    /// The service leads to where the request must not go; the text says why.
    Refuse(String),
}

/// A URL that a service redirects to may be all that it takes to read what it leads to.
impl fmt::Debug for Redirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done => f.write_str("Done"),
            Self::Follow(url) => f.debug_tuple("Follow").field(&redact::place(url)).finish(),
            Self::See(url) => f.debug_tuple("See").field(&redact::place(url)).finish(),
            Self::Refuse(why) => f.debug_tuple("Refuse").field(why).finish(),
        }
    }
}

impl ServiceClient {
    /// Decides where a response from `url` leads (RFC 9110, 15.4): the statuses 301, 302, 303, 307 and 308 with a
    /// `Location` lead on. A request that changes something is not sent twice: 303 says where its answer is, the others
    /// are refused. Nothing goes from https to http.
    pub fn redirect(
        &self,
        method: &Method,
        url: &str,
        status: StatusCode,
        headers: &HeaderMap,
    ) -> Redirect {
        let codes = [301, 302, 303, 307, 308];
        let location =
            headers::text(headers, LOCATION).filter(|_| codes.contains(&status.as_u16()));
        let Some(location) = location else {
            return Redirect::Done;
        };
        match self.lead(url, location) {
            Err(why) => Redirect::Refuse(why),
            Ok(target) if *method == Method::GET || *method == Method::HEAD => {
                Redirect::Follow(target)
            }
            Ok(target) if status == StatusCode::SEE_OTHER => Redirect::See(target),
            Ok(target) => {
                let host = Origin::of(&target).map(|to| to.host).unwrap_or_default();
                Redirect::Refuse(format!(
                    "the service redirects to {host}, and a {method} is not sent twice"
                ))
            }
        }
    }

    /// The URL that `link` means in what came from `from` (RFC 3986, 5.2), if it is one to follow. A link that
    /// names the published service root means the endpoint of the client.
    ///
    /// # Errors
    /// It leads where no link may lead; the text says why.
    pub(super) fn lead(&self, from: &str, link: &str) -> Result<String, String> {
        self.lead_within(from, from, link)
    }

    /// The URL that `link` means as [`lead`](Self::lead) says, where what came from `from` says that it is
    /// relative to `base`.
    pub(super) fn lead_within(&self, from: &str, base: &str, link: &str) -> Result<String, String> {
        let target = self.at_endpoint(resolve(base, link)?);
        let Some(to) = Origin::of(&target) else {
            return Err("the service leads to something that is not an http(s) URL".into());
        };
        if Origin::of(from).is_some_and(|from| to.is_worse_than(&from)) {
            return Err(format!(
                "the service leads from https to http at {}",
                to.host
            ));
        }
        Ok(target)
    }
}

/// Headers that say what is asked for and nothing of who asks.
const FOR_ANYONE: [HeaderName; 5] = [ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, IF_RANGE, RANGE];

/// Headers that are about the body, or about the state of what the request was sent to.
const OF_THE_REQUEST: [HeaderName; 8] = [
    CONTENT_ENCODING,
    CONTENT_LANGUAGE,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    IF_MATCH,
    IF_MODIFIED_SINCE,
    IF_NONE_MATCH,
    IF_UNMODIFIED_SINCE,
];

/// Takes out the headers that say nothing of the answer to a request that was carried out, which stands elsewhere.
pub(super) fn keep_for_answer(headers: &mut HeaderMap) {
    for name in OF_THE_REQUEST {
        headers.remove(name);
    }
}

/// The headers and the body of the caller that go along. All but secrets goes to the origin that the request was made
/// for (`is_home`), and its cookies only where secrets may go as well (`is_signed`).
pub(super) fn carried(
    headers: &HeaderMap,
    body: Option<&Bytes>,
    is_home: bool,
    is_signed: bool,
) -> (HeaderMap, Option<Bytes>) {
    if !is_home {
        let own = headers.iter();
        let own = own.filter(|(name, _)| FOR_ANYONE.contains(name));
        let own = own.map(|(name, value)| (name.clone(), value.clone()));
        return (own.collect(), None);
    }
    let mut headers = headers.clone();
    headers.remove(AUTHORIZATION);
    if !is_signed {
        for name in [COOKIE, HOST, PROXY_AUTHORIZATION] {
            headers.remove(name);
        }
    }
    (headers, body.cloned())
}
