//! Limits of a document, found in one pass over its text before it is parsed.
//!
//! The XML parser compares the attributes of an element pair by pair, and copies the namespaces in
//! scope where an element declares one: without limits a small text could keep it busy for hours.
//! Annotations are read by recursion. Real documents nest ten deep and have ten attributes.

const DEPTH: usize = 256;
const ATTRIBUTES: usize = 256;
const NAMESPACES: usize = 64;

/// Returns what `text` has too much of, and the offset of the element that has it. `None` also for what is no XML:
/// the parser says that better.
pub(crate) fn exceeded(text: &str) -> Option<(usize, String)> {
    // The namespaces that each open element declares.
    let mut open: Vec<usize> = Vec::new();
    let mut in_scope = 0;
    let mut at = 0;
    loop {
        let start = at + text.get(at..)?.find('<')?;
        let markup = text.get(start..)?;
        let passed_over = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];
        let end = passed_over
            .iter()
            .find(|(begin, _)| markup.starts_with(begin));
        if let Some((begin, end)) = end {
            let inside = start + begin.len();
            at = inside + text.get(inside..)?.find(end)? + end.len();
            continue;
        }
        if markup.starts_with("<!") {
            return None;
        }
        if markup.starts_with("</") {
            in_scope -= open.pop()?;
            at = start + markup.find('>')? + 1;
            continue;
        }
        let tag = Tag::scan(markup)?;
        at = start + tag.length;
        let too_many = if open.len() >= DEPTH {
            format!("elements nest more than {DEPTH} deep")
        } else if tag.attributes > ATTRIBUTES {
            format!("an element has more than {ATTRIBUTES} attributes")
        } else if in_scope + tag.namespaces > NAMESPACES {
            format!("more than {NAMESPACES} XML namespaces are in scope")
        } else {
            if !tag.is_empty {
                open.push(tag.namespaces);
                in_scope += tag.namespaces;
            }
            continue;
        };
        return Some((start, too_many));
    }
}

/// The tag that starts an element.
#[derive(Default)]
struct Tag {
    length: usize,
    attributes: usize,
    namespaces: usize,
    is_empty: bool,
}

impl Tag {
    /// The tag that `markup` begins with, if it ends.
    fn scan(markup: &str) -> Option<Self> {
        let mut tag = Self::default();
        let mut quote = None;
        let mut value_end = 0;
        for (at, byte) in markup.bytes().enumerate() {
            match (quote, byte) {
                (Some(open), _) if open == byte => {
                    quote = None;
                    value_end = at + 1;
                }
                (Some(_), _) => {}
                (None, b'"' | b'\'') => {
                    quote = Some(byte);
                    tag.attributes += 1;
                    let before = markup.get(value_end..at)?.trim_end();
                    let name = before.trim_end_matches('=').split_whitespace().last();
                    if name.is_some_and(|name| name.starts_with("xmlns")) {
                        tag.namespaces += 1;
                    }
                }
                (None, b'>') => {
                    tag.length = at + 1;
                    tag.is_empty = markup.get(..at)?.ends_with('/');
                    return Some(tag);
                }
                (None, _) => {}
            }
        }
        None
    }
}
