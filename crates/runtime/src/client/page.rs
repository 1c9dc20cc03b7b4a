//! Collections that come page by page.

use std::fmt;

use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::payload::{DecodeError, Payload, Reply};
use crate::json::{Json, Reader};
use crate::model::{Additional, Misfits, deserialize};
use crate::value::{Value, is_null};

/// One page of a collection (JSON Format 4.01, 12). Its links and its count are read by their long names
/// (`@odata.nextLink`) and by the short ones of OData 4.01 (`@nextLink`).
#[derive(Clone, PartialEq)]
pub struct Page<T> {
    /// The items of this page.
    pub value: Vec<T>,
    /// Where the next page is; there is none if this is absent.
    pub next_link: Option<String>,
    /// Where changes since this page can be asked for, on the last page of a delta.
    pub delta_link: Option<String>,
    /// How many items there are on all pages, where that was asked for.
    pub count: Option<i64>,
    /// The other members of the page.
    pub additional: Additional,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self {
            value: Vec::new(),
            next_link: None,
            delta_link: None,
            count: None,
            additional: Additional::default(),
        }
    }
}

impl<T: Value> Value for Page<T> {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let mut page = Self::default();
        let mut is_page = false;
        reader.object(|reader, name| {
            let before = reader.mark();
            let fits = match &*name {
                "value" if !is_null(reader) => {
                    is_page = true;
                    page.value.clear();
                    return read_items(&mut page.value, reader).is_some();
                }
                "value" => return true,
                "@odata.nextLink" => fill::<String, _>(&mut page.next_link, reader),
                "@odata.deltaLink" => fill::<String, _>(&mut page.delta_link, reader),
                "@odata.count" => fill::<i64, _>(&mut page.count, reader),
                _ => false,
            };
            if !fits {
                reader.rewind(before);
                let kept = Json::from_checked(reader.raw());
                page.additional.set_json(name, kept);
            }
            true
        })?;
        page.heed_short_names();
        // A page that is empty may come without its list, or with null in its place.
        is_page |= page.next_link.is_some() || page.delta_link.is_some();
        is_page.then_some(page)
    }

    fn find_misfits<'a>(&'a self, found: &mut Misfits<'a>) {
        found.inside("value", |found| self.value.find_misfits(found));
    }
}

/// How OData 4.01 lets the service write the links and the count (JSON Format 4.01, 4.6).
const NEXT_LINK: &str = "@nextLink";
const DELTA_LINK: &str = "@deltaLink";
const COUNT: &str = "@count";

impl<T> Page<T> {
    /// Short names stay as they came, so that the page is written as it was read.
    fn heed_short_names(&mut self) {
        let Self {
            next_link,
            delta_link,
            count,
            additional,
            ..
        } = self;
        *next_link = next_link.take().or_else(|| additional.get(NEXT_LINK));
        *delta_link = delta_link.take().or_else(|| additional.get(DELTA_LINK));
        *count = count.or_else(|| additional.get(COUNT));
    }

    /// Returns the value of a field that is to be written by its long name.
    fn long<'a, V>(&self, field: &'a Option<V>, short: &str) -> Option<&'a V> {
        field
            .as_ref()
            .filter(|_| self.additional.get_json(short).is_none())
    }
}

/// Reads the items of a page. These are mostly of one length and all that is left of the text, so once
/// the first is read room is made for all, and they need not be moved as their number grows.
fn read_items<T: Value>(items: &mut Vec<T>, reader: &mut Reader<'_>) -> Option<()> {
    reader.array(|reader| {
        let before = reader.left();
        let read = T::read_into(items, reader);
        if items.len() == 1 {
            let (left, length) = (reader.left(), before - reader.left());
            let count = left / length.max(1) * 9 / 8;
            // Of wide types whose items say little there may be fewer.
            items.reserve_exact(count.min(4 * left / size_of::<T>().max(1)));
        }
        read
    })
}

fn fill<T: Value, F: From<T>>(field: &mut F, reader: &mut Reader<'_>) -> bool {
    let value = T::read(reader);
    let fits = value.is_some();
    if let Some(value) = value {
        *field = value.into();
    }
    fits
}

/// Links are as good as a password to what they lead to, so they are not shown.
impl<T: Value> fmt::Debug for Page<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hidden = |link: &Option<String>| link.as_ref().map(|_| format_args!("…").to_string());
        f.debug_struct("Page")
            .field("value", &self.value)
            .field("next_link", &hidden(&self.next_link))
            .field("delta_link", &hidden(&self.delta_link))
            .field("count", &self.count)
            .field("additional", &self.additional)
            .finish()
    }
}

impl<T: Value> Serialize for Page<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(link) = self.long(&self.next_link, NEXT_LINK) {
            map.serialize_entry("@odata.nextLink", link)?;
        }
        if let Some(link) = self.long(&self.delta_link, DELTA_LINK) {
            map.serialize_entry("@odata.deltaLink", link)?;
        }
        if let Some(count) = self.long(&self.count, COUNT) {
            map.serialize_entry("@odata.count", count)?;
        }
        map.serialize_entry("value", &self.value)?;
        for (name, value) in self.additional.iter() {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'de, T: Value> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

impl<T: Value> Payload for Page<T> {
    fn from_reply(reply: Reply<'_>) -> std::result::Result<Self, DecodeError> {
        let page = reply.read("a collection", <Self as Value>::read);
        page.map_err(|unfit| misfit::<T>(reply, "Page").unwrap_or(unfit))
    }
}

/// Says which item is the first that does not fit, if the reply is a collection, which is read as a `container`.
pub(super) fn misfit<T: Value>(reply: Reply<'_>, container: &str) -> Option<DecodeError> {
    #[derive(Deserialize)]
    struct Wrapped<'a> {
        #[serde(borrow)]
        value: Vec<&'a RawValue>,
    }

    let json = reply.json().ok()?.get();
    let listed = serde_json::from_str(json).ok();
    let (items, path): (Vec<&RawValue>, &str) = match listed {
        Some(items) => (items, "$"),
        None => (
            serde_json::from_str::<Wrapped<'_>>(json).ok()?.value,
            "$.value",
        ),
    };
    let misfit = |item: &&RawValue| T::read_inside(&mut Reader::new(item)).is_none();
    let at = items.iter().position(misfit)?;
    let is = match items[at].get() {
        "null" => format!(
            "null, which is no value of their type: read such a collection with \
             `.returning::<{container}<Option<T>>>()`, where `T` is that type"
        ),
        _ => "not of the type of the items".to_owned(),
    };
    Some(DecodeError::Other {
        why: format!("item {} of the collection is {is} (`{path}[{at}]`)", at + 1),
    })
}
