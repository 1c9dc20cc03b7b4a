//! The names of what a service has that is not OData's.

use graphwright_api::Api;
use graphwright_api::plain::{Call, Content, Form, PathPrefix, SegmentPart, Status};
use proc_macro2::Ident;

use super::{Modules, Names};
use crate::ident::{Taken, ident, snake, upper_camel};
use crate::plain::{gives, has_options, ways};

/// The methods of a place, each list in the order of what it names.
pub(crate) struct PlaceNames {
    /// Those that lead on, by [`Plain::children`](graphwright_api::plain::Plain::children).
    pub(crate) children: Vec<Ident>,
    /// Those of the calls, in the order of [`ways`].
    pub(crate) calls: Vec<Vec<Ident>>,
    /// Of a client, those that sign in by another way than the first.
    pub(crate) sign_in: Vec<Ident>,
}

/// The methods that every place has, and those of every Rust value.
const RESERVED: [&str; 8] = [
    "request",
    "pre_authenticated",
    "path",
    "at",
    "clone",
    "from",
    "into",
    "new",
];

/// Adds the items of places and calls, in the order of their templates.
pub(super) fn add(names: &mut Names, api: &Api, models: &mut Modules, resources: &mut Modules) {
    for (template, place) in &api.plain.places {
        if !template.is_empty() {
            let name = format!("{}Resource", upper_camel(template));
            let item = resources.item(Vec::new(), name, "Of");
            names.places.insert(template.clone(), item);
        }
        for (number, call) in place.calls.iter().enumerate() {
            let key = (template.clone(), number);
            let owner = upper_camel(&owner(template, call));
            if has_options(call) {
                let item = models.item(Vec::new(), format!("{owner}Options"), "Of");
                names.options.insert(key.clone(), item);
            }
            if gives(call).is_several() {
                let item = models.item(Vec::new(), format!("{owner}Answer"), "Of");
                names.answers.insert(key, item);
            }
        }
    }
}

/// Returns what the items of a call are called after: a method alone says too little.
fn owner(template: &str, call: &Call) -> String {
    match call.name.eq_ignore_ascii_case(&call.method) {
        true => format!("{} {template}", call.name),
        false => call.name.clone(),
    }
}

/// The methods of a place.
pub(crate) fn place(api: &Api, template: &str, place: &PathPrefix) -> PlaceNames {
    methods(Taken::new(&RESERVED), api, template, place, false)
}

/// The methods of the client, whose place is the service root.
pub(crate) fn place_of_client(api: &Api, place: &PathPrefix) -> PlaceNames {
    methods(Taken::new(&RESERVED), api, "", place, true)
}

fn methods(
    mut taken: Taken,
    api: &Api,
    template: &str,
    place: &PathPrefix,
    signs_in: bool,
) -> PlaceNames {
    let sign_in = api.plain.sign_in.iter().skip(1).filter(|_| signs_in);
    let sign_in = sign_in.map(|way| {
        let names: Vec<String> = way.iter().map(|one| snake(&one.name)).collect();
        format!("with_{}", names.join("_and_"))
    });
    let sign_in = sign_in
        .map(|name| ident(&taken.take(name, "sign_in")))
        .collect();
    let children = api.plain.children(template);
    let children = children.map(|(_, child)| snake(&segment(&child.segment)));
    let children = children
        .map(|name| ident(&taken.take(name, "path")))
        .collect();
    let calls = place.calls.iter().map(|call| {
        let first = taken.take(snake(&call.name), "call");
        let others = ways(call).into_iter().skip(1).map(|way| {
            let name = match (way.answer, way.body) {
                (Some(answer), _) => format!("{first}_as_{}", kind(answer)),
                (None, Some(body)) => format!("{first}_with_{}", kind(body)),
                (None, None) => first.clone(),
            };
            ident(&taken.take(name, "call"))
        });
        let others: Vec<Ident> = others.collect();
        std::iter::once(ident(&first)).chain(others).collect()
    });
    PlaceNames {
        calls: calls.collect(),
        children,
        sign_in,
    }
}

/// A segment in words.
fn segment(parts: &[SegmentPart]) -> String {
    let parts = parts.iter().map(|part| match part {
        SegmentPart::Text(text) => text.as_str(),
        SegmentPart::Parameter(parameter) => parameter.name.as_str(),
    });
    parts.collect::<Vec<_>>().join(" ")
}

/// A kind of content in a word or two.
fn kind(body: &Content) -> String {
    match &body.form {
        Form::Fields(..) => "form".to_owned(),
        Form::Multipart(_) => "multipart".to_owned(),
        _ => {
            let (_, sub) = body
                .media_type
                .split_once('/')
                .unwrap_or(("", &body.media_type));
            let (sub, parameters) = sub.split_once(';').unwrap_or((sub, ""));
            match sub.trim() {
                "octet-stream" | "*" => "bytes".to_owned(),
                "plain" => "text".to_owned(),
                sub => snake(&format!("{sub} {}", told_apart(parameters))),
            }
        }
    }
}

/// The parameters of a media type that tell it from others: all but the encoding of its text.
fn told_apart(parameters: &str) -> String {
    let all = parameters.split(';').map(str::trim);
    let other = all.filter(|one| !one.to_ascii_lowercase().starts_with("charset="));
    other.collect::<Vec<_>>().join(" ")
}

/// The variants of what a call answers, by status (RFC 9110, 15).
pub(crate) fn statuses(all: &[Status]) -> Vec<Ident> {
    let mut taken = Taken::default();
    let names = all.iter().map(|status| match status {
        Status::Code(200) => "Ok".to_owned(),
        Status::Code(201) => "Created".to_owned(),
        Status::Code(202) => "Accepted".to_owned(),
        Status::Code(203) => "NonAuthoritative".to_owned(),
        Status::Code(204) => "NoContent".to_owned(),
        Status::Code(205) => "ResetContent".to_owned(),
        Status::Code(206) => "PartialContent".to_owned(),
        Status::Code(207) => "MultiStatus".to_owned(),
        Status::Code(code) => format!("Status{code}"),
        Status::Range(_) => "Success".to_owned(),
        Status::Default => "Default".to_owned(),
    });
    names.map(|name| ident(&taken.take(name, ""))).collect()
}
