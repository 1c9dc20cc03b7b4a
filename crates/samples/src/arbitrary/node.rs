//! JSON as it is made and made smaller: scalars are text, so a number keeps its digits.

use std::fmt;

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// A number, string, Boolean or null, as it is written.
    Scalar(String),
    /// An array.
    Array(Vec<Node>),
    /// An object: names, as they are written between quotes, and values.
    Object(Vec<(String, Node)>),
}

/// How many values a failing one is compared with while it is made smaller.
const TRIALS: usize = 600;

impl Node {
    /// The scalar that is written so.
    pub fn scalar(text: impl Into<String>) -> Self {
        Self::Scalar(text.into())
    }

    /// Returns how many values there are in it, itself included.
    pub fn size(&self) -> usize {
        match self {
            Self::Scalar(_) => 1,
            Self::Array(items) => 1 + items.iter().map(Self::size).sum::<usize>(),
            Self::Object(members) => {
                1 + members.iter().map(|(_, value)| value.size()).sum::<usize>()
            }
        }
    }

    /// The smallest value found, from this one, for which `fails` holds; it holds for this one.
    pub fn shrink(&self, mut fails: impl FnMut(&Self) -> bool) -> Self {
        let mut least = self.clone();
        let mut left = TRIALS;
        'smaller: loop {
            for candidate in least.smaller() {
                if left == 0 {
                    break 'smaller;
                }
                left -= 1;
                if fails(&candidate) {
                    least = candidate;
                    continue 'smaller;
                }
            }
            break;
        }
        least
    }

    /// Values that are smaller by one step; those that are much smaller first.
    fn smaller(&self) -> Vec<Self> {
        match self {
            Self::Scalar(_) => Vec::new(),
            Self::Array(items) => {
                let mut all: Vec<Self> = fewer(items).into_iter().map(Self::Array).collect();
                for (index, item) in items.iter().enumerate() {
                    for smaller in item.smaller() {
                        let mut items = items.clone();
                        items[index] = smaller;
                        all.push(Self::Array(items));
                    }
                }
                all
            }
            Self::Object(members) => {
                let mut all: Vec<Self> = fewer(members).into_iter().map(Self::Object).collect();
                for (index, (_, value)) in members.iter().enumerate() {
                    for smaller in value.smaller() {
                        let mut members = members.clone();
                        members[index].1 = smaller;
                        all.push(Self::Object(members));
                    }
                }
                all
            }
        }
    }

    /// Writes it with `space` between tokens.
    pub fn write(&self, space: &str, to: &mut String) {
        match self {
            Self::Scalar(text) => to.push_str(text),
            Self::Array(items) => {
                to.push('[');
                for (index, item) in items.iter().enumerate() {
                    to.push_str(if index == 0 { "" } else { "," });
                    to.push_str(space);
                    item.write(space, to);
                }
                to.push_str(space);
                to.push(']');
            }
            Self::Object(members) => {
                to.push('{');
                for (index, (name, value)) in members.iter().enumerate() {
                    to.push_str(if index == 0 { "" } else { "," });
                    to.push_str(space);
                    to.push('"');
                    to.push_str(name);
                    to.push('"');
                    to.push_str(space);
                    to.push(':');
                    to.push_str(space);
                    value.write(space, to);
                }
                to.push_str(space);
                to.push('}');
            }
        }
    }
}

/// Without the first half, without the second, and without each.
fn fewer<T: Clone>(all: &[T]) -> Vec<Vec<T>> {
    let half = all.len() / 2;
    let mut fewer = Vec::new();
    if half > 1 {
        fewer.push(all[half..].to_vec());
        fewer.push(all[..half].to_vec());
    }
    for index in 0..all.len() {
        let mut less = all.to_vec();
        less.remove(index);
        fewer.push(less);
    }
    fewer
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.write("", &mut text);
        f.write_str(&text)
    }
}
