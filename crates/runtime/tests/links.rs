//! Links that are not absolute, and what goes along to another origin.

mod support;
mod token;

use graphwright::{Method, Page, Permissions, Resource, ServiceClient};
use support::{Canned, Loopback, client};
use token::{Token, tokens};

/// The targets that were asked for when a first page came with these members beside its items.
async fn asked(collection: impl FnOnce(ServiceClient) -> Resource, members: &str) -> Vec<String> {
    let first = format!(r#"{{{members},"value":[{{"id":"1"}}]}}"#);
    let server = Loopback::start(vec![
        Canned::json(200, &first),
        Canned::json(200, r#"{"value":[{"id":"2"}]}"#),
    ])
    .await;
    let service = ServiceClient::new(client(&server), token::ROOT);
    let request = collection(service).request::<Page<Token>>(Method::GET, Permissions::UNKNOWN);
    let mut items = request.top(1).items();
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        ids.extend(item.expect("an item").id);
    }
    assert_eq!(ids, ["1", "2"]);
    let requests = server.requests();
    assert!(
        requests
            .iter()
            .all(|one| one.header("authorization").is_some())
    );
    requests.into_iter().map(|one| one.target).collect()
}

fn tokens_of_app(service: ServiceClient) -> Resource {
    service
        .root_resource()
        .segment("apps")
        .key_segment("7")
        .segment("tokens")
}

#[tokio::test]
async fn a_relative_link_is_relative_to_the_request() {
    for (link, target) in [
        (
            "tokens?$skiptoken=a%20b",
            "/beta/apps/7/tokens?$skiptoken=a%20b",
        ),
        ("?$skiptoken=2", "/beta/apps/7/tokens?$skiptoken=2"),
        ("/beta/next", "/beta/next"),
    ] {
        let targets = asked(tokens_of_app, &format!(r#""@odata.nextLink":"{link}""#)).await;
        assert_eq!(targets, ["/beta/apps/7/tokens?$top=1", target]);
    }
}

#[tokio::test]
async fn a_relative_link_is_relative_to_the_context_where_there_is_one() {
    let members = r##""@odata.context":"/beta/$metadata#tokens","@odata.nextLink":"apps/7/tokens?$skiptoken=2""##;
    let targets = asked(tokens_of_app, members).await;
    assert_eq!(targets[1], "/beta/apps/7/tokens?$skiptoken=2");
}

#[tokio::test]
async fn a_redirect_may_be_relative() {
    for (to, target) in [
        ("moved?a=1", "/beta/moved?a=1"),
        ("?a=1", "/beta/tokens?a=1"),
    ] {
        let server = Loopback::start(vec![
            Canned::new(302).header("location", to),
            Canned::json(200, "{}"),
        ])
        .await;
        let request = tokens(client(&server)).raw_request(Method::GET);
        request.send().await.expect("a success");
        assert_eq!(server.requests()[1].target, target);
    }
}

#[tokio::test]
async fn a_redirect_without_a_scheme_leads_to_another_origin_without_the_token() {
    let other = Loopback::start(vec![Canned::json(200, "{}")]).await;
    let to = format!("{}/x", other.origin().trim_start_matches("http:"));
    let server = Loopback::start(vec![Canned::new(302).header("location", &to)]).await;
    let request = tokens(client(&server)).raw_request(Method::GET);
    request.send().await.expect("a success");
    assert_eq!(other.request().target, "/x");
    assert_eq!(other.request().header("authorization"), None);
}

#[tokio::test]
async fn cookies_and_a_host_of_the_callers_own_do_not_go_to_another_origin() {
    let other = Loopback::start(vec![Canned::json(200, "{}")]).await;
    let to = format!("{}/x", other.origin());
    let server = Loopback::start(vec![Canned::new(302).header("location", &to)]).await;
    let request = tokens(client(&server))
        .raw_request(Method::GET)
        .header("Cookie", "session=1")
        .header("Proxy-Authorization", "Basic eA==")
        .header("Host", "service.example")
        .header("ConsistencyLevel", "eventual");
    request.send().await.expect("a success");
    let (first, second) = (server.request(), other.request());
    assert_eq!(first.header("cookie"), Some("session=1"));
    assert_eq!(first.header("host"), Some("service.example"));
    assert_eq!(second.header("cookie"), None);
    assert_eq!(second.header("proxy-authorization"), None);
    assert_eq!(
        second.header("host"),
        other.origin().strip_prefix("http://")
    );
    assert_eq!(second.header("consistencylevel"), Some("eventual"));
}
