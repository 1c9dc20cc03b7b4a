//! Paths to places: each prefix of a path is one.

use std::collections::BTreeMap;

use graphwright_api::plain::{CallParameter, PathPrefix, SegmentPart};
use openapiv3::PathItem;

use super::Around;
use super::calls::{self, Asked};
use super::parameters;
use super::target::{Target, undeclared};
use super::types::Types;
use crate::document::Document;
use crate::pointer;

/// All places, in the order of their templates.
pub(super) fn lower<'a>(
    document: &'a Document,
    types: &mut Types<'a, '_, '_>,
    around: &Around,
) -> BTreeMap<String, PathPrefix> {
    let mut places = BTreeMap::from([(String::new(), PathPrefix::default())]);
    let paths: BTreeMap<&str, &PathItem> = document
        .paths
        .iter()
        .map(|(path, item)| (path.as_str(), &**item))
        .collect();
    for (path, item) in paths {
        let at = pointer::join("/paths", path);
        let given = parameters::in_path(types, item, &at);
        let Some(target) = Target::of(path) else {
            types.report.warning(
                at,
                format!("`{}` is more than a path", path.escape_debug()),
                "it is left out: a query stands in parameters (OpenAPI 3.0, 4.7.8)",
            );
            continue;
        };
        let template = target.path.trim_end_matches('/');
        let mut prefix = String::new();
        for segment in template
            .split('/')
            .skip(usize::from(template.starts_with('/')))
        {
            if template.is_empty() {
                break;
            }
            prefix = format!("{prefix}/{segment}");
            if !places.contains_key(&prefix) {
                let segment = parts(segment, &given, types, &at);
                places.insert(
                    prefix.clone(),
                    PathPrefix {
                        segment,
                        calls: Vec::new(),
                    },
                );
            }
        }
        let asked = Asked {
            path,
            target: &target,
            in_path: &given,
        };
        let calls = calls::lower(types, around, item, &asked, &at);
        if let Some(place) = places.get_mut(&prefix) {
            place.calls.extend(calls);
        }
    }
    places
}

/// The parts of a segment; a brace that does not end is text.
fn parts(
    segment: &str,
    given: &[CallParameter],
    types: &mut Types<'_, '_, '_>,
    at: &str,
) -> Vec<SegmentPart> {
    let mut parts = Vec::new();
    let mut rest = segment;
    while let Some((text, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        if !text.is_empty() {
            parts.push(SegmentPart::Text(pointer::decoded(text)));
        }
        let known = given.iter().find(|parameter| parameter.name == name);
        let known = known.cloned().unwrap_or_else(|| {
            types.report.warning(
                at,
                format!(
                    "the path has `{{{}}}`, which no parameter is",
                    name.escape_debug()
                ),
                "it is taken for a string; declare it with `in: path`",
            );
            undeclared(name)
        });
        parts.push(SegmentPart::Parameter(known));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(SegmentPart::Text(pointer::decoded(rest)));
    }
    parts
}
