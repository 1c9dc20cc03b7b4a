//! Percent-encoding (RFC 3986, 2 and 3).

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

/// Characters that are encoded in a query value: those that end it or the URL, and those that no URL has.
const VALUE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Characters that are encoded in a segment.
const SEGMENT: &AsciiSet = &VALUE.add(b'/').add(b'?').add(b';');

/// Characters that are encoded in a literal, which commas and parentheses would end.
const LITERAL: &AsciiSet = &SEGMENT.add(b'(').add(b')').add(b',').add(b'=');

/// Characters that are encoded in a segment of a path of names, which a colon ends.
const PATH: &AsciiSet = &SEGMENT.add(b':');

/// Characters that are encoded in the text around arguments.
const TEMPLATE: &AsciiSet = &VALUE.add(b'?').add(b';');

/// Characters that are not unreserved.
const STRICT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Characters that are neither unreserved nor delimiters; `#`, `[` and `]` cannot stand in a query.
const RESERVED: &AsciiSet = &STRICT
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// A segment that is written by its name.
pub(super) fn segment(name: &str) -> String {
    utf8_percent_encode(name, SEGMENT).to_string()
}

/// A key as a segment. `$count` and `$ref` would be taken for the system's own segments (URL Conventions 4.01,
/// 4.3.6).
pub(super) fn key(key: &str) -> String {
    match key.strip_prefix('$') {
        Some(rest) => format!("%24{}", segment(rest)),
        None => segment(key),
    }
}

/// A literal between parentheses.
pub(super) fn literal(literal: &str) -> String {
    utf8_percent_encode(literal, LITERAL).to_string()
}

/// All but what stands for itself in every part of a URL (RFC 3986, 2.3).
pub(super) fn strict(text: &str) -> String {
    utf8_percent_encode(text, STRICT).to_string()
}

/// All but what may stand in a query, delimiters included (RFC 3986, 2.2 and 3.4). What is percent-encoded
/// already stays as it is (RFC 6570, 3.2.3); any other percent sign is encoded.
pub(super) fn reserved(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let (before, triplet) = rest.split_at(at);
        encoded.extend(utf8_percent_encode(before, RESERVED));
        let is_encoded = |digits: &[u8]| digits.iter().all(u8::is_ascii_hexdigit);
        let length = match triplet.as_bytes().get(1..3) {
            Some(digits) if is_encoded(digits) => 3,
            _ => 1,
        };
        let (sign, after) = triplet.split_at(length);
        encoded.push_str(if length == 3 { sign } else { "%25" });
        rest = after;
    }
    encoded.extend(utf8_percent_encode(rest, RESERVED));
    encoded
}

/// The value of a query option.
pub(super) fn query(value: &str) -> String {
    utf8_percent_encode(value, VALUE).to_string()
}

/// A path of names: each segment by itself.
pub(super) fn path(path: &str) -> String {
    let segments = path.split('/').map(path_segment);
    segments.collect::<Vec<_>>().join("/")
}

/// One segment of a path of names.
pub(super) fn path_segment(segment: &str) -> String {
    utf8_percent_encode(segment, PATH).to_string()
}

/// The text around the arguments of a path of names.
pub(super) fn template(text: &str) -> String {
    utf8_percent_encode(text, TEMPLATE).to_string()
}

#[cfg(test)]
mod tests {
    use super::reserved;

    #[test]
    fn what_is_percent_encoded_is_not_encoded_again_where_delimiters_stand_as_they_are() {
        for (text, expected) in [
            ("%41", "%41"),
            ("a%2Fb%c3%A9", "a%2Fb%c3%A9"),
            ("100%", "100%25"),
            ("%4", "%254"),
            ("%zz%4g", "%25zz%254g"),
            ("%%41", "%25%41"),
            ("%é", "%25%C3%A9"),
            ("a/b?c=d&e+f g#h", "a/b?c=d&e+f%20g%23h"),
            ("", ""),
        ] {
            assert_eq!(reserved(text), expected, "{text}");
        }
    }
}
