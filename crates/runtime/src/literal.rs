//! Values as they stand in a URL: parameters of functions, and keys in parentheses.

use crate::conventions::{Conventions, EnumLiterals};
use crate::edm::{
    Base64Url, Binary, Date, DateTimeOffset, Decimal, Double, Duration, Guid, Single, TimeOfDay,
};
use crate::json::Json;
use crate::model::{Enumeration, Flags};

/// A value that has a literal form in a URL (OData ABNF 4.01, 7; URL Conventions 4.01, 5.1.1.14).
/// The text is not percent-encoded yet.
pub trait Literal {
    /// The literal, as a service of these conventions reads it.
    fn to_literal(&self, conventions: Conventions) -> String;

    /// Returns whether it is an object or an array, which a path can only name by an alias (OData ABNF 4.01,
    /// `functionParameter`).
    fn needs_alias(&self) -> bool {
        false
    }
}

/// A string literal: in single quotes, a quote in it doubled.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

impl Literal for str {
    fn to_literal(&self, _: Conventions) -> String {
        quoted(self)
    }
}

impl Literal for String {
    fn to_literal(&self, _: Conventions) -> String {
        quoted(self)
    }
}

impl<T: Literal + ?Sized> Literal for &T {
    fn to_literal(&self, conventions: Conventions) -> String {
        (*self).to_literal(conventions)
    }

    fn needs_alias(&self) -> bool {
        (*self).needs_alias()
    }
}

impl<T: Literal> Literal for Option<T> {
    fn to_literal(&self, conventions: Conventions) -> String {
        self.as_ref()
            .map_or_else(|| "null".into(), |value| value.to_literal(conventions))
    }

    fn needs_alias(&self) -> bool {
        self.as_ref().is_some_and(Literal::needs_alias)
    }
}

/// Returns what a literal says without its quotes and the name of its type, as a key that is a segment does (OData
/// URL Conventions 4.01, 4.3.6).
pub(crate) fn bare(literal: &str) -> String {
    let quoted = literal.split_once('\'').map(|(_, rest)| rest);
    let inner = quoted.and_then(|rest| rest.strip_suffix('\''));
    inner.unwrap_or(literal).replace("''", "'")
}

/// A duration says what it is; the prefix is required in OData 4.0 and allowed in 4.01.
impl Literal for Duration {
    fn to_literal(&self, _: Conventions) -> String {
        format!("duration'{self}'")
    }
}

/// Bytes say what they are (OData ABNF 4.01, 7).
impl Literal for Binary {
    fn to_literal(&self, _: Conventions) -> String {
        format!("binary'{}'", self.as_str())
    }
}

/// As [`Binary`] does.
impl Literal for Base64Url {
    fn to_literal(&self, _: Conventions) -> String {
        format!("binary'{}'", self.as_str())
    }
}

/// Collections and structured values stand as JSON (URL Conventions 4.01, 5.1.1.14.3), and so do numbers and
/// Booleans. A string has the quotes of a literal.
impl Literal for Json {
    fn to_literal(&self, _: Conventions) -> String {
        match self.to::<String>() {
            Ok(text) => quoted(&text),
            Err(_) => self.as_str().to_owned(),
        }
    }

    fn needs_alias(&self) -> bool {
        self.as_str().starts_with(['{', '['])
    }
}

/// The literal of a value of an enumeration type, with the names of its members (OData ABNF 4.01, `enum`).
pub(crate) fn enumeration<'e>(
    ty: &str,
    members: impl Iterator<Item = &'e str>,
    conventions: Conventions,
) -> String {
    let names = members.filter(|name| !name.is_empty());
    let names = names.collect::<Vec<_>>().join(",");
    // No member is the number zero.
    let value = quoted(if names.is_empty() { "0" } else { &names });
    match conventions.enum_literals {
        EnumLiterals::Qualified => format!("{ty}{value}"),
        EnumLiterals::Short => value,
    }
}

impl<E: Enumeration> Literal for Flags<E> {
    fn to_literal(&self, conventions: Conventions) -> String {
        let names = self.members().iter().map(E::as_str);
        enumeration(E::NAME, names, conventions)
    }
}

/// With `INF`, `-INF` and `NaN`, as [`Double`] writes them.
impl Literal for f64 {
    fn to_literal(&self, conventions: Conventions) -> String {
        Double::from(*self).to_literal(conventions)
    }
}

/// As [`Single`] writes it.
impl Literal for f32 {
    fn to_literal(&self, conventions: Conventions) -> String {
        Single::from(*self).to_literal(conventions)
    }
}

macro_rules! plain {
    ($($type:ty)*) => {$(
        impl Literal for $type {
            fn to_literal(&self, _: Conventions) -> String {
                self.to_string()
            }
        }
    )*};
}

plain!(bool u8 u16 u32 u64 i8 i16 i32 i64 Double Single Decimal Guid Date DateTimeOffset TimeOfDay);
