//! Who may make a request.

/// The permissions of a request, each list from least to most privileged. One of a list is enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permissions {
    /// An application on behalf of a user with a work or school account.
    pub delegated_work: &'static [&'static str],
    /// An application on behalf of a user with a personal Microsoft account.
    pub delegated_personal: &'static [&'static str],
    /// An application by itself.
    pub application: &'static [&'static str],
}

/// Who may do what with something that has a URL of its own, by method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// Reading it.
    pub get: &'static Permissions,
    /// Replacing it.
    pub put: &'static Permissions,
    /// Changing it.
    pub patch: &'static Permissions,
    /// Deleting it.
    pub delete: &'static Permissions,
}

impl Access {
    /// Nobody has said who may do anything.
    pub const UNKNOWN: Self = Self {
        get: Permissions::UNKNOWN,
        put: Permissions::UNKNOWN,
        patch: Permissions::UNKNOWN,
        delete: Permissions::UNKNOWN,
    };
}

impl Permissions {
    /// Nobody has said who may make the request.
    pub const UNKNOWN: &Self = &Self {
        delegated_work: &[],
        delegated_personal: &[],
        application: &[],
    };

    /// Whether nobody has said who may make the request. If anybody may at all, a list is not empty.
    pub fn is_unknown(&self) -> bool {
        self == Self::UNKNOWN
    }
}
