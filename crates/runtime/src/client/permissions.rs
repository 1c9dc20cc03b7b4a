//! Who may make a request.

use std::fmt;

/// Who may make a request, by kind of caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permissions {
    /// An application on behalf of a user with a work or school account.
    pub delegated_work: Scopes,
    /// An application on behalf of a user with a personal Microsoft account.
    pub delegated_personal: Scopes,
    /// An application by itself.
    pub application: Scopes,
}

/// The permissions of one kind of caller. Any one suffices, with one of those that it requires besides if there
/// are such; without any, this kind of caller is not supported.
///
/// `Display` writes them all, least privileged first: `Mail.ReadBasic, Mail.Read`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scopes {
    /// Those that are marked as least privileged: one, several that no order is said of, or none.
    pub least: &'static [&'static str],
    /// The others, which are more privileged or not marked.
    pub others: &'static [&'static str],
    /// Permissions that do not suffice by themselves, each with those of which one is needed as well.
    pub also: &'static [(&'static str, &'static [&'static str])],
}

/// Who may make the requests of a service, by method and by the template of the path.
///
/// Generated crates have one. Templates stand in it as hashes (FNV-1a, 64 bits), for all of them as texts would be
/// the largest part of a crate that few programs ask for.
#[derive(Debug)]
pub struct PermissionTable {
    pub(super) seed: u64,
    pub(super) keys: &'static [u64],
    pub(super) rows: &'static [(u64, &'static Permissions)],
}

impl PermissionTable {
    /// A table without rows: nobody has said who may make a request.
    pub const EMPTY: &Self = &Self::new(0, &[], &[]);

    /// A table of hashes that begin with `seed`, both lists in ascending order: `keys` of the templates that end
    /// with a key that is written out, and `rows` of templates with a space and a method behind them.
    pub const fn new(
        seed: u64,
        keys: &'static [u64],
        rows: &'static [(u64, &'static Permissions)],
    ) -> Self {
        Self { seed, keys, rows }
    }
}

impl Permissions {
    /// Nobody has said who may make the request.
    pub const UNKNOWN: &Self = &Self {
        delegated_work: Scopes::NONE,
        delegated_personal: Scopes::NONE,
        application: Scopes::NONE,
    };

    /// Returns whether nobody has said who may make the request. If anybody may at all, a list is not empty.
    pub fn is_unknown(&self) -> bool {
        self == Self::UNKNOWN
    }
}

impl Scopes {
    /// This kind of caller is not supported.
    pub const NONE: Self = Self::new(&[], &[]);

    /// The least privileged permissions, and the others that suffice too.
    pub const fn new(least: &'static [&'static str], others: &'static [&'static str]) -> Self {
        Self {
            least,
            others,
            also: &[],
        }
    }

    /// Adds those of which some take one of others besides.
    #[must_use]
    pub const fn requiring(self, also: &'static [(&'static str, &'static [&'static str])]) -> Self {
        Self { also, ..self }
    }

    /// Returns all of them, the least privileged first.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.least.iter().chain(self.others).copied()
    }

    /// Returns whether there are none, so that this kind of caller is not supported.
    pub fn is_empty(&self) -> bool {
        self.least.is_empty() && self.others.is_empty()
    }

    /// Returns the permissions one of which `scope` takes besides; none if it suffices by itself.
    pub fn also_required_by(&self, scope: &str) -> &'static [&'static str] {
        let found = self.also.iter().find(|(name, _)| *name == scope);
        found.map_or(&[], |(_, also)| also)
    }
}

/// Whether these are all of them, in their order.
impl<const N: usize> PartialEq<[&str; N]> for Scopes {
    fn eq(&self, all: &[&str; N]) -> bool {
        self.iter().eq(all.iter().copied())
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, name) in self.iter().enumerate() {
            let separator = if number == 0 { "" } else { ", " };
            write!(f, "{separator}{name}")?;
            match self.also_required_by(name) {
                [] => {}
                [one] => write!(f, " (with {one})")?,
                several => write!(f, " (with one of {})", several.join(", "))?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_say_which_are_least_and_what_they_take_besides() {
        const SCOPES: Scopes =
            Scopes::new(&["B", "A"], &["C"]).requiring(&[("A", &["X"]), ("C", &["X", "Y"])]);
        assert_eq!(SCOPES, ["B", "A", "C"]);
        assert_ne!(SCOPES, ["B", "A"]);
        assert_eq!(SCOPES.to_string(), "B, A (with X), C (with one of X, Y)");
        assert_eq!(SCOPES.also_required_by("C"), ["X", "Y"]);
        assert!(SCOPES.also_required_by("B").is_empty());
        assert!(!SCOPES.is_empty() && Scopes::NONE.is_empty());
        assert_eq!(Scopes::NONE, [""; 0]);
    }
}
