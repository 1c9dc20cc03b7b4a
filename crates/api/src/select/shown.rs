//! Selects the findings that concern a slice.

use super::Selection;
use super::pattern::Pattern;
use crate::Api;
use crate::diagnostic::About;

impl Selection {
    /// Returns whether `part`, which is what this asks for, has to do with what a finding is about.
    pub fn shows(&self, about: &About, part: &Api) -> bool {
        if self.include.is_empty() && self.exclude.is_empty() {
            return true;
        }
        match about {
            About::Everything => true,
            About::Nothing => false,
            About::Type(name) => part.types.contains_key(name),
            About::Operation(name) => {
                let resources = part.resources.values();
                let mut operations = resources.flat_map(|one| one.operations.values().flatten());
                operations.any(|operation| operation.name == *name)
            }
            // What leads on from it is asked for, if not itself.
            About::Root(name) => {
                let root = [name.to_lowercase()];
                let is_first =
                    |pattern: &[String]| covers(pattern.get(..1).unwrap_or(pattern), &root);
                self.asks_for(is_first) && !any(&self.exclude, |pattern| covers(pattern, &root))
            }
            About::Paths(all) => all.iter().any(|path| {
                let segments = segments(path);
                let is_it = |pattern: &[String]| covers(pattern, &segments);
                self.asks_for(is_it) && !any(&self.exclude, is_it)
            }),
        }
    }

    fn asks_for(&self, is_meant: impl Fn(&[String]) -> bool) -> bool {
        self.include.is_empty() || any(&self.include, is_meant)
    }
}

/// Returns whether any of the paths among `patterns` is meant.
fn any(patterns: &[Pattern], is_meant: impl Fn(&[String]) -> bool) -> bool {
    patterns.iter().any(|pattern| match pattern {
        Pattern::Path(segments) => is_meant(segments),
        Pattern::Type(_) => false,
    })
}

/// The segments of a path as patterns have them.
fn segments(path: &str) -> Vec<String> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    match Pattern::parse(&format!("/{}", path.trim_start_matches('/'))) {
        Ok(Pattern::Path(segments)) => segments,
        _ => Vec::new(),
    }
}

fn covers(pattern: &[String], path: &[String]) -> bool {
    let is_any = |segment: &str| segment == "*" || segment.starts_with('{');
    match (pattern, path) {
        ([last], _) if last == "**" => true,
        ([], []) => true,
        ([pattern, patterns @ ..], [segment, path @ ..]) => {
            (is_any(pattern) || pattern == segment) && covers(patterns, path)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Pattern, covers, segments};

    #[test]
    fn a_pattern_covers_the_paths_that_it_stands_for() {
        for (pattern, path, expected) in [
            ("/users", "/users", true),
            ("/Users/{id}", "/users/{user-id}", true),
            ("/users/*", "/users/{user-id}/", true),
            ("/users/*", "/users({user-id})", true),
            ("/users/**", "/users", true),
            ("/users/**", "/users/{id}/photo/$value", true),
            ("/users", "/users?beta=true", true),
            ("/users", "/users/{id}", false),
            ("/users/{id}", "/users", false),
            ("/users/me", "/users/{id}", false),
            ("/users/**", "/groups", false),
        ] {
            let Ok(Pattern::Path(wanted)) = Pattern::parse(pattern) else {
                panic!("{pattern} is no path");
            };
            assert_eq!(
                covers(&wanted, &segments(path)),
                expected,
                "{pattern} {path}"
            );
        }
    }
}
