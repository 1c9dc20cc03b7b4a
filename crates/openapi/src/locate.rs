//! Where in the text a JSON pointer leads: line and column, for YAML and JSON alike (JSON is YAML,
//! YAML 1.2.2, 1.3).
//!
//! The values that are read carry no positions. So the text is walked again, once for all pointers
//! that diagnostics need; a document without diagnostics is never walked.

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::Position;
use saphyr_parser::{Event, Parser, Span};

use crate::pointer::push;

/// What was found: the first and the last place of each pointer.
#[derive(Debug, Default)]
pub(crate) struct Places(BTreeMap<String, (Position, Position)>);

impl Places {
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

/// A mapping or sequence that the walk is in.
enum Level {
    /// In a mapping: whether a key comes next, and where the last key began.
    Mapping { key_next: bool, key: Position },
    /// In a sequence: the index of the next item.
    Sequence(usize),
}

/// Walks `text` for the pointers that are `wanted`, and for all that they stand in; to its end where the
/// last place of a pointer is asked for.
pub(crate) fn locate(text: &str, wanted: &BTreeSet<&str>, to_the_end: bool) -> Places {
    let mut walk = Walk {
        wanted: with_parents(wanted),
        places: Places::default(),
        pointer: String::new(),
        lengths: Vec::new(),
        levels: Vec::new(),
    };
    let mut parser = Parser::new_from_str(text);
    while let Some(Ok((event, span))) = parser.next_event() {
        walk.step(&event, position(&span));
        if !to_the_end && walk.places.0.len() == walk.wanted.len() {
            break;
        }
    }
    walk.places
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

fn position(span: &Span) -> Position {
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    Position {
        line: number(span.start.line()),
        column: number(span.start.col()).saturating_add(1),
    }
}

struct Walk<'a> {
    wanted: BTreeSet<&'a str>,
    places: Places,
    /// The pointer to the node that comes next.
    pointer: String,
    /// The length of `pointer` at each level, so that a step can be taken back.
    lengths: Vec<usize>,
    levels: Vec<Level>,
}

impl Walk<'_> {
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
            self.places
                .0
                .entry(self.pointer.clone())
                .and_modify(|(_, last)| *last = place)
                .or_insert((place, place));
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
