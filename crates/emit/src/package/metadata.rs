//! What a manifest says of its package.

use super::{list, quoted};

/// The metadata of a generated crate (The Cargo Book, "The Manifest Format").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata {
    /// The version of the crate.
    pub version: String,
    /// What it is, in one or two sentences; a registry asks for it.
    pub description: String,
    /// An SPDX expression; a registry asks for it, or for a file.
    pub license: Option<String>,
    /// The file of a license that SPDX does not list, below the crate.
    pub license_file: Option<String>,
    /// The authors.
    pub authors: Vec<String>,
    /// At most 5, for the search of a registry.
    pub keywords: Vec<String>,
    /// At most 5, from the list of crates.io.
    pub categories: Vec<String>,
    /// The URL of the source.
    pub repository: Option<String>,
    /// The URL of the project.
    pub homepage: Option<String>,
    /// The URL of the documentation; without it, docs.rs.
    pub documentation: Option<String>,
    /// The file that a registry shows, below the crate.
    pub readme: Option<String>,
    /// The oldest Rust that compiles it.
    pub rust_version: Option<String>,
    /// Where it may be published.
    pub publish: Publish,
}

/// Where a crate may be published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Publish {
    /// In every registry.
    #[default]
    Anywhere,
    /// In these; in none where there is none.
    In(Vec<String>),
}

impl Default for Metadata {
    fn default() -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").into(),
            description: "A typed client that Graphwright generated.".into(),
            license: Some("MIT OR Apache-2.0".into()),
            license_file: None,
            authors: Vec::new(),
            keywords: Vec::new(),
            categories: Vec::new(),
            repository: None,
            homepage: None,
            documentation: None,
            readme: None,
            rust_version: None,
            publish: Publish::Anywhere,
        }
    }
}

/// How many keywords, and how many categories, crates.io takes.
const MOST: usize = 5;

/// How long a keyword may be on crates.io.
const LONGEST: usize = 20;

impl Metadata {
    /// Checks what crates.io would refuse only when the crate is published.
    pub(super) fn check(&self) -> Result<(), String> {
        for (what, count) in [
            ("keywords", self.keywords.len()),
            ("categories", self.categories.len()),
        ] {
            if count > MOST {
                return Err(format!(
                    "{count} {what}: crates.io takes at most {MOST}; leave some out"
                ));
            }
        }
        match self.keywords.iter().find(|one| !is_keyword(one)) {
            Some(wrong) => Err(format!(
                "`{}` cannot be a keyword: crates.io takes a letter or digit followed by letters, digits, `-`, `_` \
                 and `+`, at most {LONGEST} characters, no spaces",
                wrong.escape_debug()
            )),
            None => Ok(()),
        }
    }

    /// Its keys in a manifest.
    pub(super) fn keys(&self) -> String {
        let one = |key: &str, value: &Option<String>| {
            let value = value.as_ref();
            value.map(|value| format!("{key} = {}\n", quoted(value)))
        };
        let many = |key: &str, values: &[String]| {
            (!values.is_empty()).then(|| format!("{key} = {}\n", list(values)))
        };
        let publish = match &self.publish {
            Publish::Anywhere => None,
            Publish::In(none) if none.is_empty() => Some("publish = false\n".to_owned()),
            Publish::In(registries) => many("publish", registries),
        };
        let keys = [
            Some(format!("description = {}\n", quoted(&self.description))),
            Some(format!("version = {}\n", quoted(&self.version))),
            Some("edition = \"2024\"\n".to_owned()),
            one("rust-version", &self.rust_version),
            one("license", &self.license),
            one("license-file", &self.license_file),
            many("authors", &self.authors),
            many("keywords", &self.keywords),
            many("categories", &self.categories),
            one("repository", &self.repository),
            one("homepage", &self.homepage),
            one("documentation", &self.documentation),
            one("readme", &self.readme),
            publish,
        ];
        keys.into_iter().flatten().collect()
    }
}

fn is_keyword(text: &str) -> bool {
    let starts = text.starts_with(|c: char| c.is_ascii_alphanumeric());
    let rest = text
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+'));
    starts && rest && text.len() <= LONGEST
}
