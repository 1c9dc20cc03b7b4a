//! What goes away.

use graphwright_api::StandardOperationKind::{Create, List};
use graphwright_api::{Deprecation, TypeKind, TypeName};

use crate::{many, one, operation, orders, property, resource};

/// A revision of this kind with these members.
fn revision(kind: &str, members: &str) -> String {
    format!(
        r#"<Annotation Term="Core.Revisions"><Collection><Record>
             <PropertyValue Property="Kind"><EnumMember>Org.OData.Core.V1.RevisionKind/{kind}</EnumMember></PropertyValue>{members}
           </Record></Collection></Annotation>"#
    )
}

const MEMBERS: &str = r#"
    <PropertyValue Property="Description" String=" Use bills. "/>
    <PropertyValue Property="Version" String="2024-01/Old"/>
    <PropertyValue Property="Date" Date="2024-01-02"/>
    <PropertyValue Property="RemovalDate" Date="2026-01-02"/>"#;

fn expected() -> Option<Deprecation> {
    Some(Deprecation {
        note: "Use bills.".to_owned(),
        since: "2024-01/Old".to_owned(),
        removal: "2026-01-02".to_owned(),
    })
}

#[test]
fn types_properties_members_operations_and_ways_are_deprecated_in_the_words_of_the_document() {
    let gone = revision("Deprecated", MEMBERS);
    let api = orders(
        &format!(
            r#"<ComplexType Name="old">{gone}<Property Name="a" Type="Edm.String">{gone}</Property><Property Name="b" Type="Edm.String"/></ComplexType>
               <EnumType Name="color"><Member Name="red">{gone}</Member><Member Name="blue"/></EnumType>
               <Action Name="ship" IsBound="true"><Parameter Name="it" Type="self.order"/></Action>
               <Annotations Target="self.ship(self.order)">{gone}</Annotations>"#
        ),
        &format!(r#"<Singleton Name="latest" Type="self.order">{gone}</Singleton>"#),
        &gone,
    );
    assert_eq!(
        api.types[&TypeName::new("shop.old")].deprecation,
        expected()
    );
    assert_eq!(property(&api, "shop.old", "a").deprecation, expected());
    assert_eq!(property(&api, "shop.old", "b").deprecation, None);
    let TypeKind::Enum(color) = &api.types[&TypeName::new("shop.color")].kind else {
        panic!("color is an enumeration")
    };
    assert_eq!(color.members[0].deprecation, expected());
    assert_eq!(color.members[1].deprecation, None);
    let ship = operation(&api, &one("shop.order"), "shop.ship");
    assert_eq!(ship.deprecation, expected());
    let all = &resource(&api, &many("shop.order")).standard;
    assert_eq!(all[&List].deprecation, expected());
    assert_eq!(all[&Create].deprecation, expected());
    let items = &resource(&api, &many("shop.item")).standard;
    assert_eq!(items[&List].deprecation, None);
}

#[test]
fn the_date_says_since_when_where_no_version_does() {
    let date = r#"<PropertyValue Property="Date" Date="2024-01-02"/>"#;
    let gone = revision("Deprecated", date);
    let api = orders(
        &format!(r#"<ComplexType Name="old">{gone}</ComplexType>"#),
        "",
        "",
    );
    let deprecation = api.types[&TypeName::new("shop.old")].deprecation.clone();
    let expected = Deprecation {
        since: "2024-01-02".to_owned(),
        ..Deprecation::default()
    };
    assert_eq!(deprecation, Some(expected));
}

#[test]
fn what_was_added_or_changed_is_not_deprecated() {
    for kind in ["Added", "Modified"] {
        let revision = revision(kind, MEMBERS);
        let api = orders(
            &format!(r#"<ComplexType Name="new">{revision}</ComplexType>"#),
            "",
            "",
        );
        assert_eq!(api.types[&TypeName::new("shop.new")].deprecation, None);
    }
}
