//! The kind of service that a document describes.

mod marks;

use graphwright_api::{About, Diagnostic, Severity};
use serde_json::Value;

/// The system query options (OData URL Conventions 4.01, 5.1).
pub(crate) const OPTIONS: [&str; 8] = [
    "$count", "$expand", "$filter", "$orderby", "$search", "$select", "$skip", "$top",
];

/// The weight of marks from which a document counts as OData's. What others have too (names with dots, query
/// options, the name of a link) weighs 3 together, so that it never suffices.
const ENOUGH: u32 = 4;

/// The kind of service that a document describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An OData service, whose rules say most of what its document says.
    OData,
    /// Any other.
    Plain,
}

/// The word that [`FromStr`](std::str::FromStr) reads.
impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::OData => "odata",
            Self::Plain => "plain",
        })
    }
}

impl std::str::FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "odata" => Ok(Self::OData),
            "plain" => Ok(Self::Plain),
            _ => Err("a service is `odata` or `plain`".into()),
        }
    }
}

/// A mark of a document of an OData service.
#[derive(Debug)]
struct Mark {
    /// The description of the mark, with its first occurrence.
    words: String,
    weight: u32,
}

/// The kind of service that the document `root` describes, and what tells it.
pub(crate) fn of(root: &Value, file: &str) -> (Kind, Diagnostic) {
    let marks = marks::of(root);
    let weight: u32 = marks.iter().map(|mark| mark.weight).sum();
    let words: Vec<&str> = marks.iter().map(|mark| mark.words.as_str()).collect();
    let words = words.join(", ");
    let (kind, message, other) = match (weight >= ENOUGH, words.is_empty()) {
        (true, _) => {
            let message = format!("taken for a description of an OData service: it has {words}");
            (
                Kind::OData,
                message,
                "`--service plain` takes it for one of any other service",
            )
        }
        (false, false) => {
            let message = format!(
                "taken for a description of a service that is not OData\u{2019}s: it has {words}, which \
                 others have too"
            );
            (
                Kind::Plain,
                message,
                "`--service odata` takes it for one of an OData service",
            )
        }
        (false, true) => {
            let message = "taken for a description of a service that is not OData\u{2019}s: it has no \
                           mark of OData";
            (
                Kind::Plain,
                message.to_owned(),
                "`--service odata` takes it for one of an OData service",
            )
        }
    };
    let said = Diagnostic {
        severity: Severity::Note,
        file: file.to_owned(),
        position: None,
        message,
        help: other.to_owned(),
        about: About::Everything,
        kind: graphwright_api::diagnostic::Kind::of_caller(),
    };
    (kind, said)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Kind, of};

    /// A document with those paths, parameters and schemas.
    fn document(paths: Value, parameters: Value, schemas: Value) -> Value {
        let components = json!({ "parameters": parameters, "schemas": schemas });
        json!({ "openapi": "3.0.3", "paths": paths, "components": components })
    }

    fn thing(path: &str) -> Value {
        let schema = json!({ "schema": { "$ref": "#/components/schemas/shop.v1.Thing" } });
        let content = json!({ "content": { "application/json": schema } });
        json!({ path: { "get": { "operationId": "shop.v1.Get", "responses": { "200": content } } } })
    }

    fn titled() -> Value {
        json!({ "shop.v1.Thing": { "title": "Thing", "type": "object" } })
    }

    fn asked_for(mut paths: Value, names: &[&str]) -> Value {
        let parameters: Vec<Value> = names
            .iter()
            .map(|name| json!({ "name": name, "in": "query", "schema": {} }))
            .collect();
        for item in paths
            .as_object_mut()
            .into_iter()
            .flat_map(|all| all.values_mut())
        {
            item["get"]["parameters"] = json!(parameters);
        }
        paths
    }

    #[test]
    fn what_others_have_too_makes_no_document_one_of_odata() {
        let with = |member: &str| {
            let mut schemas = titled();
            schemas["shop.v1.Thing"]["properties"] = json!({ member: { "type": "string" } });
            schemas
        };
        let none = || json!({});
        let options = ["$filter", "$top", "$skip"];
        for (what, document) in [
            ("nothing", document(none(), none(), none())),
            (
                "protobuf",
                document(thing("/shop.v1.Things/Get"), none(), titled()),
            ),
            (
                "full names",
                document(
                    thing("/api/things/{id}"),
                    none(),
                    json!({ "A.B": {}, "A.C": {} }),
                ),
            ),
            (
                "a link",
                document(thing("/things"), none(), with("@odata.nextLink")),
            ),
            (
                "options",
                document(asked_for(thing("/things"), &options), none(), titled()),
            ),
            (
                "all",
                document(
                    asked_for(thing("/things"), &options),
                    none(),
                    with("@odata.nextLink"),
                ),
            ),
            (
                "a command",
                document(thing("/things:batch"), none(), titled()),
            ),
            (
                "parentheses",
                document(thing("/things({id})"), none(), titled()),
            ),
            (
                "a count",
                document(thing("/things/$count"), none(), titled()),
            ),
        ] {
            let (kind, said) = of(&document, "x");
            assert_eq!(kind, Kind::Plain, "{what}: {said}");
        }
    }

    #[test]
    fn what_only_odata_has_suffices_and_is_named() {
        let options = json!({ "top": { "name": "$top", "in": "query", "schema": {} } });
        let mut marked = thing("/things");
        marked["/things"]["get"]["x-ms-docs-operation-type"] = json!("operation");
        let counted =
            json!({ "shop.v1.Thing": { "title": "Thing", "properties": { "@odata.count": {} } } });
        for (what, document, named) in [
            (
                "a converter",
                document(marked, json!({}), json!({})),
                "`x-ms-docs-operation-type`",
            ),
            (
                "keys",
                document(thing("/things({id})/$value"), json!({}), json!({})),
                "`/things({id})/$value`",
            ),
            (
                "OASIS",
                document(thing("/$batch"), options.clone(), titled()),
                "`/$batch`",
            ),
            (
                "segments",
                document(thing("/things/{id}"), options, counted),
                "`$top`",
            ),
        ] {
            let (kind, said) = of(&document, "x");
            assert_eq!(kind, Kind::OData, "{what}: {said}");
            assert!(said.message.contains(named), "{what}: {said}");
        }
    }
}
