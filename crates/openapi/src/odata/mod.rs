//! Lowers a document of an OData service: its schemas as types, its paths as evidence of declarations.
//!
//! 1. `schemas`, `uses`: component schemas to types, and what a schema means where it is used;
//! 2. `paths`, `tree`: path templates to segments, those to one tree;
//! 3. `walk`: what each path shows of a set, a navigation property, an operation or a key, taken down as `evidence`;
//! 4. `lift`: from that to what is declared, of which [`graphwright_api::close`] makes resources.

mod asked;
mod bound;
mod conventions;
mod deprecation;
mod evidence;
mod keys;
mod lift;
mod options;
mod paths;
mod schemas;
mod tree;
mod types;
mod uses;
mod variants;
mod walk;
mod words;

use graphwright_api::Api;

use crate::document::Document;
use crate::pointer::Origins;
use crate::report::Report;
use crate::witness::Witness;

/// Returns what `document` describes, with what it can and cannot say.
pub(crate) fn lower(
    document: &Document,
    origins: &mut Origins,
    report: &mut Report,
) -> (Api, Witness) {
    let mut api = Api {
        service_root: document.service_root(),
        ..Api::default()
    };
    let uses = schemas::lower(document, &mut api, origins, report);
    let mut witness = lift::lift(document, &uses, &mut api, origins, report);
    schemas::witness(document, &mut witness);
    (api, witness)
}
