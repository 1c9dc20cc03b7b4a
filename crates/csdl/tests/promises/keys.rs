//! How items of a collection are addressed.

use graphwright_api::OwnKind::{Count, Create, Delete, Get, List, Update};
use graphwright_api::Primitive;

use crate::{KEYED, key, many, one, own, property, shop};

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
        [("id".into(), Primitive::String)]
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
        ("position".to_owned(), Primitive::Int64),
        ("color".to_owned(), Primitive::String),
        ("day".to_owned(), Primitive::Date),
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
