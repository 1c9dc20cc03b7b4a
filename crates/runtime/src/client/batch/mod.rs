//! Batches: several requests to one service in one HTTP request, `POST …/$batch` in the JSON format
//! ([Graph](https://learn.microsoft.com/graph/json-batching); OData JSON Format 4.01, 19).
//!
//! [`all`] sends requests of one kind, and gives their results in their order:
//!
//! ```no_run
//! # #[cfg(feature = "client")]
//! # async fn run<Message: graphwright::Model>(
//! #     moves: Vec<graphwright::Request<Message>>,
//! # ) -> graphwright::Result<()> {
//! for moved in graphwright::batch::all(moves).send().await {
//!     match moved {
//!         Ok(message) => println!("moved: {message:?}"),
//!         Err(error) => println!("still there: {error}"),
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A [`Batch`] has requests of any kind, which may depend on each other. Each has a key, which takes its result:
//!
//! ```no_run
//! # #[cfg(feature = "client")]
//! # async fn run<Folder: graphwright::Model, Message: graphwright::Model>(
//! #     create: graphwright::Request<Folder>,
//! #     list: graphwright::Request<graphwright::Page<Message>>,
//! # ) -> graphwright::Result<()> {
//! use graphwright::batch::Batch;
//!
//! let mut batch = Batch::new();
//! let folder = batch.add(create)?;
//! let messages = batch.add_after(list, [folder.id()])?;
//! let mut results = batch.send().await?;
//! println!("{:?}", results.take(folder)?);
//! println!("{:?}", results.take(messages)?.value);
//! # Ok(())
//! # }
//! ```
//!
//! # What is sent
//! - At most 20 requests go into one batch ([`Batch::limit`]); more are several batches, one after the other. Requests
//!   that depend on each other stay together, in a batch of their own: Graph wants a batch to be fully sequential or fully
//!   parallel.
//! - Each request keeps its headers, such as `Prefer`, `ConsistencyLevel` and `If-Match`, and its `client-request-id`. The
//!   token is that of the batch, and stands in no request inside it.
//! - JSON bodies stand in the batch as they are, and other bodies as base64url. Text stands as a string, but for Graph,
//!   which wants base64url there as well.
//!
//! # What follows from the answers
//! - The result of each request is its own: a failure is the same [`Error`](super::Error) that the request has without a
//!   batch.
//! - Requests that may be repeated by the rules of [`retry`](super::retry), such as throttled ones, go into a further
//!   batch after the longest time that one of them has to wait. So do those that depend on them and were not carried out
//!   (424).
//! - Where the whole batch fails, each of its requests has that error. It is repeated as one request is: after 429, and
//!   after a lost response or a failure of the service (5xx) where all its requests are idempotent.
//! - [`on_attempt`](super::ClientBuilder::on_attempt) is told of each request in a batch, and of the batch.
//! - A GET that is redirected, as that of the content of a file is, is sent once more by itself.
//!
//! # Over a network stack of the program's own
//! [`Batch::send_by`] and [`All::send_by`] take a [`Carrier`](super::Carrier). [`Batch::start`] gives what to send step by
//! step.

mod all;
mod answers;
mod body;
mod collect;
mod entry;
mod key;
mod plan;
mod results;
mod sending;
mod sent;
mod settle;

pub use all::{All, all};
pub use answers::Answers;
pub use collect::Batch;
pub use key::{Id, Key};
pub use results::Results;
pub use sending::{Sending, Step};
