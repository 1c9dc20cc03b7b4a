//! Resolves requests: from a URL as people write it to a chain of steps from a root, and the call
//! at its end.
//!
//! This is the one place that follows paths through resources: documented samples, files of
//! permissions and whoever else has a URL ask a [`Resolver`].

mod given;
mod parts;
mod path;
mod resolve;
mod url;
mod walk;

use std::fmt;

use crate::{StandardOperationKind, Target, TypeName};

pub use crate::Verb;
pub use parts::{Part, shown};
pub(crate) use path::name_and_arguments;
pub use path::{Value, is_placeholder, same_name};
pub use resolve::{Resolver, derived, resolve};
pub use url::{Url, decode, without_aliases};

/// The call that a request makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The steps from the service root to what the path addresses; none for an unbound operation.
    pub steps: Vec<Step>,
    /// The call at the end of the path.
    pub call: Call,
}

impl Route {
    /// The resource that the path addresses, without the operation; none for an unbound operation.
    pub fn target(&self) -> Option<&Target> {
        self.steps.last().map(|step| &step.to)
    }

    /// A place for every key and argument of the path, in its order; `None` where a function takes an
    /// argument that the URL leaves out.
    pub fn values(&self) -> Vec<Option<&Value>> {
        let mut values = Vec::new();
        for step in &self.steps {
            match &step.kind {
                StepKind::Key(all) | StepKind::AlternateKey(_, all) | StepKind::Path(_, all) => {
                    values.extend(all.iter().map(Some));
                }
                StepKind::Compose(call) => values.extend(call.arguments.iter().map(Option::as_ref)),
                StepKind::Root(_)
                | StepKind::Navigation(_)
                | StepKind::Cast { .. }
                | StepKind::Property(_) => {}
            }
        }
        if let Call::Bound(call) | Call::Unbound(call) = &self.call {
            values.extend(call.arguments.iter().map(Option::as_ref));
        }
        values
    }
}

/// The steps and the call, without keys and arguments, which are `_`.
impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.steps {
            match &step.kind {
                StepKind::Root(name) | StepKind::Navigation(name) | StepKind::Property(name) => {
                    write!(f, "/{name}")?;
                }
                StepKind::Key(_) => f.write_str("/_")?,
                StepKind::AlternateKey(number, _) => write!(f, "(alternate key {number}=_)")?,
                StepKind::Cast { ty, .. } => write!(f, "/{ty}")?,
                StepKind::Path(number, _) => write!(f, ":(path {number}):")?,
                StepKind::Compose(call) => write!(f, "/{call}")?,
            }
        }
        match &self.call {
            Call::StandardOperation(kind) => write!(f, " {kind:?}"),
            Call::Bound(call) => write!(f, " {call}"),
            Call::Unbound(call) => write!(f, "/{call}"),
            Call::Stream(name, verb) => write!(f, " {verb:?} bytes of {name}"),
            Call::Count(name) => write!(f, " Count {name}"),
            Call::Property(name, verb) | Call::Value(name, verb) => write!(f, " {verb:?} {name}"),
        }
    }
}

impl fmt::Display for Invocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let arguments = vec!["_"; self.arguments.len()].join(",");
        let overload = match self.overload {
            0 => String::new(),
            number => format!("#{number}"),
        };
        write!(f, "{}{overload}({arguments})", self.operation)
    }
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The kind of step.
    pub kind: StepKind,
    /// The resource after the step.
    pub to: Target,
}

/// How a path goes on (OData URL Conventions 4.01, 4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// An entity set or singleton.
    Root(String),
    /// A navigation property.
    Navigation(String),
    /// An item of a collection, by the parts of its key in the order of the description.
    Key(Vec<Value>),
    /// An item of a collection, by the alternate key with this number, in the order of its parts.
    AlternateKey(usize, Vec<Value>),
    /// A derived type.
    Cast {
        /// The type.
        ty: TypeName,
        /// Whether the page leaves it out: what follows is declared by that type alone.
        implied: bool,
    },
    /// An address by path: the number of the way in `Resource::paths`, and its arguments.
    Path(usize, Vec<Value>),
    /// A complex property.
    Property(String),
    /// A call of a composable function, whose result is addressed.
    Compose(Invocation),
}

/// A call of a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// Something that OData itself defines.
    StandardOperation(StandardOperationKind),
    /// A bound action or function.
    Bound(Invocation),
    /// An unbound action or function.
    Unbound(Invocation),
    /// The bytes of a stream property, or under `$value` of a media entity.
    Stream(String, Verb),
    /// A complex property that is no resource of its own.
    Property(String, Verb),
    /// How many items a collection of complex values has that is no resource of its own.
    Count(String),
    /// A property that is a single value and no object.
    Value(String, Verb),
}

