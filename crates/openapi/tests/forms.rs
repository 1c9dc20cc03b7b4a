//! Forms that few documents have: of servers, of keys, of references; and what a repair leaves.

use graphwright_api::{
    Api, ItemType, KeyStyle, OperationKind, Primitive, Resource, StandardOperationKind, Target,
    TypeName,
};
use graphwright_openapi::Kind;

const SCHEMAS: &str = "
  schemas:
    ns.thing: { type: object, properties: { id: { type: string }, size: { type: integer, format: int32 } } }";

const ANSWERS: &str = "
  responses:
    thing: { description: d, content: { application/json: { schema: { $ref: '#/components/schemas/ns.thing' } } } }
    again: { $ref: '#/components/responses/things' }
    things: { description: d, content: { application/json: { schema: { type: object, properties: { value: { type: array, items: { $ref: '#/components/schemas/ns.thing' } } } } } } }";

fn read(text: &str) -> Api {
    match graphwright_openapi::read_as("forms.yaml", text, Some(Kind::OData)) {
        Ok(lowered) => lowered.api,
        Err(errors) => panic!("{}", errors[0]),
    }
}

fn with_paths(paths: &str) -> Api {
    read(&format!(
        "openapi: 3.0.3\npaths:{paths}\ncomponents:{SCHEMAS}{ANSWERS}\n"
    ))
}

fn things(api: &Api) -> &Resource {
    &api.resources[&Target::many(TypeName::new("ns.thing"))]
}

fn primitive(item: &ItemType) -> Primitive {
    match item {
        ItemType::Primitive(primitive) => *primitive,
        other => panic!("{other} is not primitive"),
    }
}

fn key(api: &Api) -> Vec<(&str, Primitive)> {
    let parts = things(api).key.iter();
    parts
        .map(|part| (part.name.as_str(), primitive(&part.ty)))
        .collect()
}

#[test]
fn the_service_root_is_the_first_server_if_that_is_a_whole_url() {
    for (servers, expected) in [
        ("", None),
        ("servers: []\n", None),
        ("servers: [{ url: /v1 }]\n", None),
        ("servers: [{ url: 'https://{host}/v1' }]\n", None),
        ("servers: https://service.example\n", None),
        (
            "servers: [{ url: 'https://service.example/v1/' }]\n",
            Some("https://service.example/v1"),
        ),
        (
            "servers: [{ url: 'http://one.example' }, { url: 'https://two.example' }]\n",
            Some("http://one.example"),
        ),
    ] {
        let api = read(&format!("openapi: 3.0.3\n{servers}paths: {{}}\n"));
        assert_eq!(api.service_root.as_deref(), expected, "{servers}");
    }
}

#[test]
fn parameters_and_answers_may_be_referred_to() {
    let paths = "
  /things: { get: { responses: { 200: { $ref: '#/components/responses/again' } } } }
  '/things/{thing-id}':
    parameters: [{ $ref: '#/components/parameters/thing-id' }]
    get: { responses: { 200: { $ref: '#/components/responses/thing' } } }";
    let text = format!(
        "openapi: 3.0.3\npaths:{paths}\ncomponents:{SCHEMAS}{ANSWERS}
  parameters:
    thing-id: {{ name: thing-id, in: path, required: true, schema: {{ type: string, format: uuid }}, x-ms-docs-key-type: thing }}\n"
    );
    let api = read(&text);
    assert_eq!(key(&api), [("id", Primitive::Guid)]);
    assert!(
        things(&api)
            .standard
            .contains_key(&StandardOperationKind::List)
    );
}

#[test]
fn a_malformed_schema_costs_the_others_nothing() {
    let text = "openapi: 3.0.3
paths: {}
components:
  schemas:
    ns.before: { type: object, properties: { a: { type: string } } }
    ns.broken: { type: object, properties: [a] }
    ns.after: { type: object, properties: { a: { $ref: '#/components/schemas/ns.before' } } }
";
    let lowered = graphwright_openapi::read_as("forms.yaml", text, Some(Kind::OData))
        .expect("it is only warned of");
    assert_eq!(lowered.warnings.len(), 1);
    let names: Vec<&str> = lowered.api.types.keys().map(TypeName::simple).collect();
    assert_eq!(names, ["after", "before", "broken"]);
    let properties = |name: &str| {
        let ty = &lowered.api.types[&TypeName::new(format!("ns.{name}"))];
        ty.structured().map(|one| one.properties.len())
    };
    assert_eq!(properties("before"), Some(1));
    assert_eq!(properties("after"), Some(1));
    assert_eq!(properties("broken"), Some(0));
}

