//! A document in one file and the same document split over several give the same crate.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;

use graphwright::serde_json::{Value, json};
use graphwright_api::Diagnostic;
use graphwright_api::select::{Selection, select};
use graphwright_emit::{Files, Options, emit};
use graphwright_openapi::Kind;

const PLAIN: &str = "
openapi: 3.1.0
info: { title: pets, version: '1' }
servers: [{ url: 'https://{host}', variables: { host: { default: api.example } } }]
security: [{ key: [] }]
paths:
  /pets:
    summary: Pets.
    parameters: [{ name: trace, in: header, schema: { type: string } }]
    get:
      operationId: listPets
      parameters:
        - { $ref: '#/components/parameters/limit' }
        - { name: kind, in: query, description: Which., schema: { $ref: '#/components/schemas/Kind' } }
      responses:
        '200': { $ref: '#/components/responses/Pets' }
        default: { description: Wrong., content: { application/json: { schema: { $ref: '#/components/schemas/Problem' } } } }
    post:
      operationId: addPet
      security: [{ other: [] }]
      requestBody: { $ref: '#/components/requestBodies/Pet' }
      responses:
        '201':
          description: Added.
          headers: { at: { description: Where., schema: { type: string } } }
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Animal' }
              examples: { one: { value: { kind: dog } } }
          links: { it: { operationId: listPets } }
  /pets/{id}/photo:
    servers: [{ url: 'https://photos.example' }]
    head: { operationId: hasPhoto, parameters: [{ $ref: '#/components/parameters/id' }], responses: { '204': { description: Yes. } } }
    put:
      operationId: setPhoto
      parameters: [{ $ref: '#/components/parameters/id' }]
      requestBody:
        content:
          multipart/form-data:
            schema: { $ref: '#/components/schemas/Photo' }
            encoding: { info: { contentType: application/vnd.info+json }, tags: { style: form } }
      callbacks: { done: {} }
      responses: { '204': { description: Done. } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key, description: A key. }
    other: { type: http, scheme: basic }
  parameters:
    limit: { name: limit, in: query, schema: { type: integer } }
    id: { name: id, in: path, required: true, schema: { type: string } }
  requestBodies:
    Pet: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Animal' } } } }
  responses:
    Pets: { description: All., content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Animal' } } } } }
  schemas:
    Kind: { type: string, enum: [dog, cat], description: What it is. }
    Animal:
      oneOf: [{ $ref: '#/components/schemas/Dog' }, { $ref: '#/components/schemas/Cat' }]
      discriminator: { propertyName: kind, mapping: { dog: '#/components/schemas/Dog', cat: Cat } }
    Pet:
      type: object
      description: A pet.
      required: [kind, name]
      properties:
        kind: { $ref: '#/components/schemas/Kind' }
        name: { type: string, description: What it is called. }
        friends: { type: array, items: { $ref: '#/components/schemas/Pet' } }
    Dog: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { barks: { type: boolean } } }] }
    Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { owner: { $ref: '#/components/schemas/Owner' } } }] }
    Owner: { type: object, additionalProperties: { $ref: '#/components/schemas/Pet' } }
    Photo: { type: object, properties: { info: { $ref: '#/components/schemas/Owner' }, tags: { type: array, items: { type: string } } } }
    Problem: { type: object, properties: { title: { type: string } } }
";

const ODATA: &str = "
openapi: 3.0.3
info: { title: shop, version: '1' }
servers: [{ url: 'https://shop.example' }]
paths:
  /products:
    get:
      parameters: [{ name: $top, in: query, schema: { type: integer } }, { name: $filter, in: query, schema: { type: string } }]
      responses: { '200': { description: All., content: { application/json: { schema: { type: object, properties: { value: { type: array, items: { $ref: '#/components/schemas/shop.product' } } } } } } } }
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/shop.product' } } } }
      responses: { '201': { description: One., content: { application/json: { schema: { $ref: '#/components/schemas/shop.product' } } } } }
  /products/{product-id}:
    parameters: [{ name: product-id, in: path, required: true, schema: { type: string } }]
    get: { responses: { '200': { description: One., content: { application/json: { schema: { $ref: '#/components/schemas/shop.product' } } } } } }
  /products/{product-id}/shop.restock:
    parameters: [{ name: product-id, in: path, required: true, schema: { type: string } }]
    post:
      requestBody: { content: { application/json: { schema: { type: object, properties: { count: { type: integer } } } } } }
      responses: { '204': { description: Done. } }
