//! Each line of what a user writes, compiled and run against a loopback server.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../../runtime/tests/support/mod.rs"]
mod support;

use std::pin::Pin;

use futures_core::Stream;
use graphwright::{Client, Method, Patch, Payload, Request, StaticToken};
use support::{Canned, Loopback};
use tokio::task::JoinHandle;
use vpp_beta::models::VppToken;

const ID: &str = "9ceb2f92-2f92-9ceb-922f-eb9c922feb9c";

/// A second generated crate, as far as two can differ in what they share.
mod v1 {
    /// Its client.
    pub(crate) struct Client(pub(crate) graphwright::ServiceClient);

    impl From<graphwright::Client> for Client {
        fn from(core: graphwright::Client) -> Self {
            Self(graphwright::ServiceClient::new(
                core,
                "https://graph.microsoft.com/v1.0",
            ))
        }
    }
}

fn is_shareable<T: Clone + Send + Sync + 'static>(_: &T) {}

#[tokio::test]
async fn what_a_user_writes_compiles_and_runs() -> Result<(), Box<dyn std::error::Error>> {
    let one = format!(r#"{{"id":"{ID}","displayName":"Oslo"}}"#);
    let server = Loopback::bind().await;
    let next = format!("{}/beta/next?page=2", server.origin());
    let first_page = format!(r#"{{"@odata.nextLink":"{next}","value":[{one}]}}"#);
    let server = server.run(vec![
        Canned::json(200, &one),
        Canned::json(200, &first_page),
        Canned::json(200, &format!(r#"{{"value":[{one}]}}"#)),
        Canned::status(204),
        Canned::json(201, &one),
        Canned::json(200, r#"{"new":[1]}"#),
        Canned::json(200, r#"{"value":"v1"}"#),
        Canned::json(200, r#"{"raw":true}"#),
    ]);
    let credential = StaticToken::new("secret-token");
    let (id, etag) = (ID, "W/\"1\"");

    let core = Client::builder(credential)
        .endpoint(server.origin())
        .build()?;
    is_shareable(&core);
    let graph = vpp_beta::Client::from(core.clone());
    let tokens = graph.device_app_management().vpp_tokens();
    is_shareable(&tokens);
    let synced: VppToken = tokens
        .id("9ceb2f92-2f92-9ceb-922f-eb9c922feb9c")
        .sync_licenses()
        .send()
        .await?;
    assert_eq!(synced.id.as_deref(), Some(ID));

    let mut all = tokens
        .list()
        .select([VppToken::ID, VppToken::STATE])
        .items();
    let mut names = Vec::new();
    while let Some(token) = all.next().await {
        names.push(token?.display_name);
    }
    assert_eq!(names, [Some("Oslo".into()), Some("Oslo".into())]);

    let change = Patch::<VppToken>::new()
        .set(VppToken::DISPLAY_NAME, "Oslo")
        .null(VppToken::LOCATION_NAME);
    let after: Option<VppToken> = tokens.id(id).update(change).if_match(etag).send().await?;
    assert_eq!(after, None);

    let token = VppToken {
        display_name: Some("Oslo".into()),
        ..Default::default()
    };
    let made = tokens.create(&token).send_with_response().await?;
    assert_eq!((made.status.as_u16(), made.headers.len() > 1), (201, true));
    let moved = made.value.display_name;
    assert_eq!(moved.as_deref(), Some("Oslo"));

    let raw: serde_json::Value = graph.request(Method::GET, "/new/thing").send().await?;
    assert_eq!(raw["new"][0], 1);

    let second = v1::Client::from(core);
    let raw = second.0.request(Method::GET, "me").send().await?;
    assert_eq!(raw["value"], "v1");
    let raw = tokens
        .id(id)
        .request(Method::POST)
        .json_body(&serde_json::json!({ "a": 1 }))
        .send()
        .await?;
    assert_eq!(raw["raw"], true);

    let targets: Vec<String> = server
        .requests()
        .into_iter()
        .map(|request| request.target)
        .collect();
    assert_eq!(
        targets[1],
        "/beta/deviceAppManagement/vppTokens?$select=id,state"
    );
    assert_eq!(targets[2..3], ["/beta/next?page=2"]);
    assert_eq!(targets[5..7], ["/beta/new/thing", "/v1.0/me"]);
    Ok(())
}

#[tokio::test]
async fn a_request_is_inspected_without_being_sent() {
    let server = Loopback::start(Vec::new()).await;
    let graph = vpp_beta::Client::from(support::client(&server));
    let request = graph
        .device_app_management()
        .vpp_tokens()
        .id(ID)
        .sync_licenses();
    assert_eq!(request.method(), Method::POST);
    assert!(request.url().ends_with(&format!(
        "/beta/deviceAppManagement/vppTokens/{ID}/syncLicenses"
    )));
    assert!(request.headers().is_empty() && request.body().is_none());
    let scopes = request.scopes();
    assert_eq!(
        scopes.delegated_work,
        ["DeviceManagementServiceConfig.ReadWrite.All"]
    );
    assert_eq!(scopes.delegated_personal, [""; 0]);
    assert_eq!(
        scopes.application,
        ["DeviceManagementServiceConfig.ReadWrite.All"]
    );
    let list = graph.device_app_management().vpp_tokens().list();
    assert_eq!(
        list.scopes().application,
        [
            "DeviceManagementServiceConfig.Read.All",
            "DeviceManagementServiceConfig.ReadWrite.All"
        ]
    );
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn items_are_a_stream() {
    let server = Loopback::start(vec![Canned::json(200, r#"{"value":[{"id":"1"}]}"#)]).await;
    let graph = vpp_beta::Client::from(support::client(&server));
    let mut items = graph.device_app_management().vpp_tokens().list().items();
    let first = std::future::poll_fn(|context| Pin::new(&mut items).poll_next(context)).await;
    assert_eq!(first.unwrap().unwrap().id.as_deref(), Some("1"));
}

fn spawned<T: Payload + 'static>(request: Request<T>) -> JoinHandle<graphwright::Result<T>> {
    tokio::spawn(request.send())
}

#[tokio::test]
async fn calls_and_what_they_give_move_between_tasks() -> Result<(), Box<dyn std::error::Error>> {
    let one = format!(r#"{{"id":"{ID}","state":"valid","tokenActionResults":[{{}}]}}"#);
    let server = Loopback::start(vec![
        Canned::json(200, &one),
        Canned::json(200, &format!(r#"{{"value":[{one}]}}"#)),
    ])
    .await;
    let core = Client::builder(StaticToken::new("secret-token"))
        .endpoint(server.origin())
        .build()?;
    let tokens = vpp_beta::Client::from(core)
        .device_app_management()
        .vpp_tokens();

    let token = spawned(tokens.id(ID).get()).await??;
    is_shareable(&token);
    let listed = tokio::spawn(async move {
        let mut all = tokens.list().items();
        let mut listed = Vec::new();
        while let Some(token) = all.next().await {
            listed.push(token?);
        }
        Ok::<_, graphwright::Error>(listed)
    });
    assert_eq!(listed.await??.first(), Some(&token));
    Ok(())
}
