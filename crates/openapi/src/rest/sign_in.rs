//! Security schemes (OpenAPI 3.0, 4.7.27 and 4.7.30).

use graphwright_api::rest::{Scheme, SignIn, Within};
use serde_json::Value;

use crate::document::Document;
use crate::pointer;
use crate::report::Report;

/// The ways to sign in, those first that the document asks for of all operations.
pub(super) fn lower(document: &Document, report: &mut Report) -> Vec<SignIn> {
    let (schemes, security) = &document.security;
    let asked = security.as_array().into_iter().flatten();
    let asked = asked.filter_map(Value::as_object).flatten();
    let asked: Vec<&str> = asked.map(|(name, _)| name.as_str()).collect();
    let mut all: Vec<SignIn> = Vec::new();
    for (name, scheme) in schemes.as_object().into_iter().flatten() {
        match known(scheme) {
            Some(known) => all.push(SignIn {
                name: name.clone(),
                doc: text(scheme, "description").trim().to_owned(),
                scheme: known,
            }),
            None => report.warning(
                pointer::join("/components/securitySchemes", name),
                format!(
                    "`{}` is no way to sign in that is known",
                    name.escape_debug()
                ),
                "set its header on each request, or sign in by a transport of your own",
            ),
        }
    }
    let rank = |name: &str| {
        asked
            .iter()
            .position(|one| *one == name)
            .unwrap_or(asked.len())
    };
    all.sort_by(|a, b| (rank(&a.name), &a.name).cmp(&(rank(&b.name), &b.name)));
    all
}

fn text<'a>(scheme: &'a Value, member: &str) -> &'a str {
    scheme
        .get(member)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn known(scheme: &Value) -> Option<Scheme> {
    Some(match text(scheme, "type") {
        "apiKey" => {
            let within = match text(scheme, "in") {
                "query" => Within::Query,
                "cookie" => Within::Cookie,
                "header" => Within::Header,
                _ => return None,
            };
            let name = text(scheme, "name");
            (!name.is_empty()).then(|| Scheme::ApiKey(within, name.to_owned()))?
        }
        "http" if text(scheme, "scheme").eq_ignore_ascii_case("basic") => Scheme::Basic,
        "http" if text(scheme, "scheme").eq_ignore_ascii_case("bearer") => Scheme::Bearer,
        "oauth2" | "openIdConnect" => Scheme::Bearer,
        _ => return None,
    })
}
