//! What capabilities rule out.

use graphwright_api::StandardOperationKind::{Count, Create, Delete, Get, List, Replace, Update};
use graphwright_api::{StandardOperationKind, Target};

use crate::{CONTAINED, REFERRED, many, navigation, one, orders, own, resource};

fn restriction(term: &str, property: &str) -> String {
    format!(
        r#"<Annotation Term="Can.{term}"><Record><PropertyValue Property="{property}" Bool="false"/></Record></Annotation>"#
    )
}

/// The capabilities, what rules them out, and what is left of a collection and of its items.
const RULED_OUT: [(
    &str,
    &str,
    &[StandardOperationKind],
    &[StandardOperationKind],
); 5] = [
    (
        "InsertRestrictions",
        "Insertable",
        &[List, Count],
        &[Get, Update, Delete],
    ),
    (
        "UpdateRestrictions",
        "Updatable",
        &[List, Create, Count],
        &[Get, Delete],
    ),
    (
        "DeleteRestrictions",
        "Deletable",
        &[List, Create, Count],
        &[Get, Update],
    ),
    (
        "ReadRestrictions",
        "Readable",
        &[Create, Count],
        &[Update, Delete],
    ),
    (
        "CountRestrictions",
        "Countable",
        &[List, Create],
        &[Get, Update, Delete],
    ),
];

#[test]
fn an_entity_set_does_not_offer_what_its_capabilities_rule_out() {
    for (term, property, collection, item) in RULED_OUT {
        let api = orders("", "", &restriction(term, property));
        assert_eq!(own(&api, &many("shop.order")), collection, "{term}");
        assert_eq!(own(&api, &one("shop.order")), item, "{term}");
    }
}

#[test]
fn navigation_does_not_offer_what_its_capabilities_rule_out() {
    for (term, property, collection, item) in RULED_OUT {
        let api = navigation(CONTAINED, &restriction(term, property), "");
        assert_eq!(own(&api, &many("shop.part")), collection, "{term}");
        assert_eq!(own(&api, &one("shop.part")), item, "{term}");
    }
}

#[test]
fn navigation_does_not_offer_what_its_container_element_rules_out() {
    for (term, property, collection, item) in RULED_OUT {
        let restricted = format!(
            r#"<Annotation Term="Can.NavigationRestrictions"><Record>
                 <PropertyValue Property="RestrictedProperties"><Collection><Record>
                   <PropertyValue Property="NavigationProperty" NavigationPropertyPath="way"/>
                   <PropertyValue Property="{term}"><Record><PropertyValue Property="{property}" Bool="false"/></Record></PropertyValue>
                 </Record></Collection></PropertyValue>
               </Record></Annotation>"#
        );
        let api = navigation(CONTAINED, "", &restricted);
        assert_eq!(own(&api, &many("shop.part")), collection, "{term}");
        assert_eq!(own(&api, &one("shop.part")), item, "{term}");
    }
}

#[test]
fn a_singleton_does_not_offer_what_its_capabilities_rule_out() {
    let api = navigation(
        REFERRED,
        "",
        &restriction("UpdateRestrictions", "Updatable"),
    );
    assert_eq!(own(&api, &one("shop.root")), [Get]);
    let api = navigation(REFERRED, "", &restriction("ReadRestrictions", "Readable"));
    assert_eq!(own(&api, &one("shop.root")), [Update]);
}

#[test]
fn a_read_by_key_may_be_ruled_out_alone() {
    let api = orders(
        "",
        "",
        r#"<Annotation Term="Can.ReadRestrictions"><Record>
             <PropertyValue Property="ReadByKeyRestrictions"><Record>
               <PropertyValue Property="Readable" Bool="false"/>
             </Record></PropertyValue>
           </Record></Annotation>"#,
    );
    assert_eq!(own(&api, &many("shop.order")), [List, Create, Count]);
    assert_eq!(own(&api, &one("shop.order")), [Update, Delete]);
}

