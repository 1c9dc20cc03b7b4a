//! Qualified names, as OData writes them.

use std::fmt;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// The qualified name of a type: namespace, a dot, simple name (CSDL 4.01, 15.3).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeName(String);

impl TypeName {
    /// The name as written, with every alias already replaced by its namespace.
    pub fn new(qualified: impl Into<String>) -> Self {
        Self(qualified.into())
    }

    /// `microsoft.graph.vppToken`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `microsoft.graph`; empty where the name has no dot.
    pub fn namespace(&self) -> &str {
        self.0
            .rsplit_once('.')
            .map_or("", |(namespace, _)| namespace)
    }

    /// `vppToken`.
    pub fn simple(&self) -> &str {
        self.0
            .rsplit_once('.')
            .map_or(self.0.as_str(), |(_, simple)| simple)
    }
}

impl fmt::Display for TypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Returns whether `text` is a simple identifier: a letter or underscore, then letters, digits, marks, connectors and
/// format characters, 128 characters at most (CSDL 4.01, 15.2). Whatever Unicode takes for a letter or a number
/// counts as one, which is a little more than the rule has.
pub fn is_simple_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(starts_identifier)
        && text.chars().count() <= 128
        && chars.all(continues_identifier)
}

fn starts_identifier(c: char) -> bool {
    c == '_' || c.is_alphabetic()
}

/// Returns whether a simple identifier may have `c` behind its first character: a letter, a number, an underscore, a
/// mark (Mn, Mc), a connector (Pc) or a format character (Cf).
pub fn continues_identifier(c: char) -> bool {
    use GeneralCategory::{ConnectorPunctuation, Format, NonspacingMark, SpacingMark};
    let more = [NonspacingMark, SpacingMark, ConnectorPunctuation, Format];
    c == '_' || c.is_alphanumeric() || more.contains(&c.general_category())
}

/// A name in which `*` stands for any characters, or for none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glob(String);

impl Glob {
    /// The pattern as written.
    pub fn new(pattern: impl Into<String>) -> Self {
        Self(pattern.into())
    }

    /// The pattern as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether `name` is such a name; in time proportional to both lengths at most, multiplied.
    pub fn matches(&self, name: &str) -> bool {
        let Some((first, rest)) = self.0.split_once('*') else {
            return self.0 == name;
        };
        let (middle, last) = rest.rsplit_once('*').unwrap_or(("", rest));
        let Some(mut left) = name
            .strip_prefix(first)
            .and_then(|left| left.strip_suffix(last))
        else {
            return false;
        };
        // Between the ends, the first place that fits leaves the most for what follows.
        middle.split('*').all(|part| match left.find(part) {
            Some(at) => {
                left = &left[at + part.len()..];
                true
            }
            None => false,
        })
    }
}
