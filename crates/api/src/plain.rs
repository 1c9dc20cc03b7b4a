//! The paths of a service that is not OData's, and the calls that their methods are
//! (OpenAPI 3.0, 4.7.8 to 4.7.17).
//!
//! A place is a prefix of paths that ends with a segment, and leads on to longer ones. It is
//! generated as a resource of its own: nothing says that two paths lead to the same thing.

use std::collections::BTreeMap;

use crate::{Deprecation, Origin, TypeRef};

/// The paths of a plain service, and how it is signed in to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plain {
    /// Every prefix of a path, by its template, such as `/pets/{petId}`; the service root is empty.
    pub places: BTreeMap<String, PathPrefix>,
    /// The ways to sign in, the one that the description prefers first.
    pub sign_in: Vec<SignIn>,
}

impl Plain {
    /// Returns whether there is nothing: the service is OData's, or has no paths.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Every call, with the template of its place.
    pub fn calls(&self) -> impl Iterator<Item = (&str, &Call)> {
        let places = self.places.iter();
        places.flat_map(|(template, place)| {
            place
                .calls
                .iter()
                .map(move |call| (template.as_str(), call))
        })
    }

    /// The places that one segment leads to from `template`, with their templates.
    pub fn children<'a>(
        &'a self,
        template: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a PathPrefix)> {
        let after = format!("{template}/");
        let below = self.places.range(after.clone()..);
        let below = below.take_while(move |(longer, _)| longer.starts_with(&after));
        below.filter_map(move |(longer, place)| {
            let last = &longer[template.len() + 1..];
            (!last.contains('/')).then_some((longer.as_str(), place))
        })
    }
}

/// A prefix of paths.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PathPrefix {
    /// Its last segment; empty for the service root.
    pub segment: Vec<SegmentPart>,
    /// Its calls, in the order of methods.
    pub calls: Vec<Call>,
}

/// A part of a segment: `report.{format}` has two.
#[derive(Clone, Debug, PartialEq)]
pub enum SegmentPart {
    /// As it is written.
    Text(String),
    /// An argument.
    Parameter(CallParameter),
}

/// An operation of a path.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Its `operationId`, or the method where it has none.
    pub name: String,
    /// The method of HTTP, in capitals.
    pub method: String,
    /// Whether the path ends with a slash.
    pub slash: bool,
    /// The query that its path has in any case, as the description writes it and without the `?`; mostly
    /// empty.
    pub query: String,
    /// The effect, in the words of the description; empty if there are none.
    pub doc: String,
    /// When it goes away, where that is said.
    pub deprecation: Option<Deprecation>,
    /// The parameters in the query, headers and cookies.
    pub parameters: Vec<CallParameter>,
    /// The request bodies, one for each media type; the first is the default.
    pub bodies: Vec<Content>,
    /// Whether it must be sent one.
    pub body_required: bool,
    /// The responses by status: exact codes, then ranges, then the default.
    pub answers: Vec<Answer>,
    /// The ways to sign in for it, any of which will do, where it does not take those of the service; of
    /// no ways, and of one without schemes, it can be sent without a secret.
    pub sign_in: Option<Vec<SignIn>>,
    /// The ways to sign in for it of which any takes scopes; none where nothing does.
    pub scopes: Vec<Scoped>,
    /// The URL that its path is relative to, without a trailing slash, where that is not the service root.
    pub server: Option<String>,
    /// Where the description declares it.
    pub origin: Origin,
}

impl Call {
    /// Method and path, with the query that it has in any case; `template` is that of its place.
    pub fn line(&self, template: &str) -> String {
        let slash = if self.slash { "/" } else { "" };
        let question = if self.query.is_empty() { "" } else { "?" };
        format!("{} {template}{slash}{question}{}", self.method, self.query)
    }

    /// The answers of success: those of 2xx, and where there are none, the default one.
    pub fn successes(&self) -> Vec<&Answer> {
        let own: Vec<&Answer> = self
            .answers
            .iter()
            .filter(|one| one.status.succeeds())
            .collect();
        if !own.is_empty() {
            return own;
        }
        let default = |one: &&Answer| one.status == Status::Default;
        self.answers.iter().filter(default).collect()
    }

    /// The answers of failure.
    pub fn failures(&self) -> impl Iterator<Item = &Answer> {
        self.answers.iter().filter(|one| one.status.fails())
    }

    /// Every type that it names.
    pub fn types(&self) -> impl Iterator<Item = &TypeRef> {
        let parameters = self.parameters.iter().map(|one| &one.ty);
        let answers = self.answers.iter().flat_map(|one| &one.contents);
        let contents = self.bodies.iter().chain(answers);
        parameters.chain(contents.filter_map(|one| one.form.ty()))
    }

    /// Returns them to be changed.
    pub fn types_mut(&mut self) -> impl Iterator<Item = &mut TypeRef> {
        let parameters = self.parameters.iter_mut().map(|one| &mut one.ty);
        let answers = self.answers.iter_mut().flat_map(|one| &mut one.contents);
        let contents = self.bodies.iter_mut().chain(answers);
        parameters.chain(contents.filter_map(|one| match &mut one.form {
            Form::Json(ty) | Form::Fields(ty, _) => Some(ty),
            _ => None,
        }))
    }
}

