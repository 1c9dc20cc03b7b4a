//! Shapes of responses that must not be taken for others, and what is asked for and shown.

#![cfg(feature = "client")]

mod support;
mod token;

use bytes::Bytes;
use graphwright::{Client, Count, Error, ErrorKind, Method, Page, Payload, StaticToken};
use support::{Canned, Loopback, client};
use token::{Token, tokens};

async fn got<T: Payload>(reply: Canned) -> Result<T, Error> {
    let server = Loopback::start(vec![reply]).await;
    let request = tokens(client(&server)).request(Method::GET);
    request.send().await
}

async fn is_misfit<T: Payload>(json: &str) {
    let error = got::<T>(Canned::json(200, json)).await.err();
    let error = error.unwrap_or_else(|| panic!("{json} was read"));
    assert!(
        matches!(error.kind(), ErrorKind::Decode { .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_list_of_one_is_not_the_one() {
    is_misfit::<Token>(r#"{"value":[{"id":"1"}]}"#).await;
    is_misfit::<Token>(r#"{"@odata.context":"c","value":[]}"#).await;
    is_misfit::<Option<Token>>(r#"{"value":[{"id":"1"}]}"#).await;
}

#[tokio::test]
async fn an_object_without_a_list_is_no_page() {
    for json in ["{}", r#"{"id":"1"}"#, r#"{"value":[5]}"#] {
        is_misfit::<Page<Token>>(json).await;
    }
    let empty: Page<Token> = got(Canned::json(200, r#"{"value":[]}"#))
        .await
        .expect("a page");
    assert_eq!(empty, Page::default());
}

#[tokio::test]
async fn a_count_asks_for_text_and_media_for_anything() {
    async fn accept<T: Payload>() -> String {
        let server = Loopback::start(vec![Canned::new(200).body("1")]).await;
        let request = tokens(client(&server)).request::<Option<T>>(Method::GET);
        // What the body is read as does not matter here.
        let _ = request.send().await;
        server
            .request()
            .header("accept")
            .map(str::to_owned)
            .expect("`Accept`")
    }
    assert_eq!(
        accept::<Count>().await,
        "text/plain, application/json;q=0.9"
    );
    assert_eq!(accept::<Bytes>().await, "*/*");
    assert_eq!(accept::<()>().await, "application/json");
    assert_eq!(accept::<Page<Token>>().await, "application/json");
}

#[tokio::test]
async fn a_refusal_without_a_code_shows_its_message() {
    let reply = Canned::json(400, r#"{"error":{"message":"Broken."}}"#);
    let error = got::<Token>(reply).await.expect_err("a refusal");
    assert!(error.to_string().contains("Broken."), "{error}");
}

#[tokio::test]
async fn an_empty_token_changes_no_message() {
    let reply = Canned::json(401, r#"{"error":{"code":"c","message":"No token."}}"#);
    let server = Loopback::start(vec![reply]).await;
    let core = Client::builder(StaticToken::new("")).endpoint(server.origin());
    let request = tokens(core.build().expect("a client")).raw_request(Method::GET);
    let error = request.send().await.expect_err("a refusal");
    assert!(error.to_string().contains("c: No token."), "{error}");
}
