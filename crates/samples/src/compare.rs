//! Compares a request that a function has made with the documented one.

use std::collections::BTreeMap;
use std::fmt;

use graphwright_api::{Api, TypeName};
use serde_json::value::RawValue;

use crate::argument::{Argument, Substituted};
use crate::deviation::{Deviation, Kind};
use crate::json::{Members, read, same_json};
use crate::shape::Sent;
use graphwright_api::route::Resolver;
use graphwright_api::route::same_name;
use graphwright_api::route::{Route, StepKind};
use graphwright_api::route::{Url, decode, without_aliases};

/// A request as it was made.
#[derive(Clone, Debug, Default)]
pub struct Made {
    /// The method.
    pub method: String,
    /// The whole URL.
    pub url: String,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body, if there is one.
    pub body: Option<String>,
}

/// The expected request.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The documented method.
    pub method: &'a str,
    /// The documented URL.
    pub url: &'a str,
    /// The route.
    pub route: &'a Route,
    /// The keys and arguments that were given, in the order of [`Route::values`].
    pub arguments: &'a [Argument],
    /// The documented headers that a caller sets.
    pub headers: &'a [(String, String)],
    /// The value that the body is written from.
    pub sent: &'a Sent<'a>,
    /// The documented body.
    pub body: Option<&'a RawValue>,
    /// The documented body where it is not JSON.
    pub text: Option<&'a str>,
}

/// A part of a request, or of what was read, that is not as documented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// Which part.
    pub part: &'static str,
    /// The difference.
    pub what: String,
}

impl Mismatch {
    /// That the request could not be made at all.
    pub fn internal(what: &str) -> Self {
        Self::new("request", what)
    }

    pub(crate) fn new(part: &'static str, what: impl Into<String>) -> Self {
        let what = what.into().chars().take(600).collect();
        Self { part, what }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.part, self.what)
    }
}

/// The headers of a page that a caller sets; the others are the client's own.
pub fn own_headers(headers: &BTreeMap<String, String>) -> Vec<(String, String)> {
    const CLIENT: [&str; 6] = [
        "authorization",
        "content-length",
        "content-type",
        "host",
        "user-agent",
        "transfer-encoding",
    ];
    let is_own = |name: &str| !CLIENT.iter().any(|client| same_name(client, name));
    let own = headers.iter().filter(|(name, _)| is_own(name.trim()));
    own.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect()
}

/// Returns what differs: departures that a reader has to take, and what is wrong with the request.
pub fn compare(
    api: &Api,
    resolver: &Resolver<'_>,
    wanted: &Wanted<'_>,
    made: &Made,
) -> (Vec<Deviation>, Vec<Mismatch>) {
    let mut notes = Vec::new();
    let mut wrong = Vec::new();
    if wanted.method != made.method {
        let what = format!("{} is not {}", made.method, wanted.method);
        wrong.push(Mismatch::new("method", what));
    }
    path(resolver, wanted, made, &mut notes, &mut wrong);
    let (documented, own) = (without_aliases(wanted.url), without_aliases(&made.url));
    let (documented, own) = (Url::parse(&documented).query(), Url::parse(&own).query());
    let spelled_alike = documented.len() == own.len()
        && documented
            .iter()
            .zip(&own)
            .all(|(page, made)| same_name(&page.0, &made.0) && page.1 == made.1);
    // Pages write query options as `startdatetime`, which the service takes as `startDateTime`.
    if documented != own && spelled_alike {
        notes.push(note(Kind::UrlSpelling, format!("{own:?} is made")));
    } else if documented != own {
        wrong.push(Mismatch::new(
            "query",
            format!("{own:?} is not {documented:?}"),
        ));
    }
    for (name, value) in wanted.headers {
        let mut found = made.headers.iter();
        if !found.any(|(known, own)| same_name(known, name) && own == value) {
            let what = format!("`{name}: {value}` is not sent");
            wrong.push(Mismatch::new("header", what));
        }
    }
    body(api, wanted, made, &mut notes, &mut wrong);
    (notes, wrong)
}

fn note(kind: Kind, detail: impl Into<String>) -> Deviation {
    Deviation {
        kind,
        pointer: String::new(),
        detail: detail.into(),
    }
}

