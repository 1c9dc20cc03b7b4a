//! What users of other SDKs have reported, each against a server on this machine. Those on batches stand in
//! `reported_in_batches.rs`.

#![cfg(feature = "client")]

mod network;
mod sessions;
mod support;
mod token;
mod upload_network;

use std::time::Duration;

use graphwright::delta::Round;
use graphwright::retry::RetryPolicy;
use graphwright::serde_json::{Value, json};
use graphwright::upload::Rules;
use graphwright::{Body, BoxFuture, ErrorKind, Method, Page, Patch, Request, Resource};
use sessions::{BLOCK, Fault, Service, file};
use support::{Canned, Loopback, builder, client};
use token::{Token, tokens};
use upload_network::{Network, send, session};

/// The collection, with a client that repeats as it does by default, and waits for nothing.
fn repeating(server: &Loopback) -> Resource {
    let client = builder(server).retry(RetryPolicy::default());
    tokens(client.clock(AtOnce).build().expect("a client"))
}

/// A clock for which no wait takes time. Timeouts do not end.
struct AtOnce;

impl graphwright::Clock for AtOnce {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        match time.as_secs() >= 100 {
            true => Box::pin(std::future::pending()),
            false => Box::pin(std::future::ready(())),
        }
    }
}

#[tokio::test]
async fn a_fetched_entity_that_is_changed_and_patched_sends_the_change_alone() {
    let fetched = json!({
        "@odata.context": "https://graph.microsoft.com/beta/$metadata#tokens/$entity",
        "@odata.etag": "W/\"1\"", "id": "1", "displayName": "Oslo", "token": "t", "new": {"a": 1},
    });
    let replies = vec![Canned::json(200, &fetched.to_string()), Canned::status(204)];
    let server = Loopback::start(replies).await;
    let tokens = tokens(client(&server));
    let read: Token = tokens
        .segment("1")
        .request(Method::GET)
        .send()
        .await
        .expect("a token");
    let mut changed = read.clone();
    changed.display_name = Some("Bergen".to_owned());
    let change = Patch::between(&read, &changed);
    let request: Request<Option<Token>> = tokens.segment("1").request(Method::PATCH);
    request.patch_body(change).send().await.expect("a success");
    let requests = server.requests();
    assert_eq!(requests[1].text(), r#"{"displayName":"Bergen"}"#);
}

#[tokio::test]
async fn a_patch_that_is_answered_by_204_is_a_success_without_a_value() {
    let server = Loopback::start(vec![Canned::status(204)]).await;
    let request: Request<Option<Token>> =
        tokens(client(&server)).segment("1").request(Method::PATCH);
    let change = Patch::<Token>::new().null(Token::DISPLAY_NAME);
    let value = request.patch_body(change).send().await;
    assert_eq!(value.expect("a success"), None);
}

#[tokio::test]
async fn a_link_to_an_existing_entity_becomes_a_bind_in_a_post() {
    let server = Loopback::start(vec![Canned::json(201, r#"{"id":"1"}"#)]).await;
    let create: Request<Token> = tokens(client(&server)).request(Method::POST);
    let token = Token::named("Oslo");
    let create = create
        .json_body(&Body::new(&token))
        .bind("owner", "/users/ada");
    create.send().await.expect("a token");
    let body: Value = graphwright::serde_json::from_slice(&server.request().body).expect("JSON");
    let owner = format!("{}/beta/users/ada", server.origin());
    assert_eq!(
        body,
        json!({"displayName": "Oslo", "owner@odata.bind": owner})
    );
}

#[tokio::test]
async fn preferences_go_along_on_page_two() {
    let server = Loopback::bind().await;
    let next = format!("{}/beta/tokens?page=2", server.origin());
    let first = json!({"value": [{"id": "1"}], "@odata.nextLink": next}).to_string();
    let last = r#"{"value":[{"id":"2"}]}"#;
    let server = server.run(vec![Canned::json(200, &first), Canned::json(200, last)]);
    let list: Request<Page<Token>> = tokens(client(&server)).request(Method::GET);
    let mut items = list.prefer("odata.maxpagesize=1").items();
    while let Some(item) = items.next().await {
        item.expect("an item");
    }
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    for request in requests {
        assert_eq!(request.header("prefer"), Some("odata.maxpagesize=1"));
    }
}

#[tokio::test]
async fn a_202_with_retry_after_is_a_success_and_not_sent_again() {
    let accepted = Canned::status(202).header("Retry-After", "1");
    let server = Loopback::start(vec![accepted.clone(), accepted]).await;
    let action: Request<()> = repeating(&server).segment("copy").request(Method::POST);
    let response = action
        .idempotent()
        .send_with_response()
        .await
        .expect("a success");
    assert_eq!(response.status, 202);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_post_is_not_sent_again_after_504_unless_the_program_says_that_it_may_be() {
    for (may_be, sent) in [(false, 1), (true, 2)] {
        let replies = vec![Canned::status(504), Canned::status(202)];
        let server = Loopback::start(replies).await;
        let mail: Request<()> = repeating(&server).segment("sendMail").request(Method::POST);
        let mail = if may_be { mail.idempotent() } else { mail };
        let result = mail.send().await;
        assert_eq!(result.is_ok(), may_be, "{result:?}");
        assert_eq!(server.requests().len(), sent);
    }
}

#[tokio::test]
async fn a_delta_link_on_an_empty_last_page_is_kept() {
    let server = Loopback::bind().await;
    let link = |token: &str| format!("{}/beta/tokens/delta()?$token={token}", server.origin());
    let saved = link("kept");
    let first = json!({"value": [{"id": "1"}], "@odata.nextLink": link("next")}).to_string();
    let last = json!({"value": [], "@odata.deltaLink": saved}).to_string();
    let server = server.run(vec![Canned::json(200, &first), Canned::json(200, &last)]);
    let delta = tokens(client(&server)).function("delta", &[]);
    let mut round: Round<Token> = delta.request::<Page<Token>>(Method::GET).round();
    let mut changes = 0;
    while let Some(change) = round.next().await {
        change.expect("a change");
        changes += 1;
    }
    assert_eq!((changes, round.link()), (1, Some(&*saved)));
}

#[tokio::test]
async fn an_item_is_found_by_a_path_with_a_space_a_hash_and_a_percent_sign() {
    let server = Loopback::start(vec![Canned::json(200, "{}")]).await;
    let root = tokens(client(&server)).segment("root");
    let item = root.addressed(&[":/", ":"], &["my files/50% #1.txt"]);
    item.raw_request(Method::GET).send().await.expect("an item");
    let target = server.request().target;
    assert_eq!(target, "/beta/tokens/root:/my%20files/50%25%20%231.txt:");
}

#[tokio::test]
async fn a_saved_next_link_of_a_foreign_host_is_refused() {
    let server = Loopback::start(vec![]).await;
    let foreign = Loopback::start(vec![Canned::json(200, r#"{"value":[]}"#)]).await;
    let list: Request<Page<Token>> = tokens(client(&server)).request(Method::GET);
    let saved = format!("{}/beta/tokens?$skiptoken=a", foreign.origin());
    let error = list
        .resume(&saved)
        .send()
        .await
        .expect_err("a foreign link");
    assert!(
        matches!(error.kind(), ErrorKind::InvalidRequest(_)),
        "{error:?}"
    );
    assert!(server.requests().is_empty() && foreign.requests().is_empty());
}

#[test]
fn an_upload_that_is_resumed_after_a_crash_is_the_same_file() {
    let file = file(4 * BLOCK + 77);
    for crash_at in 1..4 {
        let faults = (0..crash_at)
            .map(|_| Fault::None)
            .chain([Fault::TakePart(77)]);
        let network = Network::new(Service::OneDrive, faults);
        let once = session().retry(RetryPolicy::never());
        let mut upload = once.upload::<Value>(file.len() as u64, Rules::ONE_DRIVE);
        upload = upload.fragment_size(BLOCK as u64);
        send(&mut upload, &network, &file).expect_err("a crash");
        drop(upload);

        let again = session().upload(file.len() as u64, Rules::ONE_DRIVE);
        let mut upload = again.fragment_size(BLOCK as u64).resume();
        let item = send(&mut upload, &network, &file).expect("an item");
        assert_eq!(item["id"], "7");
        assert!(network.has(&file), "{crash_at}");
    }
}
