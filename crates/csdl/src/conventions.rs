//! How a service writes URLs, which CSDL says only in part.

use graphwright_api::KeyStyle;

use crate::annotations::schema_target;
use crate::schema::Csdl;

const GRAPH: &str = "microsoft.graph";

/// Whether the service is Microsoft Graph: keys are segments, and operations are called by their
/// names without `microsoft.graph.`.
fn is_graph(csdl: &Csdl) -> bool {
    csdl.namespaces
        .iter()
        .any(|name| name == GRAPH || name.starts_with("microsoft.graph."))
}

/// Keys stand in parentheses, unless the container says `KeyAsSegmentSupported` (OData URL
/// Conventions 4.01, 4.3.6) or the service is Graph.
pub(crate) fn key_style(csdl: &Csdl) -> KeyStyle {
    let segment = is_graph(csdl)
        || csdl
            .annotations
            .is_true(&csdl.container.name, "KeyAsSegmentSupported");
    if segment {
        KeyStyle::Segment
    } else {
        KeyStyle::Parentheses
    }
}

/// The path segment that calls an operation: its qualified name, or its name alone where its
/// namespace is a default namespace (OData URL Conventions 4.01, 4.5).
pub(crate) fn operation_segment(csdl: &Csdl, namespace: &str, name: &str) -> String {
    if is_graph(csdl) && namespace == GRAPH
        || csdl
            .annotations
            .is_true(&schema_target(namespace), "DefaultNamespace")
    {
        return name.to_owned();
    }
    let namespace = if is_graph(csdl) {
        namespace
            .strip_prefix("microsoft.graph.")
            .unwrap_or(namespace)
    } else {
        namespace
    };
    format!("{namespace}.{name}")
}
