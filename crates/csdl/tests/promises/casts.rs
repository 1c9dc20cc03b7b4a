//! What can be cast to what.

use std::fmt::Write as _;

use graphwright_api::StandardOperationKind::{Count, Create, Delete, Get, List, Update};
use graphwright_api::{Api, Target};

use crate::{KEYED, many, one, own, resource, shop};

/// Documents, of which there are letters and bills, of which there are reminders.
const DOCUMENTS: &str = r#"
    <EntityType Name="letter" BaseType="self.document"/>
    <EntityType Name="bill" BaseType="self.document" Abstract="true"/>
    <EntityType Name="reminder" BaseType="self.bill">
      <NavigationProperty Name="clerk" Type="self.clerk"/>
    </EntityType>
    <EntityType Name="clerk"/>
    <Action Name="send" IsBound="true"><Parameter Name="it" Type="self.reminder"/></Action>"#;

fn documents(in_container: &str) -> Api {
    shop(&format!(
        r#"<EntityType Name="document">{KEYED}</EntityType>{DOCUMENTS}
           <EntityContainer Name="service">{in_container}</EntityContainer>"#
    ))
}

fn set(name: &str, inside: &str) -> String {
    format!(r#"<EntitySet Name="{name}" EntityType="self.document">{inside}</EntitySet>"#)
}

fn constraint(types: &[&str]) -> String {
    let types: String = types
        .iter()
        .map(|ty| format!("<String>{ty}</String>"))
        .collect();
    format!(
        r#"<Annotation Term="Validation.DerivedTypeConstraint"><Collection>{types}</Collection></Annotation>"#
    )
}

fn casts(api: &Api, target: &Target) -> Vec<String> {
    let casts = &resource(api, target).casts;
    for (ty, to) in casts {
        assert_eq!((ty, to.collection), (&to.ty, target.collection));
        assert!(api.resources.contains_key(to), "{to} is no resource");
    }
    casts.keys().map(ToString::to_string).collect()
}

#[test]
fn a_collection_and_its_items_can_be_cast_to_derived_types_of_all_depths() {
    let api = documents(&set("documents", ""));
    let all = ["shop.bill", "shop.letter", "shop.reminder"];
    assert_eq!(casts(&api, &many("shop.document")), all);
    assert_eq!(casts(&api, &one("shop.document")), all);
}

#[test]
fn what_is_cast_leads_on_and_has_the_operations_of_the_derived_type() {
    let api = documents(&set("documents", ""));
    let reminder = resource(&api, &one("shop.reminder"));
    assert!(reminder.navigation.contains_key("clerk"));
    assert!(reminder.operations.contains_key("shop.send"));
    assert!(api.resources.contains_key(&one("shop.clerk")));
    let reminders = resource(&api, &many("shop.reminder"));
    assert_eq!(reminders.key[0].name, "id");
}

#[test]
fn what_is_cast_offers_what_is_offered_before_the_cast_but_to_create() {
    let no_delete = r#"<Annotation Term="Can.DeleteRestrictions"><Record><PropertyValue Property="Deletable" Bool="false"/></Record></Annotation>"#;
    let api = documents(&set("documents", ""));
    assert_eq!(own(&api, &many("shop.document")), [List, Create, Count]);
    assert_eq!(own(&api, &many("shop.letter")), [List, Count]);
    assert_eq!(own(&api, &one("shop.letter")), [Get, Update, Delete]);
    let letter = &resource(&api, &one("shop.letter")).standard[&Get];
    assert_eq!(letter.via.to_string(), "documents/shop.letter");
    let api = documents(&set("documents", no_delete));
    assert_eq!(own(&api, &one("shop.letter")), [Get, Update]);
}

#[test]
fn a_way_of_its_own_describes_a_resource_before_a_cast_does() {
    let described =
        |name: &str| format!(r#"<Annotation Term="Core.Description" String="{name}"/>"#);
    let letters = format!(
        r#"<EntitySet Name="letters" EntityType="self.letter">{}</EntitySet>"#,
        described("The letters.")
    );
    let api = documents(&(set("all", &described("All.")) + &letters));
    let letters = resource(&api, &many("shop.letter"));
    assert_eq!(letters.standard[&List].doc, "The letters.");
    assert_eq!(own(&api, &many("shop.letter")), [List, Create, Count]);
}

#[test]
fn a_derived_type_constraint_restricts_casts_to_what_it_names_and_what_is_derived_from_it() {
    let api = documents(&set("documents", &constraint(&["shop.bill", "self.clerk"])));
    let bills = ["shop.bill", "shop.reminder"];
    assert_eq!(casts(&api, &many("shop.document")), bills);
    assert_eq!(casts(&api, &one("shop.document")), bills);
    let all = documents(&set("documents", &constraint(&["shop.document"])));
    assert_eq!(casts(&all, &many("shop.document")).len(), 3);
    let none = documents(&set("documents", &constraint(&[])));
    assert_eq!(casts(&none, &many("shop.document")), Vec::<String>::new());
}

#[test]
fn what_one_way_allows_is_not_restricted_by_another() {
    let letters = set("letters", &constraint(&["self.letter"]));
    let bills = set("bills", &constraint(&["self.reminder"]));
    let api = documents(&(letters.clone() + &bills));
    assert_eq!(
        casts(&api, &many("shop.document")),
        ["shop.letter", "shop.reminder"]
    );
    let api = documents(&(letters + &set("any", "")));
    assert_eq!(casts(&api, &many("shop.document")).len(), 3);
}

#[test]
fn nobody_is_given_more_than_64_types_to_choose_among() {
    for (count, expected) in [(64, 64), (65, 0)] {
        let mut types = String::new();
        for number in 0..count {
            write!(types, r#"<EntityType Name="t{number}" BaseType="self.t"/>"#)
                .expect("a string takes all");
        }
        let shop = |inside: &str| {
            shop(&format!(
                r#"<EntityType Name="t">{KEYED}</EntityType>{types}
                   <EntityContainer Name="service"><EntitySet Name="ts" EntityType="self.t">{inside}</EntitySet></EntityContainer>"#
            ))
        };
        assert_eq!(casts(&shop(""), &many("shop.t")).len(), expected);
        let two = constraint(&["self.t1", "self.t2"]);
        assert_eq!(casts(&shop(&two), &many("shop.t")).len(), 2);
    }
}

#[test]
fn of_many_types_those_are_casts_that_lead_to_more() {
    let mut types = String::new();
    for number in 0..100 {
        let _ = write!(
            types,
            r#"<EntityType Name="d{number}" BaseType="self.document">"#
        );
        if number < 3 {
            types += r#"<NavigationProperty Name="clerk" Type="self.clerk"/>"#;
        }
        types += "</EntityType>";
    }
    let api = shop(&format!(
        r#"<EntityType Name="document">{KEYED}</EntityType><EntityType Name="clerk"/>{types}
           <EntityType Name="below" BaseType="self.d1"/>
           <Action Name="send" IsBound="true"><Parameter Name="it" Type="self.d7"/></Action>
           <EntityContainer Name="service">{}</EntityContainer>"#,
        set("documents", "")
    ));
    let found = casts(&api, &one("shop.document"));
    let expected = ["below", "d0", "d1", "d2", "d7"].map(|name| format!("shop.{name}"));
    assert_eq!(found, expected);
}
