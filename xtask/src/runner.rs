//! A program that calls a crate which was just generated: written, built and run below `target`.
//!
//! xtask cannot link what it has only now written. So a command writes the crate and a runner beside it, as
//! a workspace of their own, and has cargo build both.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use graphwright_emit::names::{self, ItemName};
use graphwright_emit::output::Plan;
use graphwright_emit::{Files, Options};

use crate::workspace;

/// The folder of a generated crate, which a runner calls `graph`, and of that runner.
pub(crate) struct Runner {
    command: &'static str,
    folder: PathBuf,
}

impl Runner {
    /// The runner of a command in `folder`.
    pub(crate) fn new(command: &'static str, folder: &Path) -> Self {
        Self {
            command,
            folder: workspace::normal(folder),
        }
    }

    /// The folder for a description: below `target`, where it stays from run to run, so that little is
    /// built anew.
    ///
    /// # Errors
    /// There is no repository.
    pub(crate) fn default_folder(command: &str, description: &Path) -> Result<PathBuf, String> {
        let name = description.file_stem().unwrap_or_default();
        Ok(workspace::root()?.join("target").join(command).join(name))
    }

    /// The folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The name of the generated package. Cargo tells packages of workspaces apart by their names and
    /// places within the workspace, and the target folder is shared: so it tells the folder too.
    fn package(&self) -> String {
        let path = self.folder.to_string_lossy();
        // FNV-1a.
        let hash = path.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        format!("{}-{hash:016x}", self.command)
    }

    fn name(&self) -> String {
        format!("{}-runner", self.package())
    }

    /// Returns what the description does not say.
    ///
    /// # Errors
    /// There is no repository.
    pub(crate) fn options(&self, service_root: &str) -> Result<Options, String> {
        Ok(Options {
            package: self.package(),
            service_root: service_root.into(),
            runtime: graphwright_emit::Runtime::at(runtime(&self.folder.join("crate"))?),
            own_workspace: false,
            ..Options::default()
        })
    }

    /// Writes the crate and the runner: its dependencies beside the crate and the runtime, and its
    /// files below `src`.
    pub(crate) fn write(
        &self,
        files: &Files,
        dependencies: &str,
        sources: &[(&str, String)],
    ) -> Result<(), String> {
        fs::create_dir_all(&self.folder).map_err(|error| fail(&self.folder, &error))?;
        Plan::replacing(&self.folder.join("crate"), files)?.apply()?;
        self.put("Cargo.toml", MANIFEST)?;
        self.put("runner/Cargo.toml", &self.manifest(dependencies)?)?;
        for (name, text) in sources {
            self.put(&format!("runner/src/{name}"), text)?;
        }
        // The same versions as this workspace, so that nothing is fetched or built twice.
        let lock = fs::read_to_string(workspace::root()?.join("Cargo.lock"));
        let lock = lock.map_err(|error| fail(Path::new("Cargo.lock"), &error))?;
        self.put("Cargo.lock", &lock)
    }

    /// Writes a file if it is not the same already, so that cargo builds nothing anew for it.
    pub(crate) fn put(&self, name: &str, text: &str) -> Result<(), String> {
        let path = self.folder.join(name);
        if fs::read_to_string(&path).is_ok_and(|known| known == text) {
            return Ok(());
        }
        let folder = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(folder).map_err(|error| fail(folder, &error))?;
        fs::write(&path, text).map_err(|error| fail(&path, &error))
    }

    fn manifest(&self, dependencies: &str) -> Result<String, String> {
        let runtime = runtime(&self.folder.join("runner"))?;
        Ok(format!(
            "[package]\n\
             name = \"{}\"\n\
             version = \"0.0.0\"\n\
             edition = \"2024\"\n\
             publish = false\n\n\
             [dependencies]\n\
             graph = {{ package = \"{}\", path = \"../crate\" }}\n\
             graphwright = {{ path = \"{runtime}\" }}\n\
             {dependencies}",
            self.name(),
            self.package(),
        ))
    }

    /// Builds the runner.
    ///
    /// # Errors
    /// It does not compile; cargo has said why.
    pub(crate) fn build(&self) -> Result<PathBuf, String> {
        self.build_as("dev", "debug")
    }

    /// The same with optimization.
    ///
    /// # Errors
    /// As for [`build`](Self::build).
    pub(crate) fn build_optimized(&self) -> Result<PathBuf, String> {
        self.build_as("release", "release")
    }

    fn build_as(&self, profile: &str, folder: &str) -> Result<PathBuf, String> {
        let target = workspace::root()?.join("target");
        let status = Command::new("cargo")
            .current_dir(&self.folder)
            .args(["build", "--quiet", "--offline", "--profile", profile])
            .args(["--package", &self.name(), "--target-dir"])
            .arg(&target)
            .status()
            .map_err(|error| format!("cargo could not be started: {error}"))?;
        if !status.success() {
            return Err(format!(
                "the runner in {} does not build; cargo's messages stand above",
                workspace::shown(&self.folder)
            ));
        }
        let program = format!("{}{}", self.name(), std::env::consts::EXE_SUFFIX);
        Ok(target.join(folder).join(program))
    }
}

/// The path of a model, as a runner writes it.
pub(crate) fn path(name: &ItemName) -> String {
    let modules = name.modules.iter().map(|module| names::module(module));
    let modules: String = modules.map(|module| format!("{module}::")).collect();
    format!("graph::models::{modules}{}", name.ident())
}

/// Returns what is said of a file that could not be read or written.
pub(crate) fn fail(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", workspace::shown(path))
}

fn runtime(from: &Path) -> Result<String, String> {
    let runtime = workspace::root()?.join(workspace::RUNTIME);
    Ok(workspace::relative(from, &runtime))
}

/// Dependencies are built as this workspace builds them; the crate without debug information, which
/// nobody looks at.
const MANIFEST: &str = "[workspace]\n\
                        resolver = \"3\"\n\
                        members = [\"crate\", \"runner\"]\n\n\
                        [profile.dev]\n\
                        debug = 0\n\
                        incremental = true\n\n\
                        [profile.dev.package.\"*\"]\n\
                        opt-level = 1\n";
