//! What a way offers is in the type of the resource that it leads to, whichever reader has read the service.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "common/readers.rs"]
mod readers;

use graphwright_api::Api;
use serde_json::{Value, json};

use readers::files;

const CSDL: &str = include_str!("offers/service.csdl.xml");

/// The paths of the same service, each with the methods that it has, and what it sends or gives.
const PATHS: &[(&str, &[&str], &str)] = &[
    ("/groups", &["get", "post"], "[n.group]"),
    ("/groups/$count", &["get"], "count"),
    ("/groups/{id}", &["get", "patch", "delete"], "n.group"),
    ("/groups/{id}/members", &["get"], "[n.person]"),
    ("/groups/{id}/members/$count", &["get"], "count"),
    ("/groups/{id}/members/{id1}", &["get"], "n.person"),
    ("/groups/{id}/members/{id1}/$ref", &["delete"], "ref"),
    (
        "/groups/{id}/members/$ref",
        &["get", "post", "delete"],
        "[ref]",
    ),
    ("/people", &["get", "post"], "[n.person]"),
    ("/people/$count", &["get"], "count"),
    ("/people/{id}", &["get", "patch"], "n.person"),
    ("/people/{id}/box", &["get", "patch"], "n.box"),
    ("/people/{id}/box/owner", &["get"], "n.person"),
    (
        "/people/{id}/box/owner/$ref",
        &["get", "put", "delete"],
        "ref",
    ),
    ("/people/{id}/calendarView", &["get"], "[n.event]"),
    ("/people/{id}/calendarView/$count", &["get"], "count"),
    ("/people/{id}/calendarView/n.nearest()", &["get"], "n.event"),
    ("/people/{id}/calendarView/{id1}", &["get"], "n.event"),
    ("/people/{id}/events", &["get", "post"], "[n.event]"),
    ("/people/{id}/events/$count", &["get"], "count"),
    ("/people/{id}/events/n.nearest()", &["get"], "n.event"),
    (
        "/people/{id}/events/{id1}",
        &["get", "patch", "delete"],
        "n.event",
    ),
    ("/people/{id}/events/n.nearest()/host", &["get"], "n.person"),
    ("/people/{id}/events/{id1}/host", &["get"], "n.person"),
    (
        "/people/{id}/events/{id1}/host/$ref",
        &["get", "put", "delete"],
        "ref",
    ),
    ("/people/{id}/events/{id1}/n.meeting", &["get"], "n.meeting"),
    ("/people/{id}/manager", &["get"], "n.person"),
    (
        "/people/{id}/manager/$ref",
        &["get", "put", "delete"],
        "ref",
    ),
    ("/people/{id}/next", &["get", "patch", "delete"], "n.event"),
    ("/me", &["get", "patch"], "n.person"),
];

/// The OpenAPI document of the service.
fn openapi() -> String {
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let schema = |what: &str| match what.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
        Some("ref") => json!({ "type": "object", "properties": {
            "value": { "type": "array", "items": { "type": "string" } } } }),
        Some(item) => json!({ "type": "object", "properties": {
            "value": { "type": "array", "items": reference(item) },
            "@odata.nextLink": { "type": "string", "nullable": true } } }),
        None if what == "count" => json!({ "type": "integer", "format": "int32" }),
        None if what == "ref" => json!({ "type": "string" }),
        None => reference(what),
    };
    let content = |what: &str| json!({ "application/json": { "schema": schema(what) } });
    let mut paths = serde_json::Map::new();
    for (path, methods, what) in PATHS {
        let mut item = serde_json::Map::new();
        for method in *methods {
            let single = what.trim_matches(['[', ']']);
            let body = match single {
                "ref" => json!({ "application/json": { "schema": { "type": "object",
                    "properties": { "@odata.id": { "type": "string" } } } } }),
                _ => content(single),
            };
            let answer = match *method {
                "get" => content(what),
                "post" | "patch" if single != "ref" => content(single),
                _ => Value::Null,
            };
            let mut operation = json!({ "responses": { "2XX": { "description": "" } } });
            if !answer.is_null() {
                operation["responses"]["2XX"]["content"] = answer;
            }
            if matches!(*method, "post" | "patch" | "put") {
                operation["requestBody"] = json!({ "content": body, "required": true });
            }
            if path.ends_with("()") {
                operation["x-ms-docs-operation-type"] = json!("function");
            }
            item.insert((*method).to_owned(), operation);
        }
        let keys = path.split(['{', '}']).skip(1).step_by(2);
        let keys = keys.map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }));
        let keys: Vec<Value> = keys.collect();
        if !keys.is_empty() {
            item.insert("parameters".into(), Value::Array(keys));
        }
        paths.insert((*path).to_owned(), Value::Object(item));
    }
    let text = || json!({ "type": "string" });
    let entity = |more: &[(&str, Value)]| {
        let mut properties = serde_json::Map::from_iter([("id".to_owned(), text())]);
        properties.extend(
            more.iter()
                .map(|(name, schema)| ((*name).to_owned(), schema.clone())),
        );
        json!({ "type": "object", "properties": properties })
    };
    let way = |schema: Value| {
        let mut schema = schema;
        schema["x-ms-navigationProperty"] = json!(true);
        schema
    };
    let many = |name: &str| way(json!({ "type": "array", "items": reference(name) }));
    let one = |name: &str| {
        way(json!({ "anyOf": [reference(name), { "type": "object", "nullable": true }] }))
    };
    json!({
        "openapi": "3.0.4",
        "info": { "title": "n", "version": "1" },
        "servers": [{ "url": "https://service.example" }],
        "paths": paths,
        "components": { "schemas": {
            "n.person": entity(&[
                ("box", json!({ "anyOf": [reference("n.box"), { "type": "object", "nullable": true }] })),
                ("calendarView", many("n.event")), ("events", many("n.event")),
                ("manager", one("n.person")), ("next", one("n.event")),
            ]),
            "n.box": { "type": "object", "properties": {
                "size": { "type": "integer", "format": "int32", "nullable": true }, "owner": one("n.person") } },
            "n.event": entity(&[("host", one("n.person"))]),
            "n.meeting": { "allOf": [reference("n.event"), { "type": "object",
                "properties": { "room": { "type": "string", "nullable": true } } }] },
            "n.group": entity(&[("members", many("n.person"))]),
        } },
    })
    .to_string()
}

