//! One of several types: which type a value is of, and that nothing is lost.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use graphwright::serde::Serialize;
use graphwright::serde::de::DeserializeOwned;
use graphwright::{Additional, Body, Json};

macro_rules! choices {
    ($($name:ident { $($variant:ident($held:ty),)* })*) => {$(
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        enum $name {
            $($variant($held),)*
            Unrecognized(Json),
        }
    )*};
}

struct Dog {
    kind: Option<String>,
    bark: Option<String>,
    owner: Option<Box<Dog>>,
    additional: Additional,
}
graphwright::model!(Dog = "Dog", [KIND kind "kind", BARK bark "bark", OWNER owner "owner"]);

struct Cat {
    kind: Option<String>,
    purr: Option<i64>,
    additional: Additional,
}
graphwright::model!(Cat = "Cat", [KIND kind "kind", PURR purr "purr"]);

struct Ship {
    kind: Option<Json>,
    role: Option<String>,
    additional: Additional,
}
graphwright::model!(Ship = "Ship", [KIND kind "kind", ROLE role "role"]);

struct Reply {
    kind: Option<String>,
    role: Option<String>,
    additional: Additional,
}
graphwright::model!(Reply = "Reply", [KIND kind "kind", ROLE role "role"]);

struct Plain {
    name: Option<String>,
    additional: Additional,
}
graphwright::model!(Plain = "Plain", [NAME name "name"]);

#[non_exhaustive]
enum Color {
    Red,
    Unrecognized(Box<str>),
}
graphwright::enumeration!(Color = "Color", [Red "red"]);

#[non_exhaustive]
enum Size {
    Large,
    Unrecognized(Box<str>),
}
graphwright::enumeration!(Size = "Size", [Large "large"]);

choices! {
    Pet { Dog(Box<Dog>), Cat(Box<Cat>), }
    Scalars { Yes(Box<Dog>), No(Box<Cat>), One(Box<Ship>), Half(Box<Plain>), }
    Item { User(Box<Ship>), Assistant(Box<Reply>), Call(Box<Plain>), }
    Beside { Dog(Box<Dog>), Plain(Box<Plain>), Text(String), }
    Shared { Dog(Box<Dog>), Cat(Box<Cat>), }
    Outer { Pet(Box<Pet>), Ship(Box<Ship>), Number(i64), }
    Listed { Color(Color), Size(Size), Date(graphwright::edm::Date), }
}

graphwright::one_of!(Pet by("kind"), [
    Dog boxed(Dog) tags(("dog", "Dog")) required(),
    Cat boxed(Cat) tags(("cat", "kitten")) required("kind"),
]);
graphwright::one_of!(Scalars by("kind"), [
    Yes boxed(Dog) tags((true)) required(),
    No boxed(Cat) tags((false)) required(),
    One boxed(Ship) tags((-1, 2)) required(),
    Half boxed(Plain) tags((0.5)) required(),
]);
graphwright::one_of!(Item by("kind", "role"), [
    User boxed(Ship) tags(("message"), ("user", "system")) required("kind"),
    Assistant boxed(Reply) tags(("message"), ("assistant")) required("kind"),
    Call boxed(Plain) tags(("call"), ()) required("kind"),
]);
graphwright::one_of!(Beside by("kind"), [
    Dog boxed(Dog) tags(("dog")) required(),
    Plain boxed(Plain) tags(()) required(),
    Text plain(String) tags(()) required(),
]);
graphwright::one_of!(Shared by("kind"), [
    Dog boxed(Dog) tags(("pet")) required("bark"),
    Cat boxed(Cat) tags(("pet", "cat")) required("purr"),
]);
graphwright::one_of!(Outer by("kind"), [
    Pet boxed(Pet) tags(("dog", "Dog", "cat", "kitten")) required(),
    Ship boxed(Ship) tags(("ship")) required(),
    Number plain(i64) tags(()) required(),
]);
graphwright::one_of!(Listed, [
    Color listed(Color) tags() required(),
    Size listed(Size) tags() required(),
    Date plain(graphwright::edm::Date) tags() required(),
]);

/// Reads `json` as a `T`, which must be written as it was, but for the order of members.
fn read<T: Serialize + DeserializeOwned>(json: &str) -> T {
    use graphwright::serde_json::{Value, from_str, to_value};
    let value: T = from_str(json).unwrap();
    let expected: Value = from_str(json).unwrap();
    assert_eq!(to_value(&value).unwrap(), expected);
    value
}

/// What is written of `value`, and sent.
fn written<T: Serialize + graphwright::Value>(value: &T) -> String {
    let json = Json::new(value).unwrap();
    let sent = Json::new(&Body::plain_value(value)).unwrap();
    assert_eq!(json.as_str(), sent.as_str());
    json.as_str().to_owned()
}

/// Asserts that a value is read as what the pattern says, and written the same.
macro_rules! reads {
    ($($json:literal: $pattern:pat,)*) => {$(
        let value = read($json);
        assert!(matches!(value, $pattern), "{} is {value:?}", $json);
    )*};
}

