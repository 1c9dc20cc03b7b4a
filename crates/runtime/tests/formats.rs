//! Models are serde values like any other: inside whatever a user derives, and in formats other than JSON.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod everything;

use std::collections::BTreeMap;
use std::fmt::Debug;

use everything::{AnyBase, Base, Color, Everything, OneOf, full};
use graphwright::edm::{Binary, Date, Decimal, Double, Guid, Single};
use graphwright::serde_json::{self, Value, json};
use graphwright::{EntityReference, Flags, Json, Model, Page};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Untagged<T> {
    One { only: T },
    Bare(T),
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
enum Internally<T> {
    One(T),
    Within { value: T },
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "content")]
enum Adjacently<T> {
    One(T),
}

#[derive(Serialize, Deserialize)]
struct Flat<T> {
    mine: u8,
    #[serde(flatten)]
    model: T,
}

#[derive(Serialize, Deserialize)]
struct Inside<T> {
    maybe: Option<T>,
    many: Vec<T>,
    named: BTreeMap<String, T>,
}

/// What is read as a `C` and written again.
fn again<C: Serialize + DeserializeOwned>(value: &Value) -> Value {
    let read: C = serde_json::from_value(value.clone()).unwrap();
    let text = value.to_string();
    let parsed: C = serde_json::from_str(&text).unwrap();
    let by_text: Value = serde_json::from_str(&serde_json::to_string(&parsed).unwrap()).unwrap();
    let by_us: Value =
        serde_json::from_slice(&graphwright::json::to_vec(&parsed).unwrap()).unwrap();
    let written = serde_json::to_value(&read).unwrap();
    assert_eq!((&written, &written), (&by_text, &by_us));
    written
}

/// A `T` in every kind of container that takes any value.
fn in_any_container<T: Serialize + DeserializeOwned>(value: &Value) {
    for whole in [json!({"only": value}), value.clone()] {
        assert_eq!(again::<Untagged<T>>(&whole), whole);
    }
    let whole = json!({"kind": "Within", "value": value});
    assert_eq!(again::<Internally<T>>(&whole), whole);
    let whole = json!({"kind": "One", "content": value});
    assert_eq!(again::<Adjacently<T>>(&whole), whole);
    let whole = json!({"maybe": value, "many": [value, value], "named": {"a": value}});
    assert_eq!(again::<Inside<T>>(&whole), whole);
}

/// And in those that take objects alone.
fn in_any_container_of_objects<T: Serialize + DeserializeOwned>(value: &Value) {
    in_any_container::<T>(value);
    let mut whole = value.clone();
    whole["kind"] = json!("One");
    assert_eq!(again::<Internally<T>>(&whole), whole);
    let mut whole = value.clone();
    whole["mine"] = json!(7);
    assert_eq!(again::<Flat<T>>(&whole), whole);
    let both = json!({"mine": 8, "kind": "One"});
    let mut whole = value.clone();
    whole
        .as_object_mut()
        .unwrap()
        .extend(both.as_object().unwrap().clone());
    assert_eq!(again::<Internally<Flat<T>>>(&whole), whole);
}

#[test]
fn models_stand_inside_whatever_a_user_derives() {
    in_any_container_of_objects::<Everything>(&full());
    in_any_container_of_objects::<Everything>(&json!({}));
    for any in full()["manyAny"].as_array().unwrap() {
        in_any_container_of_objects::<AnyBase>(any);
    }
    in_any_container_of_objects::<OneOf>(&json!({"id": "b", "more": [1.5, {"deep": null}]}));
    in_any_container_of_objects::<Json>(&json!({"a": [1, null, "line\nend"], "b": {"c": 1.5}}));
    in_any_container_of_objects::<Page<Base>>(&json!({
        "@odata.nextLink": "https://example.com/2", "@odata.count": 3, "value": [{"id": "a"}, {"b": {}}],
    }));
    in_any_container_of_objects::<EntityReference>(
        &json!({"@odata.id": "https://example.com/1", "@a": 1}),
    );
}

