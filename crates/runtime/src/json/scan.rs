//! Looking at eight bytes of text in one step.

/// A word of eight bytes of one kind.
const fn all(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// Zero unless one of eight bytes cannot stand in a string as it is: a quote, a backslash, a control
/// character. Otherwise its lowest bit is the top bit of the lowest such byte; what is above says nothing.
#[inline]
pub(super) fn special(word: u64) -> u64 {
    // To subtract from a byte that is below 0x80 sets its top bit if it is less, and borrows from the
    // next byte only then; what is above is no ASCII.
    let (quote, backslash) = (word ^ all(b'"'), word ^ all(b'\\'));
    let less =
        quote.wrapping_sub(all(1)) | backslash.wrapping_sub(all(1)) | word.wrapping_sub(all(0x20));
    less & !word & all(0x80)
}

/// Returns whether a character of `text` must be escaped: a quote, a backslash, a control character.
pub(super) fn has_escape(text: &[u8]) -> bool {
    if let Some(last) = text.last_chunk() {
        let (words, _) = text.as_chunks();
        let found = words
            .iter()
            .fold(special(u64::from_ne_bytes(*last)), |found, word| {
                found | special(u64::from_ne_bytes(*word))
            });
        return found != 0;
    }
    if let (Some([a, b, c, d]), Some([e, f, g, h])) = (text.first_chunk(), text.last_chunk()) {
        return special(u64::from_ne_bytes([*a, *b, *c, *d, *e, *f, *g, *h])) != 0;
    }
    text.iter()
        .any(|byte| matches!(byte, b'"' | b'\\' | ..0x20))
}

/// The place of the next byte from `at` on that cannot stand in a string as it is, or the end.
#[inline]
pub(super) fn next_special(bytes: &[u8], mut at: usize) -> usize {
    // Two words at once: the compiler makes one instruction of both.
    let (pairs, rest) = bytes.get(at..).unwrap_or_default().as_chunks::<16>();
    for pair in pairs {
        let ([one, other], _) = pair.as_chunks::<8>() else {
            break;
        };
        let one = special(u64::from_le_bytes(*one));
        let other = special(u64::from_le_bytes(*other));
        if one | other != 0 {
            return match one {
                0 => at + 8 + other.trailing_zeros() as usize / 8,
                one => at + one.trailing_zeros() as usize / 8,
            };
        }
        at += 16;
    }
    let found = rest
        .iter()
        .position(|byte| matches!(byte, b'"' | b'\\' | ..0x20));
    at + found.unwrap_or(rest.len())
}

/// Returns whether two texts of one length are equal: most are of so few bytes that calling `memcmp` takes longer.
#[inline(always)]
pub(super) fn same(one: &[u8], other: &[u8]) -> bool {
    let (Some(last), Some(other_last)) = (one.last_chunk::<8>(), other.last_chunk::<8>()) else {
        return one == other;
    };
    let ((words, _), (other_words, _)) = (one.as_chunks::<8>(), other.as_chunks::<8>());
    last == other_last
        && words
            .iter()
            .zip(other_words)
            .all(|(word, other)| word == other)
}
