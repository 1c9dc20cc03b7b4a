//! Each way in which a documented body departs from its type is named, and none is named twice.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use graphwright_api::{Api, ItemType, Primitive, TypeKind, TypeName, TypeRef};
use graphwright_samples::arbitrary::{RoundTrip, Subjects, Wrote};
use graphwright_samples::{Answer, Inspector, Kind, Sent, Weight, body_with_numbers};
use serde_json::value::RawValue;

const CSDL: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="ns" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EnumType Name="color"><Member Name="red" /><Member Name="green" /></EnumType>
<EnumType Name="days" IsFlags="true"><Member Name="monday" Value="1" /><Member Name="friday" Value="2" /></EnumType>
<EntityType Name="thing"><Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
  <Property Name="on" Type="Edm.Boolean" />
  <Property Name="size" Type="Edm.Int32" Nullable="false" />
  <Property Name="made" Type="Edm.DateTimeOffset" />
  <Property Name="day" Type="Edm.Date" />
  <Property Name="guid" Type="Edm.Guid" />
  <Property Name="data" Type="Edm.Binary" />
  <Property Name="tags" Type="Collection(Edm.String)" Nullable="false" />
  <Property Name="color" Type="ns.color" />
  <Property Name="days" Type="ns.days" />
  <Property Name="any" Type="Edm.Untyped" />
  <Property Name="part" Type="ns.part" />
  <Property Name="parts" Type="Collection(ns.part)" />
</EntityType>
<EntityType Name="car" BaseType="ns.thing"><Property Name="wheels" Type="Edm.Int32" /></EntityType>
<ComplexType Name="part"><Property Name="name" Type="Edm.String" /></ComplexType>
<ComplexType Name="wing" BaseType="ns.part"><Property Name="span" Type="Edm.Int32" /></ComplexType>
<ComplexType Name="bag" OpenType="true"><Property Name="name" Type="Edm.String" /></ComplexType>
<ComplexType Name="box"><Property Name="value" Type="Edm.String" /></ComplexType>
<ComplexType Name="shape" Abstract="true"><Property Name="name" Type="Edm.String" /></ComplexType>
<EntityContainer Name="c"><EntitySet Name="things" EntityType="ns.thing" /></EntityContainer>
</Schema>
<Schema Namespace="other" xmlns="http://docs.oasis-open.org/odata/ns/edm"><ComplexType Name="lamp" /></Schema>
</edmx:DataServices></edmx:Edmx>"#;

fn api() -> Api {
    let mut api = graphwright_csdl::read("things.xml", CSDL).unwrap().api;
    for (name, is_abstract, open) in [("ns.bag", false, true), ("ns.shape", true, false)] {
        let ty = api.types.get_mut(&TypeName::new(name)).unwrap();
        if let TypeKind::Structured(structured) = &mut ty.kind {
            structured.is_abstract = is_abstract;
            structured.open = open;
        }
    }
    api
}

fn one(name: &str) -> Answer {
    Answer::One(TypeRef::one(ItemType::Named(TypeName::new(name))))
}

/// The kinds and pointers of what is found.
fn found(answer: &Answer, body: &str) -> Vec<(Kind, String)> {
    let api = api();
    let raw = RawValue::from_string(body.to_owned()).unwrap();
    let inspector = Inspector::new(&api);
    let found = inspector.answer(answer, &raw);
    let deviations = found.deviations.into_iter();
    deviations.map(|one| (one.kind, one.pointer)).collect()
}

