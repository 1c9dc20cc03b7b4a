//! The table core, on models of every kind of field. CI runs this file under AddressSanitizer with
//! leak detection and under valgrind as well.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod everything;

use everything::{AnyBase, Base, Color, Derived, Everything, OneOf, full};
use graphwright::serde_json::{Value, from_str, json, to_value};
use graphwright::{Model, Polymorphic};

fn read(json: &Value) -> Everything {
    from_str(&json.to_string()).unwrap()
}

#[test]
fn every_kind_of_field_is_read_and_written_as_it_was() {
    let everything = read(&full());
    assert_eq!(to_value(&everything).unwrap(), full());
    assert_eq!(everything.additional.len(), 2, "{everything:?}");
    assert!(matches!(everything.any, Some(AnyBase::Derived(_))));
    assert!(matches!(everything.color, Some(Color::Red)));
    assert!(matches!(everything.one_of, Some(OneOf::Base(_))));
}

#[test]
fn a_table_lists_each_field_once_in_a_place_of_its_own() {
    for schema in [Everything::schema(), Base::schema(), Derived::schema()] {
        assert_eq!(schema.problem(), None);
    }
    let fields = Everything::schema().fields;
    for (index, field) in fields.iter().enumerate() {
        assert_eq!(Everything::schema().find(field.name, 0), Some(index));
        assert_eq!(Everything::schema().find(field.name, index), Some(index));
    }
    assert_eq!(Everything::schema().find("none", 3), None);
}

#[test]
fn each_member_alone_as_null_and_as_a_misfit_survives() {
    let full = full();
    let members = full.as_object().unwrap();
    for name in members.keys() {
        for value in [
            members[name].clone(),
            Value::Null,
            json!([[]]),
            json!({"a": {}}),
            json!("no"),
        ] {
            let json = json!({ name: value });
            assert_eq!(to_value(read(&json)).unwrap(), json);
        }
    }
}

#[test]
fn what_fits_at_first_and_not_at_the_end_is_kept_whole_and_leaks_nothing() {
    let json = json!({
        "strings": ["long enough to be on the heap", 1], "colors": ["some unknown color", null],
        "many": [{"string": "heap", "many": [{"strings": ["x"]}]}, 7],
        "manyAny": [{"@odata.type": "#example.derived", "inner": {"string": "heap"}}, "no"],
        "map": {"a": ["long enough to be on the heap"], "b": 1}, "rows": [["some unknown color"], 1],
        "manyOneOf": ["long enough to be on the heap", null],
    });
    let everything = read(&json);
    assert_eq!(to_value(&everything).unwrap(), json);
    assert!(
        everything.many.is_none() && everything.many_any.is_none() && everything.strings.is_none()
    );
    assert!(from_str::<Everything>(r#"{"many":[{"string":"heap"}"#).is_err());
}

#[test]
fn a_member_that_comes_twice_is_the_last_one() {
    let everything: Everything =
        from_str(r#"{"itself":{"string":"a"},"itself":{"string":"b"},"color":"red","color":1,"color":"green"}"#).unwrap();
    assert_eq!(
        to_value(&everything).unwrap(),
        json!({"itself": {"string": "b"}, "color": "green"})
    );
    assert!(everything.additional.is_empty(), "{everything:?}");
    let everything: Everything =
        from_str(r#"{"int32":null,"string":null,"int32":"no","string":"s"}"#).unwrap();
    assert_eq!(everything.additional.get("int32"), Some("no".to_owned()));
    assert_eq!(everything.additional.len(), 1, "{everything:?}");
}

#[test]
fn the_last_of_many_members_of_one_name_counts_also_where_no_field_holds_it() {
    for count in [1, 40] {
        let filler: String = (0..count).map(|n| format!(r#""x{n}":{n},"#)).collect();
        let json = format!(
            r#"{{"a":1,"color":1,"int32":null,{filler}"a":2,"color":"red","int32":"no","string":"s","string":null}}"#
        );
        let everything: Everything = from_str(&json).unwrap();
        assert_eq!(everything.additional.get::<i32>("a"), Some(2));
        assert!(matches!(everything.color, Some(Color::Red)));
        assert!(everything.is_null("string") && everything.string.is_none());
        let written = to_value(&everything).unwrap();
        assert_eq!(written["int32"], "no");
        assert_eq!(written.as_object().unwrap().len(), count + 4);
        assert_eq!(everything.additional.len(), count + 3);
    }
}

#[test]
fn an_object_of_very_many_members_takes_no_longer_than_it_should() {
    let members: Vec<String> = (0..200_000)
        .map(|n| format!(r#""m{n}":{n},"id":null,"id":"x""#))
        .collect();
    let base: Base = from_str(&format!("{{{}}}", members.join(","))).unwrap();
    assert_eq!(
        (base.id.as_deref(), base.additional.len()),
        (Some("x"), 200_000)
    );
}

#[test]
fn a_copy_is_equal_and_its_own() {
    let everything = read(&full());
    let mut copy = everything.clone();
    assert_eq!(copy, everything);
    let inner = copy.itself.as_mut().unwrap();
    inner.string = None;
    assert_ne!(copy, everything);
    assert_eq!(
        everything.itself.as_ref().unwrap().string.as_deref(),
        Some("deep")
    );
    copy.clone_from(&everything);
    drop(everything);
    assert_eq!(to_value(&copy).unwrap(), full());
}

#[test]
fn values_differ_where_one_field_does() {
    let full = full();
    let whole = read(&full);
    for name in full.as_object().unwrap().keys() {
        let mut less = full.clone();
        less.as_object_mut().unwrap().remove(name);
        assert_ne!(read(&less), whole, "{name}");
    }
}

#[test]
fn fields_are_taken_out_and_a_struct_is_made_of_some_of_them() {
    let Everything { many, string, .. } = read(&full());
    let made = Everything {
        many,
        string,
        ..Default::default()
    };
    assert_eq!(made.many.unwrap().len(), 2);
}

#[test]
fn an_explicit_null_replaces_a_value_of_any_kind() {
    for field in Everything::schema().fields {
        let mut everything = read(&full());
        everything.set_null(graphwright::Property::new(field.name));
        assert!(everything.is_null(field.name));
        assert_eq!(to_value(&everything).unwrap()[field.name], Value::Null);
    }
}

#[test]
fn a_fallback_is_read_as_the_type_that_its_caller_knows() {
    let any: AnyBase =
        from_str(r##"{"@odata.type":"#example.everything","int32":5,"id":"x"}"##).unwrap();
    assert!(matches!(&any, AnyBase::Base(base) if base.id.as_deref() == Some("x")));
    assert_eq!(any.downcast::<Everything>().unwrap().int32, Some(5));
    assert!(any.downcast::<Derived>().is_none());
}

#[test]
fn values_are_shared_and_sent_between_threads() {
    let everything = std::sync::Arc::new(read(&full()));
    let threads: Vec<_> = (0..2)
        .map(|_| {
            let shared = everything.clone();
            std::thread::spawn(move || {
                to_value(&*shared).unwrap() == full() && *shared == (*shared).clone()
            })
        })
        .collect();
    assert!(threads.into_iter().all(|thread| thread.join().unwrap()));
}

#[test]
#[should_panic(expected = "a model is larger than 256 KiB")]
fn a_model_without_room_for_its_places_is_refused() {
    graphwright::model::place::<[u128; 1 << 15]>();
}
