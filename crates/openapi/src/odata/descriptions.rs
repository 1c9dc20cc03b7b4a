//! Descriptions: which words of a document are about a thing, and which are the converter's own.

use graphwright_api::{ItemType, Primitive, TypeName, TypeRef};
use openapiv3::{Operation, SchemaData};

/// Returns what describes a schema that is called `name`. A title is `Core.Description`, and what stands beside it
/// `Core.LongDescription` (OData to OpenAPI Mapping 1.0, 4.5); a title may also be no more than the name.
pub(crate) fn of_schema<'a>(data: &'a SchemaData, name: &str) -> &'a str {
    let title = data.title.as_deref().unwrap_or_default().trim();
    let simple = name.rsplit('.').next().unwrap_or(name);
    match title {
        "" => data.description.as_deref().unwrap_or_default().trim(),
        title if title == simple => data.description.as_deref().unwrap_or_default().trim(),
        title => title,
    }
}

/// How the converter of Microsoft describes a parameter that has no description.
const USAGE: &str = "Usage: ";

/// The sentence of OASIS's converter on how a value stands in a URL.
const QUOTED: &str = "String value needs to be enclosed in single quotes";
const LITERAL: &str = "This is ";

/// Returns what describes a parameter of a function, without what converters say of how to write it in a URL.
pub(crate) fn of_parameter(description: Option<&str>) -> String {
    let text = description.unwrap_or_default().trim();
    if text.starts_with(USAGE) {
        return String::new();
    }
    let is_own = |line: &&str| *line != QUOTED && literal(line).is_none();
    let lines: Vec<&str> = text.lines().map(str::trim_end).filter(is_own).collect();
    lines.join("\n")
}

/// Returns whether converters sum up an operation so that calls the function or action of that name.
pub(crate) fn invokes(operation: &Operation, name: &str) -> bool {
    let summary = operation.summary.as_deref().unwrap_or_default();
    let mut words = summary.splitn(3, ' ');
    let begins = matches!(words.next(), Some("Invoke" | "Invokes"))
        && matches!(words.next(), Some("function" | "action"));
    begins && words.next() == Some(name)
}

/// The type of a value that stands in the URL as JSON, of which OpenAPI only says that it is text: `This is
/// a URL-encoded JSON array with items of type Edm.String, see …`, `This is URL-encoded JSON of type …`.
pub(crate) fn literal(description: &str) -> Option<TypeRef> {
    let mut found = description.lines().filter_map(|line| {
        let said = line.strip_prefix(LITERAL)?;
        let many = said.strip_prefix("a URL-encoded JSON array with items of type ");
        let one = || said.strip_prefix("URL-encoded JSON of type ");
        let collection = many.is_some();
        let name = many.or_else(one)?.split([',', ' ']).next()?;
        let item = match name.strip_prefix("Edm.") {
            Some(name) => ItemType::Primitive(Primitive::from_edm(name)?),
            None => ItemType::Named(TypeName::new(name)),
        };
        Some(TypeRef { item, collection })
    });
    found.next()
}
