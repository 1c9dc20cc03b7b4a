//! Where things stand in this repository.

use std::path::{Component, Path, PathBuf};

/// What is generated from what, below the root.
pub const CONFIG: &str = "specs/graphwright.toml";

/// The crate that generated crates depend on, below the root.
pub const RUNTIME: &str = "crates/runtime";

/// The folder of the repository: the one that the command runs in, or else the one that cargo runs it for, or
/// that its executable lies in. A checkout that was moved or copied after it was built is found where it is.
///
/// # Errors
/// There is none; the message says what to do.
pub fn root() -> Result<PathBuf, String> {
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

/// The path as it is shown: below the current folder where it can be.
pub fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let path = normal(path);
    path.strip_prefix(&here)
        .unwrap_or(&path)
        .display()
        .to_string()
}

/// The path made absolute, without `.` and `..`.
pub fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in std::path::absolute(path)
        .unwrap_or_else(|_| path.to_owned())
        .components()
    {
        match part {
            Component::ParentDir => {
                normal.pop();
            }
            Component::CurDir => {}
            part => normal.push(part),
        }
    }
    normal
}

/// The path from the folder `from` to `to`, with `/`, so that it is the same in every checkout.
pub fn relative(from: &Path, to: &Path) -> String {
    let (from, to) = (normal(from), normal(to));
    let shared = from
        .components()
        .zip(to.components())
        .take_while(|(a, b)| a == b)
        .count();
    let up = from.components().skip(shared).map(|_| "..".to_owned());
    let down = to
        .components()
        .skip(shared)
        .map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}
