//! JSON without loss: a reader that can go back, values kept as written, and a quick writer.

mod grammar;
mod kept;
mod reader;
mod scan;
mod whole;
mod writer;

pub use kept::Json;
pub use reader::Reader;
pub(crate) use reader::{Name, Other};
pub use whole::from_slice;
pub(crate) use whole::{checked, read};
pub use writer::to_vec;
