//! Requests and what they call.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{api, app_management, token};
use graphwright_api::{Api, ItemType, KeyPart, Primitive, StandardOperationKind, Target};
use graphwright_samples::{Call, NoRoute};

/// What is called, and on what.
type Called = Result<(Target, String), NoRoute>;

fn resolve(api: &Api, method: &str, url: &str) -> Called {
    let route = graphwright_samples::resolve(api, method, url)?;
    let call = match &route.call {
        Call::StandardOperation(kind) => format!("{kind:?}"),
        Call::Bound(invocation) => invocation.operation.clone(),
        other => panic!("{other:?}"),
    };
    Ok((route.target().unwrap().clone(), call))
}

fn own(target: Target, kind: StandardOperationKind) -> Called {
    Ok((target, format!("{kind:?}")))
}

fn bound(target: Target, segment: &str) -> Called {
    Ok((target, segment.into()))
}

#[test]
fn a_method_and_a_path_say_what_is_called() {
    let api = api(Some("https://graph.microsoft.com/beta"));
    let (one, many) = (Target::one(token()), Target::many(token()));
    let root = Target::one(app_management());
    for (method, path, expected) in [
        ("GET", "", own(root.clone(), StandardOperationKind::Get)),
        ("PATCH", "", own(root, StandardOperationKind::Update)),
        (
            "GET",
            "/vppTokens",
            own(many.clone(), StandardOperationKind::List),
        ),
        (
            "POST",
            "/vppTokens",
            own(many.clone(), StandardOperationKind::Create),
        ),
        (
            "GET",
            "/vppTokens/$count",
            own(many.clone(), StandardOperationKind::Count),
        ),
        (
            "GET",
            "/vppTokens/9ceb2f92-2f92",
            own(one.clone(), StandardOperationKind::Get),
        ),
        (
            "PATCH",
            "/vppTokens/{id}",
            own(one.clone(), StandardOperationKind::Update),
        ),
        (
            "DELETE",
            "/vppTokens('9ceb')",
            own(one.clone(), StandardOperationKind::Delete),
        ),
        (
            "POST",
            "/vppTokens/9/syncLicenses",
            bound(one.clone(), "syncLicenses"),
        ),
        (
            "POST",
            "/vppTokens('9')/revokeLicenses",
            bound(one, "revokeLicenses"),
        ),
        (
            "POST",
            "/vppTokens/syncLicenseCounts",
            bound(many.clone(), "syncLicenseCounts"),
        ),
        (
            "GET",
            "/vppTokens/getLicensesForApp(bundleId='a/b')",
            bound(many, "getLicensesForApp"),
        ),
    ] {
        for root in ["https://graph.microsoft.com/beta", ""] {
            let url = format!("{root}/deviceAppManagement{path}");
            assert_eq!(resolve(&api, method, &url), expected, "{method} {url}");
        }
    }
}

#[test]
fn names_are_read_as_pages_write_them() {
    let expected = bound(Target::many(token()), "getLicensesForApp");
    for url in [
        "/deviceAppManagement/vppTokens/getLicensesForApp",
        "/DeviceAppManagement/vpptokens/GETLICENSESFORAPP()",
        "/deviceAppManagement/vppTokens/microsoft.graph.getLicensesForApp(bundleId='x')",
        "https://graph.microsoft.com/v1.0/deviceAppManagement/vppTokens/getLicensesForApp?$top=5",
    ] {
        assert_eq!(resolve(&api(None), "GET", url), expected, "{url}");
    }
}

#[test]
fn a_key_may_look_like_a_qualified_name() {
    let url = "/deviceAppManagement/vppTokens/contoso.getLicensesForApp";
    let expected = own(Target::one(token()), StandardOperationKind::Get);
    assert_eq!(resolve(&api(None), "GET", url), expected);
}

#[test]
fn a_cast_and_a_system_resource_are_no_keys() {
    let api = api(None);
    for (segment, expected) in [
        (
            "microsoft.graph.deviceAppManagement",
            "`microsoft.graph.deviceAppManagement` leads nowhere from `Collection(microsoft.graph.vppToken)`",
        ),
        (
            "$ref",
            "`Collection(microsoft.graph.vppToken)` does not answer GET $ref",
        ),
        (
            "$value",
            "`$value` leads nowhere from `Collection(microsoft.graph.vppToken)`",
        ),
    ] {
        let url = format!("/deviceAppManagement/vppTokens/{segment}");
        let error = resolve(&api, "GET", &url).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
    // A cast to the declared type is no step (URL Conventions 4.01, 4.11).
    let url = "/deviceAppManagement/vppTokens/microsoft.graph.vppToken";
    let expected = own(Target::many(token()), StandardOperationKind::List);
    assert_eq!(resolve(&api, "GET", url), expected);
}

#[test]
fn a_key_of_two_properties_takes_two_segments() {
    let mut api = api(None);
    api.resource_mut(&Target::many(token())).key.push(KeyPart {
        name: "other".into(),
        ty: ItemType::Primitive(Primitive::String),
    });
    let url = "/deviceAppManagement/vppTokens/1/2";
    let expected = own(Target::one(token()), StandardOperationKind::Get);
    assert_eq!(resolve(&api, "GET", url), expected);
    let short = resolve(&api, "GET", "/deviceAppManagement/vppTokens/1");
    assert_eq!(
        short.unwrap_err().to_string(),
        "`1` leads nowhere from `Collection(microsoft.graph.vppToken)`"
    );
}

#[test]
fn what_is_not_offered_is_said() {
    for (method, url, expected) in [
        ("GET", "", "`` begins with no entity set or singleton"),
        (
            "GET",
            "/devices",
            "`/devices` begins with no entity set or singleton",
        ),
        (
            "GET",
            "https://graph.microsoft.com/beta/devices/1",
            "`https://graph.microsoft.com/beta/devices/1` begins with no entity set or singleton",
        ),
        (
            "GET",
            "/deviceAppManagement/mobileApps",
            "`mobileApps` leads nowhere from `microsoft.graph.deviceAppManagement`",
        ),
        (
            "DELETE",
            "/deviceAppManagement",
            "`microsoft.graph.deviceAppManagement` does not answer DELETE",
        ),
        (
            "PUT",
            "/deviceAppManagement/vppTokens/1",
            "`microsoft.graph.vppToken` does not answer PUT",
        ),
        (
            "POST",
            "/deviceAppManagement/vppTokens/$count",
            "`Collection(microsoft.graph.vppToken)` does not answer POST",
        ),
        (
            "GET",
            "/deviceAppManagement/vppTokens/1/syncLicenses",
            "`syncLicenses` is not invoked with GET",
        ),
        (
            "POST",
            "/deviceAppManagement/vppTokens/1/syncLicenses/more",
            "the result of `syncLicenses` is not addressable",
        ),
    ] {
        let error = resolve(&api(None), method, url).unwrap_err();
        assert_eq!(error.to_string(), expected, "{method} {url}");
    }
}
