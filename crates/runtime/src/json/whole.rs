//! Reading a whole text in one pass.

use serde::{Deserialize, de};
use serde_json::Error;
use serde_json::value::RawValue;

use super::{Reader, gather};
use crate::value::Value;

/// Reads a `T` from JSON: of a model what `serde_json::from_slice` gives, in less time, for the text is
/// looked at only once. This is how the body of a response is read.
///
/// ```
/// let days: Vec<graphwright::edm::Date> = graphwright::json::from_slice(br#"["2016-12-31"]"#)?;
/// assert_eq!(days[0].as_str(), "2016-12-31");
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
/// `json` is no JSON, as serde_json says it; or it is not what a `T` is written as.
pub fn from_slice<T: Value>(json: &[u8]) -> Result<T, Error> {
    if let Some(value) = read(json, T::read) {
        return Ok(value);
    }
    // What is wrong, and where, is for serde_json to say.
    let json = without_byte_order_mark(json);
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let value = checked(<&RawValue>::deserialize(&mut deserializer)?.get())?;
    deserializer.end()?;
    Ok(value)
}

/// Returns what `read` makes of the text. `None` if that is nothing, or if the text is no JSON.
pub(crate) fn read<'a, T>(
    json: &'a [u8],
    read: impl FnOnce(&mut Reader<'a>) -> Option<T>,
) -> Option<T> {
    read_text(
        std::str::from_utf8(without_byte_order_mark(json)).ok()?,
        read,
    )
}

/// JSON without the byte order mark that some services put before it, and that may be ignored (RFC 8259, 8.1).
pub(crate) fn without_byte_order_mark(json: &[u8]) -> &[u8] {
    json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json)
}

fn read_text<'a, T>(text: &'a str, read: impl FnOnce(&mut Reader<'a>) -> Option<T>) -> Option<T> {
    let mut reader = Reader::unchecked(text);
    let value = read(&mut reader)?;
    reader.ended().then_some(value)
}

/// Reads a `T` from whatever a deserializer has.
pub(crate) fn deserialize<'de, T: Value, D: de::Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    checked(&gather::text(deserializer)?)
}

fn checked<T: Value, E: de::Error>(text: &str) -> Result<T, E> {
    read_text(text, T::read).ok_or_else(|| {
        let parts = std::any::type_name::<T>().split_inclusive(['<', ',', ' ']);
        let name: String = parts.filter_map(|part| part.rsplit("::").next()).collect();
        E::custom(format_args!("this JSON is not a {name}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a value of any kind by the function for it.
    fn walk(reader: &mut Reader<'_>) -> bool {
        if reader.string().is_some() || reader.number().is_some() || reader.boolean().is_some() {
            return true;
        }
        let start = reader.mark();
        if reader.object(|reader, _| walk(reader)).is_some() || reader.array(walk).is_some() {
            return true;
        }
        reader.rewind(start);
        reader.raw();
        true
    }

    /// That one pass finds by itself what serde_json finds, however it goes over the text.
    fn judge(json: &[u8]) {
        let is_json = serde_json::from_slice::<&RawValue>(json).is_ok();
        let shown = String::from_utf8_lossy(json);
        let raw = read(json, |reader| Some(reader.raw()));
        assert_eq!(raw.is_some(), is_json, "{shown}");
        let walked = read(json, |reader| walk(reader).then_some(()));
        assert_eq!(walked.is_some(), is_json, "{shown}");
    }

    #[test]
    fn a_text_is_json_if_serde_json_says_so() {
        let texts: [&[u8]; 9] = [
            br#" { "a" : [ 1 , -2.5e-3 , true , false , null ] , "b" : { } , "c" : [ ] } "#,
            br#"[{"long enough for sixteen bytes at once":"and a text \n \u00e9 \"quoted\""}]"#,
            br#"{"a":{"b":{"c":[[[{"d":0}]]]}},"e":"\ud800","\udc00":1e400}"#,
            b"-0.0E+10",
            b"\"\xf0\x9f\x98\x80\"",
            b"nul",
            b"[1,2",
            b"",
            b"{\"a\":1}x",
        ];
        let bytes = b"\"\\{}[],: \t\n\r\x0b\0\x1f\x7f\x80\xff0-.eEtfnu/'";
        for text in texts {
            judge(text);
            for at in 0..text.len() {
                judge(&text[..at]);
                judge(&[&text[..at], &text[at + 1..]].concat());
                for byte in bytes {
                    judge(&[&text[..at], &[*byte], &text[at + 1..]].concat());
                    judge(&[&text[..at], &[*byte], &text[at..]].concat());
                }
            }
        }
    }

    #[test]
    fn brackets_are_told_apart_however_deep_they_are() {
        for depth in [1, 63, 64, 65, 128, 129, 500, 50_000] {
            for pattern in ["[", "{\"a\":", "[{\"a\":", "{\"a\":["] {
                let open = pattern.repeat(depth);
                let brackets = open.chars().rev().filter_map(|c| match c {
                    '[' => Some(']'),
                    '{' => Some('}'),
                    _ => None,
                });
                let close: String = brackets.collect();
                judge(format!("{open}0{close}").as_bytes());
                judge(format!("{open}0{close}]").as_bytes());
                judge(format!("{open}0{}", &close[1..]).as_bytes());
                let middle = close.len() / 2;
                let other = if close[middle..].starts_with(']') {
                    "}"
                } else {
                    "]"
                };
                let wrong = format!("{}{other}{}", &close[..middle], &close[middle + 1..]);
                judge(format!("{open}0{wrong}").as_bytes());
            }
        }
    }
}
