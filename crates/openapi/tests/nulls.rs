//! Which answers of a plain service may be null, and which lists may have nulls in them.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use graphwright_api::plain::Nulls;
use graphwright_openapi::read;

/// What of an answer of this schema may be null.
fn nulls(version: &str, schema: &str) -> Nulls {
    let document = format!(
        "openapi: {version}
info: {{title: t, version: '1'}}
servers: [{{url: 'https://x.example'}}]
paths:
  /a: {{get: {{operationId: a, responses: {{'200': {{description: A., content: {{application/json: {{schema: {schema}}}}}}}}}}}}}
components:
  schemas:
    Text: {{type: string, nullable: true}}
    Plain: {{type: string}}
    Itself: {{allOf: [{{$ref: '#/components/schemas/Itself'}}]}}
    Texts: {{type: array, items: {{$ref: '#/components/schemas/Text'}}}}
"
    );
    let api = read("a.yaml", &document).unwrap().api;
    let (_, call) = api.plain.calls().next().unwrap();
    call.answers[0].contents[0].nulls
}

#[test]
fn an_answer_and_the_items_of_a_list_may_be_null_where_a_schema_says_so() {
    let of = |name: &str| format!("{{$ref: '#/components/schemas/{name}'}}");
    for (version, schema, whole, items) in [
        ("3.0.3", "{type: string}".to_owned(), false, false),
        (
            "3.0.3",
            "{type: string, nullable: true}".into(),
            true,
            false,
        ),
        ("3.1.0", "{type: [string, 'null']}".into(), true, false),
        (
            "3.1.0",
            "{oneOf: [{type: string}, {type: 'null'}]}".into(),
            true,
            false,
        ),
        (
            "3.1.0",
            format!("{{anyOf: [{}, {{const: null}}]}}", of("Plain")),
            true,
            false,
        ),
        ("3.0.3", of("Text"), true, false),
        ("3.0.3", of("Plain"), false, false),
        (
            "3.0.3",
            format!("{{allOf: [{}], nullable: true}}", of("Plain")),
            true,
            false,
        ),
        ("3.0.3", format!("{{allOf: [{}]}}", of("Text")), true, false),
        (
            "3.0.3",
            format!("{{allOf: [{}, {}]}}", of("Text"), of("Plain")),
            false,
            false,
        ),
        ("3.0.3", of("Itself"), false, false),
        ("3.0.3", of("Texts"), false, true),
        (
            "3.0.3",
            format!("{{type: array, items: {}}}", of("Plain")),
            false,
            false,
        ),
        (
            "3.0.3",
            "{type: array, nullable: true, items: {type: integer, nullable: true}}".into(),
            true,
            true,
        ),
        (
            "3.1.0",
            "{type: [array, 'null'], items: {type: [integer, 'null']}}".into(),
            true,
            true,
        ),
        (
            "3.1.0",
            "{type: array, items: {anyOf: [{type: integer}, {type: 'null'}]}}".into(),
            false,
            true,
        ),
    ] {
        assert_eq!(
            nulls(version, &schema),
            Nulls { whole, items },
            "{version} {schema}"
        );
    }
}
