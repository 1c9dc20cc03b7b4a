//! The query options of a service's own: the parameters in a query that are not OData's.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use graphwright_api::{
    Api, ItemType, Primitive, QueryOption, StandardOperationKind, Target, TypeName,
};
use graphwright_openapi::Kind;

fn read(paths: &str, components: &str) -> Api {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: v}}\npaths:\n{paths}\ncomponents:\n{components}\n  schemas:\n\
         \x20   ns.thing: {{type: object, properties: {{id: {{type: string}}}}}}\n\
         \x20   ns.kind: {{title: kind, type: string, enum: [a, b]}}\n"
    );
    let read = graphwright_openapi::read_as("test.yaml", &text, Some(Kind::OData));
    read.unwrap_or_else(|errors| panic!("{errors:#?}")).api
}

const THING: &str = "{$ref: '#/components/schemas/ns.thing'}";

fn answer(schema: &str) -> String {
    format!("{{'200': {{description: d, content: {{application/json: {{schema: {schema}}}}}}}}}")
}

fn things() -> String {
    answer(&format!(
        "{{type: object, properties: {{value: {{type: array, items: {THING}}}}}}}"
    ))
}

fn parameter(name: &str, required: bool, schema: &str) -> String {
    format!(
        "{{name: {name}, in: query, required: {required}, description: ' What it is. ', schema: {schema}}}"
    )
}

const TEXT: &str = "{type: string}";

/// The options of listing the set `things`, with these parameters of the operation and of its path.
fn listed(own: &[String], of_path: &[String], components: &str) -> Vec<QueryOption> {
    let paths = format!(
        "  /things:\n    parameters: [{}]\n    get: {{parameters: [{}], responses: {}}}\n\
         \x20 '/things/{{thing-id}}':\n    get: {{responses: {}}}",
        of_path.join(", "),
        own.join(", "),
        things(),
        answer(THING)
    );
    let api = read(&paths, components);
    api.roots["things"]
        .options
        .of(StandardOperationKind::List)
        .to_vec()
}

fn short(options: &[QueryOption]) -> Vec<String> {
    let all = options.iter();
    all.map(|one| format!("{}{}", one.name, if one.required { "!" } else { "" }))
        .collect()
}

#[test]
fn what_is_not_of_odata_in_a_query_is_an_option_of_the_service() {
    let own = [
        parameter("from", true, TEXT),
        parameter("$top", false, "{type: integer}"),
        parameter("$format", true, TEXT),
        parameter("'@id'", true, TEXT),
        "{name: If-Match, in: header, schema: {type: string}}".to_owned(),
        parameter("to-day", false, TEXT),
    ];
    let options = listed(&own, &[], "");
    assert_eq!(short(&options), ["from!", "to-day"]);
    assert_eq!(options[0].doc, "What it is.");
}

#[test]
fn the_parameters_of_a_path_are_those_of_each_of_its_operations() {
    let shared =
        "  parameters:\n    when: {name: when, in: query, required: true, schema: {type: string}}";
    let own = [parameter("from", false, TEXT)];
    let of_path = [
        parameter("from", true, TEXT),
        "{$ref: '#/components/parameters/when'}".to_owned(),
    ];
    // What the operation says of a parameter goes before what the path says.
    assert_eq!(short(&listed(&own, &of_path, shared)), ["from", "when!"]);
}

#[test]
fn an_option_has_the_type_that_its_schema_has_and_else_is_text() {
    let primitive = ItemType::Primitive;
    let table = [
        (TEXT, primitive(Primitive::String)),
        ("{type: boolean}", primitive(Primitive::Boolean)),
        (
            "{type: integer, format: int32}",
            primitive(Primitive::Int32),
        ),
        (
            "{type: string, format: date-time}",
            primitive(Primitive::DateTimeOffset),
        ),
        ("{type: string, format: uuid}", primitive(Primitive::Guid)),
        (
            "{$ref: '#/components/schemas/ns.kind'}",
            ItemType::Named(TypeName::new("ns.kind")),
        ),
        (
            "{type: array, items: {type: integer}}",
            primitive(Primitive::String),
        ),
        ("{type: object}", primitive(Primitive::String)),
        (THING, primitive(Primitive::String)),
        ("{}", primitive(Primitive::String)),
    ];
    for (schema, ty) in table {
        let options = listed(&[parameter("from", true, schema)], &[], "");
        assert_eq!(options[0].ty, ty, "{schema}");
    }
}

