//! A document of several files.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::cell::RefCell;
use std::collections::BTreeMap;

use graphwright_api::{Api, Diagnostic, ItemType, Target, TypeName, TypeRef};
use graphwright_openapi::Kind;

const SHOP: &str = "openapi: 3.0.3
info: { title: shop, version: '1' }
paths:
  /products: { get: { responses: { 200: { $ref: 'common/answers.yaml#/products' } } } }
  '/products({ID})':
    $ref: paths.yaml#/product
components:
  schemas:
    shop.product:
      type: object
      properties:
        ID: { type: string }
        supplier: { $ref: './people.json#/components/schemas/people.supplier' }
        size: { $ref: common/size.yaml }
    shop.money: { type: object, properties: { amount: { type: number } } }
";

const PATHS: &str = "product:
  parameters: [{ name: ID, in: path, required: true, schema: { type: string } }]
  get: { responses: { 200: { description: one, content: { application/json: { schema: { $ref: 'shop.yaml#/components/schemas/shop.product' } } } } } }
";

/// Refers to itself, and back to the document.
const PEOPLE: &str = r##"{ "components": { "schemas": {
  "people.supplier": { "allOf": [{ "$ref": "#/components/schemas/people.person" }, { "type": "object", "properties": {
    "of": { "type": "array", "items": { "$ref": "shop.yaml#/components/schemas/shop.product" } },
    "boss": { "$ref": "#/components/schemas/people.supplier" },
    "wage": { "$ref": "#/components/schemas/shop.money" }
  } }] },
  "people.person": { "type": "object", "properties": { "name": { "type": "string", "nullable": "yes" } } },
  "people.unasked": { "type": "object", "properties": { "name": { "type": "string" } } },
  "shop.money": { "type": "object", "properties": { "amount": { "type": "number" } } }
} } }"##;

const ANSWERS: &str = "products: { description: all, content: { application/json: { schema: { type: object, properties: { value: { type: array, items: { $ref: '../shop.yaml#/components/schemas/shop.product' } } } } } } }
";

fn files() -> BTreeMap<&'static str, &'static str> {
    BTreeMap::from([
        ("paths.yaml", PATHS),
        ("people.json", PEOPLE),
        ("common/answers.yaml", ANSWERS),
        ("common/size.yaml", "type: integer\nformat: int32\n"),
    ])
}

/// The model with its warnings, or the errors.
type Read = Result<(Api, Vec<Diagnostic>), Vec<Diagnostic>>;

/// What is read of `shop` with the files beside it, and which of them were asked for.
fn read(shop: &str, files: &BTreeMap<&str, &str>) -> (Read, Vec<String>) {
    let asked = RefCell::new(Vec::new());
    let beside = |path: &str| {
        asked.borrow_mut().push(path.to_owned());
        let text = files.get(path).map(|text| (*text).to_owned());
        text.ok_or_else(|| "it is not there".to_owned())
    };
    let read = graphwright_openapi::read_with("specs/shop.yaml", shop, &beside, Some(Kind::OData));
    let read = read.map(|(lowered, _)| (lowered.api, lowered.warnings));
    (read, asked.into_inner())
}

fn shown(diagnostics: &[Diagnostic]) -> Vec<String> {
    let lines = diagnostics.iter().map(ToString::to_string);
    lines.map(|one| one.replace("\n  help: ", " | ")).collect()
}

