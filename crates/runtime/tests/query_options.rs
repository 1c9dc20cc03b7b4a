//! Query options: one value or several, and what goes along on every page.

#![cfg(feature = "client")]

mod support;
mod token;

use graphwright::{Method, Page};
use support::{Canned, Loopback, client};
use token::{Token, tokens};

#[tokio::test]
async fn one_value_needs_no_array() {
    let server = Loopback::bind().await.run(vec![]);
    let list = || tokens(client(&server)).request::<Page<Token>>(Method::GET);
    let several = vec![String::from("a"), String::from("b")];
    let table = [
        (list().select(Token::ID), "$select=id"),
        (
            list().select([Token::ID, Token::DISPLAY_NAME]),
            "$select=id,displayName",
        ),
        (list().select("id"), "$select=id"),
        (list().select(&several), "$select=a,b"),
        (list().select(several.iter().rev()), "$select=b,a"),
        (
            list().expand("owner($select=id)"),
            "$expand=owner($select=id)",
        ),
        (
            list().order_by(String::from("id desc")),
            "$orderby=id%20desc",
        ),
        (list().order_by(["a desc", "b"]), "$orderby=a%20desc,b"),
    ];
    for (request, query) in table {
        assert_eq!(
            request.url().split_once('?').map(|(_, query)| query),
            Some(query)
        );
    }
}

#[tokio::test]
async fn an_advanced_query_is_one_on_every_page() {
    let server = Loopback::bind().await;
    let next = format!("{}/beta/tokens?$skiptoken=a", server.origin());
    let first =
        format!(r#"{{"@odata.count":2,"@odata.nextLink":"{next}","value":[{{"id":"1"}}]}}"#);
    let last = r#"{"value":[{"id":"2"}]}"#;
    let server = server.run(vec![Canned::json(200, &first), Canned::json(200, last)]);
    let list = tokens(client(&server)).request::<Page<Token>>(Method::GET);
    let mut items = list.advanced().items();
    let mut read = 0;
    while let Some(item) = items.next().await {
        item.expect("an item");
        read += 1;
    }
    assert_eq!((read, items.count()), (2, Some(2)));
    let requests = server.requests();
    let targets: Vec<&str> = requests.iter().map(|one| one.target.as_str()).collect();
    assert_eq!(
        targets,
        ["/beta/tokens?$count=true", "/beta/tokens?$skiptoken=a"]
    );
    for request in &requests {
        assert_eq!(request.header("consistencylevel"), Some("eventual"));
    }
}
