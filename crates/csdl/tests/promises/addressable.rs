//! What is a resource, and what OData defines for it.

use graphwright_api::StandardOperationKind::{
    AddReference, Count, Create, Delete, DeleteReference, Get, GetReference, List, ListReferences,
    RemoveReference, SetReference, Update,
};
use graphwright_api::TypeName;

use crate::{CONTAINED, KEYED, REFERRED, doc, many, navigation, one, orders, own, resource, shop};

#[test]
fn a_type_that_nothing_leads_to_is_no_resource() {
    let api = orders(
        r#"<EntityType Name="lonely"><NavigationProperty Name="order" Type="self.order"/></EntityType>"#,
        "",
        "",
    );
    let targets: Vec<String> = api.resources.keys().map(ToString::to_string).collect();
    let expected = [
        "shop.item",
        "Collection(shop.item)",
        "shop.order",
        "Collection(shop.order)",
    ];
    assert_eq!(targets, expected);
    assert!(api.types.contains_key(&TypeName::new("shop.lonely")));
}

#[test]
fn an_entity_set_offers_all_of_its_items_and_a_singleton_cannot_be_deleted() {
    let api = shop(&format!(
        r#"<EntityType Name="order">{KEYED}</EntityType>
           <EntityType Name="company">{KEYED}</EntityType>
           <EntityContainer Name="service">
             <EntitySet Name="orders" EntityType="self.order"/>
             <Singleton Name="company" Type="self.company"/>
           </EntityContainer>"#
    ));
    assert_eq!(api.roots["orders"].target, many("shop.order"));
    assert_eq!(api.roots["company"].target, one("shop.company"));
    assert_eq!(own(&api, &many("shop.order")), [List, Create, Count]);
    assert_eq!(own(&api, &one("shop.order")), [Get, Update, Delete]);
    assert_eq!(own(&api, &one("shop.company")), [Get, Update]);
    assert!(!api.resources.contains_key(&many("shop.company")));
}

#[test]
fn contained_navigation_offers_changes() {
    let api = navigation(CONTAINED, "", "");
    assert_eq!(own(&api, &many("shop.part")), [List, Create, Count]);
    assert_eq!(own(&api, &one("shop.part")), [Get, Update, Delete]);
    let api = navigation(r#"Type="self.part" ContainsTarget="true""#, "", "");
    assert_eq!(own(&api, &one("shop.part")), [Get, Update, Delete]);
    assert!(!api.resources.contains_key(&many("shop.part")));
}

#[test]
fn navigation_that_is_not_contained_offers_reads_and_references() {
    let api = navigation(REFERRED, "", "");
    assert_eq!(
        own(&api, &many("shop.part")),
        [List, Count, ListReferences, AddReference, RemoveReference]
    );
    assert_eq!(own(&api, &one("shop.part")), [Get, RemoveReference]);
    let api = navigation(r#"Type="self.part""#, "", "");
    assert_eq!(
        own(&api, &one("shop.part")),
        [Get, GetReference, SetReference, DeleteReference]
    );
}

#[test]
fn inherited_navigation_leads_on_from_the_derived_type_via_the_type_that_declares_it() {
    let api = navigation(CONTAINED, "", "");
    let root = resource(&api, &one("shop.root"));
    assert_eq!(root.navigation["way"].target, many("shop.part"));
    assert_eq!(
        resource(&api, &many("shop.part")).standard[&List]
            .via
            .to_string(),
        "shop.base/way"
    );
    assert_eq!(root.standard[&Get].via.to_string(), "root");
}

#[test]
fn types_that_lead_to_each_other_are_resources_once() {
    let api = shop(&format!(
        r#"<EntityType Name="a">{KEYED}<NavigationProperty Name="b" Type="self.b"/></EntityType>
           <EntityType Name="b">{KEYED}<NavigationProperty Name="as" Type="Collection(self.a)"/></EntityType>
           <EntityContainer Name="service"><Singleton Name="a" Type="self.a"/></EntityContainer>"#
    ));
    assert_eq!(api.resources.len(), 3);
}

#[test]
fn of_several_ways_the_first_by_name_describes_an_operation() {
    let describe = |name: &str| {
        format!(
            r#"<EntitySet Name="{name}" EntityType="self.item"><Annotation Term="Core.Description" String="{name}"/></EntitySet>"#
        )
    };
    for names in [["alpha", "beta"], ["beta", "alpha"]] {
        let sets: String = names.iter().map(|name| describe(name)).collect();
        let api = orders("", &sets, "");
        assert_eq!(
            resource(&api, &many("shop.item")).standard[&List]
                .via
                .to_string(),
            "alpha"
        );
        assert_eq!(doc(&api, &many("shop.item"), List), "alpha");
    }
}
