//! A service, and a path in it that grows.

use std::fmt;
use std::sync::Arc;

use http::Method;

use super::core::{Client, Placed};
use super::origin::{self, Origin};
use super::parameter::{Parameter, ParameterValue};
use super::permissions::{PermissionTable, Permissions};
use super::request::Request;
use super::sign_in::{SecurityScheme, Ways};
use super::template::Template;
use super::{encode, link, redact};
use crate::conventions::Conventions;
use crate::json::WideNumbers;
use crate::literal::{Literal, bare};

/// The client of one service: what the client of a generated crate is made of.
#[derive(Clone)]
pub struct ServiceClient(Arc<Service>);

#[derive(Clone)]
pub(super) struct Service {
    pub(super) core: Client,
    pub(super) root: String,
    pub(super) scopes: Vec<String>,
    /// Whether it is no OData service.
    pub(super) plain: bool,
    pub(super) conventions: Conventions,
    pub(super) sign_in: Ways,
    pub(super) permissions: &'static PermissionTable,
    pub(super) origin: Option<Origin>,
    /// The origin of the published root, which the links of the service name.
    pub(super) published: Option<Origin>,
}

impl ServiceClient {
    /// The client of the service with that root, a URL without a trailing slash. The cloud and the
    /// endpoint of `core` decide where it is really called.
    pub fn new(core: Client, root: &str) -> Self {
        Self::of(core, root, false, Ways::BEARER)
    }

    /// Returns the service with these conventions; without this they are OData's own. What the core client says of
    /// them comes first.
    #[must_use]
    pub fn with_conventions(&self, conventions: Conventions) -> Self {
        let mut service = Service::clone(&self.0);
        service.conventions = service.core.conventions_of(conventions);
        Self(Arc::new(service))
    }

    /// Returns the service with a table of who may make which request.
    #[must_use]
    pub fn with_permissions(&self, table: &'static PermissionTable) -> Self {
        let mut service = Service::clone(&self.0);
        service.permissions = table;
        Self(Arc::new(service))
    }

    /// Makes the client of a service that is not OData's, and that is signed in to by all of `schemes`: its values
    /// have no envelope.
    pub fn plain(core: Client, root: &str, schemes: &'static [SecurityScheme]) -> Self {
        let ways = Ways {
            own: schemes,
            asked: None,
        };
        Self::of(core, root, true, ways)
    }

    /// Returns the resource with other security schemes, for calls that are signed in another way.
    pub(super) fn asking(&self, asked: &'static [&'static [SecurityScheme]]) -> Self {
        let mut service = Service::clone(&self.0);
        service.sign_in.asked = Some(asked);
        Self(Arc::new(service))
    }

    /// Returns the resource below another root.
    pub(super) fn elsewhere(&self, root: &str) -> Self {
        let known = &self.0;
        let other = Self::of(known.core.clone(), root, known.plain, known.sign_in);
        other.with_conventions(known.conventions)
    }

    fn of(core: Client, root: &str, plain: bool, sign_in: Ways) -> Self {
        let Placed {
            published,
            root,
            scopes,
        } = core.place(root.trim_end_matches('/'));
        Self(Arc::new(Service {
            origin: Origin::of(&root),
            conventions: core.conventions_of(Conventions::ODATA),
            published,
            core,
            root,
            scopes,
            plain,
            sign_in,
            permissions: PermissionTable::EMPTY,
        }))
    }

    /// The service root as a resource.
    pub fn root_resource(&self) -> Resource {
        Resource {
            service: self.clone(),
            path: String::new(),
            template: Template::root(self.0.permissions),
            query: String::new(),
            invalid: None,
        }
    }

    /// A request to a path below the service root, which is sent as it is given, or to a URL of the service's own
    /// origin, such as a link that was kept. Any other URL is an error when the request is sent, and so is one with a
    /// `#`: what follows would not be sent, and the request would address another resource.
    pub fn request(&self, method: Method, path: &str) -> Request<serde_json::Value> {
        if path.contains('#') {
            return self.refused(method, link::FRAGMENT);
        }
        if link::has_scheme(path) {
            return match self.own(path) {
                Ok(url) => Request::new(self.clone(), method, url, Permissions::UNKNOWN),
                Err(why) => self.refused(method, why),
            };
        }
        if link::climbs(path) {
            return self.refused(method, DOTS);
        }
        let slash = if path.starts_with('/') || path.is_empty() {
            ""
        } else {
            "/"
        };
        let url = format!("{}{slash}{path}", self.0.root);
        Request::new(self.clone(), method, url, Permissions::UNKNOWN)
    }

    /// A request to a URL that carries its own permission, such as an upload, monitor or download URL that the
    /// service gave. It may be of any origin over https. Neither a token nor a cookie goes there.
    pub fn pre_authenticated(&self, method: Method, url: &str) -> Request<serde_json::Value> {
        if url.contains('#') {
            return self.refused(method, link::FRAGMENT);
        }
        match self.pre_authenticated_url(url) {
            Ok(url) => {
                Request::new(self.clone(), method, url, Permissions::UNKNOWN).without_secrets()
            }
            Err(why) => self.refused(method, why),
        }
    }

    fn refused(&self, method: Method, why: impl Into<String>) -> Request<serde_json::Value> {
        let root = self.0.root.clone();
        Request::new(self.clone(), method, root, Permissions::UNKNOWN).refuse(why)
    }

    /// Returns how numbers of 64 bits and more are written in bodies.
    pub(super) fn wide_numbers(&self) -> WideNumbers {
        let service = &self.0;
        match (service.plain, service.conventions.ieee754_compatible) {
            (true, _) => WideNumbers::AsTheyAre,
            (false, false) => WideNumbers::Numbers,
            (false, true) => WideNumbers::Texts,
        }
    }

    pub(super) fn service(&self) -> &Service {
        &self.0
    }

    /// Returns whether a bearer token may go to `url`: to the origin of the service root and to no other, over TLS or
    /// on this machine. This is the only place that decides it.
    pub fn may_have_token(&self, url: &str) -> bool {
        let own = self.0.origin.as_ref();
        own.is_some_and(|own| own.is_secure() && Origin::of(url).as_ref() == Some(own))
    }

    /// Returns the scopes that a token for this service is asked for, such as `https://graph.microsoft.com/.default`.
    pub fn token_scopes(&self) -> &[String] {
        &self.0.scopes
    }
}

