//! One service as each reader reads it, and the files that it gives.

use graphwright_api::select::{Pattern, Selection, select};
use graphwright_api::{Api, KeyStyle};
use graphwright_emit::{Files, Options, emit};

/// Reads both descriptions of a service.
pub(crate) fn both(csdl: &str, openapi: &str) -> [Api; 2] {
    let csdl = graphwright_csdl::read("service.csdl.xml", csdl).unwrap();
    let mut csdl = csdl.api;
    // How a service writes keys is not a fact of CSDL.
    csdl.key_style = KeyStyle::Segment;
    let kind = Some(graphwright_openapi::Kind::OData);
    let openapi = graphwright_openapi::read_as("service.json", openapi, kind).unwrap();
    [csdl, openapi.api]
}

/// Writes the crate of a slice.
pub(crate) fn files(api: &Api, include: &[&str]) -> Files {
    let include = include.iter().map(|one| Pattern::parse(one).unwrap());
    let selection = Selection {
        include: include.collect(),
        ..Selection::default()
    };
    let options = Options {
        package: "ways".into(),
        service_root: "https://service.example".into(),
        runtime: graphwright_emit::Runtime::at("runtime"),
        ..Options::default()
    };
    emit(&select(api, &selection).unwrap(), &options).unwrap()
}
