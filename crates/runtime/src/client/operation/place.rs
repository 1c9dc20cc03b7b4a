//! The URLs of an operation: of its monitor, and of its result.

use bytes::Bytes;

use crate::client::origin::{self, Origin};
use crate::client::request::Request;
use crate::client::resource::ServiceClient;

impl ServiceClient {
    /// The URL that `link` means in what came from the URL `from`. A link of an OData service that begins with `/` is below
    /// the service root, as Graph's `/teams('…')/operations('…')` is, unless it has the path of the root already; any other
    /// link is what it is to HTTP (RFC 3986, 5.2), and so is each one of another host.
    ///
    /// # Errors
    /// The link leads where no link may lead; the text says why.
    pub(super) fn operation_url(&self, from: &str, link: &str) -> Result<String, String> {
        let link = link.trim();
        if link.is_empty() {
            return Err("the service says by an empty link where the operation is".into());
        }
        let service = self.service();
        let root = &service.root;
        let path = &root[origin::prefix(root).len()..];
        let below = link.strip_prefix(path).unwrap_or(link);
        let has_root = below.len() < link.len() && below.starts_with(['/', '?']);
        let is_path = link.starts_with('/') && !link.starts_with("//");
        let is_own = self.is_own_url(from);
        match is_path && is_own && !has_root && !service.plain {
            true => self.lead(from, &format!("{root}{link}")),
            false => self.lead(from, link),
        }
    }

    /// The request to `url`, of which `base` has what goes along: all to the origin of the service, and to another one
    /// nothing that says who asks.
    pub(super) fn operation_request(&self, base: &Request<Bytes>, url: &str) -> Request<Bytes> {
        let request = base.at(url.to_owned());
        if self.is_own_url(url) {
            return request;
        }
        match self.pre_authenticated_url(url) {
            Ok(_) => request.without_headers_that(|_| true),
            Err(why) => request.refuse(why),
        }
    }

    fn is_own_url(&self, url: &str) -> bool {
        let own = self.service().origin.as_ref();
        own.is_some() && Origin::of(url).as_ref() == own
    }
}