/// The URL of the request must lead where the documented one leads, with the same keys and arguments.
fn path(
    resolver: &Resolver<'_>,
    wanted: &Wanted<'_>,
    made: &Made,
    notes: &mut Vec<Deviation>,
    wrong: &mut Vec<Mismatch>,
) {
    let route = match resolver.resolve(&made.method, &made.url) {
        Ok(route) => route,
        Err(no) => {
            wrong.push(Mismatch::new("url", format!("{}: {no}", made.url)));
            return;
        }
    };
    if route.to_string() != wanted.route.to_string() {
        let what = format!("{} leads to {route}, not to {}", made.url, wanted.route);
        wrong.push(Mismatch::new("url", what));
        return;
    }
    let values = route.values();
    for (argument, value) in wanted.arguments.iter().zip(&values) {
        if value.is_none() && *argument == Argument::left_out() {
            continue;
        }
        let text = serde_json::from_str::<String>(&argument.json);
        let expected = text.unwrap_or_else(|_| argument.json.clone());
        if value.map(|value| value.text.as_str()) != Some(&*expected) {
            let found = value.map_or("nothing", |value| &*value.text);
            wrong.push(Mismatch::new(
                "url",
                format!("`{found}` is not `{expected}`"),
            ));
        }
    }
    for argument in wanted.arguments {
        let kind = match argument.substituted {
            Some(Substituted::Placeholder) => Kind::UrlPlaceholder,
            Some(Substituted::Absent) => Kind::MissingArgument,
            Some(Substituted::Unfit) => Kind::UnfitArgument,
            None => continue,
        };
        notes.push(note(kind, format!("{} is used instead", argument.json)));
    }
    for step in &wanted.route.steps {
        if let StepKind::Cast { ty, implied: true } = &step.kind {
            notes.push(note(Kind::ImpliedCast, ty.as_str()));
        }
    }
    let placeholders = wanted.route.values();
    let placeholders = placeholders.iter().flatten();
    if placeholders.into_iter().any(|value| value.is_placeholder())
        && !notes.iter().any(|one| one.kind == Kind::UrlPlaceholder)
    {
        notes.push(note(Kind::UrlPlaceholder, "it is used as text"));
    }
    let (documented, own) = (without_aliases(wanted.url), without_aliases(&made.url));
    let (documented, own) = (Url::parse(&documented).path, Url::parse(&own).path);
    let same = notes.is_empty() && wrong.is_empty();
    if same && !decode(own).ends_with(decode(documented).trim_start_matches('.')) {
        notes.push(note(Kind::UrlSpelling, format!("{own} is made")));
    }
}

fn body(
    api: &Api,
    wanted: &Wanted<'_>,
    made: &Made,
    notes: &mut Vec<Deviation>,
    wrong: &mut Vec<Mismatch>,
) {
    if let (Sent::Bytes, Some(own)) = (wanted.sent, &made.body) {
        let documented = wanted.body.map(RawValue::get).or(wanted.text);
        if documented.unwrap_or_default() != own {
            wrong.push(Mismatch::new("body", format!("{own} is sent")));
        }
        return;
    }
    let (documented, own) = match (wanted.body, &made.body) {
        (None, None) => return,
        (Some(_), None) => {
            // What takes none can send none.
            match wanted.sent {
                Sent::Nothing => notes.push(note(Kind::BodyNotTaken, "it is not sent")),
                _ => wrong.push(Mismatch::new("body", "no body is sent")),
            }
            return;
        }
        (None, Some(own)) => {
            let kind = match wanted.sent {
                Sent::Parameters(_) => Kind::EmptyParameters,
                _ => Kind::NoBodySent,
            };
            match same_json("{}", own) {
                Ok(()) => notes.push(note(kind, "an empty object is sent")),
                Err(_) => wrong.push(Mismatch::new("body", format!("{own} is sent"))),
            }
            return;
        }
        (Some(documented), Some(own)) => (documented.get(), own),
    };
    let Some(members) = read::<Members<'_>>(documented) else {
        if let Err(difference) = same_json(documented, own) {
            wrong.push(Mismatch::new("body", difference.to_string()));
        }
        return;
    };
    let sent = read::<Members<'_>>(own);
    let is_sent = |name: &str| {
        let mut sent = sent.iter().flat_map(|members| &members.0);
        sent.any(|(known, _)| known == name)
    };
    let mut left = Vec::new();
    for (name, value) in &members.0 {
        if !is_sent(name) && may_be_left_out(api, wanted.sent, &members, name) {
            let mut left_out = note(Kind::NotSent, name.as_str());
            left_out.pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
            notes.push(left_out);
        } else {
            let name = serde_json::Value::from(name.as_str());
            left.push(format!("{name}:{}", value.get()));
        }
    }
    let expected = format!("{{{}}}", left.join(","));
    if let Err(difference) = same_json(&expected, own) {
        wrong.push(Mismatch::new("body", difference.to_string()));
    }
}

/// Returns whether a member of a documented body is one that the client does not send: what only the service sets,
/// and of changes the key too.
fn may_be_left_out(api: &Api, sent: &Sent<'_>, members: &Members<'_>, name: &str) -> bool {
    let declared = match sent {
        Sent::Whole(ty) | Sent::Changes(ty) => Some(ty),
        _ => None,
    };
    let said = members.0.iter().find(|(name, _)| name == "@odata.type");
    let said = said.and_then(|(_, value)| serde_json::from_str::<String>(value.get()).ok());
    let said = said.map(|said| TypeName::new(said.trim_start_matches('#')));
    if let Some((_, annotation)) = name.split_once('@') {
        return match annotation {
            // A value of the declared type need not say so.
            "odata.type" => name != "@odata.type" || said.as_ref() == declared,
            "odata.bind" => false,
            _ => annotation.starts_with("odata.") || !annotation.contains('.'),
        };
    }
    let Some(declared) = declared else {
        return false;
    };
    let ty = said
        .filter(|said| api.ancestry(said).contains(&declared))
        .unwrap_or_else(|| declared.clone());
    let properties = api.all_properties(&ty);
    let property = properties.iter().find(|one| one.name == name);
    let is_change = matches!(sent, Sent::Changes(_));
    property.is_some_and(|one| one.computed || (one.key && is_change))
}