components:
  schemas:
    shop.product: { title: product, type: object, properties: { id: { type: string }, size: { $ref: '#/components/schemas/shop.size' } } }
    shop.size: { title: size, type: string, enum: [s, m] }
";

type Read = (Files, Vec<Diagnostic>);

fn generated(root: &Value, files: &BTreeMap<String, Value>, kind: Kind) -> Read {
    let beside = |path: &str| {
        let found = files.get(path).map(Value::to_string);
        found.ok_or_else(|| format!("`{path}` is not there"))
    };
    let read =
        graphwright_openapi::read_with("specs/root.json", &root.to_string(), &beside, Some(kind));
    let (lowered, _) = read.unwrap_or_else(|errors| panic!("{errors:#?}\n{root}"));
    let api = select(&lowered.api, &Selection::default()).unwrap();
    let options = Options {
        package: "split".into(),
        runtime: graphwright_emit::Runtime::at("../runtime"),
        ..Options::default()
    };
    (emit(&api, &options).unwrap(), lowered.warnings)
}

fn escaped(step: &str) -> String {
    step.replace('~', "~0").replace('/', "~1")
}

/// The pointers to all that can stand in another file: objects and lists that are no schema without a name, which
/// would get one of its own there, and nothing that is nobody's but the writer's.
fn pointers(value: &Value, at: &str, all: &mut Vec<String>) {
    let unread = ["info", "headers", "examples", "links", "callbacks"];
    let mut below = |step: &str, value: &Value| {
        let pointer = format!("{at}/{}", escaped(step));
        if unread.contains(&step) || !(value.is_object() || value.is_array()) {
            return;
        }
        let parent = at.rsplit('/').next().unwrap_or_default();
        let is_inline = ["schema", "items", "additionalProperties"].contains(&step)
            || ["properties", "allOf", "oneOf"].contains(&parent);
        // A reference to a reference is the same reference, but not for what it is called after.
        let is_reference = value.get("$ref").is_some();
        if !is_inline && !is_reference {
            all.push(pointer.clone());
        }
        pointers(value, &pointer, all);
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| below(name, value)),
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(index, value)| below(&index.to_string(), value));
        }
        _ => {}
    }
}

/// Makes references into the document references to it from the folder `parts`.
fn seen_from_outside(value: &mut Value) {
    match value {
        Value::String(text) if text.starts_with("#/") => {
            text.insert_str(0, "../root.json");
        }
        Value::Object(members) => members.values_mut().for_each(seen_from_outside),
        Value::Array(items) => items.iter_mut().for_each(seen_from_outside),
        _ => {}
    }
}

