//! What did not fit its type can be noticed.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod everything;

use everything::{AnyBase, Base, Everything, full};
use graphwright::serde_json::{Value, from_value, json};
use graphwright::{Map, Misfits, Model, Page, Polymorphic};

fn found(misfits: &Misfits<'_>) -> Vec<(String, String)> {
    let each = misfits.iter();
    each.map(|one| (one.path().to_owned(), one.value().to_string()))
        .collect()
}

fn of(json: Value) -> Vec<(String, String)> {
    found(&from_value::<Everything>(json).unwrap().misfits())
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected
        .iter()
        .map(|(path, text)| (path.to_string(), text.to_string()))
        .collect()
}

#[test]
fn each_declared_member_whose_value_does_not_fit_is_a_misfit() {
    for field in Everything::schema().fields {
        // A nested list is of no type but `oneOf`, of which it is a list of lists, and JSON.
        let value = json!([[[{"x": [[]]}]]]);
        if field.name != "json" && !field.name.contains("neOf") {
            assert_eq!(
                of(json!({ field.name: value })),
                pairs(&[(field.name, &value.to_string())])
            );
        }
        assert_eq!(of(json!({ field.name: null })), []);
    }
    let none_of_several = [
        ("manyOneOf/2/1", "7"),
        ("manyOneOf/3", "1.5"),
        ("manyOneOf/4", r#"{"no":"id"}"#),
    ];
    assert_eq!(of(full()), pairs(&none_of_several));
}

#[test]
fn what_fits_and_what_is_not_declared_is_none() {
    let mut fits = full();
    let members = fits.as_object_mut().unwrap();
    members.remove("manyOneOf");
    assert_eq!(of(fits), []);
    assert_eq!(
        of(json!({"color": "mauve", "flags": "none", "unknown": [1, {}], "string@x": 1})),
        []
    );
}

#[test]
fn values_inside_are_searched_wherever_they_stand() {
    let json = json!({
        "itself": {"int32": "x", "itself": {"byte": 256}},
        "many": [{}, {"date": "no"}],
        "any": {"@odata.type": "#example.derived", "id": 1, "inner": {"guid": ""}},
        "manyAny": [{"id": false}, {"@odata.type": "#example.derived", "inner": []}],
        "maps": [{"a/b": {"id": {}}}],
        "oneOf": {"id": "b"},
        "manyOneOf": [{"id": "c"}, [[1.5]], true],
    });
    let expected = [
        ("any/id", "1"),
        ("any/inner/guid", "\"\""),
        ("itself/int32", "\"x\""),
        ("itself/itself/byte", "256"),
        ("many/1/date", "\"no\""),
        ("manyAny/0/id", "false"),
        ("manyAny/1/inner", "[]"),
        ("manyOneOf/1/0/0", "1.5"),
        ("manyOneOf/2", "true"),
        ("maps/0/a/b/id", "{}"),
    ];
    let mut all = of(json);
    all.sort();
    assert_eq!(all, pairs(&expected));
}

#[test]
fn collections_pages_and_polymorphic_values_are_searched_too() {
    let any: AnyBase = from_value(json!({"id": 1})).unwrap();
    assert_eq!(found(&any.misfits()), pairs(&[("id", "1")]));
    let page: Page<Base> = from_value(json!({"value": [{}, {"id": 2}]})).unwrap();
    assert_eq!(found(&Misfits::of(&page)), pairs(&[("value/1/id", "2")]));
    let map: Map<Base> = graphwright::json::from_slice(br#"{"a":{"id":3}}"#).unwrap();
    assert_eq!(found(&Misfits::of(&map)), pairs(&[("a/id", "3")]));
}

#[test]
fn one_line_names_them_and_shows_no_value() {
    let json = json!({"int32": "secret", "string": 5, "byte": true, "date": {"s": 1}, "color": ["secret"]});
    let everything: Everything = from_value(json).unwrap();
    let line = everything.misfits().to_string();
    assert!(
        line.starts_with("example.everything: 5 values do not fit: "),
        "{line}"
    );
    for part in [
        "int32 (a text)",
        "string (a number)",
        "byte (a Boolean)",
        "date (an object)",
        "color (an array)",
    ] {
        assert!(line.contains(part), "{line}");
    }
    assert!(!line.contains("secret") && !line.contains('\n'), "{line}");
    let debug = format!("{:?}", everything.misfits());
    assert!(!debug.contains("secret"), "{debug}");
    assert_eq!(
        Base::default().misfits().to_string(),
        "example.base: all values fit"
    );
}

#[test]
fn a_field_that_is_set_afterwards_fits() {
    let mut base: Base = from_value(json!({"id": 5})).unwrap();
    assert!(!base.misfits().is_empty());
    base.id = Some("5".into());
    assert!(base.misfits().is_empty());
}