#[test]
fn how_a_query_parameter_is_written_changes_nothing() {
    let path = |style: &str| {
        with_paths(&format!(
            "
  /things:
    get:
      parameters: [{{ name: $top, in: query, {style} schema: {{ type: integer }} }}]
      responses: {{ 200: {{ $ref: '#/components/responses/things' }} }}"
        ))
    };
    assert!(
        things(&path(""))
            .standard
            .contains_key(&StandardOperationKind::List)
    );
    assert_eq!(path("style: simple,"), path(""));
}

#[test]
fn a_parameter_of_a_function_may_be_null_where_its_schema_says_so() {
    const NUMBER: &str = "{ type: number, format: double, nullable: true }, { type: string, nullable: true }, { $ref: '#/components/schemas/ReferenceNumeric' }";
    let numbers = format!("{{ oneOf: [{NUMBER}] }}");
    let nullable_numbers = format!("{{ oneOf: [{NUMBER}], nullable: true }}");
    for (schema, nullable) in [
        ("{ type: string }", false),
        ("{ type: string, nullable: true }", true),
        (
            "{ anyOf: [{ type: number, format: double }, { type: string }] }",
            false,
        ),
        (
            "{ anyOf: [{ type: number, format: double }, { type: string }], nullable: true }",
            true,
        ),
        // Microsoft's converter says that each alternative may be null, whether or not the number may.
        (numbers.as_str(), false),
        (nullable_numbers.as_str(), true),
    ] {
        let api = read(&format!(
            "openapi: 3.0.3
paths:
  '/near(at={{at}})':
    get:
      parameters: [{{ name: at, in: path, required: true, schema: {schema} }}]
      responses: {{ 200: {{ content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/ns.thing' }} }} }} }} }}
components:
  schemas:
    ReferenceNumeric: {{ type: string, enum: [-INF, INF, NaN] }}
    ns.thing: {{ type: object, properties: {{ '@odata.type': {{ type: string }} }} }}
"
        ));
        let near = &api.operations["near"][0];
        assert_eq!(near.parameters[0].nullable, nullable, "{schema}");
    }
}

#[test]
fn a_key_is_of_the_enumeration_type_of_its_property_whatever_the_parameter_says() {
    let enumeration = ItemType::Named(TypeName::new("ns.size"));
    for (parameter, expected) in [
        ("{ type: string }", enumeration.clone()),
        (
            "{ $ref: '#/components/schemas/ns.size' }",
            enumeration.clone(),
        ),
        (
            "{ anyOf: [{ $ref: '#/components/schemas/ns.size' }] }",
            enumeration.clone(),
        ),
        ("{}", enumeration),
    ] {
        let api = read(&format!(
            "openapi: 3.0.3
paths:
  /shirts: {{ get: {{ responses: {{ 200: {{ content: {{ application/json: {{ schema: {{ type: object, properties: {{ value: {{ type: array, items: {{ $ref: '#/components/schemas/ns.shirt' }} }} }} }} }} }} }} }} }} }}
  '/shirts({{size}})':
    parameters: [{{ name: size, in: path, required: true, schema: {parameter} }}]
    get: {{ responses: {{ 200: {{ content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/ns.shirt' }} }} }} }} }} }}
components:
  schemas:
    ns.size: {{ type: string, enum: [S, L] }}
    ns.shirt: {{ type: object, properties: {{ size: {{ $ref: '#/components/schemas/ns.size' }} }} }}
"
        ));
        let shirts = &api.resources[&Target::many(TypeName::new("ns.shirt"))];
        let key: Vec<&ItemType> = shirts.key.iter().map(|part| &part.ty).collect();
        assert_eq!(key, [&expected], "{parameter}");
    }
}

#[test]
fn keys_below_keys_and_a_single_entity_below_them_are_places_of_their_own() {
    let text = "openapi: 3.0.3
paths:
  /shelves: { get: { responses: { 200: { $ref: '#/components/responses/shelves' } } } }
  '/shelves/{shelf-id}/books':
    parameters: [{ name: shelf-id, in: path, required: true, schema: { type: string }, x-ms-docs-key-type: shelf }]
    get: { responses: { 200: { $ref: '#/components/responses/books' } } }
  '/shelves/{shelf-id}/books/{book-isbn}/author':
    parameters:
      - { name: shelf-id, in: path, required: true, schema: { type: string }, x-ms-docs-key-type: shelf }
      - { name: book-isbn, in: path, required: true, schema: { type: integer, format: int64 }, x-ms-docs-key-type: book }
    get: { responses: { 200: { content: { application/json: { schema: { $ref: '#/components/schemas/ns.author' } } } } } }
components:
  responses:
    shelves: { content: { application/json: { schema: { type: object, properties: { value: { type: array, items: { $ref: '#/components/schemas/ns.shelf' } } } } } } }
    books: { content: { application/json: { schema: { type: object, properties: { value: { type: array, items: { $ref: '#/components/schemas/ns.book' } } } } } } }
  schemas:
    ns.shelf: { type: object, properties: { id: { type: string }, books: { type: array, items: { $ref: '#/components/schemas/ns.book' }, x-ms-navigationProperty: true } } }
    ns.book: { type: object, properties: { isbn: { type: integer, format: int64 }, author: { allOf: [{ $ref: '#/components/schemas/ns.author' }], x-ms-navigationProperty: true } } }
    ns.author: { type: object, properties: { name: { type: string } } }
";
    let api = read(text);
    let name = |simple: &str| TypeName::new(format!("ns.{simple}"));
    let key = |simple: &str| {
        let parts = api.resources[&Target::many(name(simple))].key.iter();
        let parts = parts.map(|part| (part.name.as_str(), primitive(&part.ty)));
        parts.collect::<Vec<_>>()
    };
    assert_eq!(key("shelf"), [("id", Primitive::String)]);
    assert_eq!(key("book"), [("isbn", Primitive::Int64)]);
    let way = |owner: &str, property: &str| {
        let navigation = &api.resources[&Target::one(name(owner))].navigation;
        navigation[property].target.clone()
    };
    assert_eq!(way("shelf", "books"), Target::many(name("book")));
    assert_eq!(way("book", "author"), Target::one(name("author")));
    let author = &api.resources[&Target::one(name("author"))];
    assert_eq!(
        author.standard[&StandardOperationKind::Get].via.to_string(),
        "ns.book/author"
    );
    let kinds: Vec<StandardOperationKind> = author.standard.keys().copied().collect();
    // Nothing is changed there, and no path goes on: it is reached by reference.
    let references = [
        StandardOperationKind::GetReference,
        StandardOperationKind::SetReference,
        StandardOperationKind::DeleteReference,
    ];
    assert_eq!(kinds[0], StandardOperationKind::Get);
    assert_eq!(kinds[1..], references);
}

#[test]
fn an_action_may_refer_to_its_body_and_may_answer_nothing() {
    let paths = "
  /things: { get: { responses: { 200: { $ref: '#/components/responses/things' } } } }
  /things/sort:
    post:
      x-ms-docs-operation-type: action
      requestBody: { $ref: '#/components/requestBodies/sort' }
      responses: { 204: { description: d } }";
    let text = format!(
        "openapi: 3.0.3\npaths:{paths}\ncomponents:{SCHEMAS}{ANSWERS}
  requestBodies:
    sort: {{ content: {{ application/json: {{ schema: {{ type: object, properties: {{ by: {{ type: string }} }} }} }} }} }}\n"
    );
    let api = read(&text);
    let sort = &things(&api).operations["sort"][0];
    assert_eq!(sort.kind, OperationKind::Action);
    let parameters: Vec<&str> = sort.parameters.iter().map(|one| &*one.name).collect();
    assert_eq!(parameters, ["by"]);
    assert_eq!(sort.returns, None);
}

#[test]
fn a_key_of_several_parts_may_be_a_segment_of_its_own() {
    let api = with_paths(
        "
  /things: { get: { responses: { 200: { $ref: '#/components/responses/things' } } } }
  '/things/id={id},size={size}':
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
      - { name: size, in: path, required: true, schema: { type: integer, format: int32 } }
    get: { responses: { 200: { $ref: '#/components/responses/thing' } } }",
    );
    assert_eq!(api.key_style, KeyStyle::Segment);
    assert_eq!(
        key(&api),
        [("id", Primitive::String), ("size", Primitive::Int32)]
    );
}

#[test]
fn a_description_of_five_megabytes_is_read_whole() {
    let words = "a long text ".repeat(5 * 1024 * 1024 / 12);
    let yaml = format!(
        "openapi: 3.0.3\npaths: {{}}\ncomponents:\n  schemas:\n    ns.thing: {{ type: object, description: \"{words}\" }}\n"
    );
    let json = format!(
        r#"{{"openapi": "3.0.3", "paths": {{}}, "components": {{"schemas": {{"ns.thing": {{"type": "object", "description": "{words}"}}}}}}}}"#
    );
    for text in [yaml, json] {
        assert_eq!(
            read(&text).types[&TypeName::new("ns.thing")].doc,
            words.trim()
        );
    }
}

#[test]
fn one_of_several_types_is_what_they_have_in_common_with_and_without_a_discriminator() {
    let refs = |names: &[&str]| {
        let one = |name: &&str| format!("{{ $ref: '#/components/schemas/ns.{name}' }}");
        names.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    for (choice, expected) in [
        (vec!["thing"], Some("ns.thing")),
        (vec!["thing", "book", "novel"], Some("ns.thing")),
        (vec!["novel", "book"], Some("ns.book")),
        (vec!["novel", "film"], Some("ns.thing")),
        (vec!["novel", "other"], None),
    ] {
        for (word, discriminator) in [
            ("oneOf", ""),
            ("anyOf", ", discriminator: { propertyName: '@odata.type' }"),
            (
                "oneOf",
                ", discriminator: { propertyName: '@odata.type', mapping: { '#ns.novel': '#/components/schemas/ns.novel' } }",
            ),
        ] {
            let text = format!(
                "openapi: 3.0.3
paths:
  /shelves: {{ get: {{ responses: {{ 200: {{ description: d, content: {{ application/json: {{ schema: {{ type: object, properties: {{ value: {{ type: array, items: {{ $ref: '#/components/schemas/ns.shelf' }} }} }} }} }} }} }} }} }} }}
components:
  schemas:
    ns.shelf: {{ type: object, properties: {{ first: {{ {word}: [{}]{discriminator} }}, any: {{ type: array, items: {{ $ref: '#/components/schemas/choice' }} }} }} }}
    choice: {{ {word}: [{}]{discriminator} }}
    ns.thing: {{ type: object, properties: {{ id: {{ type: string }} }} }}
    ns.book: {{ allOf: [{{ $ref: '#/components/schemas/ns.thing' }}, {{ type: object, properties: {{ pages: {{ type: integer }} }} }}] }}
    ns.novel: {{ allOf: [{{ $ref: '#/components/schemas/ns.book' }}, {{ type: object }}] }}
    ns.film: {{ allOf: [{{ $ref: '#/components/schemas/ns.thing' }}, {{ type: object }}] }}
    ns.other: {{ type: object, properties: {{ id: {{ type: string }} }} }}
",
                refs(&choice),
                refs(&choice)
            );
            let api = read(&text);
            let shelf = api.types[&TypeName::new("ns.shelf")].structured();
            let found = shelf.map(|shelf| {
                let types = shelf.properties.iter().map(|one| &one.ty);
                types
                    .map(|ty| ty.named().map(TypeName::as_str))
                    .collect::<Vec<_>>()
            });
            assert_eq!(
                found,
                Some(vec![expected; 2]),
                "{choice:?} {word} {discriminator}"
            );
        }
    }
}

#[test]
fn a_key_is_called_as_its_property_with_and_without_a_mark_of_what_stands_before() {
    for (placeholder, mark) in [
        ("id", ""),
        ("id1", ""),
        ("thing-id", ""),
        ("thing-id1", ""),
        ("thing-id", ", x-ms-docs-key-type: thing"),
    ] {
        let paths = format!(
            "
  /things: {{ get: {{ responses: {{ 200: {{ $ref: '#/components/responses/things' }} }} }} }}
  '/things/{{{placeholder}}}':
    parameters: [{{ name: {placeholder}, in: path, required: true, schema: {{ type: string }}{mark} }}]
    get: {{ responses: {{ 200: {{ $ref: '#/components/responses/thing' }} }} }}"
        );
        assert_eq!(
            key(&with_paths(&paths)),
            [("id", Primitive::String)],
            "{placeholder}"
        );
    }
}
