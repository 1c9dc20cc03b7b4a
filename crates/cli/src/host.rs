//! The program that runs a command.

use std::path::{Path, PathBuf};

use crate::project::{self, Job, RuntimeKeys};

/// A program that runs the commands, with what it takes where neither an option nor a project file says it.
#[derive(Clone, Debug)]
pub struct Host {
    /// The name that users call it by, such as `cargo xtask`.
    pub name: &'static str,
    /// The project file; without it, the nearest `graphwright.toml` in the current folder or above.
    pub project: Option<PathBuf>,
    /// Where generated crates have the runtime from.
    pub runtime: RuntimeKeys,
    /// The folder whose crates are members of one workspace, where each crate outside is a workspace of its own.
    pub members: Option<PathBuf>,
}

impl Default for Host {
    fn default() -> Self {
        Self {
            name: "graphwright",
            project: None,
            runtime: RuntimeKeys::default(),
            members: None,
        }
    }
}

impl Host {
    /// Returns the project file: `asked` if it is given.
    ///
    /// # Errors
    /// There is none in the current folder or above.
    pub fn project(&self, asked: Option<&Path>) -> Result<PathBuf, String> {
        match asked.or(self.project.as_deref()) {
            Some(path) => Ok(path.to_owned()),
            None => project::find(&std::env::current_dir().map_err(|error| error.to_string())?),
        }
    }

    /// Completes a job with what it does not say.
    pub(crate) fn complete(&self, job: &mut Job) {
        let out = crate::place::normal(&job.out);
        job.runtime.get_or_insert_with(|| self.runtime.clone());
        let members = self.members.as_ref();
        job.own_workspace
            .get_or_insert_with(|| members.is_some_and(|members| !out.starts_with(members)));
    }
}
