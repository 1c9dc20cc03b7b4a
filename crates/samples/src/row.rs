//! The corpus: one sample a line, each a JSON object.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// A documented sample. Members that are not known are passed over.
#[derive(Clone, Debug, Deserialize)]
pub struct Sample {
    /// The page that shows it.
    pub page: String,
    /// Which copy of the page it was read from.
    #[serde(default)]
    pub source: Option<String>,
    /// The version of the API that the page is about, such as `v1.0`.
    pub version: String,
    /// The title of the sample on the page.
    #[serde(default)]
    pub title: Option<String>,
    /// The name in the comment that stands before the sample.
    #[serde(default)]
    pub name: Option<String>,
    /// The kind of sample: `pair`, `request_only`, `response_only` and others.
    pub kind: String,
    /// The method of the request.
    #[serde(default)]
    pub method: Option<String>,
    /// The paths that the page lists for the operation.
    #[serde(default)]
    pub path_templates: Vec<String>,
    /// The methods that the page lists along with them.
    #[serde(default)]
    pub template_methods: Vec<String>,
    /// The request, where the page shows one.
    #[serde(default)]
    pub request: Option<Request>,
    /// The response, where the page shows one.
    #[serde(default)]
    pub response: Option<Response>,
    /// The type that the comment names. It may be wrong.
    #[serde(default)]
    pub odata_type: Option<String>,
    /// Whether the comment says that the response is a collection. It may be wrong.
    #[serde(default, deserialize_with = "flag")]
    pub is_collection: Option<bool>,
    /// Whether the comment says that the response leaves members out.
    #[serde(default, deserialize_with = "flag")]
    pub truncated: Option<bool>,
    /// Who may call the operation, as the page says.
    #[serde(default)]
    pub permissions: Permissions,
    /// Whether the text on the page had to be corrected to be read.
    #[serde(default)]
    pub repaired: bool,
    /// The corrections.
    #[serde(default)]
    pub repairs: Vec<String>,
    /// The members that an object of the page had more than once.
    #[serde(default)]
    pub duplicate_keys: Vec<String>,
}

/// A documented request.
#[derive(Clone, Debug, Deserialize)]
pub struct Request {
    /// The method.
    pub method: String,
    /// The URL, absolute or relative to the service root.
    pub url: String,
    /// Other URLs that the page shows for the same request.
    #[serde(default)]
    pub alt_urls: Vec<String>,
    /// The headers by name.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The body as written, where `body_kind` is `json`.
    #[serde(default)]
    pub body: Option<Box<RawValue>>,
    /// The kind of body: `json`, `none` and others.
    pub body_kind: String,
    /// The body where it is something else.
    #[serde(default)]
    pub body_raw_if_unparsed: Option<String>,
}

/// A documented response.
#[derive(Clone, Debug, Deserialize)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The headers by name.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The body as written, where `body_kind` is `json`.
    #[serde(default)]
    pub body: Option<Box<RawValue>>,
    /// The kind of body: `json`, `none` and others.
    pub body_kind: String,
    /// The body where it is something else.
    #[serde(default)]
    pub body_raw_if_unparsed: Option<String>,
}

/// The permissions that a page lists, each list from least to most privileged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Permissions {
    /// An application on behalf of a user with a work or school account.
    #[serde(default)]
    pub delegated_work: Vec<String>,
    /// An application on behalf of a user with a personal Microsoft account.
    #[serde(default)]
    pub delegated_personal: Vec<String>,
    /// An application by itself.
    #[serde(default)]
    pub application: Vec<String>,
    /// How many tables the page lists them in.
    #[serde(default)]
    pub tables: u32,
    /// Whether some are needed together.
    #[serde(default)]
    pub combinations: bool,
}

/// A line of a corpus that is not a sample.
#[derive(Debug)]
pub struct ReadError {
    /// The line, counted from 1.
    pub line: usize,
    /// The error.
    pub error: serde_json::Error,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The error counts lines within the one line that it was given.
        let text = self.error.to_string();
        let what = text.split(" at line ").next().unwrap_or(&text);
        write!(f, "{}:{}: {what}", self.line, self.error.column())
    }
}

impl std::error::Error for ReadError {}

/// Reads a corpus. Blank lines are passed over.
///
/// # Errors
/// The first line that is not a sample.
pub fn read(text: &str) -> Result<Vec<Sample>, ReadError> {
    let rows = text
        .lines()
        .zip(1..)
        .filter(|(row, _)| !row.trim().is_empty());
    rows.map(|(row, line)| serde_json::from_str(row).map_err(|error| ReadError { line, error }))
        .collect()
}

/// A Boolean, also where a page writes it as text.
fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Flag {
        Bool(bool),
        Text(String),
    }
    let flag = Option::<Flag>::deserialize(deserializer)?;
    Ok(flag.map(|flag| match flag {
        Flag::Bool(value) => value,
        Flag::Text(text) => text.trim().eq_ignore_ascii_case("true"),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: &str = r#"{"page":"p","version":"beta","kind":"pair","unheard":[1],
        "request":{"method":"GET","url":"/x","headers":{"Accept":"*/*"},"body":null,"body_kind":"none"},
        "response":{"status":200,"headers":{},"body":{"a":1.2300,"a":12345678901234567890123},"body_kind":"json"},
        "is_collection":"true","truncated":null,"permissions":{"application":["A","B"]}}"#;

    fn row() -> String {
        ROW.lines().map(str::trim).collect()
    }

    #[test]
    fn a_body_keeps_every_character() {
        let samples = read(&row()).unwrap();
        let body = samples[0].response.as_ref().unwrap().body.as_ref().unwrap();
        assert_eq!(body.get(), r#"{"a":1.2300,"a":12345678901234567890123}"#);
    }

    #[test]
    fn absent_null_and_unknown_members_are_tolerated() {
        let samples = read(&row()).unwrap();
        assert_eq!(samples[0].is_collection, Some(true));
        assert_eq!(samples[0].truncated, None);
        assert_eq!(samples[0].name, None);
        assert!(samples[0].request.as_ref().unwrap().body.is_none());
        assert_eq!(samples[0].permissions.application, ["A", "B"]);
        assert!(samples[0].permissions.delegated_work.is_empty());
    }

    #[test]
    fn an_error_names_the_line_of_the_corpus() {
        let text = format!("{}\n\n{{\"page\":1}}\n", row());
        let error = read(&text).unwrap_err();
        assert_eq!(error.line, 3);
        assert_eq!(
            error.to_string(),
            "3:9: invalid type: integer `1`, expected a string"
        );
    }

    #[test]
    fn line_ends_of_any_kind_and_blank_lines_are_accepted() {
        let text = format!("{0}\r\n\r\n{0}\n", row());
        assert_eq!(read(&text).unwrap().len(), 2);
    }
}
