//! What paths show of composable functions (OData CSDL 4.01, 12.6).

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use graphwright_api::{Api, Operation, Target, TypeName};

const HEAD: &str = r##"openapi: 3.0.4
info: { title: Sheets, version: "1" }
servers: [{ url: https://sheets.example/v1 }]
components:
  schemas:
    ns.sheet:
      type: object
      properties: { id: { type: string } }
    ns.range:
      type: object
      properties:
        id: { type: string }
        format: { anyOf: [{ $ref: "#/components/schemas/ns.format" }], x-ms-navigationProperty: true }
    ns.format:
      type: object
      properties: { id: { type: string } }
paths:
"##;

/// A path with a GET that gives one of a type.
fn path(template: &str, ty: &str, kind: &str) -> String {
    let names = template.split(['{', '}']).skip(1).step_by(2);
    let parameters: Vec<String> = names
        .map(|name| format!("{{ name: {name}, in: path, required: true, schema: {{ type: string }}, x-ms-docs-key-type: sheet }}"))
        .collect();
    format!(
        "  {template:?}:\n    parameters: [{}]\n    get:\n      x-ms-docs-operation-type: {kind}\n      \
         responses: {{ \"200\": {{ description: it, content: {{ application/json: {{ schema: {{ $ref: \"#/components/schemas/ns.{ty}\" }} }} }} }} }}\n",
        parameters.join(", ")
    )
}

const SHEET: &str = "/sheets/{sheet-id}";

fn api(paths: &[String]) -> Api {
    let text = format!(
        "{HEAD}{}{}",
        path(SHEET, "sheet", "operation"),
        paths.concat()
    );
    graphwright_openapi::read("sheets.yaml", &text).unwrap().api
}

fn range() -> Target {
    Target::one(TypeName::new("ns.range"))
}

/// The only operation of that name on one of a type.
fn function<'a>(api: &'a Api, ty: &str, name: &str) -> &'a Operation {
    let on = Target::one(TypeName::new(format!("ns.{ty}")));
    let mut all = api.resources[&on].operations.iter();
    &all.find(|(segment, _)| segment.ends_with(name)).unwrap().1[0]
}

fn call(rest: &str) -> String {
    path(&format!("{SHEET}/ns.used(){rest}"), "range", "function")
}

fn format(rest: &str) -> String {
    path(&format!("{SHEET}/ns.{rest}/format"), "format", "operation")
}

#[test]
fn a_function_behind_a_call_is_composable_if_all_before_it_with_that_result_are() {
    let api = api(&[call(""), format("used()"), call("/ns.row()")]);
    assert_eq!(function(&api, "sheet", "used").composes, Some(range()));
    assert_eq!(function(&api, "range", "row").composes, Some(range()));
}

#[test]
fn a_function_behind_a_call_is_not_if_another_with_that_result_is_not() {
    let other = path(&format!("{SHEET}/ns.first()"), "range", "function");
    let api = api(&[call(""), format("used()"), call("/ns.row()"), other]);
    assert_eq!(function(&api, "sheet", "first").composes, None);
    assert_eq!(function(&api, "range", "row").composes, None);
}

#[test]
fn the_number_of_results_does_not_make_a_function_composable() {
    let count = path(&format!("{SHEET}/ns.used()/$count"), "range", "operation");
    let api = api(&[call(""), count]);
    assert_eq!(function(&api, "sheet", "used").composes, None);
}
