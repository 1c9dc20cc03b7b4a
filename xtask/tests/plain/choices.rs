//! One of several types: what a value is read as, and that nothing is lost.

use graphwright::{Json, Model};
use graphwright::serde::{Serialize, de::DeserializeOwned};

/// Reads `json` as a `T`, which must be written as it was.
fn read<T: Serialize + DeserializeOwned>(json: &str) -> T {
    let value: T = graphwright::serde_json::from_str(json).unwrap();
    assert_eq!(Json::new(&value).unwrap().as_str(), json);
    value
}

#[test]
fn a_discriminator_says_which_type_a_value_is_of() {
    use one_of_with_mapping::models::{Circle, Shape};
    assert!(matches!(
        read(r#"{"kind":"round","radius":1}"#),
        Shape::Circle(_)
    ));
    assert!(matches!(read(r#"{"kind":"ball"}"#), Shape::Circle(_)));
    assert!(matches!(read(r#"{"kind":"Circle"}"#), Shape::Circle(_)));
    let nested = r#"{"kind":"Square","inner":{"kind":"round"}}"#;
    let Shape::Square(square) = read(nested) else {
        panic!("it is a square");
    };
    assert!(matches!(square.inner, Some(Shape::Circle(_))));
    for other in [
        r#"{"kind":"other","x":1.50}"#,
        r#"{"radius":1}"#,
        "[1]",
        "7",
    ] {
        assert!(matches!(read(other), Shape::Unrecognized(_)), "{other}");
    }
    let made = Shape::from(Circle {
        radius: Some(2.5.into()),
        ..Circle::default()
    });
    assert_eq!(
        Json::new(&made).unwrap().as_str(),
        r#"{"kind":"ball","radius":2.5}"#
    );
}

#[test]
fn without_one_a_value_is_of_the_type_that_it_fits_best() {
    use one_of_without_discriminator::models::Value;
    assert!(matches!(read("7"), Value::Integer(7)));
    assert!(matches!(read("true"), Value::Boolean(true)));
    assert!(matches!(read(r#"["a"]"#), Value::StringList(_)));
    assert!(matches!(read(r#"{"name":"n","age":1}"#), Value::Person(_)));
    assert!(matches!(
        read(r#"{"name":"n","staff":1}"#),
        Value::Company(_)
    ));
    assert!(matches!(read(r#"{"name":"n"}"#), Value::Person(_)));
    assert!(matches!(
        read(r#"{"only":"o","age":1}"#),
        Value::Variant6(_)
    ));
    for other in ["1.5", r#""text""#, "{}", r#"[1,"a"]"#] {
        assert!(matches!(read(other), Value::Unrecognized(_)), "{other}");
    }
}

#[test]
fn a_required_constant_tells_types_apart() {
    use one_of_without_discriminator::models::Event;
    assert!(matches!(read(r#"{"type":"opened"}"#), Event::Opened(_)));
    assert!(matches!(
        read(r#"{"type":"closed","x":1}"#),
        Event::Closed(_)
    ));
    assert!(matches!(
        read(r#"{"type":"moved"}"#),
        Event::Unrecognized(_)
    ));
}

#[test]
fn what_is_derived_from_a_base_is_read_where_the_base_is_declared() {
    use derived_by_discriminator::models::{AnyPet, Dog};
    let AnyPet::Dog(dog) =
        read(r#"{"petType":"dog","friend":{"petType":"Cat","huntingSkill":"lazy"},"packSize":2}"#)
    else {
        panic!("it is a dog");
    };
    assert_eq!(dog.pack_size, Some(2));
    assert!(matches!(dog.friend, Some(AnyPet::Cat(_))));
    assert!(matches!(
        read(r#"{"petType":"Fish"}"#),
        AnyPet::Unrecognized(_)
    ));
    let made = Json::new(&AnyPet::from(Dog::default())).unwrap();
    assert_eq!(made.as_str(), r#"{"petType":"dog"}"#);
}

#[test]
fn values_in_maps_and_lists_that_do_not_fit_are_kept() {
    use maps::models::Index;
    let index: Index = read(
        r#"{"labels":{"a":"b"},"lists":{"x":[{"n":1,"extra":"e"}]},"nested":{"p":{"q":true}},"several":[{"a":"b"}],"named":{"e":{"n":2}}}"#,
    );
    assert_eq!(index.lists.as_ref().unwrap()["x"][0].n, Some(1));
    assert_eq!(index.clone(), index);
    let odd: Index = read(r#"{"labels":{"a":1}}"#);
    assert_eq!(odd.labels, None);
    let odd: Index = read(r#"{"labels":{"a":null}}"#);
    assert_eq!(odd.labels, None);
}

#[test]
fn a_type_may_hold_itself_in_each_way() {
    use recursion::models::{Node, Text};
    let node: Node = read(r#"{"name":"a","children":[{"name":"b","parent":{"name":"a"}}]}"#);
    assert_eq!(node.children.unwrap()[0].name.as_deref(), Some("b"));
    assert!(matches!(
        read(r#"["a",["b"],{"c":"d"}]"#),
        Text::TextList(_)
    ));
}

#[test]
fn an_enumeration_keeps_what_it_does_not_know() {
    use enums::models::{Choice, Colour, Holder, Level};
    let holder: Holder = read(
        r#"{"colour":"dark green","many":["red","mauve"],"level":2,"mixed":[1],"choice":"c"}"#,
    );
    assert_eq!(holder.colour, Some(Colour::DarkGreen));
    assert_eq!(holder.level, Some(Level::Number2));
    let unknown = holder.many.unwrap().remove(1);
    assert!(
        matches!(&unknown, Colour::Unrecognized(text) if **text == *"mauve"),
        "{unknown}"
    );
    assert_eq!(holder.choice, Some(Choice::from("c")));
}

#[test]
fn debug_shows_no_value_that_is_of_no_known_type() {
    use one_of_with_mapping::models::Shape;
    let value: Shape = read(r#"{"kind":"other","password":"p"}"#);
    assert_eq!(format!("{value:?}"), "…");
}

#[test]
fn a_choice_of_itself_is_made_once() {
    use recursion::models::{One, Other};
    assert!(matches!(read(r#""a""#), One::String(_)));
    assert!(matches!(read(r#"{"odd":{}}"#), One::Even(_)));
    assert!(matches!(read("7"), Other::Integer(7)));
}

#[test]
fn constants_tell_types_apart_and_are_written_where_they_are_unset() {
    use constants::models::{Component, Item, Row, Tool, ToolCall};
    assert!(matches!(
        read(r#"{"type":"message","role":"system","text":"t"}"#),
        Item::InputMessage(_)
    ));
    assert!(matches!(
        read(r#"{"type":"message","role":"assistant"}"#),
        Item::OutputMessage(_)
    ));
    let nested = r#"{"id":"i","type":"tool_call","tool":{"kind":"find","query":"q"}}"#;
    let Item::ToolCall(call) = read(nested) else {
        panic!("it is a call");
    };
    assert!(matches!(call.tool, Some(Tool::Search(_))));
    assert!(matches!(
        read(r#"{"kind":"sum","exact":true}"#),
        Tool::Calculator(_)
    ));
    assert!(matches!(read(r#""by name""#), Tool::String(_)));
    assert!(matches!(read(r#"{"exact":true}"#), Tool::Unrecognized(_)));
    let row = r#"{"type":1,"components":[{"type":2,"label":"l"},{"type":3}]}"#;
    let Component::Row(row) = read(row) else {
        panic!("it is a row");
    };
    let inside = row.components.unwrap();
    assert!(matches!(
        inside.as_slice(),
        [Component::Button(_), Component::Unrecognized(_)]
    ));
    let text = |json: &dyn Fn() -> Json| json().as_str().to_owned();
    let call = || Json::new(&Item::from(ToolCall::default())).unwrap();
    assert_eq!(text(&call), r#"{"type":"tool_call"}"#);
    let row = || Json::new(&Component::from(Row::default())).unwrap();
    assert_eq!(text(&row), r#"{"type":1}"#);
}

#[test]
fn members_of_annotated_enumerations_have_the_names_that_they_are_given() {
    use constants::models::{ComponentType, Level, Levels, LevelsWhat, Size};
    let levels: Levels = read(r#"{"level":"h","type":1,"enabled":false,"what":"small"}"#);
    assert_eq!(levels.level, Some(Level::High));
    assert_eq!(levels.r#type, Some(ComponentType::Row));
    assert_eq!(levels.enabled, Some(false));
    assert!(matches!(levels.what, Some(LevelsWhat::Size(Size::Small))));
}

#[test]
fn constants_of_several_types_are_read_by_their_types_and_written_as_they_were() {
    use mixed_constants::models::{Never, Settings, SettingsLevel, SettingsWord};
    let text = r#"{"level":2,"cache":true,"limit":0.5,"retries":"never","either":1,"word":"never","version":"1.10","several":[1]}"#;
    let settings: Settings = read(text);
    assert!(settings.misfits().is_empty(), "{}", settings.misfits());
    assert!(matches!(settings.level, Some(SettingsLevel::Integer(_))));
    assert!(matches!(
        settings.word,
        Some(SettingsWord::Never(Never::Never))
    ));
    assert_eq!(Json::new(&settings).unwrap().as_str(), text);
    // What the document does not have is kept as well.
    for other in [
        r#"{"level":"new"}"#,
        r#"{"level":9}"#,
        r#"{"level":[1]}"#,
        r#"{"level":null}"#,
        r#"{"word":"new"}"#,
    ] {
        let settings: Settings = read(other);
        assert_eq!(Json::new(&settings).unwrap().as_str(), other);
    }
}
