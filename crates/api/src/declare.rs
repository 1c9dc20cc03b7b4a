//! The declarations of a description, in the words of CSDL, before OData's rules are applied.
//!
//! Both readers lower to these declarations. What follows from them by OData's rules (which resources there
//! are, what leads to them, what can be asked of them) stands once, in [`close`](crate::close).

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Api, DEEPEST_CHAIN, Deprecation, KeyPart, Operation, QueryOption, StandardOperationKind,
    Target, TypeName, TypeRef, Verb, Way,
};

/// The declarations of one service.
#[derive(Clone, Debug, Default)]
pub struct Declarations {
    /// Structured types. A type that is used and not declared here is a complex type without members.
    pub types: BTreeMap<TypeName, Type>,
    /// Entity sets and singletons, by name.
    pub roots: BTreeMap<String, Root>,
    /// Bound actions and functions, by what they are bound to and by the segment that calls them.
    pub bound: BTreeMap<Target, BTreeMap<String, Vec<Callable>>>,
    /// Imported actions and functions, by the name of the import.
    pub imports: BTreeMap<String, Vec<Callable>>,
}

/// An entity type or a complex type (CSDL 4.01, 6 and 9).
#[derive(Clone, Debug, Default)]
pub struct Type {
    /// The type that it extends.
    pub base: Option<TypeName>,
    /// Whether it is an entity type.
    pub entity: bool,
    /// Whether an entity of it has a media stream (`HasStream`; CSDL XML 4.01, 6.4).
    pub media: bool,
    /// The key that it declares itself; empty if none.
    pub key: Vec<KeyPart>,
    /// Other keys of its entities (`Core.AlternateKeys`).
    pub alternate_keys: Vec<Vec<KeyPart>>,
    /// The operations that `Core.ExplicitOperationBindings` names of it, of a set or singleton of it, or of
    /// a navigation property to it: qualified names.
    pub explicit: BTreeSet<String>,
    /// The properties with a URL of their own that it declares itself.
    pub properties: BTreeMap<String, Property>,
}

/// A property with a URL of its own.
#[derive(Clone, Debug)]
pub struct Property {
    /// The documentation in the description; empty if there is none.
    pub doc: String,
    /// The resource that the URL addresses.
    pub addresses: Addresses,
}

/// The resource that the URL of a property addresses.
#[derive(Clone, Debug)]
pub enum Addresses {
    /// The target of a navigation property.
    Entities {
        /// One entity or a collection.
        target: Target,
        /// Whether they are contained in what the path leads on from (CSDL 4.01, 8.4).
        contained: bool,
        /// Whether a path may go on through the property.
        navigable: bool,
        /// The restrictions on the way.
        restrictions: Restrictions,
    },
    /// A complex value, or a collection of them.
    Value {
        /// Its type.
        ty: TypeRef,
        /// Whether it can be read by its URL.
        readable: bool,
        /// The restrictions on the way.
        restrictions: Restrictions,
    },
    /// A stream: bytes with a content type.
    Stream {
        /// Whether it can be read by its URL.
        readable: bool,
        /// The requests that it takes.
        verbs: BTreeSet<Verb>,
    },
}

/// An entity set or a singleton (CSDL 4.01, 13.2 and 13.3).
#[derive(Clone, Debug)]
pub struct Root {
    /// The resource that it addresses: a set is a collection.
    pub target: Target,
    /// The documentation in the description; empty if there is none.
    pub doc: String,
    /// The restrictions on the way.
    pub restrictions: Restrictions,
}

/// An action or function, or one overload of it.
#[derive(Clone, Debug)]
pub struct Callable {
    /// The operation that is called. [`Operation::composes`] is empty: it follows.
    pub operation: Operation,
    /// Whether a path may go on behind a call of it (CSDL 4.01, 12.6).
    pub composable: bool,
    /// Its qualified name, if it is offered only where `Core.ExplicitOperationBindings` name it.
    pub named: Option<String>,
    /// The way to its result.
    pub way: Way,
    /// The restrictions on that way.
    pub restrictions: Restrictions,
}

