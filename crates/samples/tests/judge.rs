//! What a request that was made and a response that was read are judged to be.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use graphwright_api::{Api, TypeName};
use graphwright_samples::{
    Answer, Got, Inspector, Kind, Made, Resolver, Response, Sent, Verdict, Wanted, answer,
    argument, comment, compare, judge_body, judge_response, sent,
};
use serde_json::value::RawValue;

const ROOT: &str = "https://h/v1";

const CSDL: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="ns" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EntityType Name="thing"><Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
  <Property Name="name" Type="Edm.String" />
  <Property Name="made" Type="Edm.DateTimeOffset"><Annotation Term="Org.OData.Core.V1.Computed" Bool="true" /></Property>
</EntityType>
<EntityType Name="car" BaseType="ns.thing" />
<Function Name="near" IsBound="true"><Parameter Name="it" Type="Collection(ns.thing)" /><Parameter Name="count" Type="Edm.Int32" />
  <ReturnType Type="Collection(ns.thing)" /></Function>
<Action Name="wipe" IsBound="true"><Parameter Name="it" Type="ns.thing" /></Action>
<EntityContainer Name="c"><EntitySet Name="things" EntityType="ns.thing">
  <Annotation Term="Org.OData.Capabilities.V1.KeyAsSegmentSupported" Bool="true" /></EntitySet></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#;

fn api() -> Api {
    let mut api = graphwright_csdl::read("things.xml", CSDL).unwrap().api;
    for resource in api.resources.values_mut() {
        let operations = std::mem::take(&mut resource.operations);
        resource.operations = operations
            .into_iter()
            .map(|(name, one)| (name.trim_start_matches("ns.").to_owned(), one))
            .collect();
    }
    api
}

/// The notes and the mismatches of a request that was made for a documented one.
fn compared(
    documented: (&str, &str, Option<&str>),
    made: (&str, &str, Option<&str>),
) -> (Vec<Kind>, Vec<String>) {
    let api = api();
    let resolver = Resolver::new(&api, Some(ROOT));
    let (method, url, body) = documented;
    let route = resolver.resolve(method, url).unwrap();
    let int = graphwright_api::TypeRef::one(graphwright_api::ItemType::Primitive(
        match route.to_string().contains("near") {
            true => graphwright_api::Primitive::Int32,
            false => graphwright_api::Primitive::String,
        },
    ));
    let values = route.values();
    let arguments = values.iter().map(|value| argument(&api, &int, *value));
    let arguments: Vec<_> = arguments.collect();
    let body = body.map(|body| RawValue::from_string(body.to_owned()).unwrap());
    let headers = [("Prefer".to_owned(), "a".to_owned())];
    let wanted = Wanted {
        method,
        url,
        route: &route,
        arguments: &arguments,
        headers: &headers,
        sent: &sent(&api, &route),
        body: body.as_deref(),
        text: None,
    };
    let made = Made {
        method: made.0.into(),
        url: format!("{ROOT}{}", made.1),
        headers: vec![("prefer".into(), "a".into())],
        body: made.2.map(str::to_owned),
    };
    let (notes, wrong) = compare(&api, &resolver, &wanted, &made);
    (
        notes.into_iter().map(|one| one.kind).collect(),
        wrong.iter().map(|one| one.part.to_owned()).collect(),
    )
}

