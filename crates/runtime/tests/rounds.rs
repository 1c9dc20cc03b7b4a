//! Rounds of changes that the client asks for.

#![cfg(feature = "client")]

mod support;
mod token;

use std::time::Duration;

use graphwright::delta::{Change, Resync, Round};
use graphwright::{Method, Page, Request};
use support::{Canned, Loopback, client};
use token::{Token, tokens};

fn delta(server: &Loopback) -> Request<Page<Token>> {
    let delta = tokens(client(server)).function("delta", &[]);
    let delta = delta.request::<Page<Token>>(Method::GET);
    delta.select([Token::ID]).prefer("odata.maxpagesize=1")
}

/// A page whose link has that name and leads to that token.
fn page(name: &str, token: &str, items: &str) -> Canned {
    let link = format!("https://graph.microsoft.com/beta/tokens/delta()?$token={token}");
    Canned::json(
        200,
        &format!(r#"{{"@odata.{name}":"{link}","value":[{items}]}}"#),
    )
}

async fn ids(round: &mut Round<Token>) -> Vec<String> {
    let mut ids = Vec::new();
    while let Some(change) = round.next().await {
        match change.expect("a change") {
            Change::Present(token) => ids.extend(token.id),
            Change::Removed(removed) => ids.push(format!("-{}", removed.id.expect("an id"))),
            other => panic!("{other:?}"),
        }
    }
    ids
}

#[tokio::test]
async fn the_link_of_a_round_begins_the_next_one_after_a_restart() {
    let gone = r#"{"id":"1","@removed":{"reason":"changed"}}"#;
    let replies = vec![
        page("nextLink", "a", r#"{"id":"1"}"#),
        page("deltaLink", "b", ""),
        page("deltaLink", "c", gone),
    ];
    let server = Loopback::start(replies).await;
    let mut round = delta(&server).round();
    assert_eq!(ids(&mut round).await, ["1"]);
    let saved = round.link().expect("a link").to_owned();
    let mut round = delta(&server).resume(&saved).round();
    assert_eq!(ids(&mut round).await, ["-1"]);
    assert!(round.delta_link().is_some_and(|link| link.ends_with("=c")));
    let requests = server.requests();
    let targets: Vec<&str> = requests.iter().map(|one| one.target.as_str()).collect();
    let start = "/beta/tokens/delta()";
    assert_eq!(
        targets,
        [
            format!("{start}?$select=id"),
            format!("{start}?$token=a"),
            format!("{start}?$token=b")
        ]
    );
    for request in requests {
        assert_eq!(request.header("prefer"), Some("odata.maxpagesize=1"));
        assert!(request.header("authorization").is_some());
    }
}

#[tokio::test]
async fn an_expired_link_is_started_over_with_the_query_of_the_request() {
    let gone = Canned::json(
        410,
        r#"{"error":{"code":"resyncChangesUploadDifferences"}}"#,
    );
    let replies = vec![gone, page("deltaLink", "new", r#"{"id":"1"}"#)];
    let server = Loopback::start(replies).await;
    let mut round = delta(&server).resume("tokens/delta()?$token=old").round();
    let error = round.next().await.expect("an error").expect_err("an error");
    let again = round.start_over(&error).expect("a start");
    assert_eq!(again.resync, Resync::UploadDifferences);
    let mut round = again.round;
    assert_eq!(ids(&mut round).await, ["1"]);
    let targets: Vec<String> = server
        .requests()
        .into_iter()
        .map(|one| one.target)
        .collect();
    assert_eq!(
        targets,
        [
            "/beta/tokens/delta()?$token=old",
            "/beta/tokens/delta()?$select=id"
        ]
    );
}

#[tokio::test]
async fn a_round_that_is_dropped_while_it_waits_loses_no_page() {
    let replies = vec![
        page("nextLink", "a", r#"{"id":"1"}"#).after(Duration::from_millis(300)),
        page("nextLink", "a", r#"{"id":"1"}"#),
        page("deltaLink", "b", r#"{"id":"2"}"#),
    ];
    let server = Loopback::start(replies).await;
    let mut round = delta(&server).round();
    let dropped = tokio::time::timeout(Duration::from_millis(50), round.next()).await;
    assert!(dropped.is_err());
    assert_eq!(ids(&mut round).await, ["1", "2"]);
}

#[tokio::test]
async fn a_round_by_pages_is_told_on_another_thread() {
    let replies = vec![
        page("nextLink", "a", r#"{"id":"1"},{"id":"2"}"#),
        page("deltaLink", "b", ""),
    ];
    let server = Loopback::start(replies).await;
    let mut round = delta(&server).round();
    let sizes = tokio::spawn(async move {
        let mut sizes = Vec::new();
        while let Some(page) = round.next_page().await {
            sizes.push(page.expect("a page").len());
        }
        sizes
    });
    assert_eq!(sizes.await.expect("the task"), [2, 0]);
}
