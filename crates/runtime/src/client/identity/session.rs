//! Sessions: the refresh token that a sign-in leaves, and the tokens that it gives.

use std::fmt;
use std::time::Duration;

use serde::Deserialize;

use super::answer::ask;
use super::app::{App, joined};
use super::error::SignInError;
use crate::client::carrier::Carrier;
use crate::client::secret::Secret;

/// A user who is signed in. [`to_text`](Self::to_text) is what a program stores to go on after a restart.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    client_id: String,
    refresh: Secret,
}

/// A token for a service, and how long it lives from when it came.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct IssuedToken {
    /// The token, which follows `Authorization: Bearer`.
    pub secret: Secret,
    /// The time for which it is valid.
    pub life: Duration,
}

/// No token lives longer; what an answer says may be more than a clock can show.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The stored form.
#[derive(Deserialize)]
struct Stored {
    version: u8,
    client_id: String,
    refresh_token: String,
}

/// An answer with tokens (RFC 6749, 5.1).
#[derive(Deserialize)]
pub(super) struct Issued {
    access_token: String,
    expires_in: u64,
    refresh_token: Option<String>,
}

impl Session {
    /// The session that an answer begins.
    pub(super) fn begun(app: &App, issued: Issued) -> Result<Self, SignInError> {
        let refresh = issued.refresh_token;
        let refresh = refresh.ok_or(SignInError::Unreadable(http::StatusCode::OK))?;
        Ok(Self {
            client_id: app.client_id.clone(),
            refresh: Secret::new(refresh),
        })
    }

    /// Returns the session as JSON, which holds a refresh token: store it where no other user can read it, such as the
    /// keychain of the system.
    ///
    /// ```
    /// use graphwright::Secret;
    /// use graphwright::identity::{App, Session};
    ///
    /// let app = App::new("a");
    /// let stored = Secret::new(r#"{"version":1,"client_id":"a","refresh_token":"r"}"#);
    /// let session = Session::from_text(&app, &stored)?;
    /// assert_eq!(session.to_text(), stored);
    /// # Ok::<(), graphwright::identity::SignInError>(())
    /// ```
    pub fn to_text(&self) -> Secret {
        let text = |text: &str| serde_json::Value::from(text).to_string();
        let (client_id, refresh) = (text(&self.client_id), text(self.refresh.reveal()));
        Secret::new(format!(
            r#"{{"version":1,"client_id":{client_id},"refresh_token":{refresh}}}"#
        ))
    }

    /// Reads what [`to_text`](Self::to_text) gave.
    ///
    /// # Errors
    /// The text is no stored session, or that of another program ([`SignInError::Stored`]).
    pub fn from_text(app: &App, text: &Secret) -> Result<Self, SignInError> {
        let stored: Result<Stored, _> = serde_json::from_str(text.reveal());
        let stored = stored.map_err(|_| SignInError::Stored)?;
        if stored.version != 1 || stored.client_id != app.client_id {
            return Err(SignInError::Stored);
        }
        Ok(Self {
            client_id: stored.client_id,
            refresh: Secret::new(stored.refresh_token),
        })
    }

    /// Asks for a token with these scopes, and with `claims` if a service asked for some (as JSON). The refresh token
    /// that comes along replaces the one that there is: store the session again.
    ///
    /// # Errors
    /// [`SignInError::SignInAgain`] where the session has ended, among others.
    pub async fn token(
        &mut self,
        app: &App,
        scopes: &[&str],
        claims: Option<&str>,
        carrier: &impl Carrier,
    ) -> Result<IssuedToken, SignInError> {
        let scope = joined(scopes);
        let claims = app.claims(claims);
        let mut form = app.form(claims.as_ref());
        form.extend([
            ("grant_type", "refresh_token"),
            ("refresh_token", self.refresh.reveal()),
            ("scope", &scope),
        ]);
        let issued: Issued = ask(carrier, &app.url("token"), &form).await?;
        if let Some(refresh) = issued.refresh_token {
            self.refresh = Secret::new(refresh);
        }
        Ok(IssuedToken {
            secret: Secret::new(issued.access_token),
            life: Duration::from_secs(issued.expires_in).min(LONGEST),
        })
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Session(…)")
    }
}
