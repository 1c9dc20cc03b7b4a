//! Links that a program has kept, and URLs that carry their own permission.

#![cfg(feature = "client")]

mod support;
mod token;

use graphwright::{Client, ErrorKind, Items, Method, Page, Request, ServiceClient, StaticToken};
use support::{Canned, Loopback, client};
use token::{ROOT, Token, tokens};

const ONE: &str = r#"{"value":[{"id":"1"}]}"#;

fn list(server: &Loopback) -> Request<Page<Token>> {
    let tokens = tokens(client(server));
    let list = tokens.request::<Page<Token>>(Method::GET);
    list.prefer("odata.maxpagesize=1")
}

async fn ids(items: &mut Items<Token>) -> Vec<String> {
    let mut ids = Vec::new();
    while let Some(Ok(item)) = items.next().await {
        ids.extend(item.id);
    }
    ids
}

#[tokio::test]
async fn items_and_pages_resume_from_a_kept_link_with_the_headers_of_the_request() {
    let server = Loopback::start(vec![Canned::json(200, ONE); 4]).await;
    let own = format!("{}/beta/tokens?$deltatoken=a%20b", server.origin());
    let published = "https://graph.microsoft.com/beta/tokens?$deltatoken=a%20b";
    for link in [&own, published] {
        assert_eq!(
            ids(&mut list(&server).top(5).resume(link).items()).await,
            ["1"]
        );
        let page = list(&server).resume(link).send().await.expect("a page");
        assert_eq!(page.value.len(), 1);
    }
    for request in server.requests() {
        assert_eq!(request.target, "/beta/tokens?$deltatoken=a%20b");
        assert_eq!(request.header("prefer"), Some("odata.maxpagesize=1"));
        assert!(request.header("authorization").is_some());
    }
}

#[tokio::test]
async fn after_an_error_the_items_go_on_from_the_page_that_failed() {
    let first = r#"{"value":[{"id":"1"}],"@odata.nextLink":"/beta/tokens?page=2"}"#;
    let last = r#"{"value":[{"id":"2"}],"@odata.deltaLink":"/beta/tokens?delta=3"}"#;
    let replies = [
        Canned::json(200, first),
        Canned::status(503),
        Canned::json(200, last),
    ];
    let server = Loopback::start(replies.to_vec()).await;
    let mut items = list(&server).items();
    assert_eq!(ids(&mut items).await, ["1"]);
    let link = items.link().expect("a link").to_owned();
    assert!(link.ends_with("/beta/tokens?page=2"), "{link}");
    let mut items = list(&server).resume(&link).items();
    assert_eq!(ids(&mut items).await, ["2"]);
    assert_eq!(items.link(), None);
    // A relative link is stored with the origin that it came from.
    let delta_link = format!("{}/beta/tokens?delta=3", server.origin());
    assert_eq!(items.delta_link(), Some(&*delta_link));
}

#[tokio::test]
async fn a_kept_link_to_another_origin_is_an_error_and_nothing_is_sent() {
    let server = Loopback::start(vec![]).await;
    let other = Loopback::start(vec![]).await;
    let service = ServiceClient::new(client(&server), ROOT);
    let foreign = [
        format!("{}/beta/tokens", other.origin()),
        "https://graph.microsoft.com.example/beta".to_owned(),
        "https://graph.microsoft.com@example.org/beta".to_owned(),
        "https://graph.microsoft.com:444/beta".to_owned(),
        "http://graph.microsoft.com/beta".to_owned(),
        "file://graph.microsoft.com/beta".to_owned(),
    ];
    for link in &foreign {
        let resumed = list(&server).resume(link).send().await.expect_err(link);
        let absolute = service.request(Method::GET, link).send().await;
        for error in [resumed, absolute.expect_err(link)] {
            assert!(
                matches!(error.kind(), ErrorKind::InvalidRequest(_)),
                "{error}"
            );
        }
    }
    assert_eq!((server.requests(), other.requests()), (vec![], vec![]));
}

