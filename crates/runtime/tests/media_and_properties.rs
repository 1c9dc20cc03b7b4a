//! Media, and properties with a URL of their own.

#![cfg(feature = "client")]

mod support;
mod token;

use graphwright::{
    CollectionPropertyResource, MediaResource, Patch, PrimitivePropertyResource, PropertyResource,
};
use support::{Canned, Loopback, Recorded, client};
use token::{Token, tokens};

fn line(request: &Recorded) -> String {
    format!("{} {} {}", request.method, request.target, request.text())
}

#[tokio::test]
async fn a_download_follows_its_redirect_without_the_token() {
    let other = Loopback::start(vec![Canned::new(200).body([0, 159, 146, 150])]).await;
    let away = format!("{}/blob?sig=1", other.origin());
    let server = Loopback::start(vec![Canned::new(302).header("location", &away)]).await;
    let content = MediaResource::from(tokens(client(&server)).segment("content"));
    let bytes = content.get().send().await.expect("media");
    assert_eq!(&bytes[..], [0, 159, 146, 150]);
    let (first, second) = (server.request(), other.request());
    assert_eq!(first.target, "/beta/tokens/content");
    assert_eq!(first.header("accept"), Some("*/*"));
    assert!(first.header("authorization").is_some());
    assert_eq!(second.target, "/blob?sig=1");
    assert_eq!(second.header("authorization"), None);
}

#[tokio::test]
async fn media_are_put_as_they_are_and_the_answer_can_be_read() {
    let server = Loopback::start(vec![
        Canned::json(201, r#"{"id":"7"}"#),
        Canned::status(204),
        Canned::status(204),
    ])
    .await;
    let media = MediaResource::from(tokens(client(&server)).segment("$value"));
    let put = media.put("image/png", vec![1, 2, 3]);
    let answer = put.returning::<Token>().send().await.expect("an entity");
    assert_eq!(answer.id.as_deref(), Some("7"));
    media
        .put("text/plain", "x")
        .send()
        .await
        .expect("a success");
    media.delete().send().await.expect("a success");
    let requests = server.requests();
    assert_eq!(requests[0].header("content-type"), Some("image/png"));
    assert_eq!(requests[0].body, [1, 2, 3]);
    assert_eq!(line(&requests[1]), "PUT /beta/tokens/$value x");
    assert_eq!(line(&requests[2]), "DELETE /beta/tokens/$value ");
}

#[tokio::test]
async fn a_complex_property_is_got_changed_replaced_and_deleted() {
    let server = Loopback::start(vec![
        Canned::json(200, r#"{"@odata.context":"c","displayName":"Oslo"}"#),
        Canned::status(204),
        Canned::json(200, r#"{"displayName":"Bergen"}"#),
        Canned::status(204),
    ])
    .await;
    let property = PropertyResource::<Token>::from(tokens(client(&server)).segment("setting"));
    let got = property.get().send().await.expect("a value");
    assert_eq!(got.display_name.as_deref(), Some("Oslo"));
    let change = Patch::new()
        .null(Token::DISPLAY_NAME)
        .bind("owner", "/users/a");
    assert_eq!(
        property.update(change).send().await.expect("a success"),
        None
    );
    let set = property.set(&Token::named("Bergen")).send().await;
    assert!(set.expect("a value").is_some());
    property.delete().send().await.expect("a success");
    let lines: Vec<String> = server.requests().iter().map(line).collect();
    assert_eq!(lines[0], "GET /beta/tokens/setting ");
    assert_eq!(
        lines[1],
        format!(
            "PATCH /beta/tokens/setting {{\"displayName\":null,\"owner@odata.bind\":\"{}/beta/users/a\"}}",
            server.origin()
        )
    );
    assert_eq!(
        lines[2],
        r#"PUT /beta/tokens/setting {"displayName":"Bergen"}"#
    );
    assert_eq!(lines[3], "DELETE /beta/tokens/setting ");
}

#[tokio::test]
async fn control_information_of_the_items_of_a_collection_is_not_sent() {
    let server = Loopback::start(vec![Canned::status(204)]).await;
    let place = tokens(client(&server)).segment("settings");
    let settings = CollectionPropertyResource::<Option<Token>>::from(place);
    let read = r#"{"@odata.etag":"e","displayName":"Oslo"}"#;
    let read: Token = graphwright::serde_json::from_str(read).expect("a token");
    let set = settings.set(&[Some(read), None]);
    set.send().await.expect("a success");
    assert_eq!(
        line(&server.requests()[0]),
        r#"PUT /beta/tokens/settings {"value":[{"displayName":"Oslo"},null]}"#
    );
}

#[tokio::test]
async fn a_collection_and_a_primitive_stand_in_an_object_of_their_own() {
    let server = Loopback::start(vec![
        Canned::json(200, r#"{"value":["a","b"]}"#),
        Canned::status(204),
        Canned::json(200, r#"{"@odata.context":"c","value":5}"#),
        Canned::status(204),
        Canned::status(204),
    ])
    .await;
    let tags = CollectionPropertyResource::<String>::from(tokens(client(&server)).segment("tags"));
    assert_eq!(tags.get().send().await.expect("a page").value, ["a", "b"]);
    tags.set(&["c".to_owned()]).send().await.expect("a success");
    let size = PrimitivePropertyResource::from(tokens(client(&server)).segment("size"));
    let five = size.get::<i64>().send().await.expect("a value");
    assert_eq!(five.expect("not null").value, 5);
    assert_eq!(size.get::<i64>().send().await.expect("null"), None);
    size.set(&6).send().await.expect("a success");
    let requests = server.requests();
    assert_eq!(
        line(&requests[1]),
        r#"PUT /beta/tokens/tags {"value":["c"]}"#
    );
    assert_eq!(line(&requests[4]), r#"PUT /beta/tokens/size {"value":6}"#);
}
