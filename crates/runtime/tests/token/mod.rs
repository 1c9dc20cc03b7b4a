//! A model as the generator writes it, and the collection that it lives in.

// Each test binary uses a part of it.
#![allow(dead_code)]

#[cfg(feature = "client")]
use graphwright::Method;
use graphwright::delta::Change;
use graphwright::{Additional, Client, Resource, ServiceClient};

/// The service root of the tests, before an endpoint replaces its origin.
pub(crate) const ROOT: &str = "https://graph.microsoft.com/beta";

/// The collection `/beta/tokens`.
pub(crate) fn tokens(core: Client) -> Resource {
    ServiceClient::new(core, ROOT)
        .root_resource()
        .segment("tokens")
}

/// Sends a GET that must succeed.
#[cfg(feature = "client")]
pub(crate) async fn succeed(tokens: &Resource) {
    let response = tokens.raw_request(Method::GET).send().await;
    response.expect("a success");
}

/// Writes a change in short: `+1` is there, `-2` is gone.
pub(crate) fn line(change: &Change<Token>) -> String {
    let id = |id: &Option<String>| id.clone().unwrap_or_default();
    match change {
        Change::Present(token) => format!("+{}", id(&token.id)),
        Change::Removed(removed) => format!("-{}", id(&removed.id)),
        other => format!("{other:?}"),
    }
}

pub(crate) struct Token {
    pub(crate) id: Option<String>,
    pub(crate) display_name: Option<String>,
    pub(crate) token: Option<String>,
    pub(crate) additional: Additional,
}

impl Token {
    pub(crate) fn named(name: &str) -> Self {
        Self {
            display_name: Some(name.to_owned()),
            ..Self::default()
        }
    }
}

graphwright::model!(Token = "example.token", [
    ID id "id" key,
    DISPLAY_NAME display_name "displayName",
    TOKEN token "token" secret,
]);