impl ServiceClient {
    /// Returns whether requests of both go to one service root, by one client.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0.core.0, &other.0.core.0) && self.0.root == other.0.root
    }

    /// Returns a URL as it may be shown. The path of one of another origin may be all that it takes to read or write
    /// what it leads to.
    pub(super) fn shown(&self, url: &str) -> String {
        match self.is_own(url) {
            true => redact::url(url),
            false => redact::place(url),
        }
    }

    /// Returns whether a URL that is shown is of the origin of the service root.
    pub(super) fn is_own(&self, shown: &str) -> bool {
        // What is hidden in the rest of it makes it no URL.
        self.0.origin.is_some() && Origin::of(origin::prefix(shown)) == self.0.origin
    }
}

impl fmt::Debug for ServiceClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceClient")
            .field("root", &redact::url(&self.0.root))
            .finish_non_exhaustive()
    }
}

/// An addressed place in a service. Each step gives a new one; nothing is sent.
#[derive(Clone)]
pub struct Resource {
    service: ServiceClient,
    /// Below the service root, percent-encoded.
    path: String,
    template: Template,
    /// The values that the path names by aliases, and options of the service's own, as query options.
    query: String,
    invalid: Option<&'static str>,
}

impl Resource {
    /// The path below the service root, percent-encoded. Values that it names by aliases stand in the URL of
    /// a request alone.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// One segment further. `.` and `..` are an error when the request is sent, for a URL has no such segment:
    /// also percent-encoded, they mean a step in the path (RFC 3986, 6.2.2.2).
    #[must_use]
    pub fn segment(&self, name: &str) -> Self {
        let invalid = link::is_step(name).then_some(DOTS);
        let template = self.template.clone().segment(name);
        self.longer(&format!("/{}", encode::segment(name)), template)
            .or_invalid(invalid)
    }

    /// The item with that key, as a segment (OData URL Conventions 4.01, 4.3.6). An empty key is an
    /// error when the request is sent, for it would address the collection, and so are `.` and `..`, as for
    /// [`segment`](Self::segment).
    #[must_use]
    pub fn key_segment(&self, key: &str) -> Self {
        let invalid = match key {
            "" => Some("a key is empty: the request would address the whole collection"),
            key if link::is_step(key) => Some(DOTS),
            _ => None,
        };
        let template = self.template.clone().text("/").key(key);
        self.longer(&format!("/{}", encode::key(key)), template)
            .or_invalid(invalid)
    }

