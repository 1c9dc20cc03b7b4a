//! Resources: what a URL addresses, and what can be asked of it.
//!
//! A resource is generated once per type, not once per path: the same things can be asked of a
//! `driveItem` whatever path leads to it (OData URL Conventions 4.01, 4).

use std::collections::BTreeMap;
use std::fmt;

use crate::permissions::Permissions;
use crate::{Origin, Primitive, TypeName, TypeRef};

/// What a path addresses: one instance of a type, or a collection of instances.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    /// The declared type.
    pub ty: TypeName,
    /// Whether it is a collection.
    pub collection: bool,
}

impl Target {
    /// One instance.
    pub fn one(ty: TypeName) -> Self {
        Self {
            ty,
            collection: false,
        }
    }

    /// A collection.
    pub fn many(ty: TypeName) -> Self {
        Self {
            ty,
            collection: true,
        }
    }

    /// An item of the collection.
    pub fn item(&self) -> Self {
        Self::one(self.ty.clone())
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.collection {
            write!(f, "Collection({})", self.ty)
        } else {
            write!(f, "{}", self.ty)
        }
    }
}

/// An addressable resource.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// What it is a resource of.
    pub target: Target,
    /// How an item of a collection is addressed; empty for a single resource, and for a collection
    /// whose items have no key.
    pub key: Vec<KeyPart>,
    /// What OData itself defines for such a resource.
    pub own: BTreeMap<OwnKind, Own>,
    /// Bound actions and functions, by the path segment that invokes them.
    pub operations: BTreeMap<String, BoundOperation>,
    /// Navigation properties that lead on, by name.
    pub navigation: BTreeMap<String, Navigation>,
}

impl Resource {
    /// A resource that can do nothing yet.
    pub fn new(target: Target) -> Self {
        Self {
            target,
            key: Vec::new(),
            own: BTreeMap::new(),
            operations: BTreeMap::new(),
            navigation: BTreeMap::new(),
        }
    }

    /// Adds an operation that one way to this resource offers. Where several ways offer it, the
    /// one whose `via` comes first by name describes it, whatever the order of the calls.
    pub fn add_own(&mut self, kind: OwnKind, own: Own) {
        match self.own.get_mut(&kind) {
            Some(known) if known.via <= own.via => {}
            Some(known) => *known = own,
            None => {
                self.own.insert(kind, own);
            }
        }
    }
}

/// A property of the key of an entity type.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyPart {
    /// The name on the wire.
    pub name: String,
    /// Its type.
    pub ty: Primitive,
}

/// How a key stands in a URL.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyStyle {
    /// `/users/adele` (OData URL Conventions 4.01, 4.3.6).
    #[default]
    Segment,
    /// `/users('adele')` (4.3.1).
    Parentheses,
}

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
}

impl OwnKind {
    /// What a method asks of a resource itself (OData Protocol 4.01, 11.1, 11.2 and 11.4).
    pub fn of_method(method: &str, collection: bool) -> Option<Self> {
        Some(match (method, collection) {
            ("GET", true) => Self::List,
            ("POST", true) => Self::Create,
            ("GET", false) => Self::Get,
            ("PATCH", false) => Self::Update,
            ("DELETE", false) => Self::Delete,
            _ => return None,
        })
    }
}

/// One of the operations that OData itself defines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Own {
    /// What it does, in the description's words; empty where it says nothing.
    pub doc: String,
    /// The way that offers it: owner type and navigation property, or the name of the set or
    /// singleton.
    pub via: String,
    /// Who may call it, where that is known.
    pub permissions: Option<Permissions>,
}

/// A bound action or function.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundOperation {
    /// The simple name.
    pub name: String,
    /// Action or function.
    pub kind: OperationKind,
    /// What it does, in the description's words; empty where it says nothing.
    pub doc: String,
    /// The parameters without the binding parameter, in the order of the description.
    pub parameters: Vec<Parameter>,
    /// What it returns.
    pub returns: Option<Returns>,
    /// Who may call it, where that is known.
    pub permissions: Option<Permissions>,
    /// Where the description declares it.
    pub origin: Origin,
}

/// Action or function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationKind {
    /// Invoked with POST, parameters in the body (OData Protocol 4.01, 11.5.5).
    Action,
    /// Invoked with GET, parameters in the URL (11.5.4).
    Function,
}

/// A parameter of an action or function.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// What it is, in the description's words; empty where it says nothing.
    pub doc: String,
    /// Its type.
    pub ty: TypeRef,
    /// Whether it may be null; of a collection, whether an item may.
    pub nullable: bool,
    /// Where the description declares it.
    pub origin: Origin,
}

/// What an action or function returns.
#[derive(Clone, Debug, PartialEq)]
pub struct Returns {
    /// Its type.
    pub ty: TypeRef,
    /// Whether it may be null.
    pub nullable: bool,
}

/// A navigation property as a way on.
#[derive(Clone, Debug, PartialEq)]
pub struct Navigation {
    /// What it leads to.
    pub target: Target,
    /// What it is, in the description's words; empty where it says nothing.
    pub doc: String,
}

/// An entity set or singleton: where a URL may start.
#[derive(Clone, Debug, PartialEq)]
pub struct Root {
    /// What it addresses.
    pub target: Target,
    /// What it is, in the description's words; empty where it says nothing.
    pub doc: String,
}
