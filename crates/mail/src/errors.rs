//! Acts on errors: by the code that Graph gives, never by its words.
//!
//! Two kinds of errors never come here. Throttling and a refused token are answered by the [`Network`](crate::Network),
//! and a forgotten link (`syncStateNotFound`) by [`Mirror::follow`](crate::Mirror::follow).

use graphwright::{Error, ErrorKind, Result};

/// What the program does about an error.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Advice {
    /// Forget the item: it is not there.
    Forget,
    /// Ask for one of these permissions.
    AskForPermission(String),
    /// Have the user sign in again.
    SignIn,
    /// Try later: the service has not looked at the request.
    TryLater,
    /// Look whether it was done, if it was to change something: the answer does not say it, or did not come.
    LookFirst,
    /// Tell the user.
    Tell,
}

/// Returns what to do about an error.
pub fn advice(error: &Error) -> Advice {
    if error.is_perhaps_done() {
        return Advice::LookFirst;
    }
    let status = error.status().map(|status| status.as_u16());
    match (error.code(), status) {
        _ if is_gone(error) => Advice::Forget,
        (Some("ErrorAccessDenied"), _) => {
            let scopes = error.scopes();
            let scopes = scopes.map(|scopes| scopes.delegated_work.to_string());
            Advice::AskForPermission(scopes.unwrap_or_default())
        }
        (_, Some(401)) => Advice::SignIn,
        (_, Some(429)) => Advice::TryLater,
        // It says when to come back, so it has not looked at the request.
        (_, Some(503)) if error.retry_after().is_some() => Advice::TryLater,
        (_, Some(500..)) => Advice::LookFirst,
        _ => match error.kind() {
            ErrorKind::Credential => Advice::SignIn,
            ErrorKind::Transport | ErrorKind::Timeout(_) => Advice::LookFirst,
            _ => Advice::Tell,
        },
    }
}

/// Returns whether the service says that an item is not there.
pub fn is_gone(error: &Error) -> bool {
    matches!(
        error.code(),
        Some("ErrorItemNotFound" | "ErrorFolderNotFound")
    )
}

/// Takes a deletion of what is gone already as done.
pub fn gone_is_deleted(result: Result<()>) -> Result<()> {
    match result {
        Err(error) if is_gone(&error) => Ok(()),
        result => result,
    }
}
