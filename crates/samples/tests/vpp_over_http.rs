//! The nine operations of the family over real HTTP on loopback: the bytes that are sent, and the
//! documented responses that come back.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../../runtime/tests/support/mod.rs"]
mod support;

use std::path::Path;

use graphwright::{ErrorKind, Patch};
use graphwright_samples::{Sample, read};
use support::{Canned, Loopback, Recorded, TOKEN, client};
use vpp_beta::models::{VppToken, VppTokenRevokeLicensesParameters, VppTokenState};
use vpp_beta::offers::ListCreateCountGetUpdateDelete;
use vpp_beta::resources::VppTokenCollection;

const ID: &str = "9ceb2f92-2f92-9ceb-922f-eb9c922feb9c";
const ALL: &str = "/beta/deviceAppManagement/vppTokens";

fn sample(page_end: &str) -> Sample {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs/samples/vpp-beta.jsonl");
    let samples = read(&std::fs::read_to_string(path).unwrap()).unwrap();
    samples
        .into_iter()
        .find(|one| one.page.ends_with(page_end))
        .unwrap()
}

/// The documented response of a page.
fn documented(page_end: &str) -> Canned {
    let response = sample(page_end).response.unwrap();
    match response.body {
        Some(body) => Canned::json(response.status, body.get()),
        None => Canned::status(response.status),
    }
}

fn tokens(server: &Loopback) -> VppTokenCollection<ListCreateCountGetUpdateDelete> {
    vpp_beta::Client::from(client(server))
        .device_app_management()
        .vpp_tokens()
}

/// What every request has, and the body with its type and length if there is one.
fn assert_sent(request: &Recorded, method: &str, target: &str, body: Option<&str>) {
    assert_eq!(
        (request.method.as_str(), request.target.as_str()),
        (method, target)
    );
    assert_eq!(
        request.header("authorization"),
        Some(format!("Bearer {TOKEN}").as_str())
    );
    let accept = if target.ends_with("/$count") {
        "text/plain, application/json;q=0.9"
    } else {
        "application/json"
    };
    assert_eq!(request.header("accept"), Some(accept));
    assert_eq!(
        request.header("content-type"),
        body.map(|_| "application/json")
    );
    assert_eq!(request.text(), body.unwrap_or(""));
    let length = match (method, body) {
        ("GET" | "DELETE", None) => None,
        (_, body) => Some(body.unwrap_or("").len().to_string()),
    };
    assert_eq!(request.header("content-length"), length.as_deref());
}

#[tokio::test]
async fn list_reads_the_documented_collection() {
    let server = Loopback::start(vec![documented("vpptoken-list.md")]).await;
    let page = tokens(&server)
        .list()
        .select([VppToken::ID, VppToken::STATE])
        .top(5)
        .send()
        .await
        .unwrap();
    assert_sent(
        &server.request(),
        "GET",
        &format!("{ALL}?$select=id,state&$top=5"),
        None,
    );
    assert_eq!(page.value.len(), 1);
    assert_eq!(page.value[0].id.as_deref(), Some(ID));
    assert_eq!(page.next_link, None);
}

