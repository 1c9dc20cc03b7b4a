//! Judges a row: exact, kept beside the fields, an error of the page, or a failure of ours.

use std::collections::BTreeSet;

use graphwright_api::{Api, ItemType, TypeName};

use crate::compare::Mismatch;
use crate::deviation::{Deviation, Kind, Weight};
use crate::inspect::{Inspection, Inspector};
use crate::json::same_json;
use crate::row::{Request, Response};
use crate::shape::{Answer, Sent};
use graphwright_api::route::Resolver;
use graphwright_api::route::same_name;
use serde_json::value::RawValue;

/// How a row has ended, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Request and response are as documented.
    Exact,
    /// They are, and some members are kept beside the fields.
    Additional,
    /// The page is wrong in a way that has a name; nothing is lost.
    PageError,
    /// No request function was found; the reason is given.
    Unresolved,
    /// A request or value that fits the description was not made or read as documented.
    Failure,
}

impl Verdict {
    /// All of them, from best to worst.
    pub const ALL: [Self; 5] = [
        Self::Exact,
        Self::Additional,
        Self::PageError,
        Self::Unresolved,
        Self::Failure,
    ];

    /// The name, as reports write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Additional => "typed with members kept as additional",
            Self::PageError => "page error",
            Self::Unresolved => "unresolved",
            Self::Failure => "failure",
        }
    }

    /// Returns what departures and mismatches amount to.
    pub fn of(deviations: &[Deviation], wrong: &[Mismatch]) -> Self {
        if !wrong.is_empty() {
            return Self::Failure;
        }
        let heaviest = deviations.iter().map(|one| one.kind.weight()).max();
        match heaviest {
            None | Some(Weight::Note) => Self::Exact,
            Some(Weight::Additional) => Self::Additional,
            Some(Weight::PageError) => Self::PageError,
        }
    }
}

/// Returns how the documented body of a request departs from what the request function takes.
pub fn judge_body(
    resolver: &Resolver<'_>,
    inspector: &Inspector<'_>,
    sent: &Sent<'_>,
    request: &Request,
    service_root: &str,
) -> Vec<Deviation> {
    let body = request.body.as_deref();
    let is_text = body.is_none() && request.body_raw_if_unparsed.is_some();
    let note = |kind, detail: &str| Deviation {
        kind,
        pointer: String::new(),
        detail: detail.into(),
    };
    if let Some(found) = body.and_then(|body| inspected(inspector, sent, body)) {
        return found.deviations;
    }
    match (sent, body) {
        (Sent::Nothing | Sent::Bytes, _) => Vec::new(),
        (_, None) if is_text => vec![note(Kind::NotJson, "the body of the request")],
        (Sent::Reference, body) => {
            let members: Option<serde_json::Map<String, serde_json::Value>> =
                body.and_then(|body| serde_json::from_str(body.get()).ok());
            let link = members
                .as_ref()
                .and_then(|members| members.get("@odata.id"));
            match link.and_then(serde_json::Value::as_str) {
                None => vec![note(Kind::NoLink, "an `@odata.id` is expected")],
                Some(link) if link.contains(char::is_whitespace) => {
                    vec![note(Kind::InvalidLink, link)]
                }
                Some(link) if resolver.is_of_other_root(link, service_root) => {
                    vec![note(Kind::ForeignLink, link)]
                }
                Some(_) => Vec::new(),
            }
        }
        (Sent::Whole(_) | Sent::Changes(_) | Sent::Items(_) | Sent::Parameters(_), _) => Vec::new(),
    }
}

/// Returns what is found of the documented body of a request that is a value, or changes to one.
fn inspected<'b>(
    inspector: &Inspector<'_>,
    sent: &Sent<'_>,
    body: &'b RawValue,
) -> Option<Inspection<'b>> {
    Some(match sent {
        Sent::Whole(ty) | Sent::Changes(ty) => inspector.value(ty, body),
        Sent::Items(ty) => inspector.answer(&Answer::Many(ItemType::Named(ty.clone())), body),
        Sent::Parameters(operation) => inspector.parameters(operation, body),
        Sent::Nothing | Sent::Bytes | Sent::Reference => return None,
    })
}

