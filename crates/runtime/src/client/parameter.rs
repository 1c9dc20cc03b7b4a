//! Parameters in paths, queries, headers and cookies (OpenAPI 3.0, 4.7.12.3 and 4.7.12.4; RFC 6570).

use serde::Serialize;
use serde_json::value::RawValue;

use super::encode;
use super::request::Request;
use crate::json::{Json, Reader};

/// How a parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each is named as OpenAPI names it")]
pub enum Style {
    Simple,
    Label,
    Matrix,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    /// As JSON.
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    Path,
    Query,
    Header,
    Cookie,
}

/// A parameter: its name, where it stands, how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    name: &'static str,
    within: Within,
    style: Style,
    explode: bool,
    reserved: bool,
}

impl Parameter {
    const fn new(name: &'static str, within: Within, style: Style, explode: bool) -> Self {
        Self {
            name,
            within,
            style,
            explode,
            reserved: false,
        }
    }

    /// In the path.
    pub const fn path(name: &'static str) -> Self {
        Self::new(name, Within::Path, Style::Simple, false)
    }

    /// In the query.
    pub const fn query(name: &'static str) -> Self {
        Self::new(name, Within::Query, Style::Form, true)
    }

    /// In a header.
    pub const fn header(name: &'static str) -> Self {
        Self::new(name, Within::Header, Style::Simple, false)
    }

    /// In a cookie.
    pub const fn cookie(name: &'static str) -> Self {
        Self::new(name, Within::Cookie, Style::Form, true)
    }

    /// Sets the style.
    #[must_use]
    pub const fn style(self, style: Style) -> Self {
        Self { style, ..self }
    }

    /// Sets whether items and members stand each by itself, or joined.
    #[must_use]
    pub const fn explode(self, explode: bool) -> Self {
        Self { explode, ..self }
    }

    /// Leaves delimiters in the value as they are, and what is percent-encoded in it as well (RFC 6570, 3.2.3).
    #[must_use]
    pub const fn reserved(self) -> Self {
        Self {
            reserved: true,
            ..self
        }
    }

    /// Returns what stands in a path.
    pub(super) fn in_path(&self, value: &dyn ParameterValue) -> Result<String, &'static str> {
        let parts = self.parts(value)?;
        let name = encode::strict(self.name);
        Ok(match self.style {
            Style::Label => format!(".{}", self.joined(&parts, ",", ".")),
            Style::Matrix => match (&parts, self.explode) {
                (Parts::Many(items), true) => {
                    let items = items
                        .iter()
                        .map(|item| format!(";{name}={}", self.text(item)));
                    items.collect()
                }
                (Parts::Members(_), true) => format!(";{}", self.joined(&parts, ",", ";")),
                _ => format!(";{name}={}", self.joined(&parts, ",", ",")),
            },
            _ => self.joined(&parts, ",", ","),
        })
    }

    /// The pairs of a query.
    fn in_query(&self, value: &dyn ParameterValue) -> Result<Vec<String>, &'static str> {
        let name = encode::strict(self.name);
        if self.style == Style::DeepObject {
            let mut pairs = Vec::new();
            let json = value.json().map_err(|_| UNWRITABLE)?;
            self.deep(name, json.as_str(), &mut pairs);
            return Ok(pairs);
        }
        let parts = self.parts(value)?;
        let delimiter = match self.style {
            Style::SpaceDelimited => "%20",
            Style::PipeDelimited => "%7C",
            _ => ",",
        };
        Ok(match (&parts, self.explode) {
            (Parts::Many(items), true) => {
                let items = items
                    .iter()
                    .map(|item| format!("{name}={}", self.text(item)));
                items.collect()
            }
            (Parts::Members(members), true) => {
                let members = members.iter();
                let pair = |(key, value): &(String, String)| {
                    format!("{}={}", encode::strict(key), self.text(value))
                };
                members.map(pair).collect()
            }
            _ => vec![format!(
                "{name}={}",
                self.joined(&parts, delimiter, delimiter)
            )],
        })
    }

    /// `name[member]=value`, and so on inside. OpenAPI does not say what becomes of a list there; as most
    /// services read it, an item is `name[]=value`, and members of the first one are `name[0][member]=value`.
    fn deep(&self, name: String, json: &str, pairs: &mut Vec<String>) {
        let mut reader = Reader::unchecked(json);
        let mut inside: Vec<(String, &str)> = Vec::new();
        let is_object = reader.object(|reader, member| {
            let member = format!("{name}%5B{}%5D", encode::strict(&member));
            inside.push((member, reader.raw()));
            true
        });
        if is_object.is_none() {
            reader = Reader::unchecked(json);
            let is_array = reader.array(|reader| {
                let raw = reader.raw();
                let number = match raw.starts_with(['{', '[']) {
                    true => inside.len().to_string(),
                    false => String::new(),
                };
                inside.push((format!("{name}%5B{number}%5D"), raw));
                true
            });
            if is_array.is_none() {
                pairs.push(format!("{name}={}", self.text(&scalar(json))));
                return;
            }
        }
        for (name, text) in inside {
            self.deep(name, text, pairs);
        }
    }

    /// All parts in one text: items between `between`, or where each stands by itself between `apart`.
    fn joined(&self, parts: &Parts, between: &str, apart: &str) -> String {
        let separator = if self.explode { apart } else { between };
        match parts {
            Parts::One(text) => self.text(text),
            Parts::Many(items) => {
                let items: Vec<String> = items.iter().map(|item| self.text(item)).collect();
                items.join(separator)
            }
            Parts::Members(members) => {
                let joint = if self.explode { "=" } else { between };
                let members = members.iter();
                let members: Vec<String> = members
                    .map(|(name, value)| format!("{}{joint}{}", self.text(name), self.text(value)))
                    .collect();
                members.join(separator)
            }
        }
    }

    fn text(&self, text: &str) -> String {
        match self.within {
            Within::Header => text.to_owned(),
            _ if self.reserved => encode::reserved(text),
            _ => encode::strict(text),
        }
    }

    fn parts(&self, value: &dyn ParameterValue) -> Result<Parts, &'static str> {
        let json = value.json().map_err(|_| UNWRITABLE)?;
        Ok(match self.style {
            Style::Json => Parts::One(json.as_str().to_owned()),
            _ => Parts::of(json.as_str()),
        })
    }
}

