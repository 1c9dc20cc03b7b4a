//! The types of arguments of primitive types.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use graphwright_emit::{Options, emit};

fn emitted(api: &graphwright_api::Api) -> String {
    let options = Options {
        package: "numbers".into(),
        service_root: "https://numbers.example".into(),
        ..Options::default()
    };
    let files = emit(api, &options).unwrap();
    let sources = files.iter().filter(|(path, _)| path.ends_with(".rs"));
    let text: Vec<&str> = sources.map(|(_, text)| text.as_str()).collect();
    text.join("\n")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn what_rust_has_a_plain_type_for_is_given_as_that() {
    for (edm, ty) in [
        ("Edm.Boolean", "bool"),
        ("Edm.Byte", "u8"),
        ("Edm.SByte", "i8"),
        ("Edm.Int16", "i16"),
        ("Edm.Int32", "i32"),
        ("Edm.Int64", "i64"),
        ("Edm.Double", "f64"),
        ("Edm.Single", "f32"),
        ("Edm.String", "&str"),
        ("Edm.Decimal", "&edm::Decimal"),
        ("Edm.Guid", "&edm::Guid"),
        ("Edm.Date", "&edm::Date"),
        ("Edm.TimeOfDay", "&edm::TimeOfDay"),
        ("Edm.DateTimeOffset", "&edm::DateTimeOffset"),
        ("Edm.Duration", "&edm::Duration"),
        ("Edm.Binary", "&edm::Binary"),
    ] {
        let description = format!(
            r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
<edmx:DataServices><Schema Namespace="ns" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <Function Name="near">
    <Parameter Name="here" Type="{edm}" Nullable="false"/><Parameter Name="there" Type="{edm}"/>
    <ReturnType Type="Edm.String"/>
  </Function>
  <EntityContainer Name="container"><FunctionImport Name="near" Function="ns.near"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#
        );
        let lowered = graphwright_csdl::read("numbers.csdl", &description).unwrap();
        let text = emitted(&lowered.api).replace("graphwright::edm::", "edm::");
        let short = ty.replace("&edm::", "&");
        let found = [ty, &*short]
            .iter()
            .any(|ty| text.contains(&format!("here: {ty},")));
        assert!(found, "{edm}: {text}");
    }
}

#[test]
fn whole_numbers_of_plain_services_are_plain_numbers_too() {
    let parameters = [
        ("uint16", "u16"),
        ("uint32", "u32"),
        ("uint64", "u64"),
        ("uint8", "u8"),
        ("int64", "i64"),
        // How a number is written can matter in a path of a service that is not OData's: `614` is not `614.0` there.
        ("double", "&Double"),
        ("float", "&Single"),
    ];
    for version in ["3.0.3", "3.1.0"] {
        let listed = parameters.map(|(format, _)| {
            let kind = match format {
                "double" | "float" => "number",
                _ => "integer",
            };
            format!("{{name: {format}, in: query, required: true, schema: {{type: {kind}, format: {format}}}}}")
        });
        let document = format!(
            "openapi: {version}\ninfo: {{title: numbers, version: '1'}}\npaths:\n  /at:\n    get:\n      \
             operationId: getAt\n      parameters: [{}]\n      \
             responses: {{'204': {{description: Done.}}}}\n",
            listed.join(", ")
        );
        let lowered = graphwright_openapi::read("numbers.yaml", &document).unwrap();
        let text = emitted(&lowered.api)
            .replace("graphwright::edm::", "")
            .replace("edm::", "");
        for (format, ty) in parameters {
            assert!(
                text.contains(&format!("{format}: {ty}")),
                "{format}: {text}"
            );
        }
    }
}
