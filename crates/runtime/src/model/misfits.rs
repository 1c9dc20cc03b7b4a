//! Declared members whose values did not fit.

use std::fmt::{self, Write};

use super::{FieldRef, ObjectRef};
use crate::json::Json;
use crate::value::Value;

/// The declared members of a value whose own values are not of their types, in it and in the values inside.
///
/// Reading never fails on such a value: its field is `None`, and the text is kept in `additional`. An explicit `null`
/// fits, and so does a member of an enumeration type that the description does not list.
///
/// As text it is one line, for logs: it names the members and does not show their values, which may be secret.
///
/// ```
/// use graphwright::{Additional, Model, json};
///
/// pub struct Licence {
///     pub count: Option<i32>,
///     pub additional: Additional,
/// }
/// graphwright::model!(Licence = "example.licence", [COUNT count "count"]);
///
/// let licence: Licence = json::from_slice(br#"{"count":"many"}"#)?;
/// let misfits = licence.misfits();
/// assert_eq!(misfits.to_string(), "example.licence: 1 value does not fit: count (a text)");
/// for misfit in &misfits {
///     assert_eq!((misfit.path(), misfit.value().as_str()), ("count", "\"many\""));
/// }
/// # Ok::<(), graphwright::serde_json::Error>(())
/// ```
#[derive(Clone)]
pub struct Misfits<'a> {
    name: Option<&'static str>,
    /// Where the search is.
    path: String,
    found: Vec<Misfit<'a>>,
}

/// A member whose value is not of its type.
#[derive(Clone, PartialEq)]
pub struct Misfit<'a> {
    path: Box<str>,
    value: &'a Json,
}

impl Misfit<'_> {
    /// Returns where it is: names of members with `/` between, and numbers of items from 0, such as
    /// `members/3/displayName`. Empty for the value itself.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The value as it was written.
    pub fn value(&self) -> &Json {
        self.value
    }

    fn kind(&self) -> &'static str {
        match self.value.as_str().as_bytes().first() {
            Some(b'"') => "a text",
            Some(b'{') => "an object",
            Some(b'[') => "an array",
            Some(b't' | b'f') => "a Boolean",
            Some(b'n') => "null",
            _ => "a number",
        }
    }
}

/// Without its value, which may be secret.
impl fmt::Debug for Misfit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.path.escape_debug(), self.kind())
    }
}

impl<'a> Misfits<'a> {
    /// Those of any value that is read from a service: a model, or a collection or a page of them.
    pub fn of(value: &'a impl Value) -> Self {
        let mut all = Self::none(None);
        value.find_misfits(&mut all);
        all
    }

    pub(super) fn of_object(object: ObjectRef<'a>) -> Self {
        let mut all = Self::none(Some(object.schema().name));
        all.object(object);
        all
    }

    fn none(name: Option<&'static str>) -> Self {
        Self {
            name,
            path: String::new(),
            found: Vec::new(),
        }
    }

    /// Returns whether every value fits.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Each of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Misfit<'a>> {
        self.found.iter()
    }

    /// The value where the search is does not fit.
    #[doc(hidden)]
    pub fn add(&mut self, value: &'a Json) {
        if value.is_null() {
            return;
        }
        let path = self.path.as_str().into();
        self.found.push(Misfit { path, value });
    }

    /// Searches the value that is called so.
    pub(crate) fn inside(&mut self, name: impl fmt::Display, search: impl FnOnce(&mut Self)) {
        let before = self.path.len();
        let slash = if before == 0 { "" } else { "/" };
        // Writing to a `String` does not fail.
        let _ = write!(self.path, "{slash}{name}");
        search(self);
        self.path.truncate(before);
    }

    /// Searches the members of an object.
    pub(super) fn object(&mut self, object: ObjectRef<'a>) {
        let schema = object.schema();
        let mut expected = 0;
        for (name, value) in object.additional().iter() {
            let Some(index) = schema.find(name, expected) else {
                continue;
            };
            expected = index + 1;
            if !value.is_null() && !object.has(index) {
                self.inside(name, |all| all.add(value));
            }
        }
        for (field, value) in object.fields() {
            match value {
                FieldRef::Object(object, _) => self.inside(field.name, |all| all.object(object)),
                FieldRef::Objects(objects, _) => self.inside(field.name, |all| {
                    for (number, object) in objects.iter().enumerate() {
                        all.inside(number, |all| all.object(object));
                    }
                }),
                FieldRef::Opaque(value) => self.inside(field.name, |all| value.misfits(all)),
                _ => {}
            }
        }
    }
}

impl<'m, 'a> IntoIterator for &'m Misfits<'a> {
    type Item = &'m Misfit<'a>;
    type IntoIter = std::slice::Iter<'m, Misfit<'a>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Misfits<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(name) = self.name {
            write!(f, "{name}: ")?;
        }
        match self.len() {
            0 => return f.write_str("all values fit"),
            1 => f.write_str("1 value does not fit: ")?,
            count => write!(f, "{count} values do not fit: ")?,
        }
        for (number, misfit) in self.iter().enumerate() {
            let comma = if number == 0 { "" } else { ", " };
            write!(f, "{comma}{misfit:?}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Misfits<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
