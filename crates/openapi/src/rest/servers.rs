//! Where the service is (OpenAPI 3.0, 4.7.5).

use crate::document::Document;
use crate::report::Report;

/// The URL that all paths are relative to. A document need not say it, or only relative to the place
/// where it is published, which nobody knows here.
pub(super) fn root(document: &Document, report: &mut Report) -> String {
    let url = document.server_by_default();
    let url = url.trim().trim_end_matches('/');
    let is_absolute = url.starts_with("https://") || url.starts_with("http://");
    let is_plain = url
        .chars()
        .all(|c| c.is_ascii_graphic() && !matches!(c, '{' | '}' | '"' | '\\' | '?' | '#'));
    if is_absolute && is_plain {
        return url.to_owned();
    }
    let path = if is_plain && url.starts_with('/') && !url.starts_with("//") {
        url
    } else {
        ""
    };
    let assumed = format!("http://localhost{path}");
    report.warning(
        "/servers",
        format!("the document does not say where the service is; `{assumed}` is assumed"),
        "give the URL that its paths are relative to with --service-root, or to the client with `at`",
    );
    assumed
}
