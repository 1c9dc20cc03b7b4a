//! What the forms of a document mean.

use graphwright_api::{
    Api, ItemType, KeyStyle, Lowered, OperationKind, Primitive, Property, StandardOperationKind,
    Target, TypeKind, TypeName, TypeRef,
};
use graphwright_openapi::Kind;

/// The document with these paths and schemas, which are indented by two and four.
fn read(paths: &str, schemas: &str) -> Lowered {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: v}}\nservers: [{{url: 'https://service.example/v1/'}}]\n\
         paths:\n{paths}\ncomponents:\n  schemas:\n{schemas}\n"
    );
    let paths_or_none = if paths.is_empty() {
        text.replace("paths:\n\n", "paths: {}\n")
    } else {
        text
    };
    graphwright_openapi::read_as("test.yaml", &paths_or_none, Some(Kind::OData)).unwrap_or_else(
        |errors| {
            let shown: Vec<String> = errors.iter().map(ToString::to_string).collect();
            panic!("{}", shown.join("\n"))
        },
    )
}

fn api(paths: &str, schemas: &str) -> Api {
    read(paths, schemas).api
}

fn name(simple: &str) -> TypeName {
    TypeName::new(format!("ns.{simple}"))
}

fn properties(api: &Api, simple: &str) -> Vec<Property> {
    let ty = &api.types[&name(simple)];
    ty.structured()
        .map(|one| one.properties.clone())
        .unwrap_or_default()
}

/// The one property of a type whose schema is this.
fn property(schema: &str) -> Property {
    let schemas = format!(
        "    ns.other: {{type: object, properties: {{a: {{type: string}}}}}}\n    ns.kind: {{title: kind, type: string, enum: [a]}}\n\
         \x20   ns.thing:\n      type: object\n      properties:\n        p: {schema}"
    );
    properties(&api("", &schemas), "thing").remove(0)
}

const THING: &str = "    ns.thing:\n      type: object\n      properties:\n        id: {type: string}\n        a: {type: string}";

fn answer(schema: &str) -> String {
    format!("{{'200': {{description: d, content: {{application/json: {{schema: {schema}}}}}}}}}")
}

#[test]
fn formats_are_the_primitive_types() {
    let table = [
        ("{type: string}", Primitive::String),
        ("{type: boolean}", Primitive::Boolean),
        (
            "{type: string, format: date-time}",
            Primitive::DateTimeOffset,
        ),
        ("{type: string, format: date}", Primitive::Date),
        ("{type: string, format: time}", Primitive::TimeOfDay),
        ("{type: string, format: duration}", Primitive::Duration),
        ("{type: string, format: uuid}", Primitive::Guid),
        ("{type: string, format: base64url}", Primitive::Binary),
        ("{type: number, format: int32}", Primitive::Int32),
        ("{type: integer, format: int32}", Primitive::Int32),
        ("{type: number, format: int64}", Primitive::Int64),
        ("{type: integer, format: int16}", Primitive::Int16),
        ("{type: number, format: uint8}", Primitive::Byte),
        ("{type: integer, format: uint16}", Primitive::UInt16),
        ("{type: integer, format: uint32}", Primitive::UInt32),
        ("{type: integer, format: uint64}", Primitive::UInt64),
        ("{type: number, format: uint64}", Primitive::UInt64),
        ("{type: integer, format: int8}", Primitive::SByte),
        ("{type: number, format: decimal}", Primitive::Decimal),
        ("{type: number, format: double}", Primitive::Double),
        ("{type: number, format: float}", Primitive::Single),
        (
            "{oneOf: [{type: number, format: double, nullable: true}, {type: string, nullable: true}, {enum: ['-INF', INF, NaN], type: string}]}",
            Primitive::Double,
        ),
        (
            "{anyOf: [{type: number, format: decimal}, {type: string}]}",
            Primitive::Decimal,
        ),
    ];
    for (schema, expected) in table {
        assert_eq!(
            property(schema).ty,
            TypeRef::one(ItemType::Primitive(expected)),
            "{schema}"
        );
    }
}

