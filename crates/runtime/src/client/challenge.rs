//! Claims challenges: the claims that a service asks for in `WWW-Authenticate` (RFC 9110, 11.6.1).

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use http::HeaderMap;
use http::header::WWW_AUTHENTICATE;
use serde_json::{Map, Value};

/// Returns the claims of a claims challenge, as JSON; `None` where there is none that can be read.
pub(super) fn claims(headers: &HeaderMap) -> Option<String> {
    let values = headers.get_all(WWW_AUTHENTICATE).iter();
    values
        .filter_map(|value| value.to_str().ok())
        .flat_map(parameters)
        .filter(|(name, _)| name.eq_ignore_ascii_case("claims"))
        .find_map(|(_, value)| decoded(value))
}

/// Returns the names and values of the parameters of all challenges in a header. A value is a token, or a quoted string
/// whose escapes are left in it.
fn parameters(header: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = header;
    std::iter::from_fn(move || {
        let (before, after) = rest.split_once('=')?;
        let name = before.trim_end().rsplit([' ', ',', '\t']).next()?;
        let after = after.trim_start();
        let (value, behind) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_at(closing_quote(quoted)?),
            None => after.split_at(after.find(',').unwrap_or(after.len())),
        };
        rest = behind.strip_prefix('"').unwrap_or(behind);
        Some((name, value.trim()))
    })
}

/// Returns where the quote is that ends a quoted string (RFC 9110, 5.6.4).
fn closing_quote(quoted: &str) -> Option<usize> {
    let mut is_escaped = false;
    quoted.bytes().position(|byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    })
}

fn decoded(claims: &str) -> Option<String> {
    let lenient =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let decoded = [STANDARD, URL_SAFE].iter().find_map(|alphabet| {
        let engine = GeneralPurpose::new(alphabet, lenient);
        engine.decode(claims).ok()
    });
    let text = String::from_utf8(decoded?).ok()?;
    serde_json::from_str::<Map<String, Value>>(&text).ok()?;
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_read_however_they_are_written_and_garbage_is_none() {
        let json = r#"{"access_token":{"nbf":{"essential":true,"value":"1??>>"}}}"#;
        let standard = base64::engine::general_purpose::STANDARD.encode(json);
        let url = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(json);
        for claims in [&standard, &url, standard.trim_end_matches('=')] {
            for header in [
                format!(r#"Bearer realm="", error="insufficient_claims", claims="{claims}""#),
                format!(r#"Bearer error_description="a, claims=b", Claims = "{claims}", x=y"#),
                format!("Basic realm=\"a\", Bearer claims=\"{claims}\""),
                format!(r#"Bearer error_description="\" claims=e30=, a", claims="{claims}""#),
                format!(r#"Basic claims="?", Bearer claims="{claims}""#),
            ] {
                let mut headers = HeaderMap::new();
                headers.append(WWW_AUTHENTICATE, "Negotiate".parse().expect("a value"));
                headers.append(WWW_AUTHENTICATE, header.parse().expect("a value"));
                assert_eq!(super::claims(&headers).as_deref(), Some(json), "{header}");
            }
        }
        for header in [
            "Bearer",
            r#"Bearer claims="%%""#,
            r#"Bearer claims="bm8=""#,
            r#"Bearer claims="e30"#,
            "claims",
            "=",
        ] {
            let mut headers = HeaderMap::new();
            headers.append(WWW_AUTHENTICATE, header.parse().expect("a value"));
            assert_eq!(super::claims(&headers), None, "{header}");
        }
    }
}
