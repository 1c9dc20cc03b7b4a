//! A big YAML document in pieces: nearly all of one is `paths`, and each path is a block of its own.
//!
//! A piece by itself must mean what it means in its place. That is not certain before it is read, so whoever
//! reads pieces looks at the whole where one of them is no YAML or leads elsewhere.

/// Smaller documents are read as a whole.
const BIG: usize = 1_000_000;

/// About the size of a piece. What a parser holds of a piece is many times the piece.
const PIECE: usize = 1_000_000;

/// The line that stands before the entries.
pub(crate) const PATHS: &str = "paths:";

/// The pieces of a document: `before`, the line [`PATHS`], the entries of `paths`, and `after`.
pub(crate) struct Pieces<'t> {
    pub(crate) before: &'t str,
    /// Some entries each.
    pub(crate) entries: Vec<&'t str>,
    pub(crate) after: &'t str,
}

/// The pieces of a big document whose text comes apart.
pub(crate) fn pieces(text: &str) -> Option<Pieces<'_>> {
    if text.len() < BIG {
        return None;
    }
    let (before, entries, after) = section(text)?;
    Some(Pieces {
        before,
        entries: split(entries).collect(),
        after,
    })
}

/// Returns what stands before the entries of `paths`, they themselves, and what stands behind them.
fn section(text: &str) -> Option<(&str, &str, &str)> {
    let key = format!("\n{PATHS}\n");
    let at = text.find(&key)? + 1;
    let entries = at + PATHS.len() + 1;
    let mut end = entries;
    for line in text[entries..].split_inclusive('\n') {
        let goes_on = line.starts_with(' ') || line.trim().is_empty();
        if !goes_on {
            break;
        }
        end += line.len();
    }
    Some((&text[..at], &text[entries..end], &text[end..]))
}

/// Pieces that begin with the key of an entry, as deep as the first one.
fn split(entries: &str) -> impl Iterator<Item = &str> {
    let indent = entries.len() - entries.trim_start_matches(' ').len();
    let mut rest = entries;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut at = 0;
        for line in rest.split_inclusive('\n') {
            let deep = line.len() - line.trim_start_matches(' ').len();
            if at >= PIECE && deep == indent && !line.trim().is_empty() {
                break;
            }
            at += line.len();
        }
        let (piece, behind) = rest.split_at(at);
        rest = behind;
        Some(piece)
    })
}
