//! Reads OData CSDL, as XML or as JSON, and lowers it into graphwright-api.
//!
//! The stages stand apart, with plain data between them:
//!
//! 1. `limits`: refuses what no XML parser should be given;
//! 2. `parse`, `declarations`, `container`, `extends`: elements to a `schema::Csdl`, with `names` resolved and
//!    `annotations` merged by target; `node` is an element of either format, `json` makes those of JSON;
//! 3. `uses`, `hierarchy`, `types`: type declarations to types;
//! 4. `operations`, `capabilities`, `options`, `keys`, `casts`, `resources`: what is declared of resources, from which
//!    [`graphwright_api::close`] makes them;
//! 5. `contradictions`, `unread`: what is said twice and otherwise, what was read and not used;
//! 6. the rules of [`graphwright_api::check`].
//!
//! An [`Origin`](graphwright_api::Origin) is a byte offset in the text.

mod annotations;
mod capabilities;
mod casts;
mod container;
mod contradictions;
mod conventions;
mod declarations;
mod extends;
mod hierarchy;
mod json;
mod keys;
mod limits;
mod names;
mod node;
mod operations;
mod options;
mod parse;
mod report;
mod resources;
mod schema;
mod types;
mod unread;
mod uses;

use std::collections::BTreeMap;

use graphwright_api::check::check;
use graphwright_api::close::close;
use graphwright_api::{Api, Diagnostic, Lowered};

pub use parse::is_csdl;
use report::Report;

/// Reads the CSDL in `text`; `file` is its name in diagnostics.
///
/// # Errors
/// Everything that is wrong with it, each with its place.
pub fn read(file: &str, text: &str) -> Result<Lowered, Vec<Diagnostic>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut report = Report::new(file, text);
    match lower(text, &mut report) {
        Some((api, unread)) => report.finish(api, unread),
        None => Err(report.errors()),
    }
}

/// The lookup tables that every stage of lowering uses.
#[derive(Clone, Copy)]
struct Context<'a> {
    csdl: &'a schema::Csdl,
    index: &'a hierarchy::Index<'a>,
    uses: &'a uses::Uses<'a>,
}

/// `None` after an error that leaves nothing to lower.
fn lower(text: &str, report: &mut Report<'_>) -> Option<(Api, BTreeMap<String, usize>)> {
    let csdl = parse::parse(text, report)?;
    let context = Context {
        csdl: &csdl,
        index: &hierarchy::Index::new(&csdl),
        uses: &uses::Uses::new(&csdl, report),
    };
    let mut api = Api {
        key_style: conventions::key_style(&csdl),
        ..Api::default()
    };
    types::lower(context, &mut api, report);
    let declared = resources::declare(context, &api.types, report);
    close(&declared, &mut api);
    contradictions::of_targets(&csdl, report);
    let unread = unread::count(context, &api, report);
    for problem in check(&api) {
        report.error(problem.origin, problem.message, &problem.help);
    }
    Some((api, unread))
}
