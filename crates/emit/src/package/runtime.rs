//! Where a generated crate has the runtime from.

use super::quoted;

/// The dependency of a generated crate on the runtime (The Cargo Book, "Specifying Dependencies").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runtime {
    /// The versions that will do, as cargo writes them. A crate cannot be published without it, wherever its
    /// dependency comes from.
    pub version: String,
    /// Where cargo finds it.
    pub source: Source,
}

/// The place that cargo takes a package from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// crates.io.
    #[default]
    CratesIo,
    /// Another registry, by its name in the configuration of cargo.
    Registry(String),
    /// A folder, from that of the generated crate; cargo leaves it out of what it publishes.
    Path(String),
    /// A repository.
    Git {
        /// Its URL.
        url: String,
        /// `branch`, `tag` or `rev`, and its value; without it, the newest commit of the main branch.
        at: Option<(&'static str, String)>,
    },
}

impl Runtime {
    /// Returns the runtime of this version in a folder, from that of the generated crate.
    pub fn at(path: impl Into<String>) -> Self {
        Self {
            source: Source::Path(path.into()),
            ..Self::default()
        }
    }

    /// Its keys in a manifest.
    pub(super) fn keys(&self) -> String {
        let version = format!("version = {}", quoted(&self.version));
        match &self.source {
            Source::CratesIo => version,
            Source::Registry(name) => format!("{version}, registry = {}", quoted(name)),
            Source::Path(path) => format!("{version}, path = {}", quoted(&path.replace('\\', "/"))),
            Source::Git { url, at } => {
                let at = at.as_ref();
                let at = at.map(|(key, value)| format!(", {key} = {}", quoted(value)));
                format!("{version}, git = {}{}", quoted(url), at.unwrap_or_default())
            }
        }
    }
}

/// The version that belongs to this generator, from crates.io.
impl Default for Runtime {
    fn default() -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").into(),
            source: Source::CratesIo,
        }
    }
}