/// The restrictions that a description puts on a way to a resource (`Org.OData.Capabilities.V1`).
#[derive(Clone, Debug, Default)]
pub struct Restrictions {
    /// Whether an item of the collection cannot be addressed by its key (`IndexableByKey`).
    pub no_items: bool,
    /// Other keys of the items that this way alone leads to.
    pub alternate_keys: Vec<Vec<KeyPart>>,
    /// The derived types that values may have, the types derived from these included
    /// (`Validation.DerivedTypeConstraint`); `None` where nothing is said.
    pub derived: Option<BTreeSet<TypeName>>,
    /// Whether each standard operation is offered; [`Said::Nothing`] for those that are absent.
    pub operations: BTreeMap<StandardOperationKind, Said>,
}

impl Restrictions {
    /// Returns what is said of an operation.
    pub fn of(&self, kind: StandardOperationKind) -> &Said {
        const NOTHING: &Said = &Said::Nothing(Words::SILENCE);
        self.operations.get(&kind).unwrap_or(NOTHING)
    }
}

/// Whether a way offers an operation.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// It does.
    Yes(Words),
    /// It does not.
    No,
    /// That is not said: OData's default holds. The words are of the operation if it is offered.
    Nothing(Words),
}

/// The documentation of an operation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words {
    /// The effect of the operation; empty if the description does not say it.
    pub doc: String,
    /// System query options that it does not take, such as `$filter`.
    pub unsupported: Vec<String>,
    /// The query options of the service's own that it takes, in the order of the description.
    pub options: Vec<QueryOption>,
    /// When it goes away.
    pub deprecation: Option<Deprecation>,
}

impl Words {
    const SILENCE: Self = Self {
        doc: String::new(),
        unsupported: Vec::new(),
        options: Vec::new(),
        deprecation: None,
    };
}

impl Declarations {
    /// A type and its base types up to the root. A cycle ends where it would repeat.
    pub fn chain<'a>(&'a self, ty: &'a TypeName) -> Vec<&'a TypeName> {
        let mut chain = vec![ty];
        while let Some(base) = self.base(chain[chain.len() - 1]) {
            if chain.contains(&base) || chain.len() == DEEPEST_CHAIN {
                break;
            }
            chain.push(base);
        }
        chain
    }

    /// Returns whether it is an entity type.
    pub fn is_entity(&self, ty: &TypeName) -> bool {
        self.types.get(ty).is_some_and(|one| one.entity)
    }

    fn base(&self, ty: &TypeName) -> Option<&TypeName> {
        let base = self.types.get(ty)?.base.as_ref()?;
        self.types.contains_key(base).then_some(base)
    }

    /// The types derived from each type, directly.
    pub(crate) fn derived(&self) -> BTreeMap<&TypeName, Vec<&TypeName>> {
        let mut derived: BTreeMap<&TypeName, Vec<&TypeName>> = BTreeMap::new();
        for (name, ty) in &self.types {
            if let Some(base) = &ty.base {
                derived.entry(base).or_default().push(name);
            }
        }
        derived
    }

    /// The base types and kinds of the types of `api`: whether each is an entity type says `entity`.
    pub fn of_types(api: &Api, entity: impl Fn(&TypeName) -> bool) -> Self {
        let structured = api
            .types
            .iter()
            .filter_map(|(name, ty)| Some((name, ty.structured()?)));
        let types = structured.map(|(name, one)| {
            let ty = Type {
                base: one.base.clone(),
                entity: entity(name),
                ..Type::default()
            };
            (name.clone(), ty)
        });
        Self {
            types: types.collect(),
            ..Self::default()
        }
    }
}

/// All types derived from one, at whatever depth; `None` if they are more than `most`.
pub fn all_derived<'a>(
    derived: impl Fn(&TypeName) -> &'a [&'a TypeName],
    ty: &TypeName,
    most: usize,
) -> Option<BTreeSet<TypeName>> {
    let mut open: Vec<&TypeName> = derived(ty).to_vec();
    let mut found = BTreeSet::new();
    while let Some(one) = open.pop() {
        if one != ty && found.insert(one.clone()) {
            if found.len() > most {
                return None;
            }
            open.extend(derived(one));
        }
    }
    Some(found)
}
