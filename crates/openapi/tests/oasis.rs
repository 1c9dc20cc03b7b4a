//! What the converter of OASIS says in ways of its own, and what it never says.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use graphwright_api::{
    Api, ItemType, Primitive, Property, Resource, StandardOperationKind, Target, TypeName, TypeRef,
};

const SHOP: &str = include_str!("fixtures/oasis.yaml");

fn shop() -> Api {
    graphwright_openapi::read("oasis.yaml", SHOP).unwrap().api
}

fn name(simple: &str) -> TypeName {
    TypeName::new(format!("ns.shop.{simple}"))
}

fn kinds(api: &Api, target: &Target) -> Vec<StandardOperationKind> {
    api.resources[target].standard.keys().copied().collect()
}

fn orders(api: &Api) -> &Resource {
    &api.resources[&Target::many(name("Order"))]
}

fn property<'a>(api: &'a Api, name: &str) -> &'a Property {
    let order = api.types[&self::name("Order")].structured().unwrap();
    let mut all = order.properties.iter();
    all.find(|one| one.name == name).unwrap()
}

#[test]
fn the_service_root_stays() {
    let root = shop().service_root;
    assert_eq!(root.as_deref(), Some("https://shop.example/v4"));
}

#[test]
fn what_is_listed_can_be_counted_where_no_path_counts_unless_it_is_ruled_out() {
    let api = shop();
    let count = &orders(&api).standard[&StandardOperationKind::Count];
    assert!(count.unsupported.is_empty(), "{:?}", count.unsupported);
    // Its list does not take `$count`, which others do.
    let items = kinds(&api, &Target::many(name("Item")));
    assert_eq!(items, [StandardOperationKind::List]);
    let counting = SHOP.replace("/Orders({No})/Elsewhere:", "/Orders({No})/Items/$count:");
    let api = graphwright_openapi::read("counting.yaml", &counting)
        .unwrap()
        .api;
    assert!(
        !orders(&api)
            .standard
            .contains_key(&StandardOperationKind::Count)
    );
}

#[test]
fn what_is_created_with_its_owner_is_contained_and_all_else_is_linked() {
    use StandardOperationKind::{
        DeleteReference, Get, GetReference, List, ListReferences, SetReference,
    };
    let api = shop();
    let customer = kinds(&api, &Target::one(name("Customer")));
    assert_eq!(customer, [Get, GetReference, SetReference, DeleteReference]);
    let items = kinds(&api, &Target::many(name("Item")));
    assert!(items.contains(&List) && !items.contains(&ListReferences));
}

#[test]
fn what_is_not_sent_to_create_is_set_by_the_service() {
    let api = shop();
    let computed = |name| property(&api, name).computed;
    assert!(computed("Placed"));
    for other in ["No", "Note", "Address", "Customer", "Returns", "Elsewhere"] {
        assert!(!computed(other), "{other}");
    }
}

#[test]
fn a_key_that_is_not_sent_to_create_may_be_chosen_by_the_client_all_the_same() {
    let creates =
        "      title: What somebody wants. (for create)\n      type: object\n      properties:\n";
    let key = "        No: { type: integer, format: int32 }\n";
    let text = SHOP.replace(&format!("{creates}{key}"), creates);
    assert_ne!(text, SHOP);
    let api = graphwright_openapi::read("oasis.yaml", &text).unwrap().api;
    let no = property(&api, "No");
    assert!(no.key && !no.computed);
}

#[test]
fn a_count_beside_it_or_a_path_through_it_makes_a_navigation_property() {
    let api = shop();
    let navigation = |name| property(&api, name).navigation;
    for navigated in ["Customer", "Items", "Returns", "Elsewhere"] {
        assert!(navigation(navigated), "{navigated}");
    }
    assert!(!navigation("Address") && !navigation("Note"));
}

