//! `graphwright codegen`

mod options;

use std::num::NonZero;
use std::path::{Path, PathBuf};

use graphwright_api::Api;
use graphwright_api::select::explain;
use graphwright_emit::Files;
use graphwright_emit::output::Plan;

use crate::clock::Clock;
use crate::generate::Slice;
use crate::lock::{self, Lock};
use crate::progress::Progress;
use crate::project::{Job, Project};
use crate::{Host, Outcome, place};

pub(crate) use options::JobOptions;

/// Generates crates from descriptions (OData CSDL, as XML or JSON, or OpenAPI).
///
/// Without --description, everything that the project file lists: graphwright.toml in the current folder or
/// above. With it, one crate from any description; without --include, all of it.
///
/// Examples:
///   graphwright codegen
///   graphwright codegen --check
///   graphwright codegen --description metadata.xml --out ../users --name graph-users \
///       --service-root https://graph.microsoft.com/v1.0 --include '/users/*' --include '/users'
///
/// A project has a lock file beside it, with the hashes of what was read and written: --check says which input or
/// option has changed. A file that was edited by hand is named and not overwritten without --force.
///
/// A pattern is a path (`*` or `{id}` stands for one segment, a last `**` for all that follows) or
/// the name of a type. A file that codegen did not write is never overwritten or deleted, and a folder
/// with a crate of another name is refused.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
#[allow(rustdoc::bare_urls, reason = "this is what --help prints")]
pub struct Args {
    /// Write nothing; exit 1 with a diff if something is stale.
    #[arg(long)]
    check: bool,
    /// Overwrite files of the crate that were edited by hand since they were generated.
    #[arg(long, conflicts_with = "check")]
    force: bool,
    /// The project file, in place of the nearest graphwright.toml.
    #[arg(long, value_name = "FILE", conflicts_with = "description")]
    project: Option<PathBuf>,
    #[command(flatten)]
    job: JobOptions,
    /// Write nothing; print why a type is there, from use to use.
    #[arg(long, value_name = "TYPE", conflicts_with = "check")]
    explain: Option<String>,
    /// How many threads read and render; one for each core if it is not given. The output is the same.
    #[arg(long, value_name = "NUMBER")]
    threads: Option<NonZero<usize>>,
    /// Print how long each phase took, and on Linux the most memory until its end.
    #[arg(long)]
    timings: bool,
}

/// Runs the command, as a part of `host`.
///
/// # Errors
/// There is no project, or a crate cannot be generated; the message says what to do.
pub fn run(args: &Args, host: &Host) -> Result<Outcome, String> {
    let (jobs, written, lock_path) = match args.job.job() {
        Some(job) => (vec![job], Vec::new(), None),
        None => {
            let path = host.project(args.project.as_deref())?;
            let project = Project::read(&path)?;
            (project.crates, project.written, Some(lock::path(&path)))
        }
    };
    let threads = args.threads.map_or(0, NonZero::get);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| format!("no threads: {error}"))?;
    let mut outcome = Outcome::Good;
    let mut lock = Lock::new(lock_path.as_deref());
    for (number, mut job) in jobs.into_iter().enumerate() {
        host.complete(&mut job);
        let locked = written.get(number).map(|written| (written, &mut lock));
        outcome = outcome.and(pool.install(|| generate(&job, args, host, locked))?);
    }
    match lock_path {
        Some(path) if args.explain.is_none() => {
            Ok(outcome.and(settle(&lock, &path, args.check, host)?))
        }
        _ => Ok(outcome),
    }
}

/// Writes the lock file, or says what has changed since it was written.
fn settle(lock: &Lock, path: &Path, check: bool, host: &Host) -> Result<Outcome, String> {
    if !check {
        lock.write(path)?;
        return Ok(Outcome::Good);
    }
    let changes = match Lock::read(path)? {
        Some(old) => lock.changes(&old),
        None => vec!["it is not there".to_owned()],
    };
    if changes.is_empty() {
        return Ok(Outcome::Good);
    }
    let file = place::shown(path);
    for change in changes {
        eprintln!("{file}: {change}");
    }
    eprintln!("{file} is stale: run `{} codegen`", host.name);
    Ok(Outcome::Found)
}

fn generate(
    job: &Job,
    args: &Args,
    host: &Host,
    lock: Option<(&toml::Table, &mut Lock)>,
) -> Result<Outcome, String> {
    let progress = Progress::of(&format!(
        "{}: reading {}",
        job.name,
        place::shown(&job.description)
    ));
    let slice = Slice::read(job);
    drop(progress);
    let slice = slice.map_err(|failure| {
        anstream::eprint!("{}", failure.findings);
        failure.message
    })?;
    anstream::eprint!("{}", slice.findings);
    if let Some(name) = &args.explain {
        sayln!("{}:", job.name);
        say!("{}", explain(&slice.whole.api, &slice.selection, name)?);
        return Ok(Outcome::Good);
    }
    let progress = Progress::of(&format!("{}: rendering", job.name));
    let mut generated = slice.render(job)?;
    if let Some((written, lock)) = lock {
        lock.add(&job.name, written, &slice, &generated);
    }
    if args.force {
        generated.plan = generated.plan.overwriting();
    }
    let (plan, mut clock) = (&generated.plan, generated.clock.clone());
    let counts = counts(&slice.api, &generated.files);
    if !args.check {
        progress.say(format!(
            "{}: writing {} files",
            job.name,
            generated.files.len()
        ));
        plan.apply()?;
    }
    drop(progress);
    clock.lap(if args.check { "compare" } else { "write" });
    say(job, &counts, &done(plan, args.check), &clock, args);
    if args.check && !plan.is_empty() {
        say!("{}", plan.diff());
        for file in plan.edited() {
            eprintln!("{} was edited by hand", file.display());
        }
        eprintln!(
            "{} is stale: run `{}`",
            place::shown(&job.out),
            rerun(args, job, host)
        );
        return Ok(Outcome::Found);
    }
    Ok(Outcome::Good)
}

fn rerun(args: &Args, job: &Job, host: &Host) -> String {
    match args.job.job() {
        Some(_) => format!(
            "{} codegen --description {} …` without `--check",
            host.name,
            shell(&job.description)
        ),
        None => format!("{} codegen", host.name),
    }
}

fn shell(path: &Path) -> String {
    let text = path.display().to_string();
    if text.contains(' ') {
        format!("'{text}'")
    } else {
        text
    }
}

fn counts(api: &Api, files: &Files) -> String {
    let operations: usize = api
        .resources
        .values()
        .map(|one| one.standard.len() + one.operations.len())
        .sum();
    let calls = api.plain.calls().count();
    let lines: usize = files.values().map(|text| text.lines().count()).sum();
    format!(
        "{} types, {} resources, {} operations, {} files, {lines} lines",
        api.types.len(),
        api.resources.len() + api.plain.places.len(),
        operations + calls,
        files.len(),
    )
}

fn done(plan: &Plan, check: bool) -> String {
    match (plan.counts(), check) {
        ((0, 0), _) => "up to date".to_owned(),
        ((written, deleted), true) => format!("stale: {written} to write, {deleted} to delete"),
        ((written, deleted), false) => format!("{written} written, {deleted} deleted"),
    }
}

/// One line for an output, and one for how long it took if that was asked for.
fn say(job: &Job, counts: &str, done: &str, clock: &Clock, args: &Args) {
    let time = clock.total().as_millis();
    sayln!("{}: {counts}, {time} ms, {done}", job.name);
    if args.timings {
        sayln!("  {}", clock.laps());
    }
}
