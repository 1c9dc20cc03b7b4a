//! Made-up values of every model of an API, to see that nothing of them is lost.
//!
//! [`Subjects`] lists the models, [`Arbitrary`] makes JSON that a service may send for one of them, and
//! [`RoundTrip`] judges what came of decoding and encoding it. All of it depends on a seed alone.

mod judge;
mod node;
mod object;
mod random;
mod scalar;
mod subject;

pub use judge::{RoundTrip, Wrote};
pub use node::Node;
pub use object::Arbitrary;
pub use random::Random;
pub use subject::{Subject, SubjectKind, Subjects};
