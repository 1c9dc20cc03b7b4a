//! Made-up values: what occurs among them, that they depend on a seed alone, and what is found wrong.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;

use graphwright_api::Api;
use graphwright_api::select::{Selection, select};
use graphwright_samples::arbitrary::{
    Arbitrary, Node, Random, RoundTrip, Subject, SubjectKind, Subjects, Wrote,
};

/// A type that holds itself, with types derived from it three deep, every odd type, and an action.
const CSDL: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
<edmx:DataServices><Schema Namespace="n" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EnumType Name="color"><Member Name="red"/><Member Name="green"/></EnumType>
<EnumType Name="marks" IsFlags="true"><Member Name="a"/><Member Name="b"/></EnumType>
<ComplexType Name="node" Abstract="true"><Property Name="text" Type="Edm.String"/>
<Property Name="number" Type="Edm.Int32"/><Property Name="real" Type="Edm.Double"/>
<Property Name="when" Type="Edm.DateTimeOffset"/><Property Name="color" Type="n.color"/>
<Property Name="marks" Type="n.marks"/><Property Name="any" Type="Edm.Untyped"/>
<Property Name="next" Type="n.node"/><Property Name="all" Type="Collection(n.node)"/>
<Property Name="names" Type="Collection(Edm.String)"/></ComplexType>
<ComplexType Name="one" BaseType="n.node"><Property Name="ofOne" Type="Edm.Decimal"/></ComplexType>
<ComplexType Name="two" BaseType="n.one"><Property Name="ofTwo" Type="Edm.Guid"/></ComplexType>
<ComplexType Name="three" BaseType="n.two"><Property Name="ofThree" Type="Edm.Binary"/></ComplexType>
<EntityType Name="thing"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
<Property Name="node" Type="n.node"/></EntityType>
<Action Name="act" IsBound="true"><Parameter Name="it" Type="n.thing"/><Parameter Name="node" Type="n.node"/></Action>
<EntityContainer Name="c"><EntitySet Name="things" EntityType="n.thing"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#;

fn api() -> Api {
    let lowered = graphwright_csdl::read("n.xml", CSDL).unwrap();
    select(&lowered.api, &Selection::default()).unwrap()
}

fn subject<'s>(subjects: &'s Subjects, ty: &str, polymorphic: bool) -> &'s Subject {
    let mut all = subjects.all.iter();
    let found = all
        .find(|one| one.ty.as_str() == ty && (one.kind == SubjectKind::Polymorphic) == polymorphic);
    found.unwrap()
}

fn value(subjects: &Subjects, subject: &Subject, seed: u64, case: u32) -> Node {
    let mut random = Random::of_case(seed, subject.ty.as_str(), case);
    Arbitrary::new(&subjects.api).value(subject, case, &mut random)
}

fn depth(node: &Node) -> usize {
    match node {
        Node::Scalar(_) => 0,
        Node::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Node::Object(members) => 1 + members.iter().map(|(_, one)| depth(one)).max().unwrap_or(0),
    }
}

#[test]
fn every_model_is_a_subject() {
    let subjects = Subjects::new(&api());
    let all: Vec<String> = subjects
        .all
        .iter()
        .map(|one| match &one.kind {
            SubjectKind::Parameters(target, segment, number) => {
                format!(
                    "{:?} {segment} {number}",
                    target.as_ref().map(|target| target.ty.as_str())
                )
            }
            SubjectKind::Polymorphic => format!("any {}", one.ty),
            _ => one.ty.as_str().to_owned(),
        })
        .collect();
    assert_eq!(
        all,
        [
            "n.color",
            "n.marks",
            "n.node",
            "n.one",
            "n.thing",
            "n.three",
            "n.two",
            "any n.node",
            "Some(\"n.thing\") n.act 0",
        ]
    );
}

