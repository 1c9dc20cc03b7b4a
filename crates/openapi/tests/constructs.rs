//! What the constructs of a converter's document mean, one by one: `fixtures/library.yaml`.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use graphwright_api::{
    Api, Deprecation, ItemType, Lowered, Primitive, Resource, StandardOperationKind, Target,
    TypeName, TypeRef,
};

const LIBRARY: &str = include_str!("fixtures/library.yaml");

fn lowered() -> Lowered {
    graphwright_openapi::read("library.yaml", LIBRARY).unwrap()
}

fn api() -> Api {
    lowered().api
}

fn name(simple: &str) -> TypeName {
    TypeName::new(format!("lib.{simple}"))
}

fn one<'a>(api: &'a Api, simple: &str) -> &'a Resource {
    &api.resources[&Target::one(name(simple))]
}

fn many<'a>(api: &'a Api, simple: &str) -> &'a Resource {
    &api.resources[&Target::many(name(simple))]
}

fn kinds(resource: &Resource) -> Vec<StandardOperationKind> {
    resource.standard.keys().copied().collect()
}

#[test]
fn a_path_behind_a_complex_property_is_the_only_one_that_is_passed_over() {
    let warnings = lowered().warnings;
    let said: Vec<&str> = warnings.iter().map(|one| one.message.as_str()).collect();
    let expected = "a path through complex properties is not generated";
    assert_eq!(said, [expected]);
    let none = |_: &str| Err(String::new());
    let (_, summary) =
        graphwright_openapi::read_with("library.yaml", LIBRARY, &none, None).unwrap();
    let unread: Vec<&String> = summary.unread.iter().collect();
    assert_eq!(unread, ["/books/{book-id}/size/unit"]);
    assert_eq!(summary.paths, LIBRARY.matches("\n  /").count());
}

#[test]
fn a_complex_value_that_leads_on_is_a_resource_and_another_is_not() {
    let api = api();
    let credits = one(&api, "credits");
    assert_eq!(
        credits.navigation["editors"].target,
        Target::many(name("author"))
    );
    assert!(
        credits
            .standard
            .contains_key(&StandardOperationKind::Update)
    );
    assert!(one(&api, "book").properties.contains_key("credits"));
    assert!(!api.resources.contains_key(&Target::one(name("size"))));
}

#[test]
fn query_options_that_a_path_does_not_list_are_not_taken() {
    let api = api();
    // No path of the document speaks of `$expand`, so that its absence says nothing.
    assert_eq!(
        many(&api, "book").standard[&StandardOperationKind::List].unsupported,
        Vec::<String>::new()
    );
    assert_eq!(
        many(&api, "book").standard[&StandardOperationKind::Count].unsupported,
        ["$filter"]
    );
    assert_eq!(
        many(&api, "page").standard[&StandardOperationKind::List].unsupported,
        ["$filter", "$select", "$top"]
    );
}

#[test]
fn an_alternate_key_stands_beside_the_key() {
    let api = api();
    let books = many(&api, "book");
    let part = |key: &[graphwright_api::KeyPart]| (key[0].name.clone(), key[0].ty.clone());
    let primitive = ItemType::Primitive;
    assert_eq!(
        part(&books.key),
        ("id".to_owned(), primitive(Primitive::Guid))
    );
    assert_eq!(books.alternate_keys.len(), 1);
    assert_eq!(
        part(&books.alternate_keys[0]),
        ("isbn".to_owned(), primitive(Primitive::String))
    );
    assert_eq!(
        part(&many(&api, "page").key),
        ("number".to_owned(), primitive(Primitive::Int32))
    );
    // The key is declared by the base type, and so other entities have it.
    let entity = api.types[&name("entity")].structured().unwrap();
    assert!(entity.properties[0].key);
    assert_eq!(
        part(&many(&api, "author").key),
        ("id".to_owned(), primitive(Primitive::Guid))
    );
}

#[test]
fn a_cast_gives_a_resource_that_takes_over_what_is_cast() {
    let api = api();
    assert_eq!(
        many(&api, "book").casts[&name("novel")],
        Target::many(name("novel"))
    );
    assert_eq!(
        many(&api, "novel").standard[&StandardOperationKind::List]
            .via
            .to_string(),
        "books/lib.novel"
    );
    assert!(many(&api, "novel").operations.contains_key("recent"));
}

