//! Big YAML documents, piece by piece and on all cores.
//!
//! Where a piece is no YAML, a key is repeated or an alias leads out of its piece, the document is read as a
//! whole, which also finds the words and the place for what is wrong.

use rayon::prelude::*;
use serde_json::{Map, Value};

use super::{Language, State};
use crate::read::pieces::{PATHS, Pieces, pieces};

/// The value of a document whose text comes apart; `None` if it has to be read as a whole.
pub(super) fn parse(text: &str) -> Option<Value> {
    let Pieces {
        before,
        entries,
        after,
    } = pieces(text)?;
    let mut texts = vec![format!("{before}{PATHS} {{}}\n{after}")];
    texts.extend(entries.iter().map(|piece| format!("{PATHS}\n{piece}")));
    let parsed: Vec<Option<Value>> = texts.par_iter().map(|text| one(text)).collect();
    let mut parsed = parsed.into_iter();
    let Value::Object(mut root) = parsed.next()?? else {
        return None;
    };
    let mut paths = Map::new();
    for piece in parsed {
        let Value::Object(mut piece) = piece? else {
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
