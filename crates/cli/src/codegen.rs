//! `graphwright codegen`

use std::collections::BTreeMap;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use graphwright_api::select::{DerivedTypes, NavigationFields, Selection, explain, select};
use graphwright_api::{Alphabet, Api, EnumLiterals, Lowered};
use graphwright_emit::output::Plan;
use graphwright_emit::{Files, Options, emit};
use graphwright_openapi::Kind;

use crate::config::Job;
use crate::description::Source;
use crate::memory::peak;
use crate::{Outcome, config, description, workspace};

/// Generates crates from descriptions (OData CSDL, as XML or JSON, or OpenAPI).
///
/// Without options, everything that specs/graphwright.toml lists. With --description, one crate from
/// any description; without --include, all of it.
///
/// Examples:
///   cargo xtask codegen
///   cargo xtask codegen --check
///   cargo xtask codegen --description metadata.xml --out ../users --name graph-users \
///       --service-root https://graph.microsoft.com/v1.0 --include '/users/*' --include '/users'
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
    /// The description to read; CSDL and OpenAPI are told apart by content.
    #[arg(long, value_name = "FILE", requires_all = ["out", "name"])]
    description: Option<PathBuf>,
    /// The folder of the generated crate.
    #[arg(long, value_name = "DIR", requires = "description")]
    out: Option<PathBuf>,
    /// The name of the generated crate.
    #[arg(long, value_name = "CRATE", requires = "description")]
    name: Option<String>,
    /// A path or type to generate, with all that it needs; may be repeated.
    #[arg(long, value_name = "PATTERN", requires = "description")]
    include: Vec<String>,
    /// A path or type to leave out; may be repeated.
    #[arg(long, value_name = "PATTERN", requires = "description")]
    exclude: Vec<String>,
    /// What becomes of navigation properties in models: no fields, fields of untyped JSON, or fields
    /// of their type, which brings it along. Without this, they are fields if their type is there.
    #[arg(long, value_name = "none|ids|typed", requires = "description")]
    navigation: Option<NavigationFields>,
    /// Which derived types are told apart: those that are there anyway (the default), those that an
    /// --include names as types, or all, which brings them along.
    #[arg(long, value_name = "declared|listed|all", requires = "description")]
    derived: Option<DerivedTypes>,
    /// Write nothing; print why a type is there, from use to use.
    #[arg(long, value_name = "TYPE", conflicts_with = "check")]
    explain: Option<String>,
    /// Corrections of the description, one rule each with its reason; a rule that matches nothing is
    /// an error. specs/fixups has the form.
    #[arg(long, value_name = "FILE", requires = "description")]
    fixups: Option<PathBuf>,
    /// Who may call what, in the form that Microsoft publishes for Graph.
    #[arg(long, value_name = "FILE", requires = "description")]
    permissions: Option<PathBuf>,
    /// The URL that all paths are relative to, where the description does not state it.
    #[arg(long, value_name = "URL", requires = "description")]
    service_root: Option<String>,
    /// What kind of service an OpenAPI document describes: OData's, or any other. Without this, the
    /// document tells.
    #[arg(long, value_name = "odata|plain", requires = "description")]
    service: Option<Kind>,
    /// How the service writes binary values: `base64`, with `+`, `/` and padding (the default), or
    /// `base64url`, as SAP's services do. Either is read. A document of another service than OData's
    /// says it itself, by `format` or `contentEncoding`.
    #[arg(long, value_name = "base64|base64url", requires = "description")]
    binary: Option<Alphabet>,
    /// How values of enumeration types stand in URLs: with the name of their type, as OData 4.0 wants
    /// it (`shop.Size'L'`), or without it (`'L'`). Without this, short for Microsoft Graph, which
    /// documents that form, and qualified for all others.
    #[arg(long, value_name = "qualified|short", requires = "description")]
    enum_literals: Option<EnumLiterals>,
    /// Send Edm.Int64 and Edm.Decimal as texts, and ask for them so (`IEEE754Compatible=true`). Without
    /// this they are sent as numbers; either is read. Whoever builds the client may say it too.
    #[arg(long, requires = "description")]
    ieee754_compatible: bool,
    /// How many threads read and render; one for each core if it is not given. The output is the same.
    #[arg(long, value_name = "NUMBER")]
    threads: Option<NonZero<usize>>,
    /// Print how long each phase took, and on Linux the most memory until its end.
    #[arg(long)]
    timings: bool,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<Outcome, String> {
    let jobs = match (&args.description, &args.out, &args.name) {
        (Some(description), Some(out), Some(name)) => vec![Job {
            name: name.clone(),
            description: description.clone(),
            out: out.clone(),
            fixups: args.fixups.clone(),
            permissions: args.permissions.clone(),
            service_root: args.service_root.clone().unwrap_or_default(),
            service: args.service,
            binary: args.binary,
            enum_literals: args.enum_literals,
            ieee754_compatible: args.ieee754_compatible,
            include: args.include.clone(),
            exclude: args.exclude.clone(),
            navigation: args.navigation,
            derived: args.derived.unwrap_or_default(),
            types: BTreeMap::new(),
            notes: Vec::new(),
        }],
        _ => config::read(&workspace::root()?.join(workspace::CONFIG))?,
    };
    let threads = args.threads.map_or(0, NonZero::get);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
    pool.build_global()
        .map_err(|error| format!("no threads: {error}"))?;
    let mut outcome = Outcome::Good;
    for job in &jobs {
        if generate(job, args)? == Outcome::Found {
            outcome = Outcome::Found;
        }
    }
    Ok(outcome)
}

