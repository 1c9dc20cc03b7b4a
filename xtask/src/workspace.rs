//! Where things stand in this repository.

use std::path::{Path, PathBuf};

use graphwright_cli::Host;
use graphwright_cli::project::RuntimeKeys;

pub(crate) use graphwright_cli::place::{normal, relative, shown};

/// What is generated from what, below the root.
const CONFIG: &str = "specs/graphwright.toml";

/// The crate that generated crates depend on, below the root.
pub(crate) const RUNTIME: &str = "crates/runtime";

/// The folder of the repository: the one that the command runs in, or else the one that cargo runs it for, or
/// that its executable lies in. A checkout that was moved or copied after it was built is found where it is.
///
/// # Errors
/// There is none; the message says what to do.
pub(crate) fn root() -> Result<PathBuf, String> {
    let here = std::env::current_dir().ok();
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let executable = std::env::current_exe().ok();
    let places = [here, package, executable];
    let root = places
        .iter()
        .flatten()
        .flat_map(|place| place.ancestors())
        .find(|folder| is_root(folder));
    root.map(Path::to_owned).ok_or_else(|| {
        format!(
            "no checkout of Graphwright is here or above (a folder with {CONFIG} and {RUNTIME}): run this command in one"
        )
    })
}

fn is_root(folder: &Path) -> bool {
    folder.join(CONFIG).is_file() && folder.join(RUNTIME).join("Cargo.toml").is_file()
}

/// Returns what the commands for users take here where they are not told: the project file of the repository and
/// its runtime.
///
/// # Errors
/// There is no repository.
pub(crate) fn host() -> Result<Host, String> {
    let root = root()?;
    Ok(Host {
        name: "cargo xtask",
        project: Some(root.join(CONFIG)),
        runtime: RuntimeKeys::at(root.join(RUNTIME)),
        members: Some(root.join("generated")),
    })
}
