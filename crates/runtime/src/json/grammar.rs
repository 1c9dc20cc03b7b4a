//! The grammar of JSON (RFC 8259), as serde_json has it for what it passes over. Each function passes over
//! one thing and gives the place behind it, or `None` where it is not written so. None of them recurses:
//! however deep a value nests, the stack does not grow.

use super::scan::next_special;

/// A value, which may have white space before it.
pub(super) fn value(bytes: &[u8], at: usize) -> Option<usize> {
    value_noted(bytes, at, &mut ())
}

/// Receives the objects and arrays that are passed over, from the outside to the inside.
pub(super) trait Note {
    fn opened(&mut self, _at: usize) {}
    fn closed(&mut self, _end: usize) {}
}

impl Note for () {}

/// The same, told to `note`.
#[inline]
pub(super) fn value_noted(bytes: &[u8], mut at: usize, note: &mut impl Note) -> Option<usize> {
    let mut nesting = Nesting::default();
    loop {
        at = space(bytes, at);
        at = match *bytes.get(at)? {
            b'"' => string(bytes, at + 1)?,
            b'-' | b'0'..=b'9' => number(bytes, at)?,
            b't' => word(bytes, at, b"true")?,
            b'f' => word(bytes, at, b"false")?,
            b'n' => word(bytes, at, b"null")?,
            open @ (b'{' | b'[') => {
                let is_object = open == b'{';
                note.opened(at);
                at = space(bytes, at + 1);
                if *bytes.get(at)? != close(is_object) {
                    nesting.push(is_object);
                    if is_object {
                        at = name(bytes, at)?;
                    }
                    continue;
                }
                note.closed(at + 1);
                at + 1
            }
            _ => return None,
        };
        loop {
            let Some(is_object) = nesting.innermost() else {
                return Some(at);
            };
            at = space(bytes, at);
            let byte = *bytes.get(at)?;
            at += 1;
            if byte == b',' {
                if is_object {
                    at = name(bytes, space(bytes, at))?;
                }
                break;
            }
            if byte != close(is_object) {
                return None;
            }
            nesting.pop();
            note.closed(at);
        }
    }
}

/// White space.
#[inline]
pub(super) fn space(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\t' | b'\n' | b'\r') = bytes.get(at) {
        at += 1;
    }
    at
}

/// `true`, `false` or `null`.
#[inline]
pub(super) fn word(bytes: &[u8], at: usize, word: &[u8]) -> Option<usize> {
    bytes.get(at..)?.starts_with(word).then(|| at + word.len())
}

/// A number.
#[inline]
pub(super) fn number(bytes: &[u8], mut at: usize) -> Option<usize> {
    if bytes.get(at) == Some(&b'-') {
        at += 1;
    }
    at = match bytes.get(at)? {
        b'0' => at + 1,
        _ => digits(bytes, at)?,
    };
    if bytes.get(at) == Some(&b'.') {
        at = digits(bytes, at + 1)?;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        at += 1;
        if let Some(b'+' | b'-') = bytes.get(at) {
            at += 1;
        }
        at = digits(bytes, at)?;
    }
    Some(at)
}

/// One digit or more.
#[inline]
fn digits(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    while let Some(b'0'..=b'9') = bytes.get(at) {
        at += 1;
    }
    (at > start).then_some(at)
}

/// The rest of a string, behind its opening quote. Escaped surrogates need not come in pairs.
pub(super) fn string(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at = next_special(bytes, at);
        at = match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => escape(bytes, at + 1)?,
            _ => return None,
        };
    }
}

/// The rest of an escape, behind its backslash.
fn escape(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(at + 1),
        b'u' => {
            let (digits, _) = bytes.get(at + 1..)?.split_first_chunk::<4>()?;
            digits.iter().all(u8::is_ascii_hexdigit).then_some(at + 5)
        }
        _ => None,
    }
}

/// The name of a member, and the colon.
fn name(bytes: &[u8], at: usize) -> Option<usize> {
    let at = space(bytes, string(bytes, word(bytes, at, b"\"")?)?);
    word(bytes, at, b":")
}

fn close(is_object: bool) -> u8 {
    if is_object { b'}' } else { b']' }
}

/// The open objects and arrays: one bit each, set for an object.
#[derive(Default)]
struct Nesting {
    depth: usize,
    innermost: u64,
    outer: Vec<u64>,
}

impl Nesting {
    fn push(&mut self, is_object: bool) {
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.outer.push(self.innermost);
        }
        self.depth += 1;
        self.innermost = self.innermost << 1 | u64::from(is_object);
    }

    fn pop(&mut self) {
        self.depth -= 1;
        self.innermost >>= 1;
        if self.depth.is_multiple_of(64) {
            self.innermost = self.outer.pop().unwrap_or_default();
        }
    }

    fn innermost(&self) -> Option<bool> {
        (self.depth > 0).then_some(self.innermost & 1 == 1)
    }
}