#[test]
fn what_stands_in_other_files_is_read_as_if_it_stood_in_the_document() {
    let (read, asked) = read(SHOP, &files());
    let (api, _) = read.unwrap();
    let types: Vec<&str> = api.types.keys().map(TypeName::as_str).collect();
    let expected = [
        "people.person",
        "people.supplier",
        "shop.money",
        "shop.product",
    ];
    assert_eq!(types, expected);
    let product = api.types[&TypeName::new("shop.product")]
        .structured()
        .unwrap();
    let supplier = ItemType::Named(TypeName::new("people.supplier"));
    assert_eq!(product.properties[1].ty, TypeRef::one(supplier));
    let size = ItemType::Primitive(graphwright_api::Primitive::Int32);
    assert_eq!(product.properties[2].ty, TypeRef::one(size));
    let base = api.types[&TypeName::new("people.supplier")].base();
    assert_eq!(base, Some(&TypeName::new("people.person")));
    let products = Target::many(TypeName::new("shop.product"));
    assert_eq!(api.roots["products"].target, products);
    assert_eq!(api.resources[&products].key[0].name, "ID");
    // Each once, and the document itself not at all.
    let mut once = asked.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), asked.len(), "{asked:?}");
    assert!(!asked.iter().any(|path| path == "shop.yaml"));
}

#[test]
fn what_is_wrong_in_another_file_is_said_with_its_place_there() {
    let (read, _) = read(SHOP, &files());
    let (_, warnings) = read.unwrap();
    let expected = "specs/people.json:7:84: warning: `nullable` is a string, where true or false must \
                    stand; it is left out | correct the document";
    assert_eq!(shown(&warnings), [expected]);
    let mut files = files();
    files.insert("common/size.yaml", "type: integer\nformat: [");
    let (read, _) = self::read(SHOP, &files);
    let errors = shown(&read.unwrap_err());
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(
        errors[0].starts_with("specs/common/size.yaml:3:1: error: the document is not YAML"),
        "{errors:?}"
    );
}

#[test]
fn a_part_in_braces_may_be_yaml() {
    let mut files = files();
    files.insert(
        "common/size.yaml",
        "{type: integer, format: int32,} # how big\n",
    );
    let (read, _) = read(SHOP, &files);
    let (api, _) = read.unwrap();
    let product = api.types[&TypeName::new("shop.product")].structured();
    let size = ItemType::Primitive(graphwright_api::Primitive::Int32);
    assert_eq!(product.unwrap().properties[2].ty, TypeRef::one(size));
    // What says that it is JSON must be it.
    let broken = PEOPLE.replace("} } }", "} }, }");
    files.insert("people.json", &broken);
    let (read, _) = self::read(SHOP, &files);
    let errors = shown(&read.unwrap_err());
    let is_json = errors[0].contains("error: the document is not JSON: trailing comma");
    assert!(is_json, "{errors:?}");
}

#[test]
fn a_file_that_is_not_there_is_told_with_what_to_do_and_costs_no_more() {
    let mut files = files();
    files.remove("people.json");
    let (read, _) = read(SHOP, &files);
    let (api, warnings) = read.unwrap();
    let expected = "specs/shop.yaml:13:21: warning: \
                    `./people.json#/components/schemas/people.supplier` is referred to, which the document \
                    does not have | it is left out; it is not there";
    assert_eq!(shown(&warnings), [expected]);
    let product = api.types[&TypeName::new("shop.product")]
        .structured()
        .unwrap();
    assert_eq!(product.properties[1].ty, TypeRef::one(ItemType::Untyped));
}

#[test]
fn a_reference_within_a_file_is_to_that_file_alone() {
    let mut files = files();
    let other = PEOPLE.replace(
        "#/components/schemas/people.person",
        "#/components/schemas/shop.product",
    );
    files.insert("people.json", &other);
    let (read, _) = read(SHOP, &files);
    let (_, warnings) = read.unwrap();
    let expected = "specs/people.json:2:36: warning: \
                    `people.json#/components/schemas/shop.product` is referred to, which the document does \
                    not have | it is left out; `people.json` has nothing at \
                    `/components/schemas/shop.product`: correct the reference";
    assert_eq!(shown(&warnings), [expected]);
}

