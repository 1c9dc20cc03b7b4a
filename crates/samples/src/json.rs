//! Compares JSON texts as values, without losing anything of them.
//!
//! `serde_json::Value` would not do: it rounds numbers and drops members that stand twice.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess};
use serde_json::value::RawValue;

/// How deep arrays and objects may stand in each other: as deep as `serde_json` reads them.
const DEPTH: usize = 128;

/// The first place where two JSON texts differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The place, as a JSON pointer (RFC 6901).
    pub pointer: String,
    /// The value in the first text; empty if there is none.
    pub left: String,
    /// The value in the second text; empty if there is none.
    pub right: String,
    /// Why that is a difference.
    pub reason: Reason,
}

/// Why two JSON texts are not the same value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// They have different values.
    Differs,
    /// One of them is no JSON (RFC 8259).
    NotJson,
    /// Arrays and objects stand in each other too deep to be compared.
    TooDeep,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = match self.reason {
            Reason::Differs => "is not",
            Reason::NotJson => "cannot be compared, since one is not JSON, with",
            Reason::TooDeep => "is too deep to be compared with",
        };
        let (left, right) = (Shown(&self.left), Shown(&self.right));
        write!(f, "at \"{}\": {left} {why} {right}", self.pointer)
    }
}

impl std::error::Error for Difference {}

/// A text, cut where it is too long for a message.
struct Shown<'a>(&'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(200) {
            None if self.0.is_empty() => f.write_str("nothing"),
            None => f.write_str(self.0),
            Some((end, _)) => write!(f, "{}…", self.0.get(..end).unwrap_or_default()),
        }
    }
}

/// Returns whether two JSON texts are the same value.
///
/// The order of the members of an object does not matter; members of one name are compared in
/// their order. Numbers are the same if their text is (`1.0` is not `1.00`), strings if what they
/// stand for is (`"\u0041"` is `"A"`).
///
/// # Errors
/// The first place, in the order of `left`, where they differ.
pub fn same_json(left: &str, right: &str) -> Result<(), Difference> {
    let mut place = Vec::new();
    let parsed = |text| serde_json::from_str::<&RawValue>(text);
    let (Ok(l), Ok(r)) = (parsed(left), parsed(right)) else {
        return differ(&place, left, right, Reason::NotJson);
    };
    same(l, r, &mut place)
}

/// A step from a value into a part of it.
enum Step {
    Member(String),
    Item(usize),
}

fn differ(place: &[Step], left: &str, right: &str, reason: Reason) -> Result<(), Difference> {
    let steps = place.iter().map(|step| match step {
        Step::Member(name) => format!("/{}", name.replace('~', "~0").replace('/', "~1")),
        Step::Item(index) => format!("/{index}"),
    });
    Err(Difference {
        pointer: steps.collect(),
        left: left.to_owned(),
        right: right.to_owned(),
        reason,
    })
}

fn same(left: &RawValue, right: &RawValue, place: &mut Vec<Step>) -> Result<(), Difference> {
    let (l, r) = (left.get(), right.get());
    if place.len() > DEPTH {
        return differ(place, l, r, Reason::TooDeep);
    }
    let kinds = (l.as_bytes().first(), r.as_bytes().first());
    match kinds {
        (Some(b'{'), Some(b'{')) => match (read::<Members>(l), read::<Members>(r)) {
            (Some(l), Some(r)) => same_members(l, r, place),
            _ => differ(place, l, r, Reason::NotJson),
        },
        (Some(b'['), Some(b'[')) => match (read(l), read(r)) {
            (Some(l), Some(r)) => same_items(l, r, place),
            _ => differ(place, l, r, Reason::NotJson),
        },
        (Some(b'"'), Some(b'"')) => match (read::<String>(l), read::<String>(r)) {
            (Some(one), Some(other)) if one == other => Ok(()),
            (Some(_), Some(_)) => differ(place, l, r, Reason::Differs),
            // Half a surrogate pair is JSON, but no text: it has only its spelling.
            _ if l == r => Ok(()),
            _ => differ(place, l, r, Reason::Differs),
        },
        _ if l == r => Ok(()),
        _ => differ(place, l, r, Reason::Differs),
    }
}

fn same_items(
    left: Vec<&RawValue>,
    right: Vec<&RawValue>,
    place: &mut Vec<Step>,
) -> Result<(), Difference> {
    for index in 0..left.len().max(right.len()) {
        place.push(Step::Item(index));
        same_or_absent(left.get(index), right.get(index), place)?;
        place.pop();
    }
    Ok(())
}

fn same_members(left: Members, right: Members, place: &mut Vec<Step>) -> Result<(), Difference> {
    let mut others = BTreeMap::<String, Vec<&RawValue>>::new();
    for (name, value) in right.0.into_iter().rev() {
        others.entry(name).or_default().push(value);
    }
    for (name, value) in left.0 {
        let other = others.get_mut(&name).and_then(Vec::pop);
        place.push(Step::Member(name));
        same_or_absent(Some(&value), other.as_ref(), place)?;
        place.pop();
    }
    for (name, mut values) in others {
        place.push(Step::Member(name));
        same_or_absent(None, values.pop().as_ref(), place)?;
        place.pop();
    }
    Ok(())
}