#[test]
fn other_values_do_too() {
    in_any_container::<Color>(&json!("mauve"));
    in_any_container::<Flags<Color>>(&json!("red, green"));
    in_any_container::<OneOf>(&json!([["deep"], 7]));
    in_any_container::<Json>(&json!(["text", {"a": 1}]));
    in_any_container::<Binary>(&json!("AQID"));
    in_any_container::<Date>(&json!("2016-12-31"));
    in_any_container::<Guid>(&json!("21EC2020-3AEA-1069-A2DD-08002B30309D"));
    in_any_container::<Decimal>(&json!(-1.5));
    in_any_container::<Decimal>(&json!("1.50"));
    in_any_container::<Double>(&json!("-INF"));
    in_any_container::<Single>(&json!(0.5));
}

/// A value through a format that says what its values are.
fn through<T: Serialize + DeserializeOwned>(value: &T) -> [T; 3] {
    let yaml = serde_yaml::to_string(value).unwrap();
    assert!(!yaml.contains("serde_json"), "{yaml}");
    let mut cbor = Vec::new();
    ciborium::into_writer(value, &mut cbor).unwrap();
    let pack = rmp_serde::to_vec_named(value).unwrap();
    [
        serde_yaml::from_str(&yaml).unwrap(),
        ciborium::from_reader(&cbor[..]).unwrap(),
        rmp_serde::from_slice(&pack).unwrap(),
    ]
}

fn survives<T: Model>(json: &str) {
    let model: T = serde_json::from_str(json).unwrap();
    for read in through(&model) {
        assert_eq!(serde_json::to_string(&read).unwrap(), json);
        assert_eq!(read, model);
    }
    for Flat { mine, model: read } in through(&Flat {
        mine: 3,
        model: model.clone(),
    }) {
        assert_eq!(mine, 3);
        assert_eq!(read, model);
    }
    for read in through(&Internally::One(model.clone())) {
        assert!(matches!(read, Internally::One(read) if read == model));
    }
}

#[test]
fn models_go_through_yaml_cbor_and_messagepack() {
    let model: Everything = serde_json::from_value(full()).unwrap();
    survives::<Everything>(&serde_json::to_string(&model).unwrap());
    survives::<Everything>("{}");
    survives::<Everything>(
        r#"{"@odata.type":"x","string":null,"int64":"no","a":[{"b":[]},{}],"true":true,"big":18446744073709551615,"e":-0.0}"#,
    );
    survives::<Base>(
        r#"{"@x":[null,"no: yaml","~","1.5","\"","\\","\u0000"],"id":"1","":{"":0.1}}"#,
    );
}

#[test]
fn values_that_only_another_format_has_are_read_as_json_has_them() {
    let base: Base =
        serde_yaml::from_str("id: a\n1: .inf\n-1.5: -.inf\ntrue: .nan\nx: 0x10\n").unwrap();
    let expected = json!({"id": "a", "1": "INF", "-1.5": "-INF", "true": "NaN", "x": 16});
    assert_eq!(serde_json::to_value(base).unwrap(), expected);
    let mut cbor = Vec::new();
    let bytes = ciborium::Value::Map(vec![("binary".into(), vec![1_u8, 2, 255].into())]);
    ciborium::into_writer(&bytes, &mut cbor).unwrap();
    let read: Everything = ciborium::from_reader(&cbor[..]).unwrap();
    assert_eq!(read.binary.unwrap().to_bytes(), [1, 2, 255]);
    assert!(serde_yaml::from_str::<Base>("[a]: 1").is_err());
    assert!(serde_yaml::from_str::<Base>("- a").is_err());
}

