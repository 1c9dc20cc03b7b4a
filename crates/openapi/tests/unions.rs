//! Which members tell the alternatives of a choice apart, in each way that documents of plain services write them.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use graphwright_api::{Api, OneOf, TypeKind, TypeName};
use graphwright_openapi::Kind;
use serde_json::{Value, json};

/// What a document with these schemas lowers to, as OpenAPI of that version.
fn api(version: &str, schemas: &Value) -> Api {
    let document = json!({
        "openapi": version,
        "info": {"title": "t", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    });
    let read = graphwright_openapi::read_as("x", &document.to_string(), Some(Kind::Plain));
    read.unwrap_or_else(|errors| panic!("{schemas}: {errors:#?}"))
        .api
}

fn one_of(api: &Api, name: &str) -> OneOf {
    match &api.types[&TypeName::new(name)].kind {
        TypeKind::OneOf(one_of) => one_of.clone(),
        other => panic!("{name} is {other:?}"),
    }
}

/// The alternatives with their tags, such as `Dog kind: "dog" | "Dog"`.
fn told(api: &Api, name: &str) -> Vec<String> {
    let alternatives = one_of(api, name).alternatives.into_iter();
    let told = alternatives.map(|one| {
        let tags = one.tags.iter().map(|tag| {
            let values: Vec<String> = tag.values.iter().map(ToString::to_string).collect();
            format!(" {}: {}", tag.member, values.join(" | "))
        });
        one.name + &tags.collect::<Vec<_>>().join(",")
    });
    told.collect()
}

/// What tells a union of these two schemas apart, in both versions the same.
fn of_two(union: Value, one: &Value, other: &Value) -> Vec<String> {
    let [zero, first] = ["3.0.3", "3.1.0"].map(|version| {
        told(
            &api(version, &json!({"Union": union, "Dog": one, "Cat": other})),
            "Union",
        )
    });
    assert_eq!(zero, first);
    zero
}

fn by_reference() -> Value {
    json!({"oneOf": [{"$ref": "#/components/schemas/Dog"}, {"$ref": "#/components/schemas/Cat"}]})
}

#[test]
fn constants_tell_apart_in_each_way_that_documents_write_them() {
    let values = [
        ("string", [json!(["dog"]), json!(["cat"])]),
        ("integer", [json!([1]), json!([-2])]),
        ("number", [json!([1.5]), json!([2.5])]),
        ("boolean", [json!([true]), json!([false])]),
        (
            "string",
            [json!(["dog", "puppy"]), json!(["cat", "kitten"])],
        ),
    ];
    let mut rows = 0;
    for (ty, values) in &values {
        for required in [true, false] {
            for place in [
                "alone",
                "beside allOf",
                "inside allOf",
                "by reference",
                "narrowed",
            ] {
                for discriminator in ["none", "name", "mapping", "inline"] {
                    for (version, is_const) in [("3.0.3", false), ("3.1.0", false), ("3.1.0", true)]
                    {
                        let schema =
                            |index: usize| object(ty, &values[index], required, place, is_const);
                        let union = union(discriminator, [schema(0), schema(1)], values);
                        let mut schemas = json!({"Union": union, "Dog": schema(0), "Cat": schema(1), "Base": {
                            "type": "object", "properties": {"id": {"type": "string"}, "kind": {"type": ty}},
                        }});
                        for (name, value) in ["DogKind", "CatKind"].into_iter().zip(values) {
                            schemas[name] = listed(ty, value, is_const);
                        }
                        let told = told(&api(version, &schemas), "Union");
                        for (index, told) in told.iter().enumerate() {
                            let all = values[index].as_array().unwrap();
                            let all: Vec<String> = all.iter().map(Value::to_string).collect();
                            let wanted = format!(" kind: {}", all.join(" | "));
                            assert!(
                                told.contains(&wanted),
                                "{version} {ty} {required} {place} {discriminator}: {told}, not{wanted}"
                            );
                        }
                        rows += told.len();
                    }
                }
            }
        }
    }
    assert_eq!(rows, 5 * 2 * 5 * 4 * 3 * 2);
}

/// A schema that lists `values`.
fn listed(ty: &str, values: &Value, is_const: bool) -> Value {
    match values.as_array().map(Vec::as_slice) {
        Some([only]) if is_const => json!({"const": only}),
        _ => json!({"type": ty, "enum": values}),
    }
}

/// A schema with a member `kind` that lists `values`.
fn object(ty: &str, values: &Value, required: bool, place: &str, is_const: bool) -> Value {
    let name = if values[0] == json!("dog")
        || values[0] == json!(1)
        || values[0] == json!(1.5)
        || values[0] == json!(true)
    {
        "DogKind"
    } else {
        "CatKind"
    };
    let kind = match place {
        "by reference" => json!({"$ref": format!("#/components/schemas/{name}")}),
        "narrowed" => json!({"allOf": [{"type": ty}, listed(ty, values, is_const)]}),
        _ => listed(ty, values, is_const),
    };
    let mut own = json!({"type": "object", "properties": {"kind": kind}});
    if required {
        own["required"] = json!(["kind"]);
    }
    let base = json!({"$ref": "#/components/schemas/Base"});
    match place {
        "beside allOf" => {
            own["allOf"] = json!([base]);
            own
        }
        "inside allOf" => json!({"allOf": [own, base]}),
        _ => own,
    }
}

fn union(discriminator: &str, schemas: [Value; 2], values: &[Value; 2]) -> Value {
    let mut union = match discriminator {
        "inline" => json!({"anyOf": schemas}),
        _ => by_reference(),
    };
    match discriminator {
        "name" => union["discriminator"] = json!({"propertyName": "kind"}),
        "mapping" => {
            let key = |index: usize| match &values[index][0] {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            union["discriminator"] = json!({"propertyName": "kind", "mapping": {
                key(0): "#/components/schemas/Dog", key(1): "Cat",
            }});
        }
        _ => {}
    }
    union
}

/// An object with these properties, all of them required.
fn with(properties: Value) -> Value {
    let names: Vec<&String> = properties.as_object().unwrap().keys().collect();
    json!({"type": "object", "required": names, "properties": properties})
}

fn only(value: &str) -> Value {
    json!({"type": "string", "enum": [value]})
}

#[test]
fn the_name_of_a_component_is_a_tag_where_nothing_else_says_so_and_is_read_beside_what_does() {
    let plain = with(json!({"kind": {"type": "string"}}));
    let mut union = by_reference();
    union["discriminator"] = json!({"propertyName": "kind"});
    let told = of_two(union.clone(), &plain, &plain);
    assert_eq!(told, [r#"Dog kind: "Dog""#, r#"Cat kind: "Cat""#]);
    let told = of_two(union.clone(), &with(json!({"kind": only("dog")})), &plain);
    assert_eq!(told, [r#"Dog kind: "dog" | "Dog""#, r#"Cat kind: "Cat""#]);
    // A name that is what another one says belongs to that one.
    let told = of_two(
        union,
        &with(json!({"kind": only("Cat")})),
        &with(json!({"kind": only("Dog")})),
    );
    assert_eq!(told, [r#"Dog kind: "Cat""#, r#"Cat kind: "Dog""#]);
}

#[test]
fn a_mapping_chooses_among_what_is_listed_and_a_list_that_is_shared_says_nothing_of_what_is_mapped()
{
    let all = with(json!({"kind": {"type": "string", "enum": ["a", "b", "c"]}}));
    let mut union = by_reference();
    union["discriminator"] = json!({"propertyName": "kind", "mapping": {"b": "Dog", "a": "Cat"}});
    let told = of_two(union, &all, &all);
    assert_eq!(
        told,
        [
            r#"Dog kind: "b" | "c" | "Dog""#,
            r#"Cat kind: "a" | "c" | "Cat""#
        ]
    );
}

#[test]
fn as_many_members_tell_as_it_takes_and_no_more() {
    let message =
        |role: Value| with(json!({"type": only("message"), "role": role, "state": only("new")}));
    let schemas = json!({
        "User": message(json!({"type": "string", "enum": ["user", "system"]})),
        "Assistant": message(only("assistant")),
        "Call": with(json!({"type": only("call"), "state": {"type": "string", "enum": ["open", "shut"]}})),
        "Item": {"anyOf": [
            {"$ref": "#/components/schemas/User"},
            {"$ref": "#/components/schemas/Assistant"},
            {"$ref": "#/components/schemas/Call"},
        ]},
    });
    let api = api("3.1.0", &schemas);
    assert_eq!(
        told(&api, "Item"),
        [
            r#"User type: "message", role: "user" | "system""#,
            r#"Assistant type: "message", role: "assistant""#,
            r#"Call type: "call""#,
        ]
    );
    assert_eq!(one_of(&api, "Item").members, ["type", "role"]);
}

#[test]
fn a_value_that_two_share_tells_neither_and_a_constant_tells_from_what_says_nothing() {
    let a = with(json!({"kind": only("pet"), "bark": {"type": "string"}}));
    let b = with(json!({"kind": only("pet"), "purr": {"type": "string"}}));
    assert_eq!(of_two(by_reference(), &a, &b), ["Dog", "Cat"]);
    let other = with(json!({"name": {"type": "string"}}));
    assert_eq!(
        of_two(by_reference(), &a, &other),
        [r#"Dog kind: "pet""#, "Cat"]
    );
    // A list of several values may be of anything.
    let state = with(json!({"state": {"type": "string", "enum": ["open", "shut"]}}));
    assert_eq!(of_two(by_reference(), &state, &other), ["Dog", "Cat"]);
}

#[test]
fn a_union_in_a_union_is_told_by_what_its_own_alternatives_are_told_by() {
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let mut schemas = json!({
        "Dog": with(json!({"kind": only("dog")})),
        "Cat": with(json!({"kind": only("cat")})),
        "Car": with(json!({"kind": only("car")})),
        "Ship": with(json!({"kind": {"type": "string"}})),
        "Pet": {"oneOf": [reference("Dog"), reference("Cat"), {"type": "string"}]},
        "Craft": {
            "oneOf": [reference("Car"), reference("Ship")],
            "discriminator": {"propertyName": "kind", "mapping": {"boat": "Ship"}},
        },
        "Any": {"anyOf": [reference("Pet"), reference("Craft"), {"type": "integer"}, {"nullable": true}]},
    });
    let expected = [
        r#"Pet kind: "dog" | "cat""#,
        r#"Craft kind: "car" | "Car" | "boat" | "Ship""#,
        "Integer",
    ];
    assert_eq!(told(&api("3.0.3", &schemas), "Any"), expected);
    schemas["Any"]["anyOf"][3] = json!({"type": "null"});
    assert_eq!(told(&api("3.1.0", &schemas), "Any"), expected);
}

#[test]
fn what_is_derived_is_told_by_its_own_constant_and_never_by_the_list_of_its_base() {
    let base = json!({
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string", "enum": ["dog", "cat", "eel"]}},
        "discriminator": {"propertyName": "kind", "mapping": {"cat": "Cat"}},
    });
    let derived = |own: Value| json!({"allOf": [{"$ref": "#/components/schemas/Base"}, own]});
    let schemas = json!({
        "Base": base,
        "Dog": derived(with(json!({"kind": only("dog"), "bark": {"type": "string"}}))),
        "Cat": derived(with(json!({"purr": {"type": "string"}}))),
        "Holder": {"oneOf": [{"$ref": "#/components/schemas/Base"}, with(json!({"kind": only("none")}))]},
    });
    let api = api("3.0.3", &schemas);
    assert_eq!(
        told(&api, "AnyBase"),
        [
            r#"Cat kind: "cat" | "Cat""#,
            r#"Dog kind: "dog" | "Dog""#,
            r#"Base kind: "eel" | "Base""#,
        ]
    );
    let of_any = r#"Base kind: "cat" | "Cat" | "dog" | "Dog" | "eel" | "Base""#;
    assert_eq!(told(&api, "Holder"), [of_any, r#"none kind: "none""#]);
}

#[test]
fn an_alternative_is_called_by_what_names_it() {
    let schemas = json!({"Union": {"oneOf": [
        {"title": "By dog", "type": "object", "properties": {"kind": only("dog")}},
        {"type": "object", "properties": {"kind": only("cat")}},
        {"type": "object", "properties": {"kind": {"type": "integer", "enum": [3]}}},
        {"type": "object", "properties": {"kind": {"type": "string", "enum": ["4"]}}},
        {"type": "object", "properties": {"other": {"type": "string"}}},
        {"title": "A number of it", "type": "integer"},
        {"allOf": [{"$ref": "#/components/schemas/Named"}], "description": "By reference."},
        {"const": "auto"},
        {"type": "array", "items": {"title": "Row", "type": "object", "properties": {"a": {"type": "string"}}}},
        {"type": "array", "items": {"type": "object", "properties": {"b": {"type": "string"}}}},
        {"type": "object", "additionalProperties": {"type": "string"}},
    ]}, "Named": {"type": "object", "properties": {"named": {"type": "string"}}}});
    let api = api("3.1.0", &schemas);
    let names: Vec<String> = one_of(&api, "Union")
        .alternatives
        .into_iter()
        .map(|one| one.name)
        .collect();
    assert_eq!(
        names,
        [
            "By dog",
            "cat",
            "kind 3",
            "kind 4",
            "Variant5",
            "A number of it",
            "Named",
            "auto",
            "Row list",
            "list",
            "map"
        ]
    );
    let types: Vec<&str> = api.types.keys().map(TypeName::as_str).collect();
    for name in [
        "Union_By_dog",
        "Union_cat",
        "Union_kind_3",
        "Union_kind_4",
        "Union_variant5",
        "Union_auto",
    ] {
        assert!(types.contains(&name), "{name} is none of {types:?}");
    }
}

#[test]
fn a_union_of_very_many_and_a_circle_of_unions_come_to_an_end() {
    let count = 3000;
    let mut schemas = serde_json::Map::new();
    let mut all = Vec::new();
    for number in 0..count {
        let name = format!("S{number}");
        all.push(json!({"$ref": format!("#/components/schemas/{name}")}));
        schemas.insert(
            name,
            with(json!({"kind": only(&number.to_string()), "same": only("x")})),
        );
    }
    schemas.insert("Union".to_owned(), json!({"oneOf": all}));
    let big = told(&api("3.0.3", &schemas.into()), "Union");
    assert_eq!(big.len(), count);
    assert_eq!(big[7], r#"S7 kind: "7""#);
    // Each union leads to all that come after it, in as many ways as there are paths.
    let mut schemas = serde_json::Map::new();
    for number in 0..40 {
        let to =
            |by: usize| json!({"$ref": format!("#/components/schemas/U{}", (number + by) % 40)});
        schemas.insert(
            format!("U{number}"),
            json!({"oneOf": [to(1), to(2), to(3), with(json!({"kind": only("a")}))]}),
        );
    }
    assert_eq!(api("3.0.3", &schemas.into()).types.len(), 120);
}