#[tokio::test]
async fn get_reads_the_bare_entity() {
    let body = format!(r#"{{"@odata.context":"…","id":"{ID}","state":"valid"}}"#);
    let server = Loopback::start(vec![Canned::json(200, &body)]).await;
    let token = tokens(&server).id(ID).get().send().await.unwrap();
    assert_sent(&server.request(), "GET", &format!("{ALL}/{ID}"), None);
    assert_eq!(token.state, Some(VppTokenState::Valid));
}

#[tokio::test]
async fn create_sends_the_documented_body_and_reads_the_created_token() {
    let documented_body = sample("vpptoken-create.md").request.unwrap().body.unwrap();
    let token: VppToken = serde_json::from_str(documented_body.get()).unwrap();
    let server = Loopback::start(vec![documented("vpptoken-create.md")]).await;
    let created = tokens(&server)
        .create(&token)
        .send_with_response()
        .await
        .unwrap();
    let sent = server.request();
    let body = sent.text().to_owned();
    assert_eq!(
        graphwright_samples::same_json(documented_body.get(), &body)
            .map_err(|error| format!("{error:?}")),
        Ok(())
    );
    assert_sent(&sent, "POST", ALL, Some(&body));
    assert_eq!(created.status, 201);
    assert_eq!(created.value.id.as_deref(), Some(ID));
}

#[tokio::test]
async fn update_sends_the_change_alone_and_reads_the_updated_token() {
    let answer = Canned::json(200, r#"{"displayName":"Oslo"}"#);
    let server = Loopback::start(vec![answer]).await;
    let change = Patch::<VppToken>::new()
        .set(VppToken::DISPLAY_NAME, "Oslo")
        .null(VppToken::LOCATION_NAME);
    let after = tokens(&server)
        .id(ID)
        .update(change)
        .if_match("W/\"1\"")
        .send()
        .await
        .unwrap();
    let sent = server.request();
    assert_sent(
        &sent,
        "PATCH",
        &format!("{ALL}/{ID}"),
        Some(r#"{"displayName":"Oslo","locationName":null}"#),
    );
    assert_eq!(sent.header("if-match"), Some("W/\"1\""));
    assert_eq!(after.unwrap().display_name.as_deref(), Some("Oslo"));
}

#[tokio::test]
async fn an_update_answered_with_204_is_none() {
    let server = Loopback::start(vec![Canned::status(204)]).await;
    let change = VppToken {
        display_name: Some("Oslo".into()),
        ..Default::default()
    };
    assert_eq!(
        tokens(&server).id(ID).update(change).send().await.unwrap(),
        None
    );
    assert_sent(
        &server.request(),
        "PATCH",
        &format!("{ALL}/{ID}"),
        Some(r#"{"displayName":"Oslo"}"#),
    );
}

#[tokio::test]
async fn delete_sends_no_body_and_reads_none() {
    let server = Loopback::start(vec![documented("vpptoken-delete.md")]).await;
    tokens(&server).id(ID).delete().send().await.unwrap();
    assert_sent(&server.request(), "DELETE", &format!("{ALL}/{ID}"), None);
}

#[tokio::test]
async fn sync_licenses_sends_an_empty_post_and_reads_the_token_in_its_envelope() {
    let server = Loopback::start(vec![documented("vpptoken-synclicenses.md")]).await;
    let token: VppToken = tokens(&server).id(ID).sync_licenses().send().await.unwrap();
    assert_sent(
        &server.request(),
        "POST",
        &format!("{ALL}/{ID}/syncLicenses"),
        None,
    );
    assert_eq!(token.id.as_deref(), Some(ID));
    assert_eq!(
        token.expiration_date_time.unwrap(),
        "2016-12-31T23:57:57.2481234-08:00"
    );
}

#[tokio::test]
async fn revoke_licenses_sends_its_parameters() {
    let server = Loopback::start(vec![documented("vpptoken-revokelicenses.md")]).await;
    let parameters = VppTokenRevokeLicensesParameters {
        notify_managed_devices: Some(true),
        revoke_untracked_licenses: Some(true),
        ..Default::default()
    };
    tokens(&server)
        .id(ID)
        .revoke_licenses(&parameters)
        .send()
        .await
        .unwrap();
    let body = r#"{"notifyManagedDevices":true,"revokeUntrackedLicenses":true}"#;
    assert_sent(
        &server.request(),
        "POST",
        &format!("{ALL}/{ID}/revokeLicenses"),
        Some(body),
    );
}

#[tokio::test]
async fn get_licenses_for_app_puts_its_parameter_into_the_url() {
    let server = Loopback::start(vec![documented("vpptoken-getlicensesforapp.md")]).await;
    let page = tokens(&server)
        .get_licenses_for_app("com.o'hara/app (1)")
        .send()
        .await
        .unwrap();
    let target = format!("{ALL}/getLicensesForApp(bundleId='com.o''hara%2Fapp%20%281%29')");
    assert_sent(&server.request(), "GET", &target, None);
    assert_eq!(page.value[0].available_license_count, Some(5));
}

#[tokio::test]
async fn sync_license_counts_is_called_on_the_collection() {
    let server = Loopback::start(vec![documented("vpptoken-synclicensecounts.md")]).await;
    tokens(&server).sync_license_counts().send().await.unwrap();
    assert_sent(
        &server.request(),
        "POST",
        &format!("{ALL}/syncLicenseCounts"),
        None,
    );
}

#[tokio::test]
async fn count_reads_the_number_that_stands_alone() {
    let server = Loopback::start(vec![
        Canned::new(200)
            .header("content-type", "text/plain")
            .body("\u{feff}42"),
    ])
    .await;
    assert_eq!(tokens(&server).count().send().await.unwrap().0, 42);
    assert_sent(&server.request(), "GET", &format!("{ALL}/$count"), None);
}

#[tokio::test]
async fn a_refusal_carries_what_the_service_says() {
    let body = r#"{"error":{"code":"Forbidden","message":"no","innerError":{"request-id":"r-1","date":"2026-11-25T00:00:00"}}}"#;
    let server = Loopback::start(vec![Canned::json(403, body)]).await;
    let error = tokens(&server)
        .id(ID)
        .sync_licenses()
        .send()
        .await
        .unwrap_err();
    let ErrorKind::Service(said) = error.kind() else {
        panic!("{error}")
    };
    assert_eq!(
        (
            said.status.as_u16(),
            said.code.as_str(),
            said.message.as_str()
        ),
        (403, "Forbidden", "no")
    );
    assert_eq!(error.request_id(), Some("r-1"));
    assert!(
        error
            .url()
            .unwrap()
            .ends_with(&format!("{ALL}/{ID}/syncLicenses"))
    );
}

#[tokio::test]
async fn failures_are_told_apart() {
    let html = || {
        Canned::new(200)
            .header("content-type", "text/html")
            .body("<html>sign in</html>")
    };
    let replies = vec![
        Canned::status(401),
        Canned::status(404),
        Canned::json(200, r#"{"value":{"id":"#),
        html(),
        Canned::status(204),
    ];
    let server = Loopback::start(replies).await;
    let token = tokens(&server).id(ID);
    for (expected, word) in [
        ("Service", "401"),
        ("Service", "404"),
        ("Decode", "ends too early"),
        ("Decode", "text/html"),
        ("Empty", ".optional()"),
    ] {
        let error = token.sync_licenses().send().await.unwrap_err();
        assert!(
            format!("{:?}", error.kind()).starts_with(expected),
            "{error:?}"
        );
        let shown = error.to_string();
        assert!(
            shown.contains(word) && !shown.contains("sign in") && !shown.contains(TOKEN),
            "{shown}"
        );
    }
}

#[tokio::test]
async fn a_redirect_to_another_host_gets_no_token() {
    let other = Loopback::start(vec![Canned::json(200, r#"{"id":"1"}"#)]).await;
    let redirect = Canned::new(302).header("location", &format!("{}/elsewhere", other.origin()));
    let server = Loopback::start(vec![redirect]).await;
    tokens(&server).id(ID).get().send().await.unwrap();
    assert_eq!(
        server.request().header("authorization"),
        Some(format!("Bearer {TOKEN}").as_str())
    );
    assert_eq!(other.request().header("authorization"), None);
}

#[tokio::test]
async fn every_documented_request_is_the_request_that_its_function_makes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs/samples/vpp-beta.jsonl");
    let server = Loopback::start(Vec::new()).await;
    let tokens = tokens(&server);
    for sample in read(&std::fs::read_to_string(path).unwrap()).unwrap() {
        let request = sample.request.unwrap();
        let documented = request.url;
        let token = tokens.id("{vppTokenId}");
        let (method, url) = match sample.page.rsplit("vpptoken-").next().unwrap() {
            "list.md" => sent(&tokens.list()),
            "create.md" => sent(&tokens.create(&VppToken::default())),
            "delete.md" => sent(&token.delete()),
            "synclicenses.md" => sent(&token.sync_licenses()),
            "revokelicenses.md" => {
                sent(&token.revoke_licenses(&VppTokenRevokeLicensesParameters::default()))
            }
            "getlicensesforapp.md" => sent(&tokens.get_licenses_for_app("parameterValue")),
            "synclicensecounts.md" => sent(&tokens.sync_license_counts()),
            other => panic!("a page without a function: {other}"),
        };
        let path = documented
            .strip_prefix("https://graph.microsoft.com")
            .unwrap();
        assert_eq!(
            url.strip_prefix(server.origin())
                .unwrap()
                .replace("%7B", "{")
                .replace("%7D", "}"),
            path
        );
        assert_eq!(method, request.method);
    }
}

fn sent<T>(request: &graphwright::Request<T>) -> (String, String) {
    (request.method().to_string(), request.url().to_owned())
}