#[test]
fn each_way_to_say_null_is_read() {
    let other = "$ref: '#/components/schemas/ns.other'";
    let table = [
        ("{type: string}".to_owned(), false),
        ("{type: string, nullable: true}".to_owned(), true),
        (format!("{{{other}}}"), false),
        (
            format!("{{anyOf: [{{{other}}}, {{type: object, nullable: true}}]}}"),
            true,
        ),
        (
            format!("{{anyOf: [{{{other}}}, {{enum: [null], nullable: true}}]}}"),
            true,
        ),
        (format!("{{allOf: [{{{other}}}], nullable: true}}"), true),
        (
            format!("{{allOf: [{{{other}}}], description: said}}"),
            false,
        ),
    ];
    for (schema, nullable) in table {
        let property = property(&schema);
        assert_eq!(property.nullable, nullable, "{schema}");
        if schema.contains("$ref") {
            assert_eq!(
                property.ty,
                TypeRef::one(ItemType::Named(name("other"))),
                "{schema}"
            );
        }
        assert_eq!(
            property.doc,
            if schema.contains("said") { "said" } else { "" }
        );
    }
}

#[test]
fn types_are_inherited_described_and_listed() {
    let schemas = "    ns.base: {type: object, description: ' A base. ', properties: {id: {type: string}, '@odata.type': {type: string}}}
    ns.derived:
      allOf:
        - $ref: '#/components/schemas/ns.base'
        - title: derived
          type: object
          properties: {next: {type: array, items: {$ref: '#/components/schemas/ns.base'}, x-ms-navigationProperty: true}, only: {type: string, readOnly: true}}
    ns.kind: {title: kind, type: string, enum: [a, b], x-ms-enum: {name: kind, values: [{value: b, description: The b.}]}, x-ms-enum-flags: {isFlags: true}}";
    let api = api("", schemas);
    assert_eq!(api.types[&name("base")].doc, "A base.");
    assert_eq!(properties(&api, "base").len(), 1);
    assert_eq!(api.types[&name("derived")].base(), Some(&name("base")));
    let own = properties(&api, "derived");
    assert_eq!(
        (
            own[0].navigation,
            own[0].computed,
            own[1].navigation,
            own[1].computed
        ),
        (true, false, false, true)
    );
    assert_eq!(own[0].ty, TypeRef::many(ItemType::Named(name("base"))));
    let TypeKind::Enum(kind) = &api.types[&name("kind")].kind else {
        panic!("an enumeration type")
    };
    assert!(kind.flags);
    let members: Vec<(&str, &str)> = kind
        .members
        .iter()
        .map(|one| (one.name.as_str(), one.doc.as_str()))
        .collect();
    assert_eq!(members, [("a", ""), ("b", "The b.")]);
}

#[test]
fn paths_fold_into_one_resource_a_type() {
    let thing = answer("{$ref: '#/components/schemas/ns.thing'}");
    let list = answer(
        "{type: object, properties: {value: {type: array, items: {$ref: '#/components/schemas/ns.thing'}}}}",
    );
    let key = "parameters: [{name: thing-id, in: path, required: true, schema: {type: string, format: uuid}, x-ms-docs-key-type: thing}]";
    let paths = format!(
        "  /things: {{get: {{description: All., responses: {list}}}, post: {{responses: {thing}}}}}
  /things/$count: {{get: {{responses: {{'200': {{description: d}}}}}}}}
  /things/{{thing-id}}: {{get: {{description: One., responses: {thing}}}, patch: {{responses: {thing}}}, delete: {{responses: {{'204': {{description: d}}}}}}, {key}}}
  /things/{{thing-id}}/parts: {{get: {{responses: {list}}}, {key}}}"
    );
    let api = api(&paths, THING);
    assert_eq!(
        api.service_root.as_deref(),
        Some("https://service.example/v1")
    );
    assert_eq!(api.roots.keys().collect::<Vec<_>>(), ["things"]);
    assert_eq!(api.resources.len(), 2);
    let all = &api.resources[&Target::many(name("thing"))];
    assert_eq!(
        all.standard.keys().copied().collect::<Vec<_>>(),
        [
            StandardOperationKind::List,
            StandardOperationKind::Create,
            StandardOperationKind::Count
        ]
    );
    assert_eq!(
        (all.key[0].name.as_str(), &all.key[0].ty),
        ("id", &ItemType::Primitive(Primitive::Guid))
    );
    assert!(properties(&api, "thing")[0].key && !properties(&api, "thing")[1].key);
    let one = &api.resources[&Target::one(name("thing"))];
    assert_eq!(
        one.standard.keys().copied().collect::<Vec<_>>(),
        [
            StandardOperationKind::Get,
            StandardOperationKind::Update,
            StandardOperationKind::Delete
        ]
    );
    assert_eq!(one.standard[&StandardOperationKind::Get].doc, "One.");
    assert_eq!(one.navigation["parts"].target, Target::many(name("thing")));
    // The document lists the things under `things` first by name, whatever the order of its paths.
    assert_eq!(
        (
            all.standard[&StandardOperationKind::List].doc.as_str(),
            &*all.standard[&StandardOperationKind::List].via.to_string()
        ),
        ("", "ns.thing/parts")
    );
}

