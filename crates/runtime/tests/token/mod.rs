//! A model as the generator writes it, and the collection that it lives in.

// Each test binary uses a part of it.
#![allow(dead_code)]

use graphwright::{Additional, Client, Resource, ServiceClient};

/// The service root of the tests, before an endpoint replaces its origin.
pub(crate) const ROOT: &str = "https://graph.microsoft.com/beta";

/// The collection `/beta/tokens`.
pub(crate) fn tokens(core: Client) -> Resource {
    ServiceClient::new(core, ROOT)
        .root_resource()
        .segment("tokens")
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
