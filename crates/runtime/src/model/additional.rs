//! The members of an object that no field holds.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::ordered::Ordered;
use super::type_name::qualified;
use super::wide;
use crate::json::{Json, WideNumbers, as_numbers};

/// Members that a model has no field for: `@odata.*` annotations, extension members, members that
/// the description does not know, explicit nulls, and values that do not fit their field's type.
/// Each is kept as it was written. Needs no memory of its own while empty.
///
/// Where a field and an additional member have one name, the field is what is sent.
//
// It asks for no alignment but its own. That it asks at all is what makes the compiler refuse a packed
// struct that has it, and the table core gives out references to the fields of models.
#[derive(Clone, Default, PartialEq)]
#[repr(align(1))]
pub struct Additional(Ordered<Json>);

impl Additional {
    /// No members.
    #[inline]
    pub const fn new() -> Self {
        Self(Ordered::new())
    }

    /// The member of that name, read as a `T`. `None` if there is none, or if it is no `T`.
    ///
    /// A text of which the annotation of its type says that it is an `Edm.Int64` or `Edm.Decimal` is read as the
    /// number as well, and so is a count, and so are such texts inside the member.
    pub fn get<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let json = self.get_json(name)?;
        let number = || {
            let is_wide = wide::is_count(name) || self.wide_names().binary_search(&name).is_ok();
            let number = match is_wide {
                true => as_numbers(json.as_str()),
                false => WideNumbers::Numbers.rewritten_inside(json.as_str()),
            };
            Json::from_checked(&number?).to().ok()
        };
        json.to().ok().or_else(number)
    }

    /// The names of the members whose annotations say that they are of `Edm.Int64` or `Edm.Decimal`, or lists of
    /// these, in order (JSON Format 4.01, 4.6.3).
    pub(crate) fn wide_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .iter()
            .filter_map(|(name, value)| wide::member(name, value))
            .collect();
        names.sort_unstable();
        names
    }

    /// The member of that name, as it was written.
    pub fn get_json(&self, name: &str) -> Option<&Json> {
        self.0.get(name)
    }

    /// Sets a member.
    ///
    /// # Errors
    /// `value` cannot be written as JSON, such as a map whose keys are not strings.
    pub fn set(
        &mut self,
        name: impl Into<String>,
        value: &(impl Serialize + ?Sized),
    ) -> Result<(), serde_json::Error> {
        self.set_json(name, Json::new(value)?);
        Ok(())
    }

    /// Sets a member to JSON.
    pub fn set_json(&mut self, name: impl Into<String>, value: Json) {
        self.0.insert(Cow::Owned(name.into()), value);
    }

    /// A name, which needs no memory if it is one that services send with every entity.
    pub(crate) fn name(name: Cow<'_, str>) -> Cow<'static, str> {
        const OFTEN: [&str; 6] = [
            "@odata.type",
            "@odata.id",
            "@odata.etag",
            "@odata.context",
            "@odata.editLink",
            "@odata.navigationLink",
        ];
        let often = name.starts_with('@');
        let mut known = OFTEN.into_iter().filter(|_| often);
        match known.find(|known| *known == name) {
            Some(known) => Cow::Borrowed(known),
            None => Cow::Owned(name.into_owned()),
        }
    }

    /// Adds members, each of another name, to none.
    pub(crate) fn extend_new(
        &mut self,
        members: impl ExactSizeIterator<Item = (Cow<'static, str>, Json)>,
    ) {
        self.0.extend_new(members);
    }

    /// Takes a member out.
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        self.0.remove(name)
    }

    /// The members in the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter()
    }

    /// Returns how many members there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The qualified name in `@odata.type`, or in `@type`, as OData 4.01 shortens it (JSON Format 4.01, 4.6.3).
    pub(crate) fn odata_type(&self) -> Option<String> {
        let said: String = ["@odata.type", "@type"]
            .iter()
            .find_map(|name| self.get(name))?;
        Some(qualified(&said).to_owned())
    }
}

/// Annotations whose values say what something is, and lead nowhere.
const SHOWN: [&str; 5] = ["type", "etag", "count", "mediaContentType", "mediaEtag"];

/// Returns whether the value of an annotation may be shown.
fn is_shown(name: &str) -> bool {
    let term = name.rsplit_once('@').map(|(_, term)| term);
    term.is_some_and(|term| SHOWN.contains(&term.strip_prefix("odata.").unwrap_or(term)))
}

/// Names are shown, and of values what is no more than an answer (null, true and false) or listed here: nobody has
/// said which of the rest are secret, and links may need no sign-in.
impl fmt::Debug for Additional {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in self.iter() {
            if is_shown(name) || matches!(value.as_str(), "null" | "true" | "false") {
                map.entry(&name, value);
            } else {
                map.entry(&name, &format_args!("…"));
            }
        }
        map.finish()
    }
}
