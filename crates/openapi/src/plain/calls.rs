//! Operations to calls (OpenAPI 3.0, 4.7.10).

use graphwright_api::plain::{Answer, Call, CallParameter, Content, Status};
use openapiv3::{Operation, PathItem, ReferenceOr, Response, StatusCode};

use super::Around;
use super::content;
use super::names::{self, part};
use super::parameters;
use super::servers;
use super::sign_in::scopes;
use super::target::Target;
use super::types::{Types, Wanted, untyped};
use crate::document::deprecation::deprecation;
use crate::pointer;

/// The path that the operations of a path item belong to.
pub(super) struct Asked<'p> {
    /// The key of the path item.
    pub(super) path: &'p str,
    /// The same, taken apart.
    pub(super) target: &'p Target<'p>,
    /// The parameters that are declared to stand in the path.
    pub(super) in_path: &'p [CallParameter],
}

/// The calls of a path item, in the order of methods.
pub(super) fn lower<'a>(
    types: &mut Types<'a, '_, '_>,
    around: &Around,
    item: &'a PathItem,
    asked: &Asked<'_>,
    at: &str,
) -> Vec<Call> {
    let path = asked.path;
    let mut calls = Vec::new();
    for (method, operation) in item.iter() {
        let at = pointer::join(at, method);
        let id = id(operation);
        if id.is_none() {
            types.report.warning(
                at.as_str(),
                format!(
                    "`{} {}` has no operationId",
                    method.to_uppercase(),
                    path.escape_debug()
                ),
                "it is called by its method; name it to have a better name",
            );
        }
        let owner = owner(operation, method, path);
        let named = Named {
            id,
            owner,
            method,
            at,
        };
        let security = operation.security.as_ref();
        let call = call(types, item, operation, &named);
        calls.push(Call {
            slash: asked.target.path.ends_with('/'),
            query: asked.target.query(),
            parameters: asked.target.parameters(call.parameters, asked.in_path),
            sign_in: security.map(|asked| around.schemes.of_call(asked)),
            scopes: match security {
                Some(asked) => scopes(asked),
                None => around.scopes.clone(),
            },
            server: servers::own(types, &around.root, item, operation, &named.at),
            ..call
        });
    }
    calls
}

fn id(operation: &Operation) -> Option<&str> {
    let id = operation.operation_id.as_deref().map(str::trim);
    id.filter(|id| !id.is_empty())
}

/// Returns what the inline types of an operation are called after.
pub(super) fn owner(operation: &Operation, method: &str, path: &str) -> String {
    match id(operation) {
        Some(id) => part(id),
        None => part(&format!("{method}_{path}")),
    }
}

/// The name of an operation, and its position.
struct Named<'n> {
    id: Option<&'n str>,
    /// The name from which its inline types are named.
    owner: String,
    method: &'n str,
    at: String,
}

fn call<'a>(
    types: &mut Types<'a, '_, '_>,
    item: &'a PathItem,
    operation: &'a Operation,
    named: &Named,
) -> Call {
    let (owner, at) = (&named.owner, named.at.as_str());
    let parameters = parameters::of_call(types, item, operation, owner, at);
    let declared = operation.request_body.as_ref();
    let body = declared.and_then(|body| types.document.request_body(body));
    let bodies = body.map_or_else(Vec::new, |body| {
        let shared = declared.and_then(|body| types.document.shared_body(body));
        let (name, at) = match shared {
            Some(name) => names::shared("requestBodies", &name, "body"),
            None => (format!("{owner}_body"), format!("{at}/requestBody")),
        };
        let wanted = Wanted {
            name: &name,
            at: &at,
        };
        let mut bodies = content::lower(types, body.content.iter(), &wanted);
        // These have a body in no meaning that HTTP knows (RFC 9110, 9.3.1). One that says nothing is
        // an artefact of a generator.
        if ["get", "head", "trace"].contains(&named.method) {
            bodies.retain(|one| one.form.ty().is_some_and(|ty| *ty != untyped()));
        }
        bodies
    });
    Call {
        name: named.id.unwrap_or(named.method).to_owned(),
        method: named.method.to_uppercase(),
        slash: false,
        query: String::new(),
        doc: doc(item, operation),
        deprecation: deprecation(operation),
        parameters,
        body_required: body.is_some_and(|body| body.required),
        bodies,
        answers: answers(types, operation, owner, at),
        sign_in: None,
        scopes: Vec::new(),
        server: None,
        origin: types.origins.add(at.to_owned()),
    }
}

/// The summary, then the description, each if it is there.
fn doc(item: &PathItem, operation: &Operation) -> String {
    let own = [
        operation.summary.as_deref(),
        operation.description.as_deref(),
    ];
    let own: Vec<&str> = own.into_iter().flatten().map(str::trim).collect();
    let own: Vec<&str> = own.into_iter().filter(|text| !text.is_empty()).collect();
    match own.as_slice() {
        [] => item
            .description
            .as_deref()
            .unwrap_or_default()
            .trim()
            .to_owned(),
        [summary, description] if description.starts_with(summary) => (*description).to_owned(),
        texts => texts.join("\n\n"),
    }
}

fn answers<'a>(
    types: &mut Types<'a, '_, '_>,
    operation: &'a Operation,
    owner: &str,
    at: &str,
) -> Vec<Answer> {
    let coded = operation.responses.responses.iter().map(|(code, answer)| {
        let status = match code {
            StatusCode::Code(code) => Status::Code(*code),
            StatusCode::Range(first) => Status::Range(u8::try_from(*first).unwrap_or_default()),
        };
        (status, answer)
    });
    let default = operation
        .responses
        .default
        .iter()
        .map(|answer| (Status::Default, answer));
    let mut all: Vec<(Status, &'a ReferenceOr<Response>)> = coded.chain(default).collect();
    all.sort_by_key(|(status, _)| *status);
    let mut answers = Vec::new();
    for (status, answer) in all {
        let response = types.document.response(answer);
        let (name, at) = match types.document.shared_response(answer) {
            Some(name) => names::shared("responses", &name, "response"),
            None => (
                format!("{owner}_{status}_response"),
                format!("{at}/responses/{status}"),
            ),
        };
        let wanted = Wanted {
            name: &name,
            at: &at,
        };
        let contents: Vec<Content> = response.map_or_else(Vec::new, |response| {
            content::lower(types, response.content.iter(), &wanted)
        });
        answers.push(Answer {
            status,
            doc: response
                .map(|one| one.description.trim().to_owned())
                .unwrap_or_default(),
            contents,
        });
    }
    answers
}
