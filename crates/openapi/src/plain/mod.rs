//! Lowers a document of a service that is not OData's: its schemas as they are used, its paths as
//! places, its operations as calls.
//!
//! 1. `names`: what types are called that the document gives no name;
//! 2. `form`: what one schema declares, without looking into others more than that takes;
//! 3. `types`: schemas to types, each when it is first used, and all components; `enums` what their members
//!    are called, `one_of` what alternatives are, and `called` what these are called; `constants` and `discriminator` what a schema and a discriminator
//!    say of members, `telling` which of these tell alternatives apart;
//! 4. `places`, `calls`, `parameters`, `content`: paths, operations, and what these carry;
//! 5. `servers`, `sign_in`: where the service is, and security schemes.

mod called;
mod calls;
mod constants;
mod content;
mod discriminator;
mod enums;
mod form;
mod names;
mod nulls;
mod one_of;
mod parameters;
mod parts;
mod places;
mod servers;
mod sign_in;
mod target;
mod telling;
mod types;

use graphwright_api::Api;
use graphwright_api::plain::Scoped;

use crate::document::Document;
use crate::pointer::Origins;
use crate::report::Report;
use sign_in::Schemes;
use types::Types;

/// The facts that all operations share.
struct Around {
    /// The service root.
    root: String,
    schemes: Schemes,
    /// The scopes of operations that do not state any.
    scopes: Vec<Scoped>,
}

/// Returns what `document` describes.
pub(crate) fn lower(document: &Document, origins: &mut Origins, report: &mut Report) -> Api {
    let around = Around {
        root: servers::root(document, report),
        schemes: Schemes::new(document, report),
        scopes: sign_in::scopes_of_all(document),
    };
    let mut types = Types::new(document, origins, report);
    types.components();
    let places = places::lower(document, &mut types, &around);
    let types = types.finish();
    let mut api = Api {
        service_root: Some(around.root),
        types,
        ..Api::default()
    };
    api.plain.places = places;
    around.schemes.finish(document, &mut api.plain);
    api
}
