//! Reads OData CSDL XML and lowers it into graphwright-api.
//!
//! Three stages with plain data between them: `parse` makes declarations (`schema`) of the XML, with
//! aliases resolved and annotations merged by target; `types` and `resources` lower them; the rules of
//! [`graphwright_api::check`] close. An [`Origin`](graphwright_api::Origin) is a byte offset in the
//! text.

mod annotations;
mod conventions;
mod parse;
mod report;
mod resources;
mod schema;
mod types;

use graphwright_api::check::check;
use graphwright_api::{Api, Diagnostic, Lowered};

use report::Report;

/// Reads the CSDL in `text`; `file` is its name in diagnostics.
///
/// # Errors
/// Everything that is wrong with it, each with its place.
pub fn read(file: &str, text: &str) -> Result<Lowered, Vec<Diagnostic>> {
    let text = text.trim_start_matches('\u{feff}');
    let mut report = Report::new(file, text);
    let Some(csdl) = parse::parse(text, &mut report) else {
        return Err(report.errors());
    };
    let mut api = Api {
        key_style: conventions::key_style(&csdl),
        ..Api::default()
    };
    types::lower(&csdl, &mut api, &mut report);
    resources::lower(&csdl, &mut api, &mut report);
    for problem in check(&api) {
        report.error(problem.origin, problem.message, &problem.help);
    }
    report.finish(api)
}