#[test]
fn overloads_stand_together_and_a_call_that_a_path_goes_on_from_leads_on() {
    let api = api();
    let recent = &many(&api, "book").operations["recent"];
    let takes: Vec<usize> = recent.iter().map(|one| one.parameters.len()).collect();
    assert_eq!(takes, [0, 1]);
    assert_eq!(recent[0].composes, Some(Target::many(name("book"))));
    assert_eq!(recent[1].composes, None);
    assert!(many(&api, "book").operations.contains_key("lend"));
}

#[test]
fn a_parameter_behind_an_alias_may_be_left_out() {
    let api = api();
    let find = &one(&api, "book").operations["find"][0];
    let shown: Vec<(&str, bool)> = find
        .parameters
        .iter()
        .map(|one| (one.name.as_str(), one.optional))
        .collect();
    assert_eq!(shown, [("text", true), ("from", true)]);
}

#[test]
fn media_are_streams() {
    let api = api();
    let streams: Vec<&String> = one(&api, "book").streams.keys().collect();
    assert_eq!(streams, ["$value", "cover"]);
    let book = api.types[&name("book")].structured().unwrap();
    let cover = book
        .properties
        .iter()
        .find(|one| one.name == "cover")
        .unwrap();
    assert_eq!(
        cover.ty,
        TypeRef::one(ItemType::Primitive(Primitive::Stream))
    );
}

#[test]
fn references_are_what_the_paths_say_of_them() {
    let api = api();
    let authors = many(&api, "author");
    assert!(
        authors
            .standard
            .contains_key(&StandardOperationKind::ListReferences)
    );
    assert!(
        authors
            .standard
            .contains_key(&StandardOperationKind::AddReference)
    );
    // No path reads one author here: converters write none for what is reached by reference.
    let author = one(&api, "author");
    assert_eq!(
        kinds(author),
        [
            StandardOperationKind::Get,
            StandardOperationKind::RemoveReference
        ]
    );
    assert_eq!(
        author.standard[&StandardOperationKind::Get].doc,
        "Who wrote it."
    );
    // Pages can be added, so they are contained.
    assert!(
        !many(&api, "page")
            .standard
            .contains_key(&StandardOperationKind::ListReferences)
    );
}

#[test]
fn a_property_of_an_entity_type_is_a_navigation_property_without_a_mark_beside_its_reference() {
    let api = api();
    let book = api.types[&name("book")].structured().unwrap();
    let sequel = book
        .properties
        .iter()
        .find(|one| one.name == "sequel")
        .unwrap();
    assert!(sequel.navigation);
    let size = book
        .properties
        .iter()
        .find(|one| one.name == "size")
        .unwrap();
    assert!(!size.navigation);
    // Paths go on from a book, and none through this property.
    assert!(!one(&api, "book").navigation.contains_key("sequel"));
    assert!(one(&api, "book").properties.contains_key("size"));
}

#[test]
fn an_operation_and_a_schema_say_when_they_go_away() {
    let api = api();
    let expected = Deprecation {
        note: "Books are kept.".into(),
        since: "2026-01/keep".into(),
        removal: "2027-02-03".into(),
    };
    let delete = &one(&api, "book").standard[&StandardOperationKind::Delete];
    assert_eq!(delete.deprecation, Some(expected));
    assert_eq!(
        api.types[&name("size")].deprecation,
        Some(Deprecation::default())
    );
}

#[test]
fn imports_are_unbound_operations() {
    let api = api();
    let roots: Vec<&String> = api.roots.keys().collect();
    assert_eq!(roots, ["books"]);
    let close = &api.operations["close"][0];
    assert_eq!(close.parameters[0].name, "reason");
}

#[test]
fn a_document_of_openapi_3_1_gives_the_same_model() {
    let changes = [
        ("openapi: 3.0.4", "openapi: 3.1.1"),
        ("type: string, nullable: true", "type: [string, 'null']"),
        (
            "type: number, format: double, nullable: true",
            "type: ['null', number], format: double",
        ),
        ("{ enum: [null], nullable: true }", "{ type: 'null' }"),
        (
            "type: string, format: base64url, nullable: true",
            "type: [string, 'null'], contentEncoding: base64url",
        ),
    ];
    let mut text = LIBRARY.to_owned();
    for (old, new) in changes {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    let later = graphwright_openapi::read("library.yaml", &text).unwrap();
    assert_eq!(later.api, api());
}
