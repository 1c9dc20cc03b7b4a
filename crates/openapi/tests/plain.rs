//! Documents of services that are not OData's: `fixtures/plain` has one construct a file, and says in
//! its first lines which warnings are expected. That each becomes a crate that compiles is tested in
//! `xtask/tests/plain.rs`.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;

use graphwright_api::facts::differences;
use graphwright_api::plain::Status;
use graphwright_api::select::{Pattern, Selection, explain, select};
use graphwright_api::{Api, ItemType, Primitive, TypeKind, TypeName, TypeRef};
use graphwright_openapi::Kind;

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/plain"))
}

fn text(name: &str) -> String {
    fs::read_to_string(folder().join(name).with_extension("yaml")).unwrap()
}

fn api(name: &str) -> Api {
    graphwright_openapi::read(name, &text(name)).unwrap().api
}

fn named(name: &str) -> TypeRef {
    TypeRef::one(ItemType::Named(TypeName::new(name)))
}

fn property(api: &Api, ty: &str, name: &str) -> TypeRef {
    let ty = api.types[&TypeName::new(ty)].structured().unwrap();
    let found = ty.properties.iter().find(|property| property.name == name);
    found.unwrap().ty.clone()
}

#[test]
fn every_document_is_read_with_the_warnings_that_it_names() {
    let mut names: Vec<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    names.sort();
    assert!(names.len() > 25);
    let mut wrong = String::new();
    for name in names {
        let text = text(&name);
        let expected = text
            .lines()
            .filter_map(|line| line.strip_prefix("# warning: "));
        let mut expected: Vec<String> = expected.map(str::to_owned).collect();
        let lowered = match graphwright_openapi::read(&name, &text) {
            Ok(lowered) => lowered,
            Err(errors) => {
                wrong += &format!("{name} has errors: {errors:#?}\n");
                continue;
            }
        };
        let mut said: Vec<String> = Vec::new();
        for warning in &lowered.warnings {
            assert!(warning.position.is_some(), "{warning}");
            said.push(warning.message.clone());
        }
        said.sort();
        expected.sort();
        if said != expected {
            wrong += &format!("{name}\n  said {said:#?}\n  expected {expected:#?}\n");
        }
        if lowered.api.plain.is_empty() {
            wrong += &format!("{name} has no paths\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn no_name_and_no_type_depends_on_the_order_of_a_document() {
    for name in [
        "inline-schemas",
        "derived-by-discriminator",
        "recursion",
        "names",
    ] {
        let mut value: serde_json::Value = {
            let text = text(name);
            // JSON is YAML, so the reader takes both.
            serde_yaml::from_str(&text).unwrap()
        };
        for section in ["/paths", "/components/schemas"] {
            if let Some(serde_json::Value::Object(entries)) = value.pointer_mut(section) {
                let reversed = std::mem::take(entries).into_iter().rev();
                *entries = reversed.collect();
            }
        }
        let turned = graphwright_openapi::read(name, &value.to_string())
            .unwrap()
            .api;
        let own = api(name);
        assert_eq!(
            own.types.keys().collect::<Vec<_>>(),
            turned.types.keys().collect::<Vec<_>>()
        );
        for (key, ty) in &own.types {
            assert_eq!(
                ty.kind.clone().without_places(),
                turned.types[key].kind.clone().without_places(),
                "{name}: {key}"
            );
        }
        assert_eq!(
            own.plain.places.keys().collect::<Vec<_>>(),
            turned.plain.places.keys().collect::<Vec<_>>()
        );
    }
}

/// The same, whatever the description's places are.
trait WithoutPlaces {
    fn without_places(self) -> Self;
}

impl WithoutPlaces for TypeKind {
    fn without_places(mut self) -> Self {
        if let Self::Structured(structured) = &mut self {
            for property in &mut structured.properties {
                property.origin = graphwright_api::Origin::default();
            }
        }
        self
    }
}

#[test]
fn what_stands_inline_is_called_after_what_it_stands_in_and_yields_to_components() {
    let api = api("inline-schemas");
    let names: Vec<&str> = api.types.keys().map(TypeName::as_str).collect();
    let expected = [
        "Order",
        "Order_a_b",
        "Order_a_b_2",
        "Order_state",
        "Order_state_2",
        "placeOrder_200_response",
        "placeOrder_400_response",
        "placeOrder_body",
        "placeOrder_body_lines_item",
        "placeOrder_body_lines_item_state",
        "placeOrder_mode",
    ];
    assert_eq!(names, expected);
    assert_eq!(property(&api, "Order", "state"), named("Order_state_2"));
}

#[test]
fn a_dot_in_the_name_of_a_member_begins_no_namespace() {
    let text = "openapi: 3.0.3
info: { title: t, version: '1' }
paths: {}
components:
  schemas:
    pet:
      type: object
      properties:
        by.owner: { type: object, properties: { name: { type: string } } }
";
    let lowered = graphwright_openapi::read_as("x", text, Some(Kind::Plain)).unwrap();
    assert_eq!(keys(&lowered.api.types), ["pet", "pet_by_owner"]);
}

#[test]
fn what_is_inherited_stands_in_the_type_and_the_last_declaration_says_its_type() {
    let api = api("all-of");
    let car = api.types[&TypeName::new("Car")].structured().unwrap();
    let names: Vec<&str> = car.properties.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["id", "note", "owner", "wheels"]);
    let primitive = |ty| TypeRef::one(ItemType::Primitive(ty));
    assert_eq!(property(&api, "Car", "id"), primitive(Primitive::Guid));
    assert_eq!(property(&api, "Car", "note"), primitive(Primitive::String));
    // What is inline in a base is one type for all that have it.
    assert_eq!(
        property(&api, "Car", "owner"),
        property(&api, "Owned", "owner")
    );
    assert_eq!(property(&api, "Garage", "car"), named("Car"));
}

#[test]
fn a_base_with_a_discriminator_is_any_of_what_is_derived_from_it() {
    let api = api("derived-by-discriminator");
    assert_eq!(property(&api, "Pet", "friend"), named("AnyPet"));
    let TypeKind::OneOf(any) = &api.types[&TypeName::new("AnyPet")].kind else {
        panic!("it is no choice");
    };
    let tags: Vec<(&str, Vec<String>)> = any
        .alternatives
        .iter()
        .map(|one| {
            (
                one.name.as_str(),
                one.tags[0].values.iter().map(ToString::to_string).collect(),
            )
        })
        .collect();
    let expected = [
        ("Cat", vec![r#""Cat""#.to_owned()]),
        ("Dog", vec![r#""dog""#.to_owned(), r#""Dog""#.to_owned()]),
        ("Puppy", vec![r#""Puppy""#.to_owned()]),
        ("Pet", vec![r#""Pet""#.to_owned()]),
    ];
    assert_eq!(tags, expected);
}

#[test]
fn what_is_merged_yields_to_what_is_there_and_the_first_of_several_wins() {
    let api = api("merge-keys");
    let primitive = |ty| TypeRef::one(ItemType::Primitive(ty));
    assert_eq!(
        property(&api, "Thing", "limit"),
        primitive(Primitive::Int64)
    );
    assert_eq!(
        property(&api, "Thing", "name"),
        primitive(Primitive::String)
    );
    let calls = api.plain.calls().map(|(_, call)| call.name.as_str());
    assert_eq!(calls.collect::<Vec<_>>(), ["odd", "list", "replace"]);
    // In JSON it is a key like any other.
    let json = r#"{"openapi":"3.0.3","paths":{},"components":{"schemas":{"T":{"type":"object","properties":
        {"<<":{"type":"object","properties":{"a":{"type":"string"}}}}}}}}"#;
    let api = graphwright_openapi::read_as("x.json", json, Some(Kind::Plain))
        .unwrap()
        .api;
    assert_eq!(property(&api, "T", "<<").item, named("T___").item);
}

#[test]
fn a_client_signs_in_as_most_of_a_document_asks() {
    let ways = |name: &str| -> Vec<String> {
        let names = |way: &graphwright_api::plain::SignIn| {
            let names: Vec<&str> = way.iter().map(|one| one.name.as_str()).collect();
            names.join("+")
        };
        api(name).plain.sign_in.iter().map(names).collect()
    };
    let of_all = ["app+key", "login", "key", "session", "token"];
    assert_eq!(ways("security-requirements"), of_all);
    assert_eq!(ways("security-by-operation"), ["oauth", "admin"]);
    let scheme_by_scheme = ["cookie", "bearer", "connect", "oauth", "query"];
    assert_eq!(ways("security"), scheme_by_scheme);
    let api = api("security-requirements");
    let asked = |name: &str| {
        let mut calls = api.plain.calls().map(|(_, call)| call);
        let call = calls.find(|call| call.name == name).unwrap();
        call.sign_in.as_ref().map(Vec::len)
    };
    assert_eq!((asked("both"), asked("same")), (None, None));
    assert_eq!((asked("public"), asked("optional")), (Some(0), Some(2)));
}

#[test]
fn answers_stand_in_the_order_of_their_statuses() {
    let api = api("responses-by-status");
    let call = &api.plain.places["/jobs"].calls;
    let start = call.iter().find(|call| call.name == "start").unwrap();
    let statuses: Vec<String> = start
        .answers
        .iter()
        .map(|one| one.status.to_string())
        .collect();
    assert_eq!(statuses, ["200", "202", "204", "409", "4XX"]);
    assert_eq!(start.answers[4].status, Status::Range(4));
}

#[test]
fn every_document_of_an_odata_service_is_told_from_a_plain_one() {
    let shared = Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/pairs"
    ));
    let Ok(files) = fs::read_dir(shared) else {
        eprintln!("skipped: {} is absent", shared.display());
        return;
    };
    for file in files {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if !name.contains(".openapi3") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let api = graphwright_openapi::read(&name, &text).unwrap().api;
        assert!(api.plain.is_empty(), "{name}");
        assert!(!api.roots.is_empty(), "{name}");
    }
}

fn slice(name: &str, include: &[&str], exclude: &[&str]) -> Result<Api, String> {
    let parse = |all: &[&str]| all.iter().map(|one| Pattern::parse(one).unwrap()).collect();
    let selection = Selection {
        include: parse(include),
        exclude: parse(exclude),
        ..Selection::default()
    };
    select(&api(name), &selection)
}

fn keys<K: ToString, V>(map: &std::collections::BTreeMap<K, V>) -> Vec<String> {
    map.keys().map(ToString::to_string).collect()
}

#[test]
fn a_path_brings_what_leads_to_it_and_the_types_that_it_needs() {
    let part = slice("pet-store", &["/pets/*/photos/{p}"], &[]).unwrap();
    let places = [
        "",
        "/pets",
        "/pets/{petId}",
        "/pets/{petId}/photos",
        "/pets/{petId}/photos/{photo}",
    ];
    assert_eq!(keys(&part.plain.places), places);
    assert_eq!(part.plain.calls().count(), 2);
    assert!(part.types.is_empty(), "{:?}", part.types.keys());
    let part = slice("pet-store", &["/PETS"], &[]).unwrap();
    let types = ["NewPet", "NewPet_owner", "NewPet_status", "Pet", "Problem"];
    assert_eq!(keys(&part.types), types);
    let part = slice("pet-store", &["/pets/**"], &["/pets/{petId}/**"]).unwrap();
    assert_eq!(keys(&part.plain.places), ["", "/pets"]);
}

#[test]
fn a_type_that_is_left_out_is_json_where_it_was() {
    let part = slice("pet-store", &["/pets"], &["NewPet_owner", "Problem"]).unwrap();
    assert_eq!(property(&part, "NewPet", "owner").item, ItemType::Untyped);
    let part = slice("one-of-with-mapping", &["Shape"], &["Circle"]).unwrap();
    let TypeKind::OneOf(shape) = &part.types[&TypeName::new("Shape")].kind else {
        panic!("it is no choice");
    };
    assert_eq!(shape.alternatives.len(), 1);
}

#[test]
fn a_pattern_that_matches_nothing_is_a_mistake() {
    let error = slice("pet-store", &["/pet"], &[]).unwrap_err();
    assert_eq!(
        error,
        "no path is `/pet`; did you mean `/pets`, `/pets/{petId}`, `/pets/{petId}/photos/{photo}`?"
    );
}

#[test]
fn it_is_said_why_a_type_is_there() {
    let selection = Selection {
        include: vec![Pattern::parse("/pets").unwrap()],
        ..Selection::default()
    };
    let why = explain(&api("pet-store"), &selection, "NewPet_owner").unwrap();
    let expected = "`NewPet_owner` stands in `Pet`\n\
                    `Pet` is what is sent or received at `GET /pets`\n\
                    `GET /pets` is asked for by `/pets`\n";
    assert_eq!(why, expected);
}

/// Public descriptions that come with a package of ours: small examples, and those of whole services.
#[test]
fn documents_of_real_services_are_read_without_errors_and_with_all_their_operations() {
    let home = std::env::var_os("CARGO_HOME").map(std::path::PathBuf::from);
    let home = home.or_else(|| Some(Path::new(&std::env::var_os("HOME")?).join(".cargo")));
    let registries = home.map(|home| home.join("registry/src"));
    let registries = registries.and_then(|place| fs::read_dir(place).ok());
    let packages = registries
        .into_iter()
        .flatten()
        .flat_map(|one| fs::read_dir(one.unwrap().path()));
    let folder = packages
        .flatten()
        .map(|one| one.unwrap().path())
        .find(|path| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("openapiv3-2"))
        });
    let Some(files) = folder.and_then(|folder| fs::read_dir(folder.join("fixtures")).ok()) else {
        eprintln!("skipped: cargo has not unpacked the fixtures of openapiv3");
        return;
    };
    let mut count = 0;
    for file in files {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        let lowered = graphwright_openapi::read(&name, &text)
            .unwrap_or_else(|errors| panic!("{name}: {errors:#?}"));
        let value: serde_json::Value = serde_yaml::from_str(&text).unwrap();
        let items = value["paths"].as_object().unwrap().values();
        let methods = [
            "get", "put", "post", "delete", "options", "head", "patch", "trace",
        ];
        let operations: usize = items
            .map(|item| {
                methods
                    .iter()
                    .filter(|method| item.get(**method).is_some())
                    .count()
            })
            .sum();
        assert_eq!(lowered.api.plain.calls().count(), operations, "{name}");
        count += operations;
    }
    assert!(count > 900, "{count}");
}

#[test]
fn what_is_taken_for_plain_is_read_as_if_it_were_said_to_be() {
    for name in ["full-names", "names-of-protobuf", "names-of-type-spec"] {
        let text = text(name);
        let told = graphwright_openapi::read(name, &text).unwrap();
        let said = graphwright_openapi::read_as(name, &text, Some(Kind::Plain)).unwrap();
        assert_eq!(told.api, said.api, "{name}");
        assert_eq!(told.warnings, said.warnings, "{name}");
        // The marks are named, and what a caller says needs no explanation.
        assert_eq!(told.notes.len(), 1, "{name}");
        let note = told.notes[0].to_string();
        let start = format!(
            "{name}: note: taken for a description of a service that is not OData\u{2019}s: it has "
        );
        assert!(note.starts_with(&start), "{note}");
        assert!(note.contains("--service odata"), "{note}");
        assert!(said.notes.is_empty(), "{name}");
    }
}

#[test]
fn a_caller_may_know_better_than_the_document_what_it_describes() {
    let text = text("pet-store");
    let read = |kind| {
        graphwright_openapi::read_as("x", &text, Some(kind))
            .unwrap()
            .api
    };
    assert!(read(Kind::OData).plain.is_empty());
    assert!(!read(Kind::Plain).plain.is_empty());
    assert_eq!("odata".parse(), Ok(Kind::OData));
    assert!("OData".parse::<Kind>().is_err());
}

#[test]
fn what_two_documents_do_not_share_is_told() {
    let before = text("pet-store");
    let after = before
        .replace("operationId: showPet", "operationId: getPet")
        .replace(
            "name: limit, in: query",
            "name: limit, required: true, in: query",
        )
        .replace(
            "'204': {description: Stored.}",
            "'201': {description: Stored.}",
        );
    let read = |text: &str| graphwright_openapi::read("x", text).unwrap().api;
    let found = differences(&read(&before), &read(&after));
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    let expected = [
        "+ answer call PUT /pets/{petId}/photos/{photo} 201: ",
        "- answer call PUT /pets/{petId}/photos/{photo} 204: ",
        "~ call GET /pets/{petId}: showPet -> getPet",
        "+ doc of answer call PUT /pets/{petId}/photos/{photo} 201: Stored.",
        "- doc of answer call PUT /pets/{petId}/photos/{photo} 204: Stored.",
        "~ parameter call GET /pets Query limit: Edm.Int32 Form explode -> Edm.Int32 Form explode required",
    ];
    assert_eq!(found, expected);
}

#[test]
fn integers_that_have_names_are_a_type_where_they_are_integers_of_rust() {
    let api = api("integer-enums");
    let members = |ty: &str| match &api.types[&TypeName::new(ty)].kind {
        TypeKind::IntegerEnum(all) => {
            let all = all.iter();
            let all = all.map(|one| (one.number, one.name.clone(), one.doc.clone()));
            all.collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    let member = |number, name: &str, doc: &str| (number, name.to_owned(), doc.to_owned());
    // The number that stands twice keeps its first name.
    let state = [
        member(0, "Off", "It is dark."),
        member(10, "On", "It is bright."),
        member(20, "Is Broken", ""),
    ];
    assert_eq!(members("State"), state);
    let offset = [
        member(i64::MIN, "", ""),
        member(-1, "Back", "One step back."),
        member(i64::MAX, "Far", ""),
    ];
    assert_eq!(members("Offset"), offset);
    assert_eq!(
        members("TooFewNames"),
        [member(4, "", ""), member(5, "", "")]
    );
    assert_eq!(property(&api, "Lamp", "level"), named("Level"));
    let text = text("integer-enums").replace("9223372036854775807]", "18446744073709551615]");
    let api = graphwright_openapi::read("large", &text).unwrap().api;
    let integer = TypeRef::one(ItemType::Primitive(Primitive::Int64));
    assert_eq!(property(&api, "Lamp", "offset"), integer);
}