/// The documented body of a request with numbers in place of the texts that stand for them, as a request has it.
pub fn body_with_numbers(
    inspector: &Inspector<'_>,
    sent: &Sent<'_>,
    body: &RawValue,
) -> Box<RawValue> {
    let found = inspected(inspector, sent, body);
    let text = found.map(|found| found.wide.sent(body.get()));
    let with_numbers = text.and_then(|text| RawValue::from_string(text).ok());
    with_numbers.unwrap_or_else(|| body.to_owned())
}

/// The value that was read from a response.
#[derive(Clone, Debug, Default)]
pub struct Got {
    /// The JSON that the value that was read writes.
    pub decoded: Option<String>,
    /// Why no value could be read.
    pub unread: Option<String>,
    /// Status and code of a response that is not one of success.
    pub refused: Option<(u16, String)>,
    /// The members that no field holds of each object that was inspected.
    pub additional: Vec<Option<Vec<String>>>,
}

/// Judges a response that was read.
///
/// `inspection` is what was found of its body beforehand; none if it has none.
pub fn judge_response(
    answer: &Answer,
    response: &Response,
    inspection: Option<&Inspection<'_>>,
    got: &Got,
) -> (Vec<Deviation>, Vec<Mismatch>) {
    let mut found: Vec<Deviation> = inspection
        .map(|one| one.deviations.clone())
        .unwrap_or_default();
    let mut wrong = Vec::new();
    let note = |kind: Kind, detail: &str| Deviation {
        kind,
        pointer: String::new(),
        detail: detail.into(),
    };
    if !(200..300).contains(&response.status) && !(300..400).contains(&response.status) {
        refused(response, got, &mut wrong);
        return (Vec::new(), wrong);
    }
    if response.status == 204 && body_text(response).is_some() {
        found.push(note(Kind::BodyIn204, "nothing of it is read"));
        return (found, wrong);
    }
    if (300..400).contains(&response.status) {
        // What the redirect leads to is not documented: that it is followed is all there is to see.
        found.push(note(Kind::Redirect, &response.status.to_string()));
        if got.decoded.is_none() && got.unread.is_none() {
            wrong.push(Mismatch::new("response", "the redirect is not followed"));
        }
        return (found, wrong);
    }
    let text = body_text(response);
    let promised = !matches!(answer, Answer::Nothing | Answer::Bytes);
    if let Some(why) = &got.unread {
        let kind = match (inspection, text) {
            (None, None) => Some(Kind::NoBody),
            (None, Some(_)) if promised => Some(Kind::NotJson),
            _ => None,
        };
        let explained = found.iter().any(|one| {
            matches!(
                one.kind,
                Kind::BareInCollection | Kind::BareForSingle | Kind::ListAroundSingle
            ) || one.kind.weight() == Weight::PageError && is_root(&one.pointer)
        });
        match kind {
            Some(kind) => found.push(note(kind, why)),
            None if explained => {}
            None => wrong.push(Mismatch::new("response", format!("not read: {why}"))),
        }
        return (found, wrong);
    }
    let Some(decoded) = &got.decoded else {
        let what = match &got.refused {
            Some((status, code)) => format!("taken for a refusal: {status} {code}"),
            None => "nothing was read".into(),
        };
        wrong.push(Mismatch::new("response", what));
        return (found, wrong);
    };
    match (inspection, answer) {
        (_, Answer::Nothing) => {}
        (_, Answer::Bytes) | (None, _) => bytes(text, decoded, &mut wrong),
        (Some(inspection), _) => {
            written(inspection, decoded, &found, &mut wrong);
            fields(inspection, &got.additional, &mut wrong);
        }
    }
    (found, wrong)
}

fn is_root(pointer: &str) -> bool {
    pointer.is_empty() || pointer == "/value"
}

