//! Types that the body of a response is read as.

use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::value::RawValue;

use super::receive::SentWith;
use super::{envelope, headers, page};
use crate::edm::{
    Base64Url, Binary, Date, DateTimeOffset, Decimal, Double, Duration, Guid,
    Single as SingleNumber, TimeOfDay,
};
use crate::json::{self, Json, Reader};
use crate::model::{Model, Structured};
use crate::value::Value;

/// A response of success, to be read.
#[derive(Clone, Copy)]
pub struct Reply<'a> {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The body.
    pub body: &'a Bytes,
    /// Whether the service is no OData service: then a value has no envelope.
    pub(super) plain: bool,
    pub(super) sent_with: Option<&'a SentWith>,
}

/// Headers and body may hold secrets.
impl fmt::Debug for Reply<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// Why a body cannot be read as what was expected. Never holds text of the body, which may be secret.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeError {
    /// There is no body, or a null in place of a value.
    Empty,
    /// It is something else.
    Other {
        /// The expected value, and the place at which the body differs.
        why: String,
    },
}

impl DecodeError {
    /// Something else than `what` stands at a path of the body.
    fn expected(what: &str, found: &envelope::Found) -> Self {
        let envelope::Found { path, kind } = found;
        Self::Other {
            why: format!("expected {what} at `{path}`, and the JSON has {kind} there"),
        }
    }
}

/// A type that a response can be read as.
pub trait Payload: Sized + Send {
    /// The header `Accept`, unless the request has one.
    const ACCEPT: &'static str = "application/json";

    /// Set if a value of this type holds anything of a response. If not, the result of an operation is not asked for.
    #[doc(hidden)]
    const HAS_VALUE: bool = true;

    /// Reads a response of success.
    ///
    /// # Errors
    /// The body is something else.
    fn from_reply(reply: Reply<'_>) -> Result<Self, DecodeError>;
}

impl<'a> Reply<'a> {
    /// A response of an OData service.
    pub fn new(status: StatusCode, headers: &'a HeaderMap, body: &'a Bytes) -> Self {
        Self {
            status,
            headers,
            body,
            plain: false,
            sent_with: None,
        }
    }

    /// The body as JSON.
    pub(super) fn json(self) -> Result<&'a RawValue, DecodeError> {
        if self.is_empty() {
            return Err(DecodeError::Empty);
        }
        serde_json::from_slice(json::without_byte_order_mark(self.body)).map_err(|error| {
            if let Some(encoding) = self.encoding() {
                return DecodeError::Other {
                    why: format!(
                        "the body is compressed (`{encoding}`), and nothing has decompressed it: leave the header \
                         `Accept-Encoding` out, or give the client a transport that decompresses"
                    ),
                };
            }
            let (line, column) = (error.line(), error.column());
            let problem = if error.is_eof() {
                "the JSON ends too early"
            } else {
                "the body is not JSON"
            };
            DecodeError::Other {
                why: format!("{problem} (line {line}, column {column})"),
            }
        })
    }

    /// Returns what the body is compressed by, where the response says so (RFC 9110, 8.4).
    fn encoding(self) -> Option<&'a str> {
        let encoding = self.headers.get(http::header::CONTENT_ENCODING)?;
        let encoding = encoding.to_str().unwrap_or("unknown");
        (!encoding.trim().eq_ignore_ascii_case("identity")).then_some(encoding)
    }

    /// Returns what `read` makes of the body, which is expected to be `what`.
    pub(super) fn read<T>(
        self,
        what: &str,
        read: impl Fn(&mut Reader<'a>) -> Option<T>,
    ) -> Result<T, DecodeError> {
        let read = |reader: &mut Reader<'a>| {
            reader.set_exact(self.plain);
            read(reader)
        };
        if !self.is_empty()
            && let Some(value) = json::read(self.body, read)
        {
            return Ok(value);
        }
        // What is wrong, and where, is for serde_json to say.
        let raw = self.json()?;
        let is_null = match self.plain {
            true => raw.get() == "null",
            false => envelope::is_null(raw),
        };
        read(&mut Reader::new(raw)).ok_or_else(|| match is_null {
            true => DecodeError::Empty,
            false => DecodeError::expected(what, &envelope::found(raw, self.plain)),
        })
    }

    /// The body as one JSON value of that type.
    ///
    /// # Errors
    /// It is none.
    pub fn value<T: Value>(self) -> Result<T, DecodeError> {
        self.read(
            "another value",
            match self.plain {
                true => T::read,
                false => envelope::read_value::<T>,
            },
        )
    }

    fn is_empty(self) -> bool {
        self.status == StatusCode::NO_CONTENT || json::without_byte_order_mark(self.body).is_empty()
    }
}

/// A single structured value, bare or in an envelope.
impl<T: Structured> Payload for T {
    fn from_reply(reply: Reply<'_>) -> Result<Self, DecodeError> {
        reply.read(
            T::Declared::schema().name,
            match reply.plain {
                true => T::read,
                false => envelope::read_structured::<T>,
            },
        )
    }
}

impl Payload for () {
    const HAS_VALUE: bool = false;

    fn from_reply(_: Reply<'_>) -> Result<Self, DecodeError> {
        Ok(())
    }
}

