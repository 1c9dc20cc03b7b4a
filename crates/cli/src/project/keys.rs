//! The keys of a project file that end in the manifest of a generated crate.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use graphwright_emit::{Metadata, Publish, Runtime, Source};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::place::{normal, relative, shown};

/// The path, which is relative to `folder`, from the current folder.
pub(super) fn placed(folder: &Path, path: &Path) -> PathBuf {
    PathBuf::from(shown(&folder.join(path)))
}

/// Where a generated crate has the runtime from, in the keys of a dependency of cargo. Without any, from crates.io, in
/// the version of the program that generates it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RuntimeKeys {
    /// The versions that will do, such as `0.1`.
    pub version: Option<String>,
    /// A folder with the runtime.
    pub path: Option<PathBuf>,
    /// The URL of a repository with the runtime.
    pub git: Option<String>,
    /// A branch of that repository.
    pub branch: Option<String>,
    /// A tag of that repository.
    pub tag: Option<String>,
    /// A commit of that repository.
    pub rev: Option<String>,
    /// The name of a registry, as the configuration of cargo has it.
    pub registry: Option<String>,
}

impl RuntimeKeys {
    /// Returns the keys of the runtime in a folder.
    pub fn at(path: PathBuf) -> Self {
        Self {
            path: Some(path),
            ..Self::default()
        }
    }

    /// The keys as a table, with the path written by `path`.
    pub(crate) fn table(&self, path: &dyn Fn(&Path) -> toml::Value) -> toml::Table {
        let text = |value: &Option<String>| value.clone().map(toml::Value::from);
        let keys = [
            ("version", text(&self.version)),
            ("path", self.path.as_deref().map(path)),
            ("git", text(&self.git)),
            ("branch", text(&self.branch)),
            ("tag", text(&self.tag)),
            ("rev", text(&self.rev)),
            ("registry", text(&self.registry)),
        ];
        let keys = keys.into_iter();
        keys.filter_map(|(key, value)| Some((key.to_owned(), value?)))
            .collect()
    }

    pub(super) fn place(&mut self, folder: &Path) {
        if let Some(path) = &mut self.path {
            *path = placed(folder, path);
        }
    }

    /// Returns the dependency of a crate in the folder `out`.
    pub(super) fn resolve(&self, out: &Path) -> Result<Runtime, String> {
        let named = [
            ("path", self.path.is_some()),
            ("git", self.git.is_some()),
            ("registry", self.registry.is_some()),
        ];
        let named: Vec<&str> = named.iter().filter(|one| one.1).map(|one| one.0).collect();
        if let [first, second, ..] = named[..] {
            return Err(format!(
                "`runtime` has both `{first}` and `{second}`: keep one, for cargo takes a package from one place"
            ));
        }
        let at = [
            ("branch", &self.branch),
            ("tag", &self.tag),
            ("rev", &self.rev),
        ];
        let mut at = at
            .into_iter()
            .filter_map(|(key, value)| Some((key, value.clone()?)));
        let (at, more) = (at.next(), at.next());
        if let (Some((first, _)), Some((second, _))) = (&at, &more) {
            return Err(format!(
                "`runtime` has both `{first}` and `{second}`: keep one, for each names a commit"
            ));
        }
        if let (Some((key, _)), None) = (&at, &self.git) {
            return Err(format!(
                "`runtime` has `{key}` without `git`: give the URL of the repository"
            ));
        }
        let source = match (&self.path, &self.git, &self.registry) {
            (Some(path), ..) => Source::Path(relative(out, &normal(path))),
            (_, Some(url), _) => Source::Git {
                url: url.clone(),
                at,
            },
            (.., Some(name)) => Source::Registry(name.clone()),
            _ => Source::CratesIo,
        };
        let version = self.version.clone();
        Ok(Runtime {
            version: version.unwrap_or(Runtime::default().version),
            source,
        })
    }
}

