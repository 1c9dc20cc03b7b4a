//! JSON without loss: a reader that can go back, values kept as written, and a quick writer.

mod kept;
mod reader;
mod writer;

pub use kept::Json;
pub use reader::Reader;
pub use writer::to_vec;
