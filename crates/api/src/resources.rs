//! Resources: what a URL addresses, and what can be asked of it.
//!
//! A resource is generated once per type, not once per path: the same things can be asked of a
//! `driveItem` whatever path leads to it (OData URL Conventions 4.01, 4).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::route::Part;
use crate::{
    Api, Deprecation, ItemType, Offers, Origin, QueryOption, QueryOptions, StandardOperationKind,
    TypeName, TypeRef, Way,
};

/// The resource that a path addresses: one instance of a type, or a collection of instances.
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

    /// Returns what a value of `ty` is, if it has a URL; none where the type has no name.
    pub fn of(ty: &TypeRef) -> Option<Self> {
        Some(Self {
            ty: ty.named()?.clone(),
            collection: ty.collection,
        })
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
    /// The type that the resource stands for.
    pub target: Target,
    /// How an item of a collection is addressed; empty for a single resource, and for a collection
    /// whose items have no key.
    pub key: Vec<KeyPart>,
    /// Other keys by which an item of a collection is addressed, by the names of their parts
    /// (`Core.AlternateKeys`; OData URL Conventions 4.01, 4.3.5).
    pub alternate_keys: Vec<Vec<KeyPart>>,
    /// The standard operations.
    pub standard: BTreeMap<StandardOperationKind, StandardOperation>,
    /// Bound actions and functions, by the path segment that invokes them: the overloads of that
    /// name, at least one, fewest parameters first (see [`Operation::order`]).
    pub operations: BTreeMap<String, Vec<Operation>>,
    /// Navigation properties that lead on, by name.
    pub navigation: BTreeMap<String, Navigation>,
    /// Complex properties with a URL of their own, by name (URL Conventions 4.01, 4.6).
    pub properties: BTreeMap<String, PropertyPath>,
    /// Media: stream properties by name, and under `$value` what a media entity holds (4.6, 4.14).
    pub streams: BTreeMap<String, Stream>,
    /// Derived types that it can be cast to (4.11), each with the resource that this gives.
    pub casts: BTreeMap<TypeName, Target>,
    /// Ways that address an item by a path of names, which no metadata declares.
    pub paths: Vec<PathAddress>,
}

impl Resource {
    /// A resource that can do nothing yet.
    pub fn new(target: Target) -> Self {
        Self {
            target,
            key: Vec::new(),
            alternate_keys: Vec::new(),
            standard: BTreeMap::new(),
            operations: BTreeMap::new(),
            navigation: BTreeMap::new(),
            properties: BTreeMap::new(),
            streams: BTreeMap::new(),
            casts: BTreeMap::new(),
            paths: Vec::new(),
        }
    }

    /// Adds an operation that one way to this resource offers. Where several ways offer it, the
    /// one whose `via` comes first by name describes it, whatever the order of the calls.
    pub fn add_standard(&mut self, kind: StandardOperationKind, own: StandardOperation) {
        match self.standard.get_mut(&kind) {
            Some(known) if known.via <= own.via => {}
            Some(known) => *known = own,
            None => {
                self.standard.insert(kind, own);
            }
        }
    }
}

/// A property of the key of an entity type.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyPart {
    /// The name on the wire.
    pub name: String,
    /// Its type: primitive, or an enumeration type.
    pub ty: ItemType,
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

/// One of the operations that OData itself defines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StandardOperation {
    /// The effect, in the words of the description; empty if there are none.
    pub doc: String,
    /// The way that offers it.
    pub via: Way,
    /// System query options that the description says it does not take, such as `$filter`.
    pub unsupported: Vec<String>,
    /// When it goes away, where that is said.
    pub deprecation: Option<Deprecation>,
}

/// An action or function (CSDL 4.01, 12).
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// The simple name.
    pub name: String,
    /// Action or function.
    pub kind: OperationKind,
    /// The effect, in the words of the description; empty if there are none.
    pub doc: String,
    /// The parameters without the binding parameter, in the order of the description.
    pub parameters: Vec<Parameter>,
    /// The result.
    pub returns: Option<Returns>,
    /// Of a composable function, the resource that a call of it addresses (12.6).
    pub composes: Option<Target>,
    /// The offers of the resource that a call returns.
    pub offers: Offers,
    /// The query options of the service's own that a call takes, in the order of the description.
    pub options: Vec<QueryOption>,
    /// When it goes away, where that is said.
    pub deprecation: Option<Deprecation>,
    /// Where the description declares it.
    pub origin: Origin,
}

impl Operation {
    /// Returns what orders overloads: how many parameters, then their names.
    pub fn order(&self) -> (usize, Vec<&str>) {
        let names = self.parameters.iter().map(|one| one.name.as_str());
        (self.parameters.len(), names.collect())
    }

