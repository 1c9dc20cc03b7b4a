//! From a method call to bytes on the wire, and back to a value.
//!
//! [`Client`] holds sign-in and transport; a [`ServiceClient`] adds the service that a generated
//! crate is for; a [`Resource`] is a path that grows; a [`Request`] is what is sent.

//!
//! Making requests, deciding what follows from responses and reading them is free of I/O. `send` is the loop that
//! carries an exchange; the client with its timers and its transport (`sender` and what it has) stands behind the
//! feature `client`.

#[cfg(feature = "azure")]
pub mod azure;
pub mod batch;
mod carrier;
mod challenge;
mod cloud;
mod core;
mod course;
#[cfg(feature = "client")]
pub(crate) mod credential;
pub mod delta;
mod dispatch;
pub mod download;
mod encode;
mod envelope;
mod error;
mod exchange;
mod expand;
mod filter;
mod framing;
mod headers;
#[cfg(feature = "oauth2")]
pub mod identity;
#[cfg(feature = "client")]
mod items;
mod link;
mod media;
mod multipart;
mod not_sent;
pub mod odata_error;
mod one_or_many;
mod operand;
pub mod operation;
mod order;
mod origin;
mod other_body;
mod own_loop;
mod page;
#[cfg(feature = "client")]
mod page_stream;
mod pages;
mod parameter;
mod path;
mod payload;
mod permissions;
mod progress;
mod property;
mod query;
mod receive;
mod redact;
mod redirect;
mod reference;
mod request;
mod resource;
mod response_body;
pub mod retry;
mod secret;
mod send;
#[cfg(feature = "client")]
mod sender;
mod service_error;
mod sign_in;
mod template;
#[cfg(feature = "client")]
mod token_cache;
#[cfg(feature = "client")]
mod transport;
pub mod upload;

pub use self::core::{Client, ClientBuilder};
pub use carrier::Carrier;
pub use cloud::Cloud;
#[cfg(feature = "client")]
pub use credential::{AccessToken, Anonymous, Credential, StaticToken, TokenRequest};
pub use error::{BoxError, Error, ErrorKind, Result};
pub use exchange::{Exchange, Step};
pub use expand::Expand;
pub use filter::Filter;
#[cfg(feature = "client")]
pub use items::Items;
pub use media::MediaResource;
pub use multipart::Multipart;
pub use not_sent::NotSent;
pub use one_or_many::{Many, One, OneOrMany};
pub use operand::{Operand, Usage};
pub use order::{Order, Select};
pub use page::Page;
#[cfg(feature = "client")]
pub use page_stream::PageStream;
pub use pages::Pages;
pub use parameter::{Parameter, ParameterValue, Style};
pub use path::{ItemCount, PropertyPath};
pub use payload::{Count, DecodeError, Payload, Reply, Single};
pub use permissions::{PermissionTable, Permissions, Scopes};
pub use property::{CollectionPropertyResource, PrimitivePropertyResource, PropertyResource};
pub use receive::Receiver;
pub use redirect::Redirect;
pub use reference::{EntityReference, Reference, Url};
pub use request::{Request, Response};
pub use resource::{Resource, ServiceClient, given};
pub use response_body::ResponseBody;
pub use secret::Secret;
#[cfg(feature = "client")]
pub use sender::{ByteStream, Clock, StreamedRequest};
pub use service_error::ServiceError;
pub use sign_in::{SecurityScheme, SignIn};
#[cfg(feature = "client")]
pub use transport::{
    BoxFuture, HttpTransport, HttpTransportBuilder, Proxy, RequestBody, Transport,
};
