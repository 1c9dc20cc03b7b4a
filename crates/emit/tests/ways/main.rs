//! Every way of addressing and asking: the request that a call of the generated crate makes.
//!
//! `generated` is checked in and a part of this test, so that it is compiled as users compile it;
//! the test `ways_are_generated` keeps it fresh.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[rustfmt::skip]
#[path = "generated/src/client.rs"]
mod client;
#[rustfmt::skip]
#[path = "generated/src/models/mod.rs"]
pub mod models;
#[rustfmt::skip]
#[path = "generated/src/offers.rs"]
pub mod offers;
#[rustfmt::skip]
#[path = "generated/src/permissions.rs"]
mod permissions;
#[rustfmt::skip]
#[path = "generated/src/resources/mod.rs"]
pub mod resources;

mod permitted;
mod requests;

pub use client::Client;

/// What the root module of the crate says.
pub const SERVICE_ROOT: &str = "https://files.example/v1";