#[test]
fn a_capability_of_another_vocabulary_rules_nothing_out() {
    let foreign = restriction("InsertRestrictions", "Insertable").replace("Can.", "self.");
    let api = orders("", "", &foreign);
    assert_eq!(own(&api, &many("shop.order")), [List, Create, Count]);
}

#[test]
fn what_is_not_contained_is_changed_where_that_is_said() {
    let says = |term: &str, property: &str| {
        restriction(term, property).replace(r#"Bool="false""#, r#"Bool="true""#)
    };
    for (term, property, kind) in [
        ("InsertRestrictions", "Insertable", Create),
        ("UpdateRestrictions", "Updatable", Update),
        ("DeleteRestrictions", "Deletable", Delete),
    ] {
        let api = navigation(REFERRED, &says(term, property), "");
        let mut all = own(&api, &many("shop.part"));
        all.extend(own(&api, &one("shop.part")));
        all.retain(|one| [Create, Update, Delete].contains(one));
        assert_eq!(all, [kind], "{term}");
    }
}

/// How entities are updated, by these methods of HTTP.
fn update_by(methods: &str, more: &str) -> String {
    format!(
        r#"<Annotation Term="Can.UpdateRestrictions"><Record><PropertyValue Property="UpdateMethod"><EnumMember>{methods}</EnumMember></PropertyValue>{more}</Record></Annotation>"#
    )
}

#[test]
fn the_method_of_updates_decides_between_change_and_replacement() {
    let put = "Org.OData.Capabilities.V1.HttpMethod/PUT";
    let patch = "Org.OData.Capabilities.V1.HttpMethod/PATCH";
    for (methods, expected) in [
        (put.to_owned(), &[Get, Delete, Replace][..]),
        (patch.to_owned(), &[Get, Update, Delete]),
        (format!("{patch} {put}"), &[Get, Update, Delete, Replace]),
    ] {
        let api = orders("", "", &update_by(&methods, ""));
        assert_eq!(own(&api, &one("shop.order")), expected, "{methods}");
    }
    let never = r#"<PropertyValue Property="Updatable" Bool="false"/>"#;
    let api = orders("", "", &update_by(put, never));
    assert_eq!(own(&api, &one("shop.order")), [Get, Delete]);
    let api = navigation(REFERRED, &update_by(put, ""), "");
    assert!(!own(&api, &one("shop.part")).contains(&Replace));
}

#[test]
fn what_cannot_be_navigated_is_no_way_on() {
    let none = r#"<Annotation Term="Can.NavigationRestrictions"><Record><PropertyValue Property="Navigability"><EnumMember>Org.OData.Capabilities.V1.NavigationType/None</EnumMember></PropertyValue></Record></Annotation>"#;
    let api = navigation(CONTAINED, none, "");
    assert!(!api.resources.contains_key(&many("shop.part")));
    assert!(resource(&api, &one("shop.root")).navigation.is_empty());
    let single = none.replace("/None", "/Single");
    let api = navigation(CONTAINED, &single, "");
    assert!(api.resources.contains_key(&many("shop.part")));
}

#[test]
fn items_of_what_is_not_indexed_by_key_are_not_addressed() {
    let api = navigation(
        CONTAINED,
        r#"<Annotation Term="Can.IndexableByKey" Bool="false"/>"#,
        "",
    );
    assert_eq!(own(&api, &many("shop.part")), [List, Create, Count]);
    assert!(resource(&api, &many("shop.part")).key.is_empty());
    assert!(!api.resources.contains_key(&one("shop.part")));
}

/// A restriction of the navigation property at the end of a path.
fn restricted(path: &str, inside: &str) -> String {
    format!(
        r#"<Annotation Term="Can.NavigationRestrictions"><Record><PropertyValue Property="RestrictedProperties"><Collection><Record>
             <PropertyValue Property="NavigationProperty" NavigationPropertyPath="{path}"/>{inside}
           </Record></Collection></PropertyValue></Record></Annotation>"#
    )
}

const NOT_INSERTABLE: &str = r#"<PropertyValue Property="InsertRestrictions"><Record><PropertyValue Property="Insertable" Bool="false"/></Record></PropertyValue>"#;

#[test]
fn a_path_of_several_segments_restricts_the_property_at_its_end() {
    let parts = r#"<EntityType Name="screw"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/></EntityType>
        <EntityType Name="part"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/></EntityType>
        <EntityType Name="bolted" BaseType="self.part"><NavigationProperty Name="screws" Type="Collection(self.screw)" ContainsTarget="true"/></EntityType>
        <EntityType Name="desk"><NavigationProperty Name="parts" Type="Collection(self.part)" ContainsTarget="true"/></EntityType>"#;
    let desk = format!(
        r#"<Singleton Name="desk" Type="self.desk">{}</Singleton>"#,
        restricted("parts/self.bolted/screws", NOT_INSERTABLE)
    );
    let api = orders(parts, &desk, "");
    assert_eq!(own(&api, &many("shop.part")), [List, Create, Count]);
    assert_eq!(own(&api, &many("shop.screw")), [List, Count]);
}

#[test]
fn what_one_set_restricts_another_set_of_the_type_may_offer() {
    let restricted = restricted("items", NOT_INSERTABLE);
    let api = orders("", "", &restricted);
    assert_eq!(own(&api, &many("shop.item")), [List, Count]);
    let other = r#"<EntitySet Name="others" EntityType="self.order"/>"#;
    let api = orders("", other, &restricted);
    assert_eq!(own(&api, &many("shop.item")), [List, Create, Count]);
}

#[test]
fn query_options_that_are_not_supported_are_listed() {
    let all = [
        ("CountRestrictions", "Countable"),
        ("ExpandRestrictions", "Expandable"),
        ("FilterRestrictions", "Filterable"),
        ("SortRestrictions", "Sortable"),
        ("SearchRestrictions", "Searchable"),
        ("SelectSupport", "Supported"),
    ];
    let said: String = all
        .iter()
        .map(|(term, property)| restriction(term, property))
        .collect();
    let said = said
        + r#"<Annotation Term="Can.SkipSupported" Bool="false"/><Annotation Term="Can.TopSupported" Bool="false"/>"#;
    let api = orders("", "", &said);
    let unsupported = |target: &Target, kind: StandardOperationKind| -> Vec<String> {
        resource(&api, target).standard[&kind].unsupported.clone()
    };
    let all = [
        "$count", "$expand", "$filter", "$orderby", "$search", "$select", "$skip", "$top",
    ];
    assert_eq!(unsupported(&many("shop.order"), List), all);
    assert_eq!(unsupported(&one("shop.order"), Get), ["$expand", "$select"]);
    assert!(unsupported(&many("shop.order"), Create).is_empty());
    assert!(!own(&api, &many("shop.order")).contains(&Count));
}

#[test]
fn what_is_said_of_a_type_holds_for_changes_and_query_options_where_the_way_says_nothing() {
    let of_type = [
        restriction("DeleteRestrictions", "Deletable"),
        restriction("SearchRestrictions", "Searchable"),
        restriction("ReadRestrictions", "Readable"),
        restriction("CountRestrictions", "Countable"),
    ];
    let of_type = format!(
        r#"<Annotations Target="self.order">{}</Annotations>"#,
        of_type.concat()
    );
    let api = orders(&of_type, "", "");
    assert_eq!(own(&api, &many("shop.order")), [List, Create, Count]);
    assert_eq!(own(&api, &one("shop.order")), [Get, Update]);
    let list = &resource(&api, &many("shop.order")).standard[&List];
    assert_eq!(list.unsupported, ["$count", "$search"]);
    let deletable = restriction("DeleteRestrictions", "Deletable").replace("false", "true");
    let api = orders(&of_type, "", &deletable);
    assert_eq!(own(&api, &one("shop.order")), [Get, Update, Delete]);
}