    /// The item with that key in parentheses (4.3.1).
    #[must_use]
    pub fn key_parentheses(&self, key: &dyn Literal) -> Self {
        let key = key.to_literal(self.conventions());
        let template = self.template.clone().text("(").key(&bare(&key)).text(")");
        self.longer(&format!("({})", encode::literal(&key)), template)
    }

    /// The item with that key of several parts, each a segment, in the order of the description (4.3.6).
    #[must_use]
    pub fn key_segments(&self, parts: &[&dyn Literal]) -> Self {
        let conventions = self.conventions();
        let parts = parts.iter().map(|part| bare(&part.to_literal(conventions)));
        parts.fold(self.clone(), |place, part| place.key_segment(&part))
    }

    /// The item with that key of several parts, or with that alternate key, each part a name and a
    /// value, in parentheses (4.3.1 and 4.3.5).
    #[must_use]
    pub fn key_parentheses_of(&self, parts: &[(&str, &dyn Literal)]) -> Self {
        let conventions = self.conventions();
        let mut more = String::new();
        let mut template = self.template.clone();
        for (number, (name, value)) in parts.iter().enumerate() {
            let separator = if number == 0 { "(" } else { "," };
            let value = value.to_literal(conventions);
            let (shown, key) = (encode::literal(name), bare(&value));
            more += &format!("{separator}{shown}={}", encode::literal(&value));
            template = template.text(separator).text(name).text("=").key(&key);
        }
        self.longer(&format!("{more})"), template.text(")"))
    }

    /// A function called with parameters, each a name and a value (4.5). An object or an array has no literal:
    /// the path names it by a parameter alias, whose value is a query option of the request (OData ABNF 4.01,
    /// `functionParameter`; Protocol 4.01, 11.5.4.1).
    #[must_use]
    pub fn function(&self, name: &str, parameters: &[(&str, &dyn Literal)]) -> Self {
        let parameters = parameters.iter();
        self.call(name, parameters.map(|(name, value)| (*name, Some(*value))))
    }

    /// A function of which parameters can be left out: those that are `None`, as [`given`] makes
    /// them (OData Protocol 4.01, 11.5.4.1).
    #[must_use]
    pub fn function_of(&self, name: &str, parameters: &[(&str, Option<&dyn Literal>)]) -> Self {
        self.call(name, parameters.iter().copied())
    }

