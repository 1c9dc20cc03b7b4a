//! The corrections that a rule can make.

use std::collections::BTreeSet;

use crate::names::Glob;
use crate::{Position, QueryOption, StandardOperationKind, Target, TypeName, TypeRef, Verb};

use super::places::{Address, Thing};

/// One correction at one place, or at all places that a pattern names.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// The correction.
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
    /// Returns the kind of element that the rule applies to: offers are corrected on a resource, whatever the way, or
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
    /// A resource, or what a way leads to, can do this, though the description rules it out or does not speak of it:
    /// because a navigation property is contained, or a restriction is wrong.
    Offer {
        /// The operation.
        kind: StandardOperationKind,
        /// The documentation of the operation; may be empty.
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
        /// The correct declaration.
        to: Changed,
    },
}

/// A declaration that the description lacks.
#[derive(Clone, Debug, PartialEq)]
pub enum Added {
    /// A property of a structured type.
    Property {
        /// Its name on the wire.
        name: String,
        /// The declaration.
        is: Changed,
        /// Whether it is a navigation property.
        navigation: bool,
        /// The documentation.
        doc: String,
    },
    /// A parameter of an operation, behind those that it has.
    Parameter {
        /// Its name on the wire.
        name: String,
        /// The declaration.
        is: Changed,
        /// The documentation.
        doc: String,
    },
    /// A way on from a resource.
    Navigation {
        /// The segment.
        name: String,
        /// The target.
        target: Target,
        /// The documentation.
        doc: String,
    },
    /// Media of a resource; `$value` is the resource itself.
    Stream {
        /// The segment.
        name: String,
        /// The documentation.
        doc: String,
    },
    /// A cast to a derived type.
    Cast(TypeName),
    /// A way to an item by a path of names, such as `:/{path}:`.
    Path {
        /// The words of the method.
        name: String,
        /// The text that is appended to the URL.
        template: String,
        /// The target; by default an item of the resource.
        target: Option<Target>,
        /// The purpose.
        doc: String,
    },
    /// A query option of the service's own; it takes the place of one that has its name.
    Option {
        /// The operations of a way that take it; of none, the places are actions and functions.
        of: Vec<StandardOperationKind>,
        /// The declaration.
        option: QueryOption,
    },
    /// The key of a collection whose items the description does not address: the names of its parts.
    Key(Vec<String>),
    /// Another key of a collection.
    AlternateKey(Vec<String>),
}

/// The correct declaration of a property, parameter, result or stream; members that are absent stay as they are.
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
    /// Returns the kind of element that the rule applies to.
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

/// Returns the name of an operation in a rule, such as `add-reference`.
pub(super) fn rule_word(kind: StandardOperationKind) -> String {
    kind.name().replace('_', "-")
}

/// A pattern of a whole part of a place.
pub(super) fn is_exact(pattern: &Glob) -> bool {
    !pattern.as_str().contains('*')
}