#[test]
fn every_departure_of_a_value_has_a_name_and_a_place() {
    for (body, kind, pointer) in [
        (r#"{"on":"false"}"#, Kind::BooleanAsText, "/on"),
        (r#"{"on":"Boolean"}"#, Kind::Placeholder, "/on"),
        (r#"{"size":"5"}"#, Kind::NumberAsText, "/size"),
        (r#"{"size":5.5}"#, Kind::NumberOutOfRange, "/size"),
        (r#"{"size":null}"#, Kind::NullForNonNullable, "/size"),
        (r#"{"size":[1]}"#, Kind::WrongShape, "/size"),
        (r#"{"id":5}"#, Kind::ScalarForText, "/id"),
        (
            r#"{"made":"String (timestamp)"}"#,
            Kind::Placeholder,
            "/made",
        ),
        (r#"{"made":"1974-07-22"}"#, Kind::InvalidTime, "/made"),
        (r#"{"made":""}"#, Kind::EmptyText, "/made"),
        (
            r#"{"day":"2001-01-01T00:00:00Z"}"#,
            Kind::InvalidTime,
            "/day",
        ),
        (r#"{"guid":"1-2"}"#, Kind::InvalidGuid, "/guid"),
        (r#"{"data":"Binary"}"#, Kind::Placeholder, "/data"),
        (r#"{"data":"a b"}"#, Kind::InvalidBinary, "/data"),
        (r#"{"tags":"a"}"#, Kind::WrongShape, "/tags"),
        (r#"{"tags":["a",null]}"#, Kind::NullInCollection, "/tags/1"),
        (r#"{"color":"Red"}"#, Kind::EnumCase, "/color"),
        (r#"{"color":"blue"}"#, Kind::UnknownEnumMember, "/color"),
        (r#"{"color":""}"#, Kind::EmptyText, "/color"),
        (r#"{"color":"ns.color"}"#, Kind::Placeholder, "/color"),
        (r#"{"color":{}}"#, Kind::WrongShape, "/color"),
        (
            r#"{"days":"monday,sunday"}"#,
            Kind::UnknownEnumMember,
            "/days",
        ),
        (r#"{"part":"part"}"#, Kind::Placeholder, "/part"),
        (r#"{"part":[]}"#, Kind::WrongShape, "/part"),
        (
            r#"{"parts":[{"nmae":1}]}"#,
            Kind::UndeclaredMember,
            "/parts/0/nmae",
        ),
        (r#"{"part":{"Name":"x"}}"#, Kind::MemberCase, "/part/Name"),
        (r#"{"part":{"span":1}}"#, Kind::DerivedMember, "/part/span"),
        (
            r##"{"part":{"@odata.type":"#ns.car"}}"##,
            Kind::WrongType,
            "/part",
        ),
        (
            r##"{"part":{"@odata.type":"#ns.lamp"}}"##,
            Kind::OtherNamespace,
            "/part",
        ),
        (
            r##"{"part":{"@odata.type":"#ns.tail"}}"##,
            Kind::UnknownType,
            "/part",
        ),
        (
            r#"{"part":{"@odata.type":"ns.wing"}}"#,
            Kind::TypeWithoutHash,
            "/part",
        ),
        (r#"{"id":"a","id":"b"}"#, Kind::DuplicateMember, "/id"),
        (r#"{"value":{"id":"a"}}"#, Kind::EnvelopeAroundSingle, ""),
        (r#"{"value":[{"id":"a"}]}"#, Kind::ListAroundSingle, ""),
        (r#"[]"#, Kind::WrongShape, ""),
    ] {
        let expected = vec![(kind, pointer.to_owned())];
        assert_eq!(found(&one("ns.thing"), body), expected, "{body}");
    }
}

#[test]
fn what_fits_departs_in_nothing() {
    for (ty, body) in [
        (
            "ns.thing",
            r##"{"@odata.type":"#ns.car","@odata.etag":"x","wheels":4,"id":"a","on":null,
                "made":"2020-01-01T00:00:00Z","tags":[],"color":"red","days":"monday, friday",
                "any":[{"x":1}],"part":{"@odata.type":"#ns.wing","span":1},"on@x.y":1}"##,
        ),
        ("ns.box", r#"{"value":"x"}"#),
        ("ns.thing", "{}"),
        ("ns.thing", r#"{"part":null}"#),
    ] {
        assert_eq!(found(&one(ty), body), [], "{body}");
    }
    let many = Answer::Many(ItemType::Named(TypeName::new("ns.thing")));
    assert_eq!(
        found(&many, r#"{"value":[{"id":"a"}],"@odata.nextLink":"u"}"#),
        []
    );
    let text = Answer::One(TypeRef::one(ItemType::Primitive(Primitive::String)));
    assert_eq!(found(&text, r#"{"@odata.context":"u","value":"x"}"#), []);
}

#[test]
fn the_shape_of_a_whole_response_is_told() {
    let many = Answer::Many(ItemType::Named(TypeName::new("ns.thing")));
    let text = Answer::One(TypeRef::one(ItemType::Primitive(Primitive::String)));
    for (answer, body, kind) in [
        (&many, r#"{"id":"a"}"#, Kind::BareInCollection),
        (&many, r#"[{"id":"a"}]"#, Kind::BareInCollection),
        (&text, r#"{"id":"a"}"#, Kind::BareForSingle),
        (&Answer::Nothing, "{}", Kind::BodyWithoutType),
        (&one("ns.shape"), r#"{"name":"x"}"#, Kind::AbstractType),
        (&one("ns.bag"), r#"{"colour":"x"}"#, Kind::DynamicMember),
    ] {
        let kinds: Vec<Kind> = found(answer, body).into_iter().map(|one| one.0).collect();
        assert_eq!(kinds, [kind], "{body}");
    }
}

#[test]
fn each_structured_value_is_told_with_what_no_field_holds() {
    let api = api();
    let body = r##"{"@odata.context":"u","size":"x","on":null,"id":"a","colour":1,
        "parts":[{"name":"n"},{"@odata.type":"#ns.wing","span":true}]}"##;
    let raw = RawValue::from_string(body.to_owned()).unwrap();
    let inspector = Inspector::new(&api);
    let found = inspector.answer(&one("ns.thing"), &raw);
    let shown: Vec<String> = found
        .objects
        .iter()
        .map(|one| {
            let names: Vec<&str> = one.additional.iter().map(String::as_str).collect();
            format!("{} {} {}", one.pointer, one.ty, names.join(","))
        })
        .collect();
    assert_eq!(
        shown,
        [
            "/parts/0 ns.part ",
            "/parts/1 ns.wing @odata.type,span",
            " ns.thing @odata.context,colour,on,size",
        ]
    );
}

#[test]
fn what_a_departure_means_is_decided_by_its_kind() {
    assert_eq!(Kind::Placeholder.weight(), Weight::PageError);
    assert_eq!(Kind::UndeclaredMember.weight(), Weight::Additional);
    assert_eq!(Kind::EnumCase.weight(), Weight::Note);
}

#[test]
fn a_text_may_stand_for_a_number_of_64_bits_and_nothing_else() {
    const LEDGER: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="ns" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<ComplexType Name="entry">
  <Property Name="wide" Type="Edm.Int64" /><Property Name="narrow" Type="Edm.Int32" />
  <Property Name="sum" Type="Edm.Decimal" /><Property Name="many" Type="Collection(Edm.Int64)" />
  <Property Name="any" Type="Edm.Untyped" /><Property Name="inner" Type="ns.entry" />
</ComplexType></Schema></edmx:DataServices></edmx:Edmx>"#;
    let api = graphwright_csdl::read("ledger.xml", LEDGER).unwrap().api;
    let subjects = Subjects::new(&api);
    let judge = RoundTrip::new(&subjects);
    let subject = &subjects.all[0];
    let entry = TypeName::new("ns.entry");
    let inspector = Inspector::new(&api);
    for (body, written, sent, additional) in [
        (
            r#"{"wide":"-5"}"#,
            r#"{"wide":-5}"#,
            r#"{"wide":-5}"#,
            &[][..],
        ),
        (
            r#"{"sum":"1.50"}"#,
            r#"{"sum":"1.50"}"#,
            r#"{"sum":1.50}"#,
            &[],
        ),
        (
            r#"{"narrow":"5"}"#,
            r#"{"narrow":"5"}"#,
            r#"{"narrow":"5"}"#,
            &["narrow"],
        ),
        (
            r#"{"wide":"5.0"}"#,
            r#"{"wide":"5.0"}"#,
            r#"{"wide":"5.0"}"#,
            &["wide"],
        ),
        (
            r#"{"many":["1",2]}"#,
            r#"{"many":[1,2]}"#,
            r#"{"many":[1,2]}"#,
            &[],
        ),
        (
            r#"{"many":["1","x"]}"#,
            r#"{"many":["1","x"]}"#,
            r#"{"many":["1","x"]}"#,
            &["many"],
        ),
        (
            r#"{"many":["1",null]}"#,
            r#"{"many":["1",null]}"#,
            r#"{"many":["1",null]}"#,
            &["many"],
        ),
        (
            r#"{"inner":{"wide":"7"}}"#,
            r#"{"inner":{"wide":7}}"#,
            r#"{"inner":{"wide":7}}"#,
            &[],
        ),
        (
            r##"{"any@odata.type":"#Int64","any":"8","x@odata.type":"#Decimal","x":"9"}"##,
            r##"{"any@odata.type":"#Int64","any":"8","x@odata.type":"#Decimal","x":"9"}"##,
            r##"{"any@odata.type":"#Int64","any":8,"x@odata.type":"#Decimal","x":9}"##,
            &["any@odata.type", "x@odata.type", "x"],
        ),
    ] {
        let wrote = Wrote {
            ty: "ns.entry".into(),
            additional: additional.iter().map(|name| (*name).to_owned()).collect(),
            json: written.into(),
        };
        assert_eq!(judge.judge(subject, body, &wrote), Ok(()), "{body}");
        let raw = RawValue::from_string(body.to_owned()).unwrap();
        let found = body_with_numbers(&inspector, &Sent::Whole(entry.clone()), &raw);
        assert_eq!(found.get(), sent);
    }
}
