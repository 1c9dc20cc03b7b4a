//! From words to Rust identifiers: case, keywords, digits, characters that Rust does not take.

mod letters;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use unicode_ident::is_xid_start;
use unicode_normalization::UnicodeNormalization;
use unicode_security::confusable_detection::skeleton;

use letters::{in_ascii, is_allowed, letters};

/// `VppToken`.
pub(crate) fn upper_camel(name: &str) -> String {
    let spelled = settled(&words::upper_camel(&letters(name)), |_| true);
    // Of a letter without a capital the compiler says that it should be one.
    let begins_small = spelled.starts_with(char::is_lowercase);
    finish(spelled, begins_small, "N", "Unnamed")
}

/// `vpp_token`.
pub(crate) fn snake(name: &str) -> String {
    let spelled = settled(&words::snake(&letters(name)), |c| !c.is_uppercase());
    finish(spelled, false, "n", "unnamed")
}

/// `VPP_TOKEN`.
pub(crate) fn shouty_snake(name: &str) -> String {
    let spelled = settled(&words::shouty_snake(&letters(name)), |c| !c.is_lowercase());
    finish(spelled, false, "N", "UNNAMED")
}

/// As [`snake`], in ASCII: what a file or a module is called.
pub(crate) fn file(name: &str) -> String {
    snake(&letters::ascii(name))
}

/// In Unicode's form C, in which the compiler reads identifiers. A letter that has become another one by its case
/// and may not stand in an identifier, or that has no form of that case, is spelled in ASCII.
fn settled(name: &str, is_cased: impl Fn(char) -> bool) -> String {
    if name.is_ascii() {
        return name.to_owned();
    }
    let mut settled = String::with_capacity(name.len());
    for c in name.nfc() {
        if c == '_' || is_allowed(c) && is_cased(c) {
            settled.push(c);
            continue;
        }
        let spelled = in_ascii(c);
        let cased = match is_cased('a') {
            true => spelled.to_lowercase(),
            false => spelled.to_uppercase(),
        };
        settled.push_str(&cased);
    }
    settled
}

/// Keywords that cannot be raw identifiers.
pub(crate) const NEVER_RAW: [&str; 5] = ["Self", "_", "crate", "self", "super"];

/// The identifier spelled so. Keywords that can be raw are; the others get an underscore.
pub(crate) fn ident(name: &str) -> Ident {
    match name {
        _ if NEVER_RAW.contains(&name) => Ident::new(&format!("{name}_"), Span::call_site()),
        _ if is_keyword(name) => Ident::new_raw(name, Span::call_site()),
        _ => Ident::new(name, Span::call_site()),
    }
}

/// Words that cannot be names, sorted: those that Rust uses and those that it reserves.
const KEYWORDS: [&str; 47] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "if", "impl", "in", "let", "loop",
    "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static",
    "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual",
    "where", "while", "yield",
];

fn is_keyword(name: &str) -> bool {
    // `gen` is one since edition 2024, which generated crates are of.
    name == "gen" || KEYWORDS.binary_search(&name).is_ok()
}

/// Returns whether an identifier in the text of a file has letters that are not ASCII.
pub(crate) fn has_scripts(text: &str) -> bool {
    fn any(tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => !ident.to_string().is_ascii(),
            TokenTree::Group(group) => any(group.stream()),
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        })
    }
    // Most have them in texts, if at all.
    !text.is_ascii() && text.parse().is_ok_and(any)
}

fn finish(mut name: String, is_wrong: bool, prefix: &str, unnamed: &str) -> String {
    if name.is_empty() {
        name = unnamed.into();
    }
    if is_wrong || !name.starts_with(is_xid_start) {
        name.insert_str(0, prefix);
    }
    name
}

/// The names that are taken in one scope. Of two that look alike, though their letters differ, the second one
/// is taken as well.
#[derive(Clone, Debug, Default)]
pub(crate) struct Taken {
    names: BTreeSet<String>,
    /// The skeletons of names that are not all ASCII (UTS 39, 4).
    looks: BTreeSet<String>,
}

impl Taken {
    /// A scope in which `names` are taken from the start.
    pub(crate) fn new(names: &[&str]) -> Self {
        Self {
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            looks: BTreeSet::new(),
        }
    }

    /// Keeps `name` from what comes; it may be taken already.
    pub(crate) fn reserve(&mut self, name: &str) {
        self.names.insert(name.to_owned());
    }

    fn insert(&mut self, name: &str) -> bool {
        let is_ascii = name.is_ascii();
        if !is_ascii || !self.looks.is_empty() {
            let look: String = skeleton(name).collect();
            let alike = |known: &String| skeleton(known).eq(look.chars());
            if self.looks.contains(&look) || !is_ascii && self.names.iter().any(alike) {
                return false;
            }
            if !is_ascii {
                self.looks.insert(look);
            }
        }
        self.names.insert(name.to_owned())
    }

    /// Takes `name`; where it is taken, `name` with `suffix`, and where that is, with a number.
    pub(crate) fn take(&mut self, name: String, suffix: &str) -> String {
        if self.insert(&name) {
            return name;
        }
        let is_camel = match suffix {
            "" => !name.contains('_') && !name.starts_with(char::is_lowercase),
            _ => suffix.contains(char::is_uppercase) && suffix.contains(char::is_lowercase),
        };
        let joint = if is_camel { "" } else { "_" };
        let longer = if suffix.is_empty() {
            name
        } else {
            format!("{name}{joint}{suffix}")
        };
        if !suffix.is_empty() && self.insert(&longer) {
            return longer;
        }
        let mut number = 2_u32;
        loop {
            let numbered = format!("{longer}{joint}{number}");
            if self.insert(&numbered) {
                return numbered;
            }
            number += 1;
        }
    }
}
