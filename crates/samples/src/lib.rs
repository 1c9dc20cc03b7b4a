//! Documented samples of an API: reads them and judges requests and models by them.
//!
//! [`read`] reads a corpus, [`Resolver`] finds what the request of a row calls, [`compare()`] tells
//! whether a request that was made is the documented one, [`Inspector`] names where a documented body
//! departs from its type, and [`judge_response`] tells what came of reading it. [`same_json`] compares
//! JSON without loss; [`arbitrary`] makes values up. Nothing here knows a Rust name or sends anything: `cargo xtask conform` does.

pub mod arbitrary;
mod argument;
mod compare;
mod deviation;
mod fits;
mod inspect;
mod json;
mod judge;
mod misfit;
mod row;
mod shape;
mod wide;

pub use argument::{Argument, Substituted, argument};
pub use compare::{Made, Mismatch, Wanted, compare, own_headers};
pub use deviation::{Deviation, Kind, Weight};
pub use graphwright_api::route::{
    Call, Invocation, NoRoute, Resolver, Route, Step, StepKind, Value, Verb, Why, resolve,
};
pub use inspect::{Inspection, Inspector, Placed};
pub use json::{Difference, Reason, same_json};
pub use judge::{Got, Verdict, body_text, body_with_numbers, comment, judge_body, judge_response};
pub use row::{Permissions, ReadError, Request, Response, Sample, read};
pub use shape::{Answer, Sent, answer, bound, operation, sent};

/// The program in the README, which compiles as it stands.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
