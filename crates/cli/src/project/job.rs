//! One crate of a project.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use graphwright_api::select::{DerivedTypes, NavigationFields, Profile, TypeProfile};
use graphwright_api::{Alphabet, Conventions, EnumLiterals};
use graphwright_emit::{Options, Runtime};
use graphwright_openapi::Kind;
use schemars::JsonSchema;
use serde::Deserialize;

use super::keys::{PackageKeys, RuntimeKeys, placed};
use super::schema;
use crate::place;

/// One crate to generate.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Job {
    /// The name of the crate.
    pub name: String,
    /// The file that describes the service: CSDL or OpenAPI, told apart by content.
    pub description: PathBuf,
    /// The folder of the crate.
    pub out: PathBuf,
    /// A file of corrections of the description, one rule each with its reason.
    pub fixups: Option<PathBuf>,
    /// A file that says who may call what, in the form that Microsoft publishes for Graph.
    pub permissions: Option<PathBuf>,
    /// The URL that all request paths are relative to. OpenAPI states it itself, CSDL cannot.
    #[serde(default)]
    pub service_root: String,
    /// The kind of service that an OpenAPI document describes, where it does not tell.
    #[schemars(with = "Option<schema::Service>")]
    pub service: Option<Kind>,
    /// How the service writes binary values. A document of another service than OData's says it itself.
    #[schemars(with = "Option<schema::Binary>")]
    pub binary: Option<Alphabet>,
    /// How values of enumeration types stand in URLs. Without this, short for Microsoft Graph, which documents that
    /// form, and qualified for all others.
    #[schemars(with = "Option<schema::EnumLiteral>")]
    pub enum_literals: Option<EnumLiterals>,
    /// Whether Edm.Int64 and Edm.Decimal are sent and asked for as texts (`IEEE754Compatible=true`).
    #[serde(default)]
    pub ieee754_compatible: bool,
    /// The paths and types to generate, with all that they need; without any, all of the description. In a path `*`
    /// stands for one segment and a last `**` for all that follows.
    #[serde(default)]
    pub include: Vec<String>,
    /// The paths and types to leave out of that.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// How models hold navigation properties. Without this, they are fields where their type is there anyway.
    #[schemars(with = "Option<schema::Navigation>")]
    pub navigation: Option<NavigationFields>,
    /// Which derived types are told apart.
    #[serde(default)]
    #[schemars(with = "schema::Derived")]
    pub derived: DerivedTypes,
    /// How single types, or navigation properties of theirs (`microsoft.graph.user/manager`), depart from `navigation`
    /// and `derived`.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, schema::OfType>")]
    pub types: BTreeMap<String, TypeProfile>,
    /// Paragraphs for the page of the crate.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Where the crate has the runtime from.
    pub runtime: Option<RuntimeKeys>,
    /// The features of the runtime that the crate turns on by default, such as `oauth2`. Without this, `client`
    /// alone.
    pub features: Option<Vec<String>>,
    /// What the manifest of the crate says.
    #[serde(default)]
    pub package: PackageKeys,
    /// Whether the crate is a workspace of its own, not a member of one.
    pub own_workspace: Option<bool>,
}

impl Job {
    /// Returns how the service writes on the wire.
    pub fn conventions(&self) -> Conventions {
        Conventions {
            binary: self.binary,
            enum_literals: self.enum_literals,
            ieee754_compatible: self.ieee754_compatible,
        }
    }

    /// Returns what the types of the crate bring along.
    pub fn profile(&self) -> Profile {
        Profile {
            navigation: self.navigation,
            derived: self.derived,
            types: self.types.clone(),
        }
    }

    /// Returns what the description does not say.
    ///
    /// # Errors
    /// The keys of `runtime` do not fit together.
    pub fn options(&self) -> Result<Options, String> {
        let runtime = self.runtime.as_ref();
        let runtime = runtime.map(|keys| keys.resolve(&place::normal(&self.out)));
        let default = Options::default();
        Ok(Options {
            package: self.name.clone(),
            service_root: self.service_root.clone(),
            runtime: runtime.transpose()?.unwrap_or_else(Runtime::default),
            features: self.features.clone().unwrap_or(default.features),
            metadata: self.package.metadata(),
            own_workspace: self.own_workspace.unwrap_or(false),
            conventions: self.conventions(),
            notes: self.notes.clone(),
        })
    }

    /// Makes the paths, which are relative to `folder`, relative to the current one.
    pub(super) fn place(&mut self, folder: &Path) {
        self.description = placed(folder, &self.description);
        self.out = placed(folder, &self.out);
        for path in [&mut self.fixups, &mut self.permissions]
            .into_iter()
            .flatten()
        {
            *path = placed(folder, path);
        }
        if let Some(runtime) = &mut self.runtime {
            runtime.place(folder);
        }
    }
}
