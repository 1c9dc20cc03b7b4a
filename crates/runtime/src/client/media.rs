//! Media: bytes with a content type.

use bytes::Bytes;
use http::Method;

use super::request::Request;
use super::resource::Resource;

/// A stream property, or what a media entity holds under `$value` (OData Protocol 4.01, 11.2.4.2,
/// 11.4.7 and 11.4.8).
#[derive(Clone, Debug)]
pub struct MediaResource(Resource);

impl From<Resource> for MediaResource {
    fn from(resource: Resource) -> Self {
        Self(resource)
    }
}

impl MediaResource {
    /// Downloads it. Where the service redirects to another origin, that origin gets no token.
    pub fn get(&self) -> Request<Bytes> {
        self.0.request(Method::GET)
    }

    /// Replaces it. A service that answers with an entity, as Graph does with a file's, is read by
    /// `.returning::<DriveItem>()`.
    pub fn put(&self, content_type: &str, bytes: impl Into<Bytes>) -> Request<()> {
        self.0.request(Method::PUT).body_bytes(content_type, bytes)
    }

    /// Changes it, where the service takes PATCH: OData has PUT for it (11.4.8.2).
    pub fn patch(&self, content_type: &str, bytes: impl Into<Bytes>) -> Request<()> {
        self.0
            .request(Method::PATCH)
            .body_bytes(content_type, bytes)
    }

    /// Deletes it.
    pub fn delete(&self) -> Request<()> {
        self.0.request(Method::DELETE)
    }

    /// A request to it that no description has: the way out.
    pub fn request(&self, method: Method) -> Request<serde_json::Value> {
        self.0.raw_request(method)
    }

    /// The path below the service root, percent-encoded.
    pub fn path(&self) -> &str {
        self.0.path()
    }
}
