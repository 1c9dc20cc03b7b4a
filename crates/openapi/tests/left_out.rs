//! What no code is made of is told.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

const DOCUMENT: &str = r#"openapi: 3.1.0
info: { title: News, version: "1" }
servers: [{ url: https://news.example }]
webhooks:
  printed: { post: { responses: { "200": { description: read } } } }
  sold: { post: { responses: { "200": { description: read } } } }
paths:
  /subscriptions:
    post:
      operationId: subscribe
      responses:
        "201":
          description: made
          links: { read: { operationId: read } }
      callbacks:
        news: { "{$request.query.url}": { post: { responses: { "200": { description: read } } } } }
"#;

const XML: &str = r##"openapi: 3.0.3
info: { title: News, version: "1" }
servers: [{ url: https://news.example }]
paths:
  /issues:
    get:
      operationId: read
      responses:
        "200":
          description: one
          content:
            text/plain: { schema: { type: string } }
            text/xml; charset=utf-8: { schema: { $ref: "#/components/schemas/Issue" } }
        "404": { description: none, content: { application/problem+xml: { schema: { type: object } } } }
    put:
      operationId: write
      requestBody:
        content: { application/xml: { schema: { $ref: "#/components/schemas/Text" } } }
      responses: { "200": { description: raw, content: { application/xml: {} } } }
    post:
      operationId: make
      requestBody: { $ref: "#/components/requestBodies/Issue" }
      responses: { "204": { description: made } }
components:
  requestBodies:
    Issue: { content: { application/xml: { schema: { type: array, items: { $ref: "#/components/schemas/Issue" } } } } }
  schemas:
    Issue: { type: object, properties: { number: { type: integer } } }
    Text: { type: string }
"##;

#[test]
fn bodies_of_xml_are_text_which_is_said_where_the_document_says_what_is_in_them() {
    let lowered = graphwright_openapi::read("news.yaml", XML).unwrap();
    let said: Vec<(String, u32)> = lowered
        .warnings
        .iter()
        .map(|one| (one.message.clone(), one.position.unwrap().line))
        .collect();
    let expected = [13, 14, 26].map(|line| ("a body of XML is not typed".to_owned(), line));
    assert_eq!(said, expected);
}

#[test]
fn webhooks_callbacks_and_links_are_named_where_they_stand() {
    let lowered = graphwright_openapi::read("news.yaml", DOCUMENT).unwrap();
    let said: Vec<(String, u32)> = lowered
        .warnings
        .iter()
        .map(|one| (one.message.clone(), one.position.unwrap().line))
        .collect();
    assert_eq!(
        said,
        [
            ("a webhook is not generated".into(), 5),
            ("a webhook is not generated".into(), 6),
            ("a link is not generated".into(), 14),
            ("a callback is not generated".into(), 16),
        ]
    );
}
