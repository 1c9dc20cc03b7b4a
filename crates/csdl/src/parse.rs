//! From XML or JSON to the schemas in it.

use graphwright_api::Position;
use roxmltree::{Document, ParsingOptions};

use crate::declarations::Parser;
use crate::node::{Node, is, offset};
use crate::report::Report;
use crate::schema::Csdl;
use crate::{json, limits};

const GIVE_METADATA: &str = "give the service's `$metadata` document";

/// Reads `text`. `None` after an error that leaves nothing to read.
pub(crate) fn parse(text: &str, report: &mut Report<'_>) -> Option<Csdl> {
    if text.trim_start().starts_with('{') {
        let root = json::parse(text, report)?;
        return declared(Node::Json(&root), report);
    }
    if let Some((at, what)) = limits::exceeded(text) {
        report.error(offset(at), what, "this is no CSDL document");
        return None;
    }
    let options = ParsingOptions {
        allow_dtd: false,
        ..ParsingOptions::default()
    };
    let document = match Document::parse_with_options(text, options) {
        Ok(document) => document,
        Err(error) => {
            not_xml(text, &error, report);
            return None;
        }
    };
    declared(Node::Xml(document.root_element()), report)
}

/// Returns whether `text` is meant to be CSDL, as far as its content says: it begins as XML does, or is a JSON object
/// with `$Version`.
pub fn is_csdl(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with('<') || text.starts_with('{') && json::is_csdl(text)
}

/// Returns what is declared in the document whose root is `root`.
fn declared(root: Node<'_>, report: &mut Report<'_>) -> Option<Csdl> {
    let schemas = schemas(root, report)?;
    let mut parser = Parser::new(report);
    parser.namespaces(root, &schemas);
    for schema in schemas {
        parser.schema(schema);
    }
    Some(parser.finish())
}

/// The schemas below `root` (CSDL XML 4.01, 3.1 to 5).
fn schemas<'a>(root: Node<'a>, report: &mut Report<'_>) -> Option<Vec<Node<'a>>> {
    if !is(root, "Edmx") {
        let name = root.name();
        let help = match name {
            "html" => {
                "this is a web page: was a sign-in or error page saved instead of `$metadata`?"
            }
            "Schema" => "put the schema into `edmx:DataServices` in `edmx:Edmx`",
            _ => GIVE_METADATA,
        };
        let message = format!(
            "the root element is `{}`, not `edmx:Edmx`",
            name.escape_debug()
        );
        report.error(root.origin(), message, help);
        return None;
    }
    if let Some(version) = root.attribute("Version")
        && version.trim() != "4"
        && !version.trim().starts_with("4.")
    {
        let message = format!(
            "this is CSDL of version `{}`, and only 4.x is read",
            version.escape_debug()
        );
        report.error(
            root.origin(),
            message,
            "give the `$metadata` of an OData 4 service",
        );
        return None;
    }
    let Some(services) = root.children().find(|child| is(*child, "DataServices")) else {
        let message = "there is no `edmx:DataServices` in `edmx:Edmx`";
        report.error(root.origin(), message, GIVE_METADATA);
        return None;
    };
    let schemas: Vec<Node<'_>> = services
        .children()
        .filter(|child| is(*child, "Schema"))
        .collect();
    if schemas.is_empty() {
        let message = match root {
            Node::Xml(_) => "there is no `Schema` in `edmx:DataServices`",
            Node::Json(_) => "there is no schema in the document",
        };
        report.error(services.origin(), message, GIVE_METADATA);
        return None;
    }
    Some(schemas)
}

fn not_xml(text: &str, error: &roxmltree::Error, report: &mut Report<'_>) {
    // The parser gives the start of the text for what it does not place.
    let place = match error {
        roxmltree::Error::DtdDetected => text.find("<!DOCTYPE"),
        roxmltree::Error::UnclosedRootNode | roxmltree::Error::UnexpectedEndOfStream => {
            Some(text.len())
        }
        _ => None,
    };
    let message = format!("not XML: {}", without_position(error));
    let (message, help) = match error {
        _ if text.trim().is_empty() => (
            "the document is empty".to_owned(),
            "give the service's `$metadata` document; was the download cut short?",
        ),
        roxmltree::Error::DtdDetected if is_web_page(text) => (
            "this is a web page, not CSDL".to_owned(),
            "was a sign-in or error page saved instead of `$metadata`?",
        ),
        roxmltree::Error::DtdDetected => (
            "a document type declaration is not allowed".to_owned(),
            "remove it: CSDL has none, and its entities could expand without end",
        ),
        _ if !text.trim_start().starts_with('<') => (
            message,
            "CSDL is XML or JSON; give YAML to the reader of OpenAPI",
        ),
        _ => (
            message,
            "CSDL is XML; was the download cut short, or something else saved instead?",
        ),
    };
    match place {
        Some(place) => report.error(offset(place), message, help),
        None => {
            let position = Position {
                line: error.pos().row,
                column: error.pos().col,
            };
            report.error_at(position, message, help);
        }
    }
}

fn is_web_page(text: &str) -> bool {
    let declared = text
        .split_once("<!DOCTYPE")
        .map(|(_, rest)| rest.trim_start());
    declared
        .and_then(|rest| rest.get(..4))
        .is_some_and(|name| name.eq_ignore_ascii_case("html"))
}

fn without_position(error: &roxmltree::Error) -> String {
    let text = error.to_string();
    let end = format!(" at {}:{}", error.pos().row, error.pos().col);
    text.trim_end_matches(&end).to_owned()
}
