//! Chooses the members of a value that are sent: reading and writing differ.
//!
//! A value that was read carries what only the service may say. This module decides, for bodies and
//! patches alike, which members go back.

use serde::{Serialize, Serializer};

use crate::model::{Choice, ObjectRef, Structured, serialize_chosen};
use crate::value::Value;

/// Annotations that a client sends: the type of a value, links to existing entities (JSON Format
/// 4.01, 4.6.3 and 8.5), in their long and short forms.
const SENT: [&str; 4] = ["odata.type", "type", "odata.bind", "bind"];

/// Returns whether the member called `name` is one that a client sends, as far as its name tells.
///
/// Control information that the service computes (`@odata.context`, `@odata.etag`,
/// `members@odata.count`) is not, nor an operation that it advertises (`#Ns.act`; JSON Format 4.01, 16
/// and 17); annotations of other vocabularies, such as `@microsoft.graph.conflictBehavior`, are the
/// caller's own.
pub(crate) fn is_sent(name: &str) -> bool {
    if name.starts_with('#') {
        return false;
    }
    let Some((_, annotation)) = name.split_once('@') else {
        return true;
    };
    SENT.contains(&annotation) || (annotation.contains('.') && !annotation.starts_with("odata."))
}

/// Returns whether a member of a value inside a body is sent. Such a value may stand for an existing entity by its id
/// (JSON Format 4.01, 8.5), or say that this one is no longer in a collection (15).
fn is_sent_inside(name: &str) -> bool {
    matches!(name, "@odata.id" | "@id" | "@odata.removed" | "@removed") || is_sent(name)
}

/// The members that a body has of a value inside it, wherever the body comes from: a whole value, a change, a list.
pub(crate) const INSIDE: Choice = Choice {
    field: Some(|field| !field.computed),
    additional: is_sent_inside,
    additional_inside: is_sent_inside,
    wide: true,
};

/// A whole value as a request body (POST and PUT): all members but those that only the service
/// sets. A key is sent, for some services let the client choose it.
///
/// A value of a derived type in a place that declares its base says so by `@odata.type`, whether or
/// not it was read with one.
/// So does a value inside it.
#[derive(Clone, Copy)]
pub struct Body<'a> {
    object: ObjectRef<'a>,
    /// The type that its place declares; none where the service is not OData's.
    declared: Option<&'a str>,
}

impl<'a> Body<'a> {
    /// The body that sends `value`.
    pub fn new<T: Structured>(value: &'a T) -> Self {
        Self {
            object: value.object(),
            declared: Some(T::declared()),
        }
    }

    /// The body that sends `value` to a service that is not OData's: no name of a member means
    /// anything there.
    pub fn plain<T: Structured>(value: &'a T) -> Self {
        Self {
            object: value.object(),
            declared: None,
        }
    }

    /// Serializes a value of any type, such as a map, as [`plain`](Self::plain) does.
    pub fn plain_value<T: Value>(value: &'a T) -> impl Serialize + 'a {
        Plain(value)
    }

    /// Serializes a list of values as [`plain`](Self::plain) does each of them.
    pub fn plain_all<T: Value>(values: &'a [T]) -> impl Serialize + 'a {
        All(values)
    }
}

/// Writes the members of a value that are sent to a service that is not OData's.
struct Plain<'a, T>(&'a T);

impl<T: Value> Serialize for Plain<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json = self.0.sent().map_err(serde::ser::Error::custom)?;
        json.serialize(serializer)
    }
}

/// Writes several such values.
struct All<'a, T>(&'a [T]);

impl<T: Value> Serialize for All<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(Plain))
    }
}

impl Serialize for Body<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let sent = Choice {
            field: Some(|field| !field.computed),
            additional: self.declared.map_or(|_: &str| true, |_| is_sent),
            additional_inside: self.declared.map_or(|_: &str| true, |_| is_sent_inside),
            wide: self.declared.is_some(),
        };
        serialize_chosen(self.object, self.declared, sent, serializer)
    }
}
