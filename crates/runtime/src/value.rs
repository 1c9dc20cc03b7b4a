//! The values that properties of a model can have.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::body::Body;
use crate::json::{Json, Reader, Wide};
use crate::model::Misfits;
use crate::model::one_of::UNKNOWN;

/// A value that a property can hold: primitive, enumeration, model, or a collection of these.
///
/// Reading never fails: what is not of this type gives `None`, and the model keeps it as it stands.
pub trait Value: Serialize + Debug + Send + Sync {
    /// Reads the next value if it is one of this type.
    fn read(reader: &mut Reader<'_>) -> Option<Self>
    where
        Self: Sized;

    /// Reads the next value as an item of a list or a member of a map. There a null, if it is a value of this type at
    /// all, has no place but the list or map itself.
    #[doc(hidden)]
    fn read_inside(reader: &mut Reader<'_>) -> Option<Self>
    where
        Self: Sized,
    {
        Self::read(reader)
    }

    /// Reads the next value to the end of `items` if it is one of this type.
    #[doc(hidden)]
    fn read_into(items: &mut Vec<Self>, reader: &mut Reader<'_>) -> bool
    where
        Self: Sized,
    {
        let read = Self::read_inside(reader);
        let fits = read.is_some();
        items.extend(read);
        fits
    }

    /// The first byte of such a value in JSON, if there is only one.
    #[doc(hidden)]
    const BEGINS: Option<u8> = None;

    /// Passes over the next value if it is one of this type, and says how many of its members no field holds:
    /// of several types that a value may be of, it is of the one that leaves the fewest. `usize::MAX` says
    /// that it is of no type that is known.
    #[doc(hidden)]
    fn fit(reader: &mut Reader<'_>) -> Option<usize>
    where
        Self: Sized,
    {
        Self::read(reader).map(|_| 0)
    }

    /// Returns whether a member of that name is written of it. What is no object has every member: none is missing.
    #[doc(hidden)]
    fn has_member(&self, _name: &str) -> bool {
        true
    }

    /// Writes the value as an item of a list that is the body of an OData request.
    ///
    /// # Errors
    /// The serializer's own.
    #[doc(hidden)]
    fn write_in_body<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>
    where
        Self: Sized,
    {
        self.serialize(serializer)
    }

    /// Returns what a body has of it: all but what only the service sets, in it and in the values inside.
    ///
    /// # Errors
    /// It cannot be written as JSON.
    #[doc(hidden)]
    fn sent(&self) -> Result<Json, serde_json::Error> {
        Json::new(self)
    }

    /// Finds the declared members in it whose values did not fit.
    #[doc(hidden)]
    fn find_misfits<'a>(&'a self, _: &mut Misfits<'a>) {}
}

impl Value for String {
    const BEGINS: Option<u8> = Some(b'"');

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        reader.text(str::to_owned)
    }
}

impl Value for bool {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        reader.boolean()
    }
}

impl Value for Json {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let text = reader.raw();
        (text != "null").then(|| Self::from_checked(text))
    }

    fn read_inside(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self::from_checked(reader.raw()))
    }
}

/// An item of a collection that may be null. In a property, a null is kept by the model.
impl<T: Value> Value for Option<T> {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        match is_null(reader) {
            true => Some(None),
            false => T::read(reader).map(Some),
        }
    }

    fn fit(reader: &mut Reader<'_>) -> Option<usize> {
        match is_null(reader) {
            true => Some(0),
            false => T::fit(reader),
        }
    }

    fn write_in_body<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write_in_body(serializer),
            None => serializer.serialize_unit(),
        }
    }

    fn sent(&self) -> Result<Json, serde_json::Error> {
        self.as_ref().map_or_else(|| Json::new(&()), Value::sent)
    }

    fn find_misfits<'a>(&'a self, found: &mut Misfits<'a>) {
        if let Some(value) = self {
            value.find_misfits(found);
        }
    }
}

