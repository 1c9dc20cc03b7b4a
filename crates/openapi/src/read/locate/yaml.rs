//! In YAML, and in what is nearly JSON.

use std::collections::BTreeSet;

use graphwright_api::Position;
use saphyr_parser::{Event, Parser, Span};

use super::Places;
use crate::pointer::{push, unescape};
use crate::read::pieces::{PATHS, Pieces, pieces};

/// To look for more entries of `paths` takes longer than to walk through all of them.
const MOST_ENTRIES: usize = 16;

/// The places of all pointers that are `wanted`, found in one walk that goes to the end where it is asked to.
pub(super) fn locate(text: &str, wanted: &BTreeSet<&str>, to_the_end: bool) -> Places {
    let thinned = match to_the_end {
        true => None,
        false => thinned(text, wanted),
    };
    let in_pieces = thinned.and_then(|(thinned, entries)| {
        let (places, ended) = walk(&thinned, wanted, false);
        let has = |pointer: &String| places.0.contains_key(pointer);
        (ended && entries.iter().all(has)).then_some(places)
    });
    in_pieces.unwrap_or_else(|| walk(text, wanted, to_the_end).0)
}

/// `text` with nothing but empty lines where none of the pointers leads to, and the entries of `paths` that must
/// then be found; `None` where that is not known or hardly less.
fn thinned(text: &str, wanted: &BTreeSet<&str>) -> Option<(String, BTreeSet<String>)> {
    let Pieces {
        before,
        entries,
        after,
    } = pieces(text)?;
    let keys = wanted.iter().filter_map(|pointer| {
        let key = pointer.strip_prefix("/paths/")?;
        key.split('/').next()
    });
    let keys: BTreeSet<&str> = keys.collect();
    if keys.len() > MOST_ENTRIES {
        return None;
    }
    let mut all = format!("{before}{PATHS}\n");
    for piece in entries {
        match keys.iter().any(|key| piece.contains(&unescape(key))) {
            true => all.push_str(piece),
            false => all.extend(piece.matches('\n')),
        }
    }
    all.push_str(after);
    let entries = keys.iter().map(|key| format!("/paths/{key}"));
    Some((all, entries.collect()))
}

/// The places, and whether nothing was wrong on the way.
fn walk(text: &str, wanted: &BTreeSet<&str>, to_the_end: bool) -> (Places, bool) {
    let mut walk = YamlLocator {
        wanted,
        places: Places::default(),
        pointer: String::new(),
        lengths: Vec::new(),
        levels: Vec::new(),
    };
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let Ok((event, span)) = event else {
            return (walk.places, false);
        };
        walk.step(&event, position(&span));
        if !to_the_end && walk.places.0.len() == walk.wanted.len() {
            break;
        }
    }
    (walk.places, true)
}

/// A mapping or sequence that the walk is in.
enum Level {
    /// In a mapping: whether a key comes next, and where the last key began.
    Mapping { key_next: bool, key: Position },
    /// In a sequence: the index of the next item.
    Sequence(usize),
}

fn position(span: &Span) -> Position {
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    Position {
        line: number(span.start.line()),
        column: number(span.start.col()).saturating_add(1),
    }
}

struct YamlLocator<'a> {
    wanted: &'a BTreeSet<&'a str>,
    places: Places,
    /// The pointer to the node that comes next.
    pointer: String,
    /// The length of `pointer` at each level, so that a step can be taken back.
    lengths: Vec<usize>,
    levels: Vec<Level>,
}

impl YamlLocator<'_> {
    fn step(&mut self, event: &Event, at: Position) {
        match event {
            Event::Scalar(text, ..) => self.node(Some(text), at),
            Event::Alias(_) => self.node(None, at),
            Event::MappingStart(..) => {
                let key_next = true;
                self.enter(Level::Mapping { key_next, key: at }, at);
            }
            Event::SequenceStart(..) => self.enter(Level::Sequence(0), at),
            Event::MappingEnd | Event::SequenceEnd => {
                self.levels.pop();
                if let Some(length) = self.lengths.pop() {
                    self.pointer.truncate(length);
                }
                self.done();
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => {}
        }
    }

    /// A scalar or alias: a key, or a value that has nothing in it.
    fn node(&mut self, text: Option<&str>, at: Position) {
        if let Some(Level::Mapping { key_next, key }) = self.levels.last_mut()
            && *key_next
        {
            *key_next = false;
            *key = at;
            self.restart();
            push(&mut self.pointer, text.unwrap_or("*"));
            return;
        }
        self.begin(at);
        self.done();
    }

    fn enter(&mut self, level: Level, at: Position) {
        self.begin(at);
        self.lengths.push(self.pointer.len());
        self.levels.push(level);
    }

    /// A value begins: its place is that of its key, where it has one.
    fn begin(&mut self, at: Position) {
        let place = match self.levels.last() {
            Some(Level::Mapping { key, .. }) => *key,
            Some(Level::Sequence(index)) => {
                let index = index.to_string();
                self.restart();
                push(&mut self.pointer, &index);
                at
            }
            None => at,
        };
        if self.wanted.contains(self.pointer.as_str()) {
            self.places.add(&self.pointer, place);
        }
    }

    /// A value has ended.
    fn done(&mut self) {
        match self.levels.last_mut() {
            Some(Level::Mapping { key_next, .. }) => *key_next = true,
            Some(Level::Sequence(index)) => *index += 1,
            None => {}
        }
    }

    /// Takes back the last step at this level.
    fn restart(&mut self) {
        self.pointer
            .truncate(self.lengths.last().copied().unwrap_or(0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_big_document_only_the_piece_that_holds_an_entry_is_walked() {
        let filler = "  /things:\n    description: >-\n      of some length\n".repeat(40_000);
        let text = format!("openapi: 3.0.3\npaths:\n{filler}  /last:\n    get: {{}}\n");
        let thinned = thinned(&text, &BTreeSet::from(["/paths/~1last/get"]));
        let kept = thinned
            .map(|(text, _)| text.replace('\n', ""))
            .unwrap_or_default();
        assert!(kept.contains("/last:") && kept.len() < text.len() / 2);
    }
}
