//! Security schemes, and which of them are needed (OpenAPI 3.0, 4.7.27 and 4.7.30).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::plain::{Plain, Scheme, Scoped, SecurityScheme, SignIn, Within};
use openapiv3::SecurityRequirement;
use serde_json::Value;

use crate::document::Document;
use crate::pointer;
use crate::report::Report;

/// The security schemes of a document that are known.
pub(super) struct Schemes(BTreeMap<String, SecurityScheme>);

impl Schemes {
    pub(super) fn new(document: &Document, report: &mut Report) -> Self {
        let mut schemes = BTreeMap::new();
        for (name, scheme) in document.security.0.as_object().into_iter().flatten() {
            match known(scheme) {
                Some(known) => {
                    let scheme = SecurityScheme {
                        name: name.clone(),
                        doc: text(scheme, "description").trim().to_owned(),
                        scheme: known,
                    };
                    schemes.insert(name.clone(), scheme);
                }
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
        Self(schemes)
    }

    /// The ways that an operation asks for.
    pub(super) fn of_call(&self, asked: &[SecurityRequirement]) -> Vec<SignIn> {
        let asked = asked.iter();
        self.ways(asked.map(|one| one.keys().map(String::as_str).collect()))
    }

    /// Each way once, its schemes in the order of their names. A scheme that is not known is left out, and
    /// a way of nothing else.
    fn ways<'a>(&self, asked: impl Iterator<Item = BTreeSet<&'a str>>) -> Vec<SignIn> {
        let mut ways: Vec<SignIn> = Vec::new();
        for names in asked {
            let known = names.iter().filter_map(|name| self.0.get(*name)).cloned();
            let way: SignIn = known.collect();
            if way.is_empty() == names.is_empty() && !ways.contains(&way) {
                ways.push(way);
            }
        }
        ways
    }

    /// Decides how the clients of `plain` sign in: first as the document asks of all operations, then as
    /// operations ask by themselves, the most frequent way first, then by what nothing asks for.
    /// A call that every client may make by its own way has none besides.
    pub(super) fn finish(&self, document: &Document, plain: &mut Plain) {
        let asked = document.security.1.as_array().into_iter().flatten();
        let asked = asked.filter_map(Value::as_object);
        let of_all = self.ways(asked.map(|one| one.keys().map(String::as_str).collect()));
        let own = plain.calls().filter_map(|(_, call)| call.sign_in.as_ref());
        let mut counts: Vec<(SignIn, usize)> = Vec::new();
        for way in own.flatten() {
            match counts.iter_mut().find(|(known, _)| known == way) {
                Some((_, count)) => *count += 1,
                None => counts.push((way.clone(), 1)),
            }
        }
        counts.sort_by_cached_key(|(way, count)| {
            let names = way.iter().map(|one| one.name.clone());
            (Reverse(*count), names.collect::<Vec<_>>())
        });
        let mut clients: Vec<SignIn> = Vec::new();
        let counted = counts.into_iter().map(|(way, _)| way);
        for way in of_all.iter().cloned().chain(counted) {
            if !way.is_empty() && !clients.contains(&way) {
                clients.push(way);
            }
        }
        let is_asked = |one: &&SecurityScheme| clients.iter().flatten().any(|known| known == *one);
        let other: Vec<SecurityScheme> = self
            .0
            .values()
            .filter(|one| !is_asked(one))
            .cloned()
            .collect();
        clients.extend(other.into_iter().map(|one| vec![one]));
        let has_all = |ways: &[SignIn], all: &[SignIn]| all.iter().all(|one| ways.contains(one));
        let calls = plain.places.values_mut().flat_map(|place| &mut place.calls);
        for call in calls {
            call.sign_in = call.sign_in.take().filter(|own| {
                let is_as_for_all = has_all(own, &of_all) && has_all(&of_all, own);
                let any_client_may = !own.is_empty() && has_all(own, &clients);
                !any_client_may && !is_as_for_all
            });
        }
        plain.sign_in = clients;
    }
}

/// The ways that `asked` allows with the scopes that each takes; none where none takes any.
pub(super) fn scopes(asked: &[SecurityRequirement]) -> Vec<Scoped> {
    let way = |one: &SecurityRequirement| -> Scoped {
        let schemes = one.iter();
        schemes
            .map(|(name, scopes)| (name.clone(), scopes.clone()))
            .collect()
    };
    let mut ways: Vec<Scoped> = Vec::new();
    for way in asked.iter().map(way) {
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    let takes_any = ways.iter().flat_map(BTreeMap::values).flatten().next();
    match takes_any {
        Some(_) => ways,
        None => Vec::new(),
    }
}

/// Returns the scopes that the document requires for all operations.
pub(super) fn scopes_of_all(document: &Document) -> Vec<Scoped> {
    let asked = document.security.1.as_array().into_iter().flatten();
    let asked = asked.filter_map(|one| serde_json::from_value(one.clone()).ok());
    scopes(&asked.collect::<Vec<_>>())
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
