//! Where the secret stands, by security scheme.

use graphwright::{Anonymous, Client, ClientBuilder, StaticToken};

use crate::support::{Canned, Loopback, builder, client};

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

fn keys(server: &Loopback) -> ClientBuilder {
    builder(server).credential_of("key", StaticToken::new("k"))
}

#[tokio::test]
async fn schemes_that_are_needed_together_are_sent_together() {
    let server = Loopback::start(vec![Canned::status(204), Canned::status(204)]).await;
    let client = security_requirements::Client::from(keys(&server).build().unwrap());
    client.both().both().send().await.unwrap();
    let request = server.request();
    assert_eq!(request.target, "/both?app=secret-token");
    assert_eq!(request.header("x-api-key"), Some("k"));
    let core = keys(&server).credential_of("app", StaticToken::new("a"));
    let client = security_requirements::Client::from(core.build().unwrap());
    client.both().both().send().await.unwrap();
    assert_eq!(server.requests()[1].target, "/both?app=a");
}

#[tokio::test]
async fn a_secret_that_is_not_there_is_named_and_nothing_is_sent() {
    let server = Loopback::start(Vec::new()).await;
    let lonely = security_requirements::Client::from(client(&server));
    let said = |error: graphwright::Error| error.to_string();
    let error = said(lonely.both().both().send().await.unwrap_err());
    assert!(error.contains("it needs a secret for `key`: give it with"), "{error}");
    let error = said(lonely.either().either().send().await.unwrap_err());
    assert!(error.contains("`session` or `token`"), "{error}");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_call_is_signed_in_to_as_it_asks_itself() {
    let server = Loopback::start(vec![Canned::status(204); 5]).await;
    let core = keys(&server).credential_of("token", StaticToken::new("t"));
    let core = core.build().unwrap();
    let client = security_requirements::Client::from(core.clone());
    client.public().public().send().await.unwrap();
    client.optional().optional().send().await.unwrap();
    client.either().either().send().await.unwrap();
    // What the client signs in by goes before what stands first.
    let by_login = security_requirements::Client::with_login(core);
    by_login.login().login().send().await.unwrap();
    by_login.optional().optional().send().await.unwrap();
    let requests = server.requests();
    let targets: Vec<&str> = requests.iter().map(|one| one.target.as_str()).collect();
    let app = "/optional?app=secret-token";
    assert_eq!(targets, ["/public", app, "/either", "/login", "/optional"]);
    let signed = requests.iter().map(|one| one.header("authorization"));
    let expected = [None, None, Some("Bearer t"), Some("Basic secret-token"), None];
    assert_eq!(signed.collect::<Vec<_>>(), expected);
    assert_eq!(requests[0].header("x-api-key"), None);
}

#[tokio::test]
async fn who_does_not_sign_in_needs_no_secret_of_any_scheme() {
    let server = Loopback::start(vec![Canned::status(204)]).await;
    let core = Client::builder(Anonymous).endpoint(server.origin());
    let client = security_requirements::Client::from(core.build().unwrap());
    client.login().login().send().await.unwrap();
    assert_eq!(server.request().header("authorization"), None);
}

#[tokio::test]
async fn all_secrets_of_a_request_show_in_no_error() {
    let body = r#"{"message":"secret-token and key-secret are bad"}"#;
    let server = Loopback::start(vec![Canned::json(401, body)]).await;
    let core = builder(&server).credential_of("key", StaticToken::new("key-secret"));
    let client = security_requirements::Client::from(core.build().unwrap());
    let error = client.both().both().send().await.unwrap_err();
    let shown = format!("{error} {error:?} {:?}", error.body());
    let hidden = !shown.contains("secret-token") && !shown.contains("key-secret");
    assert!(hidden, "{shown}");
}

#[test]
fn a_call_goes_to_the_server_that_is_its_own() {
    let core = Client::builder(Anonymous).build().unwrap();
    let client = servers::Client::from(core.clone());
    let file = client.files().id("a b");
    let options = servers::models::GetFileOptions {
        q: Some("x".into()),
    };
    let urls = [
        client.here().id("a").here().url().to_owned(),
        file.get_file(&options).url().to_owned(),
        file.put_file("x").url().to_owned(),
        file.delete_file().url().to_owned(),
        client.same().same().url().to_owned(),
    ];
    let expected = [
        "https://api.example/v1/here/a",
        "https://eu.files.example/v2/files/a%20b?q=x",
        "https://upload.example/files/a%20b",
        "https://api.example/v3/files/a%20b",
        "https://api.example/v1/same",
    ];
    assert_eq!(urls, expected);
    // Another service root moves what has no server of its own.
    let client = servers::Client::at(core, "https://test.example");
    let urls = [
        client.here().id("a").here().url().to_owned(),
        client.files().id("a").put_file("x").url().to_owned(),
    ];
    let expected = ["https://test.example/here/a", "https://upload.example/files/a"];
    assert_eq!(urls, expected);
}
