//! The primitive types of OData that Rust has no lossless type for.
//!
//! Each keeps the text that was read and writes it back as it was: seven digits or twelve, `Z` or
//! `-08:00`. What is not a value of the type does not parse.
//!
//! # Conversions
//! `From` makes values of these types from those that programs use, and `TryFrom` the other way, where a value may not
//! fit: then a [`ConversionError`] names the value and says why. Where it is the other way round, `TryFrom` is on the
//! other side.
//!
//! | type | without a feature | `time` | `chrono` | `jiff` | others |
//! |---|---|---|---|---|---|
//! | [`DateTimeOffset`] | `SystemTime` | `OffsetDateTime`, `UtcDateTime` | `DateTime` | `Timestamp`, `ZonedDateTime` | |
//! | [`Date`] | | `Date` | `NaiveDate` | `civil::Date` | |
//! | [`TimeOfDay`] | | `Time` | `NaiveTime` | `civil::Time` | |
//! | [`Duration`] | `std::time::Duration` | `Duration` | `TimeDelta` | `SignedDuration`, `Span` | |
//! | [`Guid`] | | | | | `uuid::Uuid` (`uuid`) |
//! | [`Decimal`] | whole numbers | | | | `rust_decimal::Decimal` (`rust_decimal`) |
//! | [`Binary`], [`Base64Url`] | `&[u8]`, `Vec<u8>`, `Bytes` | | | | |
//!
//! ```
//! use std::time::{Duration, SystemTime, UNIX_EPOCH};
//!
//! use graphwright::edm::{ConversionErrorKind, DateTimeOffset};
//!
//! let time = DateTimeOffset::from(UNIX_EPOCH + Duration::from_millis(1500));
//! assert_eq!(time, "1970-01-01T00:00:01.5Z");
//! assert_eq!(SystemTime::try_from(&time)?, UNIX_EPOCH + Duration::from_millis(1500));
//!
//! let finer: DateTimeOffset = "1970-01-01T00:00:00.123456789012Z".parse()?;
//! let error = SystemTime::try_from(&finer).unwrap_err();
//! assert_eq!(error.kind(), ConversionErrorKind::TooPrecise);
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! ```

pub(crate) mod binary;
mod conversion_error;
mod convert;
mod number;
mod order;
mod parts;
mod period;
mod short;
mod text;

pub use binary::{Base64Url, Binary};
pub use conversion_error::{ConversionError, ConversionErrorKind};
pub use number::{Decimal, Double, Single};
pub use text::{Date, DateTimeOffset, Duration, Guid, InvalidText, TimeOfDay};
