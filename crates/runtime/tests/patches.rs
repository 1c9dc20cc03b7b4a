//! What a change sends, where the description does not know all members.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod everything;

use everything::{AnyBase, Base, Derived, Everything, full};
use graphwright::serde_json::{Value, from_str, from_value, json, to_string, to_value};
use graphwright::{Body, Patch, Polymorphic};

fn base(json: &str) -> Base {
    from_str(json).unwrap()
}

/// The body that makes one into the other.
fn between(before: &str, after: &str) -> String {
    to_string(&Patch::between(&base(before), &base(after))).unwrap()
}

#[test]
fn a_member_that_is_not_declared_is_sent_with_its_type() {
    let before = r##"{"id":"1","dyn@odata.type":"#Int64","dyn":5,"same@odata.type":"#Date","same":"2020-02-02"}"##;
    for (after, sent) in [
        // Changed.
        (
            r##"{"dyn@odata.type":"#Int64","dyn":6}"##,
            r##""dyn@odata.type":"#Int64","dyn":6"##,
        ),
        // Of another type, as which the text means something else.
        (
            r##"{"dyn@odata.type":"#Decimal","dyn":5}"##,
            r##""dyn@odata.type":"#Decimal","dyn":5"##,
        ),
        (
            r##"{"dyn@type":"Decimal","dyn":5}"##,
            r##""dyn@type":"Decimal","dyn":5"##,
        ),
        // In another order.
        (
            r##"{"dyn":6,"dyn@odata.type":"#Int64"}"##,
            r##""dyn@odata.type":"#Int64","dyn":6"##,
        ),
        // Of a type that JSON tells.
        (r#"{"dyn":true}"#, r#""dyn":true"#),
        // No value has no type.
        (
            r##"{"dyn@odata.type":"#Int64","dyn":null}"##,
            r#""dyn":null"#,
        ),
        (r##"{"dyn@odata.type":"#Int64"}"##, r#""dyn":null"#),
        (r##"{"dyn@odata.type":"#Int64","dyn":5}"##, ""),
        // New, alone or several.
        (
            r##"{"dyn@odata.type":"#Int64","dyn":5,"at@odata.type":"#Date","at":"2020-02-02"}"##,
            r##""at@odata.type":"#Date","at":"2020-02-02""##,
        ),
        (
            r##"{"dyn@odata.type":"#Int64","dyn":5,"all@odata.type":"#Collection(Int64)","all":[1]}"##,
            r##""all@odata.type":"#Collection(Int64)","all":[1]"##,
        ),
    ] {
        let same = r##"{"id":"1","same@odata.type":"#Date","same":"2020-02-02","##;
        let after = after.replacen('{', same, 1);
        assert_eq!(between(before, &after), format!("{{{sent}}}"), "{after}");
    }
}

#[test]
fn a_patch_of_a_value_has_the_types_of_what_is_not_declared() {
    let value = r##"{"@odata.type":"#example.base","@odata.etag":"x","color@odata.type":"#Int64","color":5,"free":1}"##;
    let patch = Patch::from(base(value));
    assert_eq!(
        to_string(&patch).unwrap(),
        r##"{"color@odata.type":"#Int64","color":5,"free":1}"##
    );
    let body = to_string(&Body::new(&base(value))).unwrap();
    assert!(
        body.contains(r##""color@odata.type":"#Int64","color":5"##),
        "{body}"
    );
}

/// A declared type needs no saying, but for a property that may be of any.
#[test]
fn a_declared_member_is_sent_with_its_type_if_that_is_not_declared() {
    let before: Everything = from_str(
        r##"{"json@odata.type":"#Int64","json":5,"int64@odata.type":"#Int64","int64":5,"strings":[]}"##,
    )
    .unwrap();
    let mut after = before.clone();
    after.json = Some(from_str("6").unwrap());
    after.int64 = Some(6);
    let sent = to_string(&Patch::between(&before, &after)).unwrap();
    assert_eq!(sent, r##"{"int64":6,"json@odata.type":"#Int64","json":6}"##);
}

struct Place {
    town: Option<String>,
    since: Option<String>,
    inner: Option<Box<Place>>,
    additional: graphwright::Additional,
}

graphwright::model!(Place = "example.place", [
    TOWN town "town",
    SINCE since "since" computed,
    INNER inner "inner",
]);

struct Trip {
    from: Option<Box<Place>>,
    over: Option<Vec<Place>>,
    additional: graphwright::Additional,
}

graphwright::model!(Trip = "example.trip", [FROM from "from", OVER over "over"]);

/// A place as a service gives it, and as a client sends it.
fn places(town: &str) -> [Value; 2] {
    let computed = json!({"@odata.context": "c", "@odata.etag": "e", "since": "2020", "#example.move": {},
        "inner@odata.navigationLink": "n"});
    let sent = json!({"@odata.id": "i", "@com.example.x": 1, "dyn@odata.type": "#Int64", "dyn": 5, "town": town});
    let mut read = sent.clone();
    let members = read.as_object_mut().unwrap();
    members.extend(computed.as_object().unwrap().clone());
    let [mut outer_read, mut outer_sent] = [read.clone(), sent.clone()];
    outer_read["inner"] = read;
    outer_sent["inner"] = sent;
    [outer_read, outer_sent]
}

#[test]
fn what_only_the_service_sets_is_not_sent_inside_a_value_either() {
    let [read, sent] = places("Oslo");
    let [before, _] = places("Bergen");
    let whole = |place: &Value| json!({"from": place, "over": [place, {"@removed": {}}]});
    let trip = |place: &Value| from_value::<Trip>(whole(place)).unwrap();
    let place: Place = from_value(read.clone()).unwrap();
    let over = whole(&read)["over"].clone();
    let table = [
        (
            to_value(Patch::between(&trip(&before), &trip(&read))),
            whole(&sent),
        ),
        (to_value(Patch::from(trip(&read))), whole(&sent)),
        (
            to_value(Patch::new().set(Trip::FROM, place)),
            json!({"from": sent}),
        ),
        (
            to_value(Patch::new().set(Trip::OVER, over)),
            json!({"over": [sent, {"@removed": {}}]}),
        ),
        (to_value(Body::new(&trip(&read))), whole(&sent)),
    ];
    for (number, (body, expected)) in table.into_iter().enumerate() {
        assert_eq!(body.unwrap(), expected, "{number}");
    }
    // What only the service sets is no change.
    let mut again = before.clone();
    again["since"] = json!("2021");
    again["@odata.etag"] = json!("f");
    assert!(Patch::between(&trip(&before), &trip(&again)).is_empty());
}

#[test]
fn the_type_of_a_member_stands_before_it_whenever_it_is_set() {
    let patch = Patch::<Base>::new()
        .set_additional("dyn", 5)
        .set_additional("other", 1)
        .set_additional("dyn@odata.type", "#Int64")
        .set_additional("none@odata.type", "#Int64");
    let sent = r##"{"dyn@odata.type":"#Int64","dyn":5,"other":1,"none@odata.type":"#Int64"}"##;
    assert_eq!(to_string(&patch).unwrap(), sent);
}

#[test]
fn a_type_is_said_of_an_entity_whose_type_is_derived_however_it_is_written() {
    for own in [
        "#example.base",
        "example.base",
        "#S.base",
        "https://example.com/$metadata#example.base",
    ] {
        let value = json!({"@odata.type": own, "x": 1});
        let patch = Patch::from(from_value::<Base>(value).unwrap());
        assert_eq!(to_value(&patch).unwrap(), json!({"x": 1}), "{own}");
    }
    for derived in [
        "#example.other",
        "example.other",
        "#S.other",
        "https://example.com/$metadata#example.other",
    ] {
        let value = json!({"@odata.type": derived, "x": 1});
        let patch = Patch::from(from_value::<Base>(value.clone()).unwrap());
        assert_eq!(to_value(&patch).unwrap(), value);
    }
}

const FORMS: [&str; 7] = [
    "#example.derived",
    "example.derived",
    "#S.derived",
    "S.derived",
    "$metadata#example.derived",
    "https://example.com/v1.0/$metadata#example.derived",
    "https://example.com/v1.0/$metadata#S.derived",
];

#[test]
fn each_form_of_a_type_tells_which_type_a_value_is_of() {
    for form in FORMS {
        for name in ["@odata.type", "@type"] {
            let value = json!({ name: form, "id": "d", "inner": {"int32": 1} });
            let any: AnyBase = from_value(value.clone()).unwrap();
            assert!(
                matches!(&any, AnyBase::Derived(one) if one.inner.is_some()),
                "{form}"
            );
            assert_eq!(to_value(&any).unwrap(), value);
            let base: Base = from_value(value.clone()).unwrap();
            assert_eq!(any.to_declared(), base, "{form}");
            assert!(
                graphwright::Model::downcast::<Derived>(&base).is_some(),
                "{form}"
            );
            let field = json!({"any": value, "manyAny": [value, {"id": "b"}]});
            let read: Everything = from_value(field.clone()).unwrap();
            assert!(matches!(read.any, Some(AnyBase::Derived(_))), "{form}");
            let many = read.many_any.as_deref().unwrap();
            assert!(
                matches!(many, [AnyBase::Derived(_), AnyBase::Base(_)]),
                "{form}"
            );
            assert_eq!(to_value(&read).unwrap(), field);
        }
    }
    for unknown in [
        "#example.other",
        "#S.other",
        "#other.example.derived",
        "#derived",
        "",
        "#",
        "#Collection(example.derived)",
    ] {
        let value = json!({"@odata.type": unknown, "id": "d"});
        let any: AnyBase = from_value(value.clone()).unwrap();
        assert!(matches!(any, AnyBase::Base(_)), "{unknown}");
        assert_eq!(to_value(&any).unwrap(), value);
    }
}

#[test]
fn a_change_of_everything_is_what_is_set_anew() {
    let everything: Everything = from_value(full()).unwrap();
    let patch: Value = to_value(Patch::from(everything.clone())).unwrap();
    let mut expected = full();
    expected.as_object_mut().unwrap().remove("@odata.type");
    assert_eq!(patch, expected);
    assert!(Patch::between(&everything, &everything).is_empty());
}
