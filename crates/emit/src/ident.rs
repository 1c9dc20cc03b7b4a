//! From words to Rust identifiers: case, keywords, digits, characters that Rust does not take.

use std::collections::BTreeSet;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};

/// `VppToken`.
pub(crate) fn upper_camel(name: &str) -> String {
    finish(spell(name).to_upper_camel_case(), "N", "Unnamed")
}

/// `vpp_token`.
pub(crate) fn snake(name: &str) -> String {
    finish(spell(name).to_snake_case(), "n", "unnamed")
}

/// `VPP_TOKEN`.
pub(crate) fn shouty_snake(name: &str) -> String {
    finish(spell(name).to_shouty_snake_case(), "N", "UNNAMED")
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

/// Letters and digits of ASCII stay, other letters become their code (`é` is `ue9`), and the rest
/// ends a word. An identifier may be longer than ASCII allows, but a module's file may not be named
/// by other letters, and two names that look alike must not be.
fn spell(name: &str) -> String {
    let mut spelled = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            c if c.is_ascii_alphanumeric() => spelled.push(c),
            c if c.is_alphanumeric() => spelled.push_str(&format!("u{:x}", u32::from(c))),
            _ => spelled.push(' '),
        }
    }
    spelled
}

fn finish(mut name: String, prefix: &str, unnamed: &str) -> String {
    if name.is_empty() {
        name = unnamed.into();
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert_str(0, prefix);
    }
    name
}

/// The names that are taken in one scope.
#[derive(Clone, Debug, Default)]
pub(crate) struct Taken(BTreeSet<String>);

impl Taken {
    /// A scope in which `names` are taken from the start.
    pub(crate) fn new(names: &[&str]) -> Self {
        Self(names.iter().map(|name| (*name).to_owned()).collect())
    }

    /// Keeps `name` from what comes; it may be taken already.
    pub(crate) fn reserve(&mut self, name: &str) {
        self.0.insert(name.to_owned());
    }

    /// Takes `name`; where it is taken, `name` with `suffix`, and where that is, with a number.
    pub(crate) fn take(&mut self, name: String, suffix: &str) -> String {
        if self.0.insert(name.clone()) {
            return name;
        }
        let joint = if name.contains('_') || name.starts_with(|c: char| c.is_lowercase()) {
            "_"
        } else {
            ""
        };
        let longer = if suffix.is_empty() {
            name
        } else {
            format!("{name}{joint}{suffix}")
        };
        if !suffix.is_empty() && self.0.insert(longer.clone()) {
            return longer;
        }
        let mut number = 2_u32;
        loop {
            let numbered = format!("{longer}{joint}{number}");
            if self.0.insert(numbered.clone()) {
                return numbered;
            }
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_sorted_and_are_those_that_syn_refuses() {
        assert!(KEYWORDS.is_sorted());
        for word in KEYWORDS {
            assert!(syn::parse_str::<Ident>(word).is_err(), "{word}");
        }
        // What is a keyword in some places only is a name.
        for word in ["auto", "default", "macro_rules", "raw", "safe", "union"] {
            assert!(
                !is_keyword(word) && syn::parse_str::<Ident>(word).is_ok(),
                "{word}"
            );
        }
    }
}