#[test]
fn keys_stand_in_parentheses_and_in_several_parts() {
    let list = answer(
        "{type: object, properties: {value: {type: array, items: {$ref: '#/components/schemas/ns.thing'}}}}",
    );
    let thing = answer("{$ref: '#/components/schemas/ns.thing'}");
    let parameters = "parameters: [{name: id, in: path, required: true, schema: {type: string}}, {name: a, in: path, required: true, schema: {type: integer, format: int32}}]";
    let one = format!(
        "  /Things: {{get: {{responses: {list}}}}}\n  /Things('{{id}}'): {{get: {{responses: {thing}}}, {parameters}}}"
    );
    let single = api(&one, THING);
    assert_eq!(single.key_style, KeyStyle::Parentheses);
    assert_eq!(
        single.resources[&Target::many(name("thing"))].key[0].name,
        "id"
    );
    let two = format!(
        "  /things: {{get: {{responses: {list}}}}}\n  /things/(id='{{id}}',a={{a}}): {{get: {{responses: {thing}}}, {parameters}}}"
    );
    let composite = api(&two, THING);
    let key = &composite.resources[&Target::many(name("thing"))].key;
    assert_eq!(
        key.iter()
            .map(|part| (part.name.as_str(), &part.ty))
            .collect::<Vec<_>>(),
        [
            ("id", &ItemType::Primitive(Primitive::String)),
            ("a", &ItemType::Primitive(Primitive::Int32))
        ]
    );
}

#[test]
fn actions_and_functions_take_and_give_what_the_document_says() {
    let list = answer(
        "{type: object, properties: {value: {type: array, items: {$ref: '#/components/schemas/ns.thing'}}}}",
    );
    let body = "{content: {application/json: {schema: {type: object, properties: {notify: {type: boolean, description: Tell.}, names: {type: array, items: {type: string, nullable: true}}}}}}}";
    let number = answer("{type: object, properties: {value: {type: number, format: int32}}}");
    let maybe = answer(
        "{anyOf: [{$ref: '#/components/schemas/ns.thing'}, {enum: [null], nullable: true}]}",
    );
    let paths = format!(
        "  /things: {{get: {{responses: {list}}}}}
  /things/reset: {{post: {{x-ms-docs-operation-type: action, description: ' Resets. ', requestBody: {body}, responses: {{'204': {{description: d}}}}}}}}
  /things/size(unit='{{unit}}',at={{at}}): {{get: {{x-ms-docs-operation-type: function, responses: {number}, parameters: [{{name: unit, in: path, required: true, description: 'Usage: unit=x', schema: {{type: string}}}}, {{name: at, in: path, required: true, description: When., schema: {{type: string, format: date-time}}}}]}}}}
  /things/best(): {{get: {{x-ms-docs-operation-type: function, responses: {maybe}}}}}"
    );
    let api = api(&paths, THING);
    let operations = &api.resources[&Target::many(name("thing"))].operations;
    let reset = &operations["reset"][0];
    assert_eq!(
        (reset.kind, reset.doc.as_str(), &reset.returns),
        (OperationKind::Action, "Resets.", &None)
    );
    assert_eq!(
        (
            reset.parameters[0].name.as_str(),
            reset.parameters[0].doc.as_str()
        ),
        ("notify", "Tell.")
    );
    assert_eq!(
        reset.parameters[1].ty,
        TypeRef::many(ItemType::Primitive(Primitive::String))
    );
    let size = &operations["size"][0];
    assert_eq!(
        size.parameters
            .iter()
            .map(|one| (one.name.as_str(), one.doc.as_str()))
            .collect::<Vec<_>>(),
        [("unit", ""), ("at", "When.")]
    );
    assert_eq!(
        size.parameters[1].ty,
        TypeRef::one(ItemType::Primitive(Primitive::DateTimeOffset))
    );
    assert_eq!(
        size.returns.as_ref().map(|one| one.ty.clone()),
        Some(TypeRef::one(ItemType::Primitive(Primitive::Int32)))
    );
    let best = operations["best"][0]
        .returns
        .as_ref()
        .map(|one| (one.ty.clone(), one.nullable));
    assert_eq!(
        best,
        Some((TypeRef::one(ItemType::Named(name("thing"))), true))
    );
}

