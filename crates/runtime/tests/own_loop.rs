//! A program's own loop: what it decides about requests, and the errors that it makes itself. All of it holds with and
//! without the feature `client`.

use std::io;

use graphwright::retry::{Attempt, Decision, Outcome, decide};
use graphwright::{Client, Error, ErrorKind, Method, ServiceClient};

fn decided(method: Method, is_idempotent: bool) -> bool {
    let core = Client::sans_io().build().expect("a client");
    let service = ServiceClient::new(core, "https://graph.microsoft.com/v1.0");
    let request = service.request(method, "/me/messages/7");
    let request = match is_idempotent {
        true => request.idempotent(),
        false => request,
    };
    let attempt = Attempt::of(&request);
    assert_eq!(attempt.number, 1);
    matches!(decide(&attempt, &Outcome::Lost), Decision::Wait(_))
}

#[test]
fn an_attempt_says_what_its_request_says_of_being_sent_twice() {
    for (method, is_repeated) in [
        (Method::GET, true),
        (Method::PUT, true),
        (Method::DELETE, true),
        (Method::PATCH, false),
        (Method::POST, false),
    ] {
        assert_eq!(decided(method.clone(), false), is_repeated, "{method}");
        assert!(decided(method, true));
    }
}

#[test]
fn the_errors_of_a_loop_of_the_programs_own_are_typed_and_keep_their_source() {
    let reset = || io::Error::from(io::ErrorKind::ConnectionReset);
    let lost = Error::transport(reset());
    assert!(matches!(lost.kind(), ErrorKind::Transport), "{lost}");
    let unsigned = Error::credential(reset());
    assert!(
        matches!(unsigned.kind(), ErrorKind::Credential),
        "{unsigned}"
    );
    for error in [lost, unsigned] {
        assert_eq!((error.status(), error.code()), (None, None));
        let source = std::error::Error::source(&error).expect("a source");
        assert_eq!(source.to_string(), reset().to_string());
    }
}

#[test]
fn an_error_that_comes_back_from_a_network_stays_what_it_is() {
    let unsigned = Error::credential("no token");
    let error = Error::transport(unsigned);
    assert!(matches!(error.kind(), ErrorKind::Credential), "{error}");
}
