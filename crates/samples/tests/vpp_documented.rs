//! The documented samples of the vppToken family, decoded and encoded again.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;

use graphwright::serde_json::{from_str, to_string};
use graphwright::{Model, Page, Polymorphic};
use graphwright_samples::{Sample, read, same_json};
use vpp_beta::models::{
    AnyVppTokenActionResult, VppToken, VppTokenActionResult, VppTokenLicenseSummary,
    VppTokenRevokeLicensesActionResult, VppTokenRevokeLicensesParameters,
};

fn samples(file: &str) -> Vec<Sample> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../specs/samples")
        .join(file);
    read(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn sample(file: &str, page_end: &str) -> Sample {
    samples(file)
        .into_iter()
        .find(|one| one.page.ends_with(page_end))
        .unwrap()
}

/// The text of the documented response's body.
fn response(sample: &Sample) -> String {
    sample
        .response
        .as_ref()
        .unwrap()
        .body
        .as_ref()
        .unwrap()
        .get()
        .to_owned()
}

/// The entity in the documented envelope.
fn entity(body: &str) -> String {
    #[derive(serde::Deserialize)]
    struct Envelope {
        value: Box<serde_json::value::RawValue>,
    }
    from_str::<Envelope>(body).unwrap().value.get().to_owned()
}

fn round_trip<T: serde::de::DeserializeOwned + serde::Serialize>(json: &str) -> T {
    let value: T = from_str(json).unwrap();
    let written = to_string(&value).unwrap();
    assert_eq!(
        same_json(json, &written).map_err(|difference| format!("{difference:?}")),
        Ok(())
    );
    value
}

#[test]
fn the_documented_response_of_sync_licenses_is_decoded_shown_and_encoded() {
    let body = response(&sample("vpp-beta.jsonl", "vpptoken-synclicenses.md"));
    let token: VppToken = round_trip(&entity(&body));
    insta::assert_snapshot!("decoded_and_shown", format!("{token:#?}"));
    insta::assert_snapshot!(
        "encoded",
        graphwright::serde_json::to_string_pretty(&token).unwrap()
    );
    let results = token.token_action_results.unwrap();
    let AnyVppTokenActionResult::VppTokenActionResult(result) = &results[0] else {
        panic!("{results:?}")
    };
    // The page writes the nested type without `#`, and so it is written back.
    assert_eq!(
        result.additional.get::<String>("@odata.type").as_deref(),
        Some("microsoft.graph.vppTokenActionResult")
    );
    assert_eq!(
        result.start_date_time.as_ref().unwrap(),
        &"2016-12-31T23:58:46.7156189-08:00"
    );
}

#[test]
fn beta_v1_and_the_bare_form_agree_on_every_member_that_they_share() {
    let beta: VppToken = round_trip(&entity(&response(&sample(
        "vpp-beta.jsonl",
        "vpptoken-synclicenses.md",
    ))));
    let v1: VppToken = round_trip(&entity(&response(&sample(
        "vpp-v1.0.jsonl",
        "vpptoken-synclicenses.md",
    ))));
    let context =
        "https://graph.microsoft.com/beta/$metadata#deviceAppManagement/vppTokens/$entity";
    let bare_text = entity(&response(&sample(
        "vpp-beta.jsonl",
        "vpptoken-synclicenses.md",
    )))
    .replacen('{', &format!("{{\"@odata.context\":\"{context}\","), 1);
    let mut bare: VppToken = round_trip(&bare_text);
    // What says where a value came from is kept, and is all that tells the two apart.
    assert_eq!(
        bare.additional
            .remove("@odata.context")
            .unwrap()
            .to::<String>()
            .unwrap(),
        context
    );
    assert_eq!(bare, beta);
    let only_in_beta = VppToken {
        token_action_results: beta.token_action_results.clone(),
        data_sharing_consent_granted: Some(true),
        display_name: Some("Display Name value".into()),
        location_name: Some("Location Name value".into()),
        claim_token_management_from_external_mdm: Some(true),
        role_scope_tag_ids: Some(vec!["Role Scope Tag Ids value".into()]),
        ..v1
    };
    assert_eq!(only_in_beta, beta);
}

#[test]
fn every_documented_body_of_the_family_round_trips_as_its_type() {
    let mut seen = 0;
    for file in ["vpp-beta.jsonl", "vpp-v1.0.jsonl"] {
        for sample in samples(file) {
            let page = sample.page.rsplit("vpptoken-").next().unwrap().to_owned();
            if let Some(body) = sample
                .request
                .as_ref()
                .and_then(|request| request.body.as_ref())
            {
                match page.as_str() {
                    "create.md" => drop(round_trip::<VppToken>(body.get())),
                    "revokelicenses.md" => {
                        drop(round_trip::<VppTokenRevokeLicensesParameters>(body.get()))
                    }
                    other => panic!("a request body on {other}"),
                }
                seen += 1;
            }
            if let Some(body) = sample
                .response
                .as_ref()
                .and_then(|response| response.body.as_ref())
            {
                match page.as_str() {
                    "create.md" => drop(round_trip::<VppToken>(body.get())),
                    "synclicenses.md" => drop(round_trip::<VppToken>(&entity(body.get()))),
                    "list.md" => drop(round_trip::<Page<VppToken>>(body.get())),
                    "getlicensesforapp.md" => {
                        drop(round_trip::<Page<VppTokenLicenseSummary>>(body.get()))
                    }
                    other => panic!("a response body on {other}"),
                }
                seen += 1;
            }
        }
    }
    assert_eq!(seen, 10, "the corpus has changed: look at what is new");
}

#[test]
fn a_derived_value_that_is_built_by_hand_says_its_type() {
    let revoked = VppTokenRevokeLicensesActionResult {
        total_licenses_count: Some(5),
        ..Default::default()
    };
    let plain = VppTokenActionResult {
        action_name: Some("a".into()),
        ..Default::default()
    };
    let token = VppToken {
        token_action_results: Some(vec![revoked.clone().into(), plain.into()]),
        ..Default::default()
    };
    let expected = r##"{"tokenActionResults":[{"@odata.type":"#microsoft.graph.vppTokenRevokeLicensesActionResult","totalLicensesCount":5},{"actionName":"a"}]}"##;
    assert_eq!(to_string(&token).unwrap(), expected);
    let read: VppToken = from_str(expected).unwrap();
    let first = &read.token_action_results.unwrap()[0];
    let mut again = first
        .downcast::<VppTokenRevokeLicensesActionResult>()
        .unwrap();
    again.additional.remove("@odata.type");
    assert_eq!(again, revoked);
    assert_eq!(first.downcast::<VppTokenActionResult>(), None);
    assert_eq!(VppToken::schema().name, "microsoft.graph.vppToken");
}
