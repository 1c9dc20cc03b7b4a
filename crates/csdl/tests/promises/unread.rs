//! What is read and not used.

use std::collections::BTreeMap;

use crate::{KEYED, document, read, schema};

fn unread(body: &str) -> BTreeMap<String, usize> {
    read(&document(&schema("shop", body))).unread
}

#[test]
fn what_is_used_is_not_counted() {
    let used = format!(
        r#"<EntityType Name="order">{KEYED}<Annotation Term="Core.Description" String="An order."/></EntityType>
           <EntityContainer Name="service"><EntitySet Name="orders" EntityType="self.order">
             <Annotation Term="Can.InsertRestrictions"><Record><PropertyValue Property="Insertable" Bool="false"/></Record></Annotation>
           </EntitySet></EntityContainer>"#
    );
    assert_eq!(unread(&used), BTreeMap::new());
}

#[test]
fn elements_attributes_terms_and_members_of_records_are_counted_by_name() {
    let body = format!(
        r#"<Term Name="own" Type="Edm.String"/>
           <EntityType Name="order">{KEYED}
             <Property Name="a" Type="Edm.String" MaxLength="3"/><Property Name="b" Type="Edm.Decimal" Scale="2" Precision="9"/>
             <Property Name="c" Type="Edm.String" MaxLength="4"><Annotation Term="Core.Immutable"/><Annotation Term="self.standard" String="x"/></Property>
             <NavigationProperty Name="next" Type="self.order" Partner="last"><OnDelete Action="Cascade"/></NavigationProperty>
           </EntityType>
           <EntityContainer Name="service"><EntitySet Name="orders" EntityType="self.order">
             <NavigationPropertyBinding Path="next" Target="orders"/>
             <Annotation Term="Can.InsertRestrictions"><Record>
               <PropertyValue Property="Insertable" Bool="false"/>
               <PropertyValue Property="MaxLevels" Int="3"/>
             </Record></Annotation>
           </EntitySet></EntityContainer>"#
    );
    let found = unread(&body);
    let found: Vec<_> = found
        .iter()
        .map(|(what, count)| (&**what, *count))
        .collect();
    let expected = [
        ("EntitySet/NavigationPropertyBinding", 1),
        ("NavigationProperty/@Partner", 1),
        ("NavigationProperty/OnDelete", 1),
        ("Org.OData.Capabilities.V1.InsertRestrictions/MaxLevels", 1),
        ("Org.OData.Core.V1.Immutable", 1),
        ("Property/@MaxLength", 2),
        ("Property/@Precision", 1),
        ("Property/@Scale", 1),
        ("Schema/Term", 1),
        ("shop.standard", 1),
    ];
    assert_eq!(found, expected);
}

#[test]
fn an_annotation_of_nothing_that_is_declared_is_counted() {
    let body = r#"<ComplexType Name="a"/><Annotations Target="self.b"><Annotation Term="Core.Description" String="Lost."/></Annotations>"#;
    assert_eq!(unread(body)["Org.OData.Core.V1.Description"], 1);
}

#[test]
fn an_annotation_for_a_special_purpose_is_counted() {
    let body = r#"<ComplexType Name="a"><Annotation Term="Core.Description" Qualifier="tablet" String="short"/></ComplexType>
        <Annotations Target="self.a" Qualifier="tablet"/>"#;
    let found = unread(body);
    assert_eq!(found["Annotation/@Qualifier"], 1);
    assert_eq!(found["Annotations/@Qualifier"], 1);
}
