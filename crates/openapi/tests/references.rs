//! Where a reference may stand and what it may lead to: each is followed, or told with its place.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "common/read_plain.rs"]
mod read_plain;

use graphwright_api::Api;
use graphwright_api::facts::differences;
use read_plain::read;
use serde_json::{Value, json};

type Files = Vec<(&'static str, Value)>;
/// A reference, and the files that it leads to `part` by.
type Chain = (&'static str, fn(Value) -> Files);

/// A document with everything that may be referred to.
fn whole() -> Value {
    let pet = json!({"type": "object", "properties": {"name": {"type": "string"}, "mother": {"$ref": "#/components/schemas/Pet"}}});
    let pets = json!({"description": "Pets.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}});
    json!({
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "servers": [{"url": "https://api.example"}],
        "security": [{"key": []}],
        "paths": {"/users/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
            "get": {
                "operationId": "getUser",
                "parameters": [{"$ref": "#/components/parameters/Size"}],
                "responses": {"200": {"$ref": "#/components/responses/Pets"}},
            },
            "put": {
                "operationId": "putUser",
                "requestBody": {"$ref": "#/components/requestBodies/New"},
                "responses": {"204": {"description": "Done."}},
            },
        }},
        "components": {
            "schemas": {"Pet": pet},
            "parameters": {"Size": {"name": "size", "in": "query", "schema": {"type": "integer"}}},
            "responses": {"Pets": pets},
            "requestBodies": {"New": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}}},
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
        },
    })
}

/// `document` with `value` at `pointer` in place of what stands there, which it gives.
fn moved(document: &mut Value, pointer: &str, reference: &str) -> Value {
    let place = document.pointer_mut(pointer).unwrap();
    std::mem::replace(place, json!({ "$ref": reference }))
}

fn at(path: &[&str], value: Value) -> Value {
    path.iter()
        .rev()
        .fold(value, |inner, step| json!({ (*step): inner }))
}

#[test]
fn a_part_in_another_file_is_read_as_if_it_stood_in_the_document() {
    let (expected, warnings) = read(&whole(), &Vec::new());
    assert_eq!(warnings, []);
    for pointer in [
        "/paths/~1users~1{id}",
        "/paths/~1users~1{id}/get",
        "/paths/~1users~1{id}/parameters/0",
        "/paths/~1users~1{id}/parameters/0/schema",
        "/paths/~1users~1{id}/get/parameters",
        "/paths/~1users~1{id}/get/responses",
        "/paths/~1users~1{id}/put/responses/204",
        "/components/schemas/Pet",
        "/components/schemas/Pet/properties",
        "/components/schemas/Pet/properties/name",
        "/components/parameters/Size",
        "/components/parameters/Size/schema",
        "/components/responses/Pets",
        "/components/responses/Pets/content",
        "/components/responses/Pets/content/application~1json",
        "/components/requestBodies/New",
        "/components/requestBodies/New/content",
        "/components/securitySchemes/key",
        "/components/securitySchemes",
    ] {
        // Whole files; a part of one, with the fragment as it is or percent-encoded; and a chain over three.
        let chains: [Chain; 4] = [
            ("part.json", |part| vec![("part.json", part)]),
            ("parts.json#/parts/~1a%7Bb%7D/0", |part| {
                vec![("parts.json", at(&["parts", "/a{b}"], json!([part])))]
            }),
            ("parts.json#/parts/%7E1a b", |part| {
                vec![("parts.json", at(&["parts", "/a b"], part))]
            }),
            ("one.json", |part| {
                vec![
                    ("one.json", json!({"$ref": "far/two.json#/here"})),
                    ("far/two.json", json!({"here": {"$ref": "../three.json"}})),
                    ("three.json", part),
                ]
            }),
        ];
        for (reference, files) in chains {
            let mut document = whole();
            let part = moved(&mut document, pointer, reference);
            // References within a file are to that file.
            let text = part.to_string().replace("\"#/", "\"x.json#/");
            let files = files(serde_json::from_str(&text).unwrap());
            let (api, warnings) = read(&document, &files);
            assert_eq!(warnings, [], "{pointer} {reference}");
            let differing = differences(&expected, &api);
            assert!(
                differing.is_empty(),
                "{pointer} {reference}: {differing:#?}"
            );
        }
    }
}

#[test]
fn a_pointer_to_any_part_of_the_document_is_followed() {
    let (expected, _) = read(&whole(), &Vec::new());
    for (pointer, reference) in [
        ("/paths/~1users~1{id}/get/responses/200", "#/x-parts/0"),
        ("/paths/~1users~1{id}/put", "#/x-parts/0"),
        ("/paths/~1users~1{id}/put/requestBody", "#/x%2Dparts/0"),
        ("/paths/~1users~1{id}/get/parameters/0", "#/x-parts/0"),
        ("/components/securitySchemes/key", "#/x-parts/0"),
    ] {
        let mut document = whole();
        let part = moved(&mut document, pointer, reference);
        document["x-parts"] = json!([part]);
        let (api, warnings) = read(&document, &Vec::new());
        assert_eq!(warnings, [], "{pointer} {reference}");
        let differing = differences(&expected, &api);
        assert!(
            differing.is_empty(),
            "{pointer} {reference}: {differing:#?}"
        );
    }
}

#[test]
fn a_component_is_found_by_its_name_percent_encoded() {
    let named = |reference: &str| {
        let mut document = whole();
        let schema = document["components"]["schemas"]["Pet"].take();
        document["components"]["schemas"] = json!({ "Pet <x>": schema });
        let text = document
            .to_string()
            .replace("#/components/schemas/Pet\"", &format!("{reference}\""));
        read(&serde_json::from_str(&text).unwrap(), &Vec::new())
    };
    let (expected, _) = named("#/components/schemas/Pet <x>");
    let (api, warnings) = named("#/components/schemas/Pet%20%3Cx%3E");
    assert_eq!(warnings, []);
    assert!(differences(&expected, &api).is_empty());
}

#[test]
fn a_schema_is_found_by_an_anchor_and_by_an_id() {
    let (expected, _) = read(&whole(), &Vec::new());
    let names: [(&str, Value, &str); 6] = [
        ("$anchor", json!("pet"), "#pet"),
        ("$dynamicAnchor", json!("pet"), "#pet"),
        (
            "$id",
            json!("https://schemas.example/pet"),
            "https://schemas.example/pet",
        ),
        (
            "$id",
            json!("https://schemas.example/pet#"),
            "https://schemas.example/pet#",
        ),
        ("$id", json!("pet"), "pet"),
        ("$id", json!("/schemas/pet.json"), "/schemas/pet.json"),
    ];
    for (word, name, reference) in names {
        let text = whole().to_string();
        let text = text.replace("#/components/schemas/Pet\"", &format!("{reference}\""));
        let mut document: Value = serde_json::from_str(&text).unwrap();
        document["components"]["schemas"]["Pet"][word] = name;
        let (api, warnings) = read(&document, &Vec::new());
        assert_eq!(warnings, [], "{word} {reference}");
        let differing = differences(&expected, &api);
        assert!(differing.is_empty(), "{word} {reference}: {differing:#?}");
    }
    // `$dynamicRef`, and a pointer within a schema that has an `$id`.
    let mut document = whole();
    let pet = &mut document["components"]["schemas"]["Pet"];
    pet["$id"] = json!("https://schemas.example/pet");
    pet["$dynamicAnchor"] = json!("self");
    pet["properties"]["mother"] = json!({"$dynamicRef": "#self"});
    pet["properties"]["name"] = json!({"$ref": "#/$defs/text"});
    pet["$defs"] = json!({"text": {"type": "string"}});
    let (api, warnings) = read(&document, &Vec::new());
    assert_eq!(warnings, []);
    let named = |api: &Api| {
        api.types
            .keys()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    assert_eq!(named(&api), named(&expected));
    // The schema of another file.
    let mut document = whole();
    let pet = moved(&mut document, "/components/schemas/Pet", "pets.json#pet");
    let text = pet.to_string().replace("#/components/schemas/Pet", "#pet");
    let mut pet: Value = serde_json::from_str(&text).unwrap();
    pet["$anchor"] = json!("pet");
    let (api, warnings) = read(&document, &[("pets.json", json!({ "defs": [pet] }))]);
    assert_eq!(warnings, []);
    assert!(differences(&expected, &api).is_empty());
}

#[test]
fn what_leads_nowhere_or_in_a_circle_is_told_with_its_place() {
    for (pointer, reference, files) in [
        ("/paths/~1users~1{id}", "gone.json", Vec::new()),
        ("/paths/~1users~1{id}/get", "gone.json#/a", Vec::new()),
        (
            "/paths/~1users~1{id}",
            "#/components/pathItems/gone",
            Vec::new(),
        ),
        (
            "/paths/~1users~1{id}/get/responses/200",
            "#/components/responses/gone",
            Vec::new(),
        ),
        (
            "/paths/~1users~1{id}/put/requestBody",
            "#/components/requestBodies/gone",
            Vec::new(),
        ),
        (
            "/paths/~1users~1{id}/parameters/0",
            "part.json#/nothing",
            vec![("part.json", json!({}))],
        ),
        (
            "/components/schemas/Pet/properties/mother",
            "#nothing",
            Vec::new(),
        ),
        (
            "/components/schemas/Pet/properties/mother",
            "https://elsewhere.example/pet",
            Vec::new(),
        ),
        (
            "/components/schemas/Pet/properties",
            "#/components/nothing",
            Vec::new(),
        ),
        (
            "/paths/~1users~1{id}",
            "#/paths/~1users~1%7Bid%7D",
            Vec::new(),
        ),
        (
            "/paths/~1users~1{id}/get",
            "one.json",
            vec![
                ("one.json", json!({"$ref": "two.json"})),
                ("two.json", json!({"$ref": "one.json"})),
            ],
        ),
        (
            "/paths/~1users~1{id}",
            "one.json",
            vec![
                ("one.json", json!({"$ref": "two.json"})),
                ("two.json", json!({"$ref": "one.json"})),
            ],
        ),
    ] {
        let mut document = whole();
        moved(&mut document, pointer, reference);
        let (_, warnings) = read(&document, &files);
        let said: Vec<String> = warnings.iter().map(ToString::to_string).collect();
        let is_named = said
            .iter()
            .any(|one| one.contains("is referred to") && one.contains(".json"));
        assert!(is_named, "{pointer} {reference}: {said:#?}");
        let is_placed = warnings.iter().all(|one| one.position.is_some());
        assert!(is_placed, "{pointer} {reference}: {said:#?}");
    }
}

#[test]
fn types_that_hold_each_other_across_files_come_to_an_end() {
    let mut document = whole();
    document["components"]["schemas"]["Pet"] = json!({"$ref": "pet.json"});
    let files = vec![
        (
            "pet.json",
            json!({"type": "object", "properties": {"owner": {"$ref": "owner.json"}}}),
        ),
        (
            "owner.json",
            json!({"type": "object", "properties": {"pets": {"type": "array", "items": {"$ref": "pet.json"}}}}),
        ),
    ];
    let (api, warnings) = read(&document, &files);
    assert_eq!(warnings, []);
    let names: Vec<String> = api.types.keys().map(ToString::to_string).collect();
    assert_eq!(names, ["Pet", "owner"]);
}

#[test]
fn a_path_item_that_is_put_in_again_and_again_is_put_in_up_to_a_limit() {
    let members: serde_json::Map<String, Value> = (0..20_000)
        .map(|number| (format!("p{number}"), json!({"type": "string"})))
        .collect();
    let mut document = whole();
    document["paths"]["/a"] = json!({"x-large": members});
    for number in 0..400 {
        document["paths"][format!("/a{number}")] = json!({"$ref": "#/paths/~1a"});
    }
    let (_, warnings) = read(&document, &Vec::new());
    let limit = "it unfolds to more than 4000000 values";
    assert!(
        warnings.iter().any(|one| one.to_string().contains(limit)),
        "{}",
        warnings.len()
    );
}

#[test]
fn a_property_may_be_called_as_a_keyword_is_whose_values_are_the_writers_own() {
    let mut document = whole();
    let properties = &mut document["components"]["schemas"]["Pet"]["properties"];
    for name in ["default", "example", "enum", "const"] {
        properties[name] = json!({"$ref": "#/components/schemas/Pet/properties/name"});
    }
    properties["examples"] = json!({"$ref": "#pet"});
    document["components"]["schemas"]["Pet"]["$anchor"] = json!("pet");
    let (_, warnings) = read(&document, &Vec::new());
    assert_eq!(warnings, []);
}

#[test]
fn a_mapping_may_name_schemas_as_references_do() {
    let cat = |name: &str| json!({"type": "object", "properties": {"kind": {"type": "string"}, name: {"type": "string"}}});
    let told = |to: &str, beside: Value| {
        let mut document = whole();
        let mut named = cat("a");
        named
            .as_object_mut()
            .unwrap()
            .extend(beside.as_object().unwrap().clone());
        document["components"]["schemas"] = json!({
            "Pet": {
                "oneOf": [{"$ref": "#/components/schemas/A <a>"}, {"$ref": "#/components/schemas/B"}],
                "discriminator": {"propertyName": "kind", "mapping": {"first": to, "second": "B"}},
            },
            "A <a>": named,
            "B": cat("b"),
        });
        read(&document, &Vec::new())
    };
    let (expected, _) = told("A <a>", json!({}));
    for (to, beside) in [
        ("#/components/schemas/A <a>", json!({})),
        ("#/components/schemas/A%20%3Ca%3E", json!({})),
        ("#a", json!({"$anchor": "a"})),
        (
            "https://schemas.example/a",
            json!({"$id": "https://schemas.example/a"}),
        ),
    ] {
        let (api, warnings) = told(to, beside);
        assert_eq!(warnings, [], "{to}");
        let differing = differences(&expected, &api);
        assert!(differing.is_empty(), "{to}: {differing:#?}");
    }
}

#[test]
fn a_dynamic_reference_to_one_of_several_schemas_is_told() {
    let mut document = whole();
    document["components"]["schemas"] = json!({
        "Pet": {
            "$dynamicAnchor": "node", "type": "object",
            "properties": {"next": {"$dynamicRef": "#node"}},
        },
        "Other": {"$id": "other", "$dynamicAnchor": "node", "type": "object", "properties": {"a": {"type": "string"}}},
    });
    let (_, warnings) = read(&document, &Vec::new());
    let said: Vec<&str> = warnings.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(
        said,
        ["`node` is the name of several schemas, of which `$dynamicRef` chooses by the value"]
    );
    assert!(warnings[0].position.is_some());
}