#[test]
fn all_kinds_of_values_are_made() {
    let subjects = Subjects::new(&api());
    let any = subject(&subjects, "n.node", true);
    let values: Vec<Node> = (0..400)
        .map(|case| value(&subjects, any, 1, case))
        .collect();
    let texts: Vec<String> = values.iter().map(ToString::to_string).collect();
    for (what, part) in [
        ("a derived type", r##""@odata.type":"#n.one""##),
        ("one without its hash", r#""@odata.type":"n.t"#),
        ("one three deep", "n.three\""),
        ("its short form", "\"@type\":"),
        ("an unknown type", "nodeUnheard\""),
        ("a known enum member", "\"color\":\"red\""),
        ("an unknown one", "\"color\":\"unheardOf\""),
        ("several flags", "\"a,b"),
        ("a null", "\"text\":null"),
        ("an unknown member", "\"extension_"),
        ("an annotation", "\"@odata.etag\":"),
        ("an annotation of a member", "@odata.count\":"),
        ("no number", "\"NaN\""),
        ("no finite number", "\"-INF\""),
        ("the greatest number", "\"number\":2147483647"),
        ("the least number", "\"number\":-2147483648"),
        ("a number of 30 digits", "123456789012345678901234567890"),
        ("the last date", "\"9999-12-31T"),
        ("twelve digits of a second", ".123456789012"),
        ("half of a surrogate pair", r"\ud800"),
        ("an empty collection", "\"names\":[]"),
        ("an empty object", "{}"),
    ] {
        assert!(texts.iter().any(|text| text.contains(part)), "{what}");
    }
    assert!(texts.iter().any(|text| text == "{}"));
    let longest = texts.iter().map(String::len).max().unwrap();
    assert!((1000..200_000).contains(&longest), "{longest}");
    let deepest = values.iter().map(depth).max().unwrap();
    let five = values.iter().filter(|one| depth(one) > 5).count();
    assert!(five > 20 && deepest < 500, "{five} {deepest}");
    let deep = (0..20)
        .map(|seed| depth(&value(&subjects, any, seed, 4)))
        .max();
    assert!(deep > Some(150), "{deep:?}");
    for text in &texts {
        serde_json::from_str::<&serde_json::value::RawValue>(text).unwrap();
    }
    let (shortest, whole) = (&texts[2], &texts[0]);
    assert!(shortest.matches(':').count() <= 1, "{shortest}");
    let members = serde_json::from_str::<serde_json::Value>(whole).unwrap();
    assert!(members.as_object().unwrap().len() >= 10, "{whole}");
}

#[test]
fn a_case_depends_on_seed_type_and_number_alone() {
    let subjects = Subjects::new(&api());
    let one = subject(&subjects, "n.one", false);
    let twice = || value(&subjects, one, 3, 17).to_string();
    assert_eq!(twice(), twice());
    let others: BTreeSet<String> = (0..50)
        .flat_map(|case| [3, 4].map(|seed| value(&subjects, one, seed, case).to_string()))
        .collect();
    assert!(others.len() > 80, "{}", others.len());
}

#[test]
fn what_is_lost_is_found() {
    let subjects = Subjects::new(&api());
    let judge = RoundTrip::new(&subjects);
    let (any, one) = (
        subject(&subjects, "n.node", true),
        subject(&subjects, "n.one", false),
    );
    let wrote = |ty: &str, additional: &[&str], json: &str| Wrote {
        ty: ty.into(),
        additional: additional.iter().map(|name| (*name).to_owned()).collect(),
        json: json.into(),
    };
    let two = r##"{"@odata.type":"#n.two","number":5,"ofTwo":"x"}"##;
    let names = ["@odata.type", "ofTwo"];
    for (subject, json, wrote, expected) in [
        (any, two, wrote("n.two", &names, two), Ok(())),
        (
            any,
            two,
            wrote("n.node", &names, two),
            Err("read as n.node, not as n.two"),
        ),
        (one, two, wrote("n.one", &names, two), Ok(())),
        (
            one,
            two,
            wrote("n.one", &["number"], two),
            Err("`number` fits n.one, and no field holds it"),
        ),
        (
            one,
            r#"{"number":5.0}"#,
            wrote("n.one", &["number"], r#"{"number":5}"#),
            Err("at \"/number\": 5.0 is not 5"),
        ),
        (
            one,
            r#"{"number":5.0}"#,
            wrote("n.one", &["number"], r#"{"number":5.0}"#),
            Ok(()),
        ),
        (
            one,
            r#"{"text":null}"#,
            wrote("n.one", &[], "{}"),
            Err("at \"/text\": null is not nothing"),
        ),
        (
            one,
            r#"{"names":["a",null]}"#,
            wrote("n.one", &["names"], r#"{"names":["a",null]}"#),
            Ok(()),
        ),
    ] {
        assert_eq!(
            judge.judge(subject, json, &wrote),
            expected.map_err(str::to_owned),
            "{json}"
        );
    }
}

#[test]
fn a_failing_value_is_made_small() {
    let subjects = Subjects::new(&api());
    let any = subject(&subjects, "n.node", true);
    let whole = (0..)
        .map(|case| value(&subjects, any, 1, case))
        .find(|value| value.size() > 40 && value.to_string().contains("1.50"))
        .unwrap();
    let small = whole.shrink(|value| value.to_string().contains("1.50"));
    assert!(small.size() < 8, "{small}");
    assert!(small.to_string().contains("1.50"));
}
