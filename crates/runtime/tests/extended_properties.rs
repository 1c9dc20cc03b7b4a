//! Ids of Outlook's extended properties, and what asks for them.

use graphwright::outlook::{MapiType, PropertyId};

const SET: &str = "{00020329-0000-0000-c000-000000000046}";

#[test]
fn an_id_is_written_as_it_was_read() {
    let named = format!("StringArray {SET} Name cecp-a b");
    let numbered = format!("Integer {SET} Id 0x8510");
    for text in ["Integer 0x0E08", "Binary 0x0FFF", &named, &numbered] {
        let id: PropertyId = text.parse().expect("an id");
        assert_eq!(id.to_string(), text);
    }
}

#[test]
fn what_is_no_id_is_refused() {
    let nameless = format!("String {SET} Name ");
    let texts = [
        "",
        "Integer",
        "Integer 3592",
        "Integer 0x",
        "Integer 0x+1",
        "Integer 0x12345",
        "Text 0x0E08",
    ];
    for text in texts
        .into_iter()
        .chain([nameless.as_str(), "String {x} Name y"])
    {
        assert!(text.parse::<PropertyId>().is_err(), "{text}");
    }
}

#[test]
fn a_value_is_asked_for_where_its_type_stands() {
    let one = PropertyId::tag(MapiType::String, 0x1035);
    assert_eq!(
        one.equals("it's").to_string(),
        "singleValueExtendedProperties/any(ep:ep/id eq 'String 0x1035' and ep/value eq 'it''s')"
    );
    let many = PropertyId::tag(MapiType::StringArray, 0x1035);
    assert_eq!(
        many.equals("a").to_string(),
        "multiValueExtendedProperties/any(ep:ep/id eq 'StringArray 0x1035' and ep/value/any(v:v eq 'a'))"
    );
    assert_eq!(
        many.expand(),
        "multiValueExtendedProperties($filter=id eq 'StringArray 0x1035')"
    );
}
