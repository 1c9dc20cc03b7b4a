//! A change sends what changes and nothing that was only read.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use graphwright::serde_json::{from_str, to_string};
use graphwright::{Body, Model, Patch};
use vpp_beta::models::{
    AnyVppTokenActionResult, VppToken, VppTokenActionResult, VppTokenRevokeLicensesActionResult,
    VppTokenState,
};

/// As the service sends it, with everything that must not go back.
const FETCHED: &str = r##"{"@odata.context":"https://graph.microsoft.com/beta/$metadata#deviceAppManagement/vppTokens/$entity","@odata.etag":"W/\"1\"","@odata.type":"#microsoft.graph.vppToken","id":"9ceb2f92","displayName":"Oslo","locationName":null,"state":"valid","roleScopeTagIds@odata.type":"#Collection(String)","roleScopeTagIds":["0"],"expirationDateTime":"2016-12-31T23:57:57.1200000Z","newThing":{"a":1.50},"#microsoft.graph.syncLicenses":{"title":"Sync"}}"##;

fn fetched() -> VppToken {
    from_str(FETCHED).unwrap()
}

fn change(edit: impl FnOnce(&mut VppToken)) -> String {
    let before = fetched();
    let mut after = before.clone();
    edit(&mut after);
    to_string(&Patch::between(&before, &after)).unwrap()
}

#[test]
fn a_fetched_token_changed_and_sent_back_sends_the_change_alone() {
    assert_eq!(change(|_| {}), "{}");
    assert_eq!(
        change(|token| token.display_name = Some("Bergen".into())),
        r#"{"displayName":"Bergen"}"#
    );
    assert_eq!(
        change(|token| token.display_name = None),
        r#"{"displayName":null}"#
    );
    assert_eq!(
        change(|token| token.set_null(VppToken::DISPLAY_NAME)),
        r#"{"displayName":null}"#
    );
    assert_eq!(
        change(|token| token.location_name = Some("Here".into())),
        r#"{"locationName":"Here"}"#
    );
    assert_eq!(
        change(|token| token.role_scope_tag_ids = Some(vec!["0".into(), "1".into()])),
        r#"{"roleScopeTagIds":["0","1"]}"#
    );
    assert_eq!(
        change(|token| token.additional.set("newThing", &2).unwrap()),
        r#"{"newThing":2}"#
    );
    // A key names the entity; it is not changed by a patch.
    assert_eq!(change(|token| token.id = Some("other".into())), "{}");
}

#[test]
fn a_patch_made_by_hand_holds_what_was_set_and_the_nulls() {
    let patch = Patch::<VppToken>::new()
        .set(VppToken::DISPLAY_NAME, "Oslo")
        .null(VppToken::LOCATION_NAME);
    assert_eq!(
        to_string(&patch).unwrap(),
        r#"{"displayName":"Oslo","locationName":null}"#
    );
    let patch = patch
        .set(VppToken::DISPLAY_NAME, "Bergen")
        .set(VppToken::STATE, VppTokenState::Valid);
    assert_eq!(
        to_string(&patch).unwrap(),
        r#"{"displayName":"Bergen","locationName":null,"state":"valid"}"#
    );
    assert!(Patch::<VppToken>::new().is_empty() && !patch.is_empty());
}

#[test]
fn a_value_of_the_wrong_type_in_a_patch_is_an_error_that_names_the_property() {
    let error = to_string(&Patch::<VppToken>::new().set(VppToken::DISPLAY_NAME, 5))
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("microsoft.graph.vppToken/displayName"),
        "{error}"
    );
}

#[test]
fn the_set_fields_of_a_struct_make_a_patch() {
    let token = VppToken {
        id: Some("9".into()),
        display_name: Some("Oslo".into()),
        ..Default::default()
    };
    assert_eq!(
        to_string(&Patch::from(token)).unwrap(),
        r#"{"displayName":"Oslo"}"#
    );
    let whole = r#"{"expirationDateTime":"2016-12-31T23:57:57.1200000Z","state":"valid","displayName":"Oslo","locationName":null,"roleScopeTagIds":["0"],"newThing":{"a":1.50}}"#;
    assert_eq!(to_string(&Patch::from(fetched())).unwrap(), whole);
}

#[test]
fn a_body_that_creates_leaves_out_what_only_the_service_says() {
    let body = to_string(&Body::new(&fetched())).unwrap();
    assert!(
        !body.contains("@odata.context") && !body.contains("@odata.etag"),
        "{body}"
    );
    assert!(!body.contains("syncLicenses"), "{body}");
    assert!(
        body.contains(r##""@odata.type":"#microsoft.graph.vppToken""##),
        "{body}"
    );
    assert!(
        body.contains(r#""locationName":null"#) && body.contains(r#""newThing":{"a":1.50}"#),
        "{body}"
    );
}

#[test]
fn a_body_of_a_derived_type_says_its_type() {
    let revoked = VppTokenRevokeLicensesActionResult {
        total_licenses_count: Some(5),
        ..Default::default()
    };
    let body = to_string(&Body::new(&AnyVppTokenActionResult::from(revoked))).unwrap();
    assert_eq!(
        body,
        r##"{"@odata.type":"#microsoft.graph.vppTokenRevokeLicensesActionResult","totalLicensesCount":5}"##
    );
}

#[test]
fn the_debug_of_a_patch_shows_names_and_no_values() {
    let patch = Patch::<VppToken>::new().set(VppToken::TOKEN, "secret-text");
    assert_eq!(
        format!("{patch:?}"),
        r#"Patch of microsoft.graph.vppToken {"token"}"#
    );
}

#[test]
fn a_change_to_a_derived_type_says_which_type_it_is() {
    let result: VppTokenActionResult = from_str(
        r##"{"@odata.type":"#microsoft.graph.vppTokenNewActionResult","actionName":"a","newThing":1}"##,
    )
    .unwrap();
    assert_eq!(
        to_string(&Patch::from(result)).unwrap(),
        r##"{"@odata.type":"#microsoft.graph.vppTokenNewActionResult","actionName":"a","newThing":1}"##
    );
    let written: VppTokenActionResult =
        from_str(r#"{"@odata.type":"microsoft.graph.other","actionName":"a"}"#).unwrap();
    assert_eq!(
        to_string(&Patch::from(written)).unwrap(),
        r#"{"@odata.type":"microsoft.graph.other","actionName":"a"}"#
    );
    let revoked = VppTokenRevokeLicensesActionResult {
        total_licenses_count: Some(5),
        ..Default::default()
    };
    let change: Patch<VppTokenActionResult> = Patch::from(revoked).for_base();
    assert_eq!(
        to_string(&change).unwrap(),
        r##"{"@odata.type":"#microsoft.graph.vppTokenRevokeLicensesActionResult","totalLicensesCount":5}"##
    );
}

#[test]
fn a_value_in_a_body_may_stand_for_an_existing_one_and_sends_nothing_else_that_was_read() {
    let token: VppToken = from_str(
        r##"{"@odata.id":"a","tokenActionResults":[{"@odata.id":"b","@odata.etag":"c","actionName":"d"}]}"##,
    )
    .unwrap();
    assert_eq!(
        to_string(&Body::new(&token)).unwrap(),
        r##"{"tokenActionResults":[{"@odata.id":"b","actionName":"d"}]}"##
    );
}
