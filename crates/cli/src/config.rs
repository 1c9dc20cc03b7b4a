//! `specs/graphwright.toml`: what is generated from what.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use graphwright_api::select::{DerivedTypes, NavigationFields, Profile, TypeProfile};
use graphwright_api::{Alphabet, Conventions, EnumLiterals};
use graphwright_openapi::Kind;
use serde::Deserialize;

use crate::workspace;

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    #[serde(rename = "crate")]
    crates: Vec<Job>,
}

/// One crate to generate.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Job {
    /// The name of the package.
    pub name: String,
    /// The file that describes the service: CSDL or OpenAPI, told apart by content.
    pub description: PathBuf,
    /// The folder of the crate.
    pub out: PathBuf,
    /// A file of corrections of the description, one rule each with its reason.
    pub fixups: Option<PathBuf>,
    /// A file that says who may call what, in the form that Microsoft publishes for Graph.
    pub permissions: Option<PathBuf>,
    /// The URL that all request paths are relative to, where the description does not state it.
    #[serde(default)]
    pub service_root: String,
    /// What kind of service an OpenAPI document describes, where it does not tell.
    pub service: Option<Kind>,
    /// How the service writes binary values.
    pub binary: Option<Alphabet>,
    /// How values of enumeration types stand in URLs.
    pub enum_literals: Option<EnumLiterals>,
    /// Whether Edm.Int64 and Edm.Decimal are sent and asked for as texts.
    #[serde(default)]
    pub ieee754_compatible: bool,
    /// The paths and types to generate; without any, all of the description.
    #[serde(default)]
    pub include: Vec<String>,
    /// The paths and types to leave out of that.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// How models hold navigation properties.
    pub navigation: Option<NavigationFields>,
    /// Which derived types are told apart.
    #[serde(default)]
    pub derived: DerivedTypes,
    /// How single types, or navigation properties of theirs, depart from `navigation` and `derived`.
    #[serde(default)]
    pub types: BTreeMap<String, TypeProfile>,
    /// Paragraphs for the page of the crate.
    #[serde(default)]
    pub notes: Vec<String>,
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
}

/// The jobs in the file at `path`, with paths made relative to the current folder.
pub fn read(path: &Path) -> Result<Vec<Job>, String> {
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let config: Config =
        toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let place = |path: &PathBuf| PathBuf::from(workspace::shown(&folder.join(path)));
    let mut jobs = config.crates;
    for job in &mut jobs {
        job.description = place(&job.description);
        job.out = place(&job.out);
        job.fixups = job.fixups.as_ref().map(place);
        job.permissions = job.permissions.as_ref().map(place);
    }
    let mut folders = BTreeMap::new();
    for job in &jobs {
        if let Some(other) = folders.insert(&job.out, &job.name) {
            return Err(format!(
                "{}: `{other}` and `{}` have the same `out`, {}: give each a folder of its own",
                path.display(),
                job.name,
                job.out.display()
            ));
        }
    }
    Ok(jobs)
}
