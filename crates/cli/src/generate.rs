//! Generating one crate, for programs: nothing is printed, and nothing is written before [`Plan::apply`].

use std::path::PathBuf;

use graphwright_api::select::{Selection, select};
use graphwright_api::{Api, Lowered};
use graphwright_emit::output::Plan;
use graphwright_emit::{Files, emit};

use crate::clock::Clock;
use crate::description::{self, Input, Source};
use crate::project::Job;

/// The part of a description that a job asks for.
#[derive(Debug)]
pub struct Slice {
    /// All that the description says, corrected.
    pub whole: Lowered,
    /// What was asked for.
    pub selection: Selection,
    /// What it brings.
    pub api: Api,
    /// What was found in the description and has to do with this part: warnings and notes.
    pub findings: String,
    /// The files that were read.
    pub(crate) inputs: Vec<Input>,
    pub(crate) clock: Clock,
}

/// Why there is no crate.
#[derive(Debug)]
pub struct Failure {
    /// What else was found in the description: what is missing may have been left out with a warning.
    pub findings: String,
    /// The errors, and what to do.
    pub message: String,
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self {
            findings: String::new(),
            message,
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.findings, self.message)
    }
}

impl std::error::Error for Failure {}

/// A crate, as it would be written.
#[derive(Debug)]
pub struct Generated {
    /// The files, by path below the crate.
    pub files: Files,
    /// What differs from the folder of the crate.
    pub plan: Plan,
    pub(crate) clock: Clock,
}

impl Slice {
    /// Reads what `job` asks for.
    ///
    /// # Errors
    /// A file cannot be read, the description is wrong, or a pattern matches nothing.
    pub fn read(job: &Job) -> Result<Self, Failure> {
        let mut clock = Clock::start();
        let source = |path: &Option<PathBuf>| path.as_deref().map(Source::read).transpose();
        let description =
            Source::read(&job.description).map_err(|error| match job.description.exists() {
                true => error,
                false => format!("{error}\n  help: `graphwright fetch` downloads a description"),
            })?;
        let (fixups, permissions) = (source(&job.fixups)?, source(&job.permissions)?);
        let (mut whole, beside) = description::lower_with_files(&description, job.service)?;
        let named = [Some(&description), fixups.as_ref(), permissions.as_ref()];
        let named = named.into_iter().flatten().map(Source::input);
        let inputs = named.chain(beside).collect();
        clock.lap("read");
        let cut = |whole: &mut Lowered| {
            if let Some(fixups) = &fixups {
                description::correct(&mut whole.api, fixups)?;
            }
            let selection = description::selection(&job.include, &job.exclude, job.profile())?;
            let api = select(&whole.api, &selection)?;
            Ok((selection, api))
        };
        let (selection, mut api) = cut(&mut whole).map_err(|message: String| Failure {
            findings: description::said(&whole),
            message,
        })?;
        let findings = description::said_of(&whole, &selection, &api);
        if let Some(permissions) = &permissions {
            description::permit(&mut api, &whole.api, permissions).map_err(|message| Failure {
                findings: findings.clone(),
                message,
            })?;
        }
        clock.lap("select");
        Ok(Self {
            whole,
            selection,
            api,
            findings,
            inputs,
            clock,
        })
    }

    /// Renders the crate of `job` and compares it with its folder.
    ///
    /// # Errors
    /// The job does not make a crate, or its folder has files that Graphwright did not write; the message says what to
    /// do.
    pub fn render(&self, job: &Job) -> Result<Generated, String> {
        let mut clock = self.clock.clone();
        let files = emit(&self.api, &job.options()?)?;
        clock.lap("emit");
        let plan = Plan::new(&job.out, &files)?;
        Ok(Generated { files, plan, clock })
    }
}

/// Reads what `job` asks for and renders it.
///
/// # Errors
/// As for [`Slice::read`] and [`Slice::render`].
pub fn generate(job: &Job) -> Result<(Slice, Generated), Failure> {
    let slice = Slice::read(job)?;
    let generated = slice.render(job).map_err(|message| Failure {
        findings: slice.findings.clone(),
        message,
    })?;
    Ok((slice, generated))
}
