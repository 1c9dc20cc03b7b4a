//! `Edm.Int64` and `Edm.Decimal`: numbers that a double has no room for, which services may write as texts
//! (OData JSON Format 4.01, 3.2).

use serde::{Serialize, Serializer};

use super::Reader;

/// How such numbers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WideNumbers {
    /// As their types write them.
    AsTheyAre,
    /// As numbers.
    Numbers,
    /// As texts (`IEEE754Compatible=true`).
    Texts,
}

/// A value of such a type, or a list of them: [`to_vec_with`](super::to_vec_with) writes it as it is told, every
/// other serializer as it is.
pub(crate) struct Wide<T>(pub(crate) T);

/// A value of which nothing but its type in Rust says whether it is such a number.
pub(crate) struct PerhapsWide<T>(pub(crate) T);

impl<T> Wide<T> {
    pub(super) const NAME: &'static str = "$graphwright::Wide";
}

impl<T> PerhapsWide<T> {
    pub(super) const NAME: &'static str = "$graphwright::PerhapsWide";
}

impl<T: Serialize> Serialize for Wide<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(Wide::<()>::NAME, &self.0)
    }
}

impl<T: Serialize> Serialize for PerhapsWide<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(PerhapsWide::<()>::NAME, &self.0)
    }
}

impl WideNumbers {
    /// Writes the value from `start` on in this way.
    pub(super) fn rewrite(self, json: &mut Vec<u8>, start: usize) {
        put(json, start, |written| self.rewritten(written));
    }

    /// Writes such numbers inside the value from `start` on in this way, where annotations say their types.
    pub(super) fn rewrite_inside(self, json: &mut Vec<u8>, start: usize) {
        put(json, start, |written| self.rewritten_inside(written));
    }

    /// The JSON of such a value in this way, if it is to be written otherwise.
    pub(super) fn rewritten(self, json: &str) -> Option<String> {
        if !json.starts_with('[') {
            return match self {
                Self::AsTheyAre => None,
                Self::Numbers => number_in(json).map(str::to_owned),
                Self::Texts => is_number(json).then(|| format!("\"{json}\"")),
            };
        }
        let mut items = Vec::new();
        let mut reader = Reader::unchecked(json);
        reader.array(|reader| {
            let item = reader.raw();
            items.push(self.rewritten(item).unwrap_or_else(|| item.to_owned()));
            true
        })?;
        Some(format!("[{}]", items.join(",")))
    }
}

/// Puts what `change` makes of the value from `start` on in its place.
fn put(json: &mut Vec<u8>, start: usize, change: impl FnOnce(&str) -> Option<String>) {
    let written = json.get(start..).unwrap_or_default();
    if let Some(text) = std::str::from_utf8(written).ok().and_then(change) {
        json.truncate(start);
        json.extend_from_slice(text.as_bytes());
    }
}

/// The number that is all of a text, given its JSON.
fn number_in(json: &str) -> Option<&str> {
    let text = json.strip_prefix('"')?.strip_suffix('"')?;
    is_number(text).then_some(text)
}

/// Returns the JSON with a number, or a list of numbers, in place of texts. `None` if there are none.
pub(crate) fn as_numbers(json: &str) -> Option<String> {
    WideNumbers::Numbers.rewritten(json)
}

fn is_number(text: &str) -> bool {
    let mut reader = Reader::unchecked(text);
    reader
        .number()
        .is_some_and(|number| number.len() == text.len())
}

#[cfg(test)]
mod tests {
    use super::super::to_vec_with;
    use super::*;

    fn written(value: impl Serialize, wide: WideNumbers) -> String {
        String::from_utf8(to_vec_with(&value, wide).expect("JSON")).expect("UTF-8")
    }

    #[test]
    fn numbers_become_texts_and_texts_numbers_where_they_are_wide() {
        use crate::json::Json;
        let many = Json::new(&(1, "2", "INF", (), ("-0.10e3",))).expect("JSON");
        for (wide, expected) in [
            (WideNumbers::AsTheyAre, r#"[1,"2","INF",null,["-0.10e3"]]"#),
            (WideNumbers::Numbers, r#"[1,2,"INF",null,[-0.10e3]]"#),
            (WideNumbers::Texts, r#"["1","2","INF",null,["-0.10e3"]]"#),
        ] {
            assert_eq!(written(Wide(&many), wide), expected);
            assert_eq!(
                written((&many, Wide(&many)), wide),
                format!("[{},{expected}]", many.as_str())
            );
        }
        for text in ["1 ", " 1", "01", "+1", "0x1", "", "1\\u0030", "-", "1."] {
            let json = format!("\"{text}\"");
            assert_eq!(as_numbers(&json), None, "{text}");
        }
    }

    #[test]
    fn a_type_of_rust_says_whether_a_value_is_wide() {
        let decimal: crate::edm::Decimal = "1.50".parse().expect("a decimal");
        let texts = WideNumbers::Texts;
        assert_eq!(written(PerhapsWide(5_i64), texts), r#""5""#);
        assert_eq!(written(PerhapsWide(&decimal), texts), r#""1.50""#);
        assert_eq!(written(PerhapsWide(5_i32), texts), "5");
        assert_eq!(written(PerhapsWide(5.5_f64), texts), "5.5");
        assert_eq!(written(PerhapsWide("5"), texts), r#""5""#);
        assert_eq!(written(PerhapsWide("5"), WideNumbers::Numbers), r#""5""#);
        assert_eq!(written(PerhapsWide(None::<i64>), texts), "null");
    }
}