    /// Of a composable function, the resource that a call of it addresses, and the operation of that resource
    /// that invokes it; none where the call is the request itself, as nothing else would invoke it.
    pub fn addresses(&self, api: &Api) -> Option<(&Target, StandardOperationKind)> {
        let target = self.composes.as_ref()?;
        let kind = StandardOperationKind::read(target.collection);
        let offered =
            self.offers.contains(kind) && api.resources.get(target)?.standard.contains_key(&kind);
        offered.then_some((target, kind))
    }
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
    /// The documentation in the description; empty if there is none.
    pub doc: String,
    /// Its type.
    pub ty: TypeRef,
    /// Whether it may be null; of a collection, whether an item may.
    pub nullable: bool,
    /// Whether a call may leave it out (`Core.OptionalParameter`).
    pub optional: bool,
    /// Where the description declares it.
    pub origin: Origin,
}

/// The result of an action or function.
#[derive(Clone, Debug, PartialEq)]
pub struct Returns {
    /// Its type.
    pub ty: TypeRef,
    /// Whether it may be null; of a collection, whether the description says that an item may.
    pub nullable: bool,
}

/// A navigation property as a way on.
#[derive(Clone, Debug, PartialEq)]
pub struct Navigation {
    /// The target.
    pub target: Target,
    /// The way that it is, as its declaring type has it.
    pub via: Way,
    /// The offers of the target.
    pub offers: Offers,
    /// The query options that what it offers takes.
    pub options: QueryOptions,
    /// The documentation in the description; empty if there is none.
    pub doc: String,
}

/// A complex property, or a collection of complex values, with a URL of its own.
///
/// Where its type has something behind it, such as navigation properties, there is a resource for
/// what it addresses, and that resource says what can be asked of it; see [`PropertyPath::target`].
#[derive(Clone, Debug, PartialEq)]
pub struct PropertyPath {
    /// Its type.
    pub ty: TypeRef,
    /// The way that it is, as its declaring type has it.
    pub via: Way,
    /// The offers of the resource that it addresses, if there is one.
    pub offers: Offers,
    /// The query options that what it offers takes.
    pub options: QueryOptions,
    /// The documentation in the description; empty if there is none.
    pub doc: String,
}

impl PropertyPath {
    /// A property of that type, of which nothing more is known.
    pub fn new(ty: TypeRef) -> Self {
        Self {
            ty,
            via: Way::Rule,
            offers: Offers::ALL,
            options: QueryOptions::default(),
            doc: String::new(),
        }
    }

    /// Returns what it addresses; none where its type has no name.
    pub fn target(&self) -> Option<Target> {
        Target::of(&self.ty)
    }
}

/// Media: bytes with a content type.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// The documentation in the description; empty if there is none.
    pub doc: String,
    /// The requests that it takes.
    pub verbs: BTreeSet<Verb>,
}

/// Read, replaced as a whole and deleted (OData Protocol 4.01, 11.4.7 and 11.4.8).
impl Default for Stream {
    fn default() -> Self {
        Self {
            doc: String::new(),
            verbs: BTreeSet::from([Verb::Get, Verb::Put, Verb::Delete]),
        }
    }
}

/// A request for a stream or a property that has a URL of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    /// GET.
    Get,
    /// PUT.
    Put,
    /// PATCH.
    Patch,
    /// DELETE.
    Delete,
}

impl Verb {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [Self::Get, Self::Put, Self::Patch, Self::Delete];

    /// The one that is asked for with that method of HTTP.
    pub fn of_method(method: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verb| verb.method() == method)
    }

    /// The method of HTTP.
    pub fn method(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// A way to an item by a path of names, such as Graph's `root:/{path}:`.
#[derive(Clone, Debug, PartialEq)]
pub struct PathAddress {
    /// The words of the method, such as `at path`.
    pub name: String,
    /// The text that is appended to the URL: text, and in braces the arguments, such as `:/{path}:`. The last
    /// argument may be of several segments, and each other is of one.
    pub template: String,
    /// The target.
    pub target: Target,
    /// The purpose.
    pub doc: String,
}

impl PathAddress {
    /// Returns what is appended to the path of a request. A brace without its partner is text.
    pub fn parts(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut text = String::new();
        let mut rest = self.template.as_str();
        while let Some(c) = rest.chars().next() {
            let inner = rest.strip_prefix('{');
            let inner = inner.and_then(|inner| inner.split_once('}'));
            if let Some((name, after)) = inner.filter(|(name, _)| !name.is_empty()) {
                parts.push(Part::Text(std::mem::take(&mut text)));
                parts.push(Part::Argument(name.to_owned()));
                rest = after;
            } else {
                text.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
        parts.push(Part::Text(text));
        parts
    }
}

/// An entity set or singleton: where a URL may start.
#[derive(Clone, Debug, PartialEq)]
pub struct Root {
    /// The target.
    pub target: Target,
    /// The offers of the target.
    pub offers: Offers,
    /// The query options that what it offers takes.
    pub options: QueryOptions,
    /// The documentation in the description; empty if there is none.
    pub doc: String,
}
