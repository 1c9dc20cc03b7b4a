//! JSON without loss: a reader that can go back, values kept as written, and a quick writer.

mod dynamic;
mod ends;
mod gather;
mod grammar;
mod kept;
mod raw;
mod reader;
mod scan;
mod stream;
mod whole;
mod wide;
mod writer;

pub(crate) use dynamic::Dynamic;
pub use kept::Json;
pub use reader::Reader;
pub(crate) use reader::{Name, Other};
pub use whole::from_slice;
pub(crate) use whole::{deserialize, read, without_byte_order_mark};
pub(crate) use wide::{PerhapsWide, Wide, WideNumbers, as_numbers};
pub use writer::to_vec;
pub(crate) use writer::to_vec_with;
