//! Why a document cannot say what CSDL says. Each reason is proven by what was taken down of the
//! document, or by what was read of it where it stands; what no reason explains was not read.

mod types;

use graphwright_api::facts::{Aspect, Difference, SubjectKind};
use graphwright_api::{Operation, StandardOperation, StandardOperationKind, Target};

use graphwright_openapi::DocumentSummary;

pub(super) use self::types::{of_type, without_bases};

const BESIDE_REF: &str = "nothing may stand beside the `$ref` of a property";
const NO_DESCRIPTION: &str = "there is no description where the document would have it";
pub(super) const ONLY_DOCUMENT: &str = "only the document says it";
const NO_STREAM: &str =
    "no path of the property gives bytes, and as a value it is written as binary data";
pub(super) const NO_PATH: &str = "no path of the document has it";
pub(super) const BY_DEFAULT: &str =
    "no path says it of this way: what OData offers by default is offered";
const OTHER_WAY: &str =
    "the way that comes first by name has no path, so that another one describes it";
const OPTIONS: &str = "the document lists other query options than the metadata allow";
const NOT_LISTED: &str = "the document has the request, and does not list the query option there";
const BY_ALIAS: &str =
    "the document calls it by an alias, and does not say for which namespace that stands";
const NOT_COMPOSED: &str = "no path goes on from a call of it";
const ONE_PATH: &str = "there is one path for all overloads, since parameters stand in its query, and it says what one takes";
const NUMBER_OR_TEXT: &str = "a number that may be a text is a choice of alternatives that may all be null, whether or \
                              not the number may";
const TYPE_OR_WAY: &str =
    "operations alone are marked as deprecated, so that of what lies behind is not told";

/// The reason of the differences of what OData defines for a resource.
pub(super) fn of_standard(
    summary: &DocumentSummary,
    (target, kind): (&Target, StandardOperationKind),
    (before, after): (Option<&StandardOperation>, Option<&StandardOperation>),
    facts: &[Difference],
) -> Option<&'static str> {
    let is_asked = summary.standard.contains(&(target.clone(), kind));
    match (before, after) {
        (Some(_), None) => (!is_asked).then_some(NO_PATH),
        (None, Some(_)) => Some(if is_asked { ONLY_DOCUMENT } else { BY_DEFAULT }),
        (Some(before), Some(after)) if before.via != after.via => Some(OTHER_WAY),
        _ if !is_asked => Some(BY_DEFAULT),
        _ => all(facts, |fact| {
            if fact.fact.is_about(Aspect::Unsupported) {
                return Some(OPTIONS);
            }
            if fact.fact.is_about(Aspect::Deprecation) {
                return Some(TYPE_OR_WAY);
            }
            of_words(fact)
        }),
    }
}

/// The reason of the differences of an action or function that is bound to a resource.
pub(super) fn of_call(
    summary: &DocumentSummary,
    segment: &str,
    (before, after): (Option<&Operation>, Option<&Operation>),
    composed: bool,
    renamed: bool,
    facts: &[Difference],
) -> Option<&'static str> {
    match (before, after) {
        (Some(_), None) | (None, Some(_)) if renamed => Some(BY_ALIAS),
        (Some(_), None) => {
            let wanted = segment.rsplit('.').next().unwrap_or(segment);
            (!names_unread(summary, wanted)).then_some(NO_PATH)
        }
        (None, _) => Some(ONLY_DOCUMENT),
        (Some(before), Some(after)) => all(facts, |fact| {
            of_detail(summary, fact, (before, after), composed)
        }),
    }
}

/// The reason of the differences of an unbound action or function.
pub(super) fn of_import(
    summary: &DocumentSummary,
    name: &str,
    (before, after): (Option<&Operation>, Option<&Operation>),
    facts: &[Difference],
) -> Option<&'static str> {
    match (before, after) {
        (Some(before), Some(after)) => all(facts, |fact| {
            let is_lost = fact.fact.is(SubjectKind::Option) && fact.after.is_none();
            match is_lost && !lists(summary, name, &fact.fact.name) {
                true => Some(NOT_LISTED),
                false => of_detail(summary, fact, (before, after), false),
            }
        }),
        (None, _) => Some(ONLY_DOCUMENT),
        (Some(_), None) => has_one_path(summary, name).then_some(ONE_PATH),
    }
}

/// Returns whether a call of an unbound operation lists the query option.
fn lists(summary: &DocumentSummary, operation: &str, option: &str) -> bool {
    let mut listed = summary.query.iter().filter(|(.., name)| name == option);
    listed.any(|(template, ..)| {
        let call = template.trim_start_matches('/').split('(').next();
        call == Some(operation)
    })
}

