//! What Outlook has beside OData: extended properties, and points in time beside the name of a time zone
//! ([`point_in_time`], [`date_time_time_zone`]).
//!
//! # Extended properties
//! These are MAPI properties that no member of a message, event, contact or folder has
//! ([source](https://learn.microsoft.com/graph/api/resources/extended-properties-overview)).
//!
//! ```
//! use graphwright::outlook::{MapiType, PropertyId};
//!
//! let size = PropertyId::tag(MapiType::Integer, 0x0E08);
//! assert_eq!(size.to_string(), "Integer 0x0E08");
//! assert_eq!(size.expand(), "singleValueExtendedProperties($filter=id eq 'Integer 0x0E08')");
//! assert_eq!("integer 0xe08".parse(), Ok(size));
//!
//! // Values have the type that the id says, read, written and in filters.
//! let item = serde_json::from_str::<Message>(
//!     r#"{"singleValueExtendedProperties":[{"id":"Integer 0x0E08","value":"7"}]}"#,
//! )?;
//! # use graphwright::{Additional, Filter, serde_json};
//! # pub struct Message { pub additional: Additional }
//! # graphwright::model!(Message = "mail.message", []);
//! let size = PropertyId::tag(MapiType::Integer, 0x0E08);
//! assert_eq!(size.value_of::<i32>(&item)?, Some(7));
//! assert_eq!(
//!     size.matches(|value| Filter::gt(value, 1_000)).to_string(),
//!     "singleValueExtendedProperties/any(ep:ep/id eq 'Integer 0x0E08' and cast(ep/value,Edm.Int32) gt 1000)"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod time_zone;
mod value;

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::client::Filter;
use crate::edm::Guid;
use crate::literal::Literal;

pub use self::value::{ExtendedProperty, ExtendedValue, MapiValue, MapiValueError};
pub use time_zone::{TimeZoneError, date_time_time_zone, point_in_time};

macro_rules! types {
    ($($name:ident)*) => {
        /// The type of an extended property, by the names that Outlook gives to MAPI's types. `Array` is a
        /// collection.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #[expect(missing_docs, reason = "they are names of MAPI's")]
        pub enum MapiType {
            $($name,)*
        }

        impl MapiType {
            const ALL: &[Self] = &[$(Self::$name,)*];

            /// Returns the name.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)*
                }
            }
        }
    };
}

types! {
    ApplicationTime ApplicationTimeArray Binary BinaryArray Boolean CLSID CLSIDArray Currency CurrencyArray Double
    DoubleArray Error Float FloatArray Integer IntegerArray Long LongArray Null Object ObjectArray Short ShortArray
    String StringArray SystemTime SystemTimeArray
}

impl MapiType {
    /// Returns whether it is a collection, which stands in `multiValueExtendedProperties`.
    pub fn is_many(self) -> bool {
        self.as_str().ends_with("Array")
    }
}

/// The id of an extended property.
#[derive(Clone, Debug, PartialEq)]
pub struct PropertyId {
    mapi_type: MapiType,
    key: Key,
}

#[derive(Clone, Debug, PartialEq)]
enum Key {
    Tag(u16),
    Name(Guid, String),
    Id(Guid, u32),
}

impl PropertyId {
    /// Makes the ID of a property that MAPI defines, by its tag: `Integer 0x0E08`.
    pub fn tag(mapi_type: MapiType, tag: u16) -> Self {
        let key = Key::Tag(tag);
        Self { mapi_type, key }
    }

    /// Makes the ID of a property of a set, by its name: `String {00020329-0000-0000-c000-000000000046} Name cecp-x`.
    pub fn named(mapi_type: MapiType, set: Guid, name: impl Into<String>) -> Self {
        let key = Key::Name(set, name.into());
        Self { mapi_type, key }
    }

    /// Makes the ID of a property of a set, by its number: `Integer {00062008-0000-0000-c000-000000000046} Id 0x8510`.
    pub fn numbered(mapi_type: MapiType, set: Guid, id: u32) -> Self {
        let key = Key::Id(set, id);
        Self { mapi_type, key }
    }

    /// Returns the type of the value.
    pub fn mapi_type(&self) -> MapiType {
        self.mapi_type
    }