/// The body of a response as it came, if it has one.
pub fn body_text(response: &Response) -> Option<&str> {
    let json = response.body.as_ref().map(|body| body.get());
    json.or(response.body_raw_if_unparsed.as_deref())
}

fn refused(response: &Response, got: &Got, wrong: &mut Vec<Mismatch>) {
    let status = response.status;
    let Some((known, code)) = &got.refused else {
        let what = format!("{status} is not taken for a refusal");
        wrong.push(Mismatch::new("response", what));
        return;
    };
    let body: Option<serde_json::Value> = response
        .body
        .as_ref()
        .and_then(|body| serde_json::from_str(body.get()).ok());
    let documented = body
        .as_ref()
        .and_then(|body| body.pointer("/error/code"))
        .and_then(serde_json::Value::as_str)
        .unwrap_or_default();
    if *known != status || code != documented {
        let what = format!("{known} `{code}` is not {status} `{documented}`");
        wrong.push(Mismatch::new("response", what));
    }
}

/// Checks that the value is written as it was read.
fn written(
    inspection: &Inspection<'_>,
    decoded: &str,
    found: &[Deviation],
    wrong: &mut Vec<Mismatch>,
) {
    let mut differences = inspection
        .values
        .iter()
        .map(|value| same_json(&inspection.wide.written(value), decoded));
    let first = differences.next();
    if let Some(Err(difference)) = first
        && !differences.any(|one| one.is_ok())
        && !found.iter().any(|one| one.kind == Kind::DuplicateMember)
    {
        let what = format!("written differently {difference}");
        wrong.push(Mismatch::new("response", what));
    }
}

/// Checks that values that fit their declared type are in fields.
fn fields(
    inspection: &Inspection<'_>,
    additional: &[Option<Vec<String>>],
    wrong: &mut Vec<Mismatch>,
) {
    for (object, names) in inspection.objects.iter().zip(additional) {
        let Some(names) = names else {
            let what = format!("\"{}\" is not read as {}", object.pointer, object.ty);
            wrong.push(Mismatch::new("response", what));
            continue;
        };
        let known: BTreeSet<&str> = object.additional.iter().map(String::as_str).collect();
        for name in names.iter().filter(|name| !known.contains(name.as_str())) {
            let what = format!(
                "\"{}/{name}\" fits {}, and no field holds it",
                object.pointer, object.ty
            );
            wrong.push(Mismatch::new("response", what));
        }
    }
}

fn bytes(text: Option<&str>, decoded: &str, wrong: &mut Vec<Mismatch>) {
    let read: serde_json::Value = serde_json::from_str(decoded).unwrap_or_default();
    let same = match &read {
        serde_json::Value::String(read) => read == text.unwrap_or_default(),
        serde_json::Value::Null => text.is_none(),
        _ => text.is_some_and(|text| same_json(text, decoded).is_ok()),
    };
    if !same {
        wrong.push(Mismatch::new("response", format!("read as {decoded}")));
    }
}

/// The departure, if the comment on a page names another type than what the request gives.
pub fn comment(api: &Api, answer: &Answer, comment: &str) -> Option<Deviation> {
    let name = comment.trim();
    let inner = name
        .split_once('(')
        .filter(|(word, _)| same_name(word, "Collection"))
        .and_then(|(_, rest)| rest.strip_suffix(')'));
    let name = inner.unwrap_or(name).trim_start_matches('#');
    let item = match answer {
        Answer::One(ty) => &ty.item,
        Answer::Many(item) => item,
        _ => return None,
    };
    let ItemType::Named(declared) = item else {
        return None;
    };
    let said = TypeName::new(name);
    let related =
        api.ancestry(&said).contains(&declared) || api.ancestry(declared).contains(&&said);
    (!related).then(|| Deviation {
        kind: Kind::WrongComment,
        pointer: String::new(),
        detail: format!("`{comment}`, and the request gives {declared}"),
    })
}
