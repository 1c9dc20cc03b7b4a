//! What inline types are called of parameters, bodies and responses that several operations share.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "common/read_plain.rs"]
mod read_plain;

use read_plain::read;
use serde_json::{Value, json};

fn names(document: &Value, files: &[(&str, Value)]) -> Vec<String> {
    let (api, warnings) = read(document, files);
    assert_eq!(warnings, [], "{document}");
    let names = api.types.keys();
    names.map(ToString::to_string).collect()
}

fn document(paths: &Value, components: &Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "servers": [{"url": "https://api.example"}],
        "paths": paths,
        "components": components,
    })
}

fn choice(name: &str) -> Value {
    json!({"name": name, "in": "query", "schema": {"type": "string", "enum": ["a", "b"]}})
}

fn content(member: &str) -> Value {
    let schema = json!({"type": "object", "properties": {member: {"type": "string"}}});
    json!({"application/json": {"schema": schema}})
}

fn operation(id: &str) -> Value {
    json!({
        "operationId": id,
        "parameters": [choice("own")],
        "requestBody": {"content": content("sent")},
        "responses": {"200": {"description": "Done.", "content": content("got")}},
    })
}

#[test]
fn parameters_of_a_path_item_are_called_after_its_path() {
    let item = |methods: &[&str]| {
        let mut item = json!({"parameters": [choice("order")]});
        for method in methods {
            item[method] = operation(&format!("{method}Pets"));
        }
        json!({"/pets": item})
    };
    let own = |id: &str| {
        [
            format!("{id}_200_response"),
            format!("{id}_body"),
            format!("{id}_own"),
        ]
    };
    let mut expected = vec!["_pets_order".to_owned()];
    expected.extend(own("postPets"));
    assert_eq!(
        names(&document(&item(&["post"]), &json!({})), &[]),
        expected
    );
    // An operation that comes before it changes no name.
    expected.extend(own("patchPets"));
    expected.sort();
    let both = names(&document(&item(&["patch", "post"]), &json!({})), &[]);
    assert_eq!(both, expected);
}

#[test]
fn what_is_inline_in_a_path_item_that_paths_share_has_one_type_called_after_it() {
    let item = json!({"parameters": [choice("order")], "put": operation("putThing"), "post": {
        "responses": {"201": {"description": "Made.", "content": content("made")}},
    }});
    let mut named = item.clone();
    named["post"]["operationId"] = json!("make");
    let expected = [
        "Thing_order_parameter",
        "make_201_response",
        "putThing_200_response",
        "putThing_body",
        "putThing_own_parameter",
    ];
    let shared = |reference: &str| json!({"/a": {"$ref": reference}, "/b": {"$ref": reference}});
    let one_file = document(
        &shared("#/components/pathItems/Thing"),
        &json!({"pathItems": {"Thing": named}}),
    );
    assert_eq!(names(&one_file, &[]), expected);
    // The same in a file of its own.
    let several = document(&shared("Thing.json"), &json!({}));
    assert_eq!(names(&several, &[("Thing.json", named.clone())]), expected);
    // A path is as good as a component.
    let of_path = document(
        &json!({"/a": named, "/b": {"$ref": "#/paths/~1a"}, "/c": {"$ref": "#/paths/~1b"}}),
        &json!({}),
    );
    let expected = expected.map(|name| name.replace("Thing_order", "_a_order"));
    let mut expected = expected.to_vec();
    expected.sort();
    assert_eq!(names(&of_path, &[]), expected);
}

#[test]
fn a_path_item_that_one_path_stands_for_has_the_names_that_it_has_inline() {
    let item = json!({"parameters": [choice("order")], "put": operation("putThing")});
    let inline = names(&document(&json!({"/a": item}), &json!({})), &[]);
    let referred = document(
        &json!({"/a": {"$ref": "#/components/pathItems/Thing"}}),
        &json!({"pathItems": {"Thing": item}}),
    );
    assert_eq!(names(&referred, &[]), inline);
    let split = document(&json!({"/a": {"$ref": "thing.json"}}), &json!({}));
    assert_eq!(names(&split, &[("thing.json", item)]), inline);
}

#[test]
fn marks_and_letters_of_all_scripts_stay_in_names() {
    let schemas = json!({"schemas": {
        "ชื่อ": {"type": "object", "properties": {"a": {"type": "string"}}},
        "Größe": {"type": "string", "enum": ["a"]},
    }});
    assert_eq!(names(&document(&json!({}), &schemas), &[]), ["Größe", "ชื่อ"]);
}
