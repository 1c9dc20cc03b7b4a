//! Signing in with a browser of this machine (RFC 6749, 4.1, with PKCE of RFC 7636).

use std::fmt;

use ::oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier};
use percent_encoding::percent_decode_str;

use super::answer::ask;
use super::app::{App, joined};
use super::error::SignInError;
use super::session::{Issued, Session};
use crate::client::carrier::Carrier;
use crate::client::encode;

/// A sign-in that a browser is to carry out.
pub struct Authorization {
    app: App,
    redirect: String,
    scope: String,
    state: CsrfToken,
    verifier: PkceCodeVerifier,
    url: String,
}

impl App {
    /// Begins a sign-in whose answer the browser brings to `redirect`, a redirect URI of the registration such as
    /// `http://localhost:8400`.
    ///
    /// ```
    /// use graphwright::identity::App;
    ///
    /// let sign_in = App::new("client-id").authorization(&["User.Read"], "http://localhost:8400");
    /// assert!(sign_in.url().starts_with("https://login.microsoftonline.com/common/oauth2/v2.0/authorize?"));
    /// ```
    pub fn authorization(&self, scopes: &[&str], redirect: &str) -> Authorization {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let state = CsrfToken::new_random();
        let scope = joined(scopes);
        let claims = self.claims(None);
        let mut query = vec![
            ("client_id", self.client_id.as_str()),
            ("response_type", "code"),
            ("redirect_uri", redirect),
            ("response_mode", "query"),
            ("scope", &scope),
            ("state", state.secret()),
            ("code_challenge", challenge.as_str()),
            ("code_challenge_method", "S256"),
        ];
        query.extend(claims.iter().map(|claims| ("claims", claims.reveal())));
        let query = query.iter();
        let query: Vec<String> = query
            .map(|(name, value)| format!("{name}={}", encode::strict(value)))
            .collect();
        let url = format!("{}?{}", self.url("authorize"), query.join("&"));
        Authorization {
            app: self.clone(),
            redirect: redirect.to_owned(),
            scope,
            state,
            verifier,
            url,
        }
    }
}

impl Authorization {
    /// Returns the URL to open in the browser.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Goes on with the URL, or its query, that the browser came back to.
    ///
    /// # Errors
    /// [`SignInError::NotOurs`] where the state is another one, [`SignInError::Declined`] where the user declined, and
    /// those of the exchange of the code.
    pub async fn finish(
        self,
        answer: &str,
        carrier: &impl Carrier,
    ) -> Result<Session, SignInError> {
        let state = parameter(answer, "state").ok_or(SignInError::NotOurs)?;
        if state != *self.state.secret() {
            return Err(SignInError::NotOurs);
        }
        if let Some(error) = parameter(answer, "error") {
            let refusal = super::Refusal {
                description: parameter(answer, "error_description"),
                error,
                ..super::Refusal::default()
            };
            return Err(match refusal.error.as_str() {
                "access_denied" => SignInError::Declined,
                _ => SignInError::Refused(refusal),
            });
        }
        let code = parameter(answer, "code").ok_or(SignInError::NotOurs)?;
        let claims = self.app.claims(None);
        let mut form = self.app.form(claims.as_ref());
        form.extend([
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", &self.redirect),
            ("code_verifier", self.verifier.secret()),
            ("scope", &self.scope),
        ]);
        let issued: Issued = ask(carrier, &self.app.url("token"), &form).await?;
        Session::begun(&self.app, issued)
    }
}

/// A parameter of a URL's query, which has it once.
fn parameter(url: &str, name: &str) -> Option<String> {
    let query = url.split_once('?').map_or(url, |(_, query)| query);
    let query = query.split('#').next().unwrap_or_default();
    let mut values = query.split('&').filter_map(|pair| {
        let (found, value) = pair.split_once('=')?;
        (found == name).then(|| value.replace('+', " "))
    });
    let value = values.next().filter(|_| values.next().is_none())?;
    let value = percent_decode_str(&value).decode_utf8().ok()?;
    Some(value.into_owned())
}

impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authorization(…)")
    }
}
