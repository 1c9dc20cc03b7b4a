//! Links to entities: what leads where, and how it stands in a body.

#![cfg(feature = "client")]

mod support;
mod token;

use graphwright::{
    EntityReference, Error, ErrorKind, Method, Page, Patch, Payload, Reference, Request, Resource,
    ServiceClient,
};
use support::{Canned, Loopback, client};
use token::{ROOT, Token, tokens};

/// What is sent of what `make` makes of the collection, with `{root}` for the service root.
async fn sent<T: Payload>(
    make: impl FnOnce(Resource) -> Request<T>,
) -> Result<(String, String), Error> {
    let server = Loopback::start(vec![Canned::status(204)]).await;
    make(tokens(client(&server))).optional().send().await?;
    let request = server.request();
    let root = format!("{}/beta", server.origin());
    let line = format!("{} {}", request.method, request.target);
    Ok((
        line.replace(&root, "{root}"),
        request.text().replace(&root, "{root}"),
    ))
}

async fn linked(to: &str) -> String {
    let added = sent(|tokens| {
        tokens
            .segment("$ref")
            .request::<()>(Method::POST)
            .reference_body(to)
    });
    match added.await {
        Ok((line, body)) => {
            assert_eq!(line, "POST /beta/tokens/$ref");
            body
        }
        Err(error) => error.to_string(),
    }
}

#[tokio::test]
async fn a_path_becomes_a_link_under_the_root_of_the_client() {
    let expected = r#"{"@odata.id":"{root}/users/adele"}"#;
    assert_eq!(linked("/users/adele").await, expected);
    assert_eq!(linked("users/adele").await, expected);
    assert_eq!(
        linked("users('a:b')?x=http://y").await,
        r#"{"@odata.id":"{root}/users('a:b')?x=http://y"}"#
    );
}

#[tokio::test]
async fn a_placeholder_of_documentation_is_linked_to_as_a_path_and_as_a_url() {
    for to in ["/users/{id}", "https://graph.microsoft.com/beta/users/{id}"] {
        let expected = r#"{"@odata.id":"{root}/users/{id}"}"#;
        assert_eq!(linked(to).await, expected, "{to}");
    }
}

