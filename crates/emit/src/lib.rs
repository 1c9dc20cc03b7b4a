//! Writes graphwright-api as the source files of a Rust crate.
//!
//! [`emit`] is a pure function from an [`Api`] and [`Options`] to texts by path. Every Rust name is
//! decided in [`names`], every doc comment in `docs`, and one file writes one shape: `model`,
//! `enumeration`, `integer_enum`, `polymorphic`, `one_of`, `resource`, `client`, `package`; what a service has that is
//! not OData's, `plain`.

mod all_models;
mod client;
mod docs;
mod enumeration;
mod ident;
mod imports;
mod integer_enum;
mod items;
mod model;
pub mod names;
mod offers;
mod one_of;
mod operation;
pub mod output;
mod package;
mod paths;
mod permissions;
mod plain;
mod polymorphic;
mod print;
mod resource;
mod rust_type;
mod tree;

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::{Api, Conventions, Target};
use names::Names;
pub use operation::{Absence, is_copied, is_plain_number};
pub use package::{FEATURES, Metadata, Publish, Runtime, Source};
#[cfg(feature = "calls")]
pub use plain::{Argument, BodyArgument, CallMethod, Given, Read, call_methods};

/// The settings that the description does not contain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The name of the package, such as `vpp-beta`.
    pub package: String,
    /// The URL that requests are relative to; where it is empty, the one of the description.
    pub service_root: String,
    /// Where the package has the runtime from.
    pub runtime: Runtime,
    /// The features of [`FEATURES`] that are on by default.
    pub features: Vec<String>,
    /// What the manifest says of the package.
    pub metadata: Metadata,
    /// Whether the package is a workspace of its own, not a member of one.
    pub own_workspace: bool,
    /// How the service writes on the wire.
    pub conventions: Conventions,
    /// Paragraphs for the page of the crate, such as what holds for the whole service.
    pub notes: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            package: String::new(),
            service_root: String::new(),
            runtime: Runtime::default(),
            features: vec!["client".to_owned()],
            metadata: Metadata::default(),
            own_workspace: false,
            conventions: Conventions::default(),
            notes: Vec::new(),
        }
    }
}

/// The texts of a crate's files, by path below the crate with `/`.
pub type Files = BTreeMap<String, String>;

/// Renders `api`, on the threads of the rayon pool in which it is called; their number shows in nothing but the time.
///
/// # Errors
/// The options do not make a package: no service root is known, or cargo or a registry would refuse the name, the
/// features or the metadata. The message says what to do.
pub fn emit(api: &Api, options: &Options) -> Result<Files, String> {
    let service_root = service_root(api, options)?;
    package::check_name(&options.package)?;
    let names = Names::new(api);
    let permissions = permissions::Known::new(api)?;
    let values = paths::values(api);
    let taking = offers::taking(api);
    let scope = Scope {
        values: &values,
        taking: &taking,
        permissions: &permissions,
        api,
        names: &names,
        options,
    };
    let tree = items::tree(&scope, &paths::Paths::new(api));
    let mut files = tree.into_files();
    if !permissions.is_empty() {
        files.insert(
            "src/permissions.rs".into(),
            print::file(permissions.render()),
        );
    }
    if api.plain.is_empty() {
        files.insert("src/offers.rs".into(), print::file(offers::render(api)));
    }
    files.insert("src/client.rs".into(), print::file(client::render(&scope)));
    let has_scripts = files.values().any(|text| ident::has_scripts(text));
    files.insert(
        "src/lib.rs".into(),
        client::lib(&scope, &service_root, has_scripts),
    );
    if all_models::are_many(&scope) {
        let all = all_models::render(&scope);
        files.insert("src/all_models.rs".into(), print::file(all));
    }
    files.insert(package::MANIFEST.into(), package::manifest(options)?);
    files.insert("rustfmt.toml".into(), package::RUSTFMT.into());
    Ok(files)
}

/// The context of every renderer.
struct Scope<'a> {
    api: &'a Api,
    names: &'a Names,
    options: &'a Options,
    permissions: &'a permissions::Known<'a>,
    /// The ways that take query options of the service's own.
    taking: &'a offers::Taking,
    /// The resources of complex values.
    values: &'a BTreeSet<&'a Target>,
}

fn service_root(api: &Api, options: &Options) -> Result<String, String> {
    let stated = Some(options.service_root.clone()).filter(|root| !root.is_empty());
    let root = stated.or_else(|| api.service_root.clone()).ok_or(
        "the description does not say where the service is: give the URL that its paths are relative to \
         with --service-root, or `service-root` in graphwright.toml",
    )?;
    let plain = root
        .chars()
        .all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '?' | '#'));
    if plain && (root.starts_with("https://") || root.starts_with("http://")) {
        Ok(root.trim_end_matches('/').to_owned())
    } else {
        Err(format!(
            "the service root `{}` is not an http(s) URL",
            root.escape_debug()
        ))
    }
}
