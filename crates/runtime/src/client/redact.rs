//! URLs without what may be a secret.

use super::origin;

/// Query options whose values are names and numbers of the caller's own.
const SHOWN: [&str; 6] = ["$select", "$top", "$skip", "$count", "$orderby", "$expand"];

/// `url` without user information, and with `…` for query values that may be secrets: filters hold
/// personal data, and links to downloads and further pages hold tokens.
pub(super) fn url(url: &str) -> String {
    let prefix = origin::prefix(url);
    let (path, query) = url[prefix.len()..]
        .split_once('?')
        .unwrap_or((&url[prefix.len()..], ""));
    let mut shown = match (prefix.find("://"), prefix.rfind('@')) {
        (Some(scheme), Some(at)) => format!("{}{}", &prefix[..scheme + 3], &prefix[at + 1..]),
        _ => prefix.to_owned(),
    };
    shown.push_str(path.split('#').next().unwrap_or(path));
    let mut separator = '?';
    for pair in query
        .split('#')
        .next()
        .unwrap_or(query)
        .split('&')
        .filter(|pair| !pair.is_empty())
    {
        let (name, value) = pair.split_once('=').unwrap_or(("…", pair));
        let value = if SHOWN.contains(&name) { value } else { "…" };
        shown.extend([&*separator.to_string(), name, "=", value]);
        separator = '&';
    }
    shown
}
