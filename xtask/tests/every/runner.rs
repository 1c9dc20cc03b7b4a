//! What the written tests call. Each says by a header which case it is.

use graphwright::serde::Serialize;
use graphwright::serde::de::DeserializeOwned;
use graphwright::serde_json::{Value, from_str, to_value};
use graphwright::{Additional, Client, Error, Payload, Request, StaticToken};

/// A client that sends everything to the server of the test that wrote these, with a secret of its own for
/// each security scheme.
pub(crate) fn core(schemes: &[&str]) -> Client {
    let server = std::env::var("PLAIN_SERVER").expect("`cargo test -p xtask --test plain` runs this");
    let core = Client::builder(StaticToken::new("secret-token"))
        .endpoint(server)
        .retry(graphwright::retry::RetryPolicy::never());
    let core = schemes.iter().fold(core, |core, scheme| {
        core.credential_of(scheme, StaticToken::new(format!("secret-of-{scheme}")))
    });
    core.build().unwrap()
}

/// A value as the description has it.
pub(crate) fn read<T: DeserializeOwned>(json: &str) -> T {
    from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

/// What the server answers to that case.
pub(crate) async fn send<T: Payload>(case: &str, request: Request<T>) -> T {
    let sent = request.header("Case", case).send().await;
    sent.unwrap_or_else(|error| panic!("{case}: {error}"))
}

/// The error that comes of the server's answer to that case.
pub(crate) async fn fail<T: Payload>(case: &str, status: u16, request: Request<T>) -> Error {
    let Err(error) = request.header("Case", case).send().await else {
        panic!("{case}: it succeeded");
    };
    let known = error.status().map(|one| one.as_u16());
    assert_eq!(known, Some(status), "{case}: {error}");
    error
}

/// What the description has for these is not kept as something that it does not have.
#[track_caller]
pub(crate) fn in_fields(additional: &Additional, names: &[&str]) {
    for (name, value) in additional.iter() {
        assert!(!names.contains(&name), "`{name}` is not in its field: {value:?}");
    }
}

/// What was read must be written as it came.
#[track_caller]
pub(crate) fn same(value: &impl Serialize, json: &str) {
    assert_eq!(to_value(value).unwrap(), from_str::<Value>(json).unwrap());
}
