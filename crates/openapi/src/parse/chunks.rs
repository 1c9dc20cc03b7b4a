//! Big YAML documents, piece by piece and on all cores: nearly all of one is `paths`, and each path is a
//! block of its own.
//!
//! A piece by itself must mean what it means in its place. Where that is not certain (a piece is no
//! YAML, a key is repeated, an alias leads out of its piece), the document is read as a whole, which also
//! finds the words and the place for what is wrong.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use serde_json::{Map, Value};

use super::{Language, State};

/// Smaller documents are read as a whole.
const BIG: usize = 1_000_000;

/// About the size of a piece. What a parser holds of a piece is many times the piece.
const PIECE: usize = 1_000_000;

const SECTION: &str = "paths:";

/// The value of a document whose text comes apart; `None` if it has to be read as a whole.
pub(super) fn parse(text: &str) -> Option<Value> {
    if text.len() < BIG {
        return None;
    }
    let (before, entries, after) = section(text)?;
    let mut pieces = vec![format!("{before}{SECTION} {{}}\n{after}")];
    pieces.extend(split(entries).map(|piece| format!("{SECTION}\n{piece}")));
    let parsed = on_all_cores(&pieces)?;
    let mut parsed = parsed.into_iter();
    let Value::Object(mut root) = parsed.next()? else {
        return None;
    };
    let mut paths = Map::new();
    for piece in parsed {
        let Value::Object(mut piece) = piece else {
            return None;
        };
        let Some(Value::Object(entries)) = piece.remove("paths").filter(|_| piece.is_empty())
        else {
            return None;
        };
        let expected = paths.len() + entries.len();
        paths.extend(entries);
        if paths.len() != expected {
            return None;
        }
    }
    root.insert("paths".to_owned(), Value::Object(paths));
    Some(Value::Object(root))
}

/// What stands before the entries of `paths`, they themselves, and what stands behind them.
fn section(text: &str) -> Option<(&str, &str, &str)> {
    let key = format!("\n{SECTION}\n");
    let at = text.find(&key)? + 1;
    let entries = at + SECTION.len() + 1;
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

/// The values of all pieces, in their order; `None` if one of them has none.
fn on_all_cores(pieces: &[String]) -> Option<Vec<Value>> {
    let next = AtomicUsize::new(0);
    let done: Vec<Mutex<Option<Value>>> = pieces.iter().map(|_| Mutex::new(None)).collect();
    let work = || {
        while let Some((piece, slot)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            pieces.get(index).zip(done.get(index))
        } {
            let value = one(piece);
            if let Ok(mut slot) = slot.lock() {
                *slot = value;
            }
        }
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 1..cores.min(pieces.len()) {
            scope.spawn(work);
        }
        work();
    });
    let values = done.into_iter().map(|slot| slot.into_inner().ok()?);
    values.collect()
}

/// The value of a piece in which nothing is repeated.
fn one(piece: &str) -> Option<Value> {
    let state = State::new(piece, Language::Yaml);
    let value = state.read(piece).ok()?;
    state.repeated.into_inner().is_empty().then_some(value)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    /// A document of many paths, with what `more` says.
    fn document(more: &str) -> String {
        let mut text = "openapi: 3.0.3\ninfo: {title: t}\npaths:\n".to_owned();
        for index in 0..20_000 {
            text.push_str(&format!(
                "  /things{index}:\n    description: >-\n      Some\n\n      text.\n    get:\n      summary: 'of\n        two lines'\n"
            ));
        }
        text.push_str(more);
        text.push_str("components:\n  schemas: {}\n");
        text
    }

    fn whole(text: &str) -> Option<Value> {
        one(text)
    }

    #[test]
    fn pieces_give_what_the_whole_gives() {
        let text = document("  '/a:b':\n    get: {}\n");
        let value = parse(&text).unwrap();
        assert_eq!(Some(&value), whole(&text).as_ref());
        assert_eq!(value["paths"].as_object().unwrap().len(), 20_001);
    }

    #[test]
    fn what_does_not_come_apart_is_left_to_be_read_as_a_whole() {
        let alias = "  /x: &shared\n    get: {}\n";
        let mut far = document(alias);
        far.push_str("x-other: *shared\n");
        let repeated = document("  /things1:\n    get: {}\n");
        let broken = document("  /x: {\n");
        for text in [far, repeated, broken] {
            assert_eq!(parse(&text), None);
        }
        assert_eq!(parse("openapi: 3.0.3\npaths:\n  /a: {}\n"), None);
    }
}
