//! Rules of Microsoft Graph that no description of it states.

/// The namespace that most of it stands in.
pub const NAMESPACE: &str = "microsoft.graph";

/// Returns whether a namespace is one of Graph's.
pub fn has(namespace: &str) -> bool {
    let rest = namespace.strip_prefix(NAMESPACE);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Returns whether operations of this namespace are called by their names alone (OData URL Conventions 4.01, 4.5,
/// default namespaces); those of the namespaces below it are not.
pub fn is_default(namespace: &str) -> bool {
    namespace == NAMESPACE
}
