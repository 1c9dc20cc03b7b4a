//! Decode, then encode: nothing that a service may send for a vppToken is lost.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use graphwright::{Enumeration, Model};
use graphwright_samples::same_json;
use vpp_beta::models::{AnyVppTokenActionResult, VppToken, VppTokenState};

/// What each row is about, and the JSON.
const TABLE: [(&str, &str); 28] = [
    ("nothing", "{}"),
    ("an explicit null", r#"{"displayName":null}"#),
    (
        "an explicit null beside absent members",
        r#"{"id":"1","appleId":null,"locationName":"Oslo"}"#,
    ),
    (
        "a null where the type is not nullable",
        r#"{"state":null,"automaticallyUpdateApps":null}"#,
    ),
    (
        "an unknown property",
        r#"{"id":"1","newThing":{"a":[1,2,{"b":null}]}}"#,
    ),
    ("an unknown property with an empty name", r#"{"":1}"#),
    (
        "an unknown enum member",
        r#"{"state":"onHoliday","lastSyncStatus":"paused"}"#,
    ),
    ("an enum member in another case", r#"{"state":"Valid"}"#),
    ("an empty text for an enum", r#"{"state":""}"#),
    ("a number for an enum", r#"{"state":3}"#),
    (
        "an unknown derived type",
        r##"{"tokenActionResults":[{"@odata.type":"#microsoft.graph.vppTokenTeleportResult","actionName":"a","distance":1.50}]}"##,
    ),
    (
        "a known derived type",
        r##"{"tokenActionResults":[{"@odata.type":"#microsoft.graph.vppTokenRevokeLicensesActionResult","totalLicensesCount":5,"actionFailureReason":"appleFailure"}]}"##,
    ),
    (
        "a derived type without #",
        r#"{"tokenActionResults":[{"@odata.type":"microsoft.graph.vppTokenRevokeLicensesActionResult","failedLicensesCount":-2147483648}]}"#,
    ),
    (
        "the type after the members",
        r##"{"tokenActionResults":[{"totalLicensesCount":5,"@odata.type":"#microsoft.graph.vppTokenRevokeLicensesActionResult"}]}"##,
    ),
    (
        "a null collection",
        r#"{"tokenActionResults":null,"roleScopeTagIds":null}"#,
    ),
    (
        "an empty collection",
        r#"{"tokenActionResults":[],"roleScopeTagIds":[]}"#,
    ),
    (
        "null inside a collection",
        r#"{"roleScopeTagIds":["a",null,"b"],"tokenActionResults":[null]}"#,
    ),
    (
        "another type inside a collection",
        r#"{"roleScopeTagIds":["a",1]}"#,
    ),
    (
        "annotations of a property",
        r##"{"state@odata.type":"#microsoft.graph.vppTokenState","state":"valid","roleScopeTagIds@odata.type":"#Collection(String)","roleScopeTagIds":["0"]}"##,
    ),
    (
        "annotations of the object",
        r#"{"@odata.context":"https://x/$metadata#vppTokens/$entity","@odata.etag":"W/\"1\"","id":"1"}"#,
    ),
    (
        "12 fractional digits",
        r#"{"expirationDateTime":"2016-12-31T23:57:57.123456789012-08:00"}"#,
    ),
    (
        "trailing zeros",
        r#"{"expirationDateTime":"2016-12-31T23:57:57.1200000Z","lastSyncDateTime":"2016-12-31T23:57:57.0+00:00"}"#,
    ),
    (
        "the end of time and its start",
        r#"{"expirationDateTime":"9999-12-31T23:59:59.9999999Z","lastSyncDateTime":"0001-01-01T00:00:00Z"}"#,
    ),
    (
        "a placeholder instead of a time",
        r#"{"expirationDateTime":"String (timestamp)"}"#,
    ),
    (
        "numbers beyond 64 bits",
        r#"{"big":123456789012345678901234567890,"tiny":1e-400,"huge":-1E+400,"exact":0.10000000000000000000000001,"zero":-0,"padded":1.50}"#,
    ),
    (
        "another type for a Boolean",
        r#"{"automaticallyUpdateApps":"false","dataSharingConsentGranted":1}"#,
    ),
    (
        "escapes and unpaired surrogates",
        r#"{"displayName":"\u00e9\n\"\\\/\ud83d\ude00","appleId":"\ud800","other":"\ud800\u0000"}"#,
    ),
    (
        "an object for a string",
        r#"{"displayName":{"a":1},"id":["x"]}"#,
    ),
];

#[test]
fn nothing_that_is_read_is_lost() {
    for (what, json) in TABLE {
        let token: VppToken =
            serde_json::from_str(json).unwrap_or_else(|error| panic!("{what}: {error}"));
        let written =
            serde_json::to_string(&token).unwrap_or_else(|error| panic!("{what}: {error}"));
        if let Err(difference) = same_json(json, &written) {
            panic!("{what}: {difference:?}\nread    {json}\nwritten {written}");
        }
        assert_eq!(token.clone(), token, "{what}");
    }
}

#[test]
fn through_a_json_value_nothing_is_lost_that_the_value_can_hold() {
    for (what, json) in TABLE {
        let Ok(value) = serde_json::from_str::<serde_json::Value>(json) else {
            continue;
        };
        let token: VppToken =
            serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(serde_json::to_value(&token).ok(), Some(value), "{what}");
    }
}

#[test]
fn absent_null_and_a_value_are_three_things() {
    let read = |json: &str| serde_json::from_str::<VppToken>(json).unwrap();
    let (absent, null, value) = (
        read("{}"),
        read(r#"{"displayName":null}"#),
        read(r#"{"displayName":"Oslo"}"#),
    );
    assert_eq!(
        (
            absent.display_name.as_deref(),
            absent.is_null("displayName")
        ),
        (None, false)
    );
    assert_eq!(
        (null.display_name.as_deref(), null.is_null("displayName")),
        (None, true)
    );
    assert_eq!(
        (value.display_name.as_deref(), value.is_null("displayName")),
        (Some("Oslo"), false)
    );
    assert!(absent != null && null != value && absent != value);
}

#[test]
fn a_null_that_is_set_is_sent_and_a_value_set_later_takes_its_place() {
    let mut token = VppToken {
        display_name: Some("Oslo".into()),
        ..Default::default()
    };
    token.set_null(VppToken::DISPLAY_NAME);
    assert_eq!(
        serde_json::to_string(&token).unwrap(),
        r#"{"displayName":null}"#
    );
    token.display_name = Some("Bergen".into());
    assert_eq!(
        serde_json::to_string(&token).unwrap(),
        r#"{"displayName":"Bergen"}"#
    );
}

#[test]
fn an_unknown_enum_member_works_in_match_and_is_kept() {
    let token: VppToken = serde_json::from_str(r#"{"state":"onHoliday"}"#).unwrap();
    match token.state {
        Some(VppTokenState::Unrecognized(name)) => assert_eq!(&*name, "onHoliday"),
        other => panic!("{other:?}"),
    }
    assert_eq!(VppTokenState::from_name("valid"), VppTokenState::Valid);
    assert_eq!(
        VppTokenState::AssignedToExternalMdm.as_str(),
        "assignedToExternalMDM"
    );
}

#[test]
fn base_members_of_an_unknown_derived_type_can_be_read() {
    let json = r##"{"tokenActionResults":[{"@odata.type":"#microsoft.graph.vppTokenTeleportResult","actionName":"a","distance":1}]}"##;
    let token: VppToken = serde_json::from_str(json).unwrap();
    match &token.token_action_results.unwrap()[0] {
        AnyVppTokenActionResult::VppTokenActionResult(result) => {
            assert_eq!(result.action_name.as_deref(), Some("a"));
            assert_eq!(
                result.odata_type().as_deref(),
                Some("microsoft.graph.vppTokenTeleportResult")
            );
            assert_eq!(result.additional.get::<i32>("distance"), Some(1));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn deep_nesting_in_an_unknown_member_is_kept_without_harm() {
    let deep = format!(
        r#"{{"deep":{}{}}}"#,
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let token: VppToken = serde_json::from_str(&deep).unwrap();
    assert_eq!(serde_json::to_string(&token).unwrap(), deep);
}

#[test]
fn what_is_no_object_is_no_token_and_the_error_shows_no_text() {
    for json in [
        "[]",
        "null",
        "\"secret-text\"",
        "5",
        "{",
        "{\"token\":\"secret-text",
    ] {
        let error = serde_json::from_str::<VppToken>(json)
            .unwrap_err()
            .to_string();
        assert!(!error.contains("secret-text"), "{error}");
    }
}

#[test]
fn a_secret_is_not_shown() {
    let json = r#"{"id":"1","token":"secret-text","tokenActionResults":[{"newSecret":"secret-text"}],"other":"secret-text"}"#;
    let token: VppToken = serde_json::from_str(json).unwrap();
    let shown = format!("{token:?} {token:#?}");
    assert!(!shown.contains("secret-text"), "{shown}");
    assert!(shown.contains("token: …"), "{shown}");
    let misfit: VppToken = serde_json::from_str(r#"{"token":["secret-text"]}"#).unwrap();
    assert!(!format!("{misfit:?}").contains("secret-text"));
}
