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

#[test]
fn webhooks_callbacks_and_links_are_counted_where_the_first_stands() {
    let lowered = graphwright_openapi::read("news.yaml", DOCUMENT).unwrap();
    let said: Vec<(String, u32)> = lowered
        .warnings
        .iter()
        .map(|one| (one.message.clone(), one.position.unwrap().line))
        .collect();
    assert_eq!(
        said,
        [
            ("2 webhooks are not generated; this is the first".into(), 4),
            ("1 link is not generated; this is the first".into(), 14),
            ("1 callback is not generated; this is the first".into(), 15),
        ]
    );
}
