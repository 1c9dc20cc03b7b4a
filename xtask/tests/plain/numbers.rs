//! Integers that have names.

use graphwright::serde_json::{from_str, to_string};
use integer_enums::models::{Lamp, Level, Offset, OnlyOne, State, TooFewNames};

#[test]
fn a_number_is_the_variant_that_is_named_after_it_or_kept() {
    assert_eq!(State::from(10), State::On);
    assert_eq!(State::from(20), State::IsBroken);
    assert_eq!(State::from(11), State::Unrecognized(11));
    assert_eq!(State::from(11).number(), 11);
    assert_eq!(i64::from(Offset::Back), -1);
    assert_eq!(Offset::Far.number(), i64::MAX);
    assert_eq!(Offset::Minus9223372036854775808.number(), i64::MIN);
    assert_eq!(TooFewNames::from(4), TooFewNames::Number4);
    assert_eq!(OnlyOne::from(7), OnlyOne::Number7);
    assert_eq!(Level::Number3.to_string(), "3");
    let word = match State::Off {
        State::Off => "off",
        State::On | State::IsBroken => "on",
        _ => "else",
    };
    assert_eq!(word, "off");
}

#[test]
fn what_is_read_is_written_as_it_was() {
    let json = r#"{"level":2,"states":[0,10,99],"offset":-9223372036854775808,"few":6,"only":7,"by_room":{"a":20,"b":-5},"either":10,"maybe":null}"#;
    let lamp: Lamp = from_str(json).unwrap();
    assert_eq!(lamp.level, Some(Level::Number2));
    assert_eq!(
        lamp.states.as_deref(),
        Some(&[State::Off, State::On, State::Unrecognized(99)][..])
    );
    assert_eq!(lamp.few, Some(TooFewNames::Unrecognized(6)));
    let by_room = lamp.by_room.as_ref().unwrap();
    assert_eq!(by_room["a"], State::IsBroken);
    assert_eq!(to_string(&lamp).unwrap(), json);
    // What is no integer is kept all the same.
    for json in [r#"{"level":"2"}"#, r#"{"level":1.5}"#, r#"{"level":100000000000000000000}"#] {
        let lamp: Lamp = from_str(json).unwrap();
        assert_eq!(lamp.level, None, "{json}");
        assert_eq!(to_string(&lamp).unwrap(), json);
    }
}