#[test]
fn each_operation_of_a_way_has_its_own_options() {
    let body = format!("{{content: {{application/json: {{schema: {THING}}}}}}}");
    let paths = format!(
        "  /things:\n    get: {{parameters: [{}], responses: {}}}\n    post: {{parameters: [{}], requestBody: {body}, responses: {}}}\n\
         \x20 '/things/{{thing-id}}':\n    get: {{parameters: [{}], responses: {}}}\n    delete: {{parameters: [{}], responses: {{'204': {{description: d}}}}}}",
        parameter("from", true, TEXT),
        things(),
        parameter("silent", true, TEXT),
        answer(THING),
        parameter("at", true, TEXT),
        answer(THING),
        parameter("why", false, TEXT),
    );
    let api = read(&paths, "");
    let options = &api.roots["things"].options;
    let all: Vec<_> = options
        .iter()
        .map(|(kind, all)| (kind, short(all)))
        .collect();
    let expected = [
        (StandardOperationKind::List, vec!["from!".to_owned()]),
        (StandardOperationKind::Create, vec!["silent!".to_owned()]),
        (StandardOperationKind::Get, vec!["at!".to_owned()]),
        (StandardOperationKind::Delete, vec!["why".to_owned()]),
    ];
    assert_eq!(all, expected);
}

#[test]
fn what_one_path_requires_the_way_requires() {
    let part = |from: &str, parameters: &str| {
        format!(
            "  /{from}/parts:\n    get: {{parameters: [{parameters}], responses: {}}}",
            things()
        )
    };
    let owner = "    ns.owner: {type: object, properties: {parts: {type: array, items: {$ref: '#/components/schemas/ns.thing'}}}}";
    let owners = answer("{$ref: '#/components/schemas/ns.owner'}");
    let paths = format!(
        "  /one:\n    get: {{responses: {owners}}}\n  /two:\n    get: {{responses: {owners}}}\n{}\n{}",
        part("one", &parameter("from", true, TEXT)),
        part("two", "")
    );
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: v}}\npaths:\n{paths}\ncomponents:\n  schemas:\n{owner}\n\
         \x20   ns.thing: {{type: object, properties: {{id: {{type: string}}}}}}\n"
    );
    let read = graphwright_openapi::read_as("test.yaml", &text, Some(Kind::OData)).unwrap();
    let owner = &read.api.resources[&Target::one(TypeName::new("ns.owner"))];
    let options = owner.navigation["parts"]
        .options
        .of(StandardOperationKind::List);
    assert_eq!(short(options), ["from!"]);
}

#[test]
fn calls_take_options_beside_the_parameters_in_their_path() {
    let call = |path: &str, method: &str, parameters: &[String]| {
        let paths = format!(
            "  /things:\n    get: {{responses: {}}}\n  '/things/{path}':\n    {method}: {{parameters: [{}], responses: {}}}",
            things(),
            parameters.join(", "),
            things()
        );
        let api = read(&paths, "");
        let things = &api.resources[&Target::many(TypeName::new("ns.thing"))];
        let operations = things.operations.values().flatten();
        let all = operations.map(|one| {
            let names = one.parameters.iter().map(|one| one.name.clone());
            (names.collect::<Vec<_>>(), short(&one.options))
        });
        all.collect::<Vec<_>>()
    };
    let from = || parameter("from", true, TEXT);
    let one = |parameters: &[&str], options: &[&str]| {
        let owned = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        vec![(owned(parameters), owned(options))]
    };
    assert_eq!(call("ns.move", "post", &[from()]), one(&[], &["from!"]));
    let number = "{name: number, in: path, required: true, schema: {type: integer}}".to_owned();
    let called = call("ns.near(number={number})", "get", &[number, from()]);
    assert_eq!(called, one(&["number"], &["from!"]));
    // Behind an alias stands a parameter.
    let alias = parameter("number", false, "{type: integer}");
    let called = call("ns.near(number=@number)", "get", &[alias, from()]);
    assert_eq!(called, one(&["number"], &["from!"]));
}
