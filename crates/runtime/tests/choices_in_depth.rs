//! Values that are one of several types, in each other: of twice the depth, they take twice the instructions to read and
//! to write. Each case is run by this program itself, as a process of its own, under perf or valgrind.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../../../xtask/src/bench/instructions.rs"]
mod count;

use std::env;
use std::hint::black_box;

use count::Counter;
use graphwright::json::{from_slice, to_vec};
use graphwright::serde::de::DeserializeOwned;
use graphwright::{Additional, Body, Json, Map, Value};

struct Leaf {
    value: Option<i64>,
    additional: Additional,
}
graphwright::model!(Leaf = "Leaf", [VALUE value "value"]);

struct Branch {
    left: Option<Tree>,
    right: Option<Vec<Tree>>,
    additional: Additional,
}
graphwright::model!(Branch = "Branch", [LEFT left "left", RIGHT right "right"]);

#[derive(Clone, PartialEq)]
#[non_exhaustive]
enum Tree {
    Leaf(Box<Leaf>),
    Branch(Box<Branch>),
    Many(Vec<Tree>),
    Named(Map<Tree>),
    Text(String),
    Unrecognized(Json),
}
graphwright::one_of!(Tree, [
    Leaf boxed(Leaf) tags() required(),
    Branch boxed(Branch) tags() required(),
    Many plain(Vec<Tree>) tags() required(),
    Named plain(Map<Tree>) tags() required(),
    Text plain(String) tags() required(),
]);

struct One {
    kind: Option<String>,
    next: Option<Told>,
    additional: Additional,
}
graphwright::model!(One = "One", [KIND kind "kind", NEXT next "next"]);

#[derive(Clone, PartialEq)]
#[non_exhaustive]
enum Told {
    One(Box<One>),
    Other(Box<Leaf>),
    Unrecognized(Json),
}
graphwright::one_of!(Told by("kind"), [
    One boxed(One) tags(("one")) required(),
    Other boxed(Leaf) tags(("other")) required(),
]);

/// `inner` in `count` times `before` and `after`.
fn nested(count: usize, before: &str, inner: &str, after: &str) -> String {
    before.repeat(count) + inner + &after.repeat(count)
}

/// Reads a value, which is written, copied and compared as well.
fn read<T: Value + Clone + PartialEq + DeserializeOwned>(json: &str) -> T {
    let value: T = from_slice(json.as_bytes()).unwrap();
    // Members may come in another order.
    assert_eq!(to_vec(&value).unwrap().len(), json.len());
    black_box(Json::new(&Body::plain_value(&value)).unwrap());
    assert!(value.clone() == value);
    value
}

/// Reads a text that grows with `size`. What has no end in time for 120 would never end.
fn work(case: &str, size: usize) {
    match case {
        "objects in each other" => {
            let tree = read(&nested(size, r#"{"left":"#, r#""a""#, "}"));
            assert!(matches!(tree, Tree::Branch(_)));
        }
        "arrays in each other" => {
            let tree = read(&nested(size, "[", r#""a""#, "]"));
            assert!(matches!(tree, Tree::Many(_)));
        }
        "objects in arrays in objects" => {
            let tree = read(&nested(size / 2, r#"{"right":["#, r#""a""#, "]}"));
            assert!(matches!(tree, Tree::Branch(_)));
        }
        "maps in each other" => {
            let tree = read(&nested(size, r#"{"some":"#, r#""a""#, "}"));
            assert!(matches!(tree, Tree::Leaf(_) | Tree::Named(_)));
        }
        "many members" => {
            let members: Vec<String> = (0..size * 10)
                .map(|number| format!(r#""m{number}":{{"left":"a"}}"#))
                .collect();
            let tree = read(&format!("{{{}}}", members.join(",")));
            assert!(matches!(tree, Tree::Named(_)));
        }
        "many items" => {
            let items = vec![r#"{"left":["a",{"value":1}]}"#; size * 10];
            let tree = read(&format!("[{}]", items.join(",")));
            assert!(matches!(tree, Tree::Many(_)));
        }
        "tags behind what they tell of" => {
            let told = read(&nested(
                size,
                r#"{"next":"#,
                r#"{"kind":"other"}"#,
                r#","kind":"one"}"#,
            ));
            assert!(matches!(told, Told::One(_)));
        }
        "tags that are missing" => {
            let told = read(&nested(size, r#"{"next":"#, "null", "}"));
            assert!(matches!(told, Told::Unrecognized(_)));
        }
        other => panic!("no case is called {other}"),
    }
}

const CASES: [&str; 8] = [
    "objects in each other",
    "arrays in each other",
    "objects in arrays in objects",
    "maps in each other",
    "many members",
    "many items",
    "tags behind what they tell of",
    "tags that are missing",
];

const CASE: &str = "GRAPHWRIGHT_LINEAR_CASE";
const SIZE: &str = "GRAPHWRIGHT_LINEAR_SIZE";

/// Does the work of the case that the environment names.
#[test]
fn the_case_that_is_counted() {
    if let (Ok(case), Ok(size)) = (env::var(CASE), env::var(SIZE)) {
        work(&case, size.parse().unwrap());
    }
}

#[test]
fn a_text_of_twice_the_length_takes_twice_the_instructions() {
    let mut wrong = Vec::new();
    let Some(counter) = Counter::of_this_machine("choices") else {
        return;
    };
    let this = env::current_exe().unwrap();
    for case in CASES {
        let counts = [2, 30, 60, 120].map(|size: usize| {
            let count = counter.count(&this, |command| {
                command
                    .args(["--exact", "the_case_that_is_counted", "--test-threads=1"])
                    .env(CASE, case)
                    .env(SIZE, size.to_string());
            });
            count.unwrap_or_else(|| panic!("{case}: {size} fails"))
        });
        let [least, small, middle, large] = counts;
        let [small, middle, large] = [small, middle, large].map(|one| (one - least) as f64);
        println!("{case}: {small} {middle} {large}");
        if middle > small * 2.3 || large > middle * 2.3 {
            wrong.push(format!("{case}: {small}, {middle}, {large}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
