//! Rounds of changes: what they give, where the next one begins, and what follows when a link has expired.

mod network;
mod token;

use graphwright::delta::{Resync, Round};
use graphwright::http::header::LOCATION;
use graphwright::{Client, Error, ErrorKind, Method, Page, Request, ServiceClient, http};
use network::{Network, response, run};
use token::{ROOT, Token, line};

fn service() -> ServiceClient {
    ServiceClient::new(Client::sans_io().build().expect("a client"), ROOT)
}

fn delta() -> Request<Page<Token>> {
    let tokens = service().root_resource().segment("tokens");
    tokens.function("delta", &[]).request(Method::GET)
}

fn saved() -> Round<Token> {
    delta()
        .prefer("odata.maxpagesize=2")
        .resume(&url("$deltatoken=old"))
        .round()
}

fn url(query: &str) -> String {
    format!("{ROOT}/tokens/delta()?{query}")
}

fn next(query: &str, items: &str) -> http::Response<String> {
    let link = url(query);
    response(
        200,
        &format!(r#"{{"@odata.nextLink":"{link}","value":[{items}]}}"#),
    )
}

fn last(query: &str, items: &str) -> http::Response<String> {
    let link = url(query);
    response(
        200,
        &format!(r#"{{"@odata.deltaLink":"{link}","value":[{items}]}}"#),
    )
}

async fn changes(round: &mut Round<Token>, network: &Network) -> Result<Vec<String>, Error> {
    let mut lines = Vec::new();
    while let Some(change) = round.next_by(network).await {
        lines.push(line(&change?));
    }
    Ok(lines)
}

#[test]
fn a_round_gives_what_is_there_and_what_is_gone_with_the_headers_on_every_page() {
    let network = Network::new([
        next("$skiptoken=2", r#"{"id":"1"}"#),
        next("$skiptoken=3", ""),
        last(
            "$deltatoken=9",
            r#"{"id":"2","@removed":{"reason":"deleted"}}"#,
        ),
    ]);
    let mut round = delta().prefer("odata.maxpagesize=2").round();
    assert_eq!(
        run(changes(&mut round, &network)).expect("changes"),
        ["+1", "-2"]
    );
    assert_eq!(round.delta_link(), Some(&*url("$deltatoken=9")));
    assert_eq!(round.link(), round.delta_link());
    let asked = network.asked();
    let queries: Vec<_> = asked.iter().map(|one| one.uri().query()).collect();
    assert_eq!(queries, [None, Some("$skiptoken=2"), Some("$skiptoken=3")]);
    for request in asked {
        assert_eq!(request.headers()["prefer"], "odata.maxpagesize=2");
    }
}

#[test]
fn a_delta_link_on_an_empty_last_page_is_kept() {
    let network = Network::new([
        next("$skiptoken=2", r#"{"id":"1"}"#),
        last("$deltatoken=9", ""),
    ]);
    let mut round = delta().round();
    assert_eq!(run(changes(&mut round, &network)).expect("changes"), ["+1"]);
    assert_eq!(round.link(), Some(&*url("$deltatoken=9")));
}

#[test]
fn a_round_without_changes_has_a_link_for_the_next_one() {
    let network = Network::new([last("$deltatoken=10", "")]);
    let mut round = saved();
    let none: [String; 0] = [];
    assert_eq!(run(changes(&mut round, &network)).expect("changes"), none);
    assert_eq!(round.delta_link(), Some(&*url("$deltatoken=10")));
    assert_eq!(network.asked()[0].uri().query(), Some("$deltatoken=old"));
}

#[test]
fn the_latest_link_is_asked_for_without_items() {
    let network = Network::new([last("$deltatoken=now", "")]);
    let mut round = delta().latest().round();
    run(changes(&mut round, &network)).expect("changes");
    assert_eq!(network.asked()[0].uri().query(), Some("$deltatoken=latest"));
    assert_eq!(round.link(), Some(&*url("$deltatoken=now")));
}

#[test]
fn a_page_is_handed_on_before_the_next_is_asked_for_and_its_link_is_kept_until_then() {
    let network = Network::new([
        next("$skiptoken=2", r#"{"id":"1"},{"id":"2"}"#),
        last("$deltatoken=9", r#"{"id":"3"}"#),
    ]);
    let mut round = delta().round();
    let first = format!("{ROOT}/tokens/delta()");
    let mut links = vec![round.link().map(str::to_owned)];
    while let Some(change) = run(round.next_by(&network)) {
        let sent = network.asked().len();
        assert_eq!(
            sent,
            if line(&change.expect("a change")) == "+3" {
                2
            } else {
                1
            }
        );
        links.push(round.link().map(str::to_owned));
    }
    let wanted = [
        first.clone(),
        first,
        url("$skiptoken=2"),
        url("$deltatoken=9"),
    ];
    assert_eq!(links, wanted.map(Some));
}

#[test]
fn whole_pages_come_one_by_one_with_the_link_to_store_after_each() {
    let network = Network::new([
        next("$skiptoken=2", r#"{"id":"1"},{"id":"2"}"#),
        next("$skiptoken=3", ""),
        last("$deltatoken=9", r#"{"id":"3"}"#),
    ]);
    let mut round = delta().round();
    let mut pages = Vec::new();
    while let Some(page) = run(round.next_page_by(&network)) {
        let link = round.link().expect("a link").to_owned();
        pages.push((page.expect("a page").len(), link));
    }
    let wanted = [
        (2, "$skiptoken=2"),
        (0, "$skiptoken=3"),
        (1, "$deltatoken=9"),
    ];
    assert_eq!(pages, wanted.map(|(count, query)| (count, url(query))));
}

#[test]
fn after_an_error_the_same_page_is_asked_for_again() {
    let network = Network::new([
        next("$skiptoken=2", r#"{"id":"1"}"#),
        response(403, ""),
        last("$deltatoken=9", r#"{"id":"2"}"#),
    ]);
    let mut round = delta().round();
    let first = run(round.next_by(&network)).expect("a change");
    assert_eq!(line(&first.expect("a change")), "+1");
    let error = run(round.next_by(&network)).expect("an error");
    let error = error.expect_err("an error");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(403));
    assert!(round.start_over(&error).is_none());
    assert_eq!(round.link(), Some(&*url("$skiptoken=2")));
    assert_eq!(run(changes(&mut round, &network)).expect("changes"), ["+2"]);
}

#[test]
fn a_round_that_leads_back_to_an_earlier_page_ends_in_an_error() {
    let network = Network::new([
        next("$skiptoken=2", r#"{"id":"1"}"#),
        next("$skiptoken=2", ""),
    ]);
    let mut round = delta().round();
    let error = run(changes(&mut round, &network)).expect_err("an error");
    assert!(matches!(error.kind(), ErrorKind::Redirect(_)), "{error}");
    assert!(run(round.next_by(&network)).is_none());
    assert_eq!(round.link(), None);
}

#[test]
fn a_relative_delta_link_means_the_same_after_a_restart() {
    for (context, link) in [
        ("", "delta()?$deltatoken=9"),
        ("", "/beta/tokens/delta()?$deltatoken=9"),
        (
            "",
            "//graph.microsoft.com/beta/tokens/delta()?$deltatoken=9",
        ),
        (
            r#""@odata.context":"../$metadata#tokens","#,
            "tokens/delta()?$deltatoken=9",
        ),
    ] {
        let body = format!(r#"{{{context}"@odata.deltaLink":"{link}","value":[]}}"#);
        let network = Network::new([response(200, &body), last("$deltatoken=10", "")]);
        let mut round = delta().round();
        run(changes(&mut round, &network)).expect("changes");
        let stored = round.link().expect("a link").to_owned();
        let mut round = delta().resume(&stored).round();
        run(changes(&mut round, &network)).expect("changes");
        let asked = network.asked();
        assert_eq!(
            asked[1].uri().to_string(),
            url("$deltatoken=9"),
            "{context}{link}"
        );
    }
}

fn refusal(status: u16, body: &str) -> http::Response<String> {
    response(status, body)
}

fn error_of(response: http::Response<String>) -> Error {
    let error = run(saved().next_by(&Network::new([response])));
    error.expect("an error").expect_err("an error")
}

#[test]
fn each_documented_form_of_an_expired_link_is_start_over() {
    use Resync::{ApplyDifferences, Replace, UploadDifferences};
    let code = |code: &str| format!(r#"{{"error":{{"code":"{code}","message":"m"}}}}"#);
    let inner = |name: &str, code: &str| {
        format!(
            r#"{{"error":{{"code":"generalException","message":"m","{name}":{{"code":"x","{name}":{{"code":"{code}"}}}}}}}}"#
        )
    };
    for (status, body, wanted) in [
        (410, String::new(), Some(Replace)),
        (410, "<html>".to_owned(), Some(Replace)),
        (410, code("anything"), Some(Replace)),
        (410, code("syncStateNotFound"), Some(Replace)),
        (400, code("SyncStateNotFound"), Some(Replace)),
        (404, code("SYNCSTATENOTFOUND"), Some(Replace)),
        (400, code("resyncRequired"), Some(Replace)),
        (410, code("fullSyncRequired"), Some(Replace)),
        (410, code("resyncChangesApplyDifferences"), Some(ApplyDifferences)),
        (410, code("ResyncApplyDifferences"), Some(ApplyDifferences)),
        (400, code("resyncchangesuploaddifferences"), Some(UploadDifferences)),
        (410, inner("innerError", "resyncChangesUploadDifferences"), Some(UploadDifferences)),
        (400, inner("innererror", "resyncRequired"), Some(Replace)),
        (
            410,
            r#"{"error":{"code":"resyncRequired","innererror":{"code":"resyncChangesApplyDifferences"}}}"#.to_owned(),
            Some(ApplyDifferences),
        ),
        (
            400,
            r#"{"error":{"code":"x","details":[{"code":"syncStateNotFound"}]}}"#.to_owned(),
            Some(Replace),
        ),
        (400, code("BadRequest"), None),
        (404, code("ErrorItemNotFound"), None),
        (500, code("resyncRequired"), None),
        (403, String::new(), None),
    ] {
        let error = error_of(refusal(status, &body));
        assert_eq!(Resync::of(&error), wanted, "{status} {body}");
        let again = saved().start_over(&error);
        assert_eq!(again.map(|again| again.resync), wanted, "{status} {body}");
    }
}

#[test]
fn a_round_starts_over_where_the_service_says_else_where_it_began() {
    let start = format!("{ROOT}/tokens/delta()");
    for (location, wanted) in [
        (None, &*start),
        (
            Some("https://graph.microsoft.com/beta/tokens/delta()?token="),
            "https://graph.microsoft.com/beta/tokens/delta()?token=",
        ),
        (
            Some("/beta/tokens/delta()?$skiptoken=1"),
            "https://graph.microsoft.com/beta/tokens/delta()?$skiptoken=1",
        ),
        // No token may go there, and what is read there need not be the service's.
        (Some("https://elsewhere.example/delta"), &*start),
        (
            Some("http://graph.microsoft.com/beta/tokens/delta()"),
            &*start,
        ),
    ] {
        let mut gone = refusal(410, "");
        if let Some(location) = location {
            let location = location.parse().expect("a header");
            gone.headers_mut().insert(LOCATION, location);
        }
        let network = Network::new([gone, last("$deltatoken=9", r#"{"id":"1"}"#)]);
        let mut round = saved();
        let error = run(round.next_by(&network))
            .expect("an error")
            .expect_err("an error");
        let mut round = round.start_over(&error).expect("a start").round;
        assert_eq!(run(changes(&mut round, &network)).expect("changes"), ["+1"]);
        let asked = network.asked();
        assert_eq!(asked[1].uri().to_string(), wanted, "{location:?}");
        assert_eq!(asked[1].headers()["prefer"], "odata.maxpagesize=2");
        assert_eq!(round.link(), Some(&*url("$deltatoken=9")));
    }
}

#[test]
fn what_asked_for_the_latest_link_starts_over_with_all_items() {
    let network = Network::new([refusal(410, "")]);
    let resumed = delta().latest().resume(&url("$deltatoken=old"));
    let mut round = resumed.round();
    let error = run(round.next_by(&network))
        .expect("an error")
        .expect_err("an error");
    let mut again = round.start_over(&error).expect("a start").round;
    let request = again.request().expect("a page").expect("a request");
    assert_eq!(request.url(), format!("{ROOT}/tokens/delta()"));
}

#[test]
fn a_saved_delta_link_of_a_foreign_host_is_refused() {
    let network = Network::new([]);
    let mut round = delta()
        .resume("https://elsewhere.example/delta?$deltatoken=1")
        .round();
    let error = run(round.next_by(&network))
        .expect("an error")
        .expect_err("an error");
    assert!(
        matches!(error.kind(), ErrorKind::InvalidRequest(_)),
        "{error}"
    );
    assert!(network.asked().is_empty());
}

#[test]
fn links_are_shown_by_no_debug() {
    let mut round = saved();
    let request = round.request().expect("a page").expect("a request");
    let shown = format!("{round:?} {request:?}");
    assert!(!shown.contains("old"), "{shown}");
}