    fn call<'a>(
        &self,
        name: &str,
        parameters: impl Iterator<Item = (&'a str, Option<&'a dyn Literal>)>,
    ) -> Self {
        let conventions = self.conventions();
        let mut query = self.query.clone();
        let mut template = self.template.clone().segment(name).text("(");
        let mut given: Vec<String> = Vec::new();
        for (number, (name, value)) in parameters.enumerate() {
            let separator = if number == 0 { "" } else { "," };
            template = template.text(separator).text(name).text("=").open();
            let Some(value) = value else {
                continue;
            };
            let text = encode::literal(&value.to_literal(conventions));
            let name = encode::literal(name);
            given.push(match value.needs_alias() {
                true => format!("{name}={}", alias(&mut query, &name, &text)),
                false => format!("{name}={text}"),
            });
        }
        let more = format!("/{}({})", encode::segment(name), given.join(","));
        Self {
            query,
            ..self.longer(&more, template.text(")"))
        }
    }

    /// Returns the same resource, with a query option of the service's own in each request that is made from here on
    /// (OData URL Conventions 4.01, 5.2). Its value stands as a key that is a segment does: a text without quotes.
    #[must_use]
    pub fn option(&self, name: &str, value: &dyn Literal) -> Self {
        let mut place = self.clone();
        let value = bare(&value.to_literal(self.conventions()));
        join(
            &mut place.query,
            &encode::query(name),
            &encode::query(&value),
        );
        place
    }

    /// An item addressed by a path of names (Microsoft Graph: `root:/{path}:`): `texts` with an
    /// argument after each but the last. The last argument may be of several segments, each of which
    /// is percent-encoded by itself; each other is one segment. An empty one is an error when the
    /// request is sent.
    #[must_use]
    pub fn addressed(&self, texts: &[&str], arguments: &[&str]) -> Self {
        let mut more = String::new();
        let mut template = self.template.clone();
        let mut invalid = None;
        for (number, text) in texts.iter().enumerate() {
            more.push_str(&encode::template(text));
            template = template.text(text);
            if let Some(path) = arguments.get(number) {
                template = template.open();
                let path = path.trim_matches('/');
                if path.is_empty() {
                    invalid = Some("a path is empty: the request would address another resource");
                } else if path.split('/').any(link::is_step) {
                    invalid = invalid.or(Some(DOTS));
                }
                more.push_str(&match number + 1 == arguments.len() {
                    true => encode::path(path),
                    false => encode::path_segment(path),
                });
            }
        }
        if link::climbs(&more) {
            invalid = invalid.or(Some(DOTS));
        }
        self.longer(&more, template).or_invalid(invalid)
    }

    /// One segment further, which is `texts` with a value after each but the last, as `parameters` say
    /// that it is written. An empty value that is the whole segment is an error when the request is
    /// sent.
    #[must_use]
    pub fn filled(&self, texts: &[&str], values: &[(Parameter, &dyn ParameterValue)]) -> Self {
        let mut segment = String::new();
        let mut template = self.template.clone().text("/");
        let mut invalid = None;
        for (number, text) in texts.iter().enumerate() {
            segment.push_str(&encode::segment(text));
            template = template.text(text);
            if let Some((parameter, value)) = values.get(number) {
                template = template.open();
                match parameter.in_path(*value) {
                    Ok(text) => segment.push_str(&text),
                    Err(why) => invalid = Some(why),
                }
            }
        }
        if segment.is_empty() {
            invalid = Some("a parameter of the path is empty: the request would go elsewhere");
        }
        if link::climbs(&segment) {
            invalid = Some(DOTS);
        }
        self.longer(&format!("/{segment}"), template)
            .or_invalid(invalid)
    }

    /// A request to this resource.
    pub fn request<T>(&self, method: Method) -> Request<T> {
        let permissions = self.template.permissions(&method);
        let request = Request::new(self.service.clone(), method, self.whole(), permissions);
        match self.invalid {
            Some(why) => request.refuse(why),
            None => request,
        }
    }

    /// The whole URL, or why there is none.
    pub(super) fn url(&self) -> Result<String, &'static str> {
        match self.invalid {
            Some(why) => Err(why),
            None => Ok(self.whole()),
        }
    }

    fn whole(&self) -> String {
        let root = &self.service.service().root;
        let mark = if self.query.is_empty() { "" } else { "?" };
        format!("{root}{}{mark}{}", self.path, self.query)
    }

    /// A request to this resource that no description has.
    pub fn raw_request(&self, method: Method) -> Request<serde_json::Value> {
        self.request(method)
    }

    /// Makes a request an error that `invalid` says, unless it is one already.
    fn or_invalid(mut self, invalid: Option<&'static str>) -> Self {
        self.invalid = self.invalid.or(invalid);
        self
    }

    fn conventions(&self) -> Conventions {
        self.service.service().conventions
    }

    /// A place further on, where `more` follows the path.
    fn longer(&self, more: &str, template: Template) -> Self {
        Self {
            service: self.service.clone(),
            path: format!("{}{more}", self.path),
            template,
            query: self.query.clone(),
            invalid: self.invalid,
        }
    }
}

/// Why a segment of dots is refused. In parentheses, as in `('..')`, they are harmless.
const DOTS: &str = "a segment of the path is `.` or `..`, which servers take for a step in the path, also where it is \
                    percent-encoded (RFC 3986, 6.2.2.2): the request would address another resource";

/// An alias for a value that is not in the `query` yet, which it joins.
fn alias(query: &mut String, name: &str, value: &str) -> String {
    let is_taken = |alias: &String| {
        let mut options = query.split('&');
        options.any(|option| option.split('=').next() == Some(alias))
    };
    let mut more = (2..).map(|number| format!("@{name}{number}"));
    let mut alias = format!("@{name}");
    while is_taken(&alias) {
        alias = more.next().unwrap_or_default();
    }
    join(query, &alias, value);
    alias
}

/// Adds an option to a query: name and value, both encoded.
fn join(query: &mut String, name: &str, value: &str) {
    let separator = if query.is_empty() { "" } else { "&" };
    *query += &format!("{separator}{name}={value}");
}

/// A parameter that a call may leave out, for [`Resource::function_of`].
pub fn given<T: Literal>(value: &Option<T>) -> Option<&dyn Literal> {
    value.as_ref().map(|value| value as &dyn Literal)
}

impl fmt::Debug for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Resource").field(&self.path).finish()
    }
}