/// The service as each reader reads it.
fn both() -> [Api; 2] {
    readers::both(CSDL, &openapi())
}

#[test]
fn both_readers_give_the_same_text() {
    let [csdl, openapi] = both().map(|api| files(&api, &["/**", "*"]));
    for (path, text) in &csdl {
        assert_eq!(Some(text), openapi.get(path), "{path}");
    }
    assert_eq!(csdl.len(), openapi.len());
}

/// What each step leads to, by the file of the resource that has it. The way decides, however long the path before
/// it.
const LEADS_TO: [(&str, &str); 14] = [
    (
        "client",
        "groups(&self) -> GroupCollection<ListCreateCountGetUpdateDelete>",
    ),
    (
        "client",
        "people(&self) -> PersonCollection<ListCreateCountGetUpdate>",
    ),
    ("client", "me(&self) -> PersonResource<GetUpdate>"),
    (
        "resources/group_resource",
        "members(&self) -> PersonCollection<ListCountGetAndReferences>",
    ),
    (
        "resources/person_resource",
        "calendar_view(&self) -> EventCollection<ListCountGet>",
    ),
    (
        "resources/person_resource",
        "events(&self) -> EventCollection<ListCreateCountGetUpdateDelete>",
    ),
    (
        "resources/person_resource",
        "manager(&self) -> PersonResource<GetAndReference>",
    ),
    (
        "resources/person_resource",
        "next(&self) -> EventResource<GetUpdateDelete>",
    ),
    (
        "resources/person_resource",
        "r#box(&self) -> BoxResource<GetUpdateDeleteReplace>",
    ),
    (
        "resources/box_resource",
        "owner(&self) -> PersonResource<GetAndReference>",
    ),
    (
        "resources/event_collection",
        "id(&self, id: &str) -> EventResource<O>",
    ),
    (
        "resources/event_collection",
        "as_meeting(&self) -> MeetingCollection<O::Cast>",
    ),
    (
        "resources/event_resource",
        "as_meeting(&self) -> MeetingResource<O::Cast>",
    ),
    (
        "resources/event_collection",
        "nearest(&self) -> EventResource<Get>",
    ),
];

#[test]
fn a_step_leads_to_what_its_own_way_offers() {
    for api in both() {
        let files = files(&api, &["/**", "*"]);
        for (file, step) in LEADS_TO {
            // What the file declares itself is not imported.
            let text = files[&format!("src/{file}.rs")].replace("crate::resources::", "");
            assert!(text.contains(&format!("pub fn {step}")), "{step}: {text}");
        }
    }
}

#[test]
fn a_slice_renames_nothing() {
    for api in both() {
        let files = files(&api, &["/people/*/calendarView"]);
        let person = &files["src/resources/person_resource.rs"];
        assert!(
            person.contains("calendar_view(&self) -> EventCollection<ListCountGet>"),
            "{person}"
        );
        let client = &files["src/client.rs"];
        assert!(
            client.contains("people(&self) -> PersonCollection<ListCreateCountGetUpdate>"),
            "{client}"
        );
        assert!(!files.contains_key("src/resources/group_resource.rs"));
    }
}

#[test]
fn each_standard_operation_asks_for_its_trait() {
    let [csdl, _] = both();
    let files = files(&csdl, &["/**", "*"]);
    for (file, bounds) in [
        (
            "person_collection",
            &[
                "List",
                "Create",
                "Count",
                "ListReferences",
                "AddReference",
                "RemoveReference",
            ][..],
        ),
        (
            "person_resource",
            &[
                "Get",
                "Update",
                "RemoveReference",
                "GetReference",
                "SetReference",
                "DeleteReference",
            ],
        ),
        ("event_resource", &["Get", "Update", "Delete"]),
    ] {
        let text = &files[&format!("src/resources/{file}.rs")];
        let asked = text
            .lines()
            .filter_map(|line| line.trim().strip_prefix("O: Offers"));
        let asked: Vec<&str> = asked
            .map(|one| one.trim_end_matches(','))
            .filter(|one| !one.is_empty())
            .collect();
        assert_eq!(asked, bounds, "{file}");
    }
}

#[test]
fn a_type_has_the_traits_that_its_name_says() {
    let [csdl, _] = both();
    let text = &files(&csdl, &["/**", "*"])["src/offers.rs"];
    for row in [
        "ListCountGet(OffersList, OffersCount, OffersGet) as ListCountGet,",
        "GetAndReference(OffersGet, OffersGetReference, OffersSetReference, OffersDeleteReference) as Get,",
    ] {
        assert!(text.contains(row), "{text}");
    }
}
