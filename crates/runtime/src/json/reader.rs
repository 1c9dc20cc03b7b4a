//! A cursor over JSON text that can go back: what does not fit its declared type is read again as
//! it stands.

use std::borrow::Cow;

use serde_json::value::RawValue;

/// How deep typed values nest; what lies deeper is kept as it stands, so no input can exhaust the
/// stack.
const DEPTH_LIMIT: u32 = 128;

/// A cursor over one JSON value. The text is valid JSON: a `Reader` is only made from a
/// [`RawValue`], which serde_json has checked.
#[derive(Debug)]
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
}

impl<'a> Reader<'a> {
    /// Reads from the start of `raw`.
    pub fn new(raw: &'a RawValue) -> Self {
        Self {
            text: raw.get(),
            at: 0,
            depth: 0,
        }
    }

    /// The place before the next value, for [`rewind`](Self::rewind).
    pub fn mark(&self) -> usize {
        self.at
    }

    /// Goes back to a place that [`mark`](Self::mark) gave.
    pub fn rewind(&mut self, mark: usize) {
        self.at = mark;
    }

    /// The text of the next value, which is passed over.
    pub fn raw(&mut self) -> &'a str {
        self.peek();
        let start = self.at;
        self.skip();
        self.text.get(start..self.at).unwrap_or("null")
    }

    /// The next value if it is a string.
    pub fn string(&mut self) -> Option<Cow<'a, str>> {
        if self.peek() != Some(b'"') {
            return None;
        }
        let start = self.at;
        self.at += 1;
        let escaped = self.skip_string();
        let text = self.text.get(start..self.at)?;
        if escaped {
            return serde_json::from_str(text).ok();
        }
        text.get(1..text.len() - 1).map(Cow::Borrowed)
    }

    /// The text of the next value if it is a number.
    pub fn number(&mut self) -> Option<&'a str> {
        matches!(self.peek(), Some(b'-' | b'0'..=b'9')).then(|| self.raw())
    }

    /// The next value if it is a Boolean.
    pub fn boolean(&mut self) -> Option<bool> {
        match self.peek() {
            Some(b't' | b'f') => Some(self.raw() == "true"),
            _ => None,
        }
    }

    /// Whether the next value is an object, without passing over it.
    pub fn at_object(&mut self) -> bool {
        self.peek() == Some(b'{')
    }

    /// Calls `member` with the name of each member of the next value; it must read the value and
    /// say whether to go on. `None` if the value is no object, lies too deep, or `member` gave up.
    pub fn object(
        &mut self,
        mut member: impl FnMut(&mut Self, Cow<'a, str>) -> bool,
    ) -> Option<()> {
        self.nested(b'{', b'}', |reader| {
            let name = reader.string()?;
            reader.peek();
            reader.at += 1;
            member(reader, name).then_some(())
        })
    }

    /// Calls `item` for each item of the next value; it must read the item and say whether to go
    /// on. `None` if the value is no array, lies too deep, or `item` gave up.
    pub fn array(&mut self, mut item: impl FnMut(&mut Self) -> bool) -> Option<()> {
        self.nested(b'[', b']', |reader| item(reader).then_some(()))
    }

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
        let mut result = Some(());
        while let Some(next) = self.peek() {
            if next == close {
                self.at += 1;
                break;
            }
            if next == b',' {
                self.at += 1;
                continue;
            }
            result = entry(self);
            if result.is_none() {
                break;
            }
        }
        self.depth -= 1;
        result
    }

    fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = bytes.get(self.at) {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    fn skip(&mut self) {
        let bytes = self.text.as_bytes();
        let mut open = 0_usize;
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b'"' => {
                    self.at += 1;
                    self.skip_string();
                }
                b'{' | b'[' => {
                    open += 1;
                    self.at += 1;
                    continue;
                }
                b'}' | b']' if open == 0 => return,
                b'}' | b']' => {
                    open -= 1;
                    self.at += 1;
                }
                b',' | b':' | b' ' | b'\t' | b'\n' | b'\r' => {
                    self.at += 1;
                    continue;
                }
                _ => self.skip_word(),
            }
            if open == 0 {
                return;
            }
        }
    }

    /// Passes over the rest of a string and tells whether it has escapes.
    fn skip_string(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        let mut escaped = false;
        loop {
            self.at = next_of_string(bytes, self.at);
            match bytes.get(self.at) {
                Some(b'\\') => {
                    escaped = true;
                    self.at += 2;
                }
                Some(_) => {
                    self.at += 1;
                    return escaped;
                }
                None => return escaped,
            }
        }
    }

    fn skip_word(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at)
            && !matches!(
                byte,
                b',' | b'}' | b']' | b':' | b' ' | b'\t' | b'\n' | b'\r'
            )
        {
            self.at += 1;
        }
    }
}

/// The place of the next quote or backslash, from `at` on; eight bytes are looked at in one step.
fn next_of_string(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = u64::from_ne_bytes([0x01; 8]);
    const TOPS: u64 = u64::from_ne_bytes([0x80; 8]);
    const QUOTES: u64 = u64::from_ne_bytes([b'"'; 8]);
    const BACKSLASHES: u64 = u64::from_ne_bytes([b'\\'; 8]);
    // The top bit of the first zero byte, and perhaps of some that follow it.
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & TOPS;
    while let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let word = u64::from_le_bytes(*eight);
        let found = zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES);
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while bytes
        .get(at)
        .is_some_and(|byte| !matches!(byte, b'"' | b'\\'))
    {
        at += 1;
    }
    at
}