    /// Returns the navigation property that has it.
    fn collection(&self) -> &'static str {
        match self.mapi_type.is_many() {
            true => "multiValueExtendedProperties",
            false => "singleValueExtendedProperties",
        }
    }

    /// Returns the text for [`Request::expand`](crate::Request::expand) that asks for the property.
    pub fn expand(&self) -> String {
        let id = Filter::eq("id", self.to_string());
        format!("{}($filter={id})", self.collection())
    }

    /// Returns the filter for items whose property has this value, or one such value if it is a collection. A value of
    /// another type than the id says is an error when the request is sent.
    pub fn equals(&self, value: impl Literal + Serialize) -> Filter {
        self.matches(|one| Filter::eq(one, value))
    }

    /// Returns the filter for items of whose property the expression is true, or of one value of it if it is a
    /// collection: `size.matches(|value| Filter::gt(value, 1_000))`.
    pub fn matches(&self, expression: impl FnOnce(ExtendedValue) -> Filter) -> Filter {
        let id = Filter::eq("ep/id", self.to_string());
        let value = expression(ExtendedValue::of(self));
        let value = match self.mapi_type.is_many() {
            true => Filter::any("ep/value", "v", value),
            false => value,
        };
        Filter::any(self.collection(), "ep", id & value)
    }

    /// Returns whether both are of one property: letters of GUIDs have no case, those of names have (the page of
    /// `singleValueLegacyExtendedProperty` says so of filters).
    fn is_same(&self, other: &Self) -> bool {
        let same_set = |one: &Guid, two: &Guid| one.as_str().eq_ignore_ascii_case(two.as_str());
        let same_key = match (&self.key, &other.key) {
            (Key::Tag(one), Key::Tag(two)) => one == two,
            (Key::Name(set, name), Key::Name(other, another)) => {
                same_set(set, other) && name == another
            }
            (Key::Id(set, id), Key::Id(other, another)) => same_set(set, other) && id == another,
            _ => false,
        };
        same_key && self.mapi_type == other.mapi_type
    }
}

impl fmt::Display for PropertyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mapi_type = self.mapi_type.as_str();
        match &self.key {
            Key::Tag(tag) => write!(f, "{mapi_type} 0x{tag:04X}"),
            Key::Name(set, name) => write!(f, "{mapi_type} {{{set}}} Name {name}"),
            Key::Id(set, id) => write!(f, "{mapi_type} {{{set}}} Id 0x{id:04X}"),
        }
    }
}

/// The text is not the id of an extended property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoPropertyId;

impl fmt::Display for NoPropertyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "an id of an extended property is such as `Integer 0x0E08`, `String {GUID} Name NAME` or \
             `Integer {GUID} Id 0x8510`",
        )
    }
}

impl std::error::Error for NoPropertyId {}

impl FromStr for PropertyId {
    type Err = NoPropertyId;

    fn from_str(text: &str) -> Result<Self, NoPropertyId> {
        let read = || {
            let (mapi_type, key) = text.split_once(' ')?;
            let is = |one: &&MapiType| one.as_str().eq_ignore_ascii_case(mapi_type);
            let mapi_type = *MapiType::ALL.iter().find(is)?;
            let Some(key) = key.strip_prefix('{') else {
                let tag = u16::try_from(hexadecimal(key)?).ok()?;
                return Some(Self::tag(mapi_type, tag));
            };
            let (set, key) = key.split_once("} ")?;
            let set = set.parse().ok()?;
            match key.split_once(' ')? {
                (kind, name) if kind.eq_ignore_ascii_case("Name") && !name.is_empty() => {
                    Some(Self::named(mapi_type, set, name))
                }
                (kind, id) if kind.eq_ignore_ascii_case("Id") => {
                    Some(Self::numbered(mapi_type, set, hexadecimal(id)?))
                }
                _ => None,
            }
        };
        read().ok_or(NoPropertyId)
    }
}

fn hexadecimal(text: &str) -> Option<u32> {
    let digits = text
        .strip_prefix("0x")
        .or_else(|| text.strip_prefix("0X"))?;
    let all = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    all.then(|| u32::from_str_radix(digits, 16).ok())?
}
