//! How a service writes URLs, which CSDL says only in part.

use graphwright_api::{KeyStyle, graph};

use crate::annotations::term;
use crate::schema::Csdl;

/// Returns whether the service is Microsoft Graph: its keys are segments.
fn is_graph(csdl: &Csdl) -> bool {
    let mut namespaces = csdl.names.namespaces.iter();
    namespaces.any(|name| graph::has(name))
}

/// Keys stand in parentheses, unless the container says `KeyAsSegmentSupported` (OData URL
/// Conventions 4.01, 4.3.6) or the service is Graph.
pub(crate) fn key_style(csdl: &Csdl) -> KeyStyle {
    let container = &csdl.container.name;
    if is_graph(csdl) || csdl.annotations.on(container).is_true(term::KEY_AS_SEGMENT) {
        KeyStyle::Segment
    } else {
        KeyStyle::Parentheses
    }
}

/// The path segment that calls an operation: its qualified name, or its name alone where its
/// namespace is a default namespace (OData URL Conventions 4.01, 4.5), which in Graph the metadata do not
/// say.
pub(crate) fn operation_segment(csdl: &Csdl, namespace: &str, name: &str) -> String {
    if graph::is_default(namespace) || csdl.default_namespaces.contains(namespace) {
        name.to_owned()
    } else {
        format!("{namespace}.{name}")
    }
}
