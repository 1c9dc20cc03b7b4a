//! The batches of a soak: how the server answers them, and what became of the requests in them.

use graphwright::ServiceClient;
use graphwright::batch::all;
use graphwright::serde_json::{self, Value, json};

use super::plan::{Fault, Outcome, Planned};
use super::server::{item, number};

/// Answers the requests of a batch, the last one first. `fault` is what goes wrong with the request of that number.
pub(crate) fn answers(body: &[u8], fault: impl Fn(usize) -> Option<Fault>) -> String {
    let batch: Value = serde_json::from_slice(body).expect("a batch");
    let requests = batch["requests"].as_array().expect("requests");
    let answers = requests.iter().rev().filter_map(|request| {
        let number = number(request["url"].as_str()?)?;
        let id = &request["id"];
        let item = || serde_json::from_str::<Value>(&item(number)).expect("an item");
        match fault(number) {
            None if request["method"] == "DELETE" => Some(json!({"id": id, "status": 204})),
            None => Some(json!({"id": id, "status": 200, "body": item()})),
            Some(Fault::Status(status, true)) => {
                Some(json!({"id": id, "status": status, "headers": {"Retry-After": "0.01"}}))
            }
            Some(Fault::Status(status, false)) => Some(json!({"id": id, "status": status})),
            Some(Fault::CutJson) => Some(json!({ "id": id })),
            Some(Fault::Reset | Fault::MidHead | Fault::MidBody) => None,
        }
    });
    json!({"responses": answers.collect::<Vec<_>>()}).to_string()
}

/// Sends requests in a batch, and says what became of each.
pub(super) async fn send(
    service: &ServiceClient,
    batch: &[Planned],
) -> Vec<Result<Outcome, String>> {
    let requests = batch
        .iter()
        .map(|planned| super::request(service, *planned));
    let results = all(requests).send().await.into_iter();
    let results = batch.iter().zip(results);
    results
        .map(|(planned, result)| super::outcome(*planned, result))
        .collect()
}
