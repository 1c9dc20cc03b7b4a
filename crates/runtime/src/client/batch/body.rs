//! Bodies inside a batch (OData JSON Format 4.01, 19.1 and 19.4): JSON as it is, and other bodies as text.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use serde_json::value::RawValue;

use crate::client::headers::is_json;
use crate::edm::binary;

/// Writes the body of a request.
///
/// # Errors
/// It is not what its media type says.
pub(super) fn write(
    media_type: &str,
    body: &Bytes,
    is_text_binary: bool,
) -> Result<Box<RawValue>, String> {
    if is_json(media_type) {
        let raw: Result<Box<RawValue>, _> = serde_json::from_slice(body);
        return raw.map_err(|error| {
            format!("its content type is `{media_type}`, and its body is no JSON: {error}")
        });
    }
    let text = match std::str::from_utf8(body) {
        Ok(text) if is_text(media_type) && !is_text_binary => text.to_owned(),
        _ => URL_SAFE_NO_PAD.encode(body),
    };
    serde_json::value::to_raw_value(&text).map_err(|error| error.to_string())
}

/// Reads the body of a response, whose media type may not be known.
///
/// # Errors
/// It is not what its media type says.
pub(super) fn read(media_type: Option<&str>, raw: &RawValue) -> Result<Bytes, &'static str> {
    let as_it_is = || Bytes::copy_from_slice(raw.get().as_bytes());
    if raw.get() == "null" {
        return Ok(Bytes::new());
    }
    let Ok(text) = serde_json::from_str::<String>(raw.get()) else {
        return Ok(as_it_is());
    };
    let decoded = binary::decode(&text).map(Bytes::from);
    match media_type {
        // Some services send JSON as base64.
        Some(json) if is_json(json) => Ok(decoded.filter(is_object).unwrap_or_else(as_it_is)),
        None => Ok(as_it_is()),
        // OData has text as it is, and Graph as base64.
        Some(media_type) if is_text(media_type) => Ok(decoded
            .filter(|decoded| is_likely_text(&text, decoded))
            .unwrap_or_else(|| Bytes::from(text))),
        Some(_) => decoded.ok_or("its body is no JSON, and is not written as base64 either"),
    }
}

fn is_text(media_type: &str) -> bool {
    let start = media_type.trim_start().get(..5);
    start.is_some_and(|start| start.eq_ignore_ascii_case("text/"))
}

fn is_object(body: &Bytes) -> bool {
    body.trim_ascii_start().starts_with(b"{") && serde_json::from_slice::<&RawValue>(body).is_ok()
}

/// Returns whether a text is the base64 of another text rather than that itself, as a number or a word is.
fn is_likely_text(text: &str, decoded: &Bytes) -> bool {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let is_shown = |letter: char| !letter.is_control() || letter.is_ascii_whitespace();
    !is_number && std::str::from_utf8(decoded).is_ok_and(|decoded| decoded.chars().all(is_shown))
}

#[cfg(test)]
mod tests {
    use super::{Bytes, RawValue, read, write};

    #[test]
    fn bodies_of_each_media_type_are_written_as_the_format_says() {
        for (media_type, body, of_odata, of_graph) in [
            (
                "application/json",
                r#"{"a": 1.10}"#,
                r#"{"a": 1.10}"#,
                r#"{"a": 1.10}"#,
            ),
            (
                "application/merge-patch+json; charset=utf-8",
                "[]",
                "[]",
                "[]",
            ),
            ("text/plain", "a\"b", r#""a\"b""#, r#""YSJi""#),
            ("Text/HTML", "<p>", r#""<p>""#, r#""PHA-""#),
            ("image/jpeg", "<p>", r#""PHA-""#, r#""PHA-""#),
            ("application/octet-stream", "", r#""""#, r#""""#),
        ] {
            let body = Bytes::from(body);
            for (is_text_binary, expected) in [(false, of_odata), (true, of_graph)] {
                let written = write(media_type, &body, is_text_binary).expect("a body");
                assert_eq!(written.get(), expected, "{media_type}");
            }
        }
        let latin = Bytes::from_static(b"\xe4");
        let written = write("text/plain", &latin, false).expect("a body");
        assert_eq!(written.get(), r#""5A""#);
        assert!(write("application/json", &Bytes::from("{"), false).is_err());
    }

    #[test]
    fn bodies_of_each_media_type_are_read_in_each_of_their_forms() {
        for (media_type, raw, expected) in [
            (
                Some("application/json"),
                r#"{"a": 1.10}"#,
                &br#"{"a": 1.10}"#[..],
            ),
            (Some("application/json"), "null", b""),
            (Some("application/json"), r#""eyJhIjoxfQ==""#, br#"{"a":1}"#),
            (Some("application/json"), r#""Oslo""#, br#""Oslo""#),
            (None, r#""Oslo""#, br#""Oslo""#),
            (None, "[1]", b"[1]"),
            (Some("text/plain"), "1404", b"1404"),
            (Some("text/plain"), r#""1404""#, b"1404"),
            (Some("text/plain"), r#""Oslo""#, b"Oslo"),
            (
                Some("text/plain; charset=utf-8"),
                r#""Hello, Oslo""#,
                b"Hello, Oslo",
            ),
            (
                Some("text/html"),
                r#""PHA-w7g8L3A-""#,
                "<p>ø</p>".as_bytes(),
            ),
            (Some("image/jpeg"), r#""/9j/4A==""#, b"\xff\xd8\xff\xe0"),
            (Some("image/jpeg"), r#""_9j_4A""#, b"\xff\xd8\xff\xe0"),
        ] {
            let raw: &RawValue = serde_json::from_str(raw).expect("JSON");
            let read = read(media_type, raw).expect("a body");
            assert_eq!(&read[..], expected, "{media_type:?}: {raw}");
        }
        let raw: &RawValue = serde_json::from_str(r#""<p>""#).expect("JSON");
        assert!(read(Some("image/jpeg"), raw).is_err());
    }
}