/// `KEY=VALUE`, and more of them after commas: what the option `--runtime` takes.
impl FromStr for RuntimeKeys {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut keys = Self::default();
        for part in text.split(',') {
            let wrong = || {
                format!(
                    "`{part}` is not KEY=VALUE with one of the keys version, path, git, branch, tag, rev, registry"
                )
            };
            let (key, value) = part.split_once('=').ok_or_else(wrong)?;
            let place = match key.trim() {
                "version" => &mut keys.version,
                "git" => &mut keys.git,
                "branch" => &mut keys.branch,
                "tag" => &mut keys.tag,
                "rev" => &mut keys.rev,
                "registry" => &mut keys.registry,
                "path" => {
                    keys.path = Some(value.into());
                    continue;
                }
                _ => return Err(wrong()),
            };
            *place = Some(value.to_owned());
        }
        Ok(keys)
    }
}

/// What the manifest of a generated crate says, in the words of cargo. A registry asks for `description` and a license.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PackageKeys {
    /// The version of the crate. Without this, that of the program that generates it.
    pub version: Option<String>,
    /// What the crate is, in one or two sentences.
    pub description: Option<String>,
    /// An SPDX expression, such as `MIT OR Apache-2.0`.
    pub license: Option<String>,
    /// The file of a license that SPDX does not list, below the crate.
    pub license_file: Option<String>,
    /// The authors.
    pub authors: Option<Vec<String>>,
    /// At most 5, for the search of a registry.
    pub keywords: Option<Vec<String>>,
    /// At most 5, from the list of crates.io.
    pub categories: Option<Vec<String>>,
    /// The URL of the source.
    pub repository: Option<String>,
    /// The URL of the project.
    pub homepage: Option<String>,
    /// The URL of the documentation. Without this, docs.rs.
    pub documentation: Option<String>,
    /// The file that a registry shows, below the crate.
    pub readme: Option<String>,
    /// The oldest Rust that compiles the crate.
    pub rust_version: Option<String>,
    /// Whether the crate may be published, or the registries where it may.
    pub publish: Option<PublishKey>,
}

/// Whether a crate may be published, or the registries where it may.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum PublishKey {
    /// Anywhere or nowhere.
    Anywhere(bool),
    /// In these registries.
    In(Vec<String>),
}

impl PackageKeys {
    /// Takes from `others` what is not said here.
    pub(super) fn complete(&mut self, others: &Self) {
        fn take<T: Clone>(own: &mut Option<T>, other: &Option<T>) {
            if own.is_none() {
                own.clone_from(other);
            }
        }
        // A crate that says its license says it once.
        if self.license.is_none() && self.license_file.is_none() {
            self.license.clone_from(&others.license);
            self.license_file.clone_from(&others.license_file);
        }
        take(&mut self.version, &others.version);
        take(&mut self.description, &others.description);
        take(&mut self.authors, &others.authors);
        take(&mut self.keywords, &others.keywords);
        take(&mut self.categories, &others.categories);
        take(&mut self.repository, &others.repository);
        take(&mut self.homepage, &others.homepage);
        take(&mut self.documentation, &others.documentation);
        take(&mut self.readme, &others.readme);
        take(&mut self.rust_version, &others.rust_version);
        take(&mut self.publish, &others.publish);
    }

    /// Returns the metadata of a crate.
    pub(super) fn metadata(&self) -> Metadata {
        let default = Metadata::default();
        let license = match self.license_file {
            Some(_) => self.license.clone(),
            None => self.license.clone().or(default.license),
        };
        Metadata {
            version: self.version.clone().unwrap_or(default.version),
            description: self.description.clone().unwrap_or(default.description),
            license,
            license_file: self.license_file.clone(),
            authors: self.authors.clone().unwrap_or_default(),
            keywords: self.keywords.clone().unwrap_or_default(),
            categories: self.categories.clone().unwrap_or_default(),
            repository: self.repository.clone(),
            homepage: self.homepage.clone(),
            documentation: self.documentation.clone(),
            readme: self.readme.clone(),
            rust_version: self.rust_version.clone(),
            publish: match &self.publish {
                None | Some(PublishKey::Anywhere(true)) => Publish::Anywhere,
                Some(PublishKey::Anywhere(false)) => Publish::In(Vec::new()),
                Some(PublishKey::In(registries)) => Publish::In(registries.clone()),
            },
        }
    }
}
