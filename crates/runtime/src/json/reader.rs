//! A cursor over JSON text that can go back: what does not fit its declared type is read again as
//! it stands. It checks what it passes, so text need not be looked at before.

use std::borrow::Cow;
use std::fmt;

use serde_json::value::RawValue;

use super::ends::Ends;
use super::grammar;
use super::scan::{next_special, same};

/// How deep typed values nest; what lies deeper is kept as it stands, so no input can exhaust the
/// stack.
pub(super) const DEPTH_LIMIT: u32 = 128;

/// A cursor over one JSON value.
///
/// Where the text turns out to be no JSON, the cursor goes to its end and stays there. Then what was read
/// counts for nothing; where the text comes from a [`RawValue`], which serde_json has checked, that does
/// not occur.
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
    invalid: bool,
    /// Whether a text is never a number: no service but OData's may write numbers as texts.
    exact: bool,
    /// Members that no field holds, of the objects that are being read: the innermost come last.
    pub(crate) others: Vec<Other<'a>>,
    /// How a choice between several types is made that is being read.
    pub(crate) choice: Choice,
    /// The ends of the values that were passed over.
    ends: Ends,
}

/// The text may hold secrets.
impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

/// A choice between several types, of which each is tried.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Choice {
    /// How many choices stand in each other.
    pub(crate) depth: u32,
    /// In how many of them a type is only tried.
    pub(crate) trials: u32,
}

/// A member that no field holds.
#[derive(Debug)]
pub(crate) struct Other<'a> {
    pub(crate) name: Name<'a>,
    pub(crate) text: &'a str,
}

/// The name of such a member.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) enum Name<'a> {
    /// That of the field with this number, which the value does not fit.
    Declared(usize),
    Unknown(Cow<'a, str>),
}

impl<'a> Reader<'a> {
    /// Reads from the start of `raw`.
    pub fn new(raw: &'a RawValue) -> Self {
        Self::unchecked(raw.get())
    }

