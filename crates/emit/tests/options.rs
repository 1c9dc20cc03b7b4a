//! The query options that a way requires are arguments, and what else it takes is a method, whichever reader has read
//! the service.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "common/readers.rs"]
mod readers;

use graphwright_api::Api;
use serde_json::{Map, Value, json};

use readers::files;

const CSDL: &str = include_str!("options/service.csdl.xml");

/// The operations of the same service: path, method, what is sent or given, and the query options, those that are
/// required with `!`.
const OPERATIONS: &[(&str, &str, &str, &[&str])] = &[
    ("/people", "get", "[n.person]", &[]),
    ("/people", "post", "n.person", &["value!"]),
    ("/people/$count", "get", "count", &[]),
    ("/people/{id}", "get", "n.person", &[]),
    ("/people/{id}", "patch", "n.person", &[]),
    ("/people/{id}", "delete", "", &["why"]),
    ("/me", "get", "n.person", &[]),
    ("/me", "patch", "n.person", &[]),
    ("/me/calendarView", "get", "[n.event]", VIEW),
    ("/me/calendarView/$count", "get", "count", &[]),
    ("/me/calendarView/{id1}", "get", "n.event", VIEW),
    ("/me/calendarView/{id1}", "patch", "n.event", &[]),
    ("/me/calendarView/{id1}", "delete", "", &[]),
    ("/me/events", "get", "[n.event]", &[]),
    ("/me/events", "post", "n.event", &[]),
    ("/me/events/$count", "get", "count", &[]),
    ("/me/events/{id1}", "get", "n.event", &[]),
    ("/me/events/{id1}", "patch", "n.event", &[]),
    ("/me/events/{id1}", "delete", "", &[]),
    (
        "/me/events/{id1}/n.cancel",
        "post",
        "action",
        &["parameters!"],
    ),
    (
        "/me/events/n.nearest(from='{from}')",
        "get",
        "n.event",
        &["from!", "max-size"],
    ),
    ("/me/events/{id1}/n.meeting", "get", "n.meeting", &[]),
    ("/me/next", "get", "n.event", &["at!"]),
    ("/me/next", "patch", "n.event", &[]),
    ("/me/next", "delete", "", &[]),
];

const VIEW: &[&str] = &["startDateTime!", "type!", "show-hidden"];

/// What the metadata says of options.
fn described(option: &str) -> Option<&'static str> {
    match option {
        "startDateTime" => Some("When it begins."),
        "show-hidden" => Some("Hidden ones too."),
        _ => None,
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn content(what: &str) -> Value {
    let schema = match what.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
        Some(item) => json!({ "type": "object", "properties": {
            "value": { "type": "array", "items": reference(item) },
            "@odata.nextLink": { "type": "string", "nullable": true } } }),
        None if what == "count" => json!({ "type": "integer", "format": "int32" }),
        None if what == "action" => json!({ "type": "object", "properties": {
            "comment": { "type": "string", "nullable": true } } }),
        None => reference(what),
    };
    json!({ "application/json": { "schema": schema } })
}

fn operation(path: &str, method: &str, what: &str, options: &[&str]) -> Value {
    let parameters: Vec<Value> = options
        .iter()
        .map(|option| {
            let name = option.trim_end_matches('!');
            let mut parameter = json!({
                "name": name, "in": "query", "required": option.ends_with('!'),
                "schema": { "type": "string" },
            });
            if let Some(text) = described(name) {
                parameter["description"] = json!(text);
            }
            parameter
        })
        .collect();
    let mut operation = json!({
        "parameters": parameters,
        "responses": { "2XX": { "description": "" } },
    });
    if method != "delete" && what != "action" {
        operation["responses"]["2XX"]["content"] = content(what);
    }
    if matches!(method, "post" | "patch") {
        operation["requestBody"] = json!({ "content": content(what), "required": true });
    }
    let last = path.rsplit('/').next().unwrap_or_default();
    if last.starts_with("n.cancel") {
        operation["x-ms-docs-operation-type"] = json!("action");
    }
    if last.starts_with("n.nearest") {
        operation["x-ms-docs-operation-type"] = json!("function");
    }
    operation
}

