//! Text of others, made harmless for terminals and logs.

use std::fmt::{self, Write};

/// A text as it is shown: control characters, line breaks, and what reorders or hides text, as `\\u{…}`.
pub(crate) struct Escaped<T>(pub(crate) T);

impl<T: fmt::Display> fmt::Display for Escaped<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Escaping(f), "{}", self.0)
    }
}

impl<T: fmt::Display> fmt::Debug for Escaped<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

struct Escaping<'a, 'f>(&'a mut fmt::Formatter<'f>);

impl Write for Escaping<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some(at) = rest.find(is_hidden) {
            let (before, hidden) = rest.split_at(at);
            self.0.write_str(before)?;
            let mut letters = hidden.chars();
            for letter in letters.by_ref().take(1) {
                write!(self.0, "{}", letter.escape_default())?;
            }
            rest = letters.as_str();
        }
        self.0.write_str(rest)
    }
}

/// Returns whether a character shows nothing, breaks the line or changes what stands around it. The standard library
/// knows which are printable, and escapes three more that are.
fn is_hidden(letter: char) -> bool {
    let is_space =
        letter.is_whitespace() && !letter.is_control() && !"\u{2028}\u{2029}".contains(letter);
    let is_seen = matches!(letter, ' '..='~') || letter.is_alphanumeric() || is_space;
    // Behind a letter a combining mark is shown on it, and escaped by itself.
    let escapes = |text: &str| text.escape_debug().skip(1).ne([letter]);
    !is_seen && escapes(&format!("a{letter}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_or_reorders_is_escaped_and_all_else_stays() {
        let table = [
            ("plain 'text' \"in\" C:\\dir", "plain 'text' \"in\" C:\\dir"),
            ("a\r\nb\tc", "a\\r\\nb\\tc"),
            ("\u{1b}[31m", "\\u{1b}[31m"),
            ("\u{0}\u{7f}\u{85}", "\\u{0}\\u{7f}\\u{85}"),
            (
                "\u{202e}abc\u{2066}\u{200f}\u{61c}",
                "\\u{202e}abc\\u{2066}\\u{200f}\\u{61c}",
            ),
            (
                "\u{2028}\u{2029}\u{feff}\u{200b}\u{ad}",
                "\\u{2028}\\u{2029}\\u{feff}\\u{200b}\\u{ad}",
            ),
            ("\u{e000}\u{e0041}", "\\u{e000}\\u{e0041}"),
            (
                "Größe\u{a0}: u\u{308} ภาษาไทย 日本 😀 …",
                "Größe\u{a0}: u\u{308} ภาษาไทย 日本 😀 …",
            ),
        ];
        for (text, shown) in table {
            assert_eq!(Escaped(text).to_string(), shown);
            assert_eq!(format!("{:?}", Escaped(text)), shown);
        }
    }
}
