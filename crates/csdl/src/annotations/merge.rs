//! Merges what is annotated twice: two annotations of one term on one target, two records of a collection that speak
//! of one thing.
//!
//! CSDL allows neither (CSDL XML 4.01, 14.2), but corrected metadata has both. What they say is taken together;
//! where they contradict each other the first counts, and the other is kept to be reported.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use graphwright_api::Origin;

use super::{Annotations, Expression, Value};

/// Members of a record that say what it speaks of.
const SUBJECTS: [&str; 2] = ["NavigationProperty", "Name"];

/// A value that two annotations say otherwise.
pub(crate) struct Contradiction<'a> {
    pub(crate) target: &'a str,
    /// The term, and the members of records that lead to the value.
    pub(crate) what: String,
    /// The value that counts.
    pub(crate) first: (Origin, String),
    /// The value that does not count.
    pub(crate) other: (Origin, &'a str),
}

impl Value {
    /// Adds what another annotation says.
    pub(super) fn merge(&mut self, other: Self) {
        match (&mut self.expression, other.expression) {
            (Expression::Record(known), Expression::Record(more)) => merge_records(known, more),
            (Expression::Collection(known), Expression::Collection(more)) => {
                merge_items(known, more);
            }
            // Nothing is known of what depends on data.
            (Expression::Dynamic, _) | (_, Expression::Dynamic) => {}
            (known, other_value) => {
                if known.written() != other_value.written() {
                    self.others.push((other.origin, other_value.shown()));
                }
            }
        }
    }

    fn collect<'a>(&'a self, target: &'a str, what: &str, into: &mut Vec<Contradiction<'a>>) {
        if !self.used.get() {
            return;
        }
        for (origin, text) in &self.others {
            into.push(Contradiction {
                target,
                what: what.to_owned(),
                first: (self.origin, self.expression.shown()),
                other: (*origin, text),
            });
        }
        let items = std::slice::from_ref(&self.expression);
        let items = match &self.expression {
            Expression::Collection(items) => items,
            _ => items,
        };
        for item in items {
            if let Expression::Record(members) = item {
                for (name, member) in members {
                    member.collect(target, &format!("{what}/{name}"), into);
                }
            }
        }
    }
}

impl Annotations {
    /// Returns the values that count and that another annotation contradicts.
    pub(crate) fn contradictions(&self) -> Vec<Contradiction<'_>> {
        let mut found = Vec::new();
        for (target, terms) in &self.0 {
            for (term, value) in terms {
                value.collect(target, term, &mut found);
            }
        }
        found
    }
}

fn merge_records(known: &mut BTreeMap<String, Value>, more: BTreeMap<String, Value>) {
    for (name, value) in more {
        match known.get_mut(&name) {
            Some(known) => known.merge(value),
            None => {
                known.insert(name, value);
            }
        }
    }
}

/// Adds items that are not there; a record is there if one speaks of the same.
pub(super) fn merge_items(known: &mut Vec<Expression>, more: Vec<Expression>) {
    let mut places: HashMap<String, usize> = HashMap::new();
    for (place, item) in known.iter().enumerate() {
        places.entry(item.subject()).or_insert(place);
    }
    for item in more {
        let subject = item.subject();
        let same = places.get(&subject).and_then(|place| known.get_mut(*place));
        match (same, item) {
            (Some(Expression::Record(known)), Expression::Record(more)) => {
                merge_records(known, more);
            }
            (Some(_), _) => {}
            (None, item) => {
                places.insert(subject, known.len());
                known.push(item);
            }
        }
    }
}

impl Expression {
    /// Returns what tells an item of a collection from others: what it speaks of, or all of it.
    fn subject(&self) -> String {
        let said = SUBJECTS.iter().find_map(|name| match self {
            Self::Record(members) => members.get(*name)?.expression.as_text(),
            _ => None,
        });
        said.map_or_else(|| self.written(), |subject| format!("of {subject}"))
    }

    /// The value as one text, alike for values that are alike.
    fn written(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) {
        match self {
            Self::Text(value) => {
                let _ = write!(text, "{value:?}");
            }
            Self::Bool(value) => {
                let _ = write!(text, "{value}");
            }
            Self::Record(members) => {
                text.push('{');
                for (name, member) in members {
                    let _ = write!(text, "{name:?}:");
                    member.expression.write(text);
                    text.push(',');
                }
                text.push('}');
            }
            Self::Collection(items) => {
                text.push('[');
                for item in items {
                    item.write(text);
                    text.push(',');
                }
                text.push(']');
            }
            Self::Dynamic => text.push('?'),
        }
    }

    /// As a message shows it.
    fn shown(&self) -> String {
        match self {
            Self::Text(text) => format!("`{}`", text.escape_debug()),
            Self::Bool(value) => format!("`{value}`"),
            Self::Record(_) => "a record".to_owned(),
            Self::Collection(_) => "a collection".to_owned(),
            Self::Dynamic => "an expression".to_owned(),
        }
    }
}
