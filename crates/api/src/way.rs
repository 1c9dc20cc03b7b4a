//! How a path gets to a resource: its last step, on which depends what can be asked there.

use std::cmp::Ordering;
use std::fmt;

use crate::TypeName;

/// The origin of a way that a rule makes.
const RULE: &str = "fix-up";

/// The last step of a path to a resource, however long the path before it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Way {
    /// An entity set or singleton.
    Root(String),
    /// A navigation property or complex property: the type that declares it, and its name.
    Property(TypeName, String),
    /// A call of a composable function, by what tells it from others.
    Call(String),
    /// A cast of what a way leads to.
    Cast(Box<Way>, TypeName),
    /// None that the description has: a rule beside it.
    #[default]
    Rule,
}

impl Way {
    /// A property that `owner` declares.
    pub fn property(owner: &TypeName, name: &str) -> Self {
        Self::Property(owner.clone(), name.to_owned())
    }
}

/// As messages and tests write it: `users`, `microsoft.graph.user/manager`.
impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root(name) | Self::Call(name) => f.write_str(name),
            Self::Property(owner, name) => write!(f, "{owner}/{name}"),
            Self::Cast(way, ty) => write!(f, "{way}/{ty}"),
            Self::Rule => f.write_str(RULE),
        }
    }
}

/// By what is written, so that the way that comes first by name is the same for each kind of way.
impl Ord for Way {
    fn cmp(&self, other: &Self) -> Ordering {
        if let (Self::Property(owner, name), Self::Property(other, named)) = (self, other)
            && owner == other
        {
            return name.cmp(named);
        }
        let written = self.written().cmp(other.written());
        written.then_with(|| self.kind().cmp(&other.kind()))
    }
}

impl PartialOrd for Way {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Way {
    /// The bytes of what is written.
    fn written(&self) -> Box<dyn Iterator<Item = u8> + '_> {
        match self {
            Self::Root(name) | Self::Call(name) => Box::new(name.bytes()),
            Self::Property(owner, name) => {
                Box::new(owner.as_str().bytes().chain(*b"/").chain(name.bytes()))
            }
            Self::Cast(way, ty) => Box::new(way.written().chain(*b"/").chain(ty.as_str().bytes())),
            Self::Rule => Box::new(RULE.bytes()),
        }
    }

    fn kind(&self) -> u8 {
        match self {
            Self::Root(_) => 0,
            Self::Property(..) => 1,
            Self::Call(_) => 2,
            Self::Cast(..) => 3,
            Self::Rule => 4,
        }
    }
}
