//! JSON without loss: a reader that can go back, and values kept as written.

mod kept;
mod reader;

pub use kept::Json;
pub use reader::Reader;
