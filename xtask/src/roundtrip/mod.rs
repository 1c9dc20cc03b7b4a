//! `cargo xtask roundtrip`

mod run;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use graphwright_api::select::{Selection, select};
use graphwright_emit::emit;
use graphwright_emit::names::Names;
use graphwright_samples::arbitrary::{
    Arbitrary, Node, Random, RoundTrip, Subject, SubjectKind, Subjects,
};
use serde::Serialize;

use self::run::{Process, Question};
use crate::runner::{Runner, fail, path};
use crate::workspace;
use graphwright_cli::{Outcome, description};

/// Generates a crate, builds it, and sees that no model of it loses anything.
///
/// For each struct, enum and set of parameters, JSON is made up that a service may send for it: all
/// members, none, some, nulls, values that do not fit, members and derived types that no description has,
/// extreme numbers and dates, empty and long collections, values nested deep. Each is decoded and encoded
/// and must come back equal, numbers to the digit; what fits its declared type must be in a field. One
/// thing may come back in another way: a text that stands for an Edm.Int64 (IEEE754Compatible) is written
/// as the number that it was read as. Exits 1 if a value does not come back; it is then made as small as
/// it can be.
///
/// Examples:
///   cargo xtask roundtrip --description metadata.xml
///   cargo xtask roundtrip --description metadata.xml --cases 1000 --seed 7 --json report.json
///   cargo xtask roundtrip --description metadata.xml --type microsoft.graph.user
///
/// A case depends on the seed, the type and its own number, and on nothing else.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The description to read; CSDL and OpenAPI are told apart by content.
    #[arg(long, value_name = "FILE")]
    description: PathBuf,
    /// Corrections of the description, as for codegen.
    #[arg(long, value_name = "FILE")]
    fixups: Option<PathBuf>,
    /// How many values are made of each type.
    #[arg(long, value_name = "N", default_value_t = 20)]
    cases: u32,
    /// Another seed makes other values.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Only the models of this type; may be repeated.
    #[arg(long = "type", value_name = "NAME")]
    types: Vec<String>,
    /// Write what failed to this file, as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// The folder to generate and build in; below target/roundtrip if it is not given.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    description: String,
    seed: u64,
    cases: u32,
    models: BTreeMap<&'static str, usize>,
    values: usize,
    bytes: usize,
    failures: Vec<Failure>,
}

/// A value that did not come back.
#[derive(Serialize)]
struct Failure {
    #[serde(rename = "type")]
    ty: String,
    kind: &'static str,
    case: u32,
    what: String,
    read: String,
    wrote: Option<String>,
}

/// How many failing values are made smaller and shown; all are counted.
const SHOWN: usize = 10;

/// What is there of a service whose description does not say where it is: nothing is sent to it.
const NOWHERE: &str = "https://service.invalid";

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<Outcome, String> {
    let start = Instant::now();
    let mut whole = description::read(&args.description)?;
    if let Some(fixups) = &args.fixups {
        description::correct(&mut whole, &description::Source::read(fixups)?)?;
    }
    let api = select(&whole, &Selection::default())?;
    let default = Runner::default_folder("roundtrip", &args.description)?;
    let runner = Runner::new("roundtrip", args.out.as_deref().unwrap_or(&default));
    let files = emit(&api, &runner.options(NOWHERE)?)?;
    let subjects = Subjects::new(&api);
    let chosen = chosen(&subjects, &args.types)?;
    let sources = [
        ("main.rs", include_str!("runner/main.rs").to_owned()),
        ("read.rs", include_str!("runner/read.rs").to_owned()),
        ("models.rs", models_file(&Names::new(&api), &subjects.all)?),
    ];
    runner.write(&files, "", &sources)?;
    eprintln!(
        "roundtrip: {} models generated in {}; building",
        subjects.all.len(),
        workspace::shown(runner.folder())
    );
    let program = runner.build()?;
    eprintln!(
        "roundtrip: built after {:.1} s",
        start.elapsed().as_secs_f64()
    );
    let report = Trial {
        args,
        subjects: &subjects,
        arbitrary: Arbitrary::new(&subjects.api),
        judge: RoundTrip::new(&subjects),
    }
    .report(&program, &chosen)?;
    if let Some(path) = &args.json {
        let text = serde_json::to_string_pretty(&report).map_err(|error| error.to_string())?;
        fs::write(path, text).map_err(|error| fail(path, &error))?;
    }
    eprintln!("roundtrip: {:.1} s in all", start.elapsed().as_secs_f64());
    say!("{}", report.table());
    Ok(match report.failures.is_empty() {
        true => Outcome::Good,
        false => Outcome::Found,
    })
}

/// The numbers of the models that are tried.
fn chosen(subjects: &Subjects, types: &[String]) -> Result<Vec<usize>, String> {
    let all = subjects.all.iter().enumerate();
    let wanted = |subject: &Subject| {
        types.is_empty() || types.iter().any(|name| name == subject.ty.as_str())
    };
    let chosen: Vec<usize> = all
        .filter(|(_, subject)| wanted(subject))
        .map(|(number, _)| number)
        .collect();
    if chosen.is_empty() {
        return Err(format!("no model is of the type `{}`", types.join("`, `")));
    }
    Ok(chosen)
}

struct Trial<'a> {
    args: &'a Args,
    subjects: &'a Subjects,
    arbitrary: Arbitrary<'a>,
    judge: RoundTrip<'a>,
}

