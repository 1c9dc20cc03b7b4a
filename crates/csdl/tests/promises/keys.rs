//! How items of a collection are addressed.

use graphwright_api::StandardOperationKind::{Count, Create, Delete, Get, List, Update};
use graphwright_api::{Api, ItemType, Primitive, Target};

use crate::{KEYED, key, many, named, one, own, parts, primitive, property, resource, shop};

#[test]
fn a_key_is_of_the_type_that_declares_it_and_addresses_derived_types_too() {
    let api = shop(&format!(
        r#"<EntityType Name="entity">{KEYED}</EntityType>
           <EntityType Name="document" BaseType="self.entity"/>
           <EntityType Name="order" BaseType="self.document"><Property Name="no" Type="Edm.String"/></EntityType>
           <EntityContainer Name="service"><EntitySet Name="orders" EntityType="self.order"/></EntityContainer>"#
    ));
    assert!(property(&api, "shop.entity", "id").key);
    assert!(!property(&api, "shop.order", "no").key);
    assert_eq!(
        key(&api, &many("shop.order")),
        [("id".into(), primitive(Primitive::String))]
    );
    assert_eq!(key(&api, &one("shop.order")), []);
    assert_eq!(own(&api, &one("shop.order")), [Get, Update, Delete]);
}

#[test]
fn a_composite_key_keeps_the_order_and_the_types_of_its_parts() {
    let api = shop(
        r#"<EnumType Name="color"><Member Name="red"/></EnumType>
           <EntityType Name="line">
             <Key><PropertyRef Name="position"/><PropertyRef Name="color"/><PropertyRef Name="day"/></Key>
             <Property Name="day" Type="Edm.Date"/>
             <Property Name="position" Type="Edm.Int64"/>
             <Property Name="color" Type="self.color"/>
           </EntityType>
           <EntityContainer Name="service"><EntitySet Name="lines" EntityType="self.line"/></EntityContainer>"#,
    );
    let expected = [
        ("position".to_owned(), primitive(Primitive::Int64)),
        ("color".to_owned(), named("shop.color")),
        ("day".to_owned(), primitive(Primitive::Date)),
    ];
    assert_eq!(key(&api, &many("shop.line")), expected);
}

#[test]
fn without_a_key_a_collection_has_no_items_that_could_be_addressed() {
    let api = shop(
        r#"<EntityType Name="entry"><Property Name="text" Type="Edm.String"/></EntityType>
           <EntityContainer Name="service"><EntitySet Name="log" EntityType="self.entry"/></EntityContainer>"#,
    );
    assert_eq!(key(&api, &many("shop.entry")), []);
    assert_eq!(own(&api, &many("shop.entry")), [List, Create, Count]);
    assert!(!api.resources.contains_key(&one("shop.entry")));
}

/// Alternate keys of these parts.
fn alternate(term: &str, keys: &[&[(&str, &str)]]) -> String {
    let part = |(path, alias): &(&str, &str)| {
        let alias = match *alias {
            "" => String::new(),
            alias => format!(r#"<PropertyValue Property="Alias" String="{alias}"/>"#),
        };
        format!(r#"<Record><PropertyValue Property="Name" PropertyPath="{path}"/>{alias}</Record>"#)
    };
    let key = |parts: &&[(&str, &str)]| {
        let parts: String = parts.iter().map(part).collect();
        format!(
            r#"<Record><PropertyValue Property="Key"><Collection>{parts}</Collection></PropertyValue></Record>"#
        )
    };
    let keys: String = keys.iter().map(key).collect();
    format!(r#"<Annotation Term="{term}"><Collection>{keys}</Collection></Annotation>"#)
}

/// The alternate keys of a collection.
fn alternates(api: &Api, target: &Target) -> Vec<Vec<(String, ItemType)>> {
    let keys = resource(api, target).alternate_keys.iter();
    keys.map(|key| parts(key)).collect()
}

fn employees(of_type: &str, of_set: &str, key: &str) -> Api {
    shop(&format!(
        r#"<EntityType Name="person">{key}
             <Property Name="mail" Type="Edm.String"/><Property Name="number" Type="Edm.Int32"/><Property Name="place" Type="self.place"/>
             {of_type}
           </EntityType>
           <ComplexType Name="place"><Property Name="room" Type="Edm.Int16"/></ComplexType>
           <EntityType Name="employee" BaseType="self.person"/>
           <EntityContainer Name="service"><EntitySet Name="employees" EntityType="self.employee">{of_set}</EntitySet></EntityContainer>"#
    ))
}

#[test]
fn alternate_keys_of_types_base_types_and_sets_are_sorted_by_the_names_of_their_parts() {
    for term in [
        "Core.AlternateKeys",
        "Org.OData.Core.V1.AlternateKeys",
        "OData.Community.Keys.V1.AlternateKeys",
    ] {
        let of_type = alternate(
            term,
            &[&[("place/room", "room"), ("number", "")], &[("mail", "")]],
        );
        let of_set = alternate(term, &[&[("number", "no")], &[("mail", "")]]);
        let api = employees(&of_type, &of_set, KEYED);
        let mail = ("mail".to_owned(), primitive(Primitive::String));
        let no = ("no".to_owned(), primitive(Primitive::Int32));
        let room = ("room".to_owned(), primitive(Primitive::Int16));
        let number = ("number".to_owned(), primitive(Primitive::Int32));
        let expected = [vec![mail], vec![no], vec![room, number]];
        assert_eq!(alternates(&api, &many("shop.employee")), expected, "{term}");
        assert_eq!(alternates(&api, &one("shop.employee")).len(), 0);
        assert_eq!(key(&api, &many("shop.employee")).len(), 1);
    }
}

#[test]
fn items_without_a_key_can_be_addressed_by_an_alternate_key() {
    let mail = alternate("Core.AlternateKeys", &[&[("mail", "")]]);
    let api = employees(&mail, "", "");
    assert_eq!(key(&api, &many("shop.employee")), []);
    assert_eq!(own(&api, &one("shop.employee")), [Get, Update, Delete]);
}

#[test]
fn a_key_part_is_called_by_its_alias() {
    let key_of_path = r#"<Key><PropertyRef Name="place/room" Alias="room"/></Key>"#;
    let api = employees("", "", key_of_path);
    let expected = [("room".to_owned(), primitive(Primitive::Int16))];
    assert_eq!(key(&api, &many("shop.employee")), expected);
}