/// A parameter of a path or a call (OpenAPI 3.0, 4.7.12).
#[derive(Clone, Debug, PartialEq)]
pub struct CallParameter {
    /// The name on the wire.
    pub name: String,
    /// The documentation in the description; empty if there is none.
    pub doc: String,
    /// Its type.
    pub ty: TypeRef,
    /// Where it stands.
    pub within: Within,
    /// How it is written.
    pub style: Style,
    /// Whether items and members are written each by itself.
    pub explode: bool,
    /// Whether `:/?#[]@!$&'()*+,;=` stand in it as they are (`allowReserved`).
    pub reserved: bool,
    /// Whether a call must give it.
    pub required: bool,
    /// Whether it goes away.
    pub deprecated: bool,
    /// Whether the description says that its value is a secret (`format: password`).
    pub secret: bool,
}

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Within {
    Path,
    Query,
    Header,
    Cookie,
}

/// How a parameter is written (OpenAPI 3.0, 4.7.12.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is named as OpenAPI names it")]
pub enum Style {
    Simple,
    Label,
    Matrix,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    /// As JSON: a parameter with `content`.
    Json,
}

/// A request or response body of one media type.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// The media type, such as `application/json`.
    pub media_type: String,
    /// The form in Rust.
    pub form: Form,
    /// The parts that may be null.
    pub nulls: Nulls,
}

/// The parts of a JSON value that may be null.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Nulls {
    /// The whole value.
    pub whole: bool,
    /// An item of it, where it is a list.
    pub items: bool,
}

/// The form in which a caller sees a media type.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// JSON of that type.
    Json(TypeRef),
    /// `application/x-www-form-urlencoded`, of that type, and which fields are not written as usual.
    Fields(TypeRef, Vec<FieldStyle>),
    /// `multipart/form-data` and other forms of several parts.
    Multipart(Vec<FormPart>),
    /// Text of any kind.
    Text,
    /// Bytes.
    Bytes,
}

/// A part of a form of several parts (OpenAPI 3.0, 4.7.14.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormPart {
    /// The name on the wire.
    pub name: String,
    /// The documentation in the description; empty if there is none.
    pub doc: String,
    /// The content.
    pub kind: PartKind,
    /// Whether there may be several of that name, an item of a list each.
    pub several: bool,
    /// Whether a form must have it.
    pub required: bool,
    /// Its media type, where the description says one or where it is no text.
    pub media_type: Option<String>,
}

/// The content of a part of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// Bytes.
    File,
    /// JSON.
    Json,
    /// A text.
    Text,
}

/// How a field of a form is written, where that is said (OpenAPI 3.0, 4.7.15): as a parameter of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldStyle {
    /// The name on the wire.
    pub name: String,
    /// How it is written.
    pub style: Style,
    /// Whether items and members are written each by itself.
    pub explode: bool,
    /// Whether `:/?#[]@!$&'()*+,;=` stand in it as they are (`allowReserved`).
    pub reserved: bool,
}

impl Form {
    /// The type, where it has one.
    pub fn ty(&self) -> Option<&TypeRef> {
        match self {
            Self::Json(ty) | Self::Fields(ty, _) => Some(ty),
            Self::Multipart(_) | Self::Text | Self::Bytes => None,
        }
    }
}

/// An answer of one status, or of several.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Of which status.
    pub status: Status,
    /// The meaning, in the words of the description; empty if there are none.
    pub doc: String,
    /// The bodies, one for each media type, the default first; empty for no body.
    pub contents: Vec<Content>,
}

/// The key of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// One status.
    Code(u16),
    /// `2XX` and the like: the first digit.
    Range(u8),
    /// All others.
    Default,
}

impl Status {
    /// Returns whether all of it are of success.
    pub fn succeeds(self) -> bool {
        matches!(self, Self::Code(200..=299) | Self::Range(2))
    }

    /// Returns whether it can be of failure.
    pub fn fails(self) -> bool {
        matches!(
            self,
            Self::Code(400..=599) | Self::Range(4 | 5) | Self::Default
        )
    }
}

impl std::fmt::Display for Status {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Range(first) => write!(f, "{first}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A way to sign in: schemes that are needed together, at least one (OpenAPI 3.0, 4.7.30).
pub type SignIn = Vec<SecurityScheme>;

/// A way to sign in with the scopes that it takes: schemes by name, each with its scopes or roles (OpenAPI 3.0,
/// 4.7.30).
pub type Scoped = BTreeMap<String, Vec<String>>;

/// A security scheme (OpenAPI 3.0, 4.7.27).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityScheme {
    /// The name in the description.
    pub name: String,
    /// The documentation in the description; empty if there is none.
    pub doc: String,
    /// Where what the credential gives is put.
    pub scheme: Scheme,
}

/// Where the secret of a request stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// `Authorization: Bearer`; OAuth 2.0 and OpenID Connect too.
    Bearer,
    /// `Authorization: Basic`.
    Basic,
    /// A key by itself, in that place and under that name.
    ApiKey(Within, String),
}
