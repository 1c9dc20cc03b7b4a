//! Values of Outlook's extended properties by the type in their id, read, written and in filters.

mod abnf;
mod directory;

use directory::users;
use graphwright::edm::{Binary, DateTimeOffset, Double, Guid, Single};
use graphwright::outlook::{MapiType, MapiValue, PropertyId};
use graphwright::{Additional, Filter, Patch};

const GUID: &str = "9ceb2f92-2f92-9ceb-922f-eb9c922feb9c";

struct Property {
    id: Option<String>,
    value: Option<String>,
    additional: Additional,
}

graphwright::model!(Property = "mail.extendedProperty", [ID id "id" key, VALUE value "value"]);

struct Message {
    properties: Option<Vec<Property>>,
    additional: Additional,
}

graphwright::model!(Message = "mail.message", [PROPERTIES properties "singleValueExtendedProperties"]);

fn id(mapi_type: MapiType) -> PropertyId {
    PropertyId::tag(mapi_type, 0x0E08)
}

/// Reads a message whose property has this value, as JSON, and writes the value back.
fn goes_both_ways<V: MapiValue + PartialEq + std::fmt::Debug>(
    mapi_type: MapiType,
    json: &str,
    value: V,
) {
    let id = id(mapi_type);
    let name = match mapi_type.is_many() {
        true => "multiValueExtendedProperties",
        false => "singleValueExtendedProperties",
    };
    let other = r#"{"id":"String 0x0001","value":"x"}"#;
    let text = format!(r#"{{"{name}":[{other},{{"id":"{id}","value":{json}}}]}}"#);
    let message: Message = serde_json::from_str(&text).expect("a message");
    assert_eq!(id.value_of::<V>(&message).expect("a value"), Some(value));
    let value = id.value_of::<V>(&message).expect("a value").expect("one");
    let written = serde_json::to_string(&id.with(&value).expect("a value")).expect("JSON");
    assert_eq!(written, format!(r#"{{"id":"{id}","value":{json}}}"#));
}

#[test]
fn a_value_has_the_type_that_its_id_says() {
    let texts = |all: &[&str]| all.iter().map(ToString::to_string).collect::<Vec<_>>();
    let time = "2026-01-02T03:04:05.1200000Z";
    let moment: DateTimeOffset = time.parse().expect("a time");
    let guid: Guid = GUID.parse().expect("a GUID");
    goes_both_ways(MapiType::Integer, r#""-7""#, -7_i32);
    goes_both_ways(
        MapiType::Long,
        r#""9007199254740993""#,
        9_007_199_254_740_993_i64,
    );
    goes_both_ways(MapiType::Short, r#""7""#, 7_i16);
    goes_both_ways(MapiType::String, r#""it's \"7\"""#, "it's \"7\"".to_owned());
    goes_both_ways(MapiType::Currency, r#""1.50""#, "1.50".to_owned());
    goes_both_ways(MapiType::Boolean, r#""true""#, true);
    goes_both_ways(MapiType::Binary, r#""AQID""#, Binary::from(&[1, 2, 3][..]));
    goes_both_ways(
        MapiType::SystemTime,
        &format!(r#""{time}""#),
        moment.clone(),
    );
    goes_both_ways(MapiType::CLSID, &format!(r#""{GUID}""#), guid.clone());
    goes_both_ways(MapiType::Double, r#""1.5""#, Double::from(1.5));
    goes_both_ways(MapiType::Double, r#""INF""#, Double::from(f64::INFINITY));
    goes_both_ways(MapiType::Float, r#""0.5""#, Single::from(0.5_f32));
    goes_both_ways(MapiType::IntegerArray, r#"["1","-2"]"#, vec![1_i32, -2]);
    goes_both_ways(MapiType::LongArray, r#"["1"]"#, vec![1_i64]);
    goes_both_ways(MapiType::StringArray, r#"["a","b"]"#, texts(&["a", "b"]));
    goes_both_ways(
        MapiType::SystemTimeArray,
        &format!(r#"["{time}"]"#),
        vec![moment],
    );
    goes_both_ways(MapiType::CLSIDArray, &format!(r#"["{GUID}"]"#), vec![guid]);
    goes_both_ways(
        MapiType::BinaryArray,
        r#"["AQID"]"#,
        vec![Binary::from(&[1, 2, 3][..])],
    );
}

#[test]
fn ids_are_the_same_in_any_case_of_their_numbers_and_truth_in_any_case_of_its_letters() {
    let named = PropertyId::named(MapiType::Boolean, GUID.parse().expect("a GUID"), "Read");
    let id = named.to_string().replace(GUID, &GUID.to_uppercase());
    let text = format!(r#"{{"singleValueExtendedProperties":[{{"id":"{id}","value":"True"}}]}}"#);
    let message: Message = serde_json::from_str(&text).expect("a message");
    assert_eq!(named.value_of(&message), Ok(Some(true)));
    let other = PropertyId::named(MapiType::Boolean, GUID.parse().expect("a GUID"), "read");
    assert_eq!(other.value_of::<bool>(&message), Ok(None));
}

#[test]
fn a_value_of_another_type_is_an_error_that_says_which_fits() {
    let size = id(MapiType::Integer);
    let text = format!(r#"{{"singleValueExtendedProperties":[{{"id":"{size}","value":"many"}}]}}"#);
    let message: Message = serde_json::from_str(&text).expect("a message");
    let sent = size.value_of::<i32>(&message).expect_err("no number");
    assert!(sent.to_string().contains("`Integer 0x0E08`"), "{sent}");
    for wrong in [
        size.value_of::<String>(&message)
            .expect_err("a number")
            .to_string(),
        size.value_of::<Vec<i32>>(&message)
            .expect_err("no collection")
            .to_string(),
        size.with(&true).expect_err("a number").to_string(),
    ] {
        assert!(
            wrong.contains("`Integer 0x0E08`") && wrong.contains("`Edm.Int32`"),
            "{wrong}"
        );
    }
    for filter in [
        size.equals("7"),
        size.matches(|value| Filter::gt(value, true)),
        size.matches(|value| Filter::contains(value, "7")),
        id(MapiType::String).equals(7),
        id(MapiType::SystemTime).equals("yesterday"),
    ] {
        let error = users()
            .filter(filter)
            .exchange()
            .map(drop)
            .expect_err("a misuse");
        assert!(error.to_string().contains("0x0E08`"), "{error}");
    }
}

#[test]
fn a_filter_has_the_literal_of_the_type_in_the_id_and_the_cast_that_it_needs() {
    let table = [
        (
            id(MapiType::String).equals("it's"),
            "singleValueExtendedProperties/any(ep:ep/id eq 'String 0x0E08' and ep/value eq 'it''s')".to_owned(),
        ),
        (
            id(MapiType::String).matches(|value| Filter::starts_with(value, "a")),
            "singleValueExtendedProperties/any(ep:ep/id eq 'String 0x0E08' and startswith(ep/value,'a'))".to_owned(),
        ),
        (
            id(MapiType::Integer).matches(|value| Filter::gt(&value, 1) & Filter::lt(&value, 9)),
            "singleValueExtendedProperties/any(ep:ep/id eq 'Integer 0x0E08' and cast(ep/value,Edm.Int32) gt 1 and \
             cast(ep/value,Edm.Int32) lt 9)"
                .to_owned(),
        ),
        (
            id(MapiType::Integer).matches(|value| Filter::lt(&value, 1) | Filter::gt(&value, 9)),
            "singleValueExtendedProperties/any(ep:ep/id eq 'Integer 0x0E08' and (cast(ep/value,Edm.Int32) lt 1 or \
             cast(ep/value,Edm.Int32) gt 9))"
                .to_owned(),
        ),
        (
            id(MapiType::SystemTime).equals("2026-01-02T03:04:05Z"),
            "singleValueExtendedProperties/any(ep:ep/id eq 'SystemTime 0x0E08' and \
             cast(ep/value,Edm.DateTimeOffset) eq 2026-01-02T03:04:05Z)"
                .to_owned(),
        ),
        (
            id(MapiType::CLSID).equals(GUID),
            format!(
                "singleValueExtendedProperties/any(ep:ep/id eq 'CLSID 0x0E08' and cast(ep/value,Edm.Guid) eq {GUID})"
            ),
        ),
        (
            id(MapiType::Binary).equals(Binary::from(&[1, 2, 3][..])),
            "singleValueExtendedProperties/any(ep:ep/id eq 'Binary 0x0E08' and \
             cast(ep/value,Edm.Binary) eq binary'AQID')"
                .to_owned(),
        ),
        (
            id(MapiType::Boolean).equals(true),
            "singleValueExtendedProperties/any(ep:ep/id eq 'Boolean 0x0E08' and cast(ep/value,Edm.Boolean) eq true)"
                .to_owned(),
        ),
        (
            id(MapiType::LongArray).equals(7),
            "multiValueExtendedProperties/any(ep:ep/id eq 'LongArray 0x0E08' and \
             ep/value/any(v:cast(v,Edm.Int64) eq 7))"
                .to_owned(),
        ),
    ];
    for (filter, text) in table {
        assert_eq!(filter.to_string(), text);
        abnf::query::filter(&text).expect("a filter");
        drop(
            users()
                .filter(filter)
                .exchange()
                .expect("a request that can be sent"),
        );
    }
}

#[test]
fn a_change_has_the_value_as_graph_reads_it() {
    let size = id(MapiType::Integer).with(&7).expect("a value");
    assert_eq!(format!("{size:?}"), "ExtendedProperty Integer 0x0E08");
    let change = Patch::<Message>::new().set(Message::PROPERTIES, [size]);
    assert_eq!(
        serde_json::to_string(&change).expect("JSON"),
        r#"{"singleValueExtendedProperties":[{"id":"Integer 0x0E08","value":"7"}]}"#
    );
}
