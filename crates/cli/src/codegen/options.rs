//! The options that describe one crate, as the keys of a project file do.

use std::path::{Path, PathBuf};

use graphwright_api::select::{DerivedTypes, NavigationFields};
use graphwright_api::{Alphabet, EnumLiterals};
use graphwright_openapi::Kind;
use toml::{Table, Value};

use crate::project::{Job, PackageKeys, RuntimeKeys};

/// One crate.
#[derive(Clone, Debug, clap::Args)]
#[allow(rustdoc::bare_urls, reason = "this is what --help prints")]
pub(crate) struct JobOptions {
    /// The description to read; CSDL and OpenAPI are told apart by content.
    #[arg(long, value_name = "FILE", requires_all = ["out", "name"])]
    description: Option<PathBuf>,
    /// The folder of the generated crate.
    #[arg(long, value_name = "DIR", requires = "description")]
    out: Option<PathBuf>,
    /// The name of the generated crate.
    #[arg(long, value_name = "CRATE", requires = "description")]
    name: Option<String>,
    /// A path or type to generate, with all that it needs; may be repeated.
    #[arg(long, value_name = "PATTERN", requires = "description")]
    include: Vec<String>,
    /// A path or type to leave out; may be repeated.
    #[arg(long, value_name = "PATTERN", requires = "description")]
    exclude: Vec<String>,
    /// What becomes of navigation properties in models: no fields, fields of untyped JSON, or fields
    /// of their type, which brings it along. Without this, they are fields if their type is there.
    #[arg(long, value_name = "none|ids|typed", requires = "description")]
    navigation: Option<NavigationFields>,
    /// Which derived types are told apart: those that are there anyway (the default), those that an
    /// --include names as types, or all, which brings them along.
    #[arg(long, value_name = "declared|listed|all", requires = "description")]
    derived: Option<DerivedTypes>,
    /// Corrections of the description, one rule each with its reason; a rule that matches nothing is
    /// an error. docs/generating.md has the form.
    #[arg(long, value_name = "FILE", requires = "description")]
    fixups: Option<PathBuf>,
    /// Who may call what, in the form that Microsoft publishes for Graph.
    #[arg(long, value_name = "FILE", requires = "description")]
    permissions: Option<PathBuf>,
    /// The URL that all paths are relative to, where the description does not state it.
    #[arg(long, value_name = "URL", requires = "description")]
    service_root: Option<String>,
    /// What kind of service an OpenAPI document describes: OData's, or any other. Without this, the
    /// document tells.
    #[arg(long, value_name = "odata|plain", requires = "description")]
    service: Option<Kind>,
    /// How the service writes binary values: `base64`, with `+`, `/` and padding (the default), or
    /// `base64url`, as SAP's services do. Either is read. A document of another service than OData's
    /// says it itself, by `format` or `contentEncoding`.
    #[arg(long, value_name = "base64|base64url", requires = "description")]
    binary: Option<Alphabet>,
    /// How values of enumeration types stand in URLs: with the name of their type, as OData 4.0 wants
    /// it (`shop.Size'L'`), or without it (`'L'`). Without this, short for Microsoft Graph, which
    /// documents that form, and qualified for all others.
    #[arg(long, value_name = "qualified|short", requires = "description")]
    enum_literals: Option<EnumLiterals>,
    /// Send Edm.Int64 and Edm.Decimal as texts, and ask for them so (`IEEE754Compatible=true`). Without
    /// this they are sent as numbers; either is read. Whoever builds the client may say it too.
    #[arg(long, requires = "description")]
    ieee754_compatible: bool,
    /// Where the crate has the runtime from: KEY=VALUE, and more after commas, with the keys of a dependency of
    /// cargo: version, path, git, branch, tag, rev, registry. Without this, from crates.io.
    #[arg(long, value_name = "KEY=VALUE,…", requires = "description")]
    runtime: Option<RuntimeKeys>,
    /// The features of the runtime that the crate turns on by default, separated by commas, such as
    /// client,oauth2. Without this, client alone.
    #[arg(
        long,
        value_name = "FEATURES",
        value_delimiter = ',',
        requires = "description"
    )]
    features: Option<Vec<String>>,
    /// The version of the crate.
    #[arg(long, value_name = "VERSION", requires = "description")]
    package_version: Option<String>,
    /// The license of the crate, an SPDX expression.
    #[arg(long, value_name = "SPDX", requires = "description")]
    license: Option<String>,
    /// Make the crate a workspace of its own, not a member of one.
    #[arg(long, requires = "description")]
    own_workspace: bool,
}

impl JobOptions {
    /// Returns the crate, where a description is given. Clap has seen to it that its folder and name are given too.
    pub(crate) fn job(&self) -> Option<Job> {
        Some(Job {
            description: self.description.clone()?,
            out: self.out.clone()?,
            name: self.name.clone()?,
            fixups: self.fixups.clone(),
            permissions: self.permissions.clone(),
            service_root: self.service_root.clone().unwrap_or_default(),
            service: self.service,
            binary: self.binary,
            enum_literals: self.enum_literals,
            ieee754_compatible: self.ieee754_compatible,
            include: self.include.clone(),
            exclude: self.exclude.clone(),
            navigation: self.navigation,
            derived: self.derived.unwrap_or_default(),
            runtime: self.runtime.clone(),
            features: self.features.clone(),
            package: PackageKeys {
                version: self.package_version.clone(),
                license: self.license.clone(),
                ..PackageKeys::default()
            },
            own_workspace: self.own_workspace.then_some(true),
            ..Job::default()
        })
    }

    /// The keys of a project file that say the same; paths are written by `path`.
    pub(crate) fn keys(&self, path: &dyn Fn(&Path) -> Value) -> Vec<(&'static str, Value)> {
        fn text<T: ToString>(value: &Option<T>) -> Option<Value> {
            value.as_ref().map(|value| value.to_string().into())
        }
        fn list(values: &[String]) -> Option<Value> {
            (!values.is_empty()).then(|| values.to_vec().into())
        }
        let place = |value: &Option<PathBuf>| value.as_deref().map(path);
        let runtime = self.runtime.as_ref().map(|keys| keys.table(path).into());
        let mut package = Table::new();
        for (key, value) in [
            ("version", &self.package_version),
            ("license", &self.license),
        ] {
            if let Some(value) = text(value) {
                package.insert(key.into(), value);
            }
        }
        let keys = [
            ("name", text(&self.name)),
            ("description", place(&self.description)),
            ("out", place(&self.out)),
            ("fixups", place(&self.fixups)),
            ("permissions", place(&self.permissions)),
            ("service-root", text(&self.service_root)),
            ("service", text(&self.service)),
            ("binary", text(&self.binary)),
            ("enum-literals", text(&self.enum_literals)),
            (
                "ieee754-compatible",
                self.ieee754_compatible.then_some(true.into()),
            ),
            ("include", list(&self.include)),
            ("exclude", list(&self.exclude)),
            ("navigation", text(&self.navigation)),
            ("derived", text(&self.derived)),
            ("runtime", runtime),
            (
                "features",
                list(self.features.as_deref().unwrap_or_default()),
            ),
            ("own-workspace", self.own_workspace.then_some(true.into())),
            ("package", (!package.is_empty()).then_some(package.into())),
        ];
        let keys = keys.into_iter();
        keys.filter_map(|(key, value)| Some((key, value?)))
            .collect()
    }
}