#[test]
fn paths_that_odata_has_no_meaning_for_are_said_and_cost_nothing_else() {
    let list = answer(
        "{type: object, properties: {value: {type: array, items: {$ref: '#/components/schemas/ns.thing'}}}}",
    );
    let done = "{'204': {description: d}}";
    let paths = format!(
        "  /things: {{get: {{responses: {list}}}}}
  /things/$value: {{get: {{responses: {done}}}}}
  /things/root:/x: {{get: {{responses: {done}}}}}
  /things/{{thing-id}}/what: {{get: {{responses: {done}}}}}"
    );
    let lowered = read(&paths, THING);
    let said: Vec<String> = lowered
        .warnings
        .iter()
        .map(|one| one.message.clone())
        .collect();
    let expected = [
        "a path through something that is no resource is not generated",
        "a path through something that is no resource is not generated",
        "a path to something whose type is not told is not generated",
    ];
    assert_eq!(said, expected);
    assert_eq!(lowered.api.resources.len(), 2);
}

#[test]
fn casts_references_and_unbound_operations_are_read() {
    let list = answer(
        "{type: object, properties: {value: {type: array, items: {$ref: '#/components/schemas/ns.thing'}}}}",
    );
    let done = "{'204': {description: d}}";
    let paths = format!(
        "  /things: {{get: {{responses: {list}}}}}
  /things/$ref: {{post: {{responses: {done}}}}}
  /things/ns.box: {{get: {{responses: {list}}}}}
  /now(): {{get: {{x-ms-docs-operation-type: function, responses: {done}}}}}"
    );
    let schemas =
        format!("{THING}\n    ns.box: {{allOf: [{{$ref: '#/components/schemas/ns.thing'}}]}}");
    let lowered = read(&paths, &schemas);
    assert!(lowered.warnings.is_empty(), "{:?}", lowered.warnings);
    let things = &lowered.api.resources[&Target::many(name("thing"))];
    assert_eq!(things.casts[&name("box")], Target::many(name("box")));
    assert!(
        things
            .standard
            .contains_key(&StandardOperationKind::AddReference)
    );
    let boxes = &lowered.api.resources[&Target::many(name("box"))];
    assert_eq!(
        boxes.standard[&StandardOperationKind::List].via.to_string(),
        "things/ns.box"
    );
    assert_eq!(lowered.api.operations["now"][0].name, "now");
}

#[test]
fn what_only_errors_and_pages_use_is_no_type() {
    let paths = "  /things: {get: {responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/ns.thingCollectionResponse'}}}}, 4XX: {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/ns.ODataError'}}}}}}}";
    let schemas = format!(
        "{THING}
    ns.thingCollectionResponse: {{title: Collection of thing, type: object, properties: {{value: {{type: array, items: {{$ref: '#/components/schemas/ns.thing'}}}}}}}}
    ns.ODataError: {{type: object, properties: {{error: {{$ref: '#/components/schemas/ns.MainError'}}}}}}
    ns.MainError: {{type: object, properties: {{code: {{type: string}}}}}}"
    );
    let api = api(paths, &schemas);
    assert_eq!(
        api.types.keys().map(TypeName::simple).collect::<Vec<_>>(),
        ["thing"]
    );
}