#[tokio::test]
async fn a_resource_and_what_was_read_are_links_as_they_are() {
    let server = Loopback::start(vec![Canned::status(204); 3]).await;
    let tokens = tokens(client(&server));
    let item = tokens.key_segment("a b");
    let read = EntityReference {
        id: format!("{}/beta/tokens/7", server.origin()),
        ..EntityReference::default()
    };
    let request = || tokens.request::<()>(Method::PUT);
    for request in [
        request().reference_body(&item),
        request().reference_body(&read),
        request().reference_body(&&read.id),
    ] {
        request.send().await.expect("a success");
    }
    let root = format!("{}/beta", server.origin());
    let bodies: Vec<String> = server
        .requests()
        .iter()
        .map(|one| one.text().replace(&root, ""))
        .collect();
    assert_eq!(bodies[0], r#"{"@odata.id":"/tokens/a%20b"}"#);
    assert_eq!(bodies[1], r#"{"@odata.id":"/tokens/7"}"#);
    assert_eq!(bodies[1], bodies[2]);
}

#[tokio::test]
async fn a_link_that_names_the_published_root_means_the_endpoint() {
    for to in [
        "https://graph.microsoft.com/beta/users/adele",
        "HTTPS://Graph.Microsoft.com:443/beta/users/adele",
    ] {
        assert_eq!(linked(to).await, linked("/users/adele").await, "{to}");
    }
    let other_version = linked("https://graph.microsoft.com/v1.0/users/adele").await;
    assert!(
        other_version.contains("outside the service root"),
        "{other_version}"
    );
}

#[tokio::test]
async fn a_link_outside_the_service_root_is_refused_and_says_what_to_do() {
    for to in [
        "https://elsewhere.example/beta/users/adele",
        "http://127.0.0.1/beta/users/adele",
        "https://graph.microsoft.com.example/beta/users/adele",
    ] {
        let said = linked(to).await;
        assert!(
            said.contains("outside the service root") && said.contains("such as `/users/adele`"),
            "{said}"
        );
    }
    for to in [
        "",
        "/",
        "//elsewhere.example/x",
        "../v1.0/users/adele",
        "users/./x",
    ] {
        let said = linked(to).await;
        assert!(
            said.contains("no path below the service root"),
            "{to}: {said}"
        );
    }
}

#[tokio::test]
async fn a_link_of_another_version_or_above_the_root_is_refused() {
    let server = Loopback::start(vec![]).await;
    let other = ServiceClient::new(client(&server), "https://graph.microsoft.com/v1.0");
    let user = other.root_resource().segment("users").key_segment("adele");
    let climbing = format!("{}/beta/../v1.0/users/adele", server.origin());
    let longer = format!("{}/beta2/users/adele", server.origin());
    let request = || tokens(client(&server)).request::<()>(Method::PUT);
    for request in [
        request().reference_body(&user),
        request().reference_body(&climbing),
        request().reference_body(&longer),
    ] {
        let error = request.send().await.expect_err("a refusal").to_string();
        assert!(error.contains("outside the service root"), "{error}");
    }
    assert_eq!(server.requests(), []);
}

#[tokio::test]
async fn a_resource_that_addresses_nothing_is_no_link() {
    let refused = sent(|tokens| {
        let nothing = tokens.key_segment("");
        tokens.request::<()>(Method::PUT).reference_body(&nothing)
    });
    let error = refused.await.expect_err("a refusal");
    assert!(matches!(error.kind(), ErrorKind::InvalidRequest(_)));
    assert!(error.to_string().contains("a key is empty"), "{error}");
}

#[tokio::test]
async fn an_item_without_a_key_is_named_in_the_query() {
    let removed = sent(|tokens| {
        tokens
            .segment("$ref")
            .request::<()>(Method::DELETE)
            .reference_query("/users/adele")
    });
    let (line, _) = removed.await.expect("a success");
    assert_eq!(line, "DELETE /beta/tokens/$ref?$id={root}/users/adele");
}

#[tokio::test]
async fn a_patch_binds_under_the_root_of_the_client_that_sends_it() {
    let change = Patch::<Token>::new()
        .set(Token::DISPLAY_NAME, "Oslo")
        .bind("owner", "/users/adele")
        .bind_all("members", ["/users/a", "/users/b"]);
    assert!(!change.is_empty());
    let (_, body) = sent(|tokens| {
        tokens
            .request::<Option<Token>>(Method::PATCH)
            .patch_body(change)
    })
    .await
    .expect("a success");
    assert_eq!(
        body,
        r#"{"displayName":"Oslo","owner@odata.bind":"{root}/users/adele","members@odata.bind":["{root}/users/a","{root}/users/b"]}"#
    );
}

#[tokio::test]
async fn the_last_bind_of_a_property_counts() {
    let patch = |change: Patch<Token>| {
        sent(|tokens| {
            tokens
                .request::<Option<Token>>(Method::PATCH)
                .patch_body(change)
        })
    };
    let twice = Patch::new()
        .bind("owner", "/users/a")
        .bind("owner", "/users/b");
    let (_, body) = patch(twice).await.expect("a success");
    assert_eq!(body, r#"{"owner@odata.bind":"{root}/users/b"}"#);
    let by_hand = Patch::new()
        .bind("owner", "/users/a")
        .set_additional("owner@odata.bind", "x");
    let (_, body) = patch(by_hand).await.expect("a success");
    assert_eq!(body, r#"{"owner@odata.bind":"x"}"#);
    let refused = patch(Patch::new().bind("owner", "https://elsewhere.example/x")).await;
    let error = refused.expect_err("a refusal").to_string();
    assert!(error.contains("outside the service root"), "{error}");
}

#[tokio::test]
async fn a_bind_is_added_to_a_whole_body() {
    let create = |tokens: Resource| {
        tokens
            .request::<Token>(Method::POST)
            .json_body(&Token::named("Oslo"))
    };
    let (_, body) = sent(|tokens| {
        create(tokens)
            .bind("owner", "/users/a")
            .bind("owner", "/users/b")
            .bind_all("members", ["/users/c"])
    })
    .await
    .expect("a success");
    assert_eq!(
        body,
        r#"{"displayName":"Oslo","owner@odata.bind":"{root}/users/b","members@odata.bind":["{root}/users/c"]}"#
    );
    let outside = sent(|tokens| create(tokens).bind("owner", "https://elsewhere.example/x"));
    assert!(outside.await.is_err());
}

#[tokio::test]
async fn a_bind_without_a_body_to_stand_in_is_refused() {
    for body in ["", "[]", "text"] {
        let refused = sent(|tokens| {
            tokens
                .request::<()>(Method::POST)
                .body_bytes("application/json", body)
                .bind("owner", "/users/a")
        });
        let error = refused.await.expect_err("a refusal").to_string();
        assert!(error.contains("set the body first"), "{error}");
    }
}

#[tokio::test]
async fn references_are_read_page_by_page_and_lead_on() {
    let server = Loopback::start(vec![Canned::json(
        200,
        r##"{"@odata.context":"c","value":[{"@odata.id":"https://x.example/users/a"},{"@id":"users/b","@odata.type":"#x.y"}]}"##,
    )])
    .await;
    let request = tokens(client(&server)).segment("$ref");
    let request = request.request::<Page<EntityReference>>(Method::GET);
    let page = request.send().await.expect("a page");
    let ids: Vec<&str> = page.value.iter().map(|one| &*one.id).collect();
    assert_eq!(ids, ["https://x.example/users/a", "users/b"]);
    assert_eq!(page.value[1].reference().expect("a URL"), "users/b");
}

#[test]
fn a_reference_is_written_as_it_was_read() {
    for json in [
        r#"{"@odata.id":"u","@odata.context":"c"}"#,
        r#"{"@id":"u","x":[1.50]}"#,
    ] {
        let read: EntityReference = serde_json::from_str(json).expect("a reference");
        assert_eq!(serde_json::to_string(&read).expect("JSON"), json);
    }
    for json in ["{}", r#"{"@odata.id":null}"#, r#"{"value":"u"}"#] {
        assert!(serde_json::from_str::<EntityReference>(json).is_err());
    }
    let service = ROOT.reference().expect("a URL");
    assert_eq!(service, ROOT);
}
