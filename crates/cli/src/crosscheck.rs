//! `graphwright crosscheck`

use std::path::PathBuf;

use graphwright_api::Api;
use graphwright_api::select::{Profile, select};
use graphwright_crosscheck::facts::{Comparison, Different, Offered, Share, Tally, compare};
use graphwright_crosscheck::files::{self, Report};
use graphwright_emit::Options;
use graphwright_openapi::DocumentSummary;
use serde_json::json;

use crate::description::Source;
use crate::{Outcome, description};

/// Compares two descriptions of one service: CSDL and an OpenAPI document.
///
/// Prints how many types and request functions are equal and different, and why each difference is
/// there: the document cannot say it, which is proven from the document, or it was not read as it
/// should have been. A document need not have a path for all that there is: a second figure is of those that
/// it has. A third says which of its operations can be called, and which operations are offered on its paths that
/// it does not have there: false offers. Where a slice is asked for, or the service is small, the Rust that is written from
/// both is compared as well; texts that an OpenAPI document has no place for are listed and set aside.
///
/// Exits 0 if both give the same Rust to the byte, or if the document explains every difference, 1 with
/// the differences otherwise.
///
/// Example:
///   graphwright crosscheck specs/vpp-beta.csdl.xml specs/vpp-beta.openapi.yaml
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The CSDL, as XML or JSON.
    csdl: PathBuf,
    /// The OpenAPI document (YAML or JSON).
    openapi: PathBuf,
    /// A path or type to compare; without it, all types and all that `/**` stands for. May be
    /// repeated.
    #[arg(long, value_name = "PATTERN")]
    include: Vec<String>,
    /// Correct the CSDL by these rules first, as `codegen` does.
    #[arg(long, value_name = "FILE")]
    fixups: Option<PathBuf>,
    /// Also write the result as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// Services of more types are compared by facts alone, unless a slice of them is asked for.
const SMALL: usize = 500;

/// What is offered on the paths of the document, and how much of it the document does not have.
fn show_offered(offered: &Offered) {
    let percent = match offered.documented {
        0 => 100.0,
        all => offered.callable as f64 * 100.0 / all as f64,
    };
    sayln!(
        "{} of the {} operations of the document can be called ({percent:.2} %)",
        offered.callable,
        offered.documented
    );
    let shares = [
        ("standard operations", &offered.standard),
        ("operations of references", &offered.references),
    ];
    for (what, share) in shares {
        let kinds = share.by_kind().into_iter();
        let kinds: Vec<String> = kinds
            .map(|(kind, count)| format!("{count} {kind:?}"))
            .collect();
        let kinds = match kinds.is_empty() {
            true => String::new(),
            false => format!(": {}", kinds.join(", ")),
        };
        sayln!(
            "{} {what} are offered on its paths, {} of them false ({:.2} %){kinds}",
            share.offered,
            share.false_offers.len(),
            share.percent()
        );
    }
}

/// How many differences that were not read as they should have been are shown in full.
const SHOWN: usize = 40;

/// Runs the command.
pub fn run(args: &Args) -> Result<Outcome, String> {
    let mut csdl = description::read(&args.csdl)?;
    if let Some(path) = &args.fixups {
        description::correct(&mut csdl, &Source::read(path)?)?;
    }
    let (openapi, summary) = description::read_openapi(&args.openapi)?;
    let comparison = args.include.is_empty().then(|| {
        let comparison = compare(&csdl, &openapi, &summary);
        show(&comparison, &summary);
        comparison
    });
    let is_small = csdl.types.len() <= SMALL;
    let report = match comparison.is_none() || is_small {
        true => Some(rendered(args, &csdl, &openapi)?),
        false => None,
    };
    if let Some(path) = &args.json {
        let json = to_json(comparison.as_ref(), report.as_ref());
        std::fs::write(path, format!("{json:#}\n"))
            .map_err(|error| format!("{}: {error}", path.display()))?;
    }
    let failed = comparison
        .as_ref()
        .is_some_and(|one| one.failures().next().is_some());
    // Where the document explains what differs, so does the Rust.
    let explained = comparison.is_some_and(|one| !one.different.is_empty());
    let differs = report.is_some_and(|one| !one.differences.is_empty()) && !explained;
    Ok(match failed || differs {
        true => Outcome::Found,
        false => Outcome::Good,
    })
}

