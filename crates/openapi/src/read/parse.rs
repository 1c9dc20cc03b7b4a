//! Text to a JSON value, from YAML or JSON, whichever the text is.

mod chunks;

use std::cell::RefCell;
use std::fmt;

use graphwright_api::Position;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::pointer;
use crate::read::yaml;
use crate::report::Report;

/// The key whose value is merged into its mapping (YAML 1.1, `tag:yaml.org,2002:merge`).
const MERGE: &str = "<<";

const WHAT_IS_READ: &str = "give an OpenAPI 3.0 document, in YAML or JSON";

/// The value of `text`; `None` where it has none, which the report then says.
pub(crate) fn parse(text: &str, report: &mut Report) -> Option<Value> {
    let start = text.trim_start();
    if start.is_empty() {
        report.unreadable(Some(Position::START), "the document is empty", WHAT_IS_READ);
        return None;
    }
    if start.starts_with('<') {
        report.unreadable(
            Some(position_at(text, text.len() - start.len())),
            "this is XML, and OpenAPI is YAML or JSON",
            "CSDL metadata (`$metadata`) is read as CSDL: check which description was given",
        );
        return None;
    }
    let may_be_json = start.starts_with(['{', '[']);
    if !may_be_json && let Some(value) = chunks::parse(text) {
        return Some(value);
    }
    let language = match may_be_json {
        true => Language::Json,
        false => Language::Yaml,
    };
    let mut state = State::new(text, language);
    let mut read = state.read(text);
    // YAML has mappings in braces too, in which quotes need not stand. What nests too deep for JSON does so there.
    let is_other = |(_, why): &(Option<Position>, String)| !why.contains("recursion limit");
    let may_be_yaml = may_be_json && !report.is_json_by_name();
    if may_be_yaml && read.as_ref().is_err_and(is_other) {
        let other = State::new(text, Language::Yaml);
        let as_yaml = other.read(text);
        // What gets further in the text is what it is meant to be.
        if reach(&as_yaml) > reach(&read) {
            (state, read) = (other, as_yaml);
        }
    }
    let value = match read {
        Ok(value) => Some(value),
        Err((position, message)) => {
            let language = state.language;
            let message = format!("the document is not {language}: {message}");
            report.unreadable(position, message, WHAT_IS_READ);
            None
        }
    };
    for pointer in state.repeated.into_inner() {
        let key = pointer::unescape(pointer.rsplit('/').next().unwrap_or_default());
        let message = format!("`{}` stands here for the second time", key.escape_debug());
        report.repeated(pointer, message, "keep one of the two");
    }
    value
}

/// Returns whether a text was read, and else how far.
fn reach(read: &Result<Value, (Option<Position>, String)>) -> (bool, Option<Position>) {
    match read {
        Ok(_) => (true, None),
        Err((position, _)) => (false, *position),
    }
}

fn from_json(text: &str, seed: Seed) -> Result<Value, (Option<Position>, String)> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = seed
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value));
    value.map_err(|error| {
        let before = text
            .split_inclusive('\n')
            .take(error.line() - usize::from(error.line() > 0));
        let line_start: usize = before.map(str::len).sum();
        let position = position_at(text, line_start + error.column().saturating_sub(1));
        let message = error.to_string();
        let end = message.rfind(" at line ").unwrap_or(message.len());
        (Some(position), message[..end].to_owned())
    })
}

/// The place of the byte at `offset`.
fn position_at(text: &str, offset: usize) -> Position {
    Position::START.behind(&text[..text.floor_char_boundary(offset)])
}

/// The language of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    Json,
    Yaml,
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Self::Json => "JSON",
            Self::Yaml => "YAML",
        })
    }
}

/// The state while a value is built.
struct State {
    language: Language,
    /// The pointer to the value that is being built.
    pointer: RefCell<String>,
    /// Keys that stand in their mapping already.
    repeated: RefCell<Vec<String>>,
    /// The number of values that may still be built: see [`State::spend`].
    budget: RefCell<usize>,
}

impl State {
    fn new(text: &str, language: Language) -> Self {
        Self {
            language,
            pointer: RefCell::default(),
            repeated: RefCell::default(),
            budget: RefCell::new(text.len().saturating_mul(2).saturating_add(1024)),
        }
    }

    /// The value of the text.
    fn read(&self, text: &str) -> Result<Value, (Option<Position>, String)> {
        match self.language {
            Language::Json => from_json(text, Seed(self)),
            Language::Yaml => yaml::from_str(text, Seed(self)),
        }
    }

    /// Refuses documents whose aliases unfold to more than the text could say without them, as
    /// "billion laughs" do: nodes and characters cost one each, and twice the text's length is
    /// more than any text without aliases costs.
    fn spend<E: Error>(&self, cost: usize) -> Result<(), E> {
        let mut budget = self.budget.borrow_mut();
        match budget.checked_sub(cost) {
            Some(left) => {
                *budget = left;
                Ok(())
            }
            None => Err(E::custom("its aliases unfold to too much")),
        }
    }

    /// Builds what stands at `step`.
    fn below<T>(&self, step: &str, build: impl FnOnce() -> T) -> T {
        let length = self.pointer.borrow().len();
        pointer::push(&mut self.pointer.borrow_mut(), step);
        let built = build();
        self.pointer.borrow_mut().truncate(length);
        built
    }
}

/// Builds a value, and notes what a value cannot show: keys that are repeated.
#[derive(Clone, Copy)]
struct Seed<'a>(&'a State);

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.0.spend(1)?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value that JSON has")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        // YAML has numbers that JSON has not; nothing that is read from a document is one.
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.0.spend(value.len())?;
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        loop {
            let index = list.len().to_string();
            match self.0.below(&index, || items.next_element_seed(self))? {
                Some(item) => list.push(item),
                None => return Ok(Value::Array(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        let mut merged = Vec::new();
        while let Some(key) = entries.next_key_seed(Key)? {
            self.0.spend(key.len())?;
            if key == MERGE && self.0.language == Language::Yaml {
                merged.push(self.0.below(&key, || entries.next_value_seed(self))?);
                continue;
            }
            let value = self.0.below(&key, || {
                if map.contains_key(&key) {
                    let pointer = self.0.pointer.borrow().clone();
                    self.0.repeated.borrow_mut().push(pointer);
                }
                entries.next_value_seed(self)
            })?;
            map.insert(key, value);
        }
        for value in merged {
            merge(&mut map, value);
        }
        Ok(Value::Object(map))
    }
}

/// Adds the entries of a mapping, or of each in a list, whose keys are not there yet.
fn merge(map: &mut Map<String, Value>, value: Value) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                map.entry(key).or_insert(value);
            }
        }
        Value::Array(all) if all.iter().all(Value::is_object) => {
            all.into_iter().for_each(|one| merge(map, one));
        }
        other => {
            map.insert(MERGE.to_owned(), other);
        }
    }
}

/// A key of a mapping; YAML allows other scalars than strings, such as the `204` of a response.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a string as a key")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<String, E> {
        Ok(value.to_owned())
    }
}
