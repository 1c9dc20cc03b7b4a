//! The path of a documented URL, in segments.

use graphwright_api::Api;

/// The segments of the path of `url` below the service root (OData URL Conventions 4.01, 2).
///
/// Where the service root of `api` is not known, or not that of the page, it ends before the first
/// segment that names an entity set or singleton.
pub(crate) fn below_root<'a>(api: &Api, url: &'a str) -> Vec<&'a str> {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let root = api.service_root.as_deref().unwrap_or_default();
    if !root.is_empty()
        && let Some(rest) = strip_prefix_any_case(path, root)
        && (rest.is_empty() || rest.starts_with('/'))
    {
        return segments(rest);
    }
    let Some((_, rest)) = path.split_once("://") else {
        return segments(path);
    };
    let (_host, rest) = rest.split_once('/').unwrap_or((rest, ""));
    let mut segments = segments(rest);
    let first = segments.iter().position(|segment| {
        let (name, _) = name_and_arguments(segment);
        api.roots.keys().any(|root| same_name(root, name))
    });
    segments.drain(..first.unwrap_or(0));
    segments
}

/// Whether two names are one, whatever their case: documented URLs are careless about it.
pub(crate) fn same_name(one: &str, other: &str) -> bool {
    one == other || one.to_lowercase() == other.to_lowercase()
}

/// `name` and `arguments` of `name(arguments)`; no arguments where there are no parentheses.
pub(crate) fn name_and_arguments(segment: &str) -> (&str, Option<&str>) {
    match segment.split_once('(') {
        Some((name, rest)) => match rest.strip_suffix(')') {
            Some(arguments) => (name, Some(arguments)),
            None => (segment, None),
        },
        None => (segment, None),
    }
}

fn strip_prefix_any_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let start = text.get(..prefix.len())?;
    start
        .eq_ignore_ascii_case(prefix)
        .then(|| text.get(prefix.len()..).unwrap_or_default())
}

/// Splits at slashes, but not within a string in parentheses: pages do not always encode them there.
fn segments(path: &str) -> Vec<&str> {
    let mut quoted = false;
    let mut open = 0_u32;
    let parts: Vec<&str> = path
        .split(|c| {
            match c {
                '\'' if open > 0 => quoted = !quoted,
                '(' if !quoted => open = open.saturating_add(1),
                ')' if !quoted => open = open.saturating_sub(1),
                _ => {}
            }
            c == '/' && !quoted
        })
        .collect();
    // A string that does not end is none.
    let parts = if quoted {
        path.split('/').collect()
    } else {
        parts
    };
    parts.into_iter().filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use graphwright_api::{Root, Target, TypeName};

    use super::*;

    fn api(service_root: Option<&str>) -> Api {
        let mut api = Api {
            service_root: service_root.map(str::to_owned),
            ..Api::default()
        };
        let root = Root {
            target: Target::many(TypeName::new("ns.user")),
            doc: String::new(),
        };
        api.roots.insert("users".into(), root);
        api
    }

    #[test]
    fn the_service_root_and_the_query_are_left_out() {
        for (root, url) in [
            (Some("https://h/beta"), "https://h/beta/users/1?$select=a/b"),
            (Some("https://h/beta"), "HTTPS://H/Beta/users/1"),
            (Some("https://h/beta"), "https://h/v1.0/users/1"),
            (None, "https://h/a/b/Users('x')/1"),
            (None, "/users/1#top"),
            (None, "users//1/"),
        ] {
            let found = below_root(&api(root), url);
            assert_eq!(found.len(), 2, "{url}: {found:?}");
            assert_eq!(found[1], "1");
        }
    }

    #[test]
    fn a_service_root_ends_at_a_segment() {
        let found = below_root(&api(Some("https://h/beta")), "https://h/betamax/users");
        assert_eq!(found, ["users"]);
    }

    #[test]
    fn a_slash_within_a_string_does_not_split() {
        let url = "/users/f(a='x/(y''z',b='/')/o'neil/{a}";
        let found = below_root(&api(None), url);
        assert_eq!(found, ["users", "f(a='x/(y''z',b='/')", "o'neil", "{a}"]);
    }

    #[test]
    fn a_string_that_does_not_end_splits_as_usual() {
        let found = below_root(&api(None), "/users/f(a='x)/b/c");
        assert_eq!(found, ["users", "f(a='x)", "b", "c"]);
    }

    #[test]
    fn arguments_stand_in_parentheses_at_the_end() {
        assert_eq!(name_and_arguments("f(a='(')"), ("f", Some("a='('")));
        assert_eq!(name_and_arguments("f()"), ("f", Some("")));
        assert_eq!(name_and_arguments("f"), ("f", None));
        assert_eq!(name_and_arguments("f(x)y"), ("f(x)y", None));
    }
}
