//! When a part of the document goes away: `deprecated` and `x-ms-deprecation`.

use graphwright_api::Deprecation;
use openapiv3::Operation;
use serde_json::Value;

/// When an operation goes away: `deprecated`, explained by `x-ms-deprecation` where that is there.
pub(crate) fn deprecation(operation: &Operation) -> Option<Deprecation> {
    explained(
        operation.deprecated,
        operation.extensions.get("x-ms-deprecation"),
    )
}

/// Returns what `deprecated` and `x-ms-deprecation` say together.
pub(crate) fn explained(deprecated: bool, explained: Option<&Value>) -> Option<Deprecation> {
    let said = |name: &str| {
        let text = explained.and_then(|value| value.get(name)?.as_str());
        date(text.unwrap_or_default().trim()).to_owned()
    };
    if !deprecated && explained.is_none_or(|value| !value.is_object()) {
        return None;
    }
    let (version, date) = (said("version"), said("date"));
    Some(Deprecation {
        note: said("description"),
        since: if version.is_empty() { date } else { version },
        removal: said("removalDate"),
    })
}

/// The date of a time that is the midnight by which converters write dates; all else as it stands.
fn date(text: &str) -> &str {
    match text.split_once('T') {
        Some((date, time)) if is_midnight(time) && date.len() == "2026-04-10".len() => date,
        _ => text,
    }
}

fn is_midnight(time: &str) -> bool {
    let clock = time.split(['+', 'Z', '-']).next().unwrap_or_default();
    clock.chars().all(|c| matches!(c, '0' | ':' | '.'))
}
