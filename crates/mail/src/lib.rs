//! A mail program on Microsoft Graph, in as few lines as it takes: what it asks of Graph stands in one small file each,
//! made to be copied.
//!
//! | it | by |
//! |---|---|
//! | checks the connection | [`connection`] |
//! | follows the folders of the mailbox | [`folders`] |
//! | follows the messages of a folder | [`messages`] |
//! | reads a message as MIME, piece by piece | [`read`] |
//! | saves drafts and sends them | [`compose`] |
//! | moves, copies, marks, flags and deletes many messages | [`many`] |
//! | makes, renames, moves, copies, empties and deletes folders | [`filing`] |
//! | follows the events of calendars | [`calendars`] |
//! | acts on errors by their codes | [`errors`] |
//!
//! All of it makes requests and reads results; a [`Network`] carries them. With the feature `client` that is [`ByClient`],
//! the client of Graphwright. Without it the program has neither tokio nor an HTTP stack of ours, and brings a network of
//! its own: `tests/own_stack` has one for an event loop of one thread.
//!
//! [`tour`] goes through all of it, and [`service`] plays Graph for it on this machine, faults included.

#[cfg(feature = "client")]
mod by_client;
pub mod calendars;
pub mod compose;
pub mod connection;
pub mod errors;
pub mod filing;
pub mod folders;
pub mod many;
pub mod messages;
mod mirror;
mod network;
pub mod read;
pub mod service;
mod state;
pub mod tour;

#[cfg(feature = "client")]
pub use by_client::ByClient;
pub use mirror::{Mirror, Round, Row};
pub use network::{Network, items, send_all};
pub use state::State;
