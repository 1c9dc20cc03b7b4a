//! Why a JSON value is not one of its declared primitive type.

use graphwright_api::Primitive;

use crate::deviation::Kind;
use crate::fits::is_number;
use graphwright_api::route::is_placeholder;

/// Returns what is wrong with a value that does not fit.
pub(crate) fn misfit(primitive: Primitive, raw: &str) -> Kind {
    use Primitive as P;
    if raw.starts_with(['{', '[']) {
        return Kind::WrongShape;
    }
    let Ok(text) = serde_json::from_str::<String>(raw) else {
        let numeric = is_number_type(primitive) && is_number(raw);
        return match numeric {
            true => Kind::NumberOutOfRange,
            false if is_number_type(primitive) || primitive == P::Boolean => Kind::WrongShape,
            false => Kind::ScalarForText,
        };
    };
    match primitive {
        _ if is_placeholder_text(&text) => Kind::Placeholder,
        P::Boolean if ["true", "false"].contains(&text.to_lowercase().as_str()) => {
            Kind::BooleanAsText
        }
        _ if is_number_type(primitive) && is_number(text.trim()) => Kind::NumberAsText,
        _ if text.trim().is_empty() => Kind::EmptyText,
        P::Date | P::DateTimeOffset | P::TimeOfDay | P::Duration => Kind::InvalidTime,
        P::Guid => Kind::InvalidGuid,
        P::Base64Url | P::Binary | P::Stream => Kind::InvalidBinary,
        _ => Kind::WrongShape,
    }
}

fn is_number_type(primitive: Primitive) -> bool {
    use Primitive as P;
    matches!(
        primitive,
        P::Byte
            | P::SByte
            | P::Int16
            | P::Int32
            | P::Int64
            | P::Decimal
            | P::Double
            | P::Single
            | P::UInt16
            | P::UInt32
            | P::UInt64
    )
}

/// The words that pages use for types.
const TYPE_WORDS: [&str; 22] = [
    "base64",
    "binary",
    "boolean",
    "byte",
    "collection",
    "date",
    "datetime",
    "datetimeoffset",
    "decimal",
    "double",
    "duration",
    "float",
    "guid",
    "identifier",
    "int",
    "int32",
    "int64",
    "integer",
    "number",
    "string",
    "timeofday",
    "timestamp",
];

/// Returns whether a text stands for a value that the reader is to put there: the name of a type (`Binary`, `String
/// (timestamp)`, `@odata.type: …`), `…-value`, `{…}`, `<…>`, or an ellipsis.
pub(crate) fn is_placeholder_text(text: &str) -> bool {
    let text = text.trim();
    let lower = text.to_lowercase();
    let first = lower.split([' ', '(', '-', '_']).next().unwrap_or_default();
    let named = TYPE_WORDS.contains(&first) && !text.contains(|c: char| c.is_ascii_digit());
    let named = named || TYPE_WORDS.contains(&lower.as_str());
    named
        || lower.ends_with("-value")
        || lower.ends_with("value)")
        || lower.contains("odata.type")
        || lower.starts_with("edm.")
        || text.contains("...")
        || text.contains('…')
        || is_placeholder(text)
}

/// Returns whether it is the word `Binary`, which is base64 by chance.
pub(crate) fn is_name_of_binary(primitive: Primitive, raw: &str) -> bool {
    primitive == Primitive::Binary && raw.eq_ignore_ascii_case("\"binary\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_told() {
        use Primitive as P;
        for (ty, raw, expected) in [
            (P::Boolean, "\"false\"", Kind::BooleanAsText),
            (P::Boolean, "\"Boolean\"", Kind::Placeholder),
            (P::Boolean, "1", Kind::WrongShape),
            (P::Int32, "\"5\"", Kind::NumberAsText),
            (P::Int32, "1.0", Kind::NumberOutOfRange),
            (P::Int32, "\"\"", Kind::EmptyText),
            (P::Int32, "\"five\"", Kind::WrongShape),
            (P::Int32, "true", Kind::WrongShape),
            (P::String, "5", Kind::ScalarForText),
            (P::String, "{}", Kind::WrongShape),
            (
                P::DateTimeOffset,
                "\"String (timestamp)\"",
                Kind::Placeholder,
            ),
            (P::DateTimeOffset, "\"datetime-value\"", Kind::Placeholder),
            (P::DateTimeOffset, "\"1974-07-22\"", Kind::InvalidTime),
            (P::DateTimeOffset, "\"\"", Kind::EmptyText),
            (P::Date, "5", Kind::ScalarForText),
            (P::Guid, "\"x\"", Kind::InvalidGuid),
            (P::Guid, "\"{id}\"", Kind::Placeholder),
            (P::Binary, "\"MIID...\"", Kind::Placeholder),
            (P::Binary, "\"a b\"", Kind::InvalidBinary),
        ] {
            assert_eq!(misfit(ty, raw), expected, "{raw} for {ty:?}");
        }
    }

    #[test]
    fn words_of_types_are_placeholders_and_values_are_not() {
        for (text, expected) in [
            ("String", true),
            ("string (identifier)", true),
            ("Integer", true),
            ("int32", true),
            ("DateTimeOffset", true),
            ("@odata.type: microsoft.graph.x", true),
            ("<start>", true),
            ("2020-01-01", false),
            ("stringent", false),
            ("dated", false),
            ("", false),
        ] {
            assert_eq!(is_placeholder_text(text), expected, "{text}");
        }
    }
}
