//! Long-running operations: a service accepts a request (202), says where to ask how it goes, and is asked until it is
//! done ([Graph](https://learn.microsoft.com/graph/long-running-actions-overview); OData Protocol 4.01, 11.6; the
//! [Azure REST guidelines](https://github.com/microsoft/api-guidelines/blob/vNext/azure/Guidelines.md)).
//!
//! [`Request::start`](super::Request::start) sends the request, and the [`Operation`] is asked by
//! [`wait`](Operation::wait), after the time that the service says (`Retry-After`) or every ten seconds.
//!
//! ```no_run
//! # #[cfg(feature = "client")]
//! # async fn run<Team: graphwright::Model>(
//! #     clone: graphwright::Request<()>,
//! #     save: impl Fn(Option<&str>),
//! # ) -> graphwright::Result<()> {
//! // The description says that the call returns nothing; the team is what comes of it.
//! let mut operation = clone.returning::<Team>().start().await?;
//! save(operation.link());
//! let completed = operation.wait().await?;
//! println!("{:?}, {:?}", completed.value, completed.status.resource_id());
//! # Ok(())
//! # }
//! ```
//!
//! Some requests are carried out later only where that is asked for, such as sessions of workbooks:
//! `.prefer("respond-async")`.
//!
//! An operation that failed is the error [`ErrorKind::OperationFailed`](super::ErrorKind::OperationFailed), whose
//! [`code`](super::Error::code) is that of the operation.
//!
//! # Where the result is
//! - The operation says where (`resourceLocation`, `targetResourceLocation`), or the service leads there (303): that is
//!   read as the value.
//! - The service answers with the value itself in place of a status: that is the value.
//! - The operation names the result by its id alone, as OneDrive does when it has copied an item: there is no value, and
//!   [`Status::resource_id`] is that id.
//!
//! A token goes to the origin of the service alone. What leads to another host, as OneDrive's monitor URLs do, carries its
//! own permission, and is asked without one.

mod carried;
mod monitor;
mod place;
#[cfg(feature = "client")]
mod sent;
mod start;
mod status;

pub use monitor::{Completed, Operation, Step};
pub use status::{State, Status};
