//! CSDL JSON (OData CSDL JSON 4.01): read as the elements that the same document has in XML, so that all
//! that comes after is one.
//!
//! `$Word` is the attribute or the element `Word`, `@Term` an annotation, and any other member what is
//! declared under its name. `document` has schemas and containers, `annotation` what is said of them.

mod annotation;
mod document;

use jsonc_parser::ast::{Object, ObjectProp, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::errors::ParseErrorKind;
use jsonc_parser::{CollectOptions, ParseOptions, ParseResult, parse_to_ast};

use crate::node::offset;
use crate::report::Report;

/// An element, as [`Node`](crate::node::Node) shows it.
pub(crate) struct Element {
    pub(crate) name: String,
    /// The offset of the member that it is made of.
    pub(crate) start: usize,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) children: Vec<Element>,
    pub(crate) text: String,
}

pub(crate) struct Attribute {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) start: usize,
}

impl Element {
    fn new(name: &str, start: usize) -> Self {
        Self {
            name: name.to_owned(),
            start,
            attributes: Vec::new(),
            children: Vec::new(),
            text: String::new(),
        }
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|one| one.name == name)?;
        Some(&found.value)
    }

    fn set(&mut self, name: &str, value: impl Into<String>, start: usize) {
        self.attributes.push(Attribute {
            name: name.to_owned(),
            value: value.into(),
            start,
        });
    }
}

/// JSON and nothing that goes beyond it.
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// The member that every document must have (CSDL JSON 4.01, 3.1), and that other JSON lacks.
const VERSION: &str = "$Version";

/// Returns whether `text`, which begins as a JSON object, is CSDL: it has `$Version`, as its first member where it is
/// not whole.
pub(crate) fn is_csdl(text: &str) -> bool {
    // A look at the text spares most large OpenAPI documents a parser that is not meant for them.
    if !text.contains("\"$Version\"") {
        return false;
    }
    match parse_to_ast(text, &CollectOptions::default(), &STRICT) {
        Ok(ParseResult {
            value: Some(Value::Object(root)),
            ..
        }) => member(&root, VERSION).is_some(),
        Ok(_) => false,
        Err(_) => {
            let first = text.trim_start().strip_prefix('{').unwrap_or_default();
            first.trim_start().starts_with("\"$Version\"")
        }
    }
}

/// Reads `text` as the element `Edmx`. `None` after an error that leaves nothing to read.
pub(crate) fn parse(text: &str, report: &mut Report<'_>) -> Option<Element> {
    let parsed = match parse_to_ast(text, &CollectOptions::default(), &STRICT) {
        Ok(parsed) => parsed.value,
        Err(error) => {
            let (message, help) = match error.kind() {
                // Its limit, for it reads by recursion as we do.
                ParseErrorKind::NestingDepthExceeded => (
                    "values nest too deep".to_owned(),
                    "this is no CSDL document",
                ),
                kind => (
                    format!("not JSON: {kind}"),
                    "was the download cut short, or something else saved instead?",
                ),
            };
            report.error(offset(error.range().start), message, help);
            return None;
        }
    };
    let root = parsed.as_ref().and_then(Value::as_object)?;
    if member(root, VERSION).is_none() {
        let message = "there is no `$Version` in the document";
        let help = "give the service's `$metadata` document; OpenAPI has a reader of its own";
        report.error(offset(root.start()), message, help);
        return None;
    }
    Some(Reader { report }.document(root))
}

struct Reader<'r, 'a> {
    report: &'r mut Report<'a>,
}

impl Reader<'_, '_> {
    /// The object that `value` must be.
    fn object<'v, 'a>(&mut self, name: &str, value: &'v Value<'a>) -> Option<&'v Object<'a>> {
        self.expected(name, value, value.as_object(), "an object")
    }

    /// The values of the array that `value` must be.
    fn items<'v, 'a>(&mut self, name: &str, value: &'v Value<'a>) -> &'v [Value<'a>] {
        let array = self.expected(name, value, value.as_array(), "an array");
        array.map_or(&[], |array| &array.elements)
    }

    fn expected<T>(
        &mut self,
        name: &str,
        value: &Value<'_>,
        found: Option<T>,
        what: &str,
    ) -> Option<T> {
        if found.is_none() {
            let message = format!("`{}` is not {what}", name.escape_debug());
            let help = "see OData CSDL JSON 4.01 for what stands here";
            self.report.error(offset(value.start()), message, help);
        }
        found
    }
}

fn member<'v, 'a>(object: &'v Object<'a>, name: &str) -> Option<&'v ObjectProp<'a>> {
    object
        .properties
        .iter()
        .find(|one| one.name.as_str() == name)
}

/// A value that has nothing in it, as XML writes it.
fn scalar(value: &Value<'_>) -> Option<String> {
    match value {
        Value::StringLit(text) => Some(text.value.to_string()),
        Value::NumberLit(number) => Some(number.value.to_owned()),
        Value::BooleanLit(boolean) => Some(boolean.value.to_string()),
        Value::NullKeyword(_) => Some("null".to_owned()),
        Value::Object(_) | Value::Array(_) => None,
    }
}
