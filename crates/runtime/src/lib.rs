//! What the crates that Graphwright generates and their users call: client, requests, values, errors.

mod body;
pub mod edm;
pub mod json;
mod literal;
pub mod model;
mod patch;
mod value;

pub use body::Body;
pub use json::Json;
pub use literal::Literal;
pub use model::{Additional, Enumeration, Flags, Model, Object, Polymorphic, Property};
pub use patch::Patch;
pub use value::Value;

/// For the macros of this crate.
#[doc(hidden)]
pub use serde;
