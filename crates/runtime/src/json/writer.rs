//! Writing JSON: what `serde_json::to_vec` writes, byte for byte, in less time.
//!
//! Most of what a service is sent is text, and serde_json looks at each byte of it by itself. Here eight
//! are looked at in one step; a text in which something must be escaped is left to serde_json, and so are
//! numbers.

use serde::ser::{self, Error as _, Serialize};
use serde_json::Error;

use super::dynamic::Dynamic;
use super::gather::quote;
use super::raw;
use super::scan::has_escape;
use super::wide::{PerhapsWide, Wide, WideNumbers};

/// The JSON of `value`, as `serde_json::to_vec` writes it: what bodies of requests are.
///
/// # Errors
/// `value` cannot be written as JSON, such as a map whose keys are not strings.
pub fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    to_vec_with(value, WideNumbers::AsTheyAre)
}

/// Writes the value to bytes, with the numbers in [`Wide`] as `wide` says.
pub(crate) fn to_vec_with<T: Serialize + ?Sized>(
    value: &T,
    wide: WideNumbers,
) -> Result<Vec<u8>, Error> {
    let mut writer = Writer {
        json: Vec::with_capacity(128),
        verbatim: false,
        wide,
        was_wide: false,
    };
    value.serialize(&mut writer)?;
    Ok(writer.json)
}

pub(super) struct Writer {
    json: Vec<u8>,
    /// Whether the next text is JSON itself.
    verbatim: bool,
    /// How numbers of 64 bits and more are written.
    wide: WideNumbers,
    /// Whether what was written last is one by its type in Rust.
    was_wide: bool,
}

impl Writer {
    #[inline]
    fn text(&mut self, text: &str) -> Result<(), Error> {
        if self.verbatim {
            self.json.extend_from_slice(text.as_bytes());
            self.was_wide = true;
            return Ok(());
        }
        if has_escape(text.as_bytes()) {
            return self.plainly(text);
        }
        self.json.push(b'"');
        self.json.extend_from_slice(text.as_bytes());
        self.json.push(b'"');
        Ok(())
    }

    /// As serde_json does it.
    fn plainly(&mut self, value: impl Serialize) -> Result<(), Error> {
        serde_json::to_writer(&mut self.json, &value)
    }

    /// The key of a map, which must be a string: numbers and Booleans are put between quotes.
    fn key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        let start = self.json.len();
        key.serialize(&mut *self)?;
        quote(&mut self.json, start).ok_or_else(|| Error::custom("key must be a string"))
    }

    fn open(&mut self, open: &str, close: &'static str) -> Result<Open<'_>, Error> {
        self.json.extend_from_slice(open.as_bytes());
        Ok(Open {
            writer: self,
            first: true,
            close,
        })
    }

    /// `{"variant":` and what opens its value.
    fn variant(
        &mut self,
        variant: &str,
        open: &str,
        close: &'static str,
    ) -> Result<Open<'_>, Error> {
        self.json.push(b'{');
        self.text(variant)?;
        self.json.push(b':');
        self.open(open, close)
    }
}

/// An array or an object that has been begun.
pub(super) struct Open<'w> {
    writer: &'w mut Writer,
    first: bool,
    close: &'static str,
}

impl Open<'_> {
    #[inline]
    fn comma(&mut self) {
        if !self.first {
            self.writer.json.push(b',');
        }
        self.first = false;
    }

    #[inline]
    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.comma();
        value.serialize(&mut *self.writer)
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Error> {
        if !self.writer.verbatim {
            self.comma();
            self.writer.text(name)?;
            self.writer.json.push(b':');
        }
        value.serialize(&mut *self.writer)
    }

    #[inline]
    fn close(self) -> Result<(), Error> {
        self.writer.verbatim = false;
        self.writer.json.extend_from_slice(self.close.as_bytes());
        Ok(())
    }
}

macro_rules! items {
    ($($kind:ident $item:ident,)*) => {$(
        impl ser::$kind for Open<'_> {
            type Ok = ();
            type Error = Error;

            #[inline]
            fn $item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.item(value)
            }

            #[inline]
            fn end(self) -> Result<(), Error> {
                self.close()
            }
        }
    )*};
}

items! {
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field,
}

macro_rules! fields {
    ($($kind:ident,)*) => {$(
        impl ser::$kind for Open<'_> {
            type Ok = ();
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Error> {
                self.field(name, value)
            }

            fn end(self) -> Result<(), Error> {
                self.close()
            }
        }
    )*};
}

fields! {
    SerializeStruct,
    SerializeStructVariant,
}

impl ser::SerializeMap for Open<'_> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.comma();
        self.writer.key(key)
    }

    #[inline]
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.writer.json.push(b':');
        value.serialize(&mut *self.writer)
    }

    #[inline]
    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

macro_rules! plainly {
    ($($name:ident: $ty:ty,)*) => {$(
        fn $name(self, value: $ty) -> Result<(), Error> {
            self.plainly(value)
        }
    )*};
}

impl<'w> ser::Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Open<'w>;
    type SerializeTuple = Open<'w>;
    type SerializeTupleStruct = Open<'w>;
    type SerializeTupleVariant = Open<'w>;
    type SerializeMap = Open<'w>;
    type SerializeStruct = Open<'w>;
    type SerializeStructVariant = Open<'w>;

    plainly! {
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i128: i128,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_u128: u128,
        serialize_f32: f32,
        serialize_f64: f64,
        serialize_char: char,
    }

    fn serialize_i64(self, value: i64) -> Result<(), Error> {
        self.plainly(value)?;
        self.was_wide = true;
        Ok(())
    }

    #[inline]
    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        let text: &[u8] = if value { b"true" } else { b"false" };
        self.json.extend_from_slice(text);
        Ok(())
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<(), Error> {
        self.text(value)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Error> {
        self.plainly(value)
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    #[inline]
    fn serialize_unit(self) -> Result<(), Error> {
        self.json.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
    ) -> Result<(), Error> {
        self.text(name)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let start = self.json.len();
        self.was_wide = false;
        value.serialize(&mut *self)?;
        let is_scalar = !matches!(self.json.get(start), Some(b'[' | b'{'));
        let is_perhaps = name == PerhapsWide::<()>::NAME && self.was_wide && is_scalar;
        if is_perhaps || name == Wide::<()>::NAME {
            self.wide.rewrite(&mut self.json, start);
        } else if name == Dynamic::<()>::NAME {
            self.wide.rewrite_inside(&mut self.json, start);
        }
        Ok(())
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let open = self.variant(variant, "", "}")?;
        value.serialize(&mut *open.writer)?;
        open.close()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'w>, Error> {
        self.open("[", "]")
    }

    fn serialize_tuple(self, _: usize) -> Result<Open<'w>, Error> {
        self.open("[", "]")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Open<'w>, Error> {
        self.open("[", "]")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'w>, Error> {
        self.variant(variant, "[", "]}")
    }

    #[inline]
    fn serialize_map(self, _: Option<usize>) -> Result<Open<'w>, Error> {
        self.open("{", "}")
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Open<'w>, Error> {
        self.verbatim = raw::is_text(name);
        match self.verbatim {
            true => self.open("", ""),
            false => self.open("{", "}"),
        }
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'w>, Error> {
        self.variant(variant, "{", "}}")
    }
}