/// Returns what [`Value::fit`] says of an item of a list or a member of a map.
fn fit_inside<T: Value>(reader: &mut Reader<'_>) -> Option<usize> {
    match reader.begins_with() {
        Some(b'n') => T::read_inside(reader).map(|_| 0),
        _ => T::fit(reader),
    }
}

/// Returns whether the next value is null, which is passed over then.
pub(crate) fn is_null(reader: &mut Reader<'_>) -> bool {
    reader.passes_null()
}

impl<T: Value> Value for Vec<T> {
    const BEGINS: Option<u8> = Some(b'[');

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let mut items = Self::new();
        reader.array(|reader| T::read_into(&mut items, reader))?;
        Some(items)
    }

    fn fit(reader: &mut Reader<'_>) -> Option<usize> {
        let mut left = 0;
        reader.array(|reader| add(&mut left, fit_inside::<T>(reader)))?;
        Some(left)
    }

    fn write_in_body<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        AllInBody(self).serialize(serializer)
    }

    fn sent(&self) -> Result<Json, serde_json::Error> {
        Json::new(&Body::plain_all(self))
    }

    fn find_misfits<'a>(&'a self, found: &mut Misfits<'a>) {
        for (number, item) in self.iter().enumerate() {
            found.inside(number, |found| item.find_misfits(found));
        }
    }
}

/// A value as the body of an OData request has it.
struct InBody<'a, T>(&'a T);

impl<T: Value> Serialize for InBody<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write_in_body(serializer)
    }
}

/// Several such values.
pub(crate) struct AllInBody<'a, T>(pub(crate) &'a [T]);

impl<T: Value> Serialize for AllInBody<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(InBody))
    }
}

/// An object whose members are all of one type, in the order of their names.
pub type Map<T> = BTreeMap<String, T>;

impl<T: Value> Value for BTreeMap<String, T> {
    const BEGINS: Option<u8> = Some(b'{');

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let mut members = Self::new();
        reader.object(|reader, name| {
            let value = T::read_inside(reader);
            value
                .map(|value| members.insert(name.into_owned(), value))
                .is_some()
        })?;
        Some(members)
    }

    fn fit(reader: &mut Reader<'_>) -> Option<usize> {
        let mut left = 0;
        reader.object(|reader, _| add(&mut left, fit_inside::<T>(reader)))?;
        Some(left)
    }

    fn has_member(&self, name: &str) -> bool {
        self.contains_key(name)
    }

    fn sent(&self) -> Result<Json, serde_json::Error> {
        let members = self.iter().map(|(name, value)| Ok((name, value.sent()?)));
        Json::new(&members.collect::<Result<BTreeMap<_, _>, serde_json::Error>>()?)
    }

    fn find_misfits<'a>(&'a self, found: &mut Misfits<'a>) {
        for (name, value) in self {
            found.inside(name, |found| value.find_misfits(found));
        }
    }
}

/// Adds what one value of a collection leaves over, if it fits.
fn add(left: &mut usize, one: Option<usize>) -> bool {
    let all = left.saturating_add(one.unwrap_or_default().min(UNKNOWN));
    *left = all.min(usize::MAX - 1);
    one.is_some()
}

/// Whole numbers are written in one way only, so a number that parses is written back to the digit;
/// `5.0` and `-0` do not parse and are kept as they stand.
fn whole<T: FromStr>(text: &str) -> Option<T> {
    (text != "-0").then(|| text.parse().ok()).flatten()
}

macro_rules! whole_numbers {
    ($($number:ty)*) => {$(
        impl Value for $number {
            fn read(reader: &mut Reader<'_>) -> Option<Self> {
                reader.number().and_then(whole)
            }
        }
    )*};
}

whole_numbers!(u8 u16 u32 u64 i8 i16 i32);

/// `Edm.Int64` stands in JSON as a number or, in OData, as a text (JSON Format 4.01, 3.2): a text that is read is
/// not written as one, for nothing is kept beside the number.
impl Value for i64 {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        if let Some(number) = reader.number() {
            return whole(number);
        }
        let text = reader.quoted_number()?;
        whole(text)
    }

    fn write_in_body<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Wide(self).serialize(serializer)
    }
}