#[test]
fn a_tag_tells_wherever_it_stands_and_what_it_does_not_tell_is_kept() {
    reads! {
        r#"{"kind":"dog"}"#: Pet::Dog(_),
        r#"{"purr":1,"x":{"kind":"dog"},"kind":"kitten"}"#: Pet::Cat(_),
        r#"{"kind":"Dog","purr":1}"#: Pet::Dog(_),
        r#"{"kind":"\u0064og"}"#: Pet::Dog(_),
        r#"{"kind":"eel"}"#: Pet::Unrecognized(_),
        r#"{"kind":null}"#: Pet::Unrecognized(_),
        r#"{"kind":["dog"]}"#: Pet::Unrecognized(_),
        r#"{"bark":"w"}"#: Pet::Unrecognized(_),
        r#"{}"#: Pet::Unrecognized(_),
        r#"[1]"#: Pet::Unrecognized(_),
    }
}

#[test]
fn a_tag_is_of_any_scalar_type_and_numbers_are_compared_as_numbers() {
    reads! {
        r#"{"kind":true}"#: Scalars::Yes(_),
        r#"{"kind":false}"#: Scalars::No(_),
        r#"{"kind":-1}"#: Scalars::One(_),
        r#"{"kind":2.0}"#: Scalars::One(_),
        r#"{"kind":2e0}"#: Scalars::One(_),
        r#"{"kind":0.50}"#: Scalars::Half(_),
        r#"{"kind":"true"}"#: Scalars::Unrecognized(_),
        r#"{"kind":"2"}"#: Scalars::Unrecognized(_),
        r#"{"kind":1}"#: Scalars::Unrecognized(_),
    }
    let text = |value: Scalars| written(&value);
    assert_eq!(text(Dog::default().into()), r#"{"kind":true}"#);
    assert_eq!(text(Cat::default().into()), r#"{"kind":false}"#);
    assert_eq!(text(Ship::default().into()), r#"{"kind":-1}"#);
    assert_eq!(text(Plain::default().into()), r#"{"kind":0.5}"#);
}

#[test]
fn several_members_tell_together_and_what_can_be_only_one_thing_is_written() {
    reads! {
        r#"{"kind":"message","role":"system"}"#: Item::User(_),
        r#"{"role":"assistant","kind":"message"}"#: Item::Assistant(_),
        r#"{"kind":"call"}"#: Item::Call(_),
        r#"{"kind":"message","role":"tool"}"#: Item::Unrecognized(_),
        r#"{"kind":"message"}"#: Item::User(_),
        r#"{"role":"user"}"#: Item::Unrecognized(_),
    }
    let of = |role: &str| Ship {
        role: Some(role.to_owned()),
        ..Ship::default()
    };
    let user = Item::User(Box::new(of("system")));
    assert_eq!(written(&user), r#"{"kind":"message","role":"system"}"#);
    let user = Item::User(Box::default());
    assert_eq!(written(&user), r#"{"kind":"message"}"#);
    let assistant = Item::Assistant(Box::default());
    assert_eq!(
        written(&assistant),
        r#"{"kind":"message","role":"assistant"}"#
    );
}

#[test]
fn what_has_no_tag_is_of_a_type_that_needs_none() {
    reads! {
        r#"{"kind":"dog","name":"n"}"#: Beside::Dog(_),
        r#"{"kind":"eel","name":"n"}"#: Beside::Plain(_),
        r#"{"name":"n"}"#: Beside::Plain(_),
        r#"{}"#: Beside::Plain(_),
        r#""text""#: Beside::Text(_),
        // Of a dog, which would be written with its tag.
        r#"{"bark":"w"}"#: Beside::Unrecognized(_),
        r#"7"#: Beside::Unrecognized(_),
    }
}

#[test]
fn a_tag_that_two_types_share_leaves_it_to_what_they_have() {
    reads! {
        r#"{"kind":"pet","bark":"w"}"#: Shared::Dog(_),
        r#"{"kind":"pet","purr":1}"#: Shared::Cat(_),
        r#"{"kind":"cat"}"#: Shared::Cat(_),
        r#"{"kind":"pet"}"#: Shared::Unrecognized(_),
    }
    assert_eq!(written(&Shared::from(Cat::default())), r#"{"kind":"pet"}"#);
}

#[test]
fn a_union_in_a_union_writes_its_tag_once() {
    reads! {
        r#"{"kind":"kitten","purr":1}"#: Outer::Pet(_),
        r#"{"kind":"ship"}"#: Outer::Ship(_),
        r#"{"kind":"eel"}"#: Outer::Unrecognized(_),
        r#"7"#: Outer::Number(7),
    }
    let outer = Outer::from(Pet::from(Cat::default()));
    assert_eq!(written(&outer), r#"{"kind":"cat"}"#);
    let kept = Outer::from(read::<Pet>(r#"{"kind":"eel"}"#));
    assert_eq!(written(&kept), r#"{"kind":"eel"}"#);
}

#[test]
fn a_tag_that_is_null_or_of_another_type_is_there_and_is_written_as_it_was() {
    let mut cat = Cat::default();
    cat.additional.set_json("kind", Json::null());
    assert_eq!(written(&Pet::from(cat)), r#"{"kind":null}"#);
    let dog = Dog {
        kind: Some("hound".to_owned()),
        ..Dog::default()
    };
    assert_eq!(written(&Pet::from(dog)), r#"{"kind":"hound"}"#);
}

#[test]
fn an_enumeration_takes_what_it_lists_and_else_what_no_other_type_takes() {
    reads! {
        r#""large""#: Listed::Size(Size::Large),
        r#""red""#: Listed::Color(Color::Red),
        r#""2024-02-29""#: Listed::Date(_),
        r#""mauve""#: Listed::Color(Color::Unrecognized(_)),
    }
}
