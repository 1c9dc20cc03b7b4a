//! Numbers as texts: what is read of `Edm.Int64` and sent of `Edm.Int64` and `Edm.Decimal` is not written as it was
//! (OData JSON Format 4.01, 3.2).

use graphwright_api::Primitive;
use serde_json::value::RawValue;

use crate::fits::{fits, is_number};
use crate::json::{Members, read};

/// The texts in a body that stand for numbers, with their quotes, as parts of the body.
#[derive(Clone, Debug, Default)]
pub struct WideTexts<'b> {
    /// Those that are read as numbers: of `Edm.Int64`, in fields.
    pub(crate) read: Vec<&'b str>,
    /// Those that are kept as texts when they are read, and sent as numbers.
    pub(crate) kept: Vec<&'b str>,
}

impl<'b> WideTexts<'b> {
    /// Returns what a model writes that has read `json`, which is a part of the body.
    pub(crate) fn written(&self, json: &str) -> String {
        with_numbers(json, &self.read)
    }

    /// Returns what a request sends of a model that has read `json`, which is a part of the body.
    pub(crate) fn sent(&self, json: &str) -> String {
        let all: Vec<&str> = self.read.iter().chain(&self.kept).copied().collect();
        with_numbers(json, &all)
    }

    /// Any JSON with numbers in place of all texts in it that are like those which are read as numbers.
    pub(crate) fn without_quotes(&self, json: &str) -> String {
        let mut written = String::with_capacity(json.len());
        let mut rest = json;
        while let Some(at) = rest.find('"') {
            let (before, text) = rest.split_at(at);
            let (text, after) = text.split_at(text_length(text));
            let is_name = after.trim_start().starts_with(':');
            written.push_str(before);
            written.push_str(match number(text) {
                Some(number) if !is_name && self.read.contains(&text) => number,
                _ => text,
            });
            rest = after;
        }
        written + rest
    }

    /// Returns how many there are, for [`forget_from`](Self::forget_from).
    pub(crate) fn mark(&self) -> (usize, usize) {
        (self.read.len(), self.kept.len())
    }

    /// Forgets those that came after a mark: they are in a value that is kept as it is.
    pub(crate) fn forget_from(&mut self, (read, kept): (usize, usize)) {
        self.read.truncate(read);
        self.kept.truncate(kept);
    }

    /// Takes down a value of a primitive type, if it is such a text.
    pub(crate) fn add(&mut self, primitive: Primitive, raw: &'b str) {
        match (primitive, number(raw)) {
            (Primitive::Int64, Some(_)) => self.read.push(raw),
            (Primitive::Decimal, Some(_)) => self.kept.push(raw),
            _ => {}
        }
    }

    /// Takes down the values of dynamic members whose annotations say that they are of such a type.
    pub(crate) fn add_dynamic(
        &mut self,
        members: &Members<'b>,
        is_declared: impl Fn(&str) -> bool,
    ) {
        for (annotation, ty) in &members.0 {
            let name = annotation.strip_suffix("@odata.type");
            let Some(name) = name.filter(|name| !name.is_empty() && !is_declared(name)) else {
                continue;
            };
            let ty = serde_json::from_str::<String>(ty.get()).unwrap_or_default();
            let ty = ty.trim_start_matches('#');
            let item = ty
                .strip_prefix("Collection(")
                .and_then(|ty| ty.strip_suffix(')'));
            let item = item.unwrap_or(ty);
            if !matches!(item.trim_start_matches("Edm."), "Int64" | "Decimal") {
                continue;
            }
            let values = members.0.iter().filter(|(known, _)| known == name);
            for (_, value) in values {
                let items = read::<Vec<&RawValue>>(value.get()).unwrap_or_else(|| vec![*value]);
                let items = items.into_iter().map(RawValue::get);
                self.kept
                    .extend(items.filter(|item| number(item).is_some()));
            }
        }
    }
}

/// The length of the text that JSON begins with, with its quotes.
fn text_length(json: &str) -> usize {
    let mut escaped = false;
    let end = json.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.map_or(json.len(), |end| end + 2)
}

/// Returns whether the JSON is a whole number in a text.
pub(crate) fn is_int64_text(raw: &str) -> bool {
    number(raw).is_some_and(|number| fits(Primitive::Int64, number))
}

/// The number that is all of a text.
fn number(raw: &str) -> Option<&str> {
    let text = raw.strip_prefix('"')?.strip_suffix('"')?;
    is_number(text).then_some(text)
}

/// `json` without the quotes of `texts` that are parts of it.
fn with_numbers(json: &str, texts: &[&str]) -> String {
    let start = json.as_ptr().addr();
    let mut quotes: Vec<usize> = Vec::new();
    for text in texts {
        let at = text.as_ptr().addr().checked_sub(start);
        if let Some(at) = at.filter(|at| at + text.len() <= json.len()) {
            quotes.extend([at, at + text.len() - 1]);
        }
    }
    let mut written = json.as_bytes().to_vec();
    quotes.sort_unstable();
    quotes.dedup();
    for at in quotes.into_iter().rev() {
        written.remove(at);
    }
    String::from_utf8(written).unwrap_or_else(|_| json.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_taken_from_the_texts_that_are_parts_of_a_value() {
        let json = r#"{"a":"5","b":["5","-6.0"],"c":"5"}"#;
        let elsewhere = r#""5""#.to_owned();
        let texts = WideTexts {
            read: vec![&json[5..8], &json[14..17], &elsewhere],
            kept: vec![&json[18..24]],
        };
        assert_eq!(texts.written(json), r#"{"a":5,"b":[5,"-6.0"],"c":"5"}"#);
        assert_eq!(texts.sent(json), r#"{"a":5,"b":[5,-6.0],"c":"5"}"#);
        assert_eq!(texts.sent(&json[13..25]), "[5,-6.0]");
        let other = r#"{"5":"5","a\\"":"\\"5\\""}"#;
        assert_eq!(texts.without_quotes(other), r#"{"5":5,"a\\"":"\\"5\\""}"#);
    }
}
