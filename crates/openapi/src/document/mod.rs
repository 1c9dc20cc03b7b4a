//! A document in the types of `openapiv3`, and what its references lead to.

pub(crate) mod deprecation;
pub(crate) mod errors_only;
pub(crate) mod secret;
pub(crate) mod shape;

use std::collections::HashSet;

use openapiv3::{
    MediaType, Operation, Parameter, ParameterData, ParameterSchemaOrContent, PathItem,
    ReferenceOr, RequestBody, Response, Schema, Server, StatusCode,
};
use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::document::errors_only::operations;
use crate::document::shape::Use;
use crate::kind::OPTIONS;
use crate::pointer;
use crate::report::Report;

/// How many references may lead on to each other.
const HOPS: usize = 8;

/// A section of the document: what stands in it by name, and in which place by name.
type Section<T> = std::collections::BTreeMap<String, ReferenceOr<T>>;

/// The parts of a document that the reader uses.
#[derive(Debug, Default)]
pub(crate) struct Document {
    servers: Vec<Server>,
    /// `components/securitySchemes` and `security`, as they stand.
    pub(crate) security: (Value, Value),
    /// `components/schemas`, in the order of the document.
    pub(crate) schemas: Vec<(String, ReferenceOr<Schema>)>,
    /// `paths`, in the order of the document. A path item is a struct of several kilobytes.
    pub(crate) paths: Vec<(String, Box<PathItem>)>,
    by_name: std::collections::HashMap<String, usize>,
    responses: Section<Response>,
    parameters: Section<Parameter>,
    request_bodies: Section<RequestBody>,
    /// The names of all system query options that operations take, with the dollar.
    options: HashSet<String>,
    /// Whether they stand without it, as OData 4.01 allows (URL Conventions 4.01, 5.1).
    bare_options: bool,
}

impl Document {
    /// Types a normalised value piece by piece, so that a piece that `openapiv3` still refuses is
    /// named and costs no other.
    pub(crate) fn new(mut value: Value, report: &mut Report) -> Self {
        let mut take = |section: &str| match value.pointer_mut(section).map(Value::take) {
            Some(Value::Object(entries)) => entries.into_iter().collect(),
            _ => Vec::new(),
        };
        let [schemas, responses, parameters, bodies, paths] = [
            "/components/schemas",
            "/components/responses",
            "/components/parameters",
            "/components/requestBodies",
            "/paths",
        ]
        .map(|section| (section, take(section)));
        let servers = value.get_mut("servers").map(Value::take);
        let mut as_it_stands = |pointer| {
            value
                .pointer_mut(pointer)
                .map(Value::take)
                .unwrap_or_default()
        };
        let security = (
            as_it_stands("/components/securitySchemes"),
            as_it_stands("/security"),
        );
        let schemas = typed(schemas, report);
        let by_name = schemas.iter().enumerate();
        let mut document = Self {
            by_name: by_name
                .map(|(index, (name, _))| (name.clone(), index))
                .collect(),
            schemas,
            paths: typed(paths, report),
            responses: typed(responses, report).into_iter().collect(),
            parameters: typed(parameters, report).into_iter().collect(),
            request_bodies: typed(bodies, report).into_iter().collect(),
            servers: serde_json::from_value(servers.unwrap_or_default()).unwrap_or_default(),
            options: HashSet::new(),
            bare_options: false,
            security,
        };
        document.options = document.named_options(|name| name.starts_with('$'));
        if document.options.is_empty() {
            let bare = document.named_options(|name| OPTIONS.contains(&&*format!("${name}")));
            document.bare_options = !bare.is_empty();
            document.options = bare.into_iter().map(|name| format!("${name}")).collect();
        }
        document
    }

    /// The names of the query parameters of all operations that are system query options.
    fn named_options(&self, is_option: impl Fn(&str) -> bool) -> HashSet<String> {
        let of_items = self.paths.iter().flat_map(|(_, item)| {
            let own = operations(item).flat_map(|one| &one.parameters);
            item.parameters.iter().chain(own)
        });
        let all = of_items.filter_map(|one| self.parameter(one));
        let names = all.map(|data| data.name.as_str());
        let options = names.filter(|name| is_option(name));
        options.map(str::to_owned).collect()
    }

    /// Returns whether a query parameter of that name is a system query option.
    fn is_option(&self, name: &str) -> bool {
        match self.bare_options {
            true => self.has_option(&format!("${name}")),
            false => name.starts_with('$'),
        }
    }

    /// Returns whether any operation takes the system query option of that name.
    pub(crate) fn has_option(&self, name: &str) -> bool {
        self.options.contains(name)
    }

