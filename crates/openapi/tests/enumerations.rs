//! Enumerations of plain services whose members are alternatives with titles, and what inline types are called.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use graphwright_api::{Api, ItemType, Primitive, TypeKind, TypeName, TypeRef};
use graphwright_openapi::Kind;
use serde_json::{Value, json};

fn document(version: &str, schemas: &Value) -> Value {
    json!({
        "openapi": version,
        "info": {"title": "t", "version": "1"},
        "servers": [{"url": "https://api.example"}],
        "paths": {},
        "components": {"schemas": schemas},
    })
}

fn api(document: &Value) -> Api {
    let read = graphwright_openapi::read_as("x", &document.to_string(), Some(Kind::Plain));
    read.unwrap_or_else(|errors| panic!("{document}: {errors:#?}"))
        .api
}

/// The members of a schema: what stands on the wire, what it is called, what is said of it.
fn members(version: &str, schema: &Value) -> Vec<(String, String, String)> {
    let api = api(&document(version, &json!({ "E": schema })));
    match &api.types[&TypeName::new("E")].kind {
        TypeKind::Enum(one) => {
            let all = one.members.iter();
            let all = all.map(|one| (one.name.clone(), one.label.clone(), one.doc.clone()));
            all.collect()
        }
        TypeKind::IntegerEnum(all) => {
            let all = all.iter();
            let all = all.map(|one| (one.number.to_string(), one.name.clone(), one.doc.clone()));
            all.collect()
        }
        other => panic!("{schema} is {other:?}"),
    }
}

fn rows(rows: &[[&str; 3]]) -> Vec<(String, String, String)> {
    let owned = |[wire, name, doc]: &[&str; 3]| ((*wire).into(), (*name).into(), (*doc).into());
    rows.iter().map(owned).collect()
}

#[test]
fn alternatives_that_are_one_value_each_are_the_members_of_an_enumeration() {
    let low = json!({"title": "LOW", "description": "Hardly any.", "const": 1});
    let numbers = rows(&[["1", "LOW", "Hardly any."], ["-2", "HIGH", ""]]);
    for choice in ["oneOf", "anyOf"] {
        let schema = json!({choice: [low, {"title": "HIGH", "const": -2}]});
        assert_eq!(members("3.1.0", &schema), numbers);
        let typed = json!({"type": "integer", "format": "int32", choice: [low, {"title": "HIGH", "const": -2}]});
        assert_eq!(members("3.1.0", &typed), numbers);
        let nullable = json!({choice: [low, {"title": "HIGH", "const": -2}, {"type": "null"}]});
        assert_eq!(members("3.1.0", &nullable), numbers);
        let each = json!({choice: [
            {"type": "integer", "enum": [1], "x-enum-varnames": ["LOW"], "x-enum-descriptions": ["Hardly any."]},
            {"type": "integer", "enum": [-2], "x-enumNames": ["HIGH"]},
        ]});
        assert_eq!(members("3.0.3", &each), numbers);
        let open = json!({choice: [{"type": "integer"}, {"type": "integer", "title": "LOW", "enum": [1]}]});
        assert_eq!(members("3.0.3", &open), rows(&[["1", "LOW", ""]]));
        let beside = json!({
            choice: [{"type": "integer", "enum": [1]}, {"type": "integer", "enum": [-2]}],
            "x-enum-varnames": ["LOW", "HIGH"], "x-enum-descriptions": ["Hardly any."],
        });
        assert_eq!(members("3.0.3", &beside), numbers);
        let texts = json!({choice: [
            {"title": "Low", "const": "1", "description": "Hardly any."},
            {"title": "same", "const": "same"},
            {"const": "own"},
        ]});
        let expected = rows(&[
            ["1", "Low", "Hardly any."],
            ["same", "", ""],
            ["own", "", ""],
        ]);
        assert_eq!(members("3.1.0", &texts), expected);
    }
}

#[test]
fn names_of_members_stand_beside_texts_too() {
    for (name, list) in [
        ("x-enum-varnames", json!(["Low", "High"])),
        ("x-enumNames", json!({"1": "Low", "2": "High"})),
    ] {
        let schema = json!({"type": "string", "enum": ["1", "2"], name: list});
        assert_eq!(
            members("3.0.3", &schema),
            rows(&[["1", "Low", ""], ["2", "High", ""]])
        );
    }
    let one = json!({"type": "string", "enum": ["1"], "x-enum-varnames": ["Low", "High"]});
    assert_eq!(members("3.0.3", &one), rows(&[["1", "", ""]]));
    let of_microsoft = json!({"type": "string", "enum": ["1"], "x-ms-enum": {"values": [{"value": "1", "name": "Low", "description": "Less."}]}});
    assert_eq!(
        members("3.0.3", &of_microsoft),
        rows(&[["1", "Low", "Less."]])
    );
}

