//! What capabilities rule out.

use graphwright_api::OwnKind;
use graphwright_api::OwnKind::{Count, Create, Delete, Get, List, Update};

use crate::{CONTAINED, REFERRED, many, navigation, one, orders, own};

fn restriction(term: &str, property: &str) -> String {
    format!(
        r#"<Annotation Term="Can.{term}"><Record><PropertyValue Property="{property}" Bool="false"/></Record></Annotation>"#
    )
}

/// The capabilities, what rules them out, and what is left of a collection and of its items.
const RULED_OUT: [(&str, &str, &[OwnKind], &[OwnKind]); 5] = [
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
