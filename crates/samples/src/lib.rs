//! Documented samples of an API: reads them and compares JSON without loss.
//!
//! [`read`] reads a corpus of samples, [`Resolver`] finds what the request of one calls, and
//! [`same_json`] tells whether a body has survived a round trip through a model.

mod argument;
mod compare;
mod deviation;
mod fits;
mod given;
mod inspect;
mod json;
mod judge;
mod misfit;
mod path;
mod resolve;
mod route;
mod row;
mod shape;
mod url;
mod walk;

pub use argument::{Argument, Substituted, argument};
pub use compare::{Made, Mismatch, Wanted, compare, own_headers};
pub use deviation::{Deviation, Kind, Weight};
pub use inspect::{Inspection, Inspector, Placed};
pub use json::{Difference, Reason, same_json};
pub use judge::{Got, Verdict, body_text, comment, judge_body, judge_response};
pub use path::Value;
pub use resolve::{Resolver, resolve};
pub use route::{Call, Invocation, NoRoute, Route, Step, StepKind, Verb, Why};
pub use row::{Permissions, ReadError, Request, Response, Sample, read};
pub use shape::{Answer, Sent, answer, bound, operation, sent};
