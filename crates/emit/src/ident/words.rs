//! The words of a name: what capitals, digits and other signs part.

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

/// A word of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// In small letters.
    small: String,
    /// As it begins if it is not all small behind its first letter.
    known: Option<&'static str>,
}

impl Word {
    fn new(word: &str, known: Option<&'static str>) -> Self {
        Self {
            small: word.to_lowercase(),
            known,
        }
    }

    pub(super) fn small(&self) -> &str {
        &self.small
    }

    /// With a capital in front.
    pub(super) fn capitalised(&self) -> String {
        if let Some(known) = self.known {
            return format!("{known}{}", &self.small[known.len()..]);
        }
        let mut rest = self.small.chars();
        let first = rest.next();
        let first = first.into_iter().flat_map(char::to_uppercase);
        first.chain(rest).collect()
    }
}

/// The words of `name`, which consists of letters, digits, marks and spaces.
pub(super) fn words(name: &str) -> Vec<Word> {
    name.split(' ').flat_map(parted).collect()
}

#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Start,
    Small,
    Capital,
}

/// A word ends before a capital behind a small letter, and before the last of several capitals if a small letter
/// follows, unless that is an `s` which makes them a plural.
fn parted(name: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let (mut start, mut at, mut mode, mut known) = (0, 0, Mode::Start, None);
    let mut end = |start: &mut usize, at: usize, known: &mut Option<&'static str>| {
        if *start < at {
            words.push(Word::new(&name[*start..at], known.take()));
        }
        *start = at;
    };
    while let Some(c) = name[at..].chars().next() {
        if let Some((length, capitalised)) = known_at(name, at) {
            end(&mut start, at, &mut known);
            known = Some(capitalised);
            at += length;
            mode = Mode::Small;
            continue;
        }
        let next = &name[at + c.len_utf8()..];
        let is_part = match mode {
            Mode::Small => c.is_uppercase(),
            Mode::Capital => {
                c.is_uppercase()
                    && next.starts_with(char::is_lowercase)
                    && !is_plural(&name[start..at + c.len_utf8()], next)
            }
            Mode::Start => false,
        };
        if is_part {
            end(&mut start, at, &mut known);
        }
        mode = match c {
            c if c.is_lowercase() => Mode::Small,
            c if c.is_uppercase() => Mode::Capital,
            _ => mode,
        };
        at += c.len_utf8();
    }
    end(&mut start, at, &mut known);
    words
}

/// The length of the name of [`NAMES`] that begins at `at`, and how it is capitalised.
fn known_at(name: &str, at: usize) -> Option<(usize, &'static str)> {
    let (before, rest) = name.split_at(at);
    let first = rest.as_bytes().first()?.to_ascii_lowercase();
    if !b"eimotw".contains(&first) {
        return None;
    }
    NAMES.iter().find_map(|(known, capitalised)| {
        let start = rest.get(..known.len())?;
        // In front of a name its first letter may be a capital as well.
        let is_known = start.is_ascii()
            && start[..1].eq_ignore_ascii_case(&known[..1])
            && start[1..] == known[1..];
        let parts = match start.starts_with(|c: char| c.is_ascii_uppercase()) {
            true => !before.ends_with(char::is_uppercase),
            false => !before.ends_with(char::is_alphabetic),
        };
        let after = &rest[known.len()..];
        let is_whole = !after.starts_with(char::is_lowercase) || is_end(after.strip_prefix('s')?);
        (is_known && parts && is_whole).then_some((known.len(), *capitalised))
    })
}

/// Whether `capitals` and the `s` that `after` begins with are a plural, as in `cloudPCs`.
fn is_plural(capitals: &str, after: &str) -> bool {
    let Some(behind) = after.strip_prefix('s') else {
        return false;
    };
    let capitals = &capitals[capitals.rfind(char::is_lowercase).map_or(0, |at| at + 1)..];
    let begins_word = capitals.ends_with(['I', 'A']) && behind.starts_with(char::is_uppercase);
    is_end(behind) && (!begins_word || PLURALS.contains(&capitals))
}

fn is_end(after: &str) -> bool {
    !after.starts_with(char::is_lowercase)
}