#[test]
fn a_root_without_a_path_of_its_own_leads_on() {
    let list = answer(
        "{type: object, properties: {value: {type: array, items: {$ref: '#/components/schemas/ns.thing'}}}}",
    );
    let api = api(
        &format!("  /manage/things: {{get: {{responses: {list}}}}}"),
        THING,
    );
    let root = &api.roots["manage"].target;
    assert_eq!(root, &Target::one(name("manage")));
    assert_eq!(
        api.resources[root].navigation["things"].target,
        Target::many(name("thing"))
    );
}

#[test]
fn a_schema_whose_name_odata_does_not_allow_costs_no_other() {
    let schemas = "    ns.thing-create: {type: object, properties: {a: {type: string}}}
    ns.kind/../x: {title: x, type: string, enum: [a]}
    ns.whole:
      type: object
      properties:
        made: {$ref: '#/components/schemas/ns.thing-create'}
        id: {type: string}";
    let lowered = read("", schemas);
    let said: Vec<(String, u32)> = lowered
        .warnings
        .iter()
        .map(|one| (one.message.clone(), one.position.map_or(0, |at| at.line)))
        .collect();
    let expected = [
        ("`ns.thing-create` is not a type name".to_owned(), 7),
        ("`ns.kind/../x` is not a type name".to_owned(), 8),
    ];
    assert_eq!(said, expected);
    let types: Vec<&str> = lowered.api.types.keys().map(TypeName::as_str).collect();
    assert_eq!(types, ["ns.whole"]);
    let own = properties(&lowered.api, "whole");
    assert_eq!(own[0].ty, TypeRef::one(ItemType::Untyped));
    assert_eq!(
        own[1].ty,
        TypeRef::one(ItemType::Primitive(Primitive::String))
    );
}

#[test]
fn system_query_options_may_stand_without_the_dollar() {
    let list = answer(
        "{type: object, properties: {value: {type: array, items: {$ref: '#/components/schemas/ns.thing'}}}}",
    );
    let query = |name: &str| format!("{{name: {name}, in: query, schema: {{type: string}}}}");
    let (top, filter, words) = (query("top"), query("filter"), query("words"));
    let paths = format!(
        "  /things: {{get: {{parameters: [{top}, {filter}], responses: {list}}}}}
  /others: {{get: {{parameters: [{top}], responses: {list}}}}}
  /found: {{get: {{parameters: [{words}, {top}], responses: {list}}}}}"
    );
    let api = api(&paths, THING);
    assert_eq!(api.roots.keys().collect::<Vec<_>>(), ["others", "things"]);
    let found = &api.operations["found"][0].parameters;
    let names: Vec<&str> = found.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["words"]);
    // Where one path has the dollar, what has none is a parameter.
    let text = paths.replacen("name: top", "name: $top", 1);
    let api = self::api(&text, THING);
    assert_eq!(api.operations["others"][0].parameters[0].name, "top");
}

#[test]
fn an_alternate_key_is_inherited() {
    let list = answer(
        "{type: object, properties: {value: {type: array, items: {$ref: '#/components/schemas/ns.thing'}}}}",
    );
    let thing = answer("{$ref: '#/components/schemas/ns.thing'}");
    let parameter = |name: &str, more: &str| {
        format!(
            "parameters: [{{name: {name}, in: path, required: true, schema: {{type: string}}{more}}}]"
        )
    };
    let (id, code) = (
        parameter("thing-id", ", x-ms-docs-key-type: thing"),
        parameter("a", ", description: Alternate key of thing"),
    );
    let paths = format!(
        "  /things: {{get: {{responses: {list}}}}}
  /things/{{thing-id}}: {{get: {{responses: {thing}}}, {id}}}
  /things(a='{{a}}'): {{get: {{responses: {thing}}}, {code}}}
  /things/ns.big: {{get: {{responses: {list}}}}}"
    );
    let derived = "    ns.big: {allOf: [{$ref: '#/components/schemas/ns.thing'}, {type: object, properties: {b: {type: string}}}]}";
    let api = api(&paths, &format!("{THING}\n{derived}"));
    for ty in ["thing", "big"] {
        let keys = &api.resources[&Target::many(name(ty))].alternate_keys;
        let names: Vec<&str> = keys
            .iter()
            .flatten()
            .map(|part| part.name.as_str())
            .collect();
        assert_eq!(names, ["a"], "{ty}");
    }
}
