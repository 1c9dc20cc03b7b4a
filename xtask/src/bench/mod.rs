//! `cargo xtask bench`

mod codegen;
mod compile;
mod derive;
mod downstream;
mod growth;
mod instructions;
mod page;
mod report;
pub(crate) mod rustc;
mod speed;

use std::path::PathBuf;

use graphwright_api::select::{Selection, select};

use self::report::Report;
use crate::runner::Runner;
use crate::workspace;
use graphwright_cli::{Outcome, description};

/// Measures Graphwright: what generating costs, what compiling the generated crate costs, and how fast its
/// models are.
///
///   codegen  time and peak memory by phase, for a slice and for the whole; instructions, where perf or
///            valgrind counts
///   compile  time, memory and library size of the whole crate, of its models, and of the same types with
///            `#[derive(Serialize, Deserialize)]` and `flatten`, for check, debug and release
///   speed    decoding and encoding pages of a hundred entities, beside serde_json::Value and the derive
///   growth   an eighth, a quarter, a half and all of the schema, and the exponent by which costs grow; the
///            instructions are without those of reading, which are the same for all
///   downstream
///            packages and time of a program that makes one request, built from nothing, beside reqwest and
///            graph-rs-sdk; measured only where it is named, because it fetches those from crates.io
///
/// Examples:
///   cargo run --release -p xtask -- bench --description metadata.xml
///   cargo run --release -p xtask -- bench --description metadata.xml --only speed --only growth
///   cargo run --release -p xtask -- bench --description metadata.xml --json bench.json --docs
///
/// The whole of Microsoft Graph takes 15 to 30 minutes and 7 GB, nearly all of it for the derive; leave
/// the machine alone meanwhile, and compare what stands in one run. Run it with --release, or it is
/// the debug build of the generator that is measured.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The description to read; CSDL and OpenAPI are told apart by content.
    #[arg(long, value_name = "FILE")]
    description: PathBuf,
    /// Measure this alone; may be repeated.
    #[arg(long, value_name = "PART")]
    only: Vec<Part>,
    /// Compile a sixteenth of the types instead of all, and leave out the growth.
    #[arg(long)]
    quick: bool,
    /// Write what was measured to this file, as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Put the tables into docs/performance.md, each between its markers; those not measured stay as they are.
    #[arg(long)]
    docs: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    Codegen,
    Compile,
    Speed,
    Growth,
    Downstream,
}

/// What is there of a service whose description does not say where it is: nothing is sent to it.
const NOWHERE: &str = "https://service.invalid";

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<Outcome, String> {
    if cfg!(debug_assertions) {
        eprintln!(
            "bench: this is a debug build; `cargo run --release -p xtask -- bench` measures the real one"
        );
    }
    let whole = description::read(&args.description)?;
    let folder = Runner::default_folder("bench", &args.description)?;
    let wanted = |part: Part| match args.only.is_empty() {
        true => part != Part::Downstream && !(args.quick && part == Part::Growth),
        false => args.only.contains(&part),
    };
    let mut report = Report::new(workspace::shown(&args.description));
    if wanted(Part::Codegen) {
        let has_slice = whole.roots.contains_key("deviceAppManagement");
        report.codegen = codegen::measure(&args.description, &folder.join("codegen"), has_slice)?;
    }
    if wanted(Part::Speed) {
        report.speed = speed::measure(&whole, &folder)?;
    }
    if wanted(Part::Compile) {
        let selection = match args.quick {
            true => growth::part(&whole, 16)?,
            false => Selection::default(),
        };
        report.compile = compile::measure(&select(&whole, &selection)?, &folder)?;
    }
    if wanted(Part::Growth) {
        report.growth = Some(growth::measure(&whole, &args.description, &folder)?);
    }
    if wanted(Part::Downstream) {
        report.downstream = downstream::measure(&folder)?;
    }
    say!("{}", report.table());
    if let Some(path) = &args.json {
        report.write(path)?;
    }
    if args.docs {
        report::put(&workspace::root()?.join("docs/performance.md"), &report)?;
    }
    Ok(Outcome::Good)
}
