//! Lowers a document of an OData service: its schemas as types, its paths as facts of declarations.
//!
//! 1. `schemas`, `uses`: component schemas to types, and what a schema means where it is used;
//! 2. `paths`, `tree`: path templates to segments, those to one tree;
//! 3. `walk`: what each path shows of a set, a navigation property, an operation or a key, taken down as `evidence`;
//! 4. `lift`: from that to what is declared, of which [`graphwright_api::close`] makes resources.

mod bound_operations;
mod conventions;
mod deprecation;
mod descriptions;
mod keys;
mod lowering;
mod options;
mod path_facts;
mod paths;
mod requests;
mod schemas;
mod tree;
mod types;
mod uses;
mod variants;
mod walk;

use graphwright_api::Api;

use crate::document::Document;
use crate::document_summary::DocumentSummary;
use crate::pointer::Origins;
use crate::report::Report;

/// Returns what `document` describes, with what it can and cannot say.
pub(crate) fn lower(
    document: &Document,
    origins: &mut Origins,
    report: &mut Report,
) -> (Api, DocumentSummary) {
    let mut api = Api {
        service_root: document.service_root(),
        ..Api::default()
    };
    let uses = schemas::lower(document, &mut api, origins, report);
    let mut summary = lowering::lower(document, &uses, &mut api, origins, report);
    schemas::summary(document, &mut summary);
    (api, summary)
}