fn same_or_absent(
    left: Option<&&RawValue>,
    right: Option<&&RawValue>,
    place: &mut Vec<Step>,
) -> Result<(), Difference> {
    match (left, right) {
        (Some(l), Some(r)) => same(l, r, place),
        (Some(l), None) => differ(place, l.get(), "", Reason::Differs),
        (None, Some(r)) => differ(place, "", r.get(), Reason::Differs),
        (None, None) => Ok(()),
    }
}

/// The JSON in `text` as a `T`.
pub(crate) fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Option<T> {
    serde_json::from_str(text).ok()
}

/// The members of an object as they stand in the text.
pub(crate) struct Members<'a>(pub(crate) Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn difference(left: &str, right: &str) -> (String, String, String) {
        let found = same_json(left, right).unwrap_err();
        assert_eq!(found.reason, Reason::Differs);
        (found.pointer, found.left, found.right)
    }

    fn texts(pointer: &str, left: &str, right: &str) -> (String, String, String) {
        (pointer.into(), left.into(), right.into())
    }

    #[test]
    fn member_order_space_and_escapes_do_not_matter() {
        let left = r#"{"a":[1,"\u0041\/"],"b":{"c":null,"d":true}}"#;
        let right = "\t{ \"b\" : {\"d\":true,\"c\":null}, \"\\u0061\" : [ 1 , \"A/\" ] }\r\n";
        assert_eq!(same_json(left, right), Ok(()));
    }

    #[test]
    fn numbers_are_compared_by_their_text() {
        assert_eq!(same_json(" 1.00", "1.00 "), Ok(()));
        for (left, right) in [
            ("1.0", "1.00"),
            ("1e2", "100"),
            ("0", "-0"),
            ("12345678901234567890123", "12345678901234567890124"),
        ] {
            assert_eq!(difference(left, right), texts("", left, right));
        }
    }

    #[test]
    fn the_pointer_leads_to_the_difference() {
        assert_eq!(
            difference(
                r#"{"x":0,"a/b~":[{},{"c":1}]}"#,
                r#"{"a/b~":[{},{"c":"1"}],"x":0}"#
            ),
            texts("/a~1b~0/1/c", "1", "\"1\"")
        );
    }

    #[test]
    fn null_and_absent_differ_on_either_side() {
        assert_eq!(difference(r#"{"a":null}"#, "{}"), texts("/a", "null", ""));
        assert_eq!(difference("{}", r#"{"a":null}"#), texts("/a", "", "null"));
        assert_eq!(difference("[1]", "[1,2]"), texts("/1", "", "2"));
        assert_eq!(difference("[1,2]", "[1]"), texts("/1", "2", ""));
    }

    #[test]
    fn a_member_that_stands_twice_is_compared_twice() {
        let twice = r#"{"a":1,"b":0,"a":2}"#;
        assert_eq!(same_json(twice, r#"{"a":1,"a":2,"b":0}"#), Ok(()));
        assert_eq!(difference(twice, r#"{"a":2,"b":0}"#), texts("/a", "1", "2"));
        assert_eq!(
            difference(r#"{"a":2,"a":1,"b":0}"#, twice),
            texts("/a", "2", "1")
        );
        assert_eq!(difference(r#"{"b":0,"a":1}"#, twice), texts("/a", "", "2"));
    }

    #[test]
    fn kinds_of_values_are_told_apart() {
        let values = ["null", "true", "false", "0", "\"\"", "[]", "{}", "\"null\""];
        for left in values {
            for right in values {
                assert_eq!(same_json(left, right).is_ok(), left == right);
            }
        }
    }

    #[test]
    fn half_a_surrogate_pair_is_the_same_only_as_itself() {
        assert_eq!(same_json(r#"["\ud800"]"#, r#"["\ud800"]"#), Ok(()));
        assert_eq!(
            difference(r#"["\ud800"]"#, r#"["\ud801"]"#),
            texts("/0", r#""\ud800""#, r#""\ud801""#)
        );
    }

    #[test]
    fn what_is_no_json_is_never_the_same() {
        for (left, right) in [
            ("{", "{"),
            ("01", "01"),
            ("", ""),
            ("[1,]", "[1]"),
            ("1", "1 1"),
        ] {
            assert_eq!(same_json(left, right).unwrap_err().reason, Reason::NotJson);
        }
    }

    #[test]
    fn any_depth_is_answered() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(same_json(&nested(128), &nested(128)), Ok(()));
        let deep = nested(100_000);
        assert_eq!(same_json(&deep, &deep).unwrap_err().reason, Reason::TooDeep);
    }

    #[test]
    fn a_message_says_where_and_what() {
        let found = same_json(r#"{"a":1.0}"#, r#"{"a":1.00}"#).unwrap_err();
        assert_eq!(found.to_string(), r#"at "/a": 1.0 is not 1.00"#);
        let long = format!("\"{}\"", "é".repeat(300));
        let message = same_json(&long, "{}").unwrap_err().to_string();
        assert!(message.ends_with("é… is not {}"), "{message}");
    }
}
