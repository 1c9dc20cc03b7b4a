//! What requests for the result of an operation give.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use graphwright_api::Api;
use graphwright_emit::{Options, emit};

/// Functions of collections whose items may be null, may not be null, or of which nothing is said.
const CSDL: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
<edmx:DataServices><Schema Namespace="ns" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <EnumType Name="size"><Member Name="small"/><Member Name="large"/></EnumType>
  <Function Name="may"><ReturnType Type="Collection(Edm.String)" Nullable="true"/></Function>
  <Function Name="sizes"><ReturnType Type="Collection(ns.size)" Nullable="true"/></Function>
  <Function Name="not"><ReturnType Type="Collection(Edm.String)" Nullable="false"/></Function>
  <Function Name="silent"><ReturnType Type="Collection(Edm.String)"/></Function>
  <EntityContainer Name="container">
    <FunctionImport Name="may" Function="ns.may"/>
    <FunctionImport Name="sizes" Function="ns.sizes"/>
    <FunctionImport Name="not" Function="ns.not"/>
    <FunctionImport Name="silent" Function="ns.silent"/>
  </EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#;

const JSON: &str = r#"{
  "$Version": "4.01", "$EntityContainer": "ns.container",
  "ns": {
    "size": {"$Kind": "EnumType", "small": 0, "large": 1},
    "may": [{"$Kind": "Function", "$ReturnType": {"$Collection": true, "$Type": "Edm.String", "$Nullable": true}}],
    "sizes": [{"$Kind": "Function", "$ReturnType": {"$Collection": true, "$Type": "ns.size", "$Nullable": true}}],
    "not": [{"$Kind": "Function", "$ReturnType": {"$Collection": true, "$Type": "Edm.String"}}],
    "silent": [{"$Kind": "Function", "$ReturnType": {"$Collection": true, "$Type": "Edm.String"}}],
    "container": {
      "$Kind": "EntityContainer",
      "may": {"$Function": "ns.may"}, "sizes": {"$Function": "ns.sizes"},
      "not": {"$Function": "ns.not"}, "silent": {"$Function": "ns.silent"}
    }
  }
}"#;

fn openapi(version: &str, may: &str, sizes: &str) -> String {
    let path = |name: &str, items: &str| {
        format!(
            r##""/{name}()": {{"get": {{"x-ms-docs-operation-type": "function", "responses": {{"200": {{"description": "d", "content":
            {{"application/json": {{"schema": {{"type": "object", "properties": {{"value": {{"type": "array", "items": {items}}}}}}}}}}}}}}}}}}}"##
        )
    };
    let text = r#"{"type": "string"}"#;
    let paths = [
        path("may", may),
        path("sizes", sizes),
        path("not", text),
        path("silent", text),
    ];
    format!(
        r#"{{"openapi": "{version}", "info": {{"title": "t", "version": "v"}}, "servers": [{{"url": "https://things.example"}}],
        "paths": {{{}}}, "components": {{"schemas": {{"ns.size": {{"title": "size", "type": "string", "enum": ["small", "large"]}}}}}}}}"#,
        paths.join(",")
    )
}

fn client(api: &Api) -> String {
    let options = Options {
        package: "things".into(),
        service_root: "https://things.example".into(),
        ..Options::default()
    };
    let mut files = emit(api, &options).unwrap();
    files.remove("src/client.rs").unwrap()
}

#[test]
fn items_of_a_result_are_optional_where_the_description_says_that_they_may_be_null() {
    let odata = Some(graphwright_openapi::Kind::OData);
    let read = |text: &str| {
        graphwright_openapi::read_as("things.json", text, odata)
            .unwrap()
            .api
    };
    let size = r##""$ref": "#/components/schemas/ns.size""##;
    let apis = [
        graphwright_csdl::read("things.csdl", CSDL).unwrap().api,
        graphwright_csdl::read("things.json", JSON).unwrap().api,
        read(&openapi(
            "3.0.3",
            r#"{"type": "string", "nullable": true}"#,
            &format!(r#"{{"anyOf": [{{{size}}}], "nullable": true}}"#),
        )),
        read(&openapi(
            "3.1.0",
            r#"{"type": ["string", "null"]}"#,
            &format!(r#"{{"anyOf": [{{{size}}}, {{"type": "null"}}]}}"#),
        )),
    ];
    for api in &apis {
        let client = client(api);
        for (function, item) in [
            ("may", "Option<String>"),
            ("sizes", "Option<Size>"),
            ("not", "String"),
            ("silent", "String"),
        ] {
            let method = format!("fn {function}(&self) -> Request<Page<{item}>>");
            assert!(client.contains(&method), "{method}\n{client}");
        }
    }
}
