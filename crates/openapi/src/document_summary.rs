//! A record of the facts that a document can and cannot express: the proof behind the reasons for which a
//! comparison excuses a difference.

use std::collections::BTreeSet;

use graphwright_api::{StandardOperationKind, Target, TypeName, Way};

/// The facts about one document beside its model.
#[derive(Clone, Debug, Default)]
pub struct DocumentSummary {
    /// How many paths it has.
    pub paths: usize,
    /// Its operations: template and method of HTTP.
    pub requests: BTreeSet<(String, String)>,
    /// The query parameters of these, by template, method and name.
    pub query: BTreeSet<(String, String, String)>,
    /// The templates of those that nothing was made of.
    pub unread: BTreeSet<String>,
    /// The names of its component schemas.
    pub schemas: BTreeSet<String>,
    /// Those that nothing but error responses use.
    pub errors_only: BTreeSet<String>,
    /// Whether any schema or property says that it is deprecated.
    pub deprecates_schemas: bool,
    /// Whether any says that it is of flags.
    pub marks_flags: bool,
    /// Whether it has the schema of the numbers that JSON writes as texts: `INF`, `-INF`, `NaN`.
    pub names_numbers: bool,
    /// Whether any property is marked as one that is navigated to.
    pub marks_navigation: bool,
    /// The types that schemas relate to a base type: what is derived, and from what.
    pub extends: BTreeSet<(String, String)>,
    /// The last base types of what paths lead to and of what is navigated to.
    pub entities: BTreeSet<TypeName>,
    /// The standard operations of resources that a path has.
    pub standard: BTreeSet<(Target, StandardOperationKind)>,
    /// The ways by which a path has it.
    pub ways: BTreeSet<(Way, StandardOperationKind)>,
    /// Calls, by what they are bound to and their segment, that a path goes on from.
    pub composed: BTreeSet<(Target, String)>,
    /// Types whose items a path addresses by a key.
    pub keyed: BTreeSet<TypeName>,
}