const UNWRITABLE: &str = "a parameter cannot be written";

/// A value that a parameter can have: whatever can be written as JSON.
pub trait ParameterValue {
    /// Its JSON.
    ///
    /// # Errors
    /// It has none.
    fn json(&self) -> Result<Json, serde_json::Error>;
}

impl<T: Serialize + ?Sized> ParameterValue for T {
    fn json(&self) -> Result<Json, serde_json::Error> {
        Json::new(self)
    }
}

/// The parts of a value that styles distinguish.
enum Parts {
    One(String),
    Many(Vec<String>),
    Members(Vec<(String, String)>),
}

impl Parts {
    fn of(json: &str) -> Self {
        let mut members = Vec::new();
        let is_object = Reader::unchecked(json).object(|reader, name| {
            members.push((name.into_owned(), scalar(reader.raw())));
            true
        });
        if is_object.is_some() {
            return Self::Members(members);
        }
        let mut items = Vec::new();
        let is_array = Reader::unchecked(json).array(|reader| {
            items.push(scalar(reader.raw()));
            true
        });
        match is_array {
            Some(()) => Self::Many(items),
            None => Self::One(scalar(json)),
        }
    }
}

/// The text of a scalar; anything else as the JSON that it is, for no style says what is inside.
fn scalar(json: &str) -> String {
    match json {
        "null" => String::new(),
        _ => serde_json::from_str(json).unwrap_or_else(|_| json.to_owned()),
    }
}

impl<T> Request<T> {
    /// Adds a parameter, if it has a value.
    pub fn parameter<V: Serialize + ?Sized>(self, parameter: Parameter, value: Option<&V>) -> Self {
        let Some(value) = value else {
            return self;
        };
        let written: &dyn ParameterValue = &value;
        match parameter.within {
            Within::Path => self.refuse("a parameter of the path stands in no other place"),
            Within::Query => match parameter.in_query(written) {
                Ok(pairs) => pairs
                    .iter()
                    .fold(self, |request, pair| request.with_pair(pair)),
                Err(why) => self.refuse(why),
            },
            Within::Header => match parameter.in_path(written) {
                Ok(text) => self.header(parameter.name, &text),
                Err(why) => self.refuse(why),
            },
            Within::Cookie => match parameter.in_query(written) {
                Ok(pairs) => self.with_cookies(&pairs),
                Err(why) => self.refuse(why),
            },
        }
    }

    fn with_cookies(self, pairs: &[String]) -> Self {
        let all: Vec<&str> = self
            .text_of("Cookie")
            .into_iter()
            .chain(pairs.iter().map(String::as_str))
            .collect();
        let all = all.join("; ");
        self.header("Cookie", &all)
    }

    /// Sets the body to the fields of a form (`application/x-www-form-urlencoded`): as `styles` say, by
    /// name; of others, a field for each item of a list, and the JSON of an object (OpenAPI 3.0, 4.7.14.2
    /// and 4.7.15).
    pub fn form_body(self, value: &impl Serialize, styles: &[Parameter]) -> Self {
        let Ok(json) = Json::new(value) else {
            return self.refuse("a form cannot be written");
        };
        let mut fields = Vec::new();
        let is_object = Reader::unchecked(json.as_str()).object(|reader, name| {
            let raw = reader.raw();
            let style = styles.iter().find(|style| style.name == name);
            if let Some(style) = style
                && let Ok(raw) = serde_json::from_str::<&RawValue>(raw)
                && let Ok(pairs) = style.in_query(&raw)
            {
                fields.extend(pairs);
                return true;
            }
            let values = match Parts::of(raw) {
                Parts::Many(items) => items,
                _ => vec![scalar(raw)],
            };
            let name = encode::strict(&name);
            let pairs = values.iter();
            fields.extend(pairs.map(|value| format!("{name}={}", encode::strict(value))));
            true
        });
        match is_object {
            Some(()) => self.body_bytes("application/x-www-form-urlencoded", fields.join("&")),
            None => self.refuse("a form has fields, and this value is no object"),
        }
    }
}