    /// Returns whether an operation takes system query options.
    pub(crate) fn takes_options(&self, operation: &Operation) -> bool {
        let mut all = operation
            .parameters
            .iter()
            .filter_map(|one| self.parameter(one));
        all.any(|data| self.is_option(&data.name))
    }

    /// The URL of the first server, if it is one and not a template.
    pub(crate) fn service_root(&self) -> Option<String> {
        let url = self.servers.first()?.url.trim_end_matches('/');
        let absolute = url.starts_with("https://") || url.starts_with("http://");
        (absolute && !url.contains('{')).then(|| url.to_owned())
    }

    /// The URL of the first server with the default of each variable in it (OpenAPI 3.0, 4.7.5).
    pub(crate) fn server_by_default(&self) -> String {
        self.servers.first().map_or("/".to_owned(), by_default)
    }

    /// A parameter, or the one that it refers to.
    pub(crate) fn whole_parameter<'a>(
        &'a self,
        parameter: &'a ReferenceOr<Parameter>,
    ) -> Option<&'a Parameter> {
        resolve(&self.parameters, parameter)
    }

    /// The name of the component that a parameter refers to.
    pub(crate) fn shared_parameter(&self, parameter: &ReferenceOr<Parameter>) -> Option<String> {
        referred(&self.parameters, parameter)
    }

    /// The name of the component that a request body refers to.
    pub(crate) fn shared_body(&self, body: &ReferenceOr<RequestBody>) -> Option<String> {
        referred(&self.request_bodies, body)
    }

    /// The name of the component that a response refers to.
    pub(crate) fn shared_response(&self, response: &ReferenceOr<Response>) -> Option<String> {
        referred(&self.responses, response)
    }

    /// A request body, or the one that it refers to.
    pub(crate) fn request_body<'a>(
        &'a self,
        body: &'a ReferenceOr<RequestBody>,
    ) -> Option<&'a RequestBody> {
        resolve(&self.request_bodies, body)
    }

    /// A response, or the one that it refers to.
    pub(crate) fn response<'a>(
        &'a self,
        response: &'a ReferenceOr<Response>,
    ) -> Option<&'a Response> {
        resolve(&self.responses, response)
    }

    /// The pointers to the parameters, bodies or responses that a reference leads to, one by another.
    pub(crate) fn passed(&self, reference: &str) -> Vec<String> {
        let mut passed = Vec::new();
        let mut at = Some(reference);
        while let Some(reference) = at
            && passed.len() < HOPS
        {
            passed.extend(reference.strip_prefix('#').map(str::to_owned));
            let rest = reference.strip_prefix("#/components/");
            let section = rest.and_then(|rest| rest.split('/').next());
            at = component(reference).and_then(|name| match section? {
                "parameters" => further(&self.parameters, &name),
                "requestBodies" => further(&self.request_bodies, &name),
                _ => further(&self.responses, &name),
            });
        }
        passed
    }

    /// The component schema of that name.
    pub(crate) fn schema(&self, name: &str) -> Option<Use<'_>> {
        let (_, schema) = self.schemas.get(*self.by_name.get(name)?)?;
        Some(Use::from(schema))
    }

    pub(crate) fn parameter<'a>(
        &'a self,
        parameter: &'a ReferenceOr<Parameter>,
    ) -> Option<&'a ParameterData> {
        resolve(&self.parameters, parameter).map(Parameter::parameter_data_ref)
    }

    /// Those of the parameters that stand in the query, system query options left out.
    pub(crate) fn query<'a>(
        &'a self,
        parameters: impl IntoIterator<Item = &'a ReferenceOr<Parameter>>,
    ) -> impl Iterator<Item = &'a ParameterData> {
        let all = parameters.into_iter();
        let resolved = all.filter_map(|one| resolve(&self.parameters, one));
        resolved.filter_map(|one| match one {
            Parameter::Query { parameter_data, .. } if !self.is_option(&parameter_data.name) => {
                Some(parameter_data)
            }
            _ => None,
        })
    }

    /// The schema of what `parameter` holds.
    pub(crate) fn parameter_schema<'a>(&self, parameter: &'a ParameterData) -> Option<Use<'a>> {
        match &parameter.format {
            ParameterSchemaOrContent::Schema(schema) => Some(Use::from(schema)),
            ParameterSchemaOrContent::Content(content) => {
                Some(Use::from(content.values().next()?.schema.as_ref()?))
            }
        }
    }

    /// The schema of what `operation` is sent.
    pub(crate) fn body<'a>(&'a self, operation: &'a Operation) -> Option<Content<'a>> {
        let body = resolve(&self.request_bodies, operation.request_body.as_ref()?)?;
        content(body.content.iter())
    }

    /// The schema of what `operation` answers when it succeeds, if it answers with a body.
    pub(crate) fn answer<'a>(&'a self, operation: &'a Operation) -> Option<Content<'a>> {
        let answers = operation.responses.responses.iter();
        let mut successful: Vec<_> = answers.filter(|(code, _)| succeeds(code)).collect();
        successful.sort_by_key(|(code, _)| (*code).clone());
        successful
            .into_iter()
            .find_map(|(_, answer)| content(resolve(&self.responses, answer)?.content.iter()))
    }

    /// The schemas that only say what an error looks like, and those that say anything else.
    pub(crate) fn answers<'a>(
        &'a self,
        operation: &'a Operation,
        success: bool,
    ) -> impl Iterator<Item = Use<'a>> {
        let coded = operation.responses.responses.iter();
        let coded = coded.filter(move |(code, _)| succeeds(code) == success);
        let default = operation.responses.default.iter().filter(move |_| !success);
        let answers = coded.map(|(_, answer)| answer).chain(default);
        answers
            .filter_map(|answer| resolve(&self.responses, answer))
            .flat_map(|answer| answer.content.values())
            .filter_map(|media| Some(Use::from(media.schema.as_ref()?)))
    }
}

