//! What the crates that Graphwright generates and their users call: client, requests, values, errors.
//!
//! `client` makes requests and sends them, `model` is the core of all generated models, `edm` and
//! `json` are values that keep what was written. A generated crate is definitions; the work is here.

mod body;
mod client;
mod conventions;
pub mod edm;
mod escaped;
pub mod json;
mod literal;
pub mod model;
mod patch;
mod value;

pub use body::Body;
pub use bytes::Bytes;
#[cfg(feature = "azure")]
pub use client::azure;
pub use client::{
    Access, AccessToken, Anonymous, BoxError, BoxFuture, ByteStream, Client, ClientBuilder, Cloud,
    CollectionPropertyResource, Count, Credential, EntityReference, Error, ErrorKind, Items,
    MediaResource, Multipart, Page, Parameter, Payload, Permissions, PrimitivePropertyResource,
    PropertyResource, Reference, Reply, Request, Resource, Response, ResponseBody, Result, Scopes,
    Secret, SecurityScheme, ServiceClient, ServiceError, SignIn, Single, StaticToken, Style,
    TokenRequest, Transport, Unfit, Url, Written, given, odata_error,
};
pub use conventions::{Conventions, EnumLiterals};
pub use http::{HeaderMap, Method, StatusCode};
pub use json::Json;
pub use literal::Literal;
pub use model::{
    Additional, AdditionalOf, Enumeration, Flags, Misfit, Misfits, Model, Polymorphic, Property,
};
pub use patch::Patch;
pub use value::{Map, Value};

#[doc(hidden)]
pub use {serde, serde_json};
