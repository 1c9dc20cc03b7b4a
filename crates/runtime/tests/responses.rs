//! What is read: values, envelopes, counts, and success without a value.

#![cfg(feature = "client")]

mod support;
mod token;

use graphwright::{
    Additional, Count, Error, ErrorKind, Method, Model, Page, Payload, Request, Single, StatusCode,
};
use support::{Canned, Loopback, client};
use token::{Token, tokens};

async fn got<T: Payload>(reply: Canned) -> Result<T, Error> {
    with(reply, |request| request).await
}

async fn with<T: Payload, U: Payload>(
    reply: Canned,
    change: impl FnOnce(Request<T>) -> Request<U>,
) -> Result<U, Error> {
    let server = Loopback::start(vec![reply]).await;
    let request = tokens(client(&server)).request(Method::GET);
    change(request).send().await
}

async fn read<T: Payload>(json: &str) -> T {
    got(Canned::json(200, json)).await.expect("a value")
}

#[tokio::test]
async fn an_entity_is_read_bare_with_what_has_no_field_beside_it() {
    let token: Token = read(
        r##"{"@odata.context":"c","@odata.etag":"W/\"1\"","id":"7","displayName":null,"token":5,"more":[1.0]}"##,
    )
    .await;
    assert_eq!(token.id.as_deref(), Some("7"));
    assert!(token.is_null(Token::DISPLAY_NAME));
    assert_eq!(token.token, None);
    assert_eq!(token.additional.get("token"), Some(5));
    assert_eq!(
        token.additional.get("@odata.etag"),
        Some("W/\"1\"".to_owned())
    );
    let more = token.additional.get_json("more").map(|json| json.as_str());
    assert_eq!(more, Some("[1.0]"));
}

