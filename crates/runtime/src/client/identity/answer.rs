//! A request to the identity platform, and what it answers.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::error::{Refusal, SignInError};
use crate::client::carrier::Carrier;
use crate::client::encode;
use crate::client::send;

/// The most bytes that an answer may have; usual is a few kilobytes.
pub(super) const LIMIT: u64 = 1 << 20;

/// The parameters that no error may show.
const SECRET: [&str; 5] = [
    "client_secret",
    "code",
    "code_verifier",
    "device_code",
    "refresh_token",
];

#[derive(Deserialize)]
struct Refused {
    error: String,
    error_description: Option<String>,
    #[serde(default)]
    error_codes: Vec<u64>,
    claims: Option<String>,
}

/// Sends a form, without any token, and reads the answer.
pub(super) async fn ask<T: DeserializeOwned>(
    carrier: &impl Carrier,
    url: &str,
    form: &[(&str, &str)],
) -> Result<T, SignInError> {
    let pairs = form.iter();
    let pairs: Vec<String> = pairs
        .map(|(name, value)| format!("{name}={}", encode::strict(value)))
        .collect();
    let request = http::Request::post(url)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(ACCEPT, "application/json")
        .body(Bytes::from(pairs.join("&")))
        .map_err(|error| SignInError::NoResponse(error.into()))?;
    let response = carrier.send(request).await;
    let (head, body) = response.map_err(SignInError::NoResponse)?.into_parts();
    let unreadable = SignInError::Unreadable(head.status);
    let body = match send::read(body, LIMIT).await {
        (body, Ok(())) => body,
        (_, Err(send::Unread::TooLarge)) => return Err(unreadable),
        (_, Err(send::Unread::Broken(error))) => return Err(SignInError::NoResponse(error)),
    };
    if head.status.is_success() {
        return serde_json::from_slice(&body).map_err(|_| unreadable);
    }
    let refused: Refused = serde_json::from_slice(&body).map_err(|_| unreadable)?;
    let secrets = form.iter().filter(|(name, _)| SECRET.contains(name));
    let hidden = |text: String| {
        let secrets = secrets.clone().filter(|(_, secret)| !secret.is_empty());
        secrets.fold(text, |text, (_, secret)| text.replace(secret, "…"))
    };
    let refusal = Refusal {
        error: hidden(refused.error),
        description: refused.error_description.map(hidden),
        codes: refused.error_codes,
        claims: refused.claims,
    };
    Err(match refusal.error.as_str() {
        "invalid_grant" | "interaction_required" | "login_required" | "consent_required" => {
            SignInError::SignInAgain(refusal)
        }
        "access_denied" | "authorization_declined" => SignInError::Declined,
        "expired_token" | "code_expired" => SignInError::Expired,
        _ => SignInError::Refused(refusal),
    })
}
