//! The template of a request: its method and its path, with keys and arguments left open.

use std::fmt;

use crate::Api;
use crate::route::{Part, Route, Value};

/// A method and a path whose keys and arguments are left open, but for keys that stand there as they are. The steps are
/// those that a generated crate takes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Template {
    pub(super) path: Vec<Piece>,
    pub(super) method: String,
}

/// A piece of a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Piece {
    /// Text that every such path has.
    Text(String),
    /// A key as it is, in lower case.
    Key(String),
    /// Any key.
    AnyKey,
    /// Any argument.
    AnyArgument,
}

impl Template {
    /// The template of the request that `route` makes with that method. There is none where a key or an argument is
    /// open in part: what stands there is no key, such as the call of a function that the description does not have.
    pub fn of(api: &Api, method: &str, route: &Route) -> Option<Self> {
        let mut path = Vec::new();
        for (part, value) in route.parts(api) {
            if value.is_some_and(Value::is_partly_placeholder) {
                return None;
            }
            path.push(match (part, value) {
                (Part::Text(text), _) => Piece::Text(text),
                (Part::Key(_), Some(value)) if !value.is_placeholder() => {
                    Piece::Key(value.text.to_ascii_lowercase())
                }
                (Part::Key(_), _) => Piece::AnyKey,
                (Part::Argument(_), _) => Piece::AnyArgument,
            });
        }
        let method = method.to_owned();
        Some(Self { path, method })
    }

    /// Returns whether a key is written out in it.
    pub fn has_key(&self) -> bool {
        self.path.iter().any(|piece| matches!(piece, Piece::Key(_)))
    }

    /// The path to each key that is written out in it, the key included.
    pub(super) fn to_keys(&self) -> impl Iterator<Item = String> {
        let pieces = self.path.iter().enumerate();
        let keys = pieces.filter(|(_, piece)| matches!(piece, Piece::Key(_)));
        keys.map(|(at, _)| written(&self.path[..=at]))
    }
}

/// The path as `graphwright` hashes it.
fn written(path: &[Piece]) -> String {
    let pieces = path.iter().map(|piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Key(key) => format!("{{{key}}}"),
        Piece::AnyKey | Piece::AnyArgument => "{}".to_owned(),
    });
    pieces.collect()
}

/// The path, a space and the method: `/users/{}/messages GET`.
impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", written(&self.path), self.method)
    }
}