fn generate(job: &Job, args: &Args) -> Result<Outcome, String> {
    let mut clock = Clock::start();
    let source = |path: &Option<PathBuf>| path.as_deref().map(Source::read).transpose();
    let description = Source::read(&job.description)?;
    let (fixups, permissions) = (source(&job.fixups)?, source(&job.permissions)?);
    let mut lowered = description::lower_as(&description, job.service)?;
    clock.lap("read");
    let selected = cut_out(&mut lowered, fixups.as_ref(), job);
    let (mut api, selection) = match selected {
        Ok((api, selection)) => {
            let said = description::said_of(&lowered, &selection, &api);
            anstream::eprint!("{said}");
            (api, selection)
        }
        // What is missing may have been left out with a warning.
        Err(error) => {
            anstream::eprint!("{}", description::said(&lowered));
            return Err(error);
        }
    };
    if let Some(name) = &args.explain {
        sayln!("{}:", job.name);
        say!("{}", explain(&lowered.api, &selection, name)?);
        return Ok(Outcome::Good);
    }
    if let Some(permissions) = &permissions {
        description::permit(&mut api, &lowered.api, permissions)?;
    }
    clock.lap("select");
    let options = options(job)?;
    let files = emit(&api, &options)?;
    clock.lap("emit");
    let plan = Plan::new(&job.out, &files)?;
    let counts = counts(&api, &files);
    if !args.check {
        plan.apply()?;
    }
    clock.lap(if args.check { "compare" } else { "write" });
    say(job, &counts, &done(&plan, args.check), &clock, args);
    if args.check && !plan.is_empty() {
        say!("{}", plan.diff());
        eprintln!(
            "{} is stale: run `{}`",
            workspace::shown(&job.out),
            rerun(args)
        );
        return Ok(Outcome::Found);
    }
    Ok(Outcome::Good)
}

/// The part of a description that `job` asks for, corrected.
fn cut_out(
    lowered: &mut Lowered,
    fixups: Option<&Source>,
    job: &Job,
) -> Result<(Api, Selection), String> {
    if let Some(fixups) = fixups {
        description::correct(&mut lowered.api, fixups)?;
    }
    let selection = description::selection(&job.include, &job.exclude, job.profile())?;
    let api = select(&lowered.api, &selection)?;
    Ok((api, selection))
}

/// Returns what the description does not say, for `job`.
pub fn options(job: &Job) -> Result<Options, String> {
    let root = workspace::root()?;
    let out = workspace::normal(&job.out);
    Ok(Options {
        package: job.name.clone(),
        service_root: job.service_root.clone(),
        runtime_path: workspace::relative(&out, &root.join(workspace::RUNTIME)),
        own_workspace: !out.starts_with(root.join("generated")),
        conventions: job.conventions(),
        notes: job.notes.clone(),
    })
}

fn rerun(args: &Args) -> String {
    match &args.description {
        Some(description) => format!(
            "cargo xtask codegen --description {} …` without `--check",
            shell(description)
        ),
        None => "cargo xtask codegen".into(),
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

/// How long each phase takes.
struct Clock {
    start: Instant,
    last: Instant,
    /// Phase, time, and the most memory until its end in megabytes.
    laps: Vec<(&'static str, Duration, Option<f64>)>,
}

impl Clock {
    fn start() -> Self {
        let start = Instant::now();
        Self {
            start,
            last: start,
            laps: Vec::new(),
        }
    }

    fn lap(&mut self, name: &'static str) {
        let now = Instant::now();
        self.laps.push((name, now - self.last, peak("/proc/self")));
        self.last = now;
    }

    fn total(&self) -> Duration {
        self.start.elapsed()
    }

    fn laps(&self) -> String {
        let laps = self.laps.iter().map(|(name, time, memory)| {
            let memory = memory.map(|memory| format!(" ({memory:.0} MB)"));
            let time = time.as_secs_f64() * 1000.0;
            format!("{name} {time:.1} ms{}", memory.unwrap_or_default())
        });
        laps.collect::<Vec<_>>().join(", ")
    }
}
