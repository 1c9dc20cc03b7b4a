//! Properties with a URL of their own: media, and complex values.

use graphwright_api::{Api, Target, TypeRef};

use crate::{KEYED, many, named, one, resource, shop};

fn documents(of_document: &str, of_letter: &str) -> Api {
    shop(&format!(
        r#"<ComplexType Name="place"/><EnumType Name="color"/><TypeDefinition Name="blob" UnderlyingType="Edm.Stream"/>
           <EntityType Name="document" {of_document}</EntityType>
           <EntityType Name="letter" BaseType="self.document" {of_letter}</EntityType>
           <EntityContainer Name="service"><EntitySet Name="letters" EntityType="self.letter"/></EntityContainer>"#
    ))
}

fn streams(api: &Api, target: &Target) -> Vec<(String, String)> {
    let streams = resource(api, target).streams.iter();
    streams
        .map(|(name, stream)| (name.clone(), stream.doc.clone()))
        .collect()
}

#[test]
fn an_entity_with_a_stream_has_a_value_also_where_its_base_type_says_so() {
    let api = documents(&format!(r#"HasStream="true">{KEYED}"#), ">");
    let value = ("$value".to_owned(), String::new());
    assert_eq!(streams(&api, &one("shop.letter")), [value]);
    assert_eq!(streams(&api, &many("shop.letter")), []);
    let api = documents(&format!(">{KEYED}"), r#"HasStream="false">"#);
    assert_eq!(streams(&api, &one("shop.letter")), []);
}

#[test]
fn stream_properties_are_media_inherited_ones_too() {
    let api = documents(
        &format!(
            r#">{KEYED}<Property Name="scan" Type="Edm.Stream"><Annotation Term="Core.Description" String="As it came."/></Property>"#
        ),
        r#"><Property Name="text" Type="self.blob"/><Property Name="pages" Type="Collection(Edm.Stream)"/>"#,
    );
    let expected = [
        ("scan".to_owned(), "As it came.".to_owned()),
        ("text".to_owned(), String::new()),
    ];
    assert_eq!(streams(&api, &one("shop.letter")), expected);
}

#[test]
fn complex_properties_have_a_url_inherited_ones_too_and_others_have_none() {
    let api = documents(
        &format!(r#">{KEYED}<Property Name="from" Type="self.place"/>"#),
        r#"><Property Name="to" Type="Collection(self.place)"><Annotation Term="Core.Description" String="Where to."/></Property>
            <Property Name="color" Type="self.color"/><Property Name="name" Type="Edm.String"/><Property Name="any" Type="Edm.Untyped"/>"#,
    );
    let properties = &resource(&api, &one("shop.letter")).properties;
    let found: Vec<_> = properties
        .iter()
        .map(|(name, one)| (name.as_str(), one.ty.clone(), one.doc.as_str()))
        .collect();
    let place = named("shop.place");
    let expected = [
        ("from", TypeRef::one(place.clone()), ""),
        ("to", TypeRef::many(place), "Where to."),
    ];
    assert_eq!(found, expected);
    assert!(resource(&api, &many("shop.letter")).properties.is_empty());
}

#[test]
fn a_property_that_cannot_be_read_has_no_url() {
    let unreadable = r#"<Annotation Term="Can.ReadRestrictions"><Record><PropertyValue Property="Readable" Bool="false"/></Record></Annotation>"#;
    let api = documents(
        &format!(
            r#">{KEYED}<Property Name="from" Type="self.place">{unreadable}</Property><Property Name="scan" Type="Edm.Stream">{unreadable}</Property>"#
        ),
        ">",
    );
    let letter = resource(&api, &one("shop.letter"));
    assert!(letter.properties.is_empty() && letter.streams.is_empty());
}
