//! What `Debug` and errors show of what may be a secret, and that no text of a service breaks out of its line.

#![cfg(feature = "client")]

mod support;
mod token;

use graphwright::json::Reader;
use graphwright::{Additional, Error, ErrorKind, Json, Method, Page, Redirect};
use serde_json::value::RawValue;
use support::{Canned, Loopback, builder, client};
use token::{Token, tokens};

fn additional(json: &str) -> Additional {
    let token: Token = serde_json::from_str(json).expect("a token");
    token.additional
}

#[test]
fn an_annotation_is_shown_if_it_says_what_something_is() {
    let shown = [
        (r##""@odata.type":"#a.b""##, "#a.b"),
        (r##""@type":"#a.b""##, "#a.b"),
        (r#""@odata.etag":"W/1""#, "W/1"),
        (r#""things@odata.count":17"#, "17"),
        (r#""photo@odata.mediaContentType":"image/png""#, "image/png"),
        (r#""mail":null"#, "null"),
        (r#""isOld":true"#, "true"),
    ];
    for (member, part) in shown {
        let debug = format!("{:?}", additional(&format!("{{{member}}}")));
        assert!(debug.contains(part), "{debug}");
    }
}

#[test]
fn the_value_of_any_other_member_is_not_shown() {
    let hidden = [
        r#""@microsoft.graph.downloadUrl":"https://x/secret""#,
        r#""@content.downloadUrl":"https://x/secret""#,
        r#""@odata.id":"users('secret')""#,
        r#""@odata.context":"$metadata#users('secret')""#,
        r#""@odata.editLink":"secret""#,
        r#""@odata.mediaReadLink":"https://x/secret""#,
        r#""photo@odata.mediaReadLink":"https://x/secret""#,
        r#""photo@mediaEditLink":"https://x/secret""#,
        r#""@odata.nextLink":"https://x/secret""#,
        r#""@odata.deltaLink":"https://x/secret""#,
        r#""@com.example.type.token":"secret""#,
        r#""password@odata.note":{"type":"secret"}"#,
        r#""unknown":"secret""#,
        r#""pin":1234"#,
        r#""some":[1234]"#,
        r#""other":{"a":"secret"}"#,
    ];
    for member in hidden {
        let debug = format!("{:?}", additional(&format!("{{{member}}}")));
        assert!(debug.contains('…'), "{debug}");
        assert!(
            !debug.contains("secret\"") && !debug.contains("1234"),
            "{debug}"
        );
        assert!(!debug.contains("secret'"), "{debug}");
    }
}

/// What an error shows of the URL whose query is that.
async fn url_of(query: &str) -> String {
    let server = Loopback::start(vec![Canned::status(404)]).await;
    let service = graphwright::ServiceClient::new(client(&server), "https://graph.example/v1");
    let request = service.request(Method::GET, &format!("/users?{query}"));
    let error = request.send().await.expect_err("a failure");
    let shown = error.url().expect("a URL").to_owned();
    assert!(error.to_string().contains(&shown), "{error}");
    shown.split_once('?').expect("a query").1.to_owned()
}

#[tokio::test]
async fn of_a_query_names_and_numbers_are_shown_and_nothing_else() {
    let table = [
        ("$select=id,displayName", "$select=id,displayName"),
        ("$select=id,a/b&$top=5", "$select=id,a/b&$top=5"),
        ("$skip=10&$count=true", "$skip=10&$count=true"),
        ("$orderby=name%20desc", "$orderby=name%20desc"),
        ("$orderby=contains(name,'secret')", "$orderby=…"),
        (
            "$expand=manager,members/$ref",
            "$expand=manager,members/$ref",
        ),
        (
            "$expand=members($filter=name%20eq%20'secret')",
            "$expand=members(…)",
        ),
        (
            "$expand=members%28$search%3D%22secret%22%29",
            "$expand=members(…)",
        ),
        ("$expand=a('secret'),b", "$expand=a(…)"),
        ("$filter=name%20eq%20'secret'", "$filter=…"),
        ("%24filter=secret", "…=…"),
        ("$search=%22secret%22", "$search=…"),
        ("$apply=secret", "$apply=…"),
        ("$compute=secret", "$compute=…"),
        ("$skiptoken=secret", "$skiptoken=…"),
        ("$deltatoken=secret", "$deltatoken=…"),
        ("$top=secret", "$top=…"),
        ("$count=secret", "$count=…"),
        ("$select=id'secret'", "$select=…"),
        ("q=secret", "q=…"),
        ("@p=secret", "@p=…"),
        ("sig=secret%2Fa", "sig=…"),
        ("c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA=1", "…=…"),
        ("secret", "…=…"),
    ];
    for (query, shown) in table {
        assert_eq!(url_of(query).await, shown, "{query}");
    }
}

#[tokio::test]
async fn of_another_origin_no_path_is_shown() {
    let other = Loopback::start(vec![Canned::status(403)]).await;
    let to = format!("{}/up/secret?t=secret", other.origin());
    let server = Loopback::start(vec![Canned::status(302).header("location", &to)]).await;
    let error = tokens(client(&server))
        .raw_request(Method::GET)
        .send()
        .await;
    let error = error.expect_err("a failure");
    assert_eq!(error.url(), Some(&*format!("{}/…", other.origin())));
}

#[test]
fn neither_a_redirect_nor_what_is_read_is_shown() {
    let to = Redirect::Follow("https://ada:pw@files.example/secret?sig=secret".into());
    assert_eq!(format!("{to:?}"), r#"Follow("https://files.example/…")"#);
    let to = Redirect::See("https://ada:pw@files.example/secret?sig=secret".into());
    assert_eq!(format!("{to:?}"), r#"See("https://files.example/…")"#);
    let text = RawValue::from_string(r#"{"token":"secret"}"#.into()).expect("JSON");
    let debug = format!("{:?}", Reader::new(&text));
    assert!(!debug.contains("secret"), "{debug}");
}

#[tokio::test]
async fn of_a_very_long_message_the_beginning_is_shown_and_all_is_kept() {
    let message = "ø".repeat(1 << 20);
    let body = format!(r#"{{"error":{{"code":"{message}","message":"{message}"}}}}"#);
    let error = failure(Canned::json(400, &body)).await;
    let shown = error.to_string();
    assert!(shown.contains("… (2093152 more bytes)"), "{}", shown.len());
    assert!(shown.len() < 10_000, "{}", shown.len());
    let ErrorKind::Service(said) = error.kind() else {
        panic!("{error}");
    };
    assert!(said.message == message && said.code == message);
}

async fn failure(reply: Canned) -> Error {
    let server = Loopback::start(vec![reply]).await;
    let core = builder(&server).build().expect("a client");
    let request = tokens(core).request::<Page<Token>>(Method::GET);
    request.send().await.expect_err("a failure")
}

/// Line breaks, an escape sequence of terminals, and characters that turn text round or hide it, as in JSON.
const HOSTILE: &str = r"a\r\nINFO forged\u001b[2J\u0085\u2028\u202E\u2066\u200b\u007f\ufeff";

fn is_one_line(text: &str) -> bool {
    let hidden = "\u{85}\u{2028}\u{2029}\u{202e}\u{2066}\u{200b}\u{7f}\u{feff}";
    !text.contains(|one: char| one.is_control() || hidden.contains(one))
}

#[tokio::test]
async fn no_text_of_a_service_breaks_out_of_the_line_of_an_error() {
    let odata = format!(
        r#"{{"error":{{"code":"{HOSTILE}","message":"{HOSTILE}","target":"{HOSTILE}",
        "details":[{{"code":"{HOSTILE}","message":"{HOSTILE}","target":"{HOSTILE}"}}],
        "innerError":{{"request-id":"{HOSTILE}","client-request-id":"{HOSTILE}"}}}}}}"#
    );
    let replies = [
        Canned::json(400, &odata),
        Canned::new(500)
            .header("content-type", "text/\thtml")
            .body("x"),
        Canned::new(500)
            .header("content-type", "a/b")
            .header("request-id", "a\tb")
            .body("x"),
        Canned::new(200).header("content-type", "a/\tb").body("x"),
        Canned::new(302).header("location", "https://\u{202e}evil.example/x"),
        Canned::new(302).header("location", "//evil\t.example"),
    ];
    for reply in replies {
        let error = failure(reply).await;
        let mut shown = format!("{error} {error:?}");
        if let ErrorKind::Service(said) = error.kind() {
            shown += &format!("{said} {said:?}");
        }
        assert!(is_one_line(&shown), "{shown:?}");
    }
    let error = failure(Canned::json(400, &odata)).await;
    let ErrorKind::Service(said) = error.kind() else {
        panic!("{error:?}");
    };
    assert!(
        said.message.starts_with("a\r\nINFO"),
        "a program reads it as it came"
    );
    assert!(
        said.to_string().contains(r"a\r\nINFO forged\u{1b}[2J"),
        "{said}"
    );
}

#[test]
fn the_debug_of_json_and_of_unknown_members_is_one_line() {
    let json: Json = serde_json::from_str("\"\u{202e}\u{2028}\u{7f}\"").expect("JSON");
    assert_eq!(format!("{json:?}"), r#""\u{202e}\u{2028}\u{7f}""#);
    assert_eq!(json.to_string(), "\"\u{202e}\u{2028}\u{7f}\"");
}