/// The OpenAPI document of the service.
fn openapi() -> String {
    let mut paths = Map::new();
    for (path, method, what, options) in OPERATIONS {
        let item = paths.entry((*path).to_owned()).or_insert(json!({}));
        item[*method] = operation(path, method, what, options);
        let keys = path.split(['{', '}']).skip(1).step_by(2);
        let keys = keys.map(|name| {
            json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })
        });
        item["parameters"] = keys.collect();
    }
    let way = |mut schema: Value| {
        schema["x-ms-navigationProperty"] = json!(true);
        schema
    };
    let events = || way(json!({ "type": "array", "items": reference("n.event") }));
    let next =
        way(json!({ "anyOf": [reference("n.event"), { "type": "object", "nullable": true }] }));
    let text = || json!({ "type": "string" });
    json!({
        "openapi": "3.0.4",
        "info": { "title": "n", "version": "1" },
        "servers": [{ "url": "https://service.example" }],
        "paths": paths,
        "components": { "schemas": {
            "n.person": { "type": "object", "properties": {
                "id": text(), "calendarView": events(), "events": events(), "next": next } },
            "n.event": { "type": "object", "properties": { "id": text() } },
            "n.meeting": { "allOf": [reference("n.event"), { "type": "object",
                "properties": { "room": { "type": "string", "nullable": true } } }] },
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

/// The signatures of a file, one a line: in which block, and what is taken and given.
fn signatures(text: &str) -> Vec<String> {
    let mut block = String::new();
    let mut open: Option<String> = None;
    let mut found = Vec::new();
    for line in text.lines() {
        if line.starts_with("impl") {
            block = line.trim_end_matches(" {").to_owned();
        }
        let line = line.trim();
        if line.starts_with("pub fn ") {
            open = Some(String::new());
        }
        if let Some(signature) = &mut open {
            signature.push_str(line);
            signature.push(' ');
            if line.ends_with('{') || line == "where" {
                let signature = signature
                    .trim_end_matches([' ', '{'])
                    .trim_end_matches("where");
                found.push(format!(
                    "{block}: {}",
                    signature
                        .trim()
                        .replace(", )", ")")
                        .replace("( ", "(")
                        .replace("<    ", "<")
                        .replace(", >", ">")
                ));
                open = None;
            }
        }
    }
    found
}

const VIEWS: &str = "impl EventCollection<ListByStartDateTimeAndTypeWithShowHidden94C71716CountGetByStartDateTimeAndTypeWithShowHidden94C71716UpdateDelete>";
const VIEWED: &str = "impl EventResource<ListByStartDateTimeAndTypeWithShowHidden94C71716CountGetByStartDateTimeAndTypeWithShowHidden94C71716UpdateDelete>";

#[test]
fn what_is_required_is_an_argument_of_the_way_that_requires_it_alone() {
    for api in both() {
        let files = files(&api, &["/**", "*"]);
        let expected: [(&str, String); 14] = [
            ("event_collection", "impl<O: OffersList> EventCollection<O>: pub fn list(&self) -> Request<Page<AnyEvent>>".into()),
            ("event_collection", format!("{VIEWS}: pub fn list(&self, start_date_time: &str, r#type: &str) -> Request<Page<AnyEvent>>")),
            ("event_collection", format!("{VIEWS}: pub fn with_show_hidden(&self, value: &str) -> Self")),
            ("event_resource", "impl<O: OffersGet> EventResource<O>: pub fn get(&self) -> Request<AnyEvent>".into()),
            ("event_resource", format!("{VIEWED}: pub fn get(&self, start_date_time: &str, r#type: &str) -> Request<AnyEvent>")),
            ("event_resource", format!("{VIEWED}: pub fn with_show_hidden(&self, value: &str) -> Self")),
            ("event_resource", "impl EventResource<GetByAtUpdateDelete>: pub fn get(&self, at: &str) -> Request<AnyEvent>".into()),
            // A cast of what requires options requires them.
            ("meeting_resource", "impl MeetingResource<GetByAtUpdateDelete>: pub fn get(&self, at: &str) -> Request<Meeting>".into()),
            // An argument of the same name goes before.
            ("person_collection", "impl PersonCollection<ListCreateByValueCountGetUpdateDeleteWithWhy>: pub fn create(&self, value: &Person, value_option: &str) -> Request<Person>".into()),
            ("person_resource", "impl PersonResource<ListCreateByValueCountGetUpdateDeleteWithWhy>: pub fn with_why(&self, value: &str) -> Self".into()),
            ("event_collection", "impl<O> EventCollection<O>: pub fn nearest(&self, from: &str, from_option: &str) -> Request<AnyEvent>".into()),
            ("event_collection", "impl<O> EventCollection<O>: pub fn with_max_size(&self, value: &str) -> Self".into()),
            ("event_resource", "impl<O> EventResource<O>: pub fn cancel(&self, parameters: &EventCancelParameters, parameters_option: &str) -> Request<()>".into()),
            ("person_resource", format!("impl<O> PersonResource<O>: pub fn calendar_view(&self) -> {}", &VIEWS["impl ".len()..])),
        ];
        for (file, signature) in expected {
            let text = &files[&format!("src/resources/{file}.rs")];
            let all = signatures(&text.replace("<\n    ", "<").replace(",\n> {", "> {"));
            assert!(all.contains(&signature), "{signature}:\n{}", all.join("\n"));
        }
        let events = &files["src/resources/event_collection.rs"];
        assert_eq!(events.matches("pub fn list(").count(), 2, "{events}");
    }
}

#[test]
fn what_is_taken_is_described_by_its_name_and_its_words() {
    let [csdl, _] = both();
    let files = files(&csdl, &["/**", "*"]);
    let events = &files["src/resources/event_collection.rs"];
    for text in [
        "calendarView?startDateTime={startDateTime}&type={type}`",
        "/// `start_date_time`, the query option `startDateTime` that the service requires here: When it\n    /// begins.",
        "/// Adds the query option `show-hidden` to the requests that are made from here on.\n    ///\n    /// Hidden ones too.\n    ///\n    \
         /// It is an option of the service's own, which `list` takes.",
        ".option(\"startDateTime\", &start_date_time)",
    ] {
        assert!(events.contains(text), "{text}:\n{events}");
    }
    let offers = &files["src/offers.rs"];
    let row = "GetByAtUpdateDelete(OffersUpdate, OffersDelete) as GetByAtUpdateDelete \" `get` requires the query option `at`.\",";
    assert!(offers.contains(row), "{offers}");
}

#[test]
fn a_slice_renames_nothing() {
    for api in both() {
        let files = files(&api, &["/me/calendarView"]);
        let person = &files["src/resources/person_resource.rs"];
        let marker = &VIEWS["impl EventCollection<".len()..VIEWS.len() - 1];
        assert!(person.contains(marker), "{person}");
        let events = &files["src/resources/event_collection.rs"];
        assert!(events.contains("start_date_time: &str"), "{events}");
    }
}
