//! Batches for tests: requests to one service, and the responses of a service to them.

// Each test binary uses a part of it.
#![allow(dead_code)]

use crate::network::{Network, response};
use graphwright::batch::{Batch, Key, Results};
use graphwright::serde_json::{self, Value, json};
use graphwright::{Bytes, Client, Method, Request, ServiceClient, http};

pub(crate) const ROOT: &str = "https://graph.microsoft.com/v1.0";

pub(crate) fn graph() -> ServiceClient {
    ServiceClient::new(Client::sans_io().build().expect("a client"), ROOT)
}

pub(crate) fn get(service: &ServiceClient, path: &str) -> Request<Value> {
    service.request(Method::GET, path)
}

/// The response to a batch.
pub(crate) fn responses(all: Value) -> http::Response<String> {
    response(200, &json!({ "responses": all }).to_string())
}

/// What the request with that name is answered, with that status: its own name.
pub(crate) fn answered(name: u32, status: u16) -> Value {
    json!({"id": name.to_string(), "status": status, "body": {"name": name}})
}

/// The same of a request that is to come again after so many seconds.
pub(crate) fn throttled(name: u32, seconds: &str) -> Value {
    json!({"id": name.to_string(), "status": 429, "headers": {"Retry-After": seconds}})
}

/// The requests of a batch that was sent.
pub(crate) fn requests_of(batch: &http::Request<Bytes>) -> Vec<Value> {
    assert_eq!(batch.method(), Method::POST);
    assert_eq!(batch.headers()["content-type"], "application/json");
    let body: Value = serde_json::from_slice(batch.body()).expect("JSON");
    body["requests"].as_array().expect("requests").clone()
}

/// The names of the requests in each batch that was sent, with those that they depend on: `1 2<1`.
pub(crate) fn batches(network: &Network) -> Vec<String> {
    let name = |request: &Value| {
        let after = request["dependsOn"].as_array().cloned().unwrap_or_default();
        let after: Vec<&str> = after.iter().filter_map(Value::as_str).collect();
        let id = request["id"].as_str().expect("an id").to_owned();
        match after.is_empty() {
            true => id,
            false => format!("{id}<{}", after.join(",")),
        }
    };
    let of = |batch: &http::Request<Bytes>| {
        let names: Vec<String> = requests_of(batch).iter().map(name).collect();
        names.join(" ")
    };
    network.asked().iter().map(of).collect()
}

/// A batch of GETs, each after those that are named.
pub(crate) fn batch_of(after: &[&[usize]]) -> (Batch, Vec<Key<Value>>) {
    let (graph, mut batch) = (graph(), Batch::new());
    let mut keys: Vec<Key<Value>> = Vec::new();
    for after in after {
        let after: Vec<_> = after.iter().map(|index| keys[*index].id()).collect();
        let key = batch.add_after(get(&graph, "/me"), after);
        keys.push(key.expect("a key"));
    }
    (batch, keys)
}

pub(crate) fn status(results: &mut Results, key: Key<Value>) -> u16 {
    match results.take_response(key) {
        Ok(response) => response.status.as_u16(),
        Err(error) => error.status().map_or(0, |status| status.as_u16()),
    }
}