#[tokio::test]
async fn a_request_to_an_absolute_url_of_the_service_is_sent_there_once() {
    let server = Loopback::start(vec![Canned::json(200, "{}"); 2]).await;
    let service = ServiceClient::new(client(&server), ROOT);
    for origin in [server.origin(), "https://graph.microsoft.com"] {
        let url = format!("{origin}/beta/me?$select=id");
        service
            .request(Method::GET, &url)
            .send()
            .await
            .expect("a success");
    }
    for request in server.requests() {
        assert_eq!(request.target, "/beta/me?$select=id");
        assert!(request.header("authorization").is_some());
    }
}

#[tokio::test]
async fn a_url_that_carries_its_own_permission_gets_neither_token_nor_cookie() {
    let server = Loopback::start(vec![]).await;
    let other = Loopback::start(vec![Canned::json(202, "{}")]).await;
    let service = ServiceClient::new(client(&server), ROOT);
    let upload = service
        .pre_authenticated(Method::PUT, &format!("{}/up?sig=x", other.origin()))
        .header("Content-Range", "bytes 0-1/2")
        .header("Authorization", "Bearer stolen")
        .header("Cookie", "session=1")
        .body_bytes("application/octet-stream", "ab");
    upload.send().await.expect("a success");
    let request = other.request();
    assert_eq!(request.target, "/up?sig=x");
    assert_eq!(request.header("content-range"), Some("bytes 0-1/2"));
    assert_eq!(request.body, b"ab");
    for name in ["authorization", "cookie"] {
        assert_eq!(request.header(name), None, "{name}");
    }
}

#[tokio::test]
async fn a_url_that_carries_its_own_permission_is_never_sent_in_the_clear() {
    let server = Loopback::start(vec![]).await;
    let service = ServiceClient::new(client(&server), ROOT);
    for url in [
        "http://example.org/up",
        "/up",
        "ftp://example.org/up",
        "https://",
    ] {
        let request = service.pre_authenticated(Method::GET, url);
        let error = request.send().await.expect_err(url);
        assert!(error.to_string().contains("https"), "{error}");
    }
}

#[tokio::test]
async fn pages_without_an_item_end_in_an_error() {
    let mut replies = Vec::new();
    for number in 0..1100 {
        let body = format!(r#"{{"@odata.nextLink":"/beta/tokens?page={number}"}}"#);
        replies.push(Canned::json(200, &body));
    }
    let server = Loopback::start(replies).await;
    let mut items = list(&server).items();
    let error = items.next().await.expect("an error").expect_err("an error");
    assert!(matches!(error.kind(), ErrorKind::Redirect(_)), "{error}");
    assert!(items.link().is_some());
    assert!(server.requests().len() < 1100);
}

#[tokio::test]
async fn a_service_on_https_hands_out_no_url_of_this_machine() {
    let other = Loopback::start(vec![Canned::json(200, "{}")]).await;
    let core = Client::builder(StaticToken::new("t"));
    let service = ServiceClient::new(core.build().expect("a client"), ROOT);
    let url = format!("{}/up", other.origin());
    let error = service.pre_authenticated(Method::PUT, &url).send().await;
    let error = error.expect_err("a refusal");
    assert!(error.to_string().contains("https"), "{error}");
    assert_eq!(other.requests(), []);
}

#[tokio::test]
async fn characters_that_no_url_has_are_encoded_in_urls_that_were_kept() {
    let server = Loopback::start(vec![Canned::json(200, "{}"); 3]).await;
    let service = ServiceClient::new(client(&server), ROOT);
    let url = format!("{}/beta/x?q=a b|é", server.origin());
    let requests = [
        service.request(Method::GET, &url),
        service.pre_authenticated(Method::GET, &url),
        list(&server).resume(&url).returning(),
    ];
    for request in requests {
        request.send().await.expect("a success");
    }
    for request in server.requests() {
        assert_eq!(request.target, "/beta/x?q=a%20b%7C%C3%A9");
    }
}
