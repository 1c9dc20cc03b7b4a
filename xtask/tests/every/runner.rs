//! What the written tests call. Each says by a header which case it is.

use graphwright::serde::Serialize;
use graphwright::serde::de::DeserializeOwned;
use graphwright::serde_json::{Value, from_str, to_value};
use graphwright::{Client, Payload, Request, StaticToken};

/// A client that sends everything to the server of the test that wrote these, with a secret of its own for
/// each security scheme.
pub(crate) fn core(schemes: &[&str]) -> Client {
    let server = std::env::var("REST_SERVER").expect("`cargo test -p xtask --test rest` runs this");
    let core = Client::builder(StaticToken::new("secret-token")).endpoint(server);
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

/// What was read must be written as it came.
#[track_caller]
pub(crate) fn same(value: &impl Serialize, json: &str) {
    assert_eq!(to_value(value).unwrap(), from_str::<Value>(json).unwrap());
}
