//! URLs as text: those that a program has kept, and what a reference means. Where a response leads is decided in
//! `redirect`.

use std::borrow::Cow;

use iri_string::types::{UriReferenceStr, UriStr};

use super::encode;
use super::origin::{self, Origin};
use super::resource::ServiceClient;

impl ServiceClient {
    /// The URL to which a program may send what needs no sign-in.
    ///
    /// # Errors
    /// It is none, or would be sent in the clear.
    pub(super) fn pre_authenticated_url(&self, url: &str) -> Result<String, String> {
        let url = tidy(url.trim()).into_owned();
        let own = self.service().origin.as_ref();
        match Origin::of(&url) {
            Some(to) if to.is_secure() && own.is_none_or(|own| !to.is_worse_than(own)) => Ok(url),
            _ => Err("a URL that carries its own permission must be an https URL".into()),
        }
    }

    /// The URL that a kept link means: one of the service's own origin, or a path below the service root.
    ///
    /// # Errors
    /// It leads elsewhere; the text says what to do.
    pub(super) fn own(&self, link: &str) -> Result<String, String> {
        let root = &self.service().root;
        let target = self.lead(&format!("{root}/"), link)?;
        let (to, own) = (Origin::of(&target), Origin::of(root));
        if own.is_none() || to != own {
            let host = to.map(|to| to.host).unwrap_or_default();
            return Err(format!(
                "the link leads to {host}, which is not the origin of the service: use it with a client of that \
                 service, or with `pre_authenticated` if the URL carries its own permission"
            ));
        }
        Ok(target)
    }

    /// A URL of the endpoint, if this one names the published service root.
    pub(super) fn at_endpoint(&self, url: String) -> String {
        let service = self.service();
        let to = Origin::of(origin::prefix(&url));
        if to.is_none() || to != service.published || to == service.origin {
            return url;
        }
        let below = &url[origin::prefix(&url).len()..];
        format!("{}{below}", origin::prefix(&service.root))
    }
}

/// The URL that `reference` means in what came from `base` (RFC 3986, 5.2). An absolute one stays as it is, but for
/// characters that no URL has.
pub(super) fn resolve(base: &str, reference: &str) -> Result<String, String> {
    let reference = tidy(reference.trim());
    if UriStr::new(&reference).is_ok() {
        return Ok(reference.into_owned());
    }
    let not_a_url = |_| "the service leads to something that is not a URL".to_owned();
    let reference = UriReferenceStr::new(&reference).map_err(not_a_url)?;
    let base = tidy(base);
    let base = UriStr::new(&base).map_err(not_a_url)?.to_absolute();
    Ok(reference.resolve_against(base).to_string())
}

/// A link without its fragment, in which characters are percent-encoded that services write and no URL has, such
/// as blanks, quotes and letters beyond ASCII.
fn tidy(link: &str) -> Cow<'_, str> {
    let link = link.split('#').next().unwrap_or(link);
    let authority = match link.strip_prefix("//") {
        Some(rest) => 2 + rest.find(['/', '?']).unwrap_or(rest.len()),
        None if link.contains("://") => origin::prefix(link).len(),
        None => 0,
    };
    let (authority, rest) = link.split_at(authority);
    match encode::reserved(rest) {
        encoded if encoded == rest => Cow::Borrowed(link),
        encoded => Cow::Owned(format!("{authority}{encoded}")),
    }
}

/// Why what a caller gives has no fragment. In a link of the service it says nothing of the resource.
pub(super) const FRAGMENT: &str = "it has a `#`, and what follows that is not part of what is addressed (RFC 3986, 3.5): \
                                   write a `#` that belongs to a name or a value as `%23`";

/// Returns whether it is an absolute URL (RFC 3986, 4.3).
pub(super) fn has_scheme(url: &str) -> bool {
    url.split_once("://").is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

/// Returns whether a path has a segment that means a step, written with dots or percent-encoded ones (RFC 3986, 5.2.4
/// and 6.2.2.2).
pub(super) fn climbs(path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    path.split(['/', '\\']).any(is_dots)
}

/// Returns whether a percent-encoded segment means a step.
pub(super) fn is_dots(segment: &str) -> bool {
    is_step(&segment.replace("%2e", ".").replace("%2E", "."))
}

/// Returns whether a segment that is not percent-encoded yet is a step.
pub(super) fn is_step(segment: &str) -> bool {
    matches!(segment, "." | "..")
}
