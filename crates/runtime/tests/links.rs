//! Links that are not absolute, and what goes along to another origin.

#![cfg(feature = "client")]

mod support;
mod token;

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use graphwright::{
    BoxError, BoxFuture, Client, ErrorKind, Method, Page, RequestBody, Resource, ResponseBody,
    ServiceClient, StaticToken, Transport,
};
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
    let request = collection(service).request::<Page<Token>>(Method::GET);
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
async fn what_the_caller_set_does_not_go_to_another_origin_on_a_redirect() {
    let other = Loopback::start(vec![Canned::json(200, "{}")]).await;
    let to = format!("{}/x", other.origin());
    let server = Loopback::start(vec![Canned::new(302).header("location", &to)]).await;
    let request = tokens(client(&server))
        .raw_request(Method::GET)
        .header("Cookie", "session=1")
        .header("Proxy-Authorization", "Basic eA==")
        .header("Host", "service.example")
        .header("ConsistencyLevel", "eventual")
        .header("Range", "bytes=0-9")
        .json_body(&"secret");
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
    assert_eq!(second.header("consistencylevel"), None);
    assert_eq!(second.header("content-type"), None);
    assert_eq!(second.header("range"), Some("bytes=0-9"));
    assert_eq!(first.body, b"\"secret\"");
    assert_eq!(second.body, b"");
}

#[tokio::test]
async fn a_next_link_to_another_origin_is_followed_as_a_redirect_is() {
    let other = Loopback::start(vec![Canned::json(200, r#"{"value":[]}"#)]).await;
    let first = format!(
        r#"{{"value":[],"@odata.nextLink":"{}/more"}}"#,
        other.origin()
    );
    let server = Loopback::start(vec![Canned::json(200, &first)]).await;
    let request = tokens(client(&server)).request::<Page<Token>>(Method::GET);
    let mut items = request
        .prefer("odata.maxpagesize=1")
        .header("Cookie", "session=1")
        .items();
    assert!(items.next().await.is_none());
    let second = other.request();
    assert_eq!(second.target, "/more");
    for name in ["authorization", "cookie", "prefer"] {
        assert_eq!(second.header(name), None, "{name}");
    }
}

#[tokio::test]
async fn characters_that_no_url_has_are_encoded_in_links() {
    for (link, target) in [
        ("/beta/n?q=a b", "/beta/n?q=a%20b"),
        ("/beta/n?q=a|b\\\"c\\\"", "/beta/n?q=a%7Cb%22c%22"),
        ("/beta/Ålesund?q=é", "/beta/%C3%85lesund?q=%C3%A9"),
        ("/beta/n?q=50%&r=%41", "/beta/n?q=50%25&r=%41"),
        ("/beta/n?q=<[x]>", "/beta/n?q=%3C%5Bx%5D%3E"),
        (" /beta/n?q=1#part", "/beta/n?q=1"),
        ("../n", "/beta/apps/n"),
    ] {
        let targets = asked(tokens_of_app, &format!(r#""@odata.nextLink":"{link}""#)).await;
        assert_eq!(targets[1], target);
    }
}

#[tokio::test]
async fn an_empty_link_is_the_end() {
    let server = Loopback::start(vec![Canned::json(
        200,
        r#"{"@odata.nextLink":"","value":[{"id":"1"}]}"#,
    )])
    .await;
    let request = tokens(client(&server)).request::<Page<Token>>(Method::GET);
    let mut items = request.items();
    assert!(items.next().await.is_some_and(|item| item.is_ok()));
    assert!(items.next().await.is_none());
    assert_eq!(items.link(), None);
}

#[tokio::test]
async fn links_that_name_the_published_root_mean_the_endpoint() {
    let members = r#""@odata.nextLink":"https://graph.microsoft.com/beta/tokens?$skiptoken=2""#;
    let targets = asked(tokens_of_app, members).await;
    assert_eq!(targets[1], "/beta/tokens?$skiptoken=2");
}

/// Answers everything with one body, and keeps the URLs that it was asked for.
#[derive(Clone)]
struct Answering(&'static str, Arc<Mutex<Vec<String>>>);

impl Transport for Answering {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, BoxError>> {
        let mut asked = self.1.lock().expect("the record");
        asked.push(request.uri().to_string());
        let response =
            http::Response::new(ResponseBody::from(Bytes::from_static(self.0.as_bytes())));
        Box::pin(async { Ok(response) })
    }
}

#[tokio::test]
async fn no_context_makes_a_link_lead_from_https_to_http() {
    for members in [
        r#""@odata.nextLink":"http://graph.microsoft.com/beta/more""#,
        r##""@odata.context":"http://graph.microsoft.com/beta/$metadata#t","@odata.nextLink":"more""##,
        r##""@odata.context":"http://elsewhere.example/$metadata#t","@odata.nextLink":"http://elsewhere.example/more""##,
        r##""@odata.context":"//127.0.0.1/$metadata#t","@odata.nextLink":"http://127.0.0.1/more""##,
    ] {
        let body = format!(r#"{{{members},"value":[]}}"#).leak();
        let transport = Answering(body, Arc::default());
        let core = Client::builder(StaticToken::new("t")).transport(transport.clone());
        let request = tokens(core.build().expect("a client")).request::<Page<Token>>(Method::GET);
        let error = request.items().next().await.expect("an error");
        let error = error.expect_err(members);
        assert!(matches!(error.kind(), ErrorKind::Redirect(_)), "{error:?}");
        assert!(error.to_string().contains("from https to http"), "{error}");
        let asked = transport.1.lock().expect("the record").clone();
        assert_eq!(asked, ["https://graph.microsoft.com/beta/tokens"]);
    }
}

#[tokio::test]
async fn items_before_a_link_that_leads_nowhere_are_given() {
    let body = r#"{"@odata.nextLink":"mailto:x","value":[{"id":"1"}]}"#;
    let server = Loopback::start(vec![Canned::json(200, body)]).await;
    let request = tokens(client(&server)).request::<Page<Token>>(Method::GET);
    let mut items = request.items();
    let first = items.next().await.expect("an item").expect("an item");
    assert_eq!(first.id.as_deref(), Some("1"));
    let error = items.next().await.expect("an error").expect_err("an error");
    assert!(matches!(error.kind(), ErrorKind::Redirect(_)), "{error:?}");
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn a_relative_link_is_relative_to_where_a_redirect_led() {
    let server = Loopback::start(vec![
        Canned::new(302).header("location", "/beta/moved/tokens"),
        Canned::json(200, r#"{"@odata.nextLink":"tokens?page=2","value":[]}"#),
        Canned::json(200, r#"{"value":[{"id":"2"}]}"#),
    ])
    .await;
    let request = tokens(client(&server)).request::<Page<Token>>(Method::GET);
    let mut items = request.items();
    assert!(items.next().await.is_some_and(|item| item.is_ok()));
    assert_eq!(server.requests()[2].target, "/beta/moved/tokens?page=2");
}
