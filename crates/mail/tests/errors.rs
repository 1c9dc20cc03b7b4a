//! What the program does about each kind of error: by status, code and kind, whatever the words are.

use graph_mail::Client;
use graphwright::{Error, http};
use graphwright_mail::errors::{Advice, advice, gone_is_deleted};

/// The error of a response to a request for the events of a calendar.
fn error(status: u16, code: &str, retry_after: Option<&str>) -> Error {
    let core = graphwright::Client::sans_io().build().expect("a client");
    let events = Client::from(core).me().calendars().id("1").events();
    let response = http::Response::builder().status(status);
    let response = response.header("content-type", "application/json");
    let response = retry_after.into_iter().fold(response, |response, after| {
        response.header("retry-after", after)
    });
    let body = format!(
        r#"{{"error":{{"code":"{code}","message":"syncStateNotFound ErrorItemNotFound"}}}}"#
    );
    let response = response.body(body).expect("a response");
    let decoded = events.list().decode(response);
    decoded.expect_err("a failure")
}

#[test]
fn errors_are_acted_on_by_their_codes() {
    let permission = "Calendars.ReadBasic, Calendars.Read, Calendars.ReadWrite";
    for (status, code, retry_after, expected) in [
        (404, "ErrorItemNotFound", None, Advice::Forget),
        (404, "ErrorFolderNotFound", None, Advice::Forget),
        (404, "ResourceNotFound", None, Advice::Tell),
        (400, "ErrorInvalidIdMalformed", None, Advice::Tell),
        (401, "InvalidAuthenticationToken", None, Advice::SignIn),
        (
            403,
            "ErrorAccessDenied",
            None,
            Advice::AskForPermission(permission.to_owned()),
        ),
        (429, "ApplicationThrottled", None, Advice::TryLater),
        (429, "", Some("7"), Advice::TryLater),
        (503, "ErrorServerBusy", Some("7"), Advice::TryLater),
        (503, "ErrorServerBusy", None, Advice::LookFirst),
        (500, "ErrorInternalServerError", None, Advice::LookFirst),
        (504, "", None, Advice::LookFirst),
    ] {
        let error = error(status, code, retry_after);
        assert_eq!(advice(&error), expected, "{status} {code} {retry_after:?}");
    }
    assert_eq!(advice(&Error::transport("reset")), Advice::LookFirst);
    assert_eq!(advice(&Error::credential("no token")), Advice::SignIn);
}

#[test]
fn deleting_what_is_gone_is_a_success_and_nothing_else_is() {
    let deleted = |status, code| gone_is_deleted(Err(error(status, code, None)));
    assert!(deleted(404, "ErrorItemNotFound").is_ok());
    assert!(deleted(404, "ResourceNotFound").is_err());
    assert!(deleted(403, "ErrorAccessDenied").is_err());
}
