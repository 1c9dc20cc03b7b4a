//! Signing in with a credential of the Azure SDK for Rust.

#![cfg(feature = "azure")]

mod support;
mod token;

use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use graphwright::azure::AzureCredential;
use graphwright::{Client, Credential, Method, TokenRequest};
use support::{Canned, Loopback};
use token::tokens;

/// One of theirs that keeps what it is asked for.
#[derive(Debug, Default)]
struct Theirs(Mutex<Vec<String>>);

#[async_trait::async_trait]
impl TokenCredential for Theirs {
    async fn get_token(
        &self,
        scopes: &[&str],
        _: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        self.0
            .lock()
            .expect("the record")
            .extend(scopes.iter().map(|scope| (*scope).to_owned()));
        Ok(AccessToken::new("azure-token", SystemTime::now().into()))
    }
}

#[tokio::test]
async fn a_token_of_the_azure_sdk_signs_the_request() {
    let theirs = Arc::new(Theirs::default());
    let server = Loopback::start(vec![Canned::status(204)]).await;
    let core = Client::builder(AzureCredential::new(theirs.clone()))
        .endpoint(server.origin())
        .build()
        .expect("a client");
    tokens(core)
        .raw_request(Method::GET)
        .send()
        .await
        .expect("a success");
    assert_eq!(
        server.request().header("authorization"),
        Some("Bearer azure-token")
    );
    assert_eq!(
        *theirs.0.lock().expect("the record"),
        ["https://graph.microsoft.com/.default"]
    );
}

#[tokio::test]
async fn claims_are_an_error_that_says_why() {
    let credential = AzureCredential::new(Arc::new(Theirs::default()));
    let error = credential
        .token(TokenRequest::new(&["scope"]).with_claims("{}"))
        .await
        .expect_err("claims");
    assert!(
        error.to_string().contains("azure_core cannot pass on yet"),
        "{error}"
    );
    assert_eq!(format!("{credential:?}"), "AzureCredential(…)");
}
