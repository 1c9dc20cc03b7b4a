//! What the documentation of a plain service says of its parts.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use graphwright_emit::{Files, Options, emit};
use graphwright_openapi::Kind;

fn generated(text: &str) -> Files {
    let lowered = graphwright_openapi::read_as("x.yaml", text, Some(Kind::Plain)).unwrap();
    let options = Options {
        package: "documented".into(),
        ..Options::default()
    };
    emit(&lowered.api, &options).unwrap()
}

/// The doc comment of a field, a line each.
fn doc_of<'f>(files: &'f Files, path: &str, field: &str) -> Vec<&'f str> {
    let lines: Vec<&str> = files[path].lines().map(str::trim_start).collect();
    let start = format!("pub {field}:");
    let at = lines
        .iter()
        .position(|line| line.starts_with(&start))
        .unwrap();
    let doc = lines[..at].iter().rev();
    let mut doc: Vec<&str> = doc.map_while(|line| line.strip_prefix("///")).collect();
    doc.reverse();
    doc.into_iter().map(str::trim_start).collect()
}

const REQUIRED: &str = "
openapi: 3.0.3
info: { title: t, version: '1' }
paths: {}
components:
  schemas:
    Base: { type: object, required: [id, kind], properties: { id: { type: string }, kind: { type: string } } }
    Thing:
      required: [name, made]
      allOf:
        - { $ref: '#/components/schemas/Base' }
        - type: object
          required: [token]
          properties:
            kind: { type: string, description: Of which kind. }
            name: { type: string, description: What it is called. }
            made: { type: string, readOnly: true }
            token: { type: string, writeOnly: true }
            note: { type: string }
";

#[test]
fn a_field_that_is_required_says_so() {
    let files = generated(REQUIRED);
    let doc = |field: &str| doc_of(&files, "src/models/thing.rs", field);
    assert_eq!(doc("id"), ["`id`.", "", "Required."]);
    // Declared again, it is required as before.
    assert_eq!(doc("kind"), ["Of which kind.", "", "Required."]);
    assert_eq!(doc("name"), ["What it is called.", "", "Required."]);
    assert!(doc("token").contains(&"Required."));
    assert_eq!(doc("note"), ["`note`."]);
    // It is required of the service.
    assert!(!doc("made").contains(&"Required."));
}

const PARAMETERS: &str = "
openapi: 3.0.3
info: { title: t, version: '1' }
paths:
  /things:
    get:
      operationId: list
      description: \"Lists:\\n\\n* all\\n* none\\n\\n~~~\\ncurl x\\n~~~\"
      parameters:
        - { name: which, in: query, required: true, schema: { type: string }, description: \"* a\\n* b\" }
      responses: { '404': { description: \"| a |\\n|---|\\n| b |\" }, default: { description: '' } }
";

#[test]
fn what_is_no_paragraph_stands_behind_its_label() {
    let files = generated(PARAMETERS);
    let text = &files["src/resources/things_resource.rs"];
    let doc: Vec<&str> = text
        .lines()
        .map(str::trim_start)
        .skip_while(|line| *line != "/// Lists:")
        .map_while(|line| line.strip_prefix("///"))
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect();
    let expected = [
        "Lists:",
        "",
        "- all",
        "- none",
        "",
        "```text",
        "curl x",
        "```",
        "",
        "`GET /things`",
        "",
        "`which`:",
        "",
        "- a",
        "- b",
        "",
        "Fails with `404`:",
        "",
        "| a |",
        "| --- |",
        "| b |",
        "",
        "Fails with `default`.",
    ];
    assert_eq!(doc, expected);
}

const SCOPED: &str = "
openapi: 3.1.0
info: { title: t, version: '1' }
security: [{ oauth: [read] }]
paths:
  /things:
    get: { operationId: list, responses: { '204': { description: Done. } } }
    post: { operationId: add, security: [{ oauth: [read, write, 'a`b'], key: [] }, { admin: [root] }, {}], responses: { '204': { description: Done. } } }
    put: { operationId: put, security: [{ key: [] }], responses: { '204': { description: Done. } } }
    delete: { operationId: clear, security: [], responses: { '204': { description: Done. } } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
    admin: { type: openIdConnect, openIdConnectUrl: 'https://login.example' }
    oauth: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://login.example', scopes: { read: To read. } } } }
";

#[test]
fn a_request_function_says_what_scopes_it_takes() {
    let files = generated(SCOPED);
    let text = &files["src/resources/things_resource.rs"];
    let doc = |method: &str| {
        let (before, _) = text.split_once(&format!("pub fn {method}(")).unwrap();
        let doc = before.rsplit("\n\n").next().unwrap();
        let lines = doc
            .lines()
            .map(|line| line.trim().trim_start_matches('/').trim());
        lines.collect::<Vec<_>>().join(" ")
    };
    let said = |method: &str, sentence: &str| {
        let doc = doc(method);
        assert!(doc.contains(sentence), "{method}: {doc}");
    };
    said(
        "list",
        "It is signed in to by `oauth` (with the scope `read`).",
    );
    said(
        "add",
        "It is signed in to by `key` and `oauth` (with the scopes `read`, `write` and `ab`), or by `admin` (with \
         the scope `root`), or by nothing.",
    );
    for method in ["put", "clear"] {
        assert!(!doc(method).contains("scope"), "{method}: {}", doc(method));
    }
}
