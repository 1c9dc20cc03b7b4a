//! Where the secret stands, by security scheme.

use graphwright::{Anonymous, Client};

use crate::support::{Canned, Loopback, client};

#[tokio::test]
async fn the_secret_stands_where_the_scheme_says() {
    let ok = Canned::status(204);
    let server = Loopback::start(vec![ok.clone(), ok.clone(), ok.clone(), ok]).await;
    security::Client::from(client(&server))
        .me()
        .me()
        .send()
        .await
        .unwrap();
    let with = [
        security::Client::with_query,
        security::Client::with_bearer,
        security::Client::with_oauth,
    ];
    for with in with {
        with(client(&server)).me().me().send().await.unwrap();
    }
    let requests = server.requests();
    assert_eq!(requests[0].header("cookie"), Some("sid=secret-token"));
    assert_eq!(requests[0].header("authorization"), None);
    assert_eq!(requests[1].target, "/me?api%20key=secret-token");
    assert_eq!(requests[1].header("cookie"), None);
    assert_eq!(
        requests[2].header("authorization"),
        Some("Bearer secret-token")
    );
    assert_eq!(
        requests[3].header("authorization"),
        Some("Bearer secret-token")
    );
}

#[tokio::test]
async fn without_sign_in_nothing_is_sent() {
    let server = Loopback::start(vec![Canned::status(204)]).await;
    let core = Client::builder(Anonymous)
        .endpoint(server.origin())
        .build()
        .unwrap();
    security::Client::from(core).me().me().send().await.unwrap();
    assert_eq!(server.request().header("cookie"), None);
}

#[tokio::test]
async fn a_key_in_the_query_shows_in_no_error() {
    let server = Loopback::start(vec![Canned::json(
        500,
        r#"{"message":"secret-token is bad"}"#,
    )])
    .await;
    let client = security::Client::with_query(client(&server));
    let error = client.me().me().send().await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("secret-token"), "{shown}");
}

#[tokio::test]
async fn the_secret_goes_to_no_other_origin() {
    let other = Loopback::start(vec![Canned::status(204), Canned::status(204)]).await;
    let elsewhere = Canned::status(302).header("location", &format!("{}/me", other.origin()));
    let server = Loopback::start(vec![elsewhere.clone(), elsewhere]).await;
    let clients = [
        security::Client::from(client(&server)),
        security::Client::with_query(client(&server)),
    ];
    for client in clients {
        client.me().me().send().await.unwrap();
    }
    for request in other.requests() {
        assert_eq!(request.target, "/me");
        let shown = format!("{request:?}");
        assert!(!shown.contains("secret-token"), "{shown}");
    }
}