#[test]
fn a_constant_has_its_type_where_none_is_said() {
    let schemas = json!({"Holder": {"type": "object", "properties": {
        "text": {"const": "a"}, "integer": {"const": 7}, "boolean": {"const": true}, "number": {"const": 1.5},
        "either": {"oneOf": [{"const": true, "title": "On"}, {"const": false, "title": "Off"}]},
        "odd": {"enum": ["a", 1]},
    }}});
    let api = api(&document("3.1.0", &schemas));
    let holder = api.types[&TypeName::new("Holder")].structured().unwrap();
    let ty = |name: &str| {
        let mut all = holder.properties.iter();
        all.find(|one| one.name == name).unwrap().ty.clone()
    };
    let primitive = |one| TypeRef::one(ItemType::Primitive(one));
    let named = |one: &str| TypeRef::one(ItemType::Named(TypeName::new(one)));
    assert_eq!(ty("text"), named("Holder_text"));
    assert_eq!(ty("integer"), named("Holder_integer"));
    assert_eq!(ty("boolean"), primitive(Primitive::Boolean));
    assert_eq!(ty("number"), primitive(Primitive::Double));
    assert_eq!(ty("either"), primitive(Primitive::Boolean));
    assert_eq!(ty("odd"), named("Holder_odd"));
}

/// What a schema becomes, in short.
fn shown(version: &str, schema: &Value) -> String {
    let holder = json!({"type": "object", "properties": {"it": schema}});
    let api = api(&document(version, &json!({ "Holder": holder })));
    let holder = api.types[&TypeName::new("Holder")].structured().unwrap();
    shown_type(&api, &holder.properties[0].ty)
}

fn shown_type(api: &Api, ty: &TypeRef) -> String {
    let item = match &ty.item {
        ItemType::Named(name) => match &api.types[name].kind {
            TypeKind::Enum(one) => {
                let all = one.members.iter().map(|one| format!("{:?}", one.name));
                all.collect::<Vec<_>>().join("|")
            }
            TypeKind::IntegerEnum(all) => {
                let all = all.iter().map(|one| one.number.to_string());
                all.collect::<Vec<_>>().join("|")
            }
            TypeKind::OneOf(one) => {
                let all = one.alternatives.iter();
                let all = all.map(|one| format!("{} = {}", one.name, shown_type(api, &one.ty)));
                all.collect::<Vec<_>>().join(", ")
            }
            TypeKind::Structured(_) => name.to_string(),
            other => format!("{other:?}"),
        },
        ItemType::Primitive(primitive) => format!("{primitive:?}"),
        ItemType::Untyped => "JSON".to_owned(),
    };
    match ty.collection {
        true => format!("[{item}]"),
        false => item,
    }
}