impl Trial<'_> {
    fn report(&self, program: &std::path::Path, chosen: &[usize]) -> Result<Report, String> {
        let mut report = Report {
            description: workspace::shown(&self.args.description),
            seed: self.args.seed,
            cases: self.args.cases,
            models: BTreeMap::new(),
            values: 0,
            bytes: 0,
            failures: Vec::new(),
        };
        for number in chosen {
            *report
                .models
                .entry(kind(&self.subjects.all[*number]))
                .or_default() += 1;
        }
        let mut failed: Vec<(usize, u32, Failure)> = Vec::new();
        let arbitrary = &self.arbitrary;
        let (seed, cases) = (self.args.seed, self.args.cases);
        let questions = chosen
            .iter()
            .flat_map(|model| (0..cases).map(|case| (*model, case)));
        let all = &self.subjects.all;
        let questions = questions.map(|(model, case)| Question {
            model,
            json: text(&value(arbitrary, &all[model], seed, case), case),
            about: case,
        });
        Process::start(program)?.ask_all(questions, |question, answer| {
            report.values += 1;
            report.bytes += question.json.len();
            let subject = &all[question.model];
            let wrote = answer.as_ref().ok().map(|wrote| wrote.json.clone());
            let judged = answer.and_then(|wrote| self.judge.judge(subject, &question.json, &wrote));
            if let Err(what) = judged {
                let failure = Failure {
                    ty: subject.ty.as_str().to_owned(),
                    kind: kind(subject),
                    case: question.about,
                    what,
                    read: question.json,
                    wrote,
                };
                failed.push((question.model, question.about, failure));
            }
        })?;
        let mut process = Process::start(program)?;
        for (model, case, failure) in failed.iter_mut().take(SHOWN) {
            self.shrink(&mut process, *model, *case, failure);
        }
        report.failures = failed.into_iter().map(|(_, _, failure)| failure).collect();
        Ok(report)
    }

    /// Makes the value of a failure as small as it can be.
    fn shrink(&self, process: &mut Process, model: usize, case: u32, failure: &mut Failure) {
        let subject = &self.subjects.all[model];
        let first = value(&self.arbitrary, subject, self.args.seed, case);
        first.shrink(|node| {
            let json = text(node, case);
            let answer = process.ask(model, &json);
            let wrote = answer.as_ref().ok().map(|wrote| wrote.json.clone());
            let judged = answer.and_then(|wrote| self.judge.judge(subject, &json, &wrote));
            let Err(what) = judged else {
                return false;
            };
            failure.what = what;
            failure.read = json;
            failure.wrote = wrote;
            true
        });
    }
}

fn value(arbitrary: &Arbitrary<'_>, subject: &Subject, seed: u64, case: u32) -> Node {
    let name = format!("{} {}", kind(subject), subject.ty);
    arbitrary.value(subject, case, &mut Random::of_case(seed, &name, case))
}

/// White space, which is no part of a value, stands in some of the cases.
fn text(node: &Node, case: u32) -> String {
    let mut text = String::new();
    node.write(if case % 5 == 3 { " \t" } else { "" }, &mut text);
    text
}

fn kind(subject: &Subject) -> &'static str {
    match subject.kind {
        SubjectKind::Struct => "structs",
        SubjectKind::Polymorphic => "enums over derived types",
        SubjectKind::Enumeration { .. } => "enumerations",
        SubjectKind::Parameters(..) => "parameters of actions",
    }
}

/// The table of functions, in the order of the models.
fn models_file(names: &Names, subjects: &[Subject]) -> Result<String, String> {
    let mut text = String::from(
        "#![allow(warnings)]\n\n\
         use crate::read::{Function, model, text};\n\n\
         pub static ALL: &[Function] = &[\n",
    );
    for subject in subjects {
        let item = match &subject.kind {
            SubjectKind::Struct | SubjectKind::Enumeration { .. } => names.types.get(&subject.ty),
            SubjectKind::Polymorphic => names.polymorphic.get(&subject.ty),
            SubjectKind::Parameters(target, segment, number) => {
                names
                    .parameters
                    .get(&(target.clone(), segment.clone(), *number))
            }
        };
        let item = item.ok_or_else(|| format!("`{}` has no model", subject.ty))?;
        let path = path(item);
        text.push_str(&match subject.kind {
            SubjectKind::Enumeration { flags: true } => {
                format!("    text::<graphwright::Flags<{path}>>,\n")
            }
            SubjectKind::Enumeration { flags: false } => format!("    text::<{path}>,\n"),
            _ => format!("    model::<{path}>,\n"),
        });
    }
    text.push_str("];\n");
    Ok(text)
}

impl Report {
    fn table(&self) -> String {
        let mut text = format!(
            "{}: {} values, {:.1} MB, {} cases a model, seed {}\n",
            self.description,
            self.values,
            self.bytes as f64 / 1e6,
            self.cases,
            self.seed
        );
        for (kind, count) in &self.models {
            text.push_str(&format!("{count:7}  {kind}\n"));
        }
        for failure in self.failures.iter().take(SHOWN) {
            text.push_str(&format!(
                "failure: {} ({}), case {}: {}\n  read   {}\n  wrote  {}\n",
                failure.ty,
                failure.kind,
                failure.case,
                failure.what,
                failure.read,
                failure.wrote.as_deref().unwrap_or("nothing")
            ));
        }
        text.push_str(&match self.failures.len() {
            0 => "all came back equal\n".to_owned(),
            count => format!("{count} did not come back equal\n"),
        });
        text
    }
}