/// serde has no place for it: what is not serde_json's or ours gets the nearest number that it has.
#[test]
fn the_text_of_a_number_is_exact_through_json_alone() {
    let json =
        r#"{"decimal":1.50,"double":5e0,"x":[12345678901234567890123,1e400,-0],"y":{"z":1.00}}"#;
    let model: Everything = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&model).unwrap(), json);
    assert_eq!(graphwright::json::to_vec(&model).unwrap(), json.as_bytes());
    let flat = serde_json::to_string(&Flat {
        mine: 1,
        model: model.clone(),
    })
    .unwrap();
    assert_eq!(flat, format!(r#"{{"mine":1,{}"#, &json[1..]));
    let tagged = serde_json::to_string(&Internally::One(model)).unwrap();
    assert_eq!(tagged, format!(r#"{{"kind":"One",{}"#, &json[1..]));
    let untyped: Json = serde_json::from_str(r#"{"a":1.50,"b":"\ud800","c":[1.0]}"#).unwrap();
    let flat = serde_json::to_string(&Flat {
        mine: 1,
        model: untyped,
    })
    .unwrap();
    assert_eq!(flat, r#"{"mine":1,"a":1.50,"b":"\ud800","c":[1.0]}"#);
    let base: Base = serde_json::from_str(r#"{"x":[1.50,12345678901234567890123,-0]}"#).unwrap();
    for read in through(&base) {
        let written = serde_json::to_string(&read).unwrap();
        assert_eq!(written, r#"{"x":[1.5,1.2345678901234568e+22,-0.0]}"#);
    }
}

#[test]
fn what_another_format_cannot_have_is_an_error_there() {
    let deep = format!("{}0{}", "[".repeat(300), "]".repeat(300));
    for value in ["1e400", r#""\udc00""#, r#"{"\ud800":1}"#, &deep] {
        let base: Base =
            graphwright::json::from_slice(format!(r#"{{"x":{value}}}"#).as_bytes()).unwrap();
        let error = serde_yaml::to_string(&base).unwrap_err().to_string();
        assert!(error.contains("can be written as JSON only"), "{error}");
        assert!(rmp_serde::to_vec_named(&base).is_err());
    }
}

#[test]
fn no_format_nests_deeper_than_the_stack_has_room_for() {
    let list = |depth: usize| [vec![0x91; depth], vec![0xc0]].concat();
    let map = |depth: usize| [[0x81, 0xa1, b'x'].repeat(depth), vec![0xc0]].concat();
    for bytes in [list(128), map(128)] {
        assert!(rmp_serde::from_slice::<Json>(&bytes).is_ok());
    }
    let errors = [
        rmp_serde::from_slice::<Json>(&list(129)).map_err(|error| error.to_string()),
        rmp_serde::from_slice::<Json>(&list(1000)).map_err(|error| error.to_string()),
        rmp_serde::from_slice::<Json>(&map(1000)).map_err(|error| error.to_string()),
    ];
    for error in errors {
        let error = error.unwrap_err();
        assert!(error.contains("deeper than 128 levels"), "{error}");
    }
    assert!(rmp_serde::from_slice::<Base>(&map(1000)).is_err());
}

/// A name of serde_json's own, from a sender who means harm, is a name like any other.
#[test]
fn text_under_a_private_name_of_serde_json_is_no_json() {
    for name in [
        "$serde_json::private::RawValue",
        "$serde_json::private::Number",
    ] {
        for text in ["{}", "1", r#"1,"id":"x""#, "}{"] {
            let hostile = json!({ name: text });
            let text = hostile.to_string();
            let base: Base = serde_json::from_str(&text).unwrap();
            assert_eq!(serde_json::to_string(&base).unwrap(), text);
            let base: Base = serde_json::from_value(hostile.clone()).unwrap();
            assert_eq!(serde_json::to_string(&base).unwrap(), text);
            let base: Base =
                serde_yaml::from_str(&serde_yaml::to_string(&hostile).unwrap()).unwrap();
            assert_eq!(serde_json::to_string(&base).unwrap(), text);
            for whole in [format!(r#"{{"only":{text}}}"#), text] {
                let read: Untagged<Base> = serde_json::from_str(&whole).unwrap();
                assert_eq!(serde_json::to_string(&read).unwrap(), whole);
            }
        }
    }
}

#[test]
fn what_is_no_value_of_the_type_is_an_error_in_any_container() {
    fn refused<T: DeserializeOwned + Debug>(json: &str) {
        assert!(serde_json::from_str::<T>(json).is_err(), "{json}");
        assert!(
            serde_json::from_str::<Inside<T>>(&format!(r#"{{"many":[{json}],"named":{{}}}}"#))
                .is_err()
        );
    }
    refused::<Base>("[]");
    refused::<Color>("1");
    refused::<Date>("\"2016-13-01\"");
    refused::<Page<Base>>("{}");
}
