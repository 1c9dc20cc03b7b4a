//! Subjects of facts: a kind of thing, its place, and an aspect of it.

use std::fmt;

/// The kind of subject of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is named as the model names it")]
pub enum SubjectKind {
    AlternateKey,
    Answer,
    Body,
    Call,
    Cast,
    Field,
    KeyStyle,
    Member,
    /// A type or a resource by its name alone.
    Named,
    Navigation,
    Number,
    Operation,
    Option,
    StandardOperation,
    Parameter,
    Path,
    Place,
    Property,
    PropertyPath,
    Resource,
    Root,
    SecurityScheme,
    ServiceRoot,
    SignIn,
    Stream,
    Type,
}

impl SubjectKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::AlternateKey => "alternate key",
            Self::Answer => "answer",
            Self::Body => "body",
            Self::Call => "call",
            Self::Cast => "cast",
            Self::Field => "field",
            Self::KeyStyle => "key style",
            Self::Member => "member",
            Self::Named => "",
            Self::Navigation => "navigation",
            Self::Number => "number",
            Self::Operation => "operation",
            Self::Option => "option of",
            Self::StandardOperation => "own",
            Self::Parameter => "parameter",
            Self::Path => "path",
            Self::Place => "place",
            Self::Property => "property",
            Self::PropertyPath => "property path",
            Self::Resource => "resource",
            Self::Root => "root",
            Self::SecurityScheme => "security scheme",
            Self::ServiceRoot => "service root",
            Self::SignIn => "sign-in",
            Self::Stream => "stream",
            Self::Type => "type",
        }
    }
}

/// An aspect of a thing: its documentation, its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// When it goes away.
    Deprecation,
    /// Its description.
    Doc,
    /// The parts of its key.
    Key,
    /// The name in a description, where it differs from the generated name.
    Label,
    /// The order of its members.
    Order,
    /// The scopes that its ways to sign in ask for.
    Scopes,
    /// The server that it has for itself.
    Server,
    /// How it is signed in to.
    SignIn,
    /// The query options that it does not take.
    Unsupported,
}

impl Aspect {
    fn as_str(self) -> &'static str {
        match self {
            Self::Deprecation => "deprecation",
            Self::Doc => "doc",
            Self::Key => "key",
            Self::Label => "label",
            Self::Order => "order",
            Self::Scopes => "scopes",
            Self::Server => "server",
            Self::SignIn => "sign-in",
            Self::Unsupported => "unsupported",
        }
    }
}

/// Identifies a fact: `property microsoft.graph.user/manager`, `doc of type microsoft.graph.user`. Facts are in the
/// order of these words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    words: String,
    /// The aspect of the thing; `None` for the thing itself.
    pub aspect: Option<Aspect>,
    /// The kind of subject.
    pub kind: SubjectKind,
    /// The name of the thing in what it belongs to: `manager` of `microsoft.graph.user/manager`.
    pub name: String,
}

impl Fact {
    /// Returns the words for it.
    pub fn as_str(&self) -> &str {
        &self.words
    }

    /// Returns whether it is what a thing of that kind is.
    pub fn is(&self, kind: SubjectKind) -> bool {
        self.aspect.is_none() && self.kind == kind
    }

    /// Returns whether it is what is said about a thing, in that respect.
    pub fn is_about(&self, aspect: Aspect) -> bool {
        self.aspect == Some(aspect)
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

/// A thing that facts are about.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    kind: SubjectKind,
    name: String,
    /// Where it stands, with its name.
    pub(super) place: String,
}

impl Subject {
    pub(super) fn new(kind: SubjectKind, place: &str, name: &str) -> Self {
        Self {
            kind,
            name: name.to_owned(),
            place: place.to_owned(),
        }
    }

    /// The one thing of its kind.
    pub(super) fn of(kind: SubjectKind) -> Self {
        Self::new(kind, "", "")
    }

    /// A type or a resource by its name alone.
    pub(super) fn named(name: &str) -> Self {
        Self::new(SubjectKind::Named, name, name)
    }

    /// A member of `owner`.
    pub(super) fn below(kind: SubjectKind, owner: &str, name: &str) -> Self {
        Self::new(kind, &format!("{owner}/{name}"), name)
    }

    /// Returns what `owner` has besides its members.
    pub(super) fn beside(kind: SubjectKind, owner: &str, name: &str) -> Self {
        Self::new(kind, &format!("{owner} {name}"), name)
    }

    pub(super) fn into_fact(self, aspect: Option<Aspect>) -> Fact {
        let words = match aspect {
            Some(aspect) => format!("{} of {self}", aspect.as_str()),
            None => self.to_string(),
        };
        Fact {
            words,
            aspect,
            kind: self.kind,
            name: self.name,
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.kind.as_str(), self.place.as_str()) {
            ("", place) => f.write_str(place),
            (kind, "") => f.write_str(kind),
            (kind, place) => write!(f, "{kind} {place}"),
        }
    }
}
