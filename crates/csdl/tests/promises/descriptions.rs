//! In whose words things are described.

use graphwright_api::StandardOperationKind::{Create, Delete, Get, List, Update};

use crate::{CONTAINED, doc, many, navigation, one, operation, orders, resource};

const SET: &str = r#"<Annotation Term="Core.Description" String="The orders."/>"#;

#[test]
fn a_read_is_described_by_what_is_read_and_a_change_by_nothing() {
    let api = orders("", "", SET);
    assert_eq!(doc(&api, &many("shop.order"), List), "The orders.");
    assert_eq!(doc(&api, &one("shop.order"), Get), "The orders.");
    assert_eq!(doc(&api, &many("shop.order"), Create), "");
    assert_eq!(doc(&api, &one("shop.order"), Update), "");
    assert_eq!(doc(&api, &one("shop.order"), Delete), "");
    assert_eq!(api.roots["orders"].doc, "The orders.");
}

#[test]
fn navigation_is_described_by_its_own_description() {
    let api = navigation(
        CONTAINED,
        r#"<Annotation Term="Core.Description"><String> The parts. </String></Annotation>"#,
        "",
    );
    let way = &resource(&api, &one("shop.root")).navigation["way"];
    assert_eq!(way.doc, "The parts.");
    assert_eq!(doc(&api, &many("shop.part"), List), "The parts.");
    assert_eq!(doc(&api, &one("shop.part"), Get), "The parts.");
}

#[test]
fn an_operation_is_described_by_the_long_description_of_its_restrictions() {
    let long = |term: &str, more: &str| {
        format!(
            r#"<Annotation Term="Can.{term}"><Record><PropertyValue Property="LongDescription" String=" {term} "/>{more}</Record></Annotation>"#
        )
    };
    let by_key = r#"<PropertyValue Property="ReadByKeyRestrictions"><Record><PropertyValue Property="LongDescription" String="by key"/></Record></PropertyValue>"#;
    let changes: String = [
        "InsertRestrictions",
        "UpdateRestrictions",
        "DeleteRestrictions",
    ]
    .iter()
    .map(|term| long(term, ""))
    .collect();
    let read = |more| {
        orders(
            "",
            "",
            &format!("{SET}{changes}{}", long("ReadRestrictions", more)),
        )
    };

    let api = read("");
    assert_eq!(doc(&api, &many("shop.order"), List), "ReadRestrictions");
    assert_eq!(doc(&api, &one("shop.order"), Get), "ReadRestrictions");
    assert_eq!(doc(&api, &many("shop.order"), Create), "InsertRestrictions");
    assert_eq!(doc(&api, &one("shop.order"), Update), "UpdateRestrictions");
    assert_eq!(doc(&api, &one("shop.order"), Delete), "DeleteRestrictions");

    let api = read(by_key);
    assert_eq!(doc(&api, &many("shop.order"), List), "ReadRestrictions");
    assert_eq!(doc(&api, &one("shop.order"), Get), "by key");
}

#[test]
fn a_bound_operation_is_described_by_its_long_description_or_else_its_description() {
    let api = orders(
        r#"<Action Name="ship" IsBound="true">
             <Parameter Name="it" Type="self.order"/>
             <Parameter Name="to" Type="Edm.String"><Annotation Term="Core.Description" String="Where to."/></Parameter>
             <Annotation Term="Core.Description" String="Short."/>
           </Action>
           <Action Name="cancel" IsBound="true">
             <Parameter Name="it" Type="self.order"/>
             <Annotation Term="Core.Description" String="Short."/>
             <Annotation Term="Core.LongDescription" String="Long."/>
           </Action>"#,
        "",
        "",
    );
    let ship = operation(&api, &one("shop.order"), "shop.ship");
    assert_eq!(ship.doc, "Short.");
    assert_eq!(ship.parameters[0].doc, "Where to.");
    assert_eq!(
        operation(&api, &one("shop.order"), "shop.cancel").doc,
        "Long."
    );
}

#[test]
fn an_annotation_of_one_overload_does_not_describe_the_other() {
    let api = orders(
        r#"<Action Name="ship" IsBound="true"><Parameter Name="it" Type="self.order"/></Action>
           <Action Name="ship" IsBound="true"><Parameter Name="them" Type="Collection(self.order)"/></Action>
           <Annotations Target="self.ship(self.order)"><Annotation Term="Core.Description" String="One."/></Annotations>
           <Annotations Target="shop.ship(Collection(shop.order))"><Annotation Term="Core.Description" String="All."/></Annotations>"#,
        "",
        "",
    );
    assert_eq!(operation(&api, &one("shop.order"), "shop.ship").doc, "One.");
    assert_eq!(
        operation(&api, &many("shop.order"), "shop.ship").doc,
        "All."
    );
}
