//! Signing in on another device (RFC 8628).

use std::fmt;
use std::time::Duration;

use serde::Deserialize;

use super::answer::ask;
use super::app::{App, joined};
use super::error::SignInError;
use super::session::{Issued, Session};
use crate::client::carrier::Carrier;
use crate::client::secret::Secret;

/// The time that is added to each wait when the platform asks for it (RFC 8628, 3.5).
const SLOWER: Duration = Duration::from_secs(5);

/// A code that a user types on another device before it expires.
pub struct DeviceCode {
    app: App,
    device_code: Secret,
    user_code: String,
    url: String,
    message: String,
    life: Duration,
    interval: Duration,
}

#[derive(Deserialize)]
struct Given {
    device_code: String,
    user_code: String,
    verification_uri: String,
    message: Option<String>,
    expires_in: u64,
    #[serde(default = "five")]
    interval: u64,
}

/// RFC 8628, 3.2.
fn five() -> u64 {
    5
}

impl App {
    /// Asks for a code that a user types on another device to sign in.
    ///
    /// # Errors
    /// The platform gave none.
    pub async fn device_code(
        &self,
        scopes: &[&str],
        carrier: &impl Carrier,
    ) -> Result<DeviceCode, SignInError> {
        let scope = joined(scopes);
        let claims = self.claims(None);
        let mut form = self.form(claims.as_ref());
        form.push(("scope", &scope));
        let given: Given = ask(carrier, &self.url("devicecode"), &form).await?;
        let message = given.message.unwrap_or_else(|| {
            format!(
                "To sign in, open {} in a browser and enter the code {}.",
                given.verification_uri, given.user_code
            )
        });
        Ok(DeviceCode {
            app: self.clone(),
            device_code: Secret::new(given.device_code),
            user_code: given.user_code,
            url: given.verification_uri,
            message,
            life: Duration::from_secs(given.expires_in),
            interval: Duration::from_secs(given.interval.max(1)),
        })
    }
}

impl DeviceCode {
    /// Returns the text to show to the user, with the URL to open and the code to type.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the code to type.
    pub fn user_code(&self) -> &str {
        &self.user_code
    }

    /// Returns the URL of the page that takes the code.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Waits until the user has signed in. Dropping the future gives it up. Answers that do not come are waited out, as
    /// long as the code lives.
    ///
    /// # Errors
    /// [`SignInError::Declined`] and [`SignInError::Expired`], among others.
    pub async fn wait(self, carrier: &impl Carrier) -> Result<Session, SignInError> {
        let url = self.app.url("token");
        let mut form = self.app.form(None);
        form.extend([
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("device_code", self.device_code.reveal()),
        ]);
        let (mut waited, mut interval) = (Duration::ZERO, self.interval);
        loop {
            waited = waited.saturating_add(interval);
            if waited > self.life {
                return Err(SignInError::Expired);
            }
            carrier.wait(interval).await;
            let why = match ask::<Issued>(carrier, &url, &form).await {
                Ok(issued) => return Session::begun(&self.app, issued),
                Err(why) => why,
            };
            match why {
                SignInError::Refused(why) if why.error == "authorization_pending" => {}
                SignInError::Refused(why) if why.error == "slow_down" => {
                    interval = interval.saturating_add(SLOWER)
                }
                SignInError::NoResponse(_) => interval = interval.saturating_add(SLOWER),
                SignInError::Unreadable(status) if status.is_server_error() => {
                    interval = interval.saturating_add(SLOWER)
                }
                why => return Err(why),
            }
        }
    }
}

impl fmt::Debug for DeviceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceCode")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}
