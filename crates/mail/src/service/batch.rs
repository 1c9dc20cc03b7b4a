//! Batches.

use serde_json::{Map, Value, json};

use super::answer::Answer;
use super::asked::Asked;
use super::mailbox::Mailbox;
use super::table::text;

/// More requests than these are no batch.
const LIMIT: usize = 20;

impl Mailbox {
    /// Answers the requests of a batch, the last one first. In the first one of many, a request is throttled.
    pub(super) fn batch(&mut self, asked: &Asked) -> Answer {
        let body = asked.json();
        let requests = body["requests"].as_array().cloned().unwrap_or_default();
        if requests.is_empty() || requests.len() > LIMIT {
            return Answer::error(400, "BadRequest");
        }
        let is_full = requests.len() == LIMIT;
        let mut responses = Vec::new();
        for (index, request) in requests.iter().enumerate() {
            let mut inner = Asked::new(&text(request, "method"), &text(request, "url"));
            if let Some(body) = request.get("body") {
                inner.body = body.to_string().into_bytes();
            }
            let answer = match is_full && index == 2 && self.once("throttled in a batch") {
                true => Answer::throttled(),
                false => self.call(&inner),
            };
            self.log
                .push(format!("  {} {}", inner.line(), answer.status));
            responses.insert(0, response(&request["id"], &answer));
        }
        Answer::json(200, &json!({"responses": responses}))
    }
}

fn response(id: &Value, answer: &Answer) -> Value {
    let headers: Map<String, Value> = answer
        .headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), Value::from(&**value)))
        .collect();
    let mut response = json!({"id": id, "status": answer.status, "headers": headers});
    if !answer.body.is_empty() {
        response["body"] = serde_json::from_slice(&answer.body).unwrap_or_default();
    }
    response
}
