//! Reads OpenAPI 3.0 and 3.1 and lowers it into graphwright-api.
//!
//! Mostly the document is one that describes an OData service: as the converters of Microsoft and OASIS
//! write them, and as the OASIS note "OData to OpenAPI Mapping 1.0" says. The stages stand apart:
//!
//! 1. `read`: text to a JSON value, YAML or JSON by its content, with the files beside it as one value;
//! 2. `normalise`: what the reader uses of that value, repaired where real documents break the rules;
//! 3. `document`: the same in the types of `openapiv3`;
//! 4. `odata`: schemas to types, paths to declarations, of which [`graphwright_api::close`] makes resources;
//!    or `plain`, for a document of any other service, as `kind` decides.
//!
//! Findings are kept by JSON pointer (`report`) and only turned into line and column at the
//! end (`read::locate`), since most documents need none. [`DocumentSummary`] tells what a document can and cannot
//! express, for those who compare it with another description.

mod document;
mod document_summary;
mod kind;
mod normalise;
mod odata;
mod plain;
mod pointer;
mod read;
mod report;

use graphwright_api::check::check;
use graphwright_api::{Api, Diagnostic, Lowered};

use crate::document::Document;
use crate::pointer::Origins;
use crate::read::bundle::{self, Unresolved, refers_elsewhere};
use crate::read::ids;
use crate::report::Report;
use crate::report::parts::Parts;

pub use crate::document_summary::DocumentSummary;
pub use crate::kind::Kind;
pub use crate::read::files::Files;

/// Reads an OpenAPI document, 3.0 or 3.1, in YAML or JSON, that stands in one file. `file` is only used to
/// name it in diagnostics.
///
/// # Errors
/// Everything that keeps the document from being read, at once.
pub fn read(file: &str, text: &str) -> Result<Lowered, Vec<Diagnostic>> {
    read_as(file, text, None)
}

/// Reads a document of a kind of service that the caller knows better than the document says it.
///
/// # Errors
/// Everything that keeps the document from being read, at once.
pub fn read_as(file: &str, text: &str, kind: Option<Kind>) -> Result<Lowered, Vec<Diagnostic>> {
    let none = |_: &str| Err("only the document itself is at hand: declare it there".to_owned());
    read_with(file, text, &none, kind).map(|(lowered, _)| lowered)
}

/// Reads a document whose references to other files `files` resolves, and returns beside it what the document can
/// and cannot say.
///
/// # Errors
/// Everything that keeps the document from being read, at once.
pub fn read_with(
    file: &str,
    text: &str,
    files: &Files<'_>,
    kind: Option<Kind>,
) -> Result<(Lowered, DocumentSummary), Vec<Diagnostic>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut report = Report::new(file, text);
    let Some((api, summary, parts)) = lower((file, text), files, kind, &mut report) else {
        return Err(report.into_errors());
    };
    let lowered = report.finish(api, &parts)?;
    Ok((lowered, summary))
}

/// `None` where the document is no OpenAPI document that this crate reads.
fn lower(
    (file, text): (&str, &str),
    files: &Files<'_>,
    kind: Option<Kind>,
    report: &mut Report,
) -> Option<(Api, DocumentSummary, Parts)> {
    let mut value = read::parse::parse(text, report)?;
    if ids::has_names(text) {
        ids::resolve(&mut value, report);
    }
    let (value, unresolved) = match refers_elsewhere(text) {
        true => bundle::bundle(value, file, files, report),
        false => (value, Unresolved::default()),
    };
    let value = normalise::deep::resolve(value, report);
    let kind = kind.unwrap_or_else(|| report.decide(&value));
    let value = normalise::normalise(value, kind, &unresolved, report)?;
    let document = Document::new(value, report);
    let mut origins = Origins::default();
    let (api, summary) = match kind {
        Kind::OData => odata::lower(&document, &mut origins, report),
        Kind::Plain => {
            let api = plain::lower(&document, &mut origins, report);
            (api, DocumentSummary::default())
        }
    };
    for problem in check(&api) {
        let pointer = origins.pointer(problem.origin);
        report.error(pointer, problem.message, problem.help);
    }
    let parts = Parts::new(&document, &origins, &api);
    Some((api, summary, parts))
}