#[test]
fn a_request_is_the_documented_one_or_the_part_that_is_not_is_told() {
    let get = |url| ("GET", url, None);
    for (documented, made, notes, wrong) in [
        (
            get("/things/1?$top=5"),
            get("/things/1?$top=5"),
            vec![],
            vec![],
        ),
        (
            get("https://h/v2/Things('1')"),
            get("/things/1"),
            vec![Kind::UrlSpelling],
            vec![],
        ),
        (
            get("/things/{id}"),
            get("/things/%7Bid%7D"),
            vec![Kind::UrlPlaceholder],
            vec![],
        ),
        (get("/things/1"), get("/things/2"), vec![], vec!["url"]),
        (get("/things/1"), get("/things"), vec![], vec!["url"]),
        (
            get("/things/1?$top=5"),
            get("/things/1?$top=6"),
            vec![],
            vec!["query"],
        ),
        (
            get("/things/1?a=1&b=2"),
            get("/things/1?b=2&a=1"),
            vec![],
            vec!["query"],
        ),
        (
            get("/things/1?startdatetime=a&$top=5"),
            get("/things/1?startDateTime=a&$top=5"),
            vec![Kind::UrlSpelling],
            vec![],
        ),
        (
            get("/things/1?startdatetime=a"),
            get("/things/1?startDateTime=b"),
            vec![],
            vec!["query"],
        ),
        (
            get("/things/near(count=5)"),
            get("/things/near(count=5)"),
            vec![],
            vec![],
        ),
        (
            get("/things/near(count={n})"),
            get("/things/near(count=1)"),
            vec![Kind::UrlPlaceholder],
            vec![],
        ),
        (
            get("/things/near(count=x)"),
            get("/things/near(count=1)"),
            vec![Kind::UnfitArgument],
            vec![],
        ),
        (
            get("/things/near"),
            get("/things/near(count=1)"),
            vec![Kind::MissingArgument],
            vec![],
        ),
        (
            get("/things/near(count=5)"),
            get("/things/near(count=6)"),
            vec![],
            vec!["url"],
        ),
        (
            (
                "PATCH",
                "/things/1",
                Some(r#"{"id":"1","name":"a","made":"x","@odata.context":"u"}"#),
            ),
            ("PATCH", "/things/1", Some(r#"{"name":"a"}"#)),
            vec![Kind::NotSent, Kind::NotSent, Kind::NotSent],
            vec![],
        ),
        (
            ("PATCH", "/things/1", Some(r#"{"name":"a"}"#)),
            ("PATCH", "/things/1", Some("{}")),
            vec![],
            vec!["body"],
        ),
        (
            (
                "PATCH",
                "/things/1",
                Some(r##"{"@odata.type":"#ns.thing","name":"a"}"##),
            ),
            ("PATCH", "/things/1", Some(r#"{"name":"a"}"#)),
            vec![Kind::NotSent],
            vec![],
        ),
        (
            (
                "PATCH",
                "/things/1",
                Some(r##"{"@odata.type":"#ns.car","name":"a"}"##),
            ),
            ("PATCH", "/things/1", Some(r#"{"name":"a"}"#)),
            vec![],
            vec!["body"],
        ),
        (
            ("POST", "/things", Some(r#"{"id":"1","o@odata.bind":"u"}"#)),
            ("POST", "/things", Some(r#"{"id":"1"}"#)),
            vec![],
            vec!["body"],
        ),
        (
            ("POST", "/things", None),
            ("POST", "/things", Some("{}")),
            vec![Kind::NoBodySent],
            vec![],
        ),
        (
            ("POST", "/things/1/wipe", Some("{}")),
            ("POST", "/things/1/wipe", None),
            vec![Kind::BodyNotTaken],
            vec![],
        ),
        (
            ("GET", "/things", None),
            ("POST", "/things", None),
            vec![],
            vec!["method", "url"],
        ),
    ] {
        let found = compared(documented, made);
        assert_eq!(found.0, notes, "{documented:?} {made:?}");
        assert_eq!(found.1, wrong, "{documented:?} {made:?}");
    }
}

fn response(status: u16, body: Option<&str>) -> Response {
    let json = body.filter(|body| serde_json::from_str::<&RawValue>(body).is_ok());
    let row = serde_json::json!({
        "status": status,
        "body_kind": "json",
        "body_raw_if_unparsed": body.filter(|_| json.is_none()),
    });
    let mut response: Response = serde_json::from_value(row).unwrap();
    response.body = json.map(|body| RawValue::from_string(body.to_owned()).unwrap());
    response
}

/// The verdict on a response of a GET of one thing, and the kinds of departures.
fn judged(response: &Response, got: &Got) -> (Verdict, Vec<Kind>) {
    let api = api();
    let route = Resolver::new(&api, None)
        .resolve("GET", "/things/1")
        .unwrap();
    let answer = answer(&api, &route);
    let inspector = Inspector::new(&api);
    let inspection = response
        .body
        .as_ref()
        .map(|body| inspector.answer(&answer, body));
    let (found, wrong) = judge_response(&answer, response, inspection.as_ref(), got);
    let kinds = found.iter().map(|one| one.kind).collect();
    (Verdict::of(&found, &wrong), kinds)
}

fn got(decoded: &str, additional: &[&[&str]]) -> Got {
    let names = |names: &&[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect());
    Got {
        decoded: Some(decoded.to_owned()),
        additional: additional.iter().map(names).collect(),
        ..Got::default()
    }
}

#[test]
fn a_response_is_exact_only_if_it_is_written_again_and_held_by_fields() {
    let body = r#"{"id":"1","name":null}"#;
    let whole = response(200, Some(body));
    assert_eq!(
        judged(&whole, &got(r#"{"name":null,"id":"1"}"#, &[&["name"]])).0,
        Verdict::Exact
    );
    assert_eq!(
        judged(&whole, &got(body, &[&["id", "name"]])).0,
        Verdict::Failure
    );
    assert_eq!(
        judged(&whole, &got(r#"{"id":"1"}"#, &[&[]])).0,
        Verdict::Failure
    );
    let unread = Got {
        unread: Some("no".into()),
        ..Got::default()
    };
    assert_eq!(judged(&whole, &unread).0, Verdict::Failure);
    assert_eq!(judged(&whole, &Got::default()).0, Verdict::Failure);
}

#[test]
fn what_a_page_gets_wrong_is_no_failure() {
    let body = r#"{"value":{"id":"1"}}"#;
    let enveloped = response(200, Some(body));
    let read = judged(&enveloped, &got(r#"{"id":"1"}"#, &[&[]]));
    assert_eq!(read, (Verdict::PageError, vec![Kind::EnvelopeAroundSingle]));
    let unfit = response(200, Some(r#"{"id":5}"#));
    let read = judged(&unfit, &got(r#"{"id":5}"#, &[&["id"]]));
    assert_eq!(read, (Verdict::PageError, vec![Kind::ScalarForText]));
    let unknown = response(200, Some(r#"{"colour":5}"#));
    let read = judged(&unknown, &got(r#"{"colour":5}"#, &[&["colour"]]));
    assert_eq!(read, (Verdict::Additional, vec![Kind::UndeclaredMember]));
    let unread = Got {
        unread: Some("no".into()),
        ..Got::default()
    };
    for (response, kind) in [
        (response(202, None), Kind::NoBody),
        (response(200, Some("a,b")), Kind::NotJson),
        (response(200, Some("[]")), Kind::WrongShape),
        (response(204, Some("{}")), Kind::BodyIn204),
    ] {
        assert_eq!(judged(&response, &unread), (Verdict::PageError, vec![kind]));
    }
}

#[test]
fn a_redirect_must_be_followed_and_what_it_leads_to_is_not_judged() {
    let redirect = response(302, None);
    let followed = judged(&redirect, &got("null", &[]));
    assert_eq!(followed, (Verdict::Exact, vec![Kind::Redirect]));
    assert_eq!(judged(&redirect, &Got::default()).0, Verdict::Failure);
}

#[test]
fn a_refusal_is_read_with_its_status_and_code() {
    let body = r#"{"error":{"code":"NotFound","message":"no"}}"#;
    let refused = |status, code: &str| Got {
        refused: Some((status, code.into())),
        ..Got::default()
    };
    let documented = response(404, Some(body));
    assert_eq!(
        judged(&documented, &refused(404, "NotFound")).0,
        Verdict::Exact
    );
    assert_eq!(
        judged(&documented, &refused(404, "Other")).0,
        Verdict::Failure
    );
    assert_eq!(judged(&documented, &got(body, &[])).0, Verdict::Failure);
}

#[test]
fn a_comment_that_names_another_type_is_told() {
    let api = api();
    let name = TypeName::new("ns.thing");
    let item = graphwright_api::ItemType::Named(name);
    let many = Answer::Many(item);
    for (text, wrong) in [
        ("ns.thing", false),
        ("#ns.thing", false),
        ("collection(ns.car)", false),
        ("Collection(ns.other)", true),
    ] {
        assert_eq!(comment(&api, &many, text).is_some(), wrong, "{text}");
    }
    assert!(comment(&api, &Answer::Nothing, "ns.other").is_none());
}

#[test]
fn a_link_that_cannot_be_made_is_the_pages_error() {
    let api = api();
    let (resolver, inspector) = (Resolver::new(&api, Some(ROOT)), Inspector::new(&api));
    let kinds = |body: &str| {
        let request = format!(
            r#"{{"method": "POST", "url": "/things/$ref", "body": {body}, "body_kind": "json"}}"#
        );
        let request = serde_json::from_str(&request).unwrap();
        let found = judge_body(&resolver, &inspector, &Sent::Reference, &request, ROOT);
        found.into_iter().map(|one| one.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds(r#"{"@odata.id": "https://h/v1/things/1"}"#), []);
    assert_eq!(kinds("{}"), [Kind::NoLink]);
    let spaced = r#"{"@odata.id": " https://h/v1/things/1"}"#;
    assert_eq!(kinds(spaced), [Kind::InvalidLink]);
    let elsewhere = r#"{"@odata.id": "https://h/beta/things/1"}"#;
    assert_eq!(kinds(elsewhere), [Kind::ForeignLink]);
}
