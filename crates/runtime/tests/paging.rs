//! Collections that come page by page.

#![cfg(feature = "client")]

mod support;
mod token;

use std::pin::Pin;

use futures_core::Stream;
use graphwright::{ErrorKind, Items, Method, Page};
use support::{Bound, Canned, Loopback, client};
use token::{Token, tokens};

fn page(server: &Bound, ids: &[&str], next: Option<&str>) -> Canned {
    let items: Vec<String> = ids.iter().map(|id| format!(r#"{{"id":"{id}"}}"#)).collect();
    let link = next.map(|next| format!(r#""@odata.nextLink":"{}{next}","#, server.origin()));
    Canned::json(
        200,
        &format!(
            r#"{{{}"value":[{}]}}"#,
            link.unwrap_or_default(),
            items.join(",")
        ),
    )
}

fn items(server: &Loopback) -> Items<Token> {
    let request = tokens(client(server)).request::<Page<Token>>(Method::GET);
    request.top(2).prefer("odata.maxpagesize=2").items()
}

#[tokio::test]
async fn all_pages_are_read_with_the_headers_of_the_first() {
    let server = Loopback::bind().await;
    let replies = vec![
        page(&server, &["1", "2"], Some("/beta/tokens?$skiptoken=a%20b")),
        page(&server, &[], Some("/beta/tokens?$skiptoken=c")),
        page(&server, &["3"], None),
    ];
    let server = server.run(replies);
    let mut items = items(&server);
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        ids.extend(item.expect("an item").id);
    }
    assert_eq!(ids, ["1", "2", "3"]);
    assert!(items.next().await.is_none());
    let requests = server.requests();
    let targets: Vec<&str> = requests.iter().map(|one| one.target.as_str()).collect();
    assert_eq!(
        targets,
        [
            "/beta/tokens?$top=2",
            "/beta/tokens?$skiptoken=a%20b",
            "/beta/tokens?$skiptoken=c"
        ]
    );
    assert!(
        requests
            .iter()
            .all(|one| one.header("prefer") == Some("odata.maxpagesize=2"))
    );
    assert!(
        requests
            .iter()
            .all(|one| one.header("authorization").is_some())
    );
}

#[tokio::test]
async fn a_link_of_a_short_name_is_followed_from_a_context_of_a_short_name() {
    let server = Loopback::bind().await;
    let first = r#"{"@context":"/beta/more/$metadata#tokens","value":[{"id":"1"}],"@nextLink":"tokens?$skiptoken=a"}"#;
    let replies = vec![Canned::json(200, first), page(&server, &["2"], None)];
    let server = server.run(replies);
    let mut items = items(&server);
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        ids.extend(item.expect("an item").id);
    }
    assert_eq!(ids, ["1", "2"]);
    assert_eq!(
        server.requests()[1].target,
        "/beta/more/tokens?$skiptoken=a"
    );
}

#[tokio::test]
async fn further_pages_of_an_action_are_got_and_the_action_is_called_once() {
    let server = Loopback::bind().await;
    let replies = vec![
        page(&server, &["1"], Some("/beta/tokens?$skiptoken=a")),
        page(&server, &["2"], None),
        page(&server, &["3"], None),
    ];
    let server = server.run(replies);
    let action = || {
        tokens(client(&server))
            .request::<Page<Token>>(Method::POST)
            .json_body(&["x"])
            .header("Content-Language", "nb")
            .prefer("a")
    };
    let resumed = action().resume("tokens?$skiptoken=b");
    let mut ids = Vec::new();
    for mut items in [action().items(), resumed.items()] {
        while let Some(item) = items.next().await {
            ids.extend(item.expect("an item").id);
        }
    }
    assert_eq!(ids, ["1", "2", "3"]);
    let requests = server.requests();
    let methods: Vec<&str> = requests.iter().map(|one| one.method.as_str()).collect();
    assert_eq!(methods, ["POST", "GET", "GET"]);
    for further in &requests[1..] {
        assert_eq!(further.text(), "");
        assert_eq!(further.header("prefer"), Some("a"));
        for name in ["content-type", "content-language", "content-length"] {
            assert_eq!(further.header(name), None, "{name}");
        }
    }
}

#[tokio::test]
async fn items_are_a_stream() {
    let server = Loopback::bind().await;
    let replies = vec![
        page(&server, &["1"], Some("/next")),
        page(&server, &["2"], None),
    ];
    let mut items = items(&server.run(replies));
    let mut ids = Vec::new();
    while let Some(item) =
        std::future::poll_fn(|context| Pin::new(&mut items).poll_next(context)).await
    {
        ids.extend(item.expect("an item").id);
    }
    assert_eq!(ids, ["1", "2"]);
}

#[tokio::test]
async fn a_page_that_leads_back_ends_with_an_error() {
    let server = Loopback::bind().await;
    let replies = vec![
        page(&server, &["1"], Some("/next")),
        page(&server, &["2"], Some("/next")),
    ];
    let server = server.run(replies);
    let mut items = items(&server);
    assert!(items.next().await.is_some_and(|item| item.is_ok()));
    assert!(items.next().await.is_some_and(|item| item.is_ok()));
    let error = items.next().await.expect("an error").expect_err("an error");
    assert!(matches!(error.kind(), ErrorKind::Redirect(_)), "{error:?}");
    assert!(items.next().await.is_none());
    assert_eq!(items.link(), None);
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_page_that_fails_ends_the_items_after_those_before_it() {
    let server = Loopback::bind().await;
    let replies = vec![page(&server, &["1"], Some("/next")), Canned::status(503)];
    let mut items = items(&server.run(replies));
    assert_eq!(
        items
            .next()
            .await
            .and_then(Result::ok)
            .and_then(|token| token.id)
            .as_deref(),
        Some("1")
    );
    let error = items.next().await.expect("an error").expect_err("an error");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn an_object_without_items_is_no_page() {
    for body in ["{}", r#"{"id":"1"}"#, r#"{"value":{}}"#] {
        let server = Loopback::start(vec![Canned::json(200, body)]).await;
        let error = items(&server)
            .next()
            .await
            .expect("an error")
            .expect_err("an error");
        assert!(
            matches!(error.kind(), ErrorKind::Decode { .. }),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn whole_pages_come_as_a_stream_with_the_count_of_all() {
    let server = Loopback::bind().await;
    let first = format!(
        r#"{{"@odata.count":3,"@odata.nextLink":"{}/next","value":[{{"id":"1"}},{{"id":"2"}}]}}"#,
        server.origin()
    );
    let replies = vec![
        Canned::json(200, &first),
        page(&server, &["3"], Some("/broken")),
        Canned::status(503),
    ];
    let server = server.run(replies);
    let request = tokens(client(&server)).request::<Page<Token>>(Method::GET);
    let mut pages = Box::pin(request.pages().into_stream());
    let mut sizes = Vec::new();
    let mut error = None;
    while let Some(page) = std::future::poll_fn(|context| pages.as_mut().poll_next(context)).await {
        match page {
            Ok(page) => sizes.push((page.value.len(), server.requests().len())),
            Err(why) => error = Some(why),
        }
    }
    // Each page is handed on before the next one is asked for.
    assert_eq!(sizes, [(2, 1), (1, 2)]);
    assert_eq!(pages.count(), Some(3));
    assert!(error.is_some());
    assert!(pages.link().is_some_and(|link| link.ends_with("/broken")));
}

#[tokio::test]
async fn items_that_are_ready_are_the_first_page_of_a_stream() {
    let server = Loopback::bind().await;
    let server = server.run(vec![Canned::json(200, r#"{"value":[{"id":"3"}]}"#)]);
    let request = tokens(client(&server)).request::<Page<Token>>(Method::GET);
    let mut pages = request.pages();
    let first = pages.request().expect("a page").expect("a request");
    let page = Page {
        value: vec![Token::named("1"), Token::named("2")],
        next_link: Some("/beta/tokens?page=2".into()),
        ..Page::default()
    };
    pages.accept(page, first.url());
    assert!(pages.next_item().is_some());
    let mut pages = pages.into_stream();
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        sizes.push(page.expect("a page").value.len());
    }
    assert_eq!(sizes, [1, 1]);
}
