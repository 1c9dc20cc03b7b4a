//! What an error tells a program: in one line each, with and without the feature `client`.

mod token;

use std::hash::Hasher;
use std::time::Duration;

use fnv::FnvHasher;
use graphwright::{
    Client, Error, Method, Page, Payload, PermissionTable, Permissions, Request, Scopes,
    ServiceClient, Single, StatusCode, http,
};
use token::{ROOT, Token};

fn service() -> ServiceClient {
    ServiceClient::new(Client::sans_io().build().expect("a client"), ROOT)
}

fn response(status: u16, headers: &[(&str, &str)], body: &str) -> http::Response<String> {
    let mut response = http::Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(body.to_owned()).expect("a response")
}

fn error(status: u16, headers: &[(&str, &str)], body: &str) -> Error {
    let request = service()
        .request(Method::GET, "/tokens")
        .header("client-request-id", "mine");
    let read = request.decode(response(status, headers, body));
    read.expect_err("a failure")
}

const GONE: &str = r#"{"error":{"code":"ErrorItemNotFound","message":"It is gone."}}"#;

#[test]
fn status_and_code_are_matched_in_one_line_each() {
    let gone = error(404, &[("request-id", "s-1")], GONE);
    assert_eq!(gone.status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(gone.code(), Some("ErrorItemNotFound"));
    assert_eq!(
        (gone.request_id(), gone.client_request_id()),
        (Some("s-1"), Some("mine"))
    );
    for (status, body) in [
        (404, ""),
        (404, "<p>"),
        (404, r#"{"error":{"code":""}}"#),
        (200, "["),
    ] {
        assert_eq!(error(status, &[], body).code(), None, "{status} {body}");
    }
    // What succeeded and cannot be read is called the same.
    assert_eq!(error(200, &[], "[").client_request_id(), Some("mine"));
}

#[test]
fn throttling_is_told_with_its_time_and_its_headers() {
    let throttled = error(
        429,
        &[("retry-after", "1.5"), ("x-ms-throttle-scope", "User/Read")],
        "",
    );
    assert_eq!(throttled.retry_after(), Some(Duration::from_millis(1500)));
    assert_eq!(throttled.headers()["x-ms-throttle-scope"], "User/Read");
    let other = error(404, &[], GONE);
    assert_eq!((other.retry_after(), other.headers().len()), (None, 0));
    assert!(!format!("{throttled:?}").contains("User/Read"));
}

#[test]
fn what_is_forbidden_says_which_permissions_it_takes() {
    const WHO: &Permissions = &Permissions {
        delegated_work: Scopes::new(&["Mail.ReadBasic"], &["Mail.Read"]),
        delegated_personal: Scopes::NONE,
        application: Scopes::new(&[], &["Mail.ReadBasic.All"]),
    };
    let refused = |status: u16, path: &str| {
        let mut hasher = FnvHasher::with_key(7);
        hasher.write(b"/tokens GET");
        let rows: &'static [(u64, &'static Permissions)] = vec![(hasher.finish(), WHO)].leak();
        let table = Box::leak(Box::new(PermissionTable::new(7, &[], rows)));
        let root = service().with_permissions(table).root_resource();
        let request: Request<Token> = root.segment(path).request(Method::GET);
        let read = request.decode(response(status, &[], ""));
        read.map(drop).expect_err("a failure")
    };
    let forbidden = refused(403, "tokens");
    assert_eq!(forbidden.scopes(), Some(WHO));
    assert!(
        forbidden.to_string().contains(
            "an application needs at least Mail.ReadBasic on behalf of a work or school account, \
             Mail.ReadBasic.All by itself"
        ),
        "{forbidden}"
    );
    assert_eq!(refused(404, "tokens").scopes(), None);
    let unknown = refused(403, "others");
    assert!(
        unknown.scopes().is_none() && !unknown.to_string().contains("needs"),
        "{unknown}"
    );
}

#[test]
fn an_item_that_does_not_fit_is_named_by_its_json_path() {
    let pages = service()
        .request(Method::GET, "/tokens")
        .returning::<Page<Token>>();
    let read = |body: &str| pages.decode(response(200, &[], body)).map(drop);
    let error = read(r#"{"value":[{},5]}"#).expect_err("a number");
    assert!(error.to_string().contains("`$.value[1]`"), "{error}");
    let list = service()
        .request(Method::GET, "/tokens")
        .returning::<Vec<Token>>();
    let error = list
        .decode(response(200, &[], "[{},{},null]"))
        .expect_err("a null");
    assert!(error.to_string().contains("`$[2]`"), "{error}");
}

#[test]
fn what_is_no_value_of_its_type_is_told_with_its_json_path_and_kind() {
    fn why<T: Payload>(body: &str) -> String {
        let request = service().request(Method::GET, "/tokens").returning::<T>();
        let error = request.decode(response(200, &[], body)).map(drop);
        error.expect_err("a misfit").to_string()
    }
    for (told, expected) in [
        (
            why::<Token>("[]"),
            "expected example.token at `$`, and the JSON has an array there",
        ),
        (
            why::<Token>("7.5"),
            "expected example.token at `$`, and the JSON has a number there",
        ),
        (
            why::<Token>(r#"{"value":[]}"#),
            "at `$.value`, and the JSON has an array there",
        ),
        (
            why::<Single<bool>>(r#"{"@odata.context":"c","value":"x"}"#),
            "at `$.value`, and the JSON has a string there",
        ),
        (
            why::<Single<bool>>("{}"),
            "at `$`, and the JSON has an object there",
        ),
        (
            why::<Page<Token>>("true"),
            "expected a collection at `$`, and the JSON has a boolean there",
        ),
        (
            why::<Page<Token>>(r#"{"value":5}"#),
            "expected a collection at `$.value`, and the JSON has a number there",
        ),
    ] {
        assert!(told.contains(expected), "{told}");
    }
}

#[test]
fn a_body_that_cannot_be_read_is_at_hand_cut_short_and_shown_nowhere() {
    let request = service()
        .request(Method::GET, "/tokens")
        .returning::<Token>();
    let fails = |body: &str| {
        let error = request.decode(response(200, &[], body)).map(drop);
        error.expect_err("no JSON")
    };
    let short = fails("<p>s3cret</p>");
    assert_eq!(short.body(), "<p>s3cret</p>");
    assert!(!format!("{short} {short:?}").contains("s3cret"));
    // A character of two bytes is not cut in two.
    for (before, length) in [("<", 1999), ("<p", 2000)] {
        let long = fails(&format!("{before}{}", "ø".repeat(4000)));
        assert_eq!(long.body().len(), length);
        assert!(std::str::from_utf8(long.body()).is_ok());
    }
}
