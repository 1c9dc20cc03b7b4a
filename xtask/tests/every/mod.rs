//! Every operation of a plain document, called with made-up values, and each request that comes of it
//! checked against the document.
//!
//! Nothing here shares code with the reader or the writer, but for how generated methods are called,
//! which the writer says. `document` reads the text as it is, `schema` and `styles` know JSON Schema
//! and the styles of parameters, `make` makes values up, `cases` plans the calls, `failed` those that fail, `write` writes them as Rust,
//! `check` judges what arrives, `server` answers it. `runner.rs` is what the written tests call.

pub(crate) mod cases;
mod check;
pub(crate) mod document;
mod failed;
mod make;
mod media;
mod schema;
pub(crate) mod server;
mod styles;
pub(crate) mod write;
