//! URLs without what may be a secret: what is shown is listed, and all else is not.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::origin;

/// `url` without user information, and with `…` for what stands in its query but names of properties and numbers
/// of the caller's own: filters hold personal data, and links to downloads and further pages hold tokens.
pub(super) fn url(url: &str) -> String {
    let prefix = origin::prefix(url);
    let (path, query) = url[prefix.len()..]
        .split_once('?')
        .unwrap_or((&url[prefix.len()..], ""));
    let mut shown = without_user(prefix);
    shown.push_str(path.split('#').next().unwrap_or(path));
    let query = query.split('#').next().unwrap_or(query);
    let mut separator = '?';
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or(("…", pair));
        let name = if is_name(name) { name } else { "…" };
        shown.push(separator);
        shown.extend([name, "=", &*self::value(name, value)]);
        separator = '&';
    }
    shown
}

/// The origin of `url` alone, of which the rest may be a secret as a whole, as that of an upload session is.
pub(super) fn place(url: &str) -> String {
    format!("{}/…", without_user(origin::prefix(url)))
}

fn without_user(prefix: &str) -> String {
    match (prefix.find("://"), prefix.rfind('@')) {
        (Some(scheme), Some(at)) => format!("{}{}", &prefix[..scheme + 3], &prefix[at + 1..]),
        _ => prefix.to_owned(),
    }
}

/// A query option's value as far as it may be shown.
fn value<'a>(name: &str, value: &'a str) -> Cow<'a, str> {
    let decoded = percent_decode_str(value).decode_utf8_lossy();
    let allowed = match name {
        "$select" | "$orderby" => is_list_of_names(&decoded),
        "$top" | "$skip" => decoded.bytes().all(|byte| byte.is_ascii_digit()),
        "$count" => matches!(&*decoded, "true" | "false"),
        "$expand" => match decoded.split_once('(') {
            // In parentheses stand options, filters among them.
            Some((names, _)) if is_list_of_names(names) => return format!("{names}(…)").into(),
            Some(_) => false,
            None => is_list_of_names(&decoded),
        },
        _ => false,
    };
    match allowed {
        true => value.into(),
        false => "…".into(),
    }
}

fn is_list_of_names(text: &str) -> bool {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || "_-.,/*$@+ ".contains(letter);
    text.chars().all(is_part)
}

/// Returns whether it can be the name of a query option, and is no token that stands in its place.
fn is_name(text: &str) -> bool {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || "_-.$@[]".contains(letter);
    text.len() <= 40 && text.chars().all(is_part)
}