#[test]
fn titles_describe_and_what_is_said_of_writing_urls_does_not() {
    let api = shop();
    let doc = |name| property(&api, name).doc.as_str();
    assert_eq!(api.types[&name("Order")].doc, "What somebody wants.");
    assert_eq!(api.types[&name("Item")].doc, "");
    assert_eq!(doc("Placed"), "When it was placed.");
    assert_eq!(doc("Note"), "What the customer wrote.");
    let find = &orders(&api).operations["ns.shop.Find"][0];
    assert!(find.parameters.iter().all(|one| one.doc.is_empty()));
    let order = &api.resources[&Target::one(name("Order"))];
    let cancel = &order.operations["ns.shop.Cancel"][0];
    assert_eq!(cancel.parameters[0].doc, "Why it is not wanted.");
}

#[test]
fn operations_are_called_by_their_namespace_where_an_alias_is_known_to_stand_for_it() {
    for text in [SHOP.to_owned(), SHOP.replace("self.", "Self.")] {
        let api = graphwright_openapi::read("oasis.yaml", &text).unwrap().api;
        let order = &api.resources[&Target::one(name("Order"))];
        let called: Vec<&String> = order.operations.keys().collect();
        // Of `other.space` nothing is known but that it is no alias.
        assert_eq!(called, ["ns.shop.Cancel", "other.space.Print"]);
    }
}

#[test]
fn json_in_a_url_has_the_type_that_its_description_names() {
    let api = shop();
    let find = &orders(&api).operations["ns.shop.Find"][0];
    let text = ItemType::Primitive(Primitive::String);
    assert_eq!(find.parameters[0].ty, TypeRef::many(text.clone()));
    assert_eq!(find.parameters[1].ty, TypeRef::one(text));
}

#[test]
fn the_converter_of_oasis_lists_derived_types_and_repeats_what_they_inherit() {
    let text = "
openapi: 3.0.2
paths:
  /Plans: { get: { responses: { 200: { description: p, content: { application/json: { schema: { type: object, properties: { value: { type: array, items: { $ref: '#/components/schemas/ns.Plan' } } } } } } } } } }
  /Plans({Id}): { parameters: [{ name: Id, in: path, required: true, schema: { type: integer, format: int32 } }], get: { responses: { 200: { description: p, content: { application/json: { schema: { $ref: '#/components/schemas/ns.Plan' } } } } } } }
  /Plans({Id})/Places: { get: { responses: { 200: { description: p, content: { application/json: { schema: { type: object, properties: { value: { type: array, items: { $ref: '#/components/schemas/ns.Place' } } } } } } } } } }
  /Plans({Id})/ns.Cost(): { get: { summary: Invoke function Cost, responses: { 200: { description: p, content: { application/json: { schema: { anyOf: [{ type: number }, { type: string }], format: decimal } } } } } } }
  /Plans({Id})/ns.Drop: { post: { responses: { 204: { description: p } } } }
  /Nearest: { get: { parameters: [{ name: lat, in: query, required: true, schema: { type: number, format: double } }, { name: '@index', in: query, schema: { type: integer } }], responses: { 200: { description: p, content: { application/json: { schema: { $ref: '#/components/schemas/ns.Plan' } } } } } } }
  /Reset: { post: { responses: { 204: { description: p } } } }
  /Best: { get: { summary: Invokes function Best, responses: { 200: { description: p, content: { application/json: { schema: { $ref: '#/components/schemas/ns.Plan' } } } } } } }
  /Version: { get: { responses: { 200: { description: p, content: { application/json: { schema: { type: object, properties: { value: { type: string } } } } } } } } }
components:
  schemas:
    ns.Plan: { title: Plan, type: object, properties: { Id: { type: integer, format: int32 }, Places: { type: array, items: { $ref: '#/components/schemas/ns.Place' } }, Cost: { anyOf: [{ type: number }, { type: string }], format: decimal, nullable: true } }, anyOf: [{ $ref: '#/components/schemas/ns.Trip' }, {}] }
    ns.Plan-create: { title: Plan (for create), type: object, properties: { Id: { type: integer, format: int32 } } }
    ns.Trip: { title: Trip, type: object, properties: { Id: { type: integer, format: int32 }, Places: { type: array, items: { $ref: '#/components/schemas/ns.Place' } }, Cost: { type: number, format: decimal }, To: { type: string } } }
    ns.Place: { title: Place, type: object, properties: { Name: { type: string } } }
";
    let api = graphwright_openapi::read("oasis.yaml", text).unwrap().api;
    let ns = |simple: &str| TypeName::new(format!("ns.{simple}"));
    assert_eq!(api.types.len(), 3);
    assert_eq!(api.types[&ns("Trip")].base(), Some(&ns("Plan")));
    let own = api.types[&ns("Trip")].structured().unwrap();
    let own: Vec<&str> = own.properties.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(own, ["To"]);
    let plan = api.types[&ns("Plan")].structured().unwrap();
    assert!(plan.properties[0].key && plan.properties[1].navigation);
    let decimal = TypeRef::one(ItemType::Primitive(Primitive::Decimal));
    assert_eq!(plan.properties[2].ty, decimal);
    let resource = &api.resources[&Target::one(ns("Plan"))];
    let called: Vec<&String> = resource.operations.keys().collect();
    assert_eq!(called, ["ns.Cost", "ns.Drop"]);
    assert_eq!(
        resource.navigation["Places"].target,
        Target::many(ns("Place"))
    );
    let imports: Vec<&String> = api.operations.keys().collect();
    assert_eq!(imports, ["Best", "Nearest", "Reset", "Version"]);
    let parameters = &api.operations["Nearest"][0].parameters;
    let parameters: Vec<&str> = parameters.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(parameters, ["lat", "index"]);
}

