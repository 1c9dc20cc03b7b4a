//! What can be corrected.

use std::collections::BTreeSet;

use crate::names::Glob;
use crate::{Position, QueryOption, StandardOperationKind, Target, TypeName, TypeRef, Verb};

use super::places::{Address, Thing};

/// One correction at one place, or at all places that a pattern names.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// What is corrected.
    pub fix: Fix,
    /// Where in the model.
    pub on: Address,
    /// The places among these that are as they should be.
    pub except: Vec<Address>,
    /// Why.
    pub reason: String,
    /// Where in the fix-up file.
    pub position: Position,
}

impl Rule {
    /// What stands at the places that it is for: what is offered is corrected of a resource, whatever the way, or
    /// of a way alone.
    pub(super) fn thing(&self) -> Thing {
        match &self.fix {
            Fix::Offer { .. } | Fix::Withdraw(_) if self.on.has_member() => Thing::Way,
            fix => fix.thing(),
        }
    }
}

/// A correction.
#[derive(Clone, Debug, PartialEq)]
pub enum Fix {
    /// A resource, or what a way leads to, can do this, though the description rules it out or does not speak of it: because
    /// a navigation property is contained, or a restriction is wrong.
    Offer {
        /// What it can do.
        kind: StandardOperationKind,
        /// What that does; may be empty.
        doc: String,
    },
    /// A resource, or what a way leads to, cannot do this, though nothing in the description rules it out.
    Withdraw(StandardOperationKind),
    /// All that OData defines for a resource takes this system query option, such as `$filter`,
    /// though a restriction says that it does not.
    Allow(String),
    /// This does not exist in the service.
    Remove(Thing),
    /// This exists in the service and not in the description, or no description can say it.
    Add(Added),
    /// A property, parameter or result is declared otherwise than the service has it.
    Change {
        /// Which of them.
        thing: Thing,
        /// What it is really.
        to: Changed,
    },
}

/// What a description lacks.
#[derive(Clone, Debug, PartialEq)]
pub enum Added {
    /// A property of a structured type.
    Property {
        /// Its name on the wire.
        name: String,
        /// What it is.
        is: Changed,
        /// Whether it is a navigation property.
        navigation: bool,
        /// What it is, in words.
        doc: String,
    },
    /// A parameter of an operation, behind those that it has.
    Parameter {
        /// Its name on the wire.
        name: String,
        /// What it is.
        is: Changed,
        /// What it is, in words.
        doc: String,
    },
    /// A way on from a resource.
    Navigation {
        /// The segment.
        name: String,
        /// What it leads to.
        target: Target,
        /// What it is, in words.
        doc: String,
    },
    /// Media of a resource; `$value` is the resource itself.
    Stream {
        /// The segment.
        name: String,
        /// What it is, in words.
        doc: String,
    },
    /// A cast to a derived type.
    Cast(TypeName),
    /// A way to an item by a path of names, such as `:/{path}:`.
    Path {
        /// The words of the method.
        name: String,
        /// What is appended to the URL.
        template: String,
        /// What it addresses; else an item of the resource.
        target: Option<Target>,
        /// What it is for.
        doc: String,
    },
    /// A query option of the service's own; it takes the place of one that has its name.
    Option {
        /// The operations of a way that take it; of none, the places are actions and functions.
        of: Vec<StandardOperationKind>,
        /// What it is.
        option: QueryOption,
    },
    /// The key of a collection whose items the description does not address: the names of its parts.
    Key(Vec<String>),
    /// Another key of a collection.
    AlternateKey(Vec<String>),
}

/// What a property, parameter, result or stream really is; what is not said stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changed {
    /// Its name on the wire.
    pub rename: Option<String>,
    /// Its type.
    pub ty: Option<TypeRef>,
    /// Whether it may be null.
    pub nullable: Option<bool>,
    /// Of a property, whether only the service sets it.
    pub computed: Option<bool>,
    /// Of a property, whether it is part of the key.
    pub key: Option<bool>,
    /// Of a parameter, whether a call may leave it out.
    pub optional: Option<bool>,
    /// Of a stream, what can be done with it.
    pub methods: Option<BTreeSet<Verb>>,
}

impl Fix {
    /// What the places of the rule are.
    fn thing(&self) -> Thing {
        match self {
            Self::Offer { .. } | Self::Withdraw(_) | Self::Allow(_) => Thing::Resource,
            Self::Remove(thing) => *thing,
            Self::Add(Added::Property { .. }) => Thing::Type,
            Self::Add(Added::Parameter { .. }) => Thing::Operation,
            Self::Add(Added::Option { of, .. }) if of.is_empty() => Thing::Operation,
            Self::Add(Added::Option { .. }) => Thing::Way,
            Self::Add(_) => Thing::Resource,
            Self::Change { thing, .. } => *thing,
        }
    }
}

/// What a rule calls an operation, such as `add-reference`.
pub(super) fn rule_word(kind: StandardOperationKind) -> String {
    kind.name().replace('_', "-")
}

/// A pattern of a whole part of a place.
pub(super) fn is_exact(pattern: &Glob) -> bool {
    !pattern.as_str().contains('*')
}