impl<T: Payload> Payload for Option<T> {
    const ACCEPT: &'static str = T::ACCEPT;

    fn from_reply(reply: Reply<'_>) -> Result<Self, DecodeError> {
        if reply.is_empty() {
            return Ok(None);
        }
        match T::from_reply(reply) {
            Err(DecodeError::Empty) => Ok(None),
            read => read.map(Some),
        }
    }
}

impl Payload for serde_json::Value {
    fn from_reply(reply: Reply<'_>) -> Result<Self, DecodeError> {
        match reply.json() {
            Ok(raw) => serde_json::from_str(raw.get()).map_err(|_| DecodeError::Other {
                why: "the JSON is nested too deep".into(),
            }),
            Err(DecodeError::Empty) => Ok(Self::Null),
            Err(other) => Err(other),
        }
    }
}

/// Media, of whatever type they are.
impl Payload for Bytes {
    const ACCEPT: &'static str = "*/*";

    fn from_reply(reply: Reply<'_>) -> Result<Self, DecodeError> {
        Ok(reply.body.clone())
    }
}

/// A single value that is no object: primitive, enumeration, any JSON (JSON Format 4.01, 11).
#[derive(Clone, Debug, PartialEq)]
pub struct Single<T> {
    /// The value.
    pub value: T,
}

impl<T: Value> Payload for Single<T> {
    fn from_reply(reply: Reply<'_>) -> Result<Self, DecodeError> {
        reply.value().map(|value| Self { value })
    }
}

/// All items of a collection that comes as it is, without pages.
impl<T: Value> Payload for Vec<T> {
    fn from_reply(reply: Reply<'_>) -> Result<Self, DecodeError> {
        let items = reply.value();
        items.map_err(|unfit| page::misfit::<T>(reply, "Vec").unwrap_or(unfit))
    }
}

impl<T: Value> Payload for BTreeMap<String, T> {
    fn from_reply(reply: Reply<'_>) -> Result<Self, DecodeError> {
        reply.value()
    }
}

/// Text of any kind; where the response says that it is JSON, the string in it.
impl Payload for String {
    const ACCEPT: &'static str = "text/plain, application/json;q=0.9, */*;q=0.5";

    fn from_reply(reply: Reply<'_>) -> Result<Self, DecodeError> {
        let content_type = headers::text(reply.headers, http::header::CONTENT_TYPE);
        if content_type.is_some_and(|one| one.contains("json")) {
            return reply.value();
        }
        let text = std::str::from_utf8(reply.body).map_err(|_| DecodeError::Other {
            why: "expected text, and the body is not UTF-8".into(),
        })?;
        Ok(text.to_owned())
    }
}

macro_rules! values {
    ($($type:ty)*) => {$(
        impl Payload for $type {
            fn from_reply(reply: Reply<'_>) -> Result<Self, DecodeError> {
                reply.value()
            }
        }
    )*};
}

values!(bool u8 u16 u32 u64 i8 i16 i32 i64 Base64Url Binary Date DateTimeOffset Decimal Double Duration Guid Json SingleNumber TimeOfDay);

/// The answer of one variant, for [`answers!`](crate::answers!) alone.
#[doc(hidden)]
#[macro_export]
macro_rules! answer {
    ($variant:expr, $reply:ident) => {
        ::core::result::Result::Ok($variant)
    };
    ($variant:expr, $reply:ident, $ty:ty) => {
        <$ty as $crate::Payload>::from_reply($reply).map($variant)
    };
}

/// Makes an enum over what a call answers: `answers!(Name, [Variant(Type) 200 200, Empty 204 204, …])`, each with the
/// first and the last of its statuses. The first that has the status decides.
#[macro_export]
macro_rules! answers {
    ($name:ident, [$($variant:ident $(($ty:ty))? $first:literal $last:literal),* $(,)?]) => {
        impl $crate::Payload for $name {
            const ACCEPT: &'static str = "application/json, */*;q=0.5";

            #[inline]
            fn from_reply(reply: $crate::Reply<'_>) -> ::core::result::Result<Self, $crate::DecodeError> {
                let status = reply.status.as_u16();
                $(if ($first..=$last).contains(&status) {
                    return $crate::answer!(Self::$variant, reply $(, $ty)?);
                })*
                ::core::result::Result::Err($crate::DecodeError::Other {
                    why: ::std::format!("the description has no answer of status {status}"),
                })
            }
        }
    };
}

/// The number of items of a collection, which stands alone as text (OData Protocol 4.01, 11.2.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count(pub i64);

impl Payload for Count {
    /// The count is text; an error is JSON also here.
    const ACCEPT: &'static str = "text/plain, application/json;q=0.9";

    fn from_reply(reply: Reply<'_>) -> Result<Self, DecodeError> {
        if reply.is_empty() {
            return Err(DecodeError::Empty);
        }
        let text = std::str::from_utf8(reply.body).unwrap_or_default();
        let number = text.trim_start_matches('\u{feff}').trim().parse();
        number.map(Self).map_err(|_| DecodeError::Other {
            why: "expected a number, and the body is something else".into(),
        })
    }
}
