//! Long-running operations: where they are asked, where their results are, and what goes along.

mod monitored;
mod network;
mod token;

use graphwright::http::header::{AUTHORIZATION, LOCATION};
use graphwright::operation::Step;
use graphwright::{Client, ErrorKind, Method, Secret, ServiceClient};
use monitored::{MONITOR, accepted, carried, copy, id, running, service, token, urls, with};
use network::{Network, response, run};
use token::Token;

#[test]
fn an_operation_below_the_service_root_is_asked_there_with_its_version() {
    let teams = "https://graph.microsoft.com/beta/teams('7')/operations('8')";
    for location in [
        "/teams('7')/operations('8')",
        "/beta/teams('7')/operations('8')",
        teams,
        "//graph.microsoft.com/beta/teams('7')/operations('8')",
        "../../teams('7')/operations('8')",
    ] {
        let done = r#"{"id":"8","status":"succeeded","targetResourceId":"9","targetResourceLocation":"/teams('9')"}"#;
        let (completed, asked, _) =
            carried([accepted(location), running(), response(200, done), token()]);
        let completed = completed.expect("a success");
        assert_eq!(id(&completed), Some("9"), "{location}");
        assert_eq!(completed.status.resource_id(), Some("9"));
        let team = "GET https://graph.microsoft.com/beta/teams('9')";
        assert_eq!(
            asked,
            [&format!("GET {teams}"), &format!("GET {teams}"), team],
            "{location}"
        );
    }
}

#[test]
fn a_plain_service_means_its_origin_by_a_path() {
    let core = Client::sans_io().build().expect("a client");
    let service = ServiceClient::plain(core, "https://api.example/v2", &[]);
    let request = service.request(Method::POST, "/jobs").returning::<Token>();
    let mut operation = request.started(accepted("/status/8")).expect("a start");
    assert_eq!(operation.link(), Some("https://api.example/status/8"));
    assert!(matches!(operation.step(), Ok(Step::Wait(_))));
}

