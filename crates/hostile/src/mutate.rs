//! Copies of inputs that are damaged at random, the same in every run.

/// Texts that matter to the readers.
const WORDS: [&str; 24] = [
    "null",
    "true",
    "-0",
    "1e400",
    "18446744073709551616",
    "\"\\ud800\"",
    "[",
    "{",
    "]]>",
    "<!--",
    "&#0;",
    "\u{feff}",
    "\u{202e}",
    "$ref",
    "#/components/schemas/",
    "Collection(",
    "Edm.Int64",
    "@odata.type",
    "@odata.nextLink",
    "allOf",
    "&a *a",
    "../../",
    "BaseType=\"",
    "\r\n",
];

/// Damages bytes by numbers that look random and are the same in every run (SplitMix64).
pub struct Mutator(u64);

impl Mutator {
    /// Creates one whose damage depends on `seed` alone.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let bits = bits ^ (bits >> 31);
        usize::try_from(bits % u64::try_from(limit.max(1)).unwrap_or(1)).unwrap_or(0)
    }

    /// Damages a few places of `bytes`, some with parts of `other`.
    pub fn damage(&mut self, bytes: &mut Vec<u8>, other: &[u8]) {
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len() + 1);
            let end = (at + self.below(24)).min(bytes.len());
            match self.below(6) {
                0 => drop(bytes.drain(at..end)),
                1 => {
                    let word = WORDS[self.below(WORDS.len())];
                    drop(bytes.splice(at..end, word.bytes()));
                }
                2 => {
                    let copy = bytes[at..end].to_vec();
                    drop(bytes.splice(at..at, copy));
                }
                3 => {
                    let from = self.below(other.len() + 1);
                    let to = (from + self.below(200)).min(other.len());
                    drop(bytes.splice(at..end, other[from..to].iter().copied()));
                }
                4 => bytes.truncate(at),
                _ => {
                    let bit = 1 << self.below(8);
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte ^= bit;
                    }
                }
            }
        }
    }
}
