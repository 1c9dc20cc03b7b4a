//! The patterns that select a slice.

use crate::names::Glob;
use crate::route::name_and_arguments;
use crate::{Api, TypeName};

use super::near::near;

/// A path (`/deviceAppManagement/vppTokens/**`) or the name of a type (`microsoft.graph.vppToken`).
///
/// In a path, `*` or a placeholder such as `{vppToken-id}` stands for any one segment, and a last
/// `**` for all that follows, nothing included; neither stands for a type cast, which is asked for
/// by name: in full, or by its last part (`/groups/*/members/user`), nor for a property that is a
/// collection of complex values. `$ref`, `$count` and `$value`
/// are segments. An item may be addressed by a path of names, as `root:/{path}:` is. Case does not
/// matter.
///
/// In the name of a type, `*` stands for any characters, dots included. Case matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// Segments, lower-case.
    Path(Vec<String>),
    /// Types.
    Type(Glob),
}

impl Pattern {
    /// Reads a pattern: what starts with a slash is a path.
    ///
    /// # Errors
    /// It is empty, or has `**` before its end; the message says what to write.
    pub fn parse(text: &str) -> Result<Self, String> {
        let Some(path) = text.strip_prefix('/') else {
            return match text {
                "" => Err(
                    "an empty pattern selects nothing: write a path such as `/users/**` or a type"
                        .into(),
                ),
                _ => Ok(Self::Type(Glob::new(text))),
            };
        };
        let segments: Vec<String> = path
            .trim_end_matches('/')
            .split('/')
            .flat_map(apart)
            .map(str::to_lowercase)
            .collect();
        match segments.iter().position(|segment| segment == "**") {
            Some(at) if at + 1 < segments.len() => Err(format!(
                "`{text}`: `**` stands for all that follows, so it can only come last"
            )),
            _ => Ok(Self::Path(segments)),
        }
    }
}

/// A segment, and the key that stands behind it in parentheses; arguments of functions have names.
fn apart(segment: &str) -> impl Iterator<Item = &str> {
    let is_key = |given: &str| given.starts_with('{') && !given.contains('=');
    let (name, key) = match name_and_arguments(segment) {
        (name, Some(given)) if is_key(given) => (name, Some(given)),
        _ => (segment, None),
    };
    std::iter::once(name).chain(key)
}

impl std::fmt::Display for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Path(segments) => write!(f, "/{}", segments.join("/")),
            Self::Type(name) => f.write_str(name.as_str()),
        }
    }
}

/// The types that `pattern` matches: at least one, but that `*` is all there are, also where there is none.
pub(super) fn types<'a>(api: &'a Api, pattern: &Glob) -> Result<Vec<&'a TypeName>, String> {
    let found: Vec<&TypeName> = match api.types.get_key_value(&TypeName::new(pattern.as_str())) {
        Some((name, _)) => vec![name],
        None => api
            .types
            .keys()
            .filter(|name| pattern.matches(name.as_str()))
            .collect(),
    };
    if found.is_empty() && pattern.as_str() != "*" {
        let names = api.types.keys().map(TypeName::as_str);
        return Err(format!(
            "no type is called `{}`{}",
            pattern.as_str(),
            near(names, pattern.as_str())
        ));
    }
    Ok(found)
}
