//! Documented samples of an API: reads them and compares JSON without loss.
//!
//! [`read`] reads a corpus of samples, [`resolve`] finds what the request of one calls, and
//! [`same_json`] tells whether a body has survived a round trip through a model.

mod json;
mod path;
mod route;
mod row;

pub use json::{Difference, Reason, same_json};
pub use route::{Call, NoRoute, Route, resolve};
pub use row::{Permissions, ReadError, Request, Response, Sample, read};
