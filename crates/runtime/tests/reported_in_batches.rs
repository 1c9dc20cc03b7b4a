//! What users of other SDKs have reported of batches, against a server on this machine.

#![cfg(feature = "client")]

mod support;
mod token;

use graphwright::batch::{Batch, all};
use graphwright::serde_json::{self, Value, json};
use graphwright::{Bytes, Client, Method, Page, Patch, Request, ServiceClient};
use support::{Canned, Loopback, Recorded, client};
use token::Token;

const ROOT: &str = "https://graph.microsoft.com/v1.0";

fn service(core: Client) -> ServiceClient {
    ServiceClient::new(core, ROOT)
}

/// The requests in a batch that the server was sent.
fn requests_in(batch: &Recorded) -> Vec<Value> {
    assert_eq!((&*batch.method, &*batch.target), ("POST", "/v1.0/$batch"));
    let body: Value = serde_json::from_slice(&batch.body).expect("JSON");
    body["requests"].as_array().expect("requests").clone()
}

fn responses(all: Value) -> Canned {
    Canned::json(200, &json!({ "responses": all }).to_string())
}

/// A batch whose requests are answered by `answer`, the last one first.
fn answer(request: &Recorded, answer: impl Fn(&Value) -> Value) -> Canned {
    let requests = requests_in(request);
    let answers = requests.iter().rev().map(|request| {
        let mut answer = answer(request);
        answer["id"] = request["id"].clone();
        answer
    });
    responses(answers.collect())
}

#[tokio::test]
async fn preferences_go_along_in_a_batch_and_on_page_two() {
    let server = Loopback::bind().await;
    let next = format!("{}/v1.0/tokens?page=2", server.origin());
    let first = json!({"value": [{"id": "1"}], "@odata.nextLink": next});
    let server = server.run(vec![
        responses(json!([{"id": "1", "status": 200, "body": first}])),
        Canned::json(200, r#"{"value":[{"id":"2"}]}"#),
    ]);
    let list: Request<Page<Token>> = service(client(&server))
        .root_resource()
        .segment("tokens")
        .request(Method::GET);
    let mut batch = Batch::new();
    let key = batch
        .add(list.prefer("odata.maxpagesize=1"))
        .expect("a key");
    let mut results = batch.send().await.expect("results");
    let mut pages = results.take_pages(key).expect("pages").into_stream();
    let mut ids = String::new();
    while let Some(page) = pages.next().await {
        for token in page.expect("a page").value {
            ids += &token.id.expect("an id");
        }
    }
    assert_eq!(ids, "12");
    let [batch, page] = &server.requests()[..] else {
        panic!("a batch and a page");
    };
    let preference = "odata.maxpagesize=1";
    assert_eq!(requests_in(batch)[0]["headers"]["prefer"], preference);
    assert_eq!(batch.header("prefer"), None);
    assert_eq!(
        (&*page.target, page.header("prefer")),
        ("/v1.0/tokens?page=2", Some(preference))
    );
}

#[tokio::test]
async fn each_of_many_moved_messages_has_its_new_id_whatever_order_they_come_in() {
    let server = Loopback::bind().await.answer(|request| {
        answer(request, |request| {
            let id = request["url"].as_str().and_then(|url| url.split('/').nth(3));
            let id = id.expect("an id");
            match id {
                "7" => json!({"status": 404, "body": {"error": {"code": "ErrorItemNotFound", "message": "gone"}}}),
                _ => json!({"status": 201, "body": {"id": format!("{id}-moved")}}),
            }
        })
    });
    let graph = service(client(&server));
    let moves = (0..30).map(|id| {
        let request = graph.request(Method::POST, &format!("/me/messages/{id}/move"));
        request
            .json_body(&json!({"destinationId": "archive"}))
            .returning::<Token>()
    });
    let moved = all(moves).send().await;
    for (id, moved) in moved.iter().enumerate() {
        match moved {
            Ok(message) => assert_eq!(message.id, Some(format!("{id}-moved"))),
            Err(error) => assert_eq!((id, error.code()), (7, Some("ErrorItemNotFound"))),
        }
    }
    let sizes: Vec<usize> = server
        .requests()
        .iter()
        .map(|batch| requests_in(batch).len())
        .collect();
    assert_eq!(sizes, [20, 10]);
}

/// Graph refuses the whole batch otherwise: "Write request … does not contain Content-Type header or body".
#[tokio::test]
async fn a_call_without_a_body_has_what_graph_asks_of_it_in_a_batch() {
    let server = Loopback::bind()
        .await
        .answer(|request| answer(request, |_| json!({"status": 202})));
    let graph = service(client(&server));
    let send = graph
        .request(Method::POST, "/me/messages/7/send")
        .returning::<()>();
    let sent = all([send]).send().await;
    assert!(sent[0].is_ok(), "{sent:?}");
    let request = &requests_in(&server.request())[0];
    assert_eq!(request["headers"]["content-type"], "application/json");
    assert_eq!(request["body"], json!({}));
}

#[tokio::test]
async fn a_response_that_is_text_costs_the_others_nothing() {
    let server = Loopback::bind().await.answer(|request| {
        answer(request, |request| match request["id"].as_str() {
            Some("1") => json!({"status": 200, "headers": {"Content-Type": "text/html"}, "body": "<p>no JSON</p>"}),
            Some("2") => json!({"status": 404, "body": null}),
            _ => json!({"status": 200, "body": {"error": null, "id": "7"}}),
        })
    });
    let graph = service(client(&server));
    let mut batch = Batch::new();
    let page = batch
        .add(graph.request(Method::GET, "/me/page").returning::<Bytes>())
        .expect("a key");
    let photo = batch
        .add(
            graph
                .request(Method::GET, "/me/photo/$value")
                .returning::<Bytes>(),
        )
        .expect("a key");
    let token = batch
        .add(graph.request(Method::GET, "/tokens/7").returning::<Token>())
        .expect("a key");
    let mut results = batch.send().await.expect("results");
    assert_eq!(results.take(page).expect("a page"), "<p>no JSON</p>");
    let error = results.take(photo).expect_err("no photo");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    assert_eq!(
        results.take(token).expect("a token").id.as_deref(),
        Some("7")
    );
}

#[tokio::test]
async fn a_change_in_a_batch_sends_the_change_alone_and_may_be_answered_by_204() {
    let server = Loopback::bind()
        .await
        .answer(|request| answer(request, |_| json!({"status": 204})));
    let tokens = service(client(&server)).root_resource().segment("tokens");
    let fetched: Token =
        serde_json::from_str(r#"{"id":"7","displayName":"Oslo","@odata.etag":"W/1"}"#)
            .expect("a token");
    let mut changed = fetched.clone();
    changed.display_name = Some("Bergen".into());
    let change = Patch::between(&fetched, &changed);
    let update: Request<Option<Token>> = tokens.key_segment("7").request(Method::PATCH);
    let updated = all([update.patch_body(change)]).send().await;
    assert!(matches!(updated[..], [Ok(None)]), "{updated:?}");
    let request = &requests_in(&server.request())[0];
    assert_eq!(request["body"], json!({"displayName": "Bergen"}));
}
