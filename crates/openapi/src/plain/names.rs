//! Names types.
//!
//! A component has its own name, as far as a type may have it. What stands inline is called by what
//! it stands in, so that its name changes only when that does.

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::TypeName;
use graphwright_api::names::continues_identifier;

use crate::pointer;

/// The longest name of a type, less what a number may add (CSDL 4.01, 15.2).
const LONGEST: usize = 120;

/// The names of one document.
#[derive(Debug, Default)]
pub(super) struct Names {
    components: BTreeMap<String, TypeName>,
    taken: BTreeSet<String>,
}

impl Names {
    /// Names for these components, in the order of their names.
    pub(super) fn new<'a>(components: impl Iterator<Item = &'a str>) -> Self {
        let mut names = Self::default();
        let sorted: BTreeSet<&str> = components.collect();
        // What can keep its name has it before another is repaired into it.
        let (good, other): (Vec<&str>, Vec<&str>) =
            sorted.into_iter().partition(|name| repaired(name) == *name);
        for name in good.into_iter().chain(other) {
            let free = names.free(repaired(name));
            names.components.insert(name.to_owned(), free);
        }
        names
    }

    /// The name of a component.
    pub(super) fn component(&self, name: &str) -> Option<&TypeName> {
        self.components.get(name)
    }

    /// A name for what stands inline: `wanted`, or one like it.
    pub(super) fn inline(&mut self, wanted: &str) -> TypeName {
        self.free(repaired(wanted))
    }

    fn free(&mut self, wanted: String) -> TypeName {
        let mut name = wanted.clone();
        let mut number = 2_u32;
        while !self.taken.insert(name.to_lowercase()) {
            name = format!("{wanted}_{number}");
            number += 1;
        }
        TypeName::new(name)
    }
}

/// Returns what is inline in a component that several operations share is called, and where it stands.
pub(super) fn shared(section: &str, name: &str, what: &str) -> (String, String) {
    let at = pointer::join(&format!("/components/{section}"), name);
    (format!("{}_{what}", part(name)), at)
}

/// `name` as the name of a type: its dots are those of a namespace if each part is a word.
fn repaired(name: &str) -> String {
    let parts: Vec<&str> = name.split('.').collect();
    if parts
        .iter()
        .any(|part| !part.starts_with(char::is_alphabetic))
    {
        return word(&part(name));
    }
    let parts: Vec<String> = parts.into_iter().map(word).collect();
    parts.join(".")
}

/// A name as a part of a longer one, in which no dot ends a namespace.
pub(super) fn part(name: &str) -> String {
    name.replace('.', "_")
}

fn word(text: &str) -> String {
    let mut word: String = text
        .chars()
        .map(|c| if continues_identifier(c) { c } else { '_' })
        .take(LONGEST)
        .collect();
    if !word.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        word.insert(0, '_');
    }
    word
}
