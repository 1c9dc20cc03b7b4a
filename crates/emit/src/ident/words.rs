//! Prepares the capitals of names for the library that splits words by them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

/// Names that have a capital inside of a word, and how they are written with a capital in front.
const NAMES: [(&str, &str); 16] = [
    ("OAuth", "OAuth"),
    ("OData", "OData"),
    ("eBook", "Ebook"),
    ("eSIM", "Esim"),
    ("eSim", "Esim"),
    ("eTag", "Etag"),
    ("iCloud", "Icloud"),
    ("iOS", "Ios"),
    ("iPadOS", "IpadOs"),
    ("iPad", "Ipad"),
    ("iPhone", "Iphone"),
    ("iPod", "Ipod"),
    ("iTunes", "Itunes"),
    ("macOS", "MacOs"),
    ("tvOS", "TvOs"),
    ("watchOS", "WatchOs"),
];

/// Abbreviations that end as `Is` and `As` begin: `APIsEnabled` speaks of APIs, `MFAIsEnabled` does not of MFAIs.
const PLURALS: [&str; 10] = [
    "AI", "API", "CA", "CLI", "GUI", "KPI", "SLA", "UI", "URI", "VA",
];

/// The words of `name`, which consists of letters, digits, marks and spaces, each with a capital in front.
pub(super) fn upper_camel(name: &str) -> String {
    by_words(&plain(name, str::to_owned), str::to_upper_camel_case)
}

/// The words of `name` in small letters, joined.
pub(super) fn snake(name: &str) -> String {
    by_words(&plain(name, str::to_lowercase), str::to_snake_case)
}

/// The words of `name` in capitals, joined.
pub(super) fn shouty_snake(name: &str) -> String {
    by_words(&plain(name, str::to_lowercase), str::to_shouty_snake_case)
}

/// Letters that stand for marks. Tangut has thousands, all without case, and UTS 39 excludes them from identifiers:
/// no name has them here.
pub(super) const STAND_INS: RangeInclusive<char> = '\u{17000}'..='\u{17fff}';

/// `name` in another case. A mark belongs to the letter before it, but heck ends a word at those that are not
/// alphabetic themselves, such as the tones of Thai; so letters stand for them meanwhile.
fn by_words(name: &str, case: fn(&str) -> String) -> String {
    let marks: BTreeSet<char> = name.chars().filter(|c| is_parting_mark(*c)).collect();
    if marks.is_empty() {
        return case(name);
    }
    let letter_of: BTreeMap<char, char> = marks.into_iter().zip(STAND_INS).collect();
    let mark_of = letter_of.iter().map(|(mark, letter)| (*letter, *mark));
    replaced(&case(&replaced(name, &letter_of)), &mark_of.collect())
}

fn is_parting_mark(c: char) -> bool {
    c != ' ' && !c.is_alphanumeric()
}

fn replaced(name: &str, by: &BTreeMap<char, char>) -> String {
    let replaced = name.chars().map(|c| by.get(&c).copied().unwrap_or(c));
    replaced.collect()
}

/// `name` with the names of [`NAMES`] as words, written as `spell` writes their form with a capital in front, and
/// with the plurals of abbreviations as words.
fn plain(name: &str, spell: fn(&str) -> String) -> String {
    let mut plain = String::with_capacity(name.len());
    let mut at = 0;
    while let Some(c) = name[at..].chars().next() {
        let (before, rest) = name.split_at(at);
        if let Some((known, capitalised)) = known(before, rest) {
            plain.push(' ');
            plain.push_str(&spell(capitalised));
            at += known.len();
        } else if let Some(abbreviation) = plural(before, rest) {
            plain.push(c);
            plain.push_str(&abbreviation[c.len_utf8()..].to_lowercase());
            at += abbreviation.len();
        } else {
            plain.push(c);
            at += c.len_utf8();
        }
    }
    plain
}

/// The name of [`NAMES`] that `rest` begins with.
fn known(before: &str, rest: &str) -> Option<(&'static str, &'static str)> {
    let first = rest.as_bytes().first()?.to_ascii_lowercase();
    if !b"eimotw".contains(&first) {
        return None;
    }
    NAMES.into_iter().find(|(known, _)| {
        let Some((start, after)) = rest.split_at_checked(known.len()) else {
            return false;
        };
        // In front of a name its first letter may be a capital as well.
        let is_known = start.is_ascii()
            && start[..1].eq_ignore_ascii_case(&known[..1])
            && start[1..] == known[1..];
        let parts = match start.starts_with(|c: char| c.is_ascii_uppercase()) {
            true => !before.ends_with(char::is_uppercase),
            false => !before.ends_with(char::is_alphabetic),
        };
        is_known && parts && (is_end(after) || after.strip_prefix('s').is_some_and(is_end))
    })
}

/// The capitals that `rest` begins with, if they and an `s` behind them are a plural, as in `cloudPCs`.
fn plural<'a>(before: &str, rest: &'a str) -> Option<&'a str> {
    if before.ends_with(char::is_uppercase) {
        return None;
    }
    let end = rest.find(|c: char| !c.is_uppercase())?;
    let (capitals, after) = rest.split_at(end);
    let behind = after.strip_prefix('s')?;
    let begins_word = capitals.ends_with(['I', 'A']) && behind.starts_with(char::is_uppercase);
    let is_plural = capitals.chars().nth(1).is_some()
        && is_end(behind)
        && (!begins_word || PLURALS.contains(&capitals));
    is_plural.then_some(capitals)
}

fn is_end(after: &str) -> bool {
    !after.starts_with(char::is_lowercase)
}
