//! The operations that OData itself defines for a resource, in one table: what each belongs to, and how it is
//! asked for.

use crate::Target;

/// The standard operations of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StandardOperationKind {
    /// GET a collection.
    List,
    /// POST to a collection.
    Create,
    /// GET `/$count` of a collection.
    Count,
    /// GET one.
    Get,
    /// PATCH one.
    Update,
    /// DELETE one.
    Delete,
    /// PUT one: the whole value, made if it is not there (OData Protocol 4.01, 11.4.4).
    Replace,
    /// GET `/$ref` of a collection (11.2.8).
    ListReferences,
    /// POST `/$ref` to a collection (11.4.6.1).
    AddReference,
    /// DELETE `/$ref` of an item of a collection, or of a collection whose `$id` names the item
    /// (11.4.6.2).
    RemoveReference,
    /// GET `/$ref` of one.
    GetReference,
    /// PUT `/$ref` of one (11.4.6.3).
    SetReference,
    /// DELETE `/$ref` of one (11.4.6.2).
    DeleteReference,
}

/// The kind of resource that a path addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addressed {
    /// A collection.
    Collection,
    /// One of a collection, by its key.
    Item,
    /// One by itself: a singleton, or what a property of one entity leads to.
    Single,
}

/// The content of a request or response body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payload {
    /// Nothing.
    Nothing,
    /// A value of the type of the resource.
    Value,
    /// Changes to such a value.
    Changes,
    /// A page of such values.
    Items,
    /// A number that stands alone as text.
    Count,
    /// The reference of one entity.
    Reference,
    /// A page of references.
    References,
}

impl Payload {
    /// Returns whether values of the type of the resource are in it.
    pub fn is_typed(self) -> bool {
        matches!(self, Self::Value | Self::Changes | Self::Items)
    }
}

/// A line of the table: the name of the operation, what offers it, its method, what is appended to the path of the
/// resource, what it sends and what it receives.
struct Line {
    name: &'static str,
    of: &'static [Addressed],
    method: &'static str,
    segment: Option<&'static str>,
    sends: Payload,
    receives: Payload,
}

const COLLECTION: &[Addressed] = &[Addressed::Collection];
const ONE: &[Addressed] = &[Addressed::Item, Addressed::Single];
const SINGLE: &[Addressed] = &[Addressed::Single];

/// One of a collection, or the collection itself, of which `$id` says which.
const MEMBER: &[Addressed] = &[Addressed::Collection, Addressed::Item];

const REFERENCE: Option<&str> = Some("$ref");

impl StandardOperationKind {
    /// All of them, in order.
    pub const ALL: [Self; 13] = [
        Self::List,
        Self::Create,
        Self::Count,
        Self::Get,
        Self::Update,
        Self::Delete,
        Self::Replace,
        Self::ListReferences,
        Self::AddReference,
        Self::RemoveReference,
        Self::GetReference,
        Self::SetReference,
        Self::DeleteReference,
    ];

    /// OData Protocol 4.01, 11.1, 11.2 and 11.4.
    const fn line(self) -> Line {
        use Payload::{Changes, Count, Items, Nothing, Reference, References, Value};
        let (name, of, method, segment, sends, receives) = match self {
            Self::List => ("list", COLLECTION, "GET", None, Nothing, Items),
            Self::Create => ("create", COLLECTION, "POST", None, Value, Value),
            Self::Count => ("count", COLLECTION, "GET", Some("$count"), Nothing, Count),
            Self::Get => ("get", ONE, "GET", None, Nothing, Value),
            Self::Update => ("update", ONE, "PATCH", None, Changes, Value),
            Self::Delete => ("delete", ONE, "DELETE", None, Nothing, Nothing),
            Self::Replace => ("replace", ONE, "PUT", None, Value, Value),
            Self::ListReferences => (
                "list_references",
                COLLECTION,
                "GET",
                REFERENCE,
                Nothing,
                References,
            ),
            Self::AddReference => (
                "add_reference",
                COLLECTION,
                "POST",
                REFERENCE,
                Reference,
                Nothing,
            ),
            Self::RemoveReference => (
                "remove_reference",
                MEMBER,
                "DELETE",
                REFERENCE,
                Nothing,
                Nothing,
            ),
            Self::GetReference => (
                "get_reference",
                SINGLE,
                "GET",
                REFERENCE,
                Nothing,
                Reference,
            ),
            Self::SetReference => (
                "set_reference",
                SINGLE,
                "PUT",
                REFERENCE,
                Reference,
                Nothing,
            ),
            Self::DeleteReference => (
                "delete_reference",
                SINGLE,
                "DELETE",
                REFERENCE,
                Nothing,
                Nothing,
            ),
        };
        Line {
            name,
            of,
            method,
            segment,
            sends,
            receives,
        }
    }

    /// The name that it has in Rust and in the messages of this crate, such as `add_reference`.
    pub fn name(self) -> &'static str {
        self.line().name
    }

    /// Returns what OData defines for what is addressed, in order.
    pub fn of(addressed: Addressed) -> impl Iterator<Item = Self> {
        let all = Self::ALL.into_iter();
        all.filter(move |kind| kind.is_of(addressed))
    }

    /// Returns whether OData defines it for what is addressed.
    pub fn is_of(self, addressed: Addressed) -> bool {
        self.line().of.contains(&addressed)
    }

    /// Returns what a method asks of what is addressed, itself or with `segment` behind it.
    pub fn asked(method: &str, segment: Option<&str>, addressed: Addressed) -> Option<Self> {
        let is_asked = |kind: &Self| {
            let line = kind.line();
            line.method == method && line.segment == segment
        };
        Self::of(addressed).find(is_asked)
    }

    /// The read of a resource itself.
    pub fn read(collection: bool) -> Self {
        match collection {
            true => Self::List,
            false => Self::Get,
        }
    }

    /// The method of HTTP.
    pub fn method(self) -> &'static str {
        self.line().method
    }

    /// The segment that is appended to the path of the resource; none for the resource itself.
    pub fn segment(self) -> Option<&'static str> {
        self.line().segment
    }

    /// Returns whether a resource of that kind can offer it.
    pub fn is_offered_by(self, target: &Target) -> bool {
        match target.collection {
            true => self.is_of(Addressed::Collection),
            false => self.is_of(Addressed::Item) || self.is_of(Addressed::Single),
        }
    }

    /// Returns whether it is about where an entity is, and not about its value.
    pub fn is_of_references(self) -> bool {
        self.segment() == REFERENCE
    }

    /// Returns what the body of the request holds.
    pub fn sends(self) -> Payload {
        self.line().sends
    }

    /// Returns what the body of the response holds, where the service gives one.
    pub fn receives(self) -> Payload {
        self.line().receives
    }
}
