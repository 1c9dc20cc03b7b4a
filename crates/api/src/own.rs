//! The operations that OData itself defines for a resource, in one table: what each belongs to, and how it is
//! asked for.

use crate::Target;

/// What OData itself defines for a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OwnKind {
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

/// What a path addresses, where it matters how it got there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addressed {
    /// A collection.
    Collection,
    /// One of a collection, by its key.
    Item,
    /// One by itself: a singleton, or what a property of one entity leads to.
    Single,
}

/// A line of the table: what offers the operation, its method, what is appended to the path of the resource,
/// and whether it sends or receives values of the type of the resource.
struct Line {
    of: &'static [Addressed],
    method: &'static str,
    segment: Option<&'static str>,
    has_body: bool,
}

const COLLECTION: &[Addressed] = &[Addressed::Collection];
const ONE: &[Addressed] = &[Addressed::Item, Addressed::Single];
const SINGLE: &[Addressed] = &[Addressed::Single];

const REFERENCE: Option<&str> = Some("$ref");

impl OwnKind {
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
        let (of, method, segment, has_body) = match self {
            Self::List => (COLLECTION, "GET", None, true),
            Self::Create => (COLLECTION, "POST", None, true),
            Self::Count => (COLLECTION, "GET", Some("$count"), false),
            Self::Get => (ONE, "GET", None, true),
            Self::Update => (ONE, "PATCH", None, true),
            Self::Delete => (ONE, "DELETE", None, false),
            Self::Replace => (ONE, "PUT", None, true),
            Self::ListReferences => (COLLECTION, "GET", REFERENCE, false),
            Self::AddReference => (COLLECTION, "POST", REFERENCE, false),
            Self::RemoveReference => {
                const OF: &[Addressed] = &[Addressed::Collection, Addressed::Item];
                (OF, "DELETE", REFERENCE, false)
            }
            Self::GetReference => (SINGLE, "GET", REFERENCE, false),
            Self::SetReference => (SINGLE, "PUT", REFERENCE, false),
            Self::DeleteReference => (SINGLE, "DELETE", REFERENCE, false),
        };
        Line {
            of,
            method,
            segment,
            has_body,
        }
    }

    /// What OData defines for what is addressed, in order.
    pub fn of(addressed: Addressed) -> impl Iterator<Item = Self> {
        let all = Self::ALL.into_iter();
        all.filter(move |kind| kind.is_of(addressed))
    }

    /// Whether OData defines it for what is addressed.
    pub fn is_of(self, addressed: Addressed) -> bool {
        self.line().of.contains(&addressed)
    }

    /// What a method asks of what is addressed, itself or with `segment` behind it.
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

    /// Whether a resource of that kind can offer it.
    pub fn is_offered_by(self, target: &Target) -> bool {
        match target.collection {
            true => self.is_of(Addressed::Collection),
            false => self.is_of(Addressed::Item) || self.is_of(Addressed::Single),
        }
    }

    /// Whether it is about where an entity is, and not about its value.
    pub fn is_of_references(self) -> bool {
        self.segment() == REFERENCE
    }

    /// Whether it sends or receives values of the type of the resource.
    pub fn has_body(self) -> bool {
        self.line().has_body
    }
}
