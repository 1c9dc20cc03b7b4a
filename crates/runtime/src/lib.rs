//! The runtime of the crates that Graphwright generates: client, requests, values, errors.
//!
//! `client` makes requests and sends them, `model` is the core of all generated models, `edm` and
//! `json` are values that keep what was written. A generated crate is definitions; the work is here.
//!
//! # Features
//! - `client` (default): the client that sends requests itself, on tokio, with the transport of this crate. Without it
//!   there is neither an executor nor a network stack in the tree: a program makes requests with [`Client::sans_io`]
//!   and carries them over its own stack, by a [`Carrier`] or step by step ([`Exchange`], [`Pages`]).
//! - `azure`: signing in with any credential of the Azure SDK for Rust.
//! - `oauth2`: signing in users by device code or browser, with or without `client` (`identity`).
//! - `chrono`, `jiff`, `rust_decimal`, `time`, `uuid`: conversions between the types of [`edm`] and those of these crates.

mod body;
mod client;
mod conventions;
pub mod edm;
mod escaped;
pub mod json;
mod literal;
pub mod model;
pub mod offers;
pub mod outlook;
mod patch;
mod value;

pub use body::Body;
pub use bytes::Bytes;
#[cfg(feature = "azure")]
pub use client::azure;
#[cfg(feature = "oauth2")]
pub use client::identity;
#[cfg(feature = "client")]
pub use client::{
    AccessToken, Anonymous, BoxFuture, ByteStream, Clock, Credential, HttpTransport,
    HttpTransportBuilder, Items, PageStream, Proxy, RequestBody, StaticToken, StreamedRequest,
    TokenRequest, Transport,
};
pub use client::{
    BoxError, Carrier, Client, ClientBuilder, Cloud, CollectionPropertyResource, Count,
    DecodeError, EntityReference, Error, ErrorKind, Exchange, Expand, Filter, ItemCount, Many,
    MediaResource, Multipart, NotSent, One, OneOrMany, Operand, Order, Page, Pages, Parameter,
    ParameterValue, Payload, PermissionTable, Permissions, PrimitivePropertyResource, PropertyPath,
    PropertyResource, Receiver, Redirect, Reference, Reply, Request, Resource, Response,
    ResponseBody, Result, Scopes, Secret, SecurityScheme, Select, ServiceClient, ServiceError,
    SignIn, Single, Step, Style, Url, Usage, delta, given, odata_error, operation, retry,
};
pub use client::{batch, download, upload};
pub use conventions::{Conventions, EnumLiterals};
pub use http::{self, HeaderMap, Method, StatusCode};
pub use json::Json;
pub use literal::Literal;
pub use model::{
    Additional, AdditionalOf, Enumeration, Flags, Misfit, Misfits, Model, Polymorphic, Property,
    Target,
};
pub use patch::Patch;
pub use value::{Map, Value};

#[doc(hidden)]
pub use {serde, serde_json};