    /// Reads from the start of a text that may be no JSON: what is read counts if
    /// [`ended`](Self::ended) says so in the end.
    pub(crate) fn unchecked(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
            invalid: false,
            exact: false,
            others: Vec::new(),
            choice: Choice::default(),
            ends: Ends::default(),
        }
    }

    /// Returns whether all that was passed is JSON, and nothing but white space follows.
    pub(crate) fn ended(&mut self) -> bool {
        self.peek().is_none() && !self.invalid
    }

    /// Returns how many bytes are left.
    pub(crate) fn left(&self) -> usize {
        self.text.len() - self.at
    }

    /// The place before the next value, for [`rewind`](Self::rewind).
    pub fn mark(&self) -> usize {
        self.at
    }

    /// Goes back to a place that [`mark`](Self::mark) gave.
    pub fn rewind(&mut self, mark: usize) {
        if !self.invalid {
            self.at = mark;
        }
    }

    /// The text of the next value, which is passed over.
    pub fn raw(&mut self) -> &'a str {
        if self.passes_null() {
            return "null";
        }
        let start = self.at;
        let known = match self.ends.is_empty() {
            true => None,
            false => self.ends.of(start),
        };
        self.passed(
            start,
            known.or_else(|| grammar::value(self.text.as_bytes(), start)),
        )
    }

    /// The same, keeping in mind where what is in it ends: whatever reads it once more, or something in it,
    /// goes there in one step.
    pub(crate) fn raw_noted(&mut self) -> &'a str {
        if self.passes_null() {
            return "null";
        }
        let start = self.at;
        if self.ends.of(start).is_some() || !self.ends.are_before(start) {
            return self.raw();
        }
        let end = grammar::value_noted(self.text.as_bytes(), start, &mut self.ends);
        self.ends.close_all(self.text.len());
        self.passed(start, end)
    }

    fn passed(&mut self, start: usize, end: Option<usize>) -> &'a str {
        self.pass(end)
            .and_then(|()| self.text.get(start..self.at))
            .unwrap_or("null")
    }

    /// Forgets where what was passed over ends.
    pub(crate) fn forget(&mut self) {
        self.ends.clear();
    }

    /// The next value if it is a string. One with half of a surrogate pair is none.
    #[inline]
    pub fn string(&mut self) -> Option<Cow<'a, str>> {
        match self.plain_string() {
            Some(text) => Some(Cow::Borrowed(text)),
            None => self.escaped_string().map(Cow::Owned),
        }
    }

    /// Returns what `make` makes of the next value if that is a string.
    #[inline]
    pub(crate) fn text<T>(&mut self, make: impl FnOnce(&str) -> T) -> Option<T> {
        match self.plain_string() {
            Some(text) => Some(make(text)),
            None => self.escaped_string().map(|text| make(&text)),
        }
    }

    /// The next value if it is a string in which nothing is escaped.
    #[inline]
    fn plain_string(&mut self) -> Option<&'a str> {
        if self.peek() != Some(b'"') {
            return None;
        }
        let start = self.at + 1;
        let end = next_special(self.text.as_bytes(), start);
        if self.text.as_bytes().get(end) != Some(&b'"') {
            return None;
        }
        self.at = end + 1;
        self.text.get(start..end)
    }

    /// The next value if it is a string.
    #[cold]
    fn escaped_string(&mut self) -> Option<String> {
        if self.peek() != Some(b'"') {
            return None;
        }
        let start = self.at;
        let end = grammar::string(self.text.as_bytes(), start + 1);
        self.pass(end)?;
        let text = self.text.get(start..self.at)?;
        let read = serde_json::from_str(text).ok();
        if read.is_none() {
            self.at = start;
        }
        read
    }

    /// The text of the next value if it is a number.
    #[inline]
    pub fn number(&mut self) -> Option<&'a str> {
        let Some(b'-' | b'0'..=b'9') = self.peek() else {
            return None;
        };
        let start = self.at;
        self.pass(grammar::number(self.text.as_bytes(), start))?;
        self.text.get(start..self.at)
    }

    /// The text of the next value if it is a number as a text, where there may be such.
    pub(crate) fn quoted_number(&mut self) -> Option<&'a str> {
        let start = self.at;
        let text = match self.exact {
            true => None,
            false => self.plain_string(),
        };
        let end = grammar::number(text?.as_bytes(), 0);
        if end != Some(text?.len()) {
            self.at = start;
            return None;
        }
        text
    }

    /// Says whether a text is never a number from here on; gives what was said before.
    pub(crate) fn set_exact(&mut self, exact: bool) -> bool {
        std::mem::replace(&mut self.exact, exact)
    }

    /// The next value if it is a Boolean.
    #[inline]
    pub fn boolean(&mut self) -> Option<bool> {
        let word: &[u8] = match self.peek() {
            Some(b't') => b"true",
            Some(b'f') => b"false",
            _ => return None,
        };
        self.pass(grammar::word(self.text.as_bytes(), self.at, word))?;
        Some(word.len() == 4)
    }

    /// Passes over the next value if it is `null`.
    #[inline]
    pub(crate) fn passes_null(&mut self) -> bool {
        self.peek();
        let end = grammar::word(self.text.as_bytes(), self.at, b"null");
        self.at = end.unwrap_or(self.at);
        end.is_some()
    }

    /// The byte that the next value begins with.
    pub(crate) fn begins_with(&mut self) -> Option<u8> {
        self.peek()
    }

    /// Returns whether the next value is an object, without passing over it.
    pub fn at_object(&mut self) -> bool {
        self.peek() == Some(b'{')
    }

    /// Returns whether the next value is an array, without passing over it.
    pub(super) fn at_array(&mut self) -> bool {
        self.peek() == Some(b'[')
    }

    /// Calls `member` with the name of each member of the next value; it must read the value and
    /// say whether to go on. `None` if the value is no object, lies too deep, or `member` gave up.
    pub fn object(
        &mut self,
        mut member: impl FnMut(&mut Self, Cow<'a, str>) -> bool,
    ) -> Option<()> {
        self.members(|reader| {
            let name = reader.name()?;
            member(reader, name).then_some(())
        })
    }

    /// The same, but that `member` reads the name too: by [`passes_name`](Self::passes_name) or
    /// [`name`](Self::name).
    #[inline]
    pub(crate) fn members(&mut self, member: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.nested(b'{', b'}', member)
    }

    /// Calls `item` for each item of the next value; it must read the item and say whether to go
    /// on. `None` if the value is no array, lies too deep, or `item` gave up.
    #[inline]
    pub fn array(&mut self, mut item: impl FnMut(&mut Self) -> bool) -> Option<()> {
        self.nested(b'[', b']', |reader| item(reader).then_some(()))
    }

    #[inline]
    fn nested(
        &mut self,
        open: u8,
        close: u8,
        mut entry: impl FnMut(&mut Self) -> Option<()>,
    ) -> Option<()> {
        if self.peek() != Some(open) || self.depth == DEPTH_LIMIT {
            return None;
        }
        self.at += 1;
        self.depth += 1;
        let result = if self.peek() == Some(close) {
            self.at += 1;
            Some(())
        } else {
            loop {
                if entry(self).is_none() {
                    break None;
                }
                match self.peek() {
                    Some(b',') => self.at += 1,
                    Some(byte) if byte == close => {
                        self.at += 1;
                        break Some(());
                    }
                    _ => break self.pass(None),
                }
            }
        };
        self.depth -= 1;
        result
    }

    /// Passes over the name of the next member, and the colon, if it is `name`, of which nothing must
    /// be escaped.
    #[inline]
    pub(crate) fn passes_name(&mut self, name: &str) -> bool {
        if self.peek() != Some(b'"') {
            return false;
        }
        let start = self.at + 1;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let Some((text, [b'"', b':', ..])) = rest.split_at_checked(name.len()) else {
            return false;
        };
        let passes = same(text, name.as_bytes());
        if passes {
            self.at = start + name.len() + 2;
        }
        passes
    }

    /// The name of the next member; the colon is passed over.
    pub(crate) fn name(&mut self) -> Option<Cow<'a, str>> {
        if self.peek() != Some(b'"') {
            self.pass(None)?;
        }
        let name = self.string()?;
        self.colon()?;
        Some(name)
    }

    #[inline]
    fn colon(&mut self) -> Option<()> {
        let end = (self.peek() == Some(b':')).then_some(self.at + 1);
        self.pass(end)
    }

    /// The next byte that is no white space.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        match self.text.as_bytes().get(self.at) {
            Some(byte @ b'!'..) => Some(*byte),
            _ => self.peek_behind_space(),
        }
    }

    #[inline(never)]
    fn peek_behind_space(&mut self) -> Option<u8> {
        self.at = grammar::space(self.text.as_bytes(), self.at);
        self.text.as_bytes().get(self.at).copied()
    }

    /// Goes to the end of something, which is `None` if this is no JSON.
    #[inline]
    fn pass(&mut self, end: Option<usize>) -> Option<()> {
        if end.is_none() {
            self.invalid = true;
        }
        self.at = end.unwrap_or(self.text.len());
        end.map(|_| ())
    }
}