#[test]
fn items_of_what_is_contained_are_addressed_where_the_document_ends_before_them() {
    let stock = "
  /Stock({Count}):
    parameters: [{ name: Count, in: path, required: true, schema: { type: integer, format: int32 } }]
    get: { responses: { 200: { description: Success, content: { application/json: { schema: { $ref: '#/components/schemas/ns.shop.Item' } } } } } }
  /Orders({No})/Items:";
    let text = SHOP.replace("\n  /Orders({No})/Items:", stock);
    let item = Target::one(name("Item"));
    let api = graphwright_openapi::read("shop.yaml", &text).unwrap().api;
    let expected = [
        StandardOperationKind::Get,
        StandardOperationKind::Update,
        StandardOperationKind::Delete,
    ];
    assert_eq!(kinds(&api, &item), expected);
    // A key as deep as that says that the document does not end there.
    let deeper = text.replace("/Orders({No})/Elsewhere:", "/Orders({No})/Returns({Why}):");
    let api = graphwright_openapi::read("shop.yaml", &deeper).unwrap().api;
    assert_eq!(kinds(&api, &item), [StandardOperationKind::Get]);
}

#[test]
fn a_type_definition_is_the_type_that_it_is_made_of() {
    let code = "    ns.shop.Code: { type: string, title: Code, maxLength: 3 }\n    ns.shop.Order-create:\n";
    let text = SHOP
        .replacen("    ns.shop.Order-create:\n", code, 1)
        .replacen(
            "        Note: { type: string, nullable: true, description: What the customer wrote. }",
            "        Note: { $ref: '#/components/schemas/ns.shop.Code' }",
            1,
        );
    assert_ne!(text, SHOP);
    let api = graphwright_openapi::read("oasis.yaml", &text).unwrap().api;
    assert!(!api.types.contains_key(&name("Code")));
    let order = api.types[&name("Order")].structured().unwrap();
    let note = order.properties.iter().find(|one| one.name == "Note");
    let text = ItemType::Primitive(Primitive::String);
    assert_eq!(note.unwrap().ty, TypeRef::one(text));
}

#[test]
fn that_nothing_is_expanded_where_nothing_can_be_says_nothing() {
    let expand = "        - { name: $expand, in: query, schema: { type: string } }\n        - { name: $filter,";
    let text = SHOP.replacen("        - { name: $filter,", expand, 1);
    assert_ne!(text, SHOP);
    let api = graphwright_openapi::read("oasis.yaml", &text).unwrap().api;
    let unsupported = |target: &Target, kind| {
        let options = &api.resources[target].standard[&kind].unsupported;
        options.iter().any(|option| option == "$expand")
    };
    assert!(!unsupported(
        &Target::many(name("Order")),
        StandardOperationKind::List
    ));
    assert!(unsupported(
        &Target::one(name("Order")),
        StandardOperationKind::Get
    ));
    assert!(!unsupported(
        &Target::many(name("Item")),
        StandardOperationKind::List
    ));
}
