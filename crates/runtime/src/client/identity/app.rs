//! The registration of a program at the identity platform.

use crate::client::cloud::Cloud;
use crate::client::core::check_endpoint;
use crate::client::encode;
use crate::client::error::Result;
use crate::client::secret::Secret;

/// A program as it is registered, and where its users sign in.
#[derive(Clone, Debug)]
#[must_use]
pub struct App {
    pub(super) client_id: String,
    secret: Option<Secret>,
    tenant: String,
    login: String,
    handles_claims: bool,
}

impl App {
    /// Makes a program with this client ID. Its users sign in at `login.microsoftonline.com`, with accounts of any kind.
    pub fn new(client_id: impl Into<String>) -> Self {
        Self {
            client_id: client_id.into(),
            secret: None,
            tenant: "common".to_owned(),
            login: Cloud::default().login().to_owned(),
            handles_claims: false,
        }
    }

    /// Sets whose users sign in: the ID or domain of a tenant, `organizations`, `consumers` or `common`.
    pub fn tenant(mut self, tenant: impl Into<String>) -> Self {
        self.tenant = tenant.into();
        self
    }

    /// Sets the cloud, in whose login host users sign in.
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.login = cloud.login().to_owned();
        self
    }

    /// Sets the origin that users sign in at, instead of that of a cloud.
    ///
    /// # Errors
    /// `origin` is no origin, or `http` on another machine.
    pub fn login(mut self, origin: &str) -> Result<Self> {
        self.login = check_endpoint(origin)?;
        Ok(self)
    }

    /// Sets the secret of a program that can keep one, such as a web server.
    pub fn secret(mut self, secret: Secret) -> Self {
        self.secret = Some(secret);
        self
    }

    /// Declares that the program handles claims challenges (client capability `cp1`). The service then asks for
    /// claims, by 401, as soon as a session is revoked; it says so to no other program.
    pub fn handles_claims(mut self) -> Self {
        self.handles_claims = true;
        self
    }

    /// The URL of an endpoint of version 2.0, such as `token`.
    pub(super) fn url(&self, endpoint: &str) -> String {
        let tenant = encode::strict(&self.tenant);
        format!("{}/{tenant}/oauth2/v2.0/{endpoint}", self.login)
    }

    /// The parameters of every request for tokens, with the claims that a service asked for.
    pub(super) fn form<'a>(&'a self, claims: Option<&'a Secret>) -> Vec<(&'static str, &'a str)> {
        let mut form = vec![("client_id", self.client_id.as_str())];
        form.extend(
            self.secret
                .iter()
                .map(|one| ("client_secret", one.reveal())),
        );
        form.extend(claims.iter().map(|one| ("claims", one.reveal())));
        form
    }

    /// The parameter `claims`: those that a service asked for, and what the program can do. `None` where there are none.
    pub(super) fn claims(&self, asked: Option<&str>) -> Option<Secret> {
        use serde_json::{Map, Value, json};
        let asked = asked.and_then(|asked| serde_json::from_str::<Map<String, Value>>(asked).ok());
        if asked.is_none() && !self.handles_claims {
            return None;
        }
        let mut claims = asked.unwrap_or_default();
        if self.handles_claims {
            let token = claims.entry("access_token").or_insert_with(|| json!({}));
            if let Value::Object(token) = token {
                token.insert("xms_cc".to_owned(), json!({ "values": ["cp1"] }));
            }
        }
        Some(Secret::new(Value::Object(claims).to_string()))
    }
}

/// Joins scopes as they are sent, with the one that gives a refresh token.
pub(super) fn joined(scopes: &[&str]) -> String {
    let own = ["offline_access"];
    let own = own.iter().filter(|own| !scopes.contains(own));
    let all: Vec<&str> = scopes.iter().chain(own).copied().collect();
    all.join(" ")
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn the_scope_of_refresh_tokens_is_asked_for_once() {
        assert_eq!(joined(&["User.Read"]), "User.Read offline_access");
        assert_eq!(joined(&["offline_access", "a"]), "offline_access a");
    }
}