/// Compares the Rust that is written from both.
fn rendered(args: &Args, csdl: &Api, openapi: &Api) -> Result<Report, String> {
    // All that the stars of a pattern stand for: a document need not have a path for each property.
    let everything = ["/**".to_owned(), "*".to_owned()];
    let include = match args.include.as_slice() {
        [] => &everything,
        asked => asked,
    };
    let selection = description::selection(include, &[], Profile::default())?;
    let mut csdl = select(csdl, &selection)?;
    let openapi = select(openapi, &selection)?;
    // How a service writes keys is not a fact of CSDL.
    csdl.key_style = openapi.key_style;
    let stated = openapi.service_root.clone();
    let options = Options {
        package: "crosscheck".into(),
        service_root: stated.unwrap_or_else(|| "https://service.example".into()),
        runtime: graphwright_emit::Runtime::at("runtime"),
        ..Options::default()
    };
    let report = files::compare(&csdl, &openapi, &options)?;
    for one in &report.set_aside {
        sayln!("set aside: {}: {}", one.place, one.reason);
    }
    for diff in report.differences.values() {
        say!("{diff}");
    }
    sayln!(
        "{} types, {} files equal, {} different, {} texts set aside",
        csdl.types.len(),
        report.equal,
        report.differences.len(),
        report.set_aside.len()
    );
    Ok(report)
}

fn show(comparison: &Comparison, summary: &DocumentSummary) {
    let failures: Vec<&Different> = comparison.failures().collect();
    for one in failures.iter().take(SHOWN) {
        sayln!("not read as it should have been: {}", one.subject);
        for fact in &one.facts {
            sayln!("  {fact}");
        }
    }
    for (reason, count) in comparison.reasons() {
        sayln!("{count} differ: {reason}");
    }
    for (what, tally, stated) in [
        ("types", comparison.types, Some(comparison.stated_types)),
        (
            "request functions",
            comparison.functions,
            Some(comparison.stated_functions),
        ),
        ("ways on", comparison.ways, None),
    ] {
        let stated = stated.map_or(String::new(), |stated| {
            let all = stated.equal + stated.words + stated.different;
            let percent = stated.percent();
            format!("; {percent:.2} % of the {all} that the document has")
        });
        sayln!(
            "{what}: {} equal, {} in all but words, {} different ({:.2} % equal but for words{stated})",
            tally.equal,
            tally.words,
            tally.different,
            tally.percent()
        );
    }
    show_offered(&comparison.offered);
    sayln!(
        "{} paths, {} of them not read; {} differences not read as they should have been",
        summary.paths,
        summary.unread.len(),
        failures.len()
    );
}

fn to_json(comparison: Option<&Comparison>, report: Option<&Report>) -> serde_json::Value {
    let tally =
        |one: Tally| json!({ "equal": one.equal, "words": one.words, "different": one.different });
    let facts = comparison.map(|one| {
        let different = one.different.iter().map(|one| {
            let facts: Vec<String> = one.facts.iter().map(ToString::to_string).collect();
            json!({ "subject": one.subject, "reason": one.reason, "facts": facts })
        });
        json!({
            "types": tally(one.types),
            "functions": tally(one.functions),
            "stated_types": tally(one.stated_types),
            "stated_functions": tally(one.stated_functions),
            "ways": tally(one.ways),
            "offered": offered(&one.offered),
            "different": different.collect::<Vec<_>>(),
        })
    });
    json!({ "facts": facts, "files": report.map(of_files) })
}

fn offered(offered: &Offered) -> serde_json::Value {
    let share = |one: &Share| {
        let all = one.false_offers.iter();
        let all = all.map(|(path, kind)| format!("{} {path}", kind.method()));
        json!({ "offered": one.offered, "false": all.collect::<Vec<_>>() })
    };
    json!({
        "documented": offered.documented,
        "callable": offered.callable,
        "standard": share(&offered.standard),
        "references": share(&offered.references),
    })
}

fn of_files(report: &Report) -> serde_json::Value {
    let set_aside = report
        .set_aside
        .iter()
        .map(|one| json!({ "place": one.place, "reason": one.reason }));
    json!({
        "equal": report.equal,
        "differences": report.differences,
        "set_aside": set_aside.collect::<Vec<_>>(),
    })
}
