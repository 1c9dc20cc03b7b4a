//! Parameters (OpenAPI 3.0, 4.7.12).

use graphwright_api::plain::{CallParameter, Style, Within};
use openapiv3::{Operation, Parameter, ParameterSchemaOrContent, PathItem, PathStyle, QueryStyle};

use super::calls;
use super::content;
use super::names::{self, part};
use super::types::{Types, Wanted, untyped};
use crate::document::secret::is_secret;
use crate::document::shape::Use;
use crate::pointer;

/// Headers that say something that is said elsewhere (4.7.12.1).
const SAID_ELSEWHERE: [&str; 3] = ["accept", "content-type", "authorization"];

/// The parameters in the path of an item, those of its operations too: whichever declares one first.
pub(super) fn in_path<'a>(
    types: &mut Types<'a, '_, '_>,
    item: &'a PathItem,
    at: &str,
) -> Vec<CallParameter> {
    let path = path_at(at);
    let shared = item.parameters.iter().map(|one| (path.clone(), one));
    let own = item.iter().flat_map(|(method, operation)| {
        let owner = calls::owner(operation, method, &path);
        let all = operation.parameters.iter();
        all.map(move |one| (owner.clone(), one))
    });
    let mut found: Vec<CallParameter> = Vec::new();
    for (owner, parameter) in shared.chain(own) {
        if let Some(one) = types.document.whole_parameter(parameter)
            && matches!(one, Parameter::Path { .. })
            && found
                .iter()
                .all(|known| known.name != one.parameter_data_ref().name)
        {
            let shared = types.document.shared_parameter(parameter);
            found.push(lower(types, one, shared.as_deref(), &owner, at));
        }
    }
    found
}

/// The path whose item stands at `at`: what the inline types of its own parameters are called after.
fn path_at(at: &str) -> String {
    pointer::unescape(at.rsplit('/').next().unwrap_or_default())
}

/// The other parameters of an operation, with those of its path item.
pub(super) fn of_call<'a>(
    types: &mut Types<'a, '_, '_>,
    item: &'a PathItem,
    operation: &'a Operation,
    owner: &str,
    at: &str,
) -> Vec<CallParameter> {
    let mut found: Vec<CallParameter> = Vec::new();
    let above = at.rsplit_once('/').map_or("", |(above, _)| above);
    let path = path_at(above);
    let shared = item.parameters.iter();
    let shared = shared.map(|one| (path.as_str(), above, one));
    let own = operation.parameters.iter().map(|one| (owner, at, one));
    for (owner, at, parameter) in shared.chain(own) {
        let Some(one) = types.document.whole_parameter(parameter) else {
            continue;
        };
        let name = one.parameter_data_ref().name.as_str();
        let is_header = matches!(one, Parameter::Header { .. });
        if matches!(one, Parameter::Path { .. })
            || (is_header && SAID_ELSEWHERE.contains(&name.to_ascii_lowercase().as_str()))
        {
            continue;
        }
        let shared = types.document.shared_parameter(parameter);
        let lowered = lower(types, one, shared.as_deref(), owner, at);
        let same = |known: &CallParameter| known.name == name && known.within == lowered.within;
        match found.iter_mut().find(|known| same(known)) {
            Some(known) => *known = lowered,
            None => found.push(lowered),
        }
    }
    found
}

/// `shared` is the component that it stands in.
fn lower<'a>(
    types: &mut Types<'a, '_, '_>,
    parameter: &'a Parameter,
    shared: Option<&str>,
    owner: &str,
    at: &str,
) -> CallParameter {
    let data = parameter.parameter_data_ref();
    let (within, style, reserved) = match parameter {
        Parameter::Path { style, .. } => {
            let style = match style {
                PathStyle::Simple => Style::Simple,
                PathStyle::Label => Style::Label,
                PathStyle::Matrix => Style::Matrix,
            };
            (Within::Path, style, false)
        }
        Parameter::Query {
            style,
            allow_reserved,
            ..
        } => (Within::Query, query_style(style), *allow_reserved),
        Parameter::Header { .. } => (Within::Header, Style::Simple, false),
        Parameter::Cookie { .. } => (Within::Cookie, Style::Form, false),
    };
    let (schema, is_json) = match &data.format {
        ParameterSchemaOrContent::Schema(schema) => (Some(Use::from(schema)), false),
        ParameterSchemaOrContent::Content(content) => {
            let first = content.values().next();
            let is_json = content
                .keys()
                .next()
                .is_some_and(|one| content::is_json(one));
            (
                first.and_then(|media| media.schema.as_ref()).map(Use::from),
                is_json,
            )
        }
    };
    let (name, at) = match shared {
        Some(shared) => names::shared("parameters", shared, "parameter"),
        None => (format!("{owner}_{}", part(&data.name)), at.to_owned()),
    };
    let wanted = Wanted {
        name: &name,
        at: &at,
    };
    let ty = schema.map_or_else(untyped, |schema| types.of(schema, &wanted));
    let secret = schema.is_some_and(|schema| is_secret(types.document, schema));
    // What a list is by default follows from the style (4.7.12.2).
    let by_default = style == Style::Form || style == Style::DeepObject;
    CallParameter {
        name: data.name.clone(),
        doc: data
            .description
            .as_deref()
            .unwrap_or_default()
            .trim()
            .to_owned(),
        ty,
        within,
        style: if is_json { Style::Json } else { style },
        explode: data.explode.unwrap_or(by_default),
        reserved,
        required: data.required || within == Within::Path,
        deprecated: data.deprecated.unwrap_or_default(),
        secret,
    }
}

/// A style that a parameter of a query may have.
pub(super) fn query_style(style: &QueryStyle) -> Style {
    match style {
        QueryStyle::Form => Style::Form,
        QueryStyle::SpaceDelimited => Style::SpaceDelimited,
        QueryStyle::PipeDelimited => Style::PipeDelimited,
        QueryStyle::DeepObject => Style::DeepObject,
    }
}