#[test]
fn a_chain_of_files_is_followed_to_the_limit_and_no_further() {
    let shop = "openapi: 3.0.3
info: { title: shop, version: '1' }
paths: {}
components: { schemas: { shop.far: { $ref: 1.yaml } } }
";
    let links = (1..50).map(|number| {
        let next = number + 1;
        let text = format!("type: object\nproperties:\n  next: {{ $ref: {next}.yaml }}\n");
        (format!("{number}.yaml"), text)
    });
    let links: Vec<(String, String)> = links.collect();
    let files = links.iter().map(|(path, text)| (&**path, &**text));
    let (read, asked) = read(shop, &files.collect());
    let warnings = shown(&read.unwrap().1);
    assert_eq!(asked.len(), 32, "{asked:?}");
    assert!(
        warnings.iter().any(|one| one.contains("32 in a row")),
        "{warnings:?}"
    );
}

#[test]
fn no_reference_leads_out_of_the_folder() {
    for path in [
        "../people.json",
        "common/../../people.json",
        "%2e%2e/people.json",
        "/etc/passwd",
        "file:///etc/passwd",
        "https://service.example/people.json",
        "..\\\\people.json",
    ] {
        let shop = SHOP.replace("./people.json", path);
        let (read, asked) = read(&shop, &files());
        let (_, warnings) = read.unwrap();
        let warnings = shown(&warnings);
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        assert!(
            warnings[0].contains("put the file beside the document"),
            "{warnings:?}"
        );
        assert_eq!(asked.len(), 3, "{asked:?}");
    }
}

#[test]
fn two_declarations_of_one_name_stay_apart_unless_they_say_the_same() {
    let mut files = files();
    let other = PEOPLE.replace(
        "\"amount\": { \"type\": \"number\" }",
        "\"cents\": { \"type\": \"number\" }",
    );
    files.insert("people.json", &other);
    let (read, _) = read(SHOP, &files);
    let (api, _) = read.unwrap();
    let money: Vec<&str> = api
        .types
        .keys()
        .map(TypeName::as_str)
        .filter(|name| name.contains("money"))
        .collect();
    assert_eq!(money, ["shop.money", "shop.money2"]);
}

#[test]
fn files_that_refer_to_each_other_without_end_are_followed_to_a_limit() {
    let shop = SHOP.replace(
        "./people.json#/components/schemas/people.supplier",
        "1.yaml",
    );
    let beside = |path: &str| {
        let number: u32 = path
            .strip_suffix(".yaml")
            .and_then(|number| number.parse().ok())
            .ok_or("it is not there")?;
        Ok(format!(
            "type: object\nproperties: {{ next: {{ $ref: {}.yaml }} }}",
            number + 1
        ))
    };
    let (lowered, _) =
        graphwright_openapi::read_with("shop.yaml", &shop, &beside, Some(Kind::OData)).unwrap();
    let warnings = shown(&lowered.warnings);
    let limit = "a document may consist of 4096 files, 32 in a row";
    assert!(
        warnings.iter().any(|one| one.contains(limit)),
        "{warnings:?}"
    );
}

#[test]
fn a_large_part_that_is_put_in_often_is_put_in_up_to_a_limit() {
    let members = (0..20_000).map(|number| format!("      p{number}: {{ type: string }}\n"));
    let part = format!(
        "get:\n  responses: {{}}\n  requestBody: {{ content: {{ application/json: {{ schema: {{ type: object, properties: {{ x: {{}} }} }} }} }} }}\nx-large:\n  type: object\n  properties:\n{}",
        members.collect::<String>()
    );
    let paths = (0..1_000).map(|number| format!("  /things{number}: {{ $ref: part.yaml }}\n"));
    let shop = format!("openapi: 3.0.3\npaths:\n{}", paths.collect::<String>());
    let beside = |_: &str| Ok(part.clone());
    let (lowered, _) =
        graphwright_openapi::read_with("shop.yaml", &shop, &beside, Some(Kind::OData)).unwrap();
    let warnings = shown(&lowered.warnings);
    let limit = "it unfolds to more than 4000000 values";
    assert!(
        warnings.iter().any(|one| one.contains(limit)),
        "{}",
        warnings.len()
    );
}
