//! Delta: what has changed in a collection since the last time (OData Protocol 4.01, 11.3; Microsoft Graph's
//! [delta query](https://learn.microsoft.com/graph/delta-query-overview)).
//!
//! A [`Round`] reads the changes page by page, and ends with a link that the next round begins with. That link is text: a
//! program stores it, and it survives a restart. The first round has all that there is.
//!
//! ```no_run
//! # #[cfg(feature = "client")]
//! # async fn read<T: graphwright::Model>(
//! #     delta: impl Fn() -> graphwright::Request<graphwright::Page<T>>,
//! #     saved: Option<String>,
//! #     save: impl Fn(&str),
//! # ) -> graphwright::Result<()> {
//! use graphwright::delta::Change;
//!
//! let mut round = match &saved {
//!     Some(link) => delta().prefer("odata.maxpagesize=50").resume(link).round(),
//!     None => delta().prefer("odata.maxpagesize=50").round(),
//! };
//! while let Some(change) = round.next().await {
//!     match change {
//!         Ok(Change::Present(item)) => println!("new or changed: {item:?}"),
//!         Ok(Change::Removed(removed)) => println!("{:?} is gone: {:?}", removed.id, removed.reason),
//!         Ok(other) => println!("{other:?}"),
//!         Err(error) => match round.start_over(&error) {
//!             Some(again) => {
//!                 println!("what is kept here must be compared: {:?}", again.resync);
//!                 round = again.round;
//!             }
//!             None => return Err(error),
//!         },
//!     }
//! }
//! if let Some(link) = round.link() {
//!     save(link);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Graph has a function `delta` for it; other services are asked for a delta link by
//! `.prefer("odata.track-changes")` on a request for a collection (8.2.8.9).
//!
//! As a stream, changes are the items of `delta.returning::<Page<Change<T>>>().items()`.
//!
//! A service may send one item several times in a round; the last one counts. It may leave out members that have not
//! changed.

mod change;
mod resync;
mod round;

pub use change::{Change, Link, Removed, RemovedReason};
pub use resync::Resync;
pub use round::{Round, StartOver};
