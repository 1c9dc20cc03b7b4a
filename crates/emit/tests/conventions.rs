//! How a service writes on the wire: what a profile says, what Graph and plain documents say by themselves.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use graphwright_api::{Alphabet, Conventions, EnumLiterals};
use graphwright_emit::{Files, Options, emit};

/// A service with that namespace: an entity type whose key is of an enumeration type.
fn service(namespace: &str) -> String {
    format!(
        r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
<edmx:DataServices><Schema Namespace="{namespace}" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <EnumType Name="size"><Member Name="L"/></EnumType>
  <EntityType Name="shirt"><Key><PropertyRef Name="size"/></Key>
    <Property Name="size" Type="{namespace}.size" Nullable="false"/>
    <Property Name="print" Type="Edm.Binary"/>
    <Property Name="scans" Type="Collection(Edm.Binary)"/>
    <Property Name="photo" Type="Edm.Stream"/>
  </EntityType>
  <Function Name="match"><Parameter Name="print" Type="Edm.Binary" Nullable="false"/>
    <ReturnType Type="Edm.Binary"/></Function>
  <EntityContainer Name="container">
    <EntitySet Name="shirts" EntityType="{namespace}.shirt"/>
    <FunctionImport Name="match" Function="{namespace}.match"/>
  </EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#
    )
}

fn files(api: &graphwright_api::Api, conventions: Conventions) -> Files {
    let options = Options {
        package: "things".into(),
        service_root: "https://things.example".into(),
        conventions,
        ..Options::default()
    };
    emit(api, &options).unwrap()
}

fn generated(namespace: &str, conventions: Conventions) -> Files {
    let lowered = graphwright_csdl::read("things.csdl", &service(namespace)).unwrap();
    files(&lowered.api, conventions)
}

/// How the generated client is made.
fn client(files: &Files) -> String {
    let text = &files["src/client.rs"];
    let (_, rest) = text.split_once("fn from(core").unwrap();
    let (made, _) = rest.split_once("impl Client").unwrap();
    let made = made.split_once('{').unwrap().1;
    made.split_whitespace().collect::<Vec<_>>().concat()
}

const PLAIN: &str = "Self(ServiceClient::new(core,SERVICE_ROOT))}}";

#[test]
fn a_client_has_the_conventions_of_the_profile_and_graph_those_of_graph() {
    let nothing = Conventions::default();
    let said = |enum_literals| Conventions {
        enum_literals: Some(enum_literals),
        ..Conventions::default()
    };
    let short = "Self(ServiceClient::new(core,SERVICE_ROOT).with_conventions(Conventions::ODATA.enum_literals(EnumLiterals::Short)),)}}";
    for (namespace, conventions, expected) in [
        ("shop.model", nothing, PLAIN),
        ("microsoft.graph", nothing, short),
        ("microsoft.graph.security", nothing, short),
        ("microsoft.graphics", nothing, PLAIN),
        ("shop.model", said(EnumLiterals::Short), short),
        ("microsoft.graph", said(EnumLiterals::Qualified), PLAIN),
    ] {
        assert_eq!(
            client(&generated(namespace, conventions)),
            expected,
            "{namespace}"
        );
    }
    let texts = Conventions {
        ieee754_compatible: true,
        ..nothing
    };
    let client = client(&generated("shop.model", texts));
    assert!(
        client.contains("Conventions::ODATA.ieee754_compatible(true)"),
        "{client}"
    );
}

#[test]
fn binary_values_are_of_the_alphabet_of_the_profile_wherever_they_stand() {
    for (binary, expected, other) in [
        (None, "Binary", "Base64Url"),
        (Some(Alphabet::Base64), "Binary", "Base64Url"),
        (Some(Alphabet::Base64Url), "Base64Url", "Binary"),
    ] {
        let conventions = Conventions {
            binary,
            ..Conventions::default()
        };
        let files = generated("shop.model", conventions);
        let model = &files["src/models/shirt.rs"];
        let client = &files["src/client.rs"];
        for (text, part) in [
            (model, format!("pub print: Option<{expected}>")),
            (model, format!("pub scans: Option<Vec<{expected}>>")),
            (client, format!("print: &{expected}")),
            (client, format!("Single<{expected}>")),
        ] {
            assert!(text.contains(&part), "{part}: {text}");
        }
        let rest = format!("edm::{other}");
        assert!(!model.contains(&rest) && !client.contains(&rest), "{model}");
    }
}

#[test]
fn a_key_of_an_enumeration_type_is_a_value_of_that_type() {
    let files = generated("shop.model", Conventions::default());
    let shirts = &files["src/resources/shirt_collection.rs"];
    assert!(
        shirts.contains("pub fn size(&self, size: &Size) -> ShirtResource"),
        "{shirts}"
    );
    assert!(shirts.contains("self.0.key_parentheses(&size)"), "{shirts}");
}

#[test]
fn a_plain_document_says_place_by_place_which_alphabet_it_means() {
    let document = r#"
openapi: 3.1.0
info: {title: t, version: '1'}
servers: [{url: 'https://things.example'}]
paths:
  /shirts:
    get:
      operationId: getShirt
      responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Shirt'}}}}}
components:
  schemas:
    Shirt:
      type: object
      properties:
        a: {type: string, format: byte}
        b: {type: string, format: base64url}
        c: {type: string, contentEncoding: base64}
        d: {type: string, contentEncoding: base64url}
        e: {type: array, items: {type: string, contentEncoding: BASE64URL}}
        f: {type: string, format: byte, contentEncoding: base64url}
        g: {contentEncoding: base64url}
        h: {type: string, contentEncoding: quoted-printable}
"#;
    let lowered = graphwright_openapi::read("shirts.yaml", document).unwrap();
    for binary in [None, Some(Alphabet::Base64), Some(Alphabet::Base64Url)] {
        let conventions = Conventions {
            binary,
            ..Conventions::default()
        };
        let files = files(&lowered.api, conventions);
        let model = &files["src/models/shirt.rs"];
        for field in [
            "a: Option<Binary>",
            "b: Option<Base64Url>",
            "c: Option<Binary>",
            "d: Option<Base64Url>",
            "e: Option<Vec<Base64Url>>",
            "f: Option<Base64Url>",
            "g: Option<Base64Url>",
            "h: Option<String>",
        ] {
            assert!(model.contains(&format!("pub {field}")), "{field}: {model}");
        }
    }
}
