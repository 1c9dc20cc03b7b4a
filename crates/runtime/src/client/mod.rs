//! From a method call to bytes on the wire, and back to a value.
//!
//! [`Client`] holds sign-in and transport; a [`ServiceClient`] adds the service that a generated
//! crate is for; a [`Resource`] is a path that grows; a [`Request`] is what is sent.

#[cfg(feature = "azure")]
pub mod azure;
mod cloud;
mod core;
pub(crate) mod credential;
mod encode;
mod envelope;
mod error;
mod framing;
mod items;
mod link;
mod media;
mod multipart;
pub mod odata_error;
mod origin;
mod page;
mod parameter;
mod payload;
mod permissions;
mod property;
mod query;
mod redact;
mod reference;
mod request;
mod resource;
mod response_body;
mod send;
mod sign_in;
mod token_cache;
mod transport;

pub use self::core::{Client, ClientBuilder};
pub use cloud::Cloud;
pub use credential::{AccessToken, Anonymous, Credential, Secret, StaticToken, TokenRequest};
pub use error::{Error, ErrorKind, Result, ServiceError};
pub use items::Items;
pub use media::MediaResource;
pub use multipart::Multipart;
pub use page::Page;
pub use parameter::{Parameter, Style, Written};
pub use payload::{Count, Payload, Reply, Single, Unfit};
pub use permissions::{Access, Permissions, Scopes};
pub use property::{CollectionPropertyResource, PrimitivePropertyResource, PropertyResource};
pub use reference::{EntityReference, Reference, Url};
pub use request::{Request, Response};
pub use resource::{Resource, ServiceClient, given};
pub use response_body::{ByteStream, ResponseBody};
pub use sign_in::{SecurityScheme, SignIn};
pub use transport::{BoxError, BoxFuture, Transport};
