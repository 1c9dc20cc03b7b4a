//! Where the service is (OpenAPI 3.0, 4.7.5).

use openapiv3::{Operation, PathItem};

use super::types::Types;
use crate::document::{Document, by_default};
use crate::report::Report;

/// The URL that all paths are relative to. A document need not say it, or only relative to the place
/// where it is published, which nobody knows here.
pub(super) fn root(document: &Document, report: &mut Report) -> String {
    let url = document.server_by_default();
    let url = url.trim().trim_end_matches('/');
    if is_absolute(url) && is_plain(url) {
        return url.to_owned();
    }
    let path = if is_rooted(url) { url } else { "" };
    let assumed = format!("http://localhost{path}");
    report.warning(
        "/servers",
        format!("the document does not say where the service is; `{assumed}` is assumed"),
        "give the URL that its paths are relative to with --service-root, or to the client with `at`",
    );
    assumed
}

/// The URL that the path of an operation is relative to, where that is another one: the first server of
/// the operation, or of its path (4.7.9, 4.7.10).
pub(super) fn own(
    types: &mut Types<'_, '_, '_>,
    root: &str,
    item: &PathItem,
    operation: &Operation,
    at: &str,
) -> Option<String> {
    let server = operation.servers.first().or(item.servers.first())?;
    let url = by_default(server);
    let url = url.trim().trim_end_matches('/');
    let found = match url {
        url if is_absolute(url) && is_plain(url) => url.to_owned(),
        "" => origin(root).to_owned(),
        url if is_rooted(url) => format!("{}{url}", origin(root)),
        other => {
            let message = format!("`{}` is no URL of a server", other.escape_debug());
            types.report.warning(
                at,
                message,
                "what it is for is called at the service root: give an absolute URL",
            );
            return None;
        }
    };
    (found != root).then_some(found)
}

/// Scheme, host and port of an absolute URL.
fn origin(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    let end = url[host..].find('/').map_or(url.len(), |at| host + at);
    &url[..end]
}

fn is_absolute(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

fn is_plain(url: &str) -> bool {
    url.chars()
        .all(|c| c.is_ascii_graphic() && !matches!(c, '{' | '}' | '"' | '\\' | '?' | '#'))
}

/// Returns whether it is a path from the root of a host.
fn is_rooted(url: &str) -> bool {
    is_plain(url) && url.starts_with('/') && !url.starts_with("//")
}