fn document(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

/// Puts what stands at `pointer` into a file of its own, whole or behind a pointer.
fn split(root: &mut Value, files: &mut BTreeMap<String, Value>, pointer: &str, wrapped: bool) {
    let path = format!("parts/{}.json", files.len());
    let Some(place) = root.pointer_mut(pointer) else {
        return;
    };
    let (reference, inside): (String, fn(Value) -> Value) = match wrapped {
        true => (
            format!("{path}#/a~1b%7Bc%7D/0"),
            |part| json!({ "a/b{c}": [part] }),
        ),
        false => (path.clone(), |part| part),
    };
    let mut part = std::mem::replace(place, json!({ "$ref": reference }));
    seen_from_outside(&mut part);
    files.insert(path, inside(part));
}

#[test]
fn each_place_of_a_document_may_stand_in_another_file() {
    for (text, kind) in [(PLAIN, Kind::Plain), (ODATA, Kind::OData)] {
        let whole = document(text);
        let expected = generated(&whole, &BTreeMap::new(), kind);
        let mut all = Vec::new();
        pointers(&whole, "", &mut all);
        assert!(all.len() > 25, "{all:?}");
        for pointer in &all {
            for wrapped in [false, true] {
                let (mut root, mut files) = (whole.clone(), BTreeMap::new());
                split(&mut root, &mut files, pointer, wrapped);
                let found = generated(&root, &files, kind);
                assert_same(&found, &expected, pointer);
            }
        }
    }
}

#[test]
fn all_places_of_a_document_may_stand_in_other_files_at_once() {
    for (text, kind) in [(PLAIN, Kind::Plain), (ODATA, Kind::OData)] {
        let whole = document(text);
        let expected = generated(&whole, &BTreeMap::new(), kind);
        let mut all = Vec::new();
        pointers(&whole, "", &mut all);
        // What stands in another place comes first, so that files refer to files.
        all.sort_by_key(|pointer| std::cmp::Reverse(pointer.matches('/').count()));
        let (mut root, mut files) = (whole.clone(), BTreeMap::new());
        for pointer in &all {
            let before = files.len();
            split(&mut root, &mut files, pointer, before % 2 == 0);
        }
        // References from one file to another are relative to the folder of both.
        for file in files.values_mut() {
            beside_each_other(file);
        }
        assert_same(&generated(&root, &files, kind), &expected, "all");
    }
}

fn beside_each_other(value: &mut Value) {
    match value {
        Value::String(text) if text.starts_with("parts/") => {
            *text = text.replacen("parts/", "./", 1);
        }
        Value::Object(members) => members.values_mut().for_each(beside_each_other),
        Value::Array(items) => items.iter_mut().for_each(beside_each_other),
        _ => {}
    }
}

fn assert_same(found: &Read, expected: &Read, what: &str) {
    let said = |read: &Read| -> Vec<String> {
        let mut all: Vec<String> = read.1.iter().map(|one| one.message.clone()).collect();
        all.sort();
        all
    };
    assert_eq!(said(found), said(expected), "{what}");
    let names = |read: &Read| -> Vec<String> { read.0.keys().cloned().collect() };
    assert_eq!(names(found), names(expected), "{what}");
    for (path, text) in &expected.0 {
        assert_eq!(&found.0[path], text, "{what}: {path}");
    }
}

#[test]
fn what_cannot_be_followed_is_named_with_its_place() {
    for pointer in [
        "/paths/~1pets/get",
        "/paths/~1pets/get/responses",
        "/paths/~1pets/get/parameters",
        "/paths/~1pets",
        "/paths",
        "/components",
        "/components/schemas",
        "/components/schemas/Pet/properties",
        "/components/schemas/Dog/allOf",
        "/components/schemas/Pet/required",
        "/components/schemas/Kind/enum",
        "/components/responses/Pets/content",
        "/components/responses/Pets/content/application~1json",
        "/components/schemas/Animal/discriminator",
        "/components/securitySchemes/key",
        "/components/schemas/Pet",
        "/components/parameters/limit",
        "/servers",
        "/paths/~1pets~1{id}~1photo/put/requestBody/content/multipart~1form-data/encoding",
    ] {
        let mut root = document(PLAIN);
        *root.pointer_mut(pointer).unwrap() = json!({ "$ref": "nowhere.yaml#/x" });
        let (_, warnings) = generated(&root, &BTreeMap::new(), Kind::Plain);
        let named: Vec<&Diagnostic> = warnings
            .iter()
            .filter(|one| one.message.contains("`nowhere.yaml#/x`"))
            .collect();
        assert_eq!(named.len(), 1, "{pointer}: {warnings:#?}");
        assert!(named[0].position.is_some(), "{pointer}");
        assert!(
            named[0].help.contains("is not there"),
            "{pointer}: {named:?}"
        );
    }
}

#[test]
fn what_is_put_in_may_not_stand_in_itself() {
    let root = json!({ "openapi": "3.0.3", "paths": { "/a": { "get": { "$ref": "a.json" } } } });
    let part = json!({ "responses": { "$ref": "b.json" } });
    let circle = json!({ "200": { "description": "", "content": { "$ref": "c.json" } } });
    let content = json!({ "$ref": "b.json#/200/content" });
    let files = [("a.json", part), ("b.json", circle), ("c.json", content)];
    let files = files.map(|(path, value)| (path.to_owned(), value)).into();
    let (_, warnings) = generated(&root, &files, Kind::Plain);
    let said = warnings.iter().any(|one| one.help.contains("in itself"));
    assert!(said, "{warnings:#?}");
}
