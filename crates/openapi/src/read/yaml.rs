//! YAML, read by `serde_yaml`: the one place that names it, since it is archived and may have to be
//! replaced.

use graphwright_api::Position;
use serde::de::DeserializeSeed;

/// Reads the one document in `text` into whatever `seed` makes of it.
///
/// # Errors
/// The text is not YAML, or `seed` refused something in it: the problem, and its place if known.
pub(crate) fn from_str<'de, S: DeserializeSeed<'de>>(
    text: &'de str,
    seed: S,
) -> Result<S::Value, (Option<Position>, String)> {
    seed.deserialize(serde_yaml::Deserializer::from_str(text))
        .map_err(|error| {
            let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
            let position = error.location().map(|location| Position {
                line: number(location.line()),
                column: number(location.column()),
            });
            let message = error.to_string();
            let message = match position {
                Some(Position { line, column }) => {
                    message.replace(&format!(" at line {line} column {column}"), "")
                }
                None => message,
            };
            let several = message.contains("more than one document");
            let position = position.or_else(|| several.then(|| second_document(text)));
            (position, message)
        })
}

/// Returns where a second document begins, as far as a line marks it: serde_yaml does not say it.
fn second_document(text: &str) -> Position {
    let mut content = false;
    for (line, number) in text.lines().zip(1..) {
        if line.starts_with("---") && content {
            return Position {
                line: number,
                column: 1,
            };
        }
        content |= !line.trim().is_empty() && !line.starts_with(['#', '%']);
    }
    Position { line: 1, column: 1 }
}