#[test]
fn constants_of_several_types_are_a_choice_and_null_says_that_a_value_may_be_null() {
    let object = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    for (schema, expected) in [
        (json!({"enum": ["a", 1]}), r#"a = "a", number 1 = 1"#),
        (
            json!({"enum": [1, "a", 2, "b"]}),
            r#"string = "a"|"b", integer = 1|2"#,
        ),
        (
            json!({"enum": ["auto", true, false]}),
            r#"auto = "auto", Boolean = Boolean"#,
        ),
        (json!({"enum": ["a", 1.5]}), r#"a = "a", Number = Double"#),
        (json!({"enum": ["a", 1, null]}), r#"a = "a", number 1 = 1"#),
        (json!({"enum": ["a", null]}), r#""a""#),
        (json!({"enum": [1, null, 2]}), "1|2"),
        (json!({"enum": [null]}), "JSON"),
        // Not all of these have a type in Rust.
        (json!({"enum": ["a", {"b": 1}]}), "JSON"),
        // YAML takes these for what they look like.
        (
            json!({"type": "string", "enum": ["1.0", 2, true]}),
            r#""1.0"|"2"|"true""#,
        ),
        (json!({"type": "integer", "enum": [1, "2"]}), "1|2"),
        (
            json!({"oneOf": [{"enum": ["a"]}, {"enum": [1]}, {"enum": ["b"]}]}),
            r#"string = "a"|"b", number 1 = 1"#,
        ),
        (
            json!({"anyOf": [{"type": "string", "enum": ["a"]}, object, {"type": "string", "enum": ["b"]}]}),
            r#"string = "a"|"b", Variant2 = Holder_it_variant2"#,
        ),
        (json!({"oneOf": [{"enum": [1.5]}, {"enum": [2]}]}), "Double"),
        (
            json!({"anyOf": [{"enum": ["a", 1]}, object]}),
            r#"a = "a", number 1 = 1, Variant3 = Holder_it_variant3"#,
        ),
        (
            json!({"anyOf": [{"enum": ["a", 1]}, {"enum": ["b"]}]}),
            r#"string = "a"|"b", number 1 = 1"#,
        ),
        // Beside an enumeration, which keeps any text, any text says nothing.
        (
            json!({"anyOf": [{"enum": ["a"]}, {"type": "string"}]}),
            r#""a""#,
        ),
        (
            json!({"anyOf": [{"enum": ["a"]}, {"type": "integer"}]}),
            r#"a = "a", Integer = Int64"#,
        ),
    ] {
        for version in ["3.0.3", "3.1.0"] {
            assert_eq!(shown(version, &schema), expected, "{version} {schema}");
        }
    }
    for (schema, expected) in [
        (
            json!({"oneOf": [{"const": "a"}, {"const": 1}, {"const": "b"}]}),
            r#"string = "a"|"b", number 1 = 1"#,
        ),
        (
            json!({"oneOf": [{"const": true}, {"const": "auto"}]}),
            r#"Boolean = Boolean, auto = "auto""#,
        ),
        (
            json!({"type": ["string", "integer", "null"], "enum": ["a", 1, null]}),
            r#"a = "a", number 1 = 1"#,
        ),
        (
            json!({"type": ["string", "null"], "enum": ["a", null]}),
            r#""a""#,
        ),
        (
            json!({"type": ["string", "array", "object"], "items": {"type": "integer"}, "properties": {"a": {}}}),
            "String = String, IntegerList = [Int64], Variant3 = Holder_it_variant3",
        ),
    ] {
        assert_eq!(shown("3.1.0", &schema), expected, "{schema}");
    }
}

#[test]
fn names_and_descriptions_go_along_with_constants_of_several_types() {
    let schema = json!({"enum": ["a", 1, "b", 2], "x-enum-varnames": ["A", "One", "B", "Two"], "x-enum-descriptions": ["", "The first.", "", ""]});
    let api = api(&document("3.0.3", &json!({ "E": schema })));
    let numbers = api.types.values().find_map(|ty| match &ty.kind {
        TypeKind::IntegerEnum(all) => Some(all.clone()),
        _ => None,
    });
    let numbers = numbers.unwrap();
    let said: Vec<(i64, &str, &str)> = numbers
        .iter()
        .map(|one| (one.number, one.name.as_str(), one.doc.as_str()))
        .collect();
    assert_eq!(said, [(1, "One", "The first."), (2, "Two", "")]);
}

#[test]
fn what_is_inline_in_a_shared_component_is_called_after_it_whoever_uses_it_first() {
    let object =
        |member: &str| json!({"type": "object", "properties": {member: {"type": "string"}}});
    let content = |schema: Value| json!({"application/json": {"schema": schema}});
    let operation = |id: &str| {
        json!({
            "operationId": id,
            "parameters": [{"$ref": "#/components/parameters/Sort"}],
            "requestBody": {"$ref": "#/components/requestBodies/New.Pet"},
            "responses": {
                "200": {"description": "One.", "content": content(object("own"))},
                "404": {"$ref": "#/components/responses/Missing"},
                "410": {"$ref": "#/components/responses/Gone"},
            },
        })
    };
    let mut document = document("3.0.3", &json!({"Missing": {"type": "string"}}));
    document["components"]["parameters"] = json!({"Sort": {
        "name": "sort", "in": "query", "schema": {"type": "string", "enum": ["up", "down"]},
    }});
    document["components"]["requestBodies"] =
        json!({"New.Pet": {"content": content(object("name"))}});
    document["components"]["responses"] = json!({
        "Missing": {"$ref": "#/components/responses/Gone"},
        "Gone": {"description": "None.", "content": content(object("why"))},
    });
    let names = |document: &Value| -> Vec<String> {
        api(document)
            .types
            .keys()
            .map(ToString::to_string)
            .collect()
    };
    document["paths"] = json!({"/a": {"put": operation("putA")}, "/b": {"put": operation("putB")}});
    let expected = [
        "Gone_response",
        "New_Pet_body",
        "Sort_parameter",
        "putA_200_response",
        "putB_200_response",
    ];
    assert_eq!(names(&document), expected);
    document["paths"] = json!({"/b": {"put": operation("putB")}});
    assert_eq!(
        names(&document),
        [expected[0], expected[1], expected[2], expected[4]]
    );
}
