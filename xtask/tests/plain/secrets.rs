//! What the description says is a secret shows in no text for logs.

use std::collections::BTreeMap;

use graphwright::Map;
use passwords::models::{EnterOptions, Entry};

const SECRET: &str = "open sesame";

#[test]
fn a_password_is_shown_neither_in_a_value_nor_among_parameters() {
    let secret = || Some(SECRET.to_owned());
    let entry = Entry {
        user: Some("ada".into()),
        word: secret(),
        shared: secret(),
        beside: secret(),
        maybe: secret(),
        several: Some(vec![SECRET.into()]),
        by_name: Some(Map::from(BTreeMap::from([(
            "a".to_owned(),
            SECRET.to_owned(),
        )]))),
        ..Entry::default()
    };
    let shown = format!("{entry:?}");
    assert_eq!(
        shown,
        r#"Entry { user: "ada", word: …, shared: …, beside: …, maybe: …, several: …, byName: … }"#
    );
    let options = EnterOptions {
        word: secret(),
        x_word: secret(),
        words: Some(vec![SECRET.into()]),
        access_token: secret(),
        limit: Some(7),
    };
    let shown = format!("{options:?}");
    assert_eq!(
        shown,
        "EnterOptions { word: Some(…), x_word: Some(…), words: Some(…), access_token: Some(…), limit: Some(7) }"
    );
    let none = format!("{:?}", EnterOptions::default());
    assert!(none.contains("word: None"), "{none}");
}