/// Returns whether an unbound operation has one path for all its overloads, of which one was made.
fn has_one_path(summary: &DocumentSummary, name: &str) -> bool {
    let path = format!("/{name}");
    let calls = summary.requests.iter();
    let calls = calls.filter(|(template, _)| {
        template.split('(').next() == Some(path.as_str()) && !summary.unread.contains(template)
    });
    let mut templates = calls.map(|(template, _)| template);
    templates.next().is_some_and(|one| *one == path) && templates.next().is_none()
}

fn of_detail(
    summary: &DocumentSummary,
    fact: &Difference,
    (before, after): (&Operation, &Operation),
    composed: bool,
) -> Option<&'static str> {
    if fact.fact.is_about(Aspect::Deprecation) {
        return Some(TYPE_OR_WAY);
    }
    if let (Some(before), Some(after)) = (&fact.before, &fact.after)
        && before.replace("Edm.Stream", "Edm.Binary") == *after
    {
        return Some(NO_STREAM);
    }
    if fact.fact.is(SubjectKind::Parameter)
        && let (Some(before), Some(after)) = (&fact.before, &fact.after)
        && before.strip_suffix('?') == Some(after)
        && ["Edm.Decimal", "Edm.Double", "Edm.Single"].contains(&after.as_str())
        && summary.names_numbers
    {
        return Some(NUMBER_OR_TEXT);
    }
    if fact.fact.is(SubjectKind::Option) && fact.before.is_none() {
        return Some(ONLY_DOCUMENT);
    }
    if fact.fact.is(SubjectKind::Operation) {
        let alike = Operation {
            composes: None,
            origin: after.origin,
            ..before.clone()
        };
        let is_alike = alike.returns == after.returns && alike.kind == after.kind;
        let lacks = before.composes.is_some() && after.composes.is_none();
        return (is_alike && lacks && !composed).then_some(NOT_COMPOSED);
    }
    of_words(fact)
}

fn of_words(fact: &Difference) -> Option<&'static str> {
    if !fact.fact.is_about(Aspect::Doc) {
        return None;
    }
    match (&fact.before, &fact.after) {
        (Some(_), None) => Some(NO_DESCRIPTION),
        (None, Some(_)) => Some(ONLY_DOCUMENT),
        _ => None,
    }
}

/// The reason of the differences of the query options that a way takes; `is_listed` says whether the document lists
/// one where it has the request.
pub(super) fn of_options(
    facts: &[Difference],
    is_listed: impl Fn(&str) -> bool,
) -> Option<&'static str> {
    all(facts, |fact| match (&fact.before, &fact.after) {
        (None, _) => Some(ONLY_DOCUMENT),
        (Some(_), None) if fact.fact.is(SubjectKind::Option) && !is_listed(&fact.fact.name) => {
            Some(NOT_LISTED)
        }
        _ => of_words(fact),
    })
}

/// The reason of the differences of media.
pub(super) fn of_media(facts: &[Difference]) -> Option<&'static str> {
    all(facts, |fact| match (&fact.before, &fact.after) {
        (Some(_), None) => Some(NO_PATH),
        (None, Some(_)) => Some(ONLY_DOCUMENT),
        _ => None,
    })
}

/// The reason of the differences of a complex property with a URL of its own.
pub(super) fn of_property(facts: &[Difference]) -> Option<&'static str> {
    all(facts, |fact| match (&fact.before, &fact.after) {
        (None, Some(_)) => Some(BY_DEFAULT),
        (Some(_), None) if fact.fact.is_about(Aspect::Doc) => Some(BESIDE_REF),
        (Some(_), None) => Some(NO_PATH),
        _ => None,
    })
}

/// The reason of a difference of ways.
pub(super) fn of_way(summary: &DocumentSummary, fact: &Difference) -> Option<&'static str> {
    match (&fact.before, &fact.after) {
        (Some(_), None) if fact.fact.is_about(Aspect::Doc) => Some(NO_DESCRIPTION),
        (Some(_), None) => (!names_unread(summary, &fact.fact.name)).then_some(NO_PATH),
        (None, Some(_)) => Some(BY_DEFAULT),
        _ => None,
    }
}

/// Returns whether a path that nothing was made of has this name.
fn names_unread(summary: &DocumentSummary, name: &str) -> bool {
    let is_named = |segment: &str| {
        let segment = segment.split('(').next().unwrap_or(segment);
        segment.rsplit('.').next() == Some(name)
    };
    let mut unread = summary.unread.iter();
    unread.any(|template| template.rsplit('/').next().is_some_and(is_named))
}

/// The reason of the first difference, if each has one.
fn all(
    facts: &[Difference],
    reason: impl Fn(&Difference) -> Option<&'static str>,
) -> Option<&'static str> {
    let reasons: Option<Vec<&str>> = facts.iter().map(reason).collect();
    reasons?.first().copied()
}
