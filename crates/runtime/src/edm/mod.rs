//! The primitive types of OData that Rust has no lossless type for.
//!
//! Each keeps the text that was read and writes it back as it was: seven digits or twelve, `Z` or
//! `-08:00`. What is not a value of the type does not parse.

pub(crate) mod binary;
mod number;
mod short;
mod text;

pub use binary::{Base64Url, Binary};
pub use number::{Decimal, Double, Single};
pub use text::{Date, DateTimeOffset, Duration, Guid, InvalidText, TimeOfDay};
