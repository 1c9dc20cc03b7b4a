//! Changes: the items of a page of changes, read by their annotations.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::json::{Json, Reader};
use crate::model::{Additional, Misfits, deserialize};
use crate::value::Value;

/// A change of a collection (OData JSON Format 4.01, 15).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Change<T> {
    /// The item is new or has changed. It may have only those members that have changed.
    Present(T),
    /// The item was deleted, or is no longer one of those that were asked for.
    Removed(Removed<T>),
    /// Two items were linked to each other (`$link`, JSON Format 4.01, 15.4).
    Linked(Link),
    /// Two items are no longer linked to each other (`$deletedLink`, 15.5).
    Unlinked(Link),
}

/// An item that is gone.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Removed<T> {
    /// Its `id`, else what `@odata.id` or `@id` says, which is a URL. Where the key is another property, `entity` has
    /// it.
    pub id: Option<String>,
    /// Why it is gone.
    pub reason: RemovedReason,
    /// The members that the service still sends: the key at least, and the parent of a removed item of OneDrive.
    pub entity: T,
}

/// Why an item is gone (JSON Format 4.01, 15.3).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RemovedReason {
    /// The item was deleted for good.
    Deleted,
    /// The item no longer matches the request, or was deleted and can be restored, as Graph says of users
    /// and groups.
    Changed,
    /// The service says something else, or nothing (then this is empty).
    Other(String),
}

impl RemovedReason {
    fn of(text: Option<String>) -> Self {
        match text.as_deref() {
            Some("deleted") => Self::Deleted,
            Some("changed") => Self::Changed,
            Some(other) => Self::Other(other.to_owned()),
            None => Self::Other(String::new()),
        }
    }
}

/// A link from one item to another (JSON Format 4.01, 15.4).
pub struct Link {
    /// The URL of the item that it leads from.
    pub source: Option<String>,
    /// The navigation property.
    pub relationship: Option<String>,
    /// The URL of the item that it leads to.
    pub target: Option<String>,
    /// Members without a field of their own, kept as they were written.
    pub additional: Additional,
}

crate::model!(Link = "Delta.Link", [
    SOURCE source "source",
    RELATIONSHIP relationship "relationship",
    TARGET target "target",
]);

/// The kind of change that the annotations of an item say.
enum Kind {
    Present,
    Removed {
        id: Option<String>,
        reason: RemovedReason,
    },
    Linked,
    Unlinked,
}

/// The members of an item that decide what it is.
#[derive(Default)]
struct Marks<'a> {
    removed: Option<&'a str>,
    context: Option<&'a str>,
    /// Of OData 4.0 (JSON Format 4.0, 14).
    reason: Option<&'a str>,
    id: Option<&'a str>,
    entity_id: Option<&'a str>,
    /// The facet of OneDrive and SharePoint.
    deleted: Option<&'a str>,
}

impl<'a> Marks<'a> {
    /// Passes over the next value; `None` if it is no object.
    fn read(reader: &mut Reader<'a>) -> Option<Self> {
        let mut marks = Self::default();
        reader.object(|reader, name| {
            let value = Some(reader.raw());
            match &*name {
                "@removed" | "@odata.removed" => marks.removed = value,
                "@odata.context" | "@context" => marks.context = value,
                "@odata.id" | "@id" => marks.entity_id = value,
                "reason" => marks.reason = value,
                "id" => marks.id = value,
                "deleted" => marks.deleted = value,
                _ => {}
            }
            true
        })?;
        Some(marks)
    }

    fn kind(&self) -> Kind {
        if let Some(removed) = self.removed.filter(|value| *value != "null") {
            return self.removed(member(removed, "reason"));
        }
        let context = text(self.context).unwrap_or_default();
        let context = context.rsplit('#').next().unwrap_or_default();
        match context.rsplit('/').next().unwrap_or_default() {
            "$deletedEntity" => return self.removed(text(self.reason)),
            "$link" => return Kind::Linked,
            "$deletedLink" => return Kind::Unlinked,
            _ => {}
        }
        match self.deleted.is_some_and(is_facet) {
            true => self.removed(Some("deleted".to_owned())),
            false => Kind::Present,
        }
    }

    fn removed(&self, reason: Option<String>) -> Kind {
        Kind::Removed {
            id: text(self.id).or_else(|| text(self.entity_id)),
            reason: RemovedReason::of(reason),
        }
    }
}

fn text(value: Option<&str>) -> Option<String> {
    serde_json::from_str(value?).ok()
}

/// The text that a member of an object is.
fn member(object: &str, name: &str) -> Option<String> {
    let object: serde_json::Value = serde_json::from_str(object).ok()?;
    Some(object.get(name)?.as_str()?.to_owned())
}

/// Returns whether a member is the facet `deleted`, which has a state and nothing more, and no property of another
/// service that has the same name.
fn is_facet(value: &str) -> bool {
    let facet: Option<serde_json::Map<String, serde_json::Value>> =
        serde_json::from_str(value).ok();
    facet.is_some_and(|facet| {
        let mut names = facet.keys();
        names.all(|name| name == "state" || name.contains('@'))
    })
}

impl<T: Value> Value for Change<T> {
    const BEGINS: Option<u8> = T::BEGINS;

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let start = reader.mark();
        let kind = Marks::read(reader).map_or(Kind::Present, |marks| marks.kind());
        reader.rewind(start);
        Some(match kind {
            Kind::Present => Self::Present(T::read_inside(reader)?),
            Kind::Removed { id, reason } => Self::Removed(Removed {
                id,
                reason,
                entity: T::read_inside(reader)?,
            }),
            Kind::Linked => Self::Linked(Link::read(reader)?),
            Kind::Unlinked => Self::Unlinked(Link::read(reader)?),
        })
    }

    fn find_misfits<'a>(&'a self, found: &mut Misfits<'a>) {
        match self {
            Self::Present(item) => item.find_misfits(found),
            Self::Removed(removed) => removed.entity.find_misfits(found),
            Self::Linked(link) | Self::Unlinked(link) => link.find_misfits(found),
        }
    }
}

impl<T: Value> Serialize for Change<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Present(item) => item.serialize(serializer),
            Self::Removed(removed) => removed.entity.serialize(serializer),
            Self::Linked(link) | Self::Unlinked(link) => link.serialize(serializer),
        }
    }
}

impl<'de, T: Value> Deserialize<'de> for Change<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

impl Additional {
    /// Returns the changes of the items that the navigation property `name` leads to: the member `name@delta`, as
    /// `members@delta` of a group (JSON Format 4.01, 15). `None` if there is none, or if an item is no `T`.
    ///
    /// A service may send a group several times in a round, each time with other members.
    ///
    /// ```
    /// use graphwright::delta::Change;
    /// use graphwright::{Additional, Json};
    ///
    /// let mut additional = Additional::new();
    /// let members = serde_json::json!([{"id": "1"}, {"id": "2", "@removed": {"reason": "deleted"}}]);
    /// additional.set("members@delta", &members)?;
    /// let members = additional.changes_of::<Json>("members").unwrap_or_default();
    /// assert!(matches!(&members[..], [Change::Present(_), Change::Removed(_)]));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn changes_of<T: Value>(&self, name: impl AsRef<str>) -> Option<Vec<Change<T>>> {
        let name = name.as_ref();
        let long = format!("{name}@odata.delta");
        let changes: Option<&Json> = self.get_json(&format!("{name}@delta"));
        let changes = changes.or_else(|| self.get_json(&long))?;
        Value::read(&mut Reader::unchecked(changes.as_str()))
    }
}
