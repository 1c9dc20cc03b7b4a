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
pub(crate) struct Job {
    pub(crate) name: String,
    pub(crate) description: PathBuf,
    pub(crate) out: PathBuf,
    pub(crate) fixups: Option<PathBuf>,
    pub(crate) permissions: Option<PathBuf>,
    #[serde(default)]
    pub(crate) service_root: String,
    /// What kind of service an OpenAPI document describes, where it does not tell.
    pub(crate) service: Option<Kind>,
    pub(crate) binary: Option<Alphabet>,
    pub(crate) enum_literals: Option<EnumLiterals>,
    #[serde(default)]
    pub(crate) ieee754_compatible: bool,
    #[serde(default)]
    pub(crate) include: Vec<String>,
    #[serde(default)]
    pub(crate) exclude: Vec<String>,
    pub(crate) navigation: Option<NavigationFields>,
    #[serde(default)]
    pub(crate) derived: DerivedTypes,
    #[serde(default)]
    pub(crate) types: BTreeMap<String, TypeProfile>,
    #[serde(default)]
    pub(crate) notes: Vec<String>,
}

impl Job {
    /// Returns how the service writes on the wire.
    pub(crate) fn conventions(&self) -> Conventions {
        Conventions {
            binary: self.binary,
            enum_literals: self.enum_literals,
            ieee754_compatible: self.ieee754_compatible,
        }
    }

    /// Returns what the types of the crate bring along.
    pub(crate) fn profile(&self) -> Profile {
        Profile {
            navigation: self.navigation,
            derived: self.derived,
            types: self.types.clone(),
        }
    }
}

/// The jobs in the file at `path`, with paths made relative to the current folder.
pub(crate) fn read(path: &Path) -> Result<Vec<Job>, String> {
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
