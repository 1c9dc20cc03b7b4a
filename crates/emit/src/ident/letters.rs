//! Which characters of a name an identifier has, and which words are made of others.

use deunicode::deunicode_with_tofu;
use unicode_ident::is_xid_continue;
use unicode_normalization::UnicodeNormalization;
use unicode_security::GeneralSecurityProfile;

/// Invisible characters that Unicode counts among the letters of Hangul.
const FILLERS: [char; 4] = ['\u{115f}', '\u{1160}', '\u{3164}', '\u{ffa0}'];

/// Returns whether an identifier may have `c`: a letter, digit or mark that Rust takes, and that Unicode recommends
/// for identifiers (UAX 31, UTS 39), which no other character that is invisible or obsolete is.
pub(super) fn is_allowed(c: char) -> bool {
    c.is_ascii_alphanumeric() || !c.is_ascii() && is_xid_continue(c) && c.identifier_allowed()
}

/// `name` as letters, digits and marks, in Unicode's form C, with a space between words that something else
/// parted. Signs that tell names apart are words.
pub(super) fn letters(name: &str) -> String {
    if name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return name.replace('_', " ");
    }
    let mut letters = String::with_capacity(name.len());
    for c in spelled(name).nfc() {
        add(&mut letters, c);
    }
    if !letters.contains(is_allowed) {
        // Pictures and signs have names, and some of these are signs of ASCII.
        letters = spelled(&deunicode_with_tofu(name, " ")).replace(|c: char| !is_allowed(c), " ");
    }
    letters
}

fn add(letters: &mut String, c: char) {
    if is_allowed(c) {
        return letters.push(c);
    }
    // A ligature, a wide letter, a letter as a sign.
    let compatible: String = std::iter::once(c).nfkc().collect();
    if compatible.chars().any(is_allowed) {
        letters.extend(
            compatible
                .chars()
                .map(|c| if is_allowed(c) { c } else { ' ' }),
        );
    } else if c.is_alphanumeric() && !FILLERS.contains(&c) {
        letters.push_str(&in_ascii(c));
    } else {
        letters.push(' ');
    }
}

/// A letter as letters of ASCII: as it sounds, or by its code.
pub(super) fn in_ascii(c: char) -> String {
    let sound: String = sound(c).filter(char::is_ascii_alphanumeric).collect();
    match sound.is_empty() {
        true => format!("u{:x}", u32::from(c)),
        false => sound,
    }
}

/// `name` in ASCII, as it sounds, for the name of a file.
pub(super) fn ascii(name: &str) -> String {
    let sounds: String = name.nfc().flat_map(sound).collect();
    match sounds.contains(|c: char| c.is_ascii_alphanumeric()) {
        true => sounds,
        false => name.nfc().map(in_ascii).collect(),
    }
}

fn sound(c: char) -> impl Iterator<Item = char> {
    deunicode::deunicode_char(c).unwrap_or_default().chars()
}

/// Signs of several characters, and signs that are a whole name.
const SIGNS: [(&str, &str); 34] = [
    ("<=", "less than or equal"),
    (">=", "greater than or equal"),
    ("!=", "not equal"),
    ("<>", "not equal"),
    ("==", "equal"),
    ("&&", "and"),
    ("||", "or"),
    ("->", "to"),
    ("=>", "to"),
    ("<", "less than"),
    (">", "greater than"),
    ("=", "equal"),
    ("+", "plus"),
    ("-", "minus"),
    ("*", "star"),
    ("/", "slash"),
    ("%", "percent"),
    ("!", "not"),
    ("&", "and"),
    ("|", "or"),
    ("^", "caret"),
    ("~", "tilde"),
    ("#", "hash"),
    ("$", "dollar"),
    ("@", "at"),
    ("?", "question"),
    (".", "dot"),
    (",", "comma"),
    (":", "colon"),
    (";", "semicolon"),
    ("'", "apostrophe"),
    ("\"", "quote"),
    ("\\", "backslash"),
    ("`", "backtick"),
];

/// `name` with words for signs: for all where it has nothing else, and beside letters for those that make it
/// another name, as in `+1`, `-name`, `StartTime<`, `C++` and `C#`.
fn spelled(name: &str) -> String {
    let is_signs = !name.contains(char::is_alphanumeric);
    // What is between angle brackets is a parameter: `Page<User>`.
    let count = |sign: char| name.chars().filter(|c| *c == sign).count();
    let is_compared = count('<') != count('>');
    let mut spelled = String::with_capacity(name.len());
    let mut at = 0;
    while let Some(c) = name[at..].chars().next() {
        let (before, rest) = name.split_at(at);
        let sign = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign));
        let word = sign.filter(|(sign, _)| {
            let after = &rest[sign.len()..];
            match is_signs {
                // Beside other signs it is the one that parts a path.
                true => *sign != "/" || name == "/",
                false => is_word(before, sign, after, is_compared),
            }
        });
        match word {
            Some((sign, word)) => {
                spelled.push(' ');
                spelled.push_str(if *sign == "#" && !is_signs {
                    "sharp"
                } else {
                    word
                });
                spelled.push(' ');
                at += sign.len();
            }
            None => {
                spelled.push(c);
                at += c.len_utf8();
            }
        }
    }
    spelled
}

/// Returns whether `sign` between `before` and `after` makes a name another name.
fn is_word(before: &str, sign: &str, after: &str, is_compared: bool) -> bool {
    let behind_word = before.ends_with(char::is_alphanumeric);
    let before_word = after.starts_with(char::is_alphanumeric);
    let before_digit = after.starts_with(|c: char| c.is_ascii_digit());
    // More of the same, as in `C++`.
    let is_last = after.chars().all(|c| sign.starts_with(c));
    let trails = is_last
        && before
            .trim_end_matches(sign)
            .ends_with(char::is_alphanumeric);
    match sign {
        "<" | ">" => is_compared,
        "<=" | ">=" | "!=" | "==" | "->" | "=>" => true,
        "+" => trails || before_digit && !behind_word,
        "-" => trails || before.is_empty() && before_word,
        "!" => before.is_empty() && before_word,
        "=" | "*" | "#" => trails,
        "%" => behind_word && !before_word,
        _ => false,
    }
}