/// A schema and the media type that it is for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Content<'a> {
    pub(crate) media_type: &'a str,
    pub(crate) schema: Use<'a>,
}

/// The URL of a server with the default of each variable in it (OpenAPI 3.0, 4.7.5).
pub(crate) fn by_default(server: &Server) -> String {
    let variables = server.variables.iter().flatten();
    variables.fold(server.url.clone(), |url, (name, variable)| {
        url.replace(&format!("{{{name}}}"), &variable.default)
    })
}

/// JSON, where there is a choice.
fn content<'a>(all: impl Iterator<Item = (&'a String, &'a MediaType)>) -> Option<Content<'a>> {
    let mut all: Vec<Content> = all
        .filter_map(|(media_type, media)| {
            Some(Content {
                media_type,
                schema: Use::from(media.schema.as_ref()?),
            })
        })
        .collect();
    all.sort_by_key(|content| !is_json(content.media_type));
    all.first().copied()
}

/// Returns whether a media type is JSON, with or without parameters.
pub(crate) fn is_json(media_type: &str) -> bool {
    media_type.split(';').next().map(str::trim) == Some("application/json")
}

fn succeeds(code: &StatusCode) -> bool {
    matches!(code, StatusCode::Code(200..=299) | StatusCode::Range(2))
}

/// Returns what a component refers to that is nothing but a reference.
fn further<'a, T>(section: &'a Section<T>, name: &str) -> Option<&'a str> {
    match section.get(name)? {
        ReferenceOr::Reference { reference } => Some(reference),
        ReferenceOr::Item(_) => None,
    }
}

/// Returns what `item` is, or what it refers to.
fn resolve<'a, T>(section: &'a Section<T>, item: &'a ReferenceOr<T>) -> Option<&'a T> {
    let mut item = item;
    for _ in 0..HOPS {
        match item {
            ReferenceOr::Item(item) => return Some(item),
            ReferenceOr::Reference { reference } => {
                item = section.get(&component(reference)?)?;
            }
        }
    }
    None
}

/// The name of the component that `item` refers to in the end, if it is a reference.
fn referred<T>(section: &Section<T>, item: &ReferenceOr<T>) -> Option<String> {
    let mut name = None;
    let mut item = item;
    for _ in 0..HOPS {
        let ReferenceOr::Reference { reference } = item else {
            return name;
        };
        let next = component(reference)?;
        item = section.get(&next)?;
        name = Some(next);
    }
    None
}

/// The name that a reference to a component ends with.
pub(crate) fn component(reference: &str) -> Option<String> {
    let (_, name) = reference.strip_prefix("#/components/")?.split_once('/')?;
    Some(pointer::unescape(name))
}

fn typed<T: DeserializeOwned + Send>(
    (section, entries): (&str, Vec<(String, Value)>),
    report: &mut Report,
) -> Vec<(String, T)> {
    let read = entries.into_par_iter();
    let read = read.map(|(name, value)| (name, serde_json::from_value(value)));
    let read: Vec<(String, Result<T, serde_json::Error>)> = read.collect();
    let mut all = Vec::with_capacity(read.len());
    for (name, item) in read {
        match item {
            Ok(item) => all.push((name, item)),
            Err(error) => report.warning(
                pointer::join(section, &name),
                format!("`{}` is malformed: {error}", name.escape_debug()),
                "it is left out; correct the document",
            ),
        }
    }
    all
}
