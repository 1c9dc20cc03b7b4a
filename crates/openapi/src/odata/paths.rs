//! Path templates to segments (OData to OpenAPI Mapping 1.0, 4.3; OData URL Conventions 4.01, 4).

/// A segment of a path template.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Segment {
    /// A name: entity set, singleton, navigation property, type, action, or function.
    Name(String),
    /// A key, as a segment of its own or in parentheses behind a name.
    Key { parts: Vec<Part>, parentheses: bool },
    /// A name with named parameters: a function, or a collection addressed by an alternate key.
    Call { name: String, parts: Vec<Part> },
    /// `$count`, `$ref`, `$value`.
    System(String),
    /// Something else, such as `root:`.
    Other,
}

/// A placeholder, and the name that it is given to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Part {
    /// The name before `=`; empty for the only part of a key.
    pub(crate) name: String,
    /// The name of the path parameter.
    pub(crate) placeholder: String,
    /// Whether the value stands elsewhere, behind a parameter alias.
    pub(crate) alias: bool,
}

/// The segments of `template`.
pub(crate) fn segments(template: &str) -> Vec<Segment> {
    let mut segments = Vec::new();
    for text in split(template.trim_matches('/'), '/') {
        segment(text, &mut segments);
    }
    segments
}

fn segment(text: &str, segments: &mut Vec<Segment>) {
    if let Some(placeholder) = placeholder(text) {
        let part = Part {
            name: String::new(),
            placeholder,
            alias: false,
        };
        match segments.last_mut() {
            // A key of several parts is several segments (URL Conventions 4.01, 4.3.6).
            Some(Segment::Key {
                parts,
                parentheses: false,
            }) if parts.iter().all(|part| part.name.is_empty()) => parts.push(part),
            _ => segments.push(Segment::Key {
                parts: vec![part],
                parentheses: false,
            }),
        }
        return;
    }
    let Some((name, inside)) = text.strip_suffix(')').and_then(|text| text.split_once('(')) else {
        let composite: Option<Vec<Part>> = split(text, ',').into_iter().map(part).collect();
        segments.push(match composite {
            // Converters write keys of several parts as `one={one},two={two}`.
            Some(parts) if parts.iter().all(|part| !part.name.is_empty()) => Segment::Key {
                parts,
                parentheses: false,
            },
            _ if text.starts_with('$') => Segment::System(text.to_owned()),
            // Of the path `/`, and of two slashes in a row, nothing says what they address.
            _ if text.is_empty() || text.contains(['{', '}', ':', '(']) => Segment::Other,
            _ => Segment::Name(text.to_owned()),
        });
        return;
    };
    let parts: Option<Vec<Part>> = split(inside, ',')
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(part)
        .collect();
    match parts {
        None => segments.push(Segment::Other),
        Some(parts) if name.is_empty() => segments.push(Segment::Key {
            parts,
            parentheses: false,
        }),
        Some(parts) if parts.len() == 1 && parts[0].name.is_empty() => {
            segments.push(Segment::Name(name.to_owned()));
            segments.push(Segment::Key {
                parts,
                parentheses: true,
            });
        }
        Some(parts) => segments.push(Segment::Call {
            name: name.to_owned(),
            parts,
        }),
    }
}

/// `name='{placeholder}'`, `name={placeholder}`, or the placeholder alone.
fn part(text: &str) -> Option<Part> {
    let (name, value) = text.split_once('=').unwrap_or(("", text));
    let value = value.trim().trim_matches('\'');
    // A parameter alias stands for the parameter of its name (OData Protocol 4.01, 11.5.4.1).
    let aliased = value.strip_prefix('@');
    let placeholder = placeholder(value).or_else(|| aliased.map(str::to_owned))?;
    Some(Part {
        name: name.trim().to_owned(),
        placeholder,
        alias: aliased.is_some(),
    })
}

fn placeholder(text: &str) -> Option<String> {
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    (!inner.is_empty() && !inner.contains(['{', '}'])).then(|| inner.to_owned())
}

/// Splits where `separator` is not inside parentheses or braces.
fn split(text: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0_u32);
    for (at, c) in text.char_indices() {
        match c {
            '(' | '{' => depth += 1,
            ')' | '}' => depth = depth.saturating_sub(1),
            _ if c == separator && depth == 0 => {
                parts.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}
