//! Reads OpenAPI 3.0 and 3.1 and lowers it into graphwright-api.
//!
//! Mostly the document is one that describes an OData service: as the converters of Microsoft and OASIS
//! write them, and as the OASIS note "OData to OpenAPI Mapping 1.0" says. The stages stand apart:
//!
//! 1. `parse`: text to a JSON value, YAML or JSON by its content, big YAML in `pieces`;
//! 2. `bundle`, where the document has other files beside it: those as one value (`files`);
//! 3. `normalise`: what the reader uses of that value, repaired where real documents break the rules;
//! 4. `document`: the same in the types of `openapiv3`;
//! 5. `schemas`: component schemas to types;
//! 6. `paths`, `tree`, `walk`: path templates to segments, those to one tree, and what each path shows
//!    to `evidence`;
//! 7. `lift`: from that to what is declared, of which [`graphwright_api::close`] makes resources.
//!
//! A document of any other service (`kind`) is lowered by `rest` instead, after the third stage.
//!
//! What is wrong is kept by JSON pointer (`report`) and only turned into line and column at the
//! end (`locate`), since most documents need none.

mod asked;
mod bound;
mod bundle;
mod conventions;
pub mod crosscheck;
mod deprecation;
mod document;
mod errors_only;
mod evidence;
mod files;
mod keys;
mod kind;
mod lift;
mod locate;
mod normalise;
mod parse;
mod parts;
mod paths;
mod pieces;
mod pointer;
mod report;
mod rest;
mod schemas;
mod shape;
mod tree;
mod types;
mod unread;
mod uses;
mod variants;
mod walk;
mod witness;
mod words;
mod yaml;

use graphwright_api::check::check;
use graphwright_api::{Api, Diagnostic, Lowered};

use crate::bundle::{Unresolved, refers_elsewhere};
use crate::document::Document;
use crate::parts::Parts;
use crate::pointer::Origins;
use crate::report::Report;

pub use crate::files::Files;
pub use crate::kind::Kind;
pub use crate::witness::Witness;

/// Reads an OpenAPI document, 3.0 or 3.1, in YAML or JSON, that stands in one file. `file` is only used to
/// name it in diagnostics.
///
/// # Errors
/// Everything that keeps the document from being read, at once.
pub fn read(file: &str, text: &str) -> Result<Lowered, Vec<Diagnostic>> {
    read_as(file, text, None)
}

/// The same, with the kind of service where the caller knows it better than the document says it.
///
/// # Errors
/// Everything that keeps the document from being read, at once.
pub fn read_as(file: &str, text: &str, kind: Option<Kind>) -> Result<Lowered, Vec<Diagnostic>> {
    let none = |_: &str| Err("only the document itself is at hand: declare it there".to_owned());
    read_with(file, text, &none, kind).map(|(lowered, _)| lowered)
}

/// The same, where `files` gives what the document refers to beside it; with what the document can and cannot
/// say.
///
/// # Errors
/// Everything that keeps the document from being read, at once.
pub fn read_with(
    file: &str,
    text: &str,
    files: &Files<'_>,
    kind: Option<Kind>,
) -> Result<(Lowered, Witness), Vec<Diagnostic>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut report = Report::new(file, text);
    let Some((api, witness, parts)) = lower((file, text), files, kind, &mut report) else {
        return Err(report.into_errors());
    };
    let lowered = report.finish(api, &parts)?;
    Ok((lowered, witness))
}

/// `None` where the document is no OpenAPI document that this crate reads.
fn lower(
    (file, text): (&str, &str),
    files: &Files<'_>,
    kind: Option<Kind>,
    report: &mut Report,
) -> Option<(Api, Witness, Parts)> {
    let value = parse::parse(text, report)?;
    let (value, unresolved) = match refers_elsewhere(text) {
        true => bundle::bundle(value, file, files, report),
        false => (value, Unresolved::default()),
    };
    let kind = kind.unwrap_or_else(|| report.decide(&value));
    let value = normalise::normalise(value, kind, &unresolved, report)?;
    let document = Document::new(value, report);
    let mut origins = Origins::default();
    let (api, witness) = match kind {
        Kind::OData => lower_odata(&document, &mut origins, report),
        Kind::Plain => {
            let api = rest::lower(&document, &mut origins, report);
            (api, Witness::default())
        }
    };
    for problem in check(&api) {
        let pointer = origins.pointer(problem.origin);
        report.error(pointer, problem.message, problem.help);
    }
    let parts = Parts::new(&document, &origins, &api);
    Some((api, witness, parts))
}

fn lower_odata(document: &Document, origins: &mut Origins, report: &mut Report) -> (Api, Witness) {
    let mut api = Api {
        service_root: document.service_root(),
        ..Api::default()
    };
    let uses = schemas::lower(document, &mut api, origins, report);
    let mut witness = lift::lift(document, &uses, &mut api, origins, report);
    schemas::witness(document, &mut witness);
    (api, witness)
}