#[tokio::test]
async fn an_update_is_answered_with_the_entity_or_with_nothing() {
    let none: Option<Token> = got(Canned::status(204)).await.expect("a success");
    let some: Option<Token> = read(r#"{"id":"7"}"#).await;
    assert_eq!(none, None);
    assert_eq!(some.and_then(|token| token.id).as_deref(), Some("7"));
}

#[tokio::test]
async fn success_without_the_promised_value_is_an_error_of_its_own() {
    for reply in [Canned::status(204), Canned::json(200, "")] {
        let error = got::<Token>(reply).await.expect_err("no value");
        assert!(matches!(error.kind(), ErrorKind::Empty), "{error:?}");
        assert!(error.to_string().contains(".optional()"), "{error}");
        assert!(error.status().is_some_and(|status| status.is_success()));
    }
    let error = got::<Count>(Canned::status(204)).await;
    let error = error.expect_err("no number");
    assert!(matches!(error.kind(), ErrorKind::Empty), "{error:?}");
}

#[tokio::test]
async fn an_optional_value_may_be_missing_and_may_be_there() {
    let none = with(Canned::status(204), Request::<Token>::optional).await;
    assert_eq!(none.expect("a success"), None);
    let some = with(
        Canned::json(200, r#"{"displayName":"Oslo"}"#),
        Request::<Token>::optional,
    )
    .await;
    assert_eq!(some.expect("a success"), Some(Token::named("Oslo")));
}

#[tokio::test]
async fn an_optional_value_that_is_something_else_is_still_an_error() {
    let error = with(Canned::json(200, "[]"), Request::<Token>::optional).await;
    let error = error.expect_err("something else");
    assert!(
        matches!(error.kind(), ErrorKind::Decode { .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn nothing_is_read_of_a_response_that_nothing_is_expected_of() {
    got::<()>(Canned::json(200, "<no json>"))
        .await
        .expect("a success");
    got::<()>(Canned::status(202)).await.expect("a success");
}

#[tokio::test]
async fn an_envelope_is_opened_with_and_without_annotations_beside_it() {
    for json in [
        r#"{"value":{"displayName":"Oslo"}}"#,
        r#"{"@odata.context":"c","value":{"displayName":"Oslo"}}"#,
        r#"{"value":{"displayName":"Oslo"},"value@odata.type":"t"}"#,
    ] {
        assert_eq!(read::<Token>(json).await, Token::named("Oslo"), "{json}");
    }
}

#[tokio::test]
async fn an_object_with_other_members_is_no_envelope() {
    for json in [
        r#"{"id":"7","value":{"displayName":"Oslo"}}"#,
        r#"{"value":{"displayName":"Oslo"},"id":"7"}"#,
    ] {
        let token: Token = read(json).await;
        assert_eq!(token.id.as_deref(), Some("7"));
        assert_eq!(token.display_name, None);
        assert!(token.additional.get_json("value").is_some());
    }
}

#[tokio::test]
async fn a_value_that_is_no_object_is_a_member_and_no_envelope() {
    let token: Token = read(r#"{"value":"x"}"#).await;
    assert_eq!(token.additional.get("value"), Some("x".to_owned()));
}

struct Setting {
    value: Option<Box<Token>>,
    additional: Additional,
}

graphwright::model!(Setting = "example.setting", [VALUE value "value"]);

#[tokio::test]
async fn a_type_that_declares_a_value_is_never_in_an_envelope() {
    let setting: Setting = read(r#"{"value":{"displayName":"Oslo"}}"#).await;
    assert_eq!(setting.value, Some(Box::new(Token::named("Oslo"))));
}

#[tokio::test]
async fn a_page_is_written_as_it_was_read() {
    let json = r#"{"@odata.context":"c","@odata.nextLink":"https://x/?a","@odata.count":3,"value":[{"@odata.etag":"e","id":"7","token":null},{"x":1.50}],"@odata.deltaLink":"https://x/?d","more":{"a":1e3}}"#;
    let page: Page<Token> = read(json).await;
    assert_eq!(page.next_link.as_deref(), Some("https://x/?a"));
    assert_eq!(page.delta_link.as_deref(), Some("https://x/?d"));
    assert_eq!(page.count, Some(3));
    assert_eq!(page.value.len(), 2);
    let written = serde_json::to_string(&page).expect("JSON");
    let (before, after): (serde_json::Value, serde_json::Value) = (
        serde_json::from_str(json).expect("JSON"),
        serde_json::from_str(&written).expect("JSON"),
    );
    assert_eq!(before, after);
    // Numbers keep their digits, which the comparison does not see.
    assert!(
        written.contains("1.50") && written.contains("1e3"),
        "{written}"
    );
    assert_eq!(
        serde_json::from_str::<Page<Token>>(&written).expect("a page"),
        page
    );
}

#[tokio::test]
async fn a_page_of_short_names_is_read_and_written_as_it_was_read() {
    let json = r#"{"@context":"c","@nextLink":"https://x/?a","@count":3,"value":[],"@deltaLink":"https://x/?d"}"#;
    let page: Page<Token> = read(json).await;
    assert_eq!(page.next_link.as_deref(), Some("https://x/?a"));
    assert_eq!(page.delta_link.as_deref(), Some("https://x/?d"));
    assert_eq!(page.count, Some(3));
    let (before, after): (serde_json::Value, serde_json::Value) = (
        serde_json::from_str(json).expect("JSON"),
        serde_json::to_value(&page).expect("JSON"),
    );
    assert_eq!(before, after);
    let shown = format!("{page:?}");
    assert!(!shown.contains("https://x"), "{shown}");
}

#[tokio::test]
async fn an_item_that_does_not_fit_is_named() {
    for (items, why) in [
        (r#"[{"id":"a"},null]"#, "item 2 of the collection is null"),
        ("[3]", "item 1 of the collection is not of the type"),
    ] {
        let json = format!(r#"{{"value":{items}}}"#);
        let error = got::<Page<Token>>(Canned::json(200, &json)).await;
        let error = error.expect_err("a misfit").to_string();
        assert!(error.contains(why), "{error}");
    }
}

#[tokio::test]
async fn a_page_whose_items_do_not_fit_is_an_error() {
    for json in [r#"{"value":{}}"#, r#"{"value":[1]}"#, "[]"] {
        let error = got::<Page<Token>>(Canned::json(200, json)).await;
        let error = error.expect_err("something else");
        assert!(
            matches!(error.kind(), ErrorKind::Decode { .. }),
            "{json}: {error:?}"
        );
    }
}

#[tokio::test]
async fn a_count_is_text_with_or_without_a_byte_order_mark() {
    let text = |body: &str| {
        Canned::new(200)
            .header("content-type", "text/plain")
            .body(body)
    };
    assert_eq!(got::<Count>(text("42")).await.expect("a count"), Count(42));
    assert_eq!(
        got::<Count>(text("\u{feff}42")).await.expect("a count"),
        Count(42)
    );
    assert_eq!(
        got::<Count>(text(" 0\r\n")).await.expect("a count"),
        Count(0)
    );
    let error = got::<Count>(text("many")).await.expect_err("no number");
    assert!(
        matches!(error.kind(), ErrorKind::Decode { .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_single_value_is_read_from_its_object_and_bare() {
    let wrapped = r#"{"@odata.context":"c","value":true}"#;
    assert!(read::<Single<bool>>(wrapped).await.value);
    assert!(read::<Single<bool>>("true").await.value);
    assert_eq!(
        read::<Single<String>>(r#"{"value":"a\u00e9"}"#).await.value,
        "aé"
    );
    assert_eq!(
        read::<Single<Vec<i32>>>(r#"{"value":[1,2]}"#).await.value,
        [1, 2]
    );
    let error = got::<Single<bool>>(Canned::json(200, r#"{"value":"x"}"#)).await;
    let error = error.expect_err("something else");
    assert!(
        matches!(error.kind(), ErrorKind::Decode { .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_raw_response_is_any_json_and_null_without_a_body() {
    assert_eq!(
        read::<serde_json::Value>("[1,\"a\"]").await,
        serde_json::json!([1, "a"])
    );
    let none: serde_json::Value = got(Canned::status(204)).await.expect("a success");
    assert!(none.is_null());
}

#[tokio::test]
async fn a_body_that_is_still_compressed_is_told_with_what_to_do() {
    for (encoding, expected) in [
        ("br", "compressed (`br`)"),
        ("identity", "not JSON (line 1"),
    ] {
        let reply = Canned::json(200, "\u{1f}not JSON").header("content-encoding", encoding);
        let error = got::<Token>(reply).await.expect_err("no JSON");
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[tokio::test]
async fn bytes_are_what_came() {
    let bytes: bytes::Bytes = got(Canned::new(200).body([0, 255])).await.expect("bytes");
    assert_eq!(*bytes, [0, 255]);
}

#[tokio::test]
async fn status_and_headers_come_with_the_value_on_demand() {
    let reply = Canned::json(201, r#"{"displayName":"Oslo"}"#).header("request-id", "r-1");
    let server = Loopback::start(vec![reply]).await;
    let request = tokens(client(&server)).request::<Token>(Method::POST);
    let response = request.send_with_response().await.expect("a success");
    assert_eq!(response.status, StatusCode::CREATED);
    assert_eq!(response.headers["request-id"], "r-1");
    assert_eq!(response.value, Token::named("Oslo"));
}
