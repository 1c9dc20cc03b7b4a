//! Bodies are written as serde_json writes them, byte for byte.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;

use graphwright::json::to_vec;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Value, json};

#[track_caller]
fn same<T: Serialize>(value: &T) {
    let expected = serde_json::to_string(value).unwrap();
    assert_eq!(String::from_utf8(to_vec(value).unwrap()).unwrap(), expected);
}

#[test]
fn a_character_is_escaped_wherever_it_stands_in_a_text() {
    let characters = ('\0'..='\u{ff}').chain(['\u{7ff}', '\u{2028}', '\u{ffff}', '\u{10ffff}']);
    for character in characters {
        for length in 0..20 {
            for at in 0..=length {
                let (before, after) = ("x".repeat(at), "é".repeat(length - at));
                same(&format!("{before}{character}{after}"));
                same(&format!("{after}{character}{before}"));
            }
        }
    }
}

#[test]
fn texts_of_all_lengths_are_kept() {
    for length in 0..300 {
        same(&"a".repeat(length));
        same(&["ü", "\u{20ac}", "\u{1f600}"].map(|text| text.repeat(length)));
        same(&format!("{}\n", "a".repeat(length)));
    }
}

#[derive(Serialize)]
enum Shape {
    Unit,
    Newtype(Option<i32>),
    Tuple(u8, String),
    Struct { a: f64, b: &'static [&'static str] },
}

#[derive(Serialize)]
struct Unit;

#[derive(Serialize)]
struct Tuple(i8, char, ());

#[derive(Serialize)]
struct All {
    shapes: Vec<Shape>,
    none: Option<String>,
    some: Option<String>,
    #[serde(rename = "na\"me\u{1}")]
    unit: Unit,
    tuple: Tuple,
    array: [bool; 2],
    pair: (u128, i128),
    floats: [f32; 4],
    empty: Vec<u8>,
    nothing: BTreeMap<String, u8>,
    raw: Box<RawValue>,
    value: Value,
}

#[test]
fn every_shape_of_serde_is_written_alike() {
    let all = All {
        shapes: vec![
            Shape::Unit,
            Shape::Newtype(Some(-5)),
            Shape::Newtype(None),
            Shape::Tuple(255, "a\"b".into()),
            Shape::Struct {
                a: 1e300,
                b: &["x", "\u{7f}"],
            },
            Shape::Struct {
                a: f64::NAN,
                b: &[],
            },
        ],
        none: None,
        some: Some("/ is not escaped".into()),
        unit: Unit,
        tuple: Tuple(i8::MIN, '\n', ()),
        array: [true, false],
        pair: (u128::MAX, i128::MIN),
        floats: [0.1, -0.0, f32::MAX, f32::INFINITY],
        empty: Vec::new(),
        nothing: BTreeMap::new(),
        raw: RawValue::from_string(r#"{ "a" : [1.500, "\u0041"] }"#.into()).unwrap(),
        value: json!({"a": [1, -2, 0.5, null, {"b": "c"}], "": {}}),
    };
    same(&all);
    same(&[&all, &all]);
}

struct Bytes;

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&[0, 34, 255])
    }
}

struct Shown;

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}\t{}", 1, '"'))
    }
}

#[test]
fn what_only_a_type_of_its_own_asks_for_is_written_alike() {
    same(&Bytes);
    same(&Shown);
    same(&BTreeMap::from([("a", (Bytes, Shown))]));
}

#[test]
fn keys_of_maps_are_strings_or_are_made_strings() {
    same(&BTreeMap::from([("a", 1), ("quote\"", 2)]));
    same(&BTreeMap::from([(-1_i64, "a"), (20, "b")]));
    same(&BTreeMap::from([(true, 1), (false, 2)]));
    same(&BTreeMap::from([('a', 1), ('"', 2)]));
    same(&BTreeMap::from([(u128::MAX, [(); 1])]));
}

#[test]
fn what_cannot_be_a_key_is_an_error() {
    assert!(to_vec(&BTreeMap::from([((), 1)])).is_err());
    assert!(to_vec(&BTreeMap::from([([1], 1)])).is_err());
    assert!(to_vec(&BTreeMap::from([(None::<u8>, 1)])).is_err());
}