/// A call of an action or function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invocation {
    /// Its key in `Resource::operations` or `Api::operations`.
    pub operation: String,
    /// The number of the overload.
    pub overload: usize,
    /// The arguments in the URL, in the order of the description; `None` where the URL has none.
    /// Always empty for an action.
    pub arguments: Vec<Option<Value>>,
}

/// Why a request leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoRoute {
    /// The kind of reason.
    pub why: Why,
    /// The segment, method or URL that the path fails at.
    pub at: String,
    /// The resource that the path before it addresses, if any.
    pub target: Option<Target>,
}

impl NoRoute {
    pub(super) fn new(why: Why, at: &str, target: Option<&Target>) -> Self {
        Self {
            why,
            at: at.to_owned(),
            target: target.cloned(),
        }
    }

    pub(super) fn other_method(method: &str, operation: &str, target: Option<&Target>) -> Self {
        let at = format!("`{operation}` is not invoked with {method}");
        Self::new(Why::OtherMethod, &at, target)
    }
}

/// The kinds of reasons for which a request leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// The URL is of another host: not this service.
    OtherHost,
    /// The page leaves the name of a segment to the reader.
    Placeholder,
    /// The metadata has no entity set, singleton or unbound operation of that name.
    NoRoot,
    /// The metadata has no such property, operation or type there, and items have no key that it
    /// could be.
    NoSegment,
    /// The type before it is open: the name may be a dynamic property.
    Dynamic,
    /// It is the path of a primitive property, which gets no request function.
    Primitive,
    /// The operation takes no such arguments.
    NoOverload,
    /// The operation is invoked with another method.
    OtherMethod,
    /// The resource does not offer the method.
    NoMethod,
    /// The result of the operation is not declared to be addressable.
    NotComposable,
    /// An address by path, and no such way is declared.
    NoPath,
    /// The types have it, but the resources do not: the reader lowers it not yet, or rules it out.
    NotLowered,
}

impl Why {
    /// The reason in a few words, as reports count it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OtherHost => "another host",
            Self::Placeholder => "a placeholder for a name",
            Self::NoRoot => "not in the metadata: entity set, singleton or operation",
            Self::NoSegment => "not in the metadata: segment",
            Self::Dynamic => "not in the metadata: perhaps a dynamic property",
            Self::Primitive => "the path of a primitive property",
            Self::NoOverload => "not in the metadata: overload with these parameters",
            Self::OtherMethod => "not in the metadata: operation is invoked with another method",
            Self::NoMethod => "not in the metadata: method",
            Self::NotComposable => "not in the metadata: function is not composable",
            Self::NoPath => "no address by path is declared",
            Self::NotLowered => "in the metadata, but not lowered",
        }
    }

    /// Returns whether the path leads to something, which only the method does not fit.
    pub fn has_path(self) -> bool {
        matches!(self, Self::NoMethod | Self::OtherMethod)
    }

    /// Returns whether the metadata, or the page itself, rules the request out, so that no request function can be
    /// asked for.
    pub fn is_ruled_out(self) -> bool {
        !matches!(self, Self::NoPath | Self::NotLowered)
    }
}

impl fmt::Display for NoRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = &self.at;
        match (self.why, &self.target) {
            (Why::OtherHost, _) => write!(f, "`{at}` is not a URL of this service"),
            (Why::Placeholder, _) => write!(f, "`{at}` leaves the name to the reader"),
            (Why::NoRoot, _) => write!(f, "`{at}` begins with no entity set or singleton"),
            (Why::NoMethod, Some(target)) => write!(f, "`{target}` does not answer {at}"),
            (Why::OtherMethod, _) => write!(f, "{at}"),
            (Why::NoOverload, _) => write!(f, "no overload of {at}"),
            (Why::NotComposable, _) => write!(f, "the result of `{at}` is not addressable"),
            (Why::NoPath, Some(target)) => {
                write!(f, "`{at}`: no way by path is declared at `{target}`")
            }
            (Why::Primitive, Some(target)) => {
                write!(f, "`{at}` is a primitive property of `{target}`")
            }
            (Why::Dynamic, Some(target)) => {
                write!(f, "`{at}` is not declared, and `{target}` is open")
            }
            (Why::NotLowered, Some(target)) => {
                write!(f, "`{at}` is declared, but is no way on from `{target}`")
            }
            (_, Some(target)) => write!(f, "`{at}` leads nowhere from `{target}`"),
            (_, None) => write!(f, "`{at}` leads nowhere"),
        }
    }
}

impl std::error::Error for NoRoute {}