#[test]
fn what_an_operation_puts_is_read_where_it_was_put() {
    let put = service()
        .request(Method::PUT, "/tokens/9")
        .returning::<Token>();
    let started = with(response(201, ""), &[("operation-location", MONITOR)]);
    let mut operation = put.started(started).expect("a start");
    let urls = urls(
        &mut operation,
        [response(200, r#"{"status":"Succeeded"}"#), token()],
    );
    assert_eq!(urls, [MONITOR, "https://graph.microsoft.com/beta/tokens/9"]);
}

#[test]
fn a_foreign_monitor_gets_neither_token_nor_headers_and_its_result_does() {
    let monitor = "https://contoso.sharepoint.example/monitor/8?key=1";
    let result = "https://graph.microsoft.com/beta/tokens/9";
    for status in [302, 303, 307] {
        let network = Network::new([
            accepted(monitor),
            with(response(status, ""), &[("location", result)]),
            token(),
        ]);
        let completed = run(async {
            let request = copy().header("Cookie", "a=b").header("X-Mine", "1");
            let mut operation = request.start_by(&network).await?;
            operation.wait_by(&network).await
        });
        assert_eq!(id(&completed.expect("a success")), Some("9"));
        let asked = network.asked();
        assert_eq!(asked[1].uri(), monitor);
        for name in ["authorization", "cookie", "x-mine"] {
            assert!(!asked[1].headers().contains_key(name), "{name}");
        }
        assert_eq!(asked[2].uri(), result);
        assert!(asked[2].headers().contains_key(AUTHORIZATION), "{status}");
    }
}

#[test]
fn a_foreign_monitor_means_its_own_host_by_a_path() {
    let monitor = "https://contoso.sharepoint.example/monitor/8";
    let (completed, asked, _) = carried([
        accepted(monitor),
        with(response(303, ""), &[("location", "/result/9")]),
        token(),
    ]);
    assert_eq!(id(&completed.expect("a success")), Some("9"));
    assert_eq!(asked[1], "GET https://contoso.sharepoint.example/result/9");
}

#[test]
fn a_link_that_leads_where_no_link_may_lead_is_refused() {
    for link in [
        "http://graph.microsoft.com/beta/operations/8",
        "ftp://graph.microsoft.com/8",
        "mailto:a@b.c",
        "",
    ] {
        let error = copy().started(accepted(link)).expect_err(link);
        assert!(matches!(error.kind(), ErrorKind::Redirect(_)), "{error}");
        let mut operation = copy().operation_at(link);
        let Ok(Step::Send(request)) = operation.step() else {
            panic!("{link}");
        };
        let error = request.to_http().expect_err(link);
        assert!(
            matches!(error.kind(), ErrorKind::InvalidRequest(_)),
            "{error}"
        );
    }
    let leads = r#"{"status":"succeeded","resourceLocation":"http://elsewhere.example/9"}"#;
    let (error, asked, _) = carried([accepted(MONITOR), response(200, leads)]);
    let error = error.expect_err("a refusal");
    assert!(matches!(error.kind(), ErrorKind::Redirect(_)), "{error}");
    assert_eq!(asked.len(), 1);
}

#[test]
fn headers_that_say_who_asks_go_along_and_those_of_the_request_do_not() {
    let network = Network::new([accepted(MONITOR), token()]);
    run(async {
        let request = copy()
            .header("workbook-session-id", "s")
            .prefer("respond-async")
            .if_match("W/\"1\"")
            .body_bytes("text/plain", "text");
        let mut operation = request.start_by(&network).await.expect("a start");
        operation.wait_by(&network).await.expect("a success");
    });
    let asked = network.asked();
    assert_eq!(asked[1].headers()["workbook-session-id"], "s");
    assert_eq!(asked[1].headers()["accept"], "application/json");
    for name in ["prefer", "if-match", "content-type", "content-length"] {
        assert!(!asked[1].headers().contains_key(name), "{name}");
    }
    let id = |number: usize| &asked[number].headers()["client-request-id"];
    assert_ne!(id(0), id(1));
}

#[test]
fn an_operation_goes_on_from_its_link_after_a_restart() {
    let operation = copy().started(accepted("/teams('7')/operations('8')"));
    let saved = operation
        .expect("a start")
        .link()
        .expect("a link")
        .to_owned();
    let graph = service().request(Method::GET, "");
    let mut operation = graph.returning::<Token>().operation_at(&saved);
    let done = response(
        200,
        r#"{"status":"succeeded","targetResourceLocation":"/teams('9')"}"#,
    );
    let urls = urls(&mut operation, [running(), done, token()]);
    assert_eq!(
        urls,
        [
            &*saved,
            &*saved,
            "https://graph.microsoft.com/beta/teams('9')"
        ]
    );
}

#[test]
fn links_of_operations_are_shown_by_no_debug() {
    let started = with(
        response(202, r#"{"resourceLocation":"https://x/secret"}"#),
        &[("location", "https://monitor.example/secret")],
    );
    let mut operation = copy().started(started).expect("a start");
    let shown = format!("{operation:?}");
    assert!(!shown.contains("/secret"), "{shown}");
    assert!(matches!(operation.step(), Ok(Step::Wait(_))));
    let Ok(Step::Send(request)) = operation.step() else {
        panic!("a request");
    };
    let error = request.decode(response(500, "")).expect_err("a failure");
    assert!(
        !format!("{error} {error:?}").contains("secret"),
        "{error:?}"
    );
    // A secret of the program is none of the monitor's.
    let mut exchange = request.exchange().expect("an exchange");
    let signed = exchange.signed(&Secret::new("s3cret")).expect("a request");
    assert!(!signed.headers().contains_key(AUTHORIZATION));
    assert!(!signed.headers().contains_key(LOCATION));
}
