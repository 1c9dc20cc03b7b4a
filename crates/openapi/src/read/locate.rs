//! Where in the text a JSON pointer leads: line and column.
//!
//! The values that are read carry no positions. So the text is walked again, once for all pointers
//! that diagnostics need; a document without diagnostics is never walked.

mod json;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::Position;

/// The first and last position of each pointer.
#[derive(Debug, Default)]
pub(crate) struct Places(BTreeMap<String, (Position, Position)>);

impl Places {
    /// Takes down that `pointer` was found at `place`.
    fn add(&mut self, pointer: &str, place: Position) {
        match self.0.get_mut(pointer) {
            Some((_, last)) => *last = place,
            None => {
                self.0.insert(pointer.to_owned(), (place, place));
            }
        }
    }

    pub(crate) fn first(&self, pointer: &str) -> Option<Position> {
        self.nearest(pointer).map(|(first, _)| first)
    }

    pub(crate) fn last(&self, pointer: &str) -> Option<Position> {
        self.nearest(pointer).map(|(_, last)| last)
    }

    /// The place of `pointer`, or of what it stands in where itself it does not stand in the text:
    /// behind an alias, or where a required member is missing.
    fn nearest(&self, pointer: &str) -> Option<(Position, Position)> {
        let mut pointer = pointer;
        loop {
            if let Some(found) = self.0.get(pointer) {
                return Some(*found);
            }
            pointer = pointer.rsplit_once('/')?.0;
        }
    }
}

/// The places of the pointers that are `wanted`, and of all that they stand in; also the last ones where
/// `to_the_end` asks for them.
pub(crate) fn locate(text: &str, wanted: &BTreeSet<&str>, to_the_end: bool) -> Places {
    let wanted = with_parents(wanted);
    let json = text.trim_start().starts_with(['{', '[']);
    let found = json.then(|| json::locate(text, &wanted)).flatten();
    let mut found = found.unwrap_or_else(|| yaml::locate(text, &wanted, to_the_end));
    // A text that breaks off or is damaged may have no place for anything in it.
    let start = Position { line: 1, column: 1 };
    found.0.entry(String::new()).or_insert((start, start));
    found
}

fn with_parents<'a>(wanted: &BTreeSet<&'a str>) -> BTreeSet<&'a str> {
    let mut all = BTreeSet::new();
    for pointer in wanted {
        let mut pointer = *pointer;
        while all.insert(pointer) {
            let Some((parent, _)) = pointer.rsplit_once('/') else {
                break;
            };
            pointer = parent;
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all<'p>(pointers: &[&'p str]) -> BTreeSet<&'p str> {
        with_parents(&pointers.iter().copied().collect())
    }

    #[test]
    fn json_has_its_places_where_yaml_has_them() {
        let text = " {\"a\\u0062\": [1, {\"é\": null,\t\"x\": \"y\"}],\n  \"a~/b\" : {}, \"twice\": 1,\n\t\"twice\": {\"c\": []}}";
        let wanted = all(&["/ab/1/x", "/ab/0", "/a~0~1b/missing", "/twice/c", "/none"]);
        let of_json = json::locate(text, &wanted).map(|places| places.0);
        assert_eq!(of_json, Some(yaml::locate(text, &wanted, true).0));
    }

    #[test]
    fn what_a_damaged_text_has_no_place_for_stands_at_its_beginning() {
        let text = "{\"a\": {},\n\"a\":`{}";
        let place = Position { line: 1, column: 1 };
        assert_eq!(locate(text, &all(&["/a"]), true).last("/a"), Some(place));
    }

    #[test]
    fn what_is_nearly_json_is_walked_as_yaml() {
        let wanted = all(&["/b/c"]);
        assert!(json::locate("{a: 1, \"b\": {c: 2}}", &wanted).is_none());
        let places = locate("{a: 1, \"b\": {c: 2}}", &wanted, false);
        assert_eq!(
            places.first("/b/c"),
            Some(Position {
                line: 1,
                column: 14
            })
        );
    }

    #[test]
    fn a_big_document_has_the_same_places_in_pieces() {
        let mut text = "openapi: 3.0.3\npaths:\n".to_owned();
        for index in 0..20_000 {
            text.push_str(&format!("  '/things{index}(''x'')':\n    get:\n      summary: >-\n        of\n\n        /plain\n"));
        }
        text.push_str(
            "  /plain:\n    get: {}\n  /other:\n    get: {}\ncomponents:\n  schemas:\n    a: {}\n",
        );
        let in_one_piece = all(&["/paths/~1other/get", "/components/schemas/a", "/info/title"]);
        let in_all_pieces = all(&["/paths/~1plain/get"]);
        let written_otherwise = all(&["/paths/~1things12345('x')/get"]);
        for wanted in [in_one_piece, in_all_pieces, written_otherwise] {
            let whole = yaml::locate(&text, &wanted, true);
            assert_eq!(yaml::locate(&text, &wanted, false).0, whole.0);
        }
    }
}
